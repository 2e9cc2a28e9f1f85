"""Rows of text under a table's headers: which column is which, and what lies beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from mcneval.study.declaration import Column, Table
from mcneval.study.grid import Grid
from mcneval.study.nearest import NEAR, VERY_NEAR, find_nearest
from mcneval.study.problems import Problem
from mcneval.study.reading import SEPARATORS, Sheet, describe_empty
from mcneval.study.wording import count_things, join_words, name_rows

Rows = Sequence[tuple[int, list[str]]]
MOST_STRANGE = 20
"""So many columns that are none of the table's are told one by one."""


def shape_grid(
    sheet: Sheet, table: Table, columns: tuple[Column, ...]
) -> tuple[Grid | None, list[Problem]]:
    """Return a sheet's records by column; None where its headers cannot be made out.

    Blank rows and blank columns, as spreadsheets leave them, are left out with a note.
    """
    filled = [(number, cells) for number, cells in sheet.rows if any(map(str.strip, cells))]
    if not filled:
        return None, [describe_empty(table, sheet.file)]
    header = sheet.header
    while header and not header[-1]:
        header.pop()
    problems = [*_tell_blanks(sheet, filled), *_check_headers(sheet.file, header, table, columns)]
    if not set(header) & {column.name for column in columns}:
        mend = f"Put these into row 1: {', '.join(column.name for column in columns)}"
        words = "the first row holds none of the table's headers."
        row = filled[0][0]
        return None, [Problem(sheet.file, words, mend, row, rule="no-header")]
    wrong, broken = _check_widths(sheet.file, header, filled[1:])
    grid, trimmed = _cut_columns(sheet, table, columns, header, filled[1:])
    return replace(grid, broken=broken), problems + wrong + trimmed


def _tell_blanks(sheet: Sheet, filled: Rows) -> list[Problem]:
    last = filled[-1][0]
    kept = {number for number, _ in filled}
    within = [number for number, _ in sheet.rows if number < last and number not in kept]
    after = sum(number > last for number, _ in sheet.rows)
    width = max(len(_trim(cells)) for _, cells in filled)
    beside = max(len(cells) for _, cells in sheet.rows) - width
    said = []
    if within:
        verb = "is" if len(within) == 1 else "are"
        said.append(f"{name_rows(within)} {verb} blank and left out.")
    if after:
        said.append(f"{count_things(after, 'blank row')} at the end left out.")
    if beside > 0:
        said.append(f"{count_things(beside, 'blank column')} at the right left out.")
    return [Problem(sheet.file, words, severity="note", rule="blank") for words in said]


def _trim(cells: Sequence[str]) -> Sequence[str]:
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return cells[:end]


def _check_headers(
    file: str, header: Sequence[str], table: Table, columns: Sequence[Column]
) -> list[Problem]:
    names = [column.name for column in columns]
    unknown = [name for name in header if name and name not in names]
    problems, renamed = [], set()
    for column in columns:
        if column.name in header:
            continue
        declared = column.name not in table.column_names
        needed = column.required or declared
        nearest = find_nearest(column.name, unknown, NEAR if needed else VERY_NEAR)
        if nearest:
            renamed.add(nearest)
            problems.append(_describe_misnamed(file, nearest, column, declared))
        elif needed:
            problems.append(_describe_absent(file, column, declared))
    mend = "To use it, declare it as an attribute in study.yml; else delete it."
    mend = mend if table.attributes_of else "Delete it, or keep it for yourselves."
    strange = [name for name in dict.fromkeys(unknown) if name not in renamed]
    for name in strange[:MOST_STRANGE]:
        words = f"the column '{name}' is not one of this table's; it is not read."
        problems.append(Problem(file, words, mend, 1, name, severity="warning", rule="column"))
    if strange[MOST_STRANGE:]:
        words = f"{count_things(len(strange) - MOST_STRANGE, 'more column')} not read either."
        problems.append(Problem(file, words, mend, 1, severity="warning", rule="column"))
    return problems + _find_twice(file, header)


def _find_twice(file: str, header: Sequence[str]) -> list[Problem]:
    problems = []
    for name, times in Counter(header).items():
        if name and times > 1:
            words = f"the header '{name}' stands {times} times in row 1."
            problems.append(Problem(file, words, "Keep one of them.", 1, name, rule="header-twice"))
    return problems


def _describe_misnamed(file: str, found: str, column: Column, declared: bool) -> Problem:
    serious = column.required or declared
    return Problem(
        file,
        f"the column '{column.name}' is missing; '{found}' stands there.",
        f"Rename it to {column.name}.",
        1,
        column.name,
        found,
        column.name,
        "error" if serious else "warning",
        "missing-column",
    )


def _describe_absent(file: str, column: Column, declared: bool) -> Problem:
    if declared:
        words = f"study.yml declares the attribute '{column.name}', but there is no such column."
        mend = f"Add the column, with one of: {', '.join(column.allowed)}."
    else:
        words = f"the column '{column.name}' is missing."
        mend = f"Add it. It holds: {column.what[0].lower()}{column.what[1:]}"
    return Problem(file, words, mend, 1, column.name, rule="missing-column")


def _check_widths(
    file: str, header: Sequence[str], rows: Rows
) -> tuple[list[Problem], frozenset[int]]:
    problems, short, broken = [], [], set()
    nameless: dict[int, int] = {}
    for number, cells in rows:
        other = _find_other_separator(cells, len(header))
        if len(_trim(cells)) > len(header):
            words = f"the row has {len(_trim(cells))} cells, but there are {len(header)} headers."
            mend = "Put a text that holds a comma into quotation marks; delete what lies beside."
            problems.append(Problem(file, words, mend, number, rule="long-row"))
            broken.add(number)
        elif other:
            words = f"the row's cells are separated by {SEPARATORS[other]}, unlike the header's."
            mend = "Use one separator in the whole file."
            problems.append(Problem(file, words, mend, number, rule="separator"))
            broken.add(number)
        elif len(cells) < len(header):
            short.append(number)
        for place, name in enumerate(header[: len(cells)]):
            if not name and cells[place].strip():
                nameless.setdefault(place, number)
    problems += [_describe_nameless(file, *found) for found in nameless.items()]
    if short:
        verb = "ends" if len(short) == 1 else "end"
        words = f"{name_rows(short)} {verb} early; the missing cells were read as empty."
        mend = "Look whether a line break splits a cell that is not in quotation marks."
        problems.append(Problem(file, words, mend, severity="warning", rule="short-row"))
    return problems, frozenset(broken)


def _find_other_separator(cells: Sequence[str], width: int) -> str:
    if width > 1 and len(cells) == 1:
        for separator in SEPARATORS:
            if cells[0].count(separator) == width - 1:
                return separator
    return ""


def _describe_nameless(file: str, place: int, row: int) -> Problem:
    words = f"column {name_column(place)} has no header, but row {row} holds something in it."
    return Problem(file, words, "Name the column or empty it.", 1, rule="no-header")


def name_column(place: int) -> str:
    """Return a column's letters as a spreadsheet shows them; 0 is A."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _cut_columns(
    sheet: Sheet, table: Table, columns: tuple[Column, ...], header: Sequence[str], rows: Rows
) -> tuple[Grid, list[Problem]]:
    cells: dict[str, list[str]] = {}
    trimmed: list[str] = []
    for column in columns:
        place = header.index(column.name) if column.name in header else len(header)
        found = [row[place] if place < min(len(row), len(header)) else "" for _, row in rows]
        tidy = [cell.strip() for cell in found]
        if column.kind == "text":
            tidy = [cell if plain else "" for cell, plain in zip(found, tidy, strict=True)]
        if tidy != found and any(
            one != other and other for one, other in zip(found, tidy, strict=True)
        ):
            trimmed.append(column.name)
        cells[column.name] = tidy
    absent = frozenset(cells) - frozenset(header)
    grid = Grid(table, columns, sheet.file, [number for number, _ in rows], cells, absent)
    if not trimmed:
        return grid, []
    words = f"blanks before or after values of {join_words(trimmed)} were left out."
    return grid, [Problem(sheet.file, words, severity="note", rule="blank-in-cell")]
