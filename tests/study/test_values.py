"""One cell's text as a value, and how to mend what is none."""

from __future__ import annotations

import datetime

import pytest

from mcneval.study.values import (
    mend_date,
    mend_key,
    mend_whole,
    mend_yes_no,
    parse_date,
    parse_whole,
    parse_yes_no,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [("0", 0), ("045", 45), ("-1", None), ("1.0", None), ("٣", None), ("1" * 10, None)],
)
def test_a_whole_number(text: str, value: int | None) -> None:
    assert parse_whole(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2025-02-28", datetime.date(2025, 2, 28)),
        ("2025-02-29", None),
        ("2025-2-8", None),
        ("1899-12-31", None),
        ("2025-02-28T10:00", None),
        ("٢٠٢٥-02-28", None),
    ],
)
def test_a_date(text: str, value: datetime.date | None) -> None:
    assert parse_date(text) == value


def test_yes_and_no_are_written_one_way() -> None:
    assert [parse_yes_no(text) for text in ("yes", "no", "Yes", "")] == [True, False, None, None]


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ("31/01/2025", "Write 2025-01-31."),
        ("3.4.2025", "Write 2025-03-04 or 2025-04-03, whichever is meant."),
        ("4/4/2025", "Write 2025-04-04."),
        ("2025/1/5", "Write 2025-01-05."),
        ("3 April 2025", "Write 2025-04-03."),
        ("45750", "This looks like a spreadsheet's number for a day: write 2025-04-03."),
        ("32/13/2025", "Write year, month and day, such as 2025-01-31."),
        ("spring", "Write year, month and day, such as 2025-01-31."),
    ],
)
def test_how_to_mend_a_date(text: str, mend: str) -> None:
    assert mend_date(text) == mend


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ("1,200", "Write 1200."),
        ("45.0", "Write 45."),
        ("about 45", "Write 45."),
        ("many", "Write it in digits, such as 45."),
    ],
)
def test_how_to_mend_a_whole_number(text: str, mend: str) -> None:
    assert mend_whole(text) == mend


def test_how_to_mend_yes_and_no() -> None:
    assert mend_yes_no("TRUE") == "Write yes."
    assert mend_yes_no("NO") == "Write no."
    assert mend_yes_no("both") == "Write yes or no, or leave the cell empty."


def test_how_to_mend_a_key() -> None:
    assert mend_key("P 07 (nurse)") == "Write P-07-nurse."
    assert mend_key("…") == "Write a short key, such as P01."
