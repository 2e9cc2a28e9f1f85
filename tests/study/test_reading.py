"""CSV texts as rows: separators, quotation marks and row numbers."""

from __future__ import annotations

import pytest

from mcneval.study.reading import find_separator, parse_csv

HEADERS = ["source_id", "phase", "kind"]


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("source_id,phase,kind\n", ","),
        ("source_id;phase;kind\n", ";"),
        ("source_id\tphase\tkind\n", "\t"),
        ('"source_id";"phase";"kind"\n', ";"),
        ("Source_ID ; Phase; Kind\n", ";"),
        ("\n\nsource_id;phase\n", ";"),
        ("source_id;phase,kind;other,kind\n", None),
        ("nothing;known\n", ","),
        ("source_id\n", ","),
        ("", ","),
    ],
)
def test_the_separator_is_the_one_under_which_headers_are_known(
    text: str, separator: str | None
) -> None:
    assert find_separator(text, HEADERS) == separator


def test_a_cell_of_several_lines_is_one_row_as_in_a_spreadsheet() -> None:
    sheet, _ = parse_csv('a,b\n1,"two\r\nlines"\n\n3,4\n', "a.csv", ["a", "b"])
    assert sheet is not None
    assert sheet.rows == [
        (1, ["a", "b"]),
        (2, ["1", "two\nlines"]),
        (3, []),
        (4, ["3", "4"]),
    ]


def test_a_sep_line_is_no_row() -> None:
    sheet, _ = parse_csv("sep=;\r\na;b\r\n1;2\r\n", "a.csv", ["a", "b"])
    assert sheet is not None
    assert sheet.rows == [(1, ["a", "b"]), (2, ["1", "2"])]


def test_quotation_marks_inside_a_cell_are_kept() -> None:
    sheet, _ = parse_csv('a,b\n"say ""no""",5" pipe\n', "a.csv", ["a", "b"])
    assert sheet is not None
    assert sheet.rows[1] == (2, ['say "no"', '5" pipe'])
