"""Keys made of names."""

from __future__ import annotations

import pytest

from mcneval.exchange.naming import Keys, file_key, iso_date, key_of, path_key, sameness, slug


def test_slug_leaves_marks_and_accents_out() -> None:
    assert slug("Mabêl 2ième.txt") == "mabel-2ieme-txt"
    assert slug("  <3 ") == "3"
    assert slug("///") == "unnamed"


def test_a_key_stays_as_it_is_but_for_its_ending() -> None:
    assert key_of("P07.docx") == "P07"
    assert key_of("I-P02") == "I-P02"
    assert key_of("../../etc/passwd") == "etc-passwd"


def test_codes_are_keyed_by_their_path() -> None:
    assert path_key(("Access", "Rural care!")) == "access.rural-care"


def test_a_taken_key_gets_a_number() -> None:
    keys = Keys({"a"})
    assert [keys.new("A"), keys.new("a"), keys.new("b")] == ["A-2", "a-3", "b"]


def test_names_are_the_same_but_for_case_spaces_and_ending() -> None:
    assert sameness(" P 07.DOCX") == sameness("p-07")


@pytest.mark.parametrize(
    ("time", "day"),
    [
        ("2018-03-27T19:04:42Z", "2018-03-27"),
        ("2020-01-02 10:11:12", "2020-01-02"),
        ("Wed Mar 10 14:22:33 2010", "2010-03-10"),
        ("2020-02-30", ""),
        ("yesterday", ""),
        ("", ""),
    ],
)
def test_days_are_taken_out_of_times(time: str, day: str) -> None:
    assert iso_date(time) == day


def test_a_files_name_cannot_lead_elsewhere() -> None:
    assert file_key("../../x/evil\n.qdpx") == "evil_.qdpx"
    assert file_key("..") == "file"


def test_one_name_ten_thousand_times_is_numbered_without_looking_through_all() -> None:
    keys = Keys({"trust-3"})
    given = [keys.new("trust") for _ in range(10_000)]
    assert given[:3] == ["trust", "trust-2", "trust-4"]
    assert given[-1] == "trust-10001"
    assert len(set(given)) == 10_000
