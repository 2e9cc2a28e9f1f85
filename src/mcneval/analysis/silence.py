"""Where nothing was heard: constructs without evidence from a phase or a group of people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mcneval.analysis.evidence import gather_evidence
from mcneval.analysis.mapping import read_map
from mcneval.analysis.speakers import list_speakers
from mcneval.analysis.strata import Grouping, group_people
from mcneval.study.load import Study

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ["construct_id", "dimension", "level", "took_part", "people", "segments"]
COLUMNS += ["voiced_by", "status"]
HEARD = "none: all are heard"
WORDS = {
    "not raised": "not raised",
    "not asked": "not asked",
    "unclear": "speakers not told apart",
}


def measure_silence(study: Study) -> pd.DataFrame:
    """Return what each phase and each group of people said on each construct.

    Evidence counts where its theme has its chief place on the primary framework. Groups are
    those of :func:`mcneval.analysis.strata.group_people`; where the register is
    reconstructed they are the phases alone.

    Returns
    -------
    DataFrame
        Columns construct_id, dimension, level, took_part (how many did), people (how many of
        them can be counted; see :func:`count_people`), segments, voiced_by (participants), and
        status: ``voiced``; ``not raised`` and ``not asked``
        where a topic guide tells; ``silent`` where none does; ``unclear`` where a source
        in which people of this level spoke has evidence whose speaker is not known.
    """
    import pandas as pd

    evidence = place_evidence(study)
    rows = []
    for grouping in group_people(study):
        told = _add_groups(evidence, grouping)
        for construct in study.framework.construct_ids:
            here = told[told["construct_id"] == construct]
            for group in grouping.groups:
                rows.append(_measure_cell(study, construct, grouping, group, here))
    return pd.DataFrame(rows, columns=COLUMNS)


def place_evidence(study: Study) -> pd.DataFrame:
    """Return the evidence by construct of the primary framework, each segment once in each."""
    evidence = gather_evidence(study)
    places = read_map(study, study.framework.id)
    chief = places.loc[places["weight"] == "primary", ["theme_id", "construct_id"]]
    placed = evidence.merge(chief, on="theme_id")
    return placed.drop_duplicates(["segment_id", "construct_id"])


def _add_groups(evidence: pd.DataFrame, grouping: Grouping) -> pd.DataFrame:
    if grouping.id == "phase":
        return evidence.assign(level=evidence["phase"])
    return evidence.assign(level=evidence["participant_id"].map(grouping.members).fillna(""))


def _measure_cell(
    study: Study, construct: str, grouping: Grouping, group: str, here: pd.DataFrame
) -> tuple[object, ...]:
    said = here[here["level"] == group]
    voices = said.loc[said["participant_id"] != "", "participant_id"].nunique()
    status = "voiced"
    if said.empty:
        unclear = grouping.id != "phase" and _may_have_spoken(study, grouping, group, here)
        status = "unclear" if unclear else find_silence(study, construct, grouping, group)
    people = grouping.count(group), count_people(study, grouping, group)
    return (construct, grouping.id, group, *people, len(said), voices, status)


def count_people(study: Study, grouping: Grouping, group: str) -> int:
    """Return of how many people in a group it can be said whether they were heard.

    They are those whose words can be told apart; or all, where telling how many those are would
    show a small count.
    """
    known = grouping.count(group, among=list_speakers(study))
    small = grouping.id != "phase" and known < study.settings.disclosure.min_cell
    return grouping.count(group) if small else known


def _may_have_spoken(study: Study, grouping: Grouping, group: str, here: pd.DataFrame) -> bool:
    sources = set(here.loc[here["participant_id"] == "", "source_id"])
    spoke = study["source_participants"]
    theirs = spoke["participant_id"].map(grouping.members) == group
    return bool((spoke["source_id"].isin(sources) & theirs).any())


def find_silence(study: Study, construct: str, grouping: Grouping, group: str) -> str:
    """Return why a group is silent: ``not asked``, ``not raised``, or ``silent``.

    A group was asked where a phase that its people took part in asked about the construct.
    """
    guide = study["topic_guide"]
    guide = guide[guide["framework"] == study.framework.id]
    if guide.empty:
        return "silent"
    people = study["participants"]
    theirs = people["participant_id"].map(grouping.members) == group
    phases = {group} if grouping.id == "phase" else set(people.loc[theirs, "phase"])
    asked = set(guide.loc[guide["construct_id"] == construct, "phase"])
    return "not raised" if phases & asked else "not asked"


def list_cells(study: Study) -> pd.DataFrame:
    """Return the cells of :func:`measure_silence` with the words that a drawing needs.

    Adds group (how the dimension is headed), label (the level) and shown (``3 of 14``, or ``""``
    where that would tell a small count of people who were heard, or who were not). Groups in
    which nobody took part, or nobody's words can be told apart, are left out.
    """
    groupings = {grouping.id: grouping for grouping in group_people(study)}
    cells = measure_silence(study)
    cells = cells[(cells["took_part"] > 0) & (cells["people"] > 0)].reset_index(drop=True)
    return cells.assign(
        group=[groupings[name].label for name in cells["dimension"]],
        label=[groupings[row.dimension].groups[row.level] for row in cells.itertuples(index=False)],
        shown=[write_heard(row, study.settings.disclosure.min_cell) for row in cells.itertuples()],
    )


def write_heard(cell: Any, min_cell: int) -> str:
    """Return how many of a group were heard, where neither they nor the others are too few."""
    counts = cell.voiced_by, cell.people - cell.voiced_by
    return "" if any(0 < count < min_cell for count in counts) else f"{counts[0]} of {cell.people}"


def tabulate_silence(study: Study) -> pd.DataFrame:
    """Return, construct by construct, which phases and groups are silent on it.

    Columns Construct, Segments, People heard (of those whose words can be told apart), and,
    where any is silent, No evidence from: the groups in words, each with whether it was asked
    where that is known.
    """
    import pandas as pd

    silence, evidence = measure_silence(study), place_evidence(study)
    if evidence.empty:
        return pd.DataFrame()
    groupings = group_people(study)
    people = len(list_speakers(study))
    rows = []
    for construct in study.framework.constructs:
        here = evidence[evidence["construct_id"] == construct.id]
        voices = here.loc[here["participant_id"] != "", "participant_id"].nunique()
        cells = silence[silence["construct_id"] == construct.id]
        quiet = "; ".join(list_silent(groupings, cells)) or HEARD
        if here.empty:
            quiet = "anyone"
        rows.append((construct.label, here["segment_id"].nunique(), f"{voices} of {people}", quiet))
    heads = ["Construct", "Segments", "People heard", "No evidence from"]
    table = pd.DataFrame(rows, columns=heads)
    return table.drop(columns=heads[3]) if (table[heads[3]] == HEARD).all() else table


def list_silent(groupings: list[Grouping], cells: pd.DataFrame) -> list[str]:
    """Return the silent groups among some cells, in words: ``Phase 2 (not asked)``.

    Why they are silent is said where it is known. Groups in which nobody took part are left
    out: they could not be heard.
    """
    by_id = {grouping.id: grouping for grouping in groupings}
    quiet = cells[(cells["status"] != "voiced") & (cells["took_part"] > 0)]
    parts = []
    for row in quiet.itertuples():
        grouping = by_id[row.dimension]
        head = f"{grouping.label[:1].lower()}{grouping.label[1:]}"
        notes = [head] if grouping.id != "phase" else []
        notes += [WORDS[row.status]] if row.status in WORDS else []
        told = f" ({'; '.join(notes)})" if notes else ""
        parts.append(f"{grouping.groups[row.level]}{told}")
    return parts
