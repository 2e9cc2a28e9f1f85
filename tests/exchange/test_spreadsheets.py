"""Spreadsheets in, by a mapping of their columns, and out, without formulas."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

Rows = Callable[[Path], list[dict[str, str]]]
Table = Callable[[Path, str], None]


def workbook(path: Path, **sheets: list[list[Any]]) -> Path:
    """Return a workbook with sheets of rows."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, lines in sheets.items():
        sheet = book.create_sheet(title.replace("_", " "))
        for line in lines:
            sheet.append(line)
    book.save(path)
    return path


MAXQDA = [
    ["Color", "Comment", "Document group", "Document name", "Code", "Beginning", "End",
     "Weight score", "Segment", "Modified by", "Modified on"],
    ["●", "", "Hub", "Interview P01", "Access > Distance", "4", "6", 0, "We drive far", "Ann",
     "2024-05-06 10:00:00"],
    ["●", "", "Hub", "Interview P01", "Access > Distance", "4", "6", 0, "We drive far", "Bob",
     "2024-05-07 10:00:00"],
    ["●", "", "Hub", "Interview P01", "Access", "9", "9", 0, "Nobody came", "Ann",
     "2024-05-06 10:00:00"],
]  # fmt: skip
ATLAS = [
    ["ID", "Document", "Quotation Content", "Codes", "Reference", "Created by"],
    ["1:1", "talk.docx", "We wait", "Waiting\nAnger", "3 - 4", "Ann"],
    ["1:2", "talk.docx", "It helps", "", "5 - 5", "Ann"],
]
DEDOOSE = [
    ["Media Title", "Excerpt Copy", "Excerpt Creator", "Code: Access Applied",
     "Code: Time Applied"],
    ["talk", "far away", "ann", "True", "False"],
    ["talk", "too late", "ann", "TRUE", "true"],
]  # fmt: skip


def found(study: Path, rows: Rows) -> set[tuple[str, str, str]]:
    """Return words, code and coder of each coding."""
    words = {r["segment_id"]: r["text"] for r in rows(study / "private" / "segment_text.csv")}
    return {(words[r["segment_id"]], r["code_id"], r["coder"]) for r in rows(study / "codings.csv")}


def test_retrieved_segments_of_maxqda_arrive_without_a_mapping(
    tmp_path: Path, study: Path, mcn: Callable, rows: Rows
) -> None:
    result = mcn("import", workbook(tmp_path / "x.xlsx", Sheet1=MAXQDA), "--study", study)
    assert result.exit_code == 0, result.output
    assert found(study, rows) == {
        ("We drive far", "access.distance", "Ann"),
        ("We drive far", "access.distance", "Bob"),
        ("Nobody came", "access", "Ann"),
    }
    assert [row["locator"] for row in rows(study / "segments.csv")] == ["4-6", "9-9"]
    parents = {row["code_id"]: row["parent_id"] for row in rows(study / "codes.csv")}
    assert parents == {"access": "", "access.distance": "access"}


def test_several_codes_in_a_cell_are_several_codings(
    tmp_path: Path, study: Path, mcn: Callable, rows: Rows
) -> None:
    mcn("import", workbook(tmp_path / "x.xlsx", Quotations=ATLAS), "--study", study)
    assert found(study, rows) == {("We wait", "waiting", "Ann"), ("We wait", "anger", "Ann")}
    assert [row["segment_id"] for row in rows(study / "segments.csv")] == ["1-1", "1-2"]


def test_a_column_a_code_is_read_where_it_says_yes(
    tmp_path: Path, study: Path, mcn: Callable, rows: Rows
) -> None:
    mcn("import", workbook(tmp_path / "x.xlsx", Excerpts=DEDOOSE), "--study", study)
    assert found(study, rows) == {
        ("far away", "access", "ann"), ("too late", "access", "ann"), ("too late", "time", "ann")
    }  # fmt: skip


def test_a_second_import_of_extracts_changes_nothing(
    tmp_path: Path, study: Path, mcn: Callable, rows: Rows
) -> None:
    file = workbook(tmp_path / "x.xlsx", Excerpts=DEDOOSE)
    mcn("import", file, "--study", study)
    before = {path: path.read_bytes() for path in study.rglob("*.csv")}
    result = mcn("import", file, "--study", study)
    assert {path: path.read_bytes() for path in study.rglob("*.csv")} == before
    assert "+2" not in result.output


def test_csv_with_semicolons_and_accents_of_excel_is_read(
    tmp_path: Path, study: Path, mcn: Callable, rows: Rows
) -> None:
    file = tmp_path / "x.csv"
    file.write_bytes("document;tag;content\r\nEntretien;Accès;é\r\n".encode("cp1252"))
    mcn("import", file, "--study", study)
    assert rows(study / "codes.csv")[0]["label"] == "Accès"


def test_columns_nobody_knows_ask_for_a_mapping(tmp_path: Path, study: Path, mcn: Callable) -> None:
    file = workbook(tmp_path / "x.xlsx", Data=[["Gespräch", "Thema", "Zitat"], ["g", "t", "z"]])
    result = mcn("import", file, "--study", study)
    assert result.exit_code == 1
    assert "Data: Gespräch, Thema, Zitat" in result.output
    assert "--columns" in result.output


def test_a_mapping_is_written_looked_through_and_used(
    tmp_path: Path, study: Path, mcn: Callable, rows: Rows
) -> None:
    file = workbook(tmp_path / "x.xlsx", Data=[["Gespräch", "Thema", "Zitat"], ["g", "t", "z"]])
    result = mcn("import", "--columns", file, "--study", study)
    assert result.exit_code == 0, result.output
    path = study / "private" / "imported" / "x.xlsx.columns.yml"
    text = path.read_text("utf-8")
    assert "rows: ignore" in text
    text = text.replace("rows: ignore", "rows: coded extracts")
    for header, role in (("Gespräch", "source"), ("Thema", "code"), ("Zitat", "text")):
        text = text.replace(f"{header}: ''", f"{header}: {role}")
    path.write_text(text, "utf-8")
    assert mcn("import", file, "--study", study).exit_code == 0
    assert found(study, rows) == {("z", "t", "unknown")}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("Thema: ''", "Thema: kode", "'Thema: kode'. Allowed: source, text, code"),
        ("Thema: ''", "Theme: code", "names a column 'Theme'"),
        ("sheet: Data", "sheet: Daten", "names a sheet 'Daten'. There are: Data"),
        ("rows: coded extracts", "rows: quotes", "rows: 'quotes'. Allowed: coded extracts"),
        ("sheets:", "sheets: [", "is no YAML"),
    ],
)
def test_a_wrong_mapping_says_what_is_allowed(
    tmp_path: Path, study: Path, mcn: Callable, old: str, new: str, told: str
) -> None:
    file = workbook(tmp_path / "x.xlsx", Data=[["Gespräch", "Thema", "Zitat"], ["g", "t", "z"]])
    mcn("import", file, "--study", study, "--columns")
    path = study / "private" / "imported" / "x.xlsx.columns.yml"
    text = path.read_text("utf-8").replace("rows: ignore", "rows: coded extracts")
    path.write_text(text.replace(old, new), "utf-8")
    result = mcn("import", file, "--study", study)
    assert result.exit_code == 1
    assert told in result.output


def test_columns_with_a_dry_run_writes_nothing(tmp_path: Path, study: Path, mcn: Callable) -> None:
    file = workbook(tmp_path / "x.xlsx", Sheet1=MAXQDA)
    result = mcn("import", file, "--study", study, "--columns", "--dry-run")
    assert "Document name: source" in result.output
    assert [path.name for path in study.iterdir()] == ["study.yml"]


def test_a_register_lands_with_levels_by_label_and_ids_in_any_case(
    tmp_path: Path, study: Path, mcn: Callable, rows: Rows, table: Table
) -> None:
    table(
        study / "participants.csv",
        "participant_id,organisation_id,phase,status,role\nP01,O1,phase-1,recruited,",
    )
    file = workbook(
        tmp_path / "people.xlsx",
        Register=[
            ["Participant", "Organisation", "Phase", "Status", "A : Role", "Shoe size"],
            ["Cases\\p01", "O1", "First phase", "Recruited", "Clinical", 41],
            ["P02", "O2", "Second phase", "declined", "managerial", 39],
            ["", "O2", "", "", "", ""],
        ],
    )
    result = mcn("import", file, "--study", study)
    assert result.exit_code == 0, result.output
    people = rows(study / "participants.csv")
    assert [(r["participant_id"], r["phase"], r["status"], r["role"]) for r in people] == [
        ("P01", "phase-1", "recruited", "clin"), ("P02", "phase-2", "declined", "managerial")
    ]  # fmt: skip
    assert "Register, row 4: no participant_id; left out." in result.output


def test_dates_and_numbers_of_a_workbook_become_words(
    tmp_path: Path, study: Path, mcn: Callable, rows: Rows
) -> None:
    import datetime

    lines = [
        ["source", "phase", "kind", "date", "minutes"],
        ["I1", "phase-1", "Interview", datetime.date(2024, 5, 6), 45.0],
    ]
    mcn("import", workbook(tmp_path / "x.xlsx", List=lines), "--study", study)
    [row] = rows(study / "sources.csv")
    assert (row["date"], row["minutes"], row["kind"]) == ("2024-05-06", "45", "interview")


def test_a_codebook_without_keys_is_read_by_path(
    tmp_path: Path, study: Path, mcn: Callable, rows: Rows
) -> None:
    lines = [
        ["Name", "Description", "Parent"],
        ["Access", "Getting there", ""],
        ["Distance", "", "Access"],
    ]
    mcn("import", workbook(tmp_path / "x.xlsx", Codes=lines), "--study", study)
    assert [(r["code_id"], r["parent_id"], r["definition"]) for r in rows(study / "codes.csv")] == [
        ("access", "", "Getting there"), ("access.distance", "access", "")
    ]  # fmt: skip


@pytest.fixture
def risky(study: Path, table: Table) -> Path:
    """Return a study with cells that spreadsheets would run."""
    table(study / "sources.csv", "source_id,phase,kind\nI1,phase-1,interview")
    table(
        study / "segments.csv",
        'segment_id,source_id,gist\nS1,I1,"=HYPERLINK(""http://x"")"\nS2,I1,-2 and +3\nS3,I1,@now',
    )
    table(study / "private" / "segment_text.csv", "segment_id,text\nS1,Secret words")
    table(study / "codes.csv", "code_id,label,definition\nC1,+plus,plain = here")
    table(study / "codings.csv", "segment_id,code_id,coder\nS1,C1,AB")
    return study


def test_no_cell_of_a_workbook_is_a_formula(risky: Path, mcn: Callable, tmp_path: Path) -> None:
    assert mcn("export", risky, "--to", tmp_path / "x.xlsx").exit_code == 0
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    cells = [cell for sheet in book for row in sheet for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    gists = [row[2].value for row in book["segments"].iter_rows(2)]
    assert gists == ['=HYPERLINK("http://x")', "-2 and +3", "@now"]
    assert all(row[2].quotePrefix for row in book["segments"].iter_rows(2))
    [coded, *_] = list(book["coded extracts"].iter_rows(2, values_only=True))
    assert coded[:2] == ("S1", "I1")
    assert "Secret words" in coded


def test_no_cell_of_a_csv_begins_as_a_formula(risky: Path, mcn: Callable, tmp_path: Path) -> None:
    mcn("export", risky, "--to", tmp_path / "x.csv.zip")
    with zipfile.ZipFile(tmp_path / "x.csv.zip") as archive:
        for name in archive.namelist():
            text = archive.read(name).decode("utf-8-sig")
            for row in csv.reader(io.StringIO(text)):
                assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row), name
        segments = archive.read("segments.csv").decode("utf-8-sig")
    assert "'-2 and +3" in segments


def test_spreadsheets_without_text_hold_no_verbatim_word(
    risky: Path, mcn: Callable, tmp_path: Path
) -> None:
    for name in ("x.xlsx", "x.csv.zip"):
        mcn("export", risky, "--to", tmp_path / name, "--without-text")
        with zipfile.ZipFile(tmp_path / name) as archive:
            everything = b"".join(archive.read(member) for member in archive.namelist())
        assert b"Secret" not in everything


def test_spreadsheets_are_the_same_bytes_each_time(
    risky: Path, mcn: Callable, tmp_path: Path
) -> None:
    for ending in (".xlsx", ".csv.zip"):
        for name in ("a", "b"):
            mcn("export", risky, "--to", tmp_path / f"{name}{ending}")
        assert (tmp_path / f"a{ending}").read_bytes() == (tmp_path / f"b{ending}").read_bytes()


def test_a_workbook_edited_by_the_team_comes_back(
    risky: Path, mcn: Callable, rows: Rows, tmp_path: Path
) -> None:
    mcn("export", risky, "--to", tmp_path / "x.xlsx")
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    book["segments"].append(["S4", "I1", "A new gist"])
    book.save(tmp_path / "x.xlsx")
    result = mcn("import", tmp_path / "x.xlsx", "--study", risky)
    assert result.exit_code == 0, result.output
    assert [row["gist"] for row in rows(risky / "segments.csv")] == [
        '=HYPERLINK("http://x")', "-2 and +3", "@now", "A new gist"
    ]  # fmt: skip
    assert len(rows(risky / "codings.csv")) == 1
