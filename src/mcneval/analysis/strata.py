"""Groups of people that are compared: phases, and levels of attributes large enough to show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

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

    def count(self, group: str) -> int:
        """Return how many people who took part are in a group."""
        return sum(1 for member in self.members.values() if member == group)


def group_people(study: Study) -> list[Grouping]:
    """Return the groupings that may be shown: phase first, then attributes.

    Levels with fewer people than ``disclosure.min_cell`` are pooled, so that no small count of
    people can be read off or worked out. Where the register is reconstructed, and for an
    attribute that leaves one group only, there is no grouping.
    """
    people = profile_recruited(study).set_index("participant_id")
    groupings = []
    for dimension in list_dimensions(study):
        members = people[dimension.id].to_dict()
        if dimension.id == "phase":
            groupings.append(Grouping("phase", dimension.label, dimension.levels, members))
            continue
        pools = pool_levels(dimension, members, study.settings.disclosure.min_cell)
        if len(pools) > 1:
            groupings.append(join_groups(dimension, pools, members))
    return groupings


def pool_levels(dimension: Dimension, members: dict[str, str], least: int) -> list[list[str]]:
    """Return levels in declared order, the small ones put together until none is small.

    Levels that nobody has are left out.
    """
    levels = [*dimension.levels, NOT_RECORDED]
    held = list(members.values())
    sizes = {level: held.count(level) for level in levels if level in held}
    small = [level for level in sizes if sizes[level] < least]
    large = sorted((level for level in sizes if sizes[level] >= least), key=lambda x: sizes[x])
    # One hidden group could be worked out from the others, so a small pool takes in more.
    while small and large and sum(sizes[level] for level in small) < least:
        small.append(large.pop(0))
    pools = [[level] for level in large] + ([small] if small else [])
    ordered = [sorted(pool, key=levels.index) for pool in pools]
    return sorted(ordered, key=lambda pool: levels.index(pool[0]))


def join_groups(dimension: Dimension, pools: list[list[str]], members: dict[str, str]) -> Grouping:
    """Return the grouping that pools make of a dimension."""
    labels = {**dimension.levels, NOT_RECORDED: "Not recorded"}
    groups = {pool[0]: join_words(labels[level] for level in pool) for pool in pools}
    pooled = {level: pool[0] for pool in pools for level in pool}
    placed = {person: pooled[level] for person, level in members.items()}
    return Grouping(dimension.id, dimension.label, groups, placed)
