"""How far recruitment met what was planned, by phase and by group."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mcneval.analysis.coverage import SHARE_COLUMNS, add_interval, head_interval
from mcneval.analysis.disclosure import shown_counts
from mcneval.analysis.disclosure_cells import APPROACHED, FLOW, PLANNED, RECRUITED, STRATA
from mcneval.analysis.flow import count_flow, write_count, write_target
from mcneval.analysis.proportions import write_range
from mcneval.analysis.recruitment import list_levels
from mcneval.analysis.register import (
    Dimension,
    list_dimensions,
    profile_approached,
    read_dimension,
)
from mcneval.analysis.wording import write_percent
from mcneval.study.load import Study

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = [*SHARE_COLUMNS, "basis", "approximate", "target_low", "target_high"]
Told = dict[tuple[str, str, str], str]


def measure_plan(study: Study, confidence: float = 0.95) -> pd.DataFrame:
    """Return planned against achieved recruitment, by phase and by attribute.

    What was planned is the number approached; for a phase where that is not known it is
    the lower end of its target, and a share of a target has no interval.

    Returns
    -------
    DataFrame
        Columns dimension, level, planned, achieved, share, low, high (Wilson, 1927),
        basis (``approached`` or ``target``), approximate, target_low, target_high (Int64),
        planned_told and achieved_told (the counts as they may be shown; small ones are not
        told). Attributes appear only where the register holds everyone who was approached.
    """
    import pandas as pd

    rows = [_measure_phase(row, confidence) for row in count_flow(study).itertuples()]
    people = profile_approached(study)
    if study.knows_people and (people["status"] != RECRUITED).any():
        for dimension in list_dimensions(study, with_phase=False):
            rows += _measure_levels(people, dimension, confidence)
    frame = pd.DataFrame([row for row in rows if row], columns=COLUMNS)
    told = shown_counts(study)
    frame["planned_told"] = [_tell_planned(row, told) for row in frame.itertuples()]
    frame["achieved_told"] = [_tell_achieved(row, told) for row in frame.itertuples()]
    return frame.astype({"target_low": "Int64", "target_high": "Int64"})


def _tell_planned(row: Any, told: Told) -> str:
    key = (FLOW, row.level, APPROACHED)
    if row.dimension != "phase":
        key = (PLANNED, row.dimension, row.level)
    return told.get(key, write_count(row.planned, row.approximate))


def _tell_achieved(row: Any, told: Told) -> str:
    if row.dimension == "phase":
        return told[FLOW, row.level, RECRUITED]
    return told[STRATA, row.dimension, row.level]


def _measure_phase(row: Any, confidence: float) -> tuple[Any, ...] | None:
    import pandas as pd

    no_target = pd.isna(row.target_low)
    target = (None, None) if no_target else (int(row.target_low), int(row.target_high))
    achieved = int(row.recruited)
    if not pd.isna(row.approached) and row.approached >= max(achieved, 1):
        start = ("phase", row.phase, int(row.approached), achieved)
        return (*add_interval(start, confidence), "approached", row.approximate, *target)
    if no_target or not target[0]:
        return None
    share = achieved / target[0]
    return ("phase", row.phase, target[0], achieved, share, None, None, "target", False, *target)


def _measure_levels(
    people: pd.DataFrame, dimension: Dimension, confidence: float
) -> list[tuple[Any, ...]]:
    rows = []
    for level in list_levels(people, dimension):
        here = people[people[dimension.id] == level]
        recruited = int((here["status"] == RECRUITED).sum())
        start = add_interval((dimension.id, level, len(here), recruited), confidence)
        rows.append((*start, "approached", False, None, None))
    return rows


def tabulate_plan(study: Study, confidence: float = 0.95) -> pd.DataFrame:
    """Return planned against achieved, ready to read.

    Columns By, Group, Planned, Recruited, Share, Interval; the last two are empty where a
    count is not told.
    """
    import pandas as pd

    rows = []
    for row in measure_plan(study, confidence).itertuples():
        dimension = read_dimension(study, row.dimension)
        group = dimension.levels.get(row.level, "Not recorded")
        share = write_percent(row.share) if is_told(row) else ""
        bounds = _write_bounds(row) if is_told(row) else ""
        rows.append((dimension.label, group, _write_plan(row), row.achieved_told, share, bounds))
    heads = ["By", "Group", "Planned", "Recruited", "Share"]
    shown = pd.DataFrame(rows, columns=[*heads, head_interval(confidence)])
    if len(shown) and shown["Recruited"].str.isdigit().all():
        shown["Recruited"] = shown["Recruited"].astype(int)
    return shown


def is_told(row: Any) -> bool:
    """Return whether a stratum's share may be shown: both counts are, and someone was planned."""
    known = row.achieved_told.isdigit() and row.planned_told.removeprefix("about ").isdigit()
    return bool(known and row.planned)


def _write_plan(row: Any) -> str:
    import pandas as pd

    approached = row.planned_told
    if approached[-1].isdigit():
        approached += " approached"
    if pd.isna(row.target_low):
        return approached
    target = f"target {write_target(row.target_low, row.target_high)}"
    return target if row.basis == "target" else f"{approached}, {target}"


def _write_bounds(row: Any) -> str:
    if row.basis == "target":
        return "none: a target is not a sample"
    return write_range(row.low, row.high)
