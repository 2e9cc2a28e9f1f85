"""Groups of people that are compared: phases, and levels of attributes large enough to show."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mcneval.analysis.disclosure import shown_counts
from mcneval.analysis.disclosure_cells import STRATA
from mcneval.analysis.numbers import join_words
from mcneval.analysis.register import NOT_RECORDED, list_dimensions, profile_recruited

if TYPE_CHECKING:
    from mcneval.analysis.register import Dimension
    from mcneval.study.load import Study


@dataclass(frozen=True)
class Grouping:
    """People told apart in one way.

    Parameters
    ----------
    id : str
        ``phase`` or an attribute's id.
    label : str
        How it is headed.
    groups : dict of str to str
        The groups' keys and labels, in declared order.
    members : dict of str to str
        The group of each person who took part, by participant_id.
    """

    id: str
    label: str
    groups: dict[str, str]
    members: dict[str, str]

    def count(self, group: str, among: Collection[str] | None = None) -> int:
        """Return how many people who took part are in a group; ``among`` counts only some."""
        return sum(
            1
            for person, member in self.members.items()
            if member == group and (among is None or person in among)
        )


def group_people(study: Study) -> list[Grouping]:
    """Return the groupings that may be shown: phase first, then attributes.

    Levels whose count of people is not shown in the report are pooled (see
    :mod:`mcneval.analysis.disclosure`), so that no small count can be read off or worked out.
    Where the register is reconstructed, and for an attribute that leaves one group only, there
    is no grouping.
    """
    people = profile_recruited(study).set_index("participant_id")
    hidden = list_hidden(study)
    groupings = [group_by_phase(study)]
    for dimension in list_dimensions(study, with_phase=False):
        members = people[dimension.id].to_dict()
        pools = pool_levels(dimension, members, hidden)
        if len(pools) > 1:
            groupings.append(join_groups(dimension, pools, members))
    return groupings


def explain_absence(study: Study) -> str:
    """Return why nothing can be told by people's attributes, for where nothing is."""
    if not study.settings.attributes:
        return "The study declares no attributes of organisations or participants."
    if not study.knows_people:
        return (
            "The register was reconstructed from published totals, so it is not known which person "
            "belongs to which group."
        )
    return "No group of people is large enough for its counts to be shown."


def group_by_phase(study: Study) -> Grouping:
    """Return the people who took part, told apart by phase."""
    people = profile_recruited(study)
    members = dict(zip(people["participant_id"], people["phase"], strict=True))
    return Grouping("phase", "Phase", study.phase_labels, members)


def list_hidden(study: Study) -> set[tuple[str, str]]:
    """Return the attributes and levels whose count of people the report does not show."""
    if not study.knows_people or study.settings.disclosure.min_cell < 2:
        return set()
    return {
        (attribute, level)
        for (table, attribute, level), text in shown_counts(study).items()
        if table == STRATA and not text.isdigit()
    }


def pool_levels(
    dimension: Dimension, members: dict[str, str], hidden: set[tuple[str, str]]
) -> list[list[str]]:
    """Return the levels that somebody has in declared order, those hidden put together."""
    levels = [*dimension.levels, NOT_RECORDED]
    held = list(members.values())
    sizes = {level: held.count(level) for level in levels if level in held}
    pooled = [level for level in sizes if (dimension.id, level) in hidden]
    shown = [level for level in sizes if level not in pooled]
    # One hidden group could be worked out from the others, so it takes in the smallest of them.
    if len(pooled) == 1 and shown:
        pooled.append(min(shown, key=lambda level: sizes[level]))
        shown.remove(pooled[1])
    pools = [[level] for level in shown] + ([pooled] if pooled else [])
    ordered = [sorted(pool, key=levels.index) for pool in pools]
    return sorted(ordered, key=lambda pool: levels.index(pool[0]))


def join_groups(dimension: Dimension, pools: list[list[str]], members: dict[str, str]) -> Grouping:
    """Return the grouping that pools make of a dimension."""
    labels = {**dimension.levels, NOT_RECORDED: "Not recorded"}
    groups = {pool[0]: join_words(labels[level] for level in pool) for pool in pools}
    pooled = {level: pool[0] for pool in pools for level in pool}
    placed = {person: pooled[level] for person, level in members.items()}
    return Grouping(dimension.id, dimension.label, groups, placed)
