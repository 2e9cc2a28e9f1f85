"""A workbook in place of a CSV file."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from mcneval.study import workbook
from mcneval.study.check import check_study
from mcneval.study.workbook import spell_cell

SOURCES = [
    ["source_id", "phase", "kind", "date", "minutes", "transcribed"],
    ["S1", "phase-1", "interview", datetime.datetime(2025, 2, 1), 45.0, True],
    ["S2", "phase-1", "interview", datetime.date(2025, 2, 3), 50, False],
]


def save(tiny: Path, sheets: dict[str, Sequence[Sequence[Any]]]) -> None:
    (tiny / "sources.csv").unlink()
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(tiny / "sources.xlsx")


def check(tiny: Path) -> list[str]:
    return [f"{problem.severity}: {problem}" for problem in check_study(tiny)[1]]


def test_dates_numbers_and_truth_values_are_read_as_a_csv_file_has_them(tiny: Path) -> None:
    csv, _ = check_study(tiny)
    save(tiny, {"Sheet1": SOURCES})
    study, problems = check_study(tiny)
    assert study is not None and csv is not None
    assert study["sources"].equals(csv["sources"])
    assert [str(problem) for problem in problems] == [
        "sources.xlsx: 2 dates of the spreadsheet's own kind read as YYYY-MM-DD."
    ]


def test_rows_are_counted_as_the_workbook_shows_them(tiny: Path) -> None:
    rows = [*SOURCES[:2], [None], ["S2", "phase-1", "intervieww", None, 50, None]]
    save(tiny, {"Sheet1": rows})
    assert [line for line in check(tiny) if line.startswith("error: sources")] == [
        "error: sources.xlsx, row 4, column kind: 'intervieww' is not a level of kind: did you "
        "mean 'interview'? Write one of: interview, focus group, document, observation or survey."
    ]


def test_blank_rows_and_columns_are_left_out(tiny: Path) -> None:
    rows = [[*row[:3], None, row[4], "", None, " "] for row in SOURCES]
    rows[0][3], rows[0][5] = "date", "transcribed"
    save(tiny, {"Sheet1": [*rows, [None, " "], [None, " "]]})
    assert check(tiny) == [
        "note: sources.xlsx: 2 blank columns at the right left out.",
        "note: sources.xlsx: 2 blank rows at the end left out.",
    ]


def test_of_several_sheets_the_one_named_as_the_table_is_read(tiny: Path) -> None:
    save(tiny, {"notes": [["a", "b"]], "Sources": SOURCES})
    assert check(tiny) == [
        "note: sources.xlsx: 2 dates of the spreadsheet's own kind read as YYYY-MM-DD."
    ]


def test_several_sheets_are_refused_where_none_is_named_as_the_table(tiny: Path) -> None:
    save(tiny, {"Old": SOURCES, "New": SOURCES})
    assert check(tiny) == [
        "error: sources.xlsx: the workbook has 2 filled sheets: Old and New. Name the right one "
        "'sources', or delete the others."
    ]


def test_an_empty_workbook_is_told(tiny: Path) -> None:
    save(tiny, {"Sheet1": []})
    assert check(tiny) == [
        "error: sources.xlsx: the workbook is empty: there is not even a header. Write the headers "
        "in row 1."
    ]


def test_an_empty_sheet_beside_the_filled_one_does_not_count(tiny: Path) -> None:
    save(tiny, {"Sheet1": [], "Sheet2": SOURCES})
    assert len(check(tiny)) == 1


def test_the_extent_that_a_workbook_declares_is_not_believed(tiny: Path) -> None:
    save(tiny, {"Sheet1": SOURCES})
    whole = zipfile.ZipFile(io.BytesIO((tiny / "sources.xlsx").read_bytes()))
    with zipfile.ZipFile(tiny / "sources.xlsx", "w") as narrowed:
        for name in whole.namelist():
            raw = whole.read(name)
            narrowed.writestr(name, raw.replace(b'ref="A1:F3"', b'ref="A1:B2"'))
    study, _ = check_study(tiny)
    assert study is not None
    assert study["sources"]["minutes"].tolist() == [45, 50]


def test_a_workbook_that_grows_beyond_measure_is_refused(tiny: Path) -> None:
    (tiny / "sources.csv").unlink()
    with zipfile.ZipFile(tiny / "sources.xlsx", "w", zipfile.ZIP_DEFLATED) as bomb:
        for number in range(4):
            bomb.writestr(f"{number}.xml", bytes(80_000_000))
    assert check(tiny) == [
        "error: sources.xlsx: the workbook grows beyond all measure when it is unpacked. Save it "
        "as an .xlsx workbook without a password, or as CSV UTF-8."
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "yes"),
        (False, "no"),
        (3.0, "3"),
        (3.5, "3.5"),
        (7, "7"),
        ("007", "007"),
        (datetime.datetime(2025, 3, 1), "2025-03-01"),
        (datetime.datetime(2025, 3, 1, 10, 30), "2025-03-01T10:30:00"),
        (datetime.date(2025, 3, 1), "2025-03-01"),
        (datetime.time(10, 30), "10:30:00"),
        ("one\r\ntwo", "one\ntwo"),
    ],
)
def test_a_value_is_spelt_as_in_a_csv_file(value: object, text: str) -> None:
    assert spell_cell(value) == text


def test_a_cell_at_the_far_end_of_many_rows_is_refused_with_the_limit(
    monkeypatch: pytest.MonkeyPatch, tiny: Path
) -> None:
    monkeypatch.setattr(workbook, "MOST_CELLS", 100_000)
    wide = [[None] * 16_383 + ["x"] for _ in range(10)]
    save(tiny, {"sources": [*SOURCES, *wide]})
    assert check(tiny) == [
        "error: sources.xlsx: the sheet 'sources' claims more than 1,000,000 rows or 100,000 "
        "cells, and is not read. Delete the empty rows and columns after the table, and save it "
        "again."
    ]


def test_a_row_that_claims_to_be_far_down_is_refused_and_not_filled_up_to(
    monkeypatch: pytest.MonkeyPatch, tiny: Path
) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 1_000)
    save(tiny, {"sources": SOURCES})
    path = tiny / "sources.xlsx"
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    far = b'<row r="999999999"><c r="A999999999"><v>1</v></c></row></sheetData>'
    parts[sheet] = parts[sheet].replace(b"</sheetData>", far)
    with zipfile.ZipFile(path, "w") as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    assert [line[:68] for line in check(tiny)] == [
        "error: sources.xlsx: the sheet 'sources' claims more than 1,000 rows"
    ]


def test_empty_ends_of_rows_are_no_columns(tiny: Path) -> None:
    save(tiny, {"sources": [[*row, None, None] for row in SOURCES]})
    assert not [line for line in check(tiny) if line.startswith("error")]
