"""What identifies people, where, and how to mend it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mcneval.disclosure.identifiers import find_identifiers, is_nhs_number
from mcneval.exchange.privacy import is_name


def kinds(text: str) -> list[tuple[str, str]]:
    """Return kind and value of each identifier in a text."""
    return [(found.kind, found.value) for found in find_identifiers(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "write to jo.bloggs+x@nhs.example.uk.",
            [("e-mail address", "jo.bloggs+x@nhs.example.uk")],
        ),
        ("number 943 476 5919 here", [("NHS number", "943 476 5919")]),
        ("number 9434765919", [("NHS number", "9434765919")]),
        ("number 943 476 5918 here", []),
        ("DOB: 03/04/1961", [("date of birth", "03/04/1961")]),
        ("she was born on 3rd April 1961 in Hull", [("date of birth", "3rd April 1961")]),
        ("date of birth 1961-04-03", [("date of birth", "1961-04-03")]),
        ("we met on 03/04/2021", []),
        ("ring 01904 123456 today", [("phone number", "01904 123456")]),
        ("mobile +44 7700 900123", [("phone number", "+44 7700 900123")]),
        ("lives in YO10 5DD now", [("postcode", "YO10 5DD")]),
        (r"C:\Users\jane\project", [("home folder", r"C:\Users\jane")]),
        ("/home/jane/x", [("home folder", "/home/jane")]),
        ("characters 139-195, 2024-01-02T10:00:00Z, 1.0 and 12345678901234", []),
    ],
)
def test_identifiers_are_told_from_other_words(text: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(text) == expected


def test_only_the_check_digit_makes_an_nhs_number() -> None:
    assert is_nhs_number("401 023 2137")
    assert not is_nhs_number("401 023 2138")
    assert not is_nhs_number("1111111111")


@pytest.mark.parametrize("words", ["P01", "INT-07.docx", "Interview 3.docx", "AB", "fg_2"])
def test_keys_are_no_names(words: str) -> None:
    assert not is_name(words)


@pytest.mark.parametrize("words", ["Mabel.txt", "Jane Stone 2", "interview with Mabel", "rufus"])
def test_names_are_names(words: str) -> None:
    assert is_name(words)


def test_a_project_tells_whom_it_names_where_and_how_to_mend_it(
    qdpx: Callable[..., Path], mcn: Callable, tmp_path: Path
) -> None:
    import docx

    document = docx.Document()
    document.core_properties.author = "Jane Typist"
    document.save(tmp_path / "r.docx")
    body = """<Users><User guid="u" name="Ann Bell"/><User guid="v" name="AB"/></Users>
      <Variables><Variable guid="d" name="Date of birth" typeOfVariable="Date"/></Variables>
      <Cases><Case guid="k" name="Mabel Stone"><VariableValue><VariableRef targetGUID="d"/>
        <DateValue>1961-04-03</DateValue></VariableValue></Case></Cases>
      <Sources><TextSource guid="s" name="P01" plainTextPath="internal://t.txt"
        richTextPath="internal://r.docx"/><AudioSource guid="a" name="P02"
        currentPath="file:///C:/Users/annb/talk.mp3"/></Sources>
      <Notes><Note guid="n" name="Memo"><PlainTextContent>ask x@y.org</PlainTextContent></Note>
      </Notes>"""
    file = qdpx(
        body,
        {"t.txt": "My number is 943 476 5919.", "r.docx": (tmp_path / "r.docx").read_bytes()},
        attributes='name="x" basePath="/Users/annb/study"',
    )
    output = mcn("privacy", file).output
    for told in (
        "project.qdpx, Project: '/Users/annb/study'",
        "project.qdpx, users: 'Ann Bell'",
        "project.qdpx, cases: 'Mabel Stone'",
        "case Mabel Stone, variable Date of birth: '1961-04-03'",
        "source P01, text: '943 476 5919'",
        "source P02, path: 'C:/Users/annb'",
        "memo Memo: 'x@y.org'",
        "r.docx, properties: 'Jane Typist'",
        "-> Replace it by [NHS number] in the tool, and export again.",
    ):
        assert told in output
    assert "'AB'" not in output


def test_a_study_tells_file_row_and_column(study: Path, mcn: Callable, table: Callable) -> None:
    table(study / "segments.csv", "segment_id,source_id,gist\nS1,I1,Ring me: x@y.org")
    table(study / "private" / "segment_text.csv", "segment_id,text\nS1,born 3 April 1961")
    table(study / "codings.csv", "segment_id,code_id,coder\nS1,C1,ann-bell\nS1,C2,AB")
    table(
        study / "participants.csv",
        "participant_id,organisation_id,phase,status,role,dob\nP1,O1,,,,1961-04-03",
    )
    (study / "narrative").mkdir()
    (study / "narrative" / "methods.md").write_text("Ask\n943 476 5919\n", encoding="utf-8")
    output = mcn("privacy", study).output
    for told in (
        "segments.csv, row 2, column gist: 'x@y.org'",
        "(private) private/segment_text.csv, row 2, column text: '3 April 1961'",
        "codings.csv, column coder: 'ann-bell'",
        "participants.csv, row 2, column dob: '1961-04-03'",
        "narrative/methods.md, line 2: '943 476 5919'",
    ):
        assert told in output


def test_a_spreadsheet_tells_row_and_column(tmp_path: Path, mcn: Callable) -> None:
    file = tmp_path / "people.csv"
    file.write_text("Name,Date of birth\nx,03/04/1961\nx@y.org,\n", encoding="utf-8")
    output = mcn("privacy", file).output
    assert "people.csv, people, row 2, column Date of birth: '03/04/1961'" in output
    assert "people.csv, people, row 3, column Name: 'x@y.org'" in output


def test_where_nothing_is_found_the_limits_are_told(tmp_path: Path, mcn: Callable) -> None:
    file = tmp_path / "P01.txt"
    file.write_text("I wait.\n", encoding="utf-8")
    result = mcn("privacy", file)
    assert result.exit_code == 0
    assert result.output.startswith("Nothing was found. Names inside transcripts are not looked")


def test_the_vendor_file_leaks_its_folder_and_users(samples: Path, mcn: Callable) -> None:
    output = mcn("privacy", samples / "vendor-test-project_atlasti-8.qdpx").output
    assert "'/Users/sebpe/Library/Mobile Documents/" in output
    assert "'Friedrich Markgraf'" in output
    assert "sources: 'Mabel.txt'" in output
