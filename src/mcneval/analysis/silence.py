"""Where nothing was heard: constructs without evidence from a phase or a group of people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mcneval.analysis.crossed import count_steps, protect_themes
from mcneval.analysis.evidence import (
    Grouping,
    find_attenders,
    gather_evidence,
    group_people,
    list_speakers,
    pool_phases,
)
from mcneval.analysis.places import read_map
from mcneval.disclosure.suppress import name_role
from mcneval.disclosure.ways import SHOWN
from mcneval.study.load import Study
from mcneval.study.record import computed
from mcneval.study.register import order_words

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ["construct", "by", "group", "people", "of", "share", "status"]


@computed
def place_evidence(study: Study) -> pd.DataFrame:
    """Return the evidence by construct of the primary framework, each segment once in each.

    Evidence counts where its theme has its chief place.
    """
    places = read_map(study, study.settings.primary_framework)
    chief = places.loc[places["weight"] == "primary", ["theme_id", "construct_id"]]
    placed = gather_evidence(study).merge(chief, on="theme_id")
    return placed.drop_duplicates(["segment_id", "construct_id"])


@computed
def measure_silence(study: Study) -> pd.DataFrame:
    """Return who was heard on each construct: everyone, each phase and each group of people.

    Groups are those of :func:`mcneval.analysis.evidence.group_people`; where the register is
    reconstructed they are the phases alone. A group in which nobody took part, or nobody's words
    can be told apart, is left out.

    Returns
    -------
    DataFrame
        Columns construct, by, group, people (heard on it; withheld where that, or the number not
        heard, would be small, and then in all phases), of (how many can be counted), share
        (withheld where that is), and status: ``heard``; ``not raised`` and ``not asked`` where a
        topic guide tells; ``silent`` where none does; ``unclear`` where a source in which people of
        this group spoke has evidence whose speaker is not known. Empty without evidence.

        Where small counts are hidden, a group other than a phase counts all its people, its share
        is the middle of a step of five people or more, without the number, and its status
        ``heard``, ``silent``, ``unclear`` where any evidence on the construct has no speaker, or
        ``withheld``.
    """
    import pandas as pd

    evidence = place_evidence(study)
    rows: list[tuple[Any, ...]] = []
    constructs = study.framework.constructs if len(evidence) else []
    for grouping in group_people(study):
        members = evidence["participant_id"].map(grouping.members).astype("object").fillna("")
        phased = evidence["phase"].map(pool_phases(study))
        level = phased if grouping.id == "phase" else members
        for construct in constructs:
            here = (evidence["construct_id"] == construct.id).to_numpy()
            cells = [
                _measure_cell(
                    study, construct.id, grouping, group, evidence[here],
                    evidence[here & (level == group).to_numpy()],
                )
                for group in grouping.groups
            ]  # fmt: skip
            cells = _hide_together(cells) if grouping.id == "phase" else cells
            for label, row in zip(grouping.groups.values(), cells, strict=True):
                rows.append((construct.label, grouping.label, label, *row))
    frame = pd.DataFrame([row for row in rows if row[4]], columns=COLUMNS)
    frame = order_words(frame, "construct", "by", "group")
    roles = {"people": name_role(study, "groups"), "of": name_role(study)}
    return frame.astype(roles | {"share": "share[people of groups]"})


def _hide_together(cells: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Return the phases of a construct, withheld in all where one is: their total is told."""
    if not any(people == "withheld" for people, *_ in cells):
        return cells
    return [
        ("withheld", of, "withheld", status) if people != 0 else (people, of, share, status)
        for people, of, share, status in cells
    ]


def _measure_cell(
    study: Study,
    construct: str,
    grouping: Grouping,
    group: str,
    here: pd.DataFrame,
    said: pd.DataFrame,
) -> tuple[Any, ...]:
    heard = said.loc[said["participant_id"] != "", "participant_id"].nunique()
    if study.protects and grouping.id != "phase":
        return _tell_cell(study, construct, grouping, group, here, heard)
    known = count_known(study, grouping, group)
    least = study.settings.disclosure.min_cell
    hidden = study.protects and any(0 < count < least for count in (heard, known - heard))
    status = "heard"
    if said.empty:
        unclear = grouping.id != "phase" and _may_have_spoken(study, grouping, group, here)
        status = "unclear" if unclear else find_silence(study, construct, grouping, group)
    share = "withheld" if hidden else heard / known if known else None
    of = f"under {least}" if _is_small(study, known) else known
    return "withheld" if hidden else heard, of, share, status


def _tell_cell(
    study: Study, construct: str, grouping: Grouping, group: str, here: pd.DataFrame, heard: int
) -> tuple[Any, ...]:
    """Return what may be told of a group's voice on a construct where small counts are hidden.

    Who can be told apart, who was asked and who was there where a speaker is not known is known of
    people by their sources, and would tell of the register: a share is of all in the group, and a
    silence has no reason but that somebody unnamed may have broken it.
    """
    name = f"{study.settings.primary_framework}/{construct}"
    told = protect_themes(study).told.get((name, grouping.id, group), SHOWN)
    size = grouping.count(group)
    least = study.settings.disclosure.min_cell
    of = f"under {least}" if _is_small(study, size) else size
    if told != SHOWN:
        return "withheld", of, "withheld", "withheld"
    if heard:
        return None, of, _find_step(heard, size), "heard"
    unnamed = bool((here["participant_id"] == "").any())
    return 0, of, 0.0 if size else None, "unclear" if unnamed else "silent"


def _is_small(study: Study, count: int) -> bool:
    return study.protects and 0 < count < study.settings.disclosure.min_cell


def _find_step(heard: int, known: int) -> float | str:
    """Return the middle of the step that a share is in."""
    steps = count_steps(known)
    if steps < 2:
        return "withheld"
    return (min(heard * steps // known, steps - 1) + 0.5) / steps


def count_known(study: Study, grouping: Grouping, group: str) -> int:
    """Return of how many people in a group it can be said whether they were heard.

    They are those whose words can be told apart; or all, where telling how many those are would
    show a small count.
    """
    known = grouping.count(group, list_speakers(study))
    small = grouping.id != "phase" and known < study.settings.disclosure.min_cell
    return grouping.count(group) if small else known


def _may_have_spoken(study: Study, grouping: Grouping, group: str, here: pd.DataFrame) -> bool:
    near = find_attenders(study, set(here.loc[here["participant_id"] == "", "source_id"]))
    return any(grouping.members.get(person) == group for person in near)


def find_silence(study: Study, construct: str, grouping: Grouping, group: str) -> str:
    """Return why a group is silent: ``not asked``, ``not raised``, or ``silent``.

    A group was asked where a phase that its people took part in asked about the construct.
    """
    guide = study["topic_guide"]
    guide = guide[guide["framework"] == study.settings.primary_framework]
    if guide.empty:
        return "silent"
    pools = pool_phases(study)
    phases = {phase for phase, pool in pools.items() if pool == group}
    if grouping.id != "phase":
        people = study["participants", "participant_id", "phase"]
        theirs = people["participant_id"].map(grouping.members) == group
        phases = set(people.loc[theirs, "phase"])
    asked = set(guide.loc[guide["construct_id"] == construct, "phase"])
    return "not raised" if phases & asked else "not asked"
