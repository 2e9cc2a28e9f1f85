"""The cells of a spreadsheet file, as words, sheet by sheet."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mcneval.exchange.problems import ExchangeError
from mcneval.exchange.safety import MAX_TEXT_BYTES, Archive

ACTIVE = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class CellSheet:
    """A sheet: its title, its headers, and rows with their number in the spreadsheet."""

    title: str
    header: list[str]
    rows: list[tuple[int, list[str]]]


def read_cells(path: Path) -> list[CellSheet]:
    """Read the filled sheets of a workbook, or a CSV as one sheet.

    Raises
    ------
    ExchangeError
        Where the file cannot be read, or a row has more cells than there are headers.
    """
    found = workbook_rows(path) if path.suffix.lower() == ".xlsx" else csv_rows(path)
    sheets = [shape(path.name, title, rows) for title, rows in found]
    return [sheet for sheet in sheets if sheet.header]


def shape(file: str, title: str, rows: list[tuple[int, list[str]]]) -> CellSheet:
    """Return rows under the first filled one as header; marks of text cells are taken off."""
    filled = [(n, [unmark(cell) for cell in cells]) for n, cells in rows if any(cells)]
    if not filled:
        return CellSheet(title, [], [])
    header = [cell.strip() for cell in filled[0][1]]
    while header and not header[-1]:
        header.pop()
    size = len(header)
    for number, cells in filled[1:]:
        if any(cells[size:]):
            raise ExchangeError(
                f"{file}, {title}, row {number}: {len(cells)} cells under {size} headers. Put "
                "cells that hold commas in quotation marks, and give every column a header."
            )
    short = [(n, [*cells[:size], *[""] * (size - len(cells))]) for n, cells in filled[1:]]
    return CellSheet(title, header, short)


def unmark(cell: str) -> str:
    """Take off the apostrophe by which an export kept a cell from being a formula."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(ACTIVE) else cell


def csv_rows(path: Path) -> list[tuple[str, list[tuple[int, list[str]]]]]:
    """Read a CSV in the forms that spreadsheets write."""
    from mcneval.study.decoding import decode
    from mcneval.study.reading import parse_csv

    if path.stat().st_size > MAX_TEXT_BYTES:
        raise ExchangeError(f"{path.name} is larger than {MAX_TEXT_BYTES:,} bytes. Not read.")
    text, problems = decode(path.read_bytes(), path.name)
    sheet = None
    if text is not None:
        sheet, more = parse_csv(text, path.name, widest(text))
        problems += more
    if sheet is None:
        raise ExchangeError(str(problems[-1]))
    return [(path.stem, sheet.rows)]


def widest(text: str) -> list[str]:
    """Return the headers under the separator that gives most of them."""
    first = text.partition("\n")[0]
    cut = max((first.split(separator) for separator in ",;\t"), key=len)
    return [cell.strip().strip('"') for cell in cut]


def workbook_rows(path: Path) -> list[tuple[str, list[tuple[int, list[str]]]]]:
    """Read the visible sheets of a workbook; its archive is looked through first."""
    import openpyxl
    from defusedxml.common import DefusedXmlException

    from mcneval.study.workbook import spell_cell

    look_through(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(path, read_only=True, data_only=True)
            return [
                (sheet.title, [(n, [spell_cell(c) for c in row]) for n, row in rows_of(sheet)])
                for sheet in book.worksheets
                if sheet.sheet_state == "visible"
            ]
    except ExchangeError:
        raise
    except DefusedXmlException as error:
        raise ExchangeError(f"{path.name} declares entities. Not read.") from error
    except Exception as error:  # a broken workbook raises errors of a dozen kinds
        raise ExchangeError(
            f"{path.name} cannot be opened as a workbook ({type(error).__name__}). Save it again "
            "as .xlsx without a password, or as CSV UTF-8."
        ) from error


def rows_of(sheet: Any) -> Iterator[tuple[int, Any]]:
    """Yield a sheet's rows with their numbers, up to a limit."""
    from mcneval.study.workbook import TooLargeError, iterate_rows

    try:
        yield from enumerate(iterate_rows(sheet), start=1)
    except TooLargeError as error:
        raise ExchangeError(f"{str(error)[:1].upper()}{str(error)[1:]}") from error


def look_through(path: Path) -> None:
    """Refuse a workbook whose archive is hostile or whose XML declares a document type."""
    with Archive(path) as archive:
        for name in archive.names:
            if not name.lower().endswith((".xml", ".rels")):
                continue
            with archive.open(name) as stream:
                head = stream.read(4096)
            if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                raise ExchangeError(
                    f"{path.name} declares a document type or entities, as no workbook does. Not "
                    "read."
                )


def as_text(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(ACTIVE) else cell


def zip_member(name: str) -> zipfile.ZipInfo:
    """Return an archive's entry that bears no date of today."""
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry
