"""A table's file as rows of text: CSV in the forms that spreadsheets write, or XLSX."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from mcneval.study.declaration import Table
from mcneval.study.decoding import decode
from mcneval.study.files import describe_unreadable
from mcneval.study.nearest import find_nearest
from mcneval.study.problems import Problem
from mcneval.study.tables import TABLES
from mcneval.study.workbook import MOST_ROWS

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs"}
OTHERS = (".xls", ".ods", ".numbers", ".tsv", ".txt", ".xlsm")
ENCODINGS = ("utf-16", "windows-1252")
EXPORT = "Export it as CSV UTF-8 or save it as .xlsx."


@dataclass(frozen=True)
class Sheet:
    """A file's rows as text.

    Parameters
    ----------
    file : str
        The file, relative to the study's folder.
    rows : list of tuple of int and list of str
        Every row, the header and blank ones too, with its number in a spreadsheet.
    separator : str
        What separates its columns; ``""`` in a workbook.
    encoding : str
        Its encoding; ``""`` in a workbook.
    """

    file: str
    rows: list[tuple[int, list[str]]]
    separator: str = ""
    encoding: str = ""

    @property
    def header(self) -> list[str]:
        """The first row that is not blank, without blanks around the names."""
        first = next((cells for _, cells in self.rows if any(map(str.strip, cells))), [])
        return [cell.strip() for cell in first]


def read_sheet(
    folder: Path, table: Table, headers: Collection[str]
) -> tuple[Sheet | None, list[Problem]]:
    """Return a table's rows; None where there is no file that can be read.

    Parameters
    ----------
    folder : Path
        The study's folder.
    table : Table
        The table.
    headers : collection of str
        The headers it may have, by which the separator is recognised.
    """
    try:
        path, problems = find_file(folder, table)
    except OSError as error:
        return None, [describe_unreadable(table.file, error)]
    if path is None:
        return None, problems
    name = path.relative_to(folder).as_posix()
    try:
        raw = path.read_bytes()
    except OSError as error:
        return None, [describe_unreadable(name, error)]
    if not raw.strip():
        return None, [describe_empty(table, name)]
    if path.suffix.lower() == ".xlsx":
        from mcneval.study.workbook import read_workbook

        rows, found = read_workbook(raw, name, table.name)
        return (Sheet(name, rows) if rows is not None else None), found
    text, remarks = decode(raw, name)
    if text is None:
        return None, remarks
    sheet, found = parse_csv(text, name, headers)
    encoding = next((remark.rule for remark in remarks if remark.rule in ENCODINGS), "utf-8")
    return sheet and replace(sheet, encoding=encoding), remarks + found


def describe_empty(table: Table, name: str) -> Problem:
    """Return the problem of a file without even a header."""
    mend = f"Begin it with this header: {','.join(table.column_names)}"
    mend = mend if table.required else f"{mend} – or delete the file, for it may be absent."
    return Problem(name, "the file is empty: there is not even a header.", mend, rule="empty-file")


def find_file(folder: Path, table: Table) -> tuple[Path | None, list[Problem]]:
    """Return the table's CSV or XLSX file; None where it is missing or there are two."""
    path = folder / table.file
    workbook = path.with_suffix(".xlsx")
    there = [candidate for candidate in (path, workbook) if candidate.exists()]
    if len(there) == 1:
        return there[0], []
    if there:
        words = f"both {path.name} and {workbook.name} are there."
        return None, [Problem(table.file, words, "Keep one of them.", rule="two-files")]
    other = next((path.with_suffix(end) for end in OTHERS if path.with_suffix(end).exists()), None)
    if other is not None:
        words = f"a table cannot be read from a {other.suffix} file."
        name = other.relative_to(folder).as_posix()
        return None, [Problem(name, words, EXPORT, allowed=".csv, .xlsx", rule="file-kind")]
    return None, [_describe_missing(folder, table)] if table.required else []


def _describe_missing(folder: Path, table: Table) -> Problem:
    taken = {other.file for other in TABLES}
    strays = [
        path.name
        for path in sorted(folder.glob("*"))
        if path.suffix.lower() in (".csv", ".xlsx") and path.name not in taken
    ]
    nearest = find_nearest(table.file, strays)
    if nearest:
        words, mend = f"the file is not there; '{nearest}' is.", f"Rename it to {table.file}."
    else:
        words = "the file is not there, and no report can be made without it."
        mend = f"Begin it with this header: {','.join(table.column_names)}"
    return Problem(table.file, words, mend, found=nearest or "", rule="missing-file")


def parse_csv(text: str, file: str, headers: Collection[str]) -> tuple[Sheet | None, list[Problem]]:
    """Return the rows of a CSV text, whatever its separator; None where it cannot be told."""
    declared = text[:5].lower() if text[:4].lower() == "sep=" else ""
    if declared:
        text = text.partition("\n")[2]
    separator = declared[4:] or find_separator(text, headers)
    if separator is None:
        words = "the header mixes commas, semicolons or tabs, so columns cannot be told apart."
        return None, [Problem(file, words, "Separate columns by commas.", 1, rule="separator")]
    problems = []
    if separator != ",":
        kind = SEPARATORS.get(separator, f"'{separator}'")
        words = f"columns are separated by {kind}; the file was read so."
        problems.append(Problem(file, words, severity="note", rule="separator"))
    rows: list[tuple[int, list[str]]] = []
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
            rows.append((len(rows) + 1, [_unify_breaks(cell) for cell in record]))
            if len(rows) > MOST_ROWS:
                words = f"the file has more than {MOST_ROWS:,} rows; so many are read."
                return None, [Problem(file, words, "Split the study.", rule="too-large")]
    except csv.Error as error:
        return None, [*problems, _describe_quoting(file, len(rows) + 1, str(error))]
    return Sheet(file, rows, separator, "utf-8"), problems


def find_separator(text: str, headers: Collection[str]) -> str | None:
    """Return the separator under which most headers are known; None where two do equally."""
    known = {header.casefold() for header in headers}
    scores: dict[str, tuple[int, int]] = {}
    for separator in SEPARATORS:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        first = _first_filled(reader)
        scores[separator] = (sum(cell.strip().casefold() in known for cell in first), len(first))
    best = max(scores.values())
    leading = [separator for separator, score in scores.items() if score[0] == best[0]]
    rivals = [separator for separator in leading if scores[separator][1] > 1]
    if not best[0]:
        return ","
    if len(rivals) > 1:
        return None
    return next(separator for separator, score in scores.items() if score == best)


def _first_filled(records: Iterable[Sequence[str]]) -> Sequence[str]:
    try:
        return next((cells for cells in islice(records, 1000) if any(map(str.strip, cells))), [])
    except csv.Error:
        return []


def _unify_breaks(cell: str) -> str:
    return cell.replace("\r\n", "\n").replace("\r", "\n") if "\r" in cell else cell


def _describe_quoting(file: str, row: int, error: str) -> Problem:
    if "field limit" in error:
        words = f"a cell has more than {csv.field_size_limit():,} letters."
        mend = "Shorten it; where a quotation mark opens a cell and is never closed, close it."
    elif "expected after" in error:
        words = "a cell goes on after its closing quotation mark."
        mend = 'Write a quotation mark inside a cell twice: "".'
    else:
        words = "a quotation mark opens a cell and is never closed."
        mend = "Close it at the end of the cell."
    return Problem(file, words, mend, row, rule="quoting")
