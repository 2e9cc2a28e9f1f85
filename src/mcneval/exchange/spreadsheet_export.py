"""A study as a workbook or as CSV files in an archive, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import datetime
import io
import re
import zipfile
from typing import Any

from mcneval.exchange.cells import ACTIVE, as_text, zip_member
from mcneval.exchange.sheets import Row
from mcneval.exchange.study_view import StudyView

VERBATIM = ("segment_text", "quotations")
EXTRACTS = "coded extracts"
EXTRACT_COLUMNS = [
    *("segment_id", "source_id", "participant_id", "locator", "code_id", "code", "coder"),
    *("round", "coded_at", "theme", "gist", "text"),
]
LONGEST = 32_767
MOMENT = datetime.datetime(1980, 1, 1)
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
Tables = dict[str, tuple[list[str], list[Row]]]


def tables_of(view: StudyView) -> Tables:
    """Return header and rows of the coded extracts and of every table of the study."""
    columns = [name for name in EXTRACT_COLUMNS if name != "text" or not view.without_text]
    found: Tables = {EXTRACTS: (columns, extracts(view))}
    for name, sheet in view.sheets.items():
        if sheet.existed and not (view.without_text and name in VERBATIM):
            found[name] = (sheet.columns, sheet.rows)
    return found


def extracts(view: StudyView) -> list[Row]:
    """Return a row for each coding, with all that is known of its segment."""
    labels = {row["code_id"]: row.get("label", "") for row in view.rows("codes")}
    themes = {row["theme_id"]: row.get("label", "") for row in view.rows("themes")}
    rows = []
    for segment in view.rows("segments"):
        key = segment["segment_id"]
        for coding in view.codings_of.get(key) or [{}]:
            code = coding.get("code_id", "")
            theme = themes.get(view.theme_of.get(code, ""), "")
            told = {"code": labels.get(code, ""), "theme": theme, "text": view.words.get(key, "")}
            rows.append({**segment, **coding, **told})
    return rows


def workbook_bytes(view: StudyView) -> bytes:
    """Return the study as a workbook in which no cell is a formula.

    The bytes are the same for the same study: the archive is written anew without dates.
    """
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    book.properties.created = book.properties.modified = MOMENT
    book.properties.creator = "mcneval"
    for name, (header, rows) in tables_of(view).items():
        sheet = book.create_sheet(name[:31])
        for number, row in enumerate([dict(zip(header, header, strict=True)), *rows], start=1):
            for place, column in enumerate(header, start=1):
                write_cell(sheet, number, place, row.get(column, ""))
        sheet.freeze_panes = "A2"
    stream = io.BytesIO()
    book.save(stream)
    return without_dates(stream.getvalue())


def cut_cells(view: StudyView) -> tuple[str, ...]:
    """Return how many cells are longer than a workbook can hold."""
    long = sum(
        len(cell) > LONGEST
        for _, rows in tables_of(view).values()
        for row in rows
        for cell in row.values()
    )
    told = f"{long:,} cells were cut to the {LONGEST:,} characters that a workbook's cell can hold"
    return (f"{told}; .csv.zip keeps them whole",) if long else ()


def write_cell(sheet: Any, row: int, column: int, words: str) -> None:
    """Write words as words, whatever they begin with."""
    if not words:
        return
    cell = sheet.cell(row, column)
    cell.value = _FORBIDDEN.sub("\ufffd", words)[:LONGEST]
    cell.data_type = "s"
    if words.startswith(ACTIVE):
        cell.quotePrefix = True


def without_dates(data: bytes) -> bytes:
    """Return a workbook whose archive and properties bear no date of today."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                moment = MOMENT.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", moment, content)
            new.writestr(zip_member(name), content)
    return stream.getvalue()


def csv_zip_bytes(view: StudyView) -> bytes:
    """Return the study as CSV files in an archive; cells that look like formulas are marked."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, (header, rows) in tables_of(view).items():
            text = io.StringIO()
            writer = csv.writer(text, lineterminator="\n")
            writer.writerow(header)
            writer.writerows([as_text(row.get(column, "")) for column in header] for row in rows)
            entry = zip_member(f"{name.replace(' ', '-')}.csv")
            archive.writestr(entry, text.getvalue().encode("utf-8-sig"))
    return stream.getvalue()
