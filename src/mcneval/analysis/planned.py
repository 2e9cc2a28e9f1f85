"""How many of those approached took part, by phase and by group."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mcneval.analysis.disclosure import shown_counts
from mcneval.analysis.disclosure_cells import APPROACHED, FLOW, PLANNED, RECRUITED, STRATA
from mcneval.analysis.proportions import compute_wilson, write_range
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

COLUMNS = ["dimension", "level", "planned", "achieved", "share", "low", "high"]
Told = dict[tuple[str, str, str], str]


def measure_plan(study: Study, confidence: float = 0.95) -> pd.DataFrame:
    """Return how many of those approached took part, by phase and by attribute.

    Returns
    -------
    DataFrame
        Columns dimension, level, planned (people approached), achieved (those who took part),
        share, low, high (Wilson, 1927), planned_told and achieved_told (the counts as they may
        be shown; small ones are not). Empty where the register does not hold everyone who was
        approached.
    """
    import pandas as pd

    people = profile_approached(study)
    rows: list[tuple[Any, ...]] = []
    if study.knows_people and (people["status"] != RECRUITED).any():
        for dimension in list_dimensions(study):
            rows += _measure_levels(people, dimension, confidence)
    frame = pd.DataFrame(rows, columns=COLUMNS)
    told = shown_counts(study)
    frame["planned_told"] = [_tell_planned(row, told) for row in frame.itertuples()]
    frame["achieved_told"] = [_tell_achieved(row, told) for row in frame.itertuples()]
    return frame


def _tell_planned(row: Any, told: Told) -> str:
    if row.dimension == "phase":
        return told[FLOW, row.level, APPROACHED]
    return told[PLANNED, row.dimension, row.level]


def _tell_achieved(row: Any, told: Told) -> str:
    if row.dimension == "phase":
        return told[FLOW, row.level, RECRUITED]
    return told[STRATA, row.dimension, row.level]


def _measure_levels(
    people: pd.DataFrame, dimension: Dimension, confidence: float
) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = []
    for level in list_levels(people, dimension):
        here = people[people[dimension.id] == level]
        recruited = int((here["status"] == RECRUITED).sum())
        start = (dimension.id, level, len(here), recruited)
        if len(here):
            share, bounds = recruited / len(here), compute_wilson(recruited, len(here), confidence)
            rows.append((*start, share, *bounds))
        else:
            rows.append((*start, None, None, None))
    return rows


def tabulate_plan(study: Study, confidence: float = 0.95) -> pd.DataFrame:
    """Return how many of those approached took part, ready to read.

    Columns By, Group, Approached, Recruited, Share, Interval; groups of which a count may not be
    shown are left out.
    """
    import pandas as pd

    rows = []
    for row in filter(is_told, measure_plan(study, confidence).itertuples()):
        dimension = read_dimension(study, row.dimension)
        group = dimension.levels.get(row.level, "Not recorded")
        bounds = write_range(row.low, row.high)
        counts = (row.planned, row.achieved, write_percent(row.share), bounds)
        rows.append((dimension.label, group, *counts))
    heads = ["By", "Group", "Approached", "Recruited", "Share", f"{confidence * 100:g}% interval"]
    return pd.DataFrame(rows, columns=heads)


def is_told(row: Any) -> bool:
    """Return whether a group's share may be shown: both counts are, and someone was approached."""
    return bool(row.achieved_told.isdigit() and row.planned_told.isdigit() and row.planned)


def explain_no_plan(study: Study) -> str:
    """Return why shares of those approached cannot be worked out, or "" where they can."""
    plan = measure_plan(study)
    if len(plan):
        shown = any(map(is_told, plan.itertuples()))
        return "" if shown else "The groups are too small for their shares to be shown."
    return "How many people were approached in each group is not recorded."
