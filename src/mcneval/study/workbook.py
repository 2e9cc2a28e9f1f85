"""An Excel workbook's sheet as rows of text."""

from __future__ import annotations

import datetime
import io
import warnings
import zipfile
from collections.abc import Collection, Iterator
from typing import Any

from mcneval.errors import McnevalError
from mcneval.study.decoding import blank_unseen
from mcneval.study.problems import Problem
from mcneval.study.wording import count_things, join_words

OLD = b"\xd0\xcf\x11\xe0"
LARGEST = 300_000_000
MOST_ROWS, MOST_CELLS = 1_000_000, 20_000_000
SAVE_LESS = "Delete the empty rows and columns after the table, and save it again."
SAVE = "Save it as an .xlsx workbook without a password, or as CSV UTF-8."
Rows = list[tuple[int, list[str]]]


def read_workbook(raw: bytes, file: str, table: str) -> tuple[Rows | None, list[Problem]]:
    """Return the rows of a workbook's only filled sheet, or of the one named as the table.

    Real dates become ISO dates, whole numbers lose their ``.0``, and truth values become
    yes and no.
    """
    sheets, problems = open_sheets(raw, file)
    if sheets is None:
        return None, problems
    filled = {title: rows for title, rows in sheets.items() if any(any(row) for _, row in rows)}
    named = [title for title in filled if title.strip().casefold() == table.casefold()]
    if len(filled) > 1 and len(named) != 1:
        words = f"the workbook has {len(filled)} filled sheets: {join_words(filled)}."
        mend = f"Name the right one '{table}', or delete the others."
        return None, [Problem(file, words, mend, rule="sheets")]
    if not filled:
        words = "the workbook is empty: there is not even a header."
        return None, [Problem(file, words, "Write the headers in row 1.", rule="empty-file")]
    title = named[0] if named else next(iter(filled))
    return _tell_dates(filled[title], file)


def open_sheets(
    raw: bytes, file: str, states: Collection[str] = ("visible",)
) -> tuple[dict[str, list[tuple[int, list[Any]]]] | None, list[Problem]]:
    """Return the rows of each sheet of a workbook by its title; None and why it cannot be read."""
    import openpyxl

    if raw.startswith(OLD):
        words = "the workbook has a password or is in the old .xls format."
        return None, [Problem(file, words, SAVE, rule="workbook")]
    if _measure(raw) > LARGEST:
        words = "the workbook grows beyond all measure when it is unpacked."
        return None, [Problem(file, words, SAVE, rule="workbook")]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
            chosen = [sheet for sheet in book.worksheets if sheet.sheet_state in states]
            return {sheet.title: _read_rows(sheet) for sheet in chosen}, []
    except TooLargeError as error:
        return None, [Problem(file, str(error), SAVE_LESS, rule="workbook")]
    except Exception:  # a broken file makes openpyxl raise errors of a dozen kinds
        words = "the file cannot be opened as a workbook."
        return None, [Problem(file, words, SAVE, rule="workbook")]


def _measure(raw: bytes) -> int:
    """Return how large a workbook is when unpacked; 0 where it is no archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            return sum(member.file_size for member in archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError):
        return 0


class TooLargeError(McnevalError):
    """A sheet claims more than is read."""


def iterate_rows(sheet: Any) -> Iterator[list[Any]]:
    """Yield a sheet's rows without their empty ends, up to a limit.

    The extent that a workbook declares may be wrong, and then rows would be lost; and a single cell
    at the far end of a sheet makes each of its rows as wide.

    Raises
    ------
    TooLargeError
        Where there are more rows or cells than are read; the message says the limit.
    """
    sheet.reset_dimensions()
    cells = 0
    for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        cells += len(row)
        if number > MOST_ROWS or cells > MOST_CELLS:
            raise TooLargeError(
                f"the sheet '{sheet.title}' claims more than {MOST_ROWS:,} rows or {MOST_CELLS:,} "
                "cells, and is not read."
            )
        filled = [at for at, cell in enumerate(row, start=1) if cell is not None]
        yield list(row[: filled[-1]]) if filled else []


def _read_rows(sheet: Any) -> list[tuple[int, list[Any]]]:
    rows = list(iterate_rows(sheet))
    width = max(map(len, rows), default=0)
    if width * len(rows) > MOST_CELLS:
        raise TooLargeError(
            f"the sheet '{sheet.title}' has {len(rows):,} rows and {width:,} columns; up to "
            f"{MOST_CELLS:,} cells are read."
        )
    padded = (cells + [None] * (width - len(cells)) for cells in rows)
    return list(enumerate(padded, start=1))


def _tell_dates(rows: list[tuple[int, list[Any]]], file: str) -> tuple[Rows, list[Problem]]:
    dates = sum(isinstance(cell, datetime.date) for _, cells in rows for cell in cells)
    plain = [(number, [spell_cell(cell) for cell in cells]) for number, cells in rows]
    if not dates:
        return plain, []
    words = f"{count_things(dates, 'date')} of the spreadsheet's own kind read as YYYY-MM-DD."
    return plain, [Problem(file, words, severity="note", rule="spreadsheet-dates")]


def spell_cell(value: Any) -> str:
    """Return a workbook's value as the text that a CSV file would hold."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return blank_unseen(str(value).replace("\r\n", "\n"))
