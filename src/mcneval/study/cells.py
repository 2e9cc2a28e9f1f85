"""Rules on single cells: filled in where they must be, of their kind, of a declared level."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcneval.study.columns import SPELLED, spell_allowed
from mcneval.study.declaration import Column
from mcneval.study.grid import Grid
from mcneval.study.nearest import suggest
from mcneval.study.problems import Problem
from mcneval.study.values import (
    KEY,
    SPREADSHEET_ERRORS,
    mend_date,
    mend_key,
    mend_whole,
    mend_yes_no,
    parse_date,
    parse_whole,
    parse_yes_no,
)
from mcneval.study.wording import join_words

if TYPE_CHECKING:
    import pandas as pd

MENDS = {"date": mend_date, "whole": mend_whole, "yes-no": mend_yes_no, "id": mend_key}
LONG = 60


def check_cells(grid: Grid) -> list[Problem]:
    """Return a problem for each cell that is empty and must not be, or not of its kind."""
    problems = []
    for column in grid.columns:
        values = set(grid.cells[column.name])
        wrong = {value for value in values if value and not fits(value, column)}
        needed = column.required and column.name not in grid.absent
        if not wrong and not (needed and "" in values):
            continue
        for row, value in grid.column(column.name):
            if row in grid.broken:
                continue
            if not value and needed:
                problems.append(_describe_blank(grid, row, column))
            elif value in wrong:
                problems.append(_describe_value(grid, row, column, value))
    return problems


def fits(value: str, column: Column) -> bool:
    """Return whether a text that is not empty is of its column's kind."""
    if value in SPREADSHEET_ERRORS:
        return False
    match column.kind:
        case "id":
            return KEY.fullmatch(value) is not None
        case "level":
            return value in column.allowed
        case "date":
            return parse_date(value) is not None
        case "whole":
            return parse_whole(value) is not None
        case "yes-no":
            return parse_yes_no(value) is not None
    return True


def _describe_blank(grid: Grid, row: int, column: Column) -> Problem:
    if column.kind == "level":
        mend = f"Write one of: {join_words(column.allowed, 'or')}."
    else:
        mend = f"Fill it in: {column.what[0].lower()}{column.what[1:]}"
    allowed = spell_allowed(column)
    return grid.flag(row, column.name, "the cell is empty.", mend, allowed=allowed, rule="empty")


def _describe_value(grid: Grid, row: int, column: Column, value: str) -> Problem:
    shown = value if len(value) <= LONG else f"{value[:LONG]}…"
    allowed = spell_allowed(column)
    rule = f"not-{column.kind}"
    if value in SPREADSHEET_ERRORS:
        words, rule = f"'{value}' is an error of the spreadsheet, not a value.", "formula"
        mend = "Mend the formula in the spreadsheet, or write the value itself."
    elif column.kind == "level":
        words = f"'{shown}' is not a level of {column.name}{suggest(value, column.allowed)}"
        mend = f"Write one of: {join_words(column.allowed, 'or')}."
        if column.name not in grid.table.column_names:
            mend = f"{mend[:-1]}; or declare the level in study.yml."
    else:
        words = f"'{shown}' is not {SPELLED[column.kind]}."
        mend = MENDS[column.kind](value)
    return grid.flag(row, column.name, words, mend, found=value, allowed=allowed, rule=rule)


def type_cells(grid: Grid) -> pd.DataFrame:
    """Return the cells as a frame in the types that :class:`Study` promises.

    A cell that is not of its kind is missing in the frame: it is a problem already.
    """
    import pandas as pd

    frame = grid.to_frame()
    for column in grid.columns:
        values = grid.cells[column.name]
        if column.kind == "whole":
            frame[column.name] = pd.array([parse_whole(value) for value in values], "Int64")
        elif column.kind == "yes-no":
            frame[column.name] = pd.array([parse_yes_no(value) for value in values], "boolean")
        elif column.kind == "date":
            days = pd.Series([parse_date(value) for value in values], dtype="object")
            frame[column.name] = pd.to_datetime(days).astype("datetime64[ns]")
    return frame
