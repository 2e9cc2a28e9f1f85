"""Whose words each segment is, which groups people stand in, and what speaks for which theme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mcneval.disclosure.cells import FLOW, STRATA
from mcneval.disclosure.suppress import shown_counts
from mcneval.study.load import Study
from mcneval.study.record import computed
from mcneval.study.register import (
    NOT_RECORDED,
    RECRUITED,
    Dimension,
    list_dimensions,
    name_phases,
    profile_people,
)
from mcneval.study.tables import SPEAKING_FOR
from mcneval.study.wording import join_words

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ["segment_id", "source_id", "phase", "kind", "participant_id", "organisation_id"]


@computed
def locate_segments(study: Study) -> pd.DataFrame:
    """Return one row for each segment with where it comes from.

    Where the register is known, a segment without a speaker belongs to the one person of its
    source, if there is one, or else to the one organisation of everyone in it.

    Returns
    -------
    DataFrame
        Columns segment_id, source_id, phase, kind (of source), participant_id ("" where the
        speaker is not known) and organisation_id ("" where it is not one, and always where the
        register is reconstructed: then the link from person to organisation is not known).
    """
    placed = study["segments", "segment_id", "source_id", "participant_id"].merge(
        study["sources", "source_id", "phase", "kind"], on="source_id", how="left"
    )
    if not study.knows_people:
        return placed.assign(organisation_id="")[COLUMNS]
    people = study["participants", "participant_id", "organisation_id"]
    took_part = study["source_participants"].merge(people, on="participant_id")
    alone, shared = (
        _find_single(took_part, name) for name in ("participant_id", "organisation_id")
    )
    homes = people.set_index("participant_id")["organisation_id"]
    said = placed["participant_id"]
    speakers = said.where(said != "", placed["source_id"].map(alone).astype("object").fillna(""))
    named = speakers.map(homes).astype("object").fillna("")
    organisations = named.where(
        named != "", placed["source_id"].map(shared).astype("object").fillna("")
    )
    placed = placed.assign(participant_id=speakers, organisation_id=organisations)
    return placed.astype({"participant_id": "str", "organisation_id": "str"})[COLUMNS]


def _find_single(took_part: pd.DataFrame, column: str) -> pd.Series:
    """Return the value of a column for each source in which it has one value only."""
    distinct = took_part[["source_id", column]].drop_duplicates()
    return distinct.drop_duplicates("source_id", keep=False).set_index("source_id")[column]


@computed
def list_speakers(study: Study) -> frozenset[str]:
    """Return the ids of those who took part and whose words can be told apart.

    Left out is who is named on no segment and took part in a source with segments whose speaker
    is not recorded: what such a person said is not known, so that nobody can count it.
    """
    placed = locate_segments(study)
    named = set(placed["participant_id"])
    blurred = set(placed.loc[placed["participant_id"] == "", "source_id"])
    near = find_attenders(study, blurred)
    people = profile_people(study)["participant_id"]
    return frozenset(name for name in people if name in named or name not in near)


def find_attenders(study: Study, sources: set[str]) -> set[str]:
    """Return who took part in any of some sources."""
    took_part = study["source_participants"]
    return set(took_part.loc[took_part["source_id"].isin(sources), "participant_id"])


@computed
def settle_codings(study: Study) -> pd.DataFrame:
    """Return the codings that stand: each coder's last round on each segment.

    A coder who coded a segment again in a later round replaced the earlier codes. Codings
    without a round count as the earliest.

    Returns
    -------
    DataFrame
        Columns segment_id, code_id, coder; each triple once, sorted.
    """
    codings = study["codings", "segment_id", "code_id", "coder", "round"]
    rounds = codings["round"].astype("Int64").fillna(0)
    last = rounds.groupby([codings["segment_id"], codings["coder"]]).transform("max")
    kept = codings.loc[rounds == last, ["segment_id", "code_id", "coder"]]
    return kept.drop_duplicates().sort_values(list(kept.columns)).reset_index(drop=True)


@computed
def join_codings(study: Study) -> pd.DataFrame:
    """Return the codings that stand, each with where its segment comes from.

    Returns
    -------
    DataFrame
        Columns segment_id, code_id, coder, source_id, phase, kind, participant_id,
        organisation_id; see :func:`locate_segments`.
    """
    return settle_codings(study).merge(locate_segments(study), on="segment_id", how="left")


def tell_sources(study: Study) -> bool:
    """Return whether it may be told from how many sources something comes.

    Where small counts are hidden and several people spoke in one source, it would tell of those who
    were there together.
    """
    sources = study.tables["source_participants"]["source_id"]
    return not (study.protects and sources.duplicated().any())


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

    def count(self, group: str, among: frozenset[str] | None = None) -> int:
        """Return how many people who took part are in a group; ``among`` counts only some."""
        here = {person for person, member in self.members.items() if member == group}
        return len(here if among is None else here & among)


@computed
def group_people(study: Study) -> list[Grouping]:
    """Return the groupings that may be shown: phase first, then attributes.

    Phases and levels whose count of people is not shown in the report are pooled (see
    :mod:`mcneval.disclosure.suppress`), so that no small count can be read off or worked out.
    Where the register is reconstructed, or speakers are followed, and for an attribute that leaves
    one group only, or a pool with everyone of a phase, there is no grouping.
    """
    people = profile_people(study).set_index("participant_id")
    phases = pool_phases(study)
    members = {str(person): phases[phase] for person, phase in people["phase"].items()}
    groupings = [Grouping("phase", "Phase", name_pools(study), members)]
    if not study.crosses:
        return groupings
    told = shown_counts(study) if study.protects else {}
    for dimension in list_dimensions(study, with_phase=False):
        hidden = {
            level
            for (table, attribute, level), text in told.items()
            if table == STRATA and attribute == dimension.id and not text.isdigit()
        }
        members = {str(person): str(level) for person, level in people[dimension.id].items()}
        least = study.settings.disclosure.min_cell
        levels = [*dimension.levels, NOT_RECORDED]
        pools = pool_levels(levels, list(members.values()), hidden, least)
        if len(pools) > 1 and not (study.protects and _swallow(people, dimension.id, pools)):
            groupings.append(_join_groups(dimension, pools, members))
    return groupings


@computed
def pool_phases(study: Study) -> dict[str, str]:
    """Return for each phase the one that stands for it: itself, or the first of its pool."""
    if not study.protects:
        return {phase: phase for phase in study.phase_labels}
    told = shown_counts(study)
    hidden = {
        phase for phase in study.phase_labels
        if not told.get((FLOW, phase, RECRUITED), "0").isdigit()
    }  # fmt: skip
    held = list(profile_people(study)["phase"])
    least = study.settings.disclosure.min_cell
    pools = pool_levels(list(study.phase_labels), held, hidden, least)
    pooled = {phase: pool[0] for pool in pools for phase in pool}
    return {phase: pooled.get(phase, phase) for phase in study.phase_labels}


def name_pools(study: Study) -> dict[str, str]:
    """Return the label of each phase, or pool of phases, by the phase that stands for it."""
    names = name_phases(study)
    held: dict[str, list[str]] = {}
    for phase, pool in pool_phases(study).items():
        held.setdefault(pool, []).append(names[phase])
    return {pool: join_words(labels) for pool, labels in held.items()}


def pool_levels(
    levels: list[str], held: list[str], hidden: set[str], least: int = 0
) -> list[list[str]]:
    """Return the levels that somebody has in declared order, those hidden put together.

    One hidden group could be worked out from the others, so it takes in the smallest of them; and
    so do hidden groups that together are still fewer than ``least``.
    """
    sizes = {level: held.count(level) for level in levels if level in held}
    pooled = [level for level in sizes if level in hidden]
    shown = [level for level in sizes if level not in hidden]
    while shown and pooled and (len(pooled) == 1 or sum(sizes[one] for one in pooled) < least):
        pooled.append(min(shown, key=lambda level: sizes[level]))
        shown.remove(pooled[-1])
    pools = [[level] for level in shown] + ([sorted(pooled, key=levels.index)] if pooled else [])
    return sorted(pools, key=lambda pool: levels.index(pool[0]))


def _swallow(people: pd.DataFrame, name: str, pools: list[list[str]]) -> bool:
    """Return whether a pool holds everyone of a phase: it would then say so of each of them."""
    return any(
        len(pool) > 1 and levels.isin(pool).all()
        for pool in pools
        for _, levels in people.groupby("phase")[name]
    )


def _join_groups(dimension: Dimension, pools: list[list[str]], members: dict[str, str]) -> Grouping:
    labels = {**dimension.levels, NOT_RECORDED: "Not recorded"}
    groups = {pool[0]: join_words(labels[level] for level in pool) for pool in pools}
    pooled = {level: pool[0] for pool in pools for level in pool}
    placed = {person: pooled[level] for person, level in members.items()}
    return Grouping(dimension.id, dimension.label, groups, placed)


@computed
def gather_evidence(study: Study) -> pd.DataFrame:
    """Return each segment that is evidence for a theme, with its origin.

    Returns
    -------
    DataFrame
        One row per theme and segment, in the order of the themes' and segments' files: theme_id,
        segment_id, stance (one of ``STANCES``; ``for`` where none is given), note, source_id,
        phase, source_kind, participant_id (see :func:`locate_segments`), organisation_id, and
        voice: the participant or, where the speaker is not known, the source. A group then counts
        as one speaker.
    """
    places = locate_segments(study).rename(columns={"kind": "source_kind"})
    frame = study["theme_segments"].merge(places, on="segment_id")
    frame["stance"] = frame["stance"].replace("", "for")
    known = frame["participant_id"] != ""
    frame["voice"] = frame["participant_id"].where(known, frame["source_id"])
    order = [_rank(study["themes", "theme_id"]), _rank(study["segments", "segment_id"])]
    frame["_theme"], frame["_segment"] = (
        frame[name].map(rank) for name, rank in zip(("theme_id", "segment_id"), order, strict=True)
    )
    frame = frame.sort_values(["_theme", "_segment"], kind="stable", ignore_index=True)
    columns = ["theme_id", "segment_id", "stance", "note", "source_id", "phase", "source_kind"]
    return frame[[*columns, "participant_id", "organisation_id", "voice"]]


def _rank(frame: pd.DataFrame) -> dict[str, int]:
    return {name: place for place, name in enumerate(frame.iloc[:, 0])}


def keep_for(evidence: pd.DataFrame) -> pd.DataFrame:
    """Return the evidence that speaks for its theme, or tells of a gain or limit of it."""
    return evidence[evidence["stance"].isin(SPEAKING_FOR)]
