"""Encodings: what is unambiguous is read, the rest is refused."""

from __future__ import annotations

import pytest

from mcneval.study.decoding import decode


def rules(raw: bytes) -> tuple[str | None, list[str]]:
    text, problems = decode(raw, "a.csv")
    return text, [f"{problem.severity} {problem.rule}" for problem in problems]


def test_utf_8_needs_no_remark() -> None:
    assert rules("Café – ‘one’".encode()) == ("Café – ‘one’", [])


def test_a_mark_at_the_beginning_is_taken_off() -> None:
    assert rules(b"\xef\xbb\xbfone") == ("one", ["note byte-order-mark"])


@pytest.mark.parametrize("name", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_read_where_it_says_so(name: str) -> None:
    assert rules("\ufeffCafé".encode(name)) == ("Café", ["note utf-16"])


@pytest.mark.parametrize(
    "text", ["Café", "naïve", "L’été – “tôt”", "£20", "Ångström", "déjà vu", "fin…", "Ó Briain"]
)
def test_windows_1252_is_read_where_it_can_be_nothing_else(text: str) -> None:
    assert rules(text.encode("cp1252")) == (text, ["warning windows-1252"])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Café", "mac-roman"),
        ("the clinic’s", "mac-roman"),
        ("Café", "cp850"),
        ("£20", "cp850"),
        ("Привет", "cp1251"),
        ("Żółć", "iso-8859-2"),
        ("日本語", "shift-jis"),
        ("Ελλάδα", "iso-8859-7"),
    ],
)
def test_other_encodings_are_refused(text: str, name: str) -> None:
    assert rules(text.encode(name)) == (None, ["error encoding"])


def test_two_encodings_in_one_file_are_refused() -> None:
    assert rules("Café".encode() + b" caf\xe9") == (None, ["error encoding"])


@pytest.mark.parametrize("sign", ["\x1b", "\x0b", "\x85", "\u202e", "\u2066"])
def test_a_sign_that_cannot_be_seen_is_a_blank_and_told(sign: str) -> None:
    text, problems = decode(f"one\ntwo{sign}three".encode(), "a.csv")
    assert text == "one\ntwo three"
    assert [str(problem) for problem in problems] == [
        f"a.csv: line 2 holds a sign that cannot be seen (U+{ord(sign):04X}), read as a blank. "
        "Delete it, and others like it."
    ]


def test_breaks_and_tabs_are_no_such_signs() -> None:
    assert rules(b"one\r\ntwo\tthree") == ("one\r\ntwo\tthree", [])
