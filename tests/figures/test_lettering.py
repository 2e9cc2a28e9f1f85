"""Words in drawings: typeset, measured, broken into lines."""

from __future__ import annotations

import pytest

from mcneval.figures.lettering import (
    break_lines,
    curl,
    drop_shared_ending,
    measure,
    part_word,
)


@pytest.mark.parametrize(
    ("plain", "typeset"),
    [
        ("others' agendas", "others’ agendas"),
        ("the study's own", "the study’s own"),
        ("'tis", "’tis"),
        ("no sign", "no sign"),
    ],
)
def test_apostrophes_are_curly(plain: str, typeset: str) -> None:
    assert curl(plain) == typeset


def test_wider_letters_and_larger_sizes_are_wider() -> None:
    assert measure("mmm", 9) > measure("iii", 9)
    assert measure("mmm", 18) == pytest.approx(2 * measure("mmm", 9))
    assert measure("mmm", 9, bold=True) > measure("mmm", 9)


def test_lines_are_of_like_length_and_no_wider_than_allowed() -> None:
    lines = break_lines("Getting home and living well", 1.6, 9)
    assert lines == ["Getting home", "and living well"]
    assert all(measure(line, 9) <= 1.6 for line in lines)


def test_what_does_not_fit_ends_in_an_ellipsis() -> None:
    (line,) = break_lines("Getting home and living well", 1.2, 9, most=1)
    assert line == "Getting home an…"


def test_a_no_break_space_keeps_words_together() -> None:
    assert break_lines("Harbour: under\u00a05", 0.9, 9) == ["Harbour:", "under\u00a05"]


def test_a_word_that_has_no_room_is_parted() -> None:
    parts = part_word("Infrastructure", 0.6, 9)
    assert "".join(part.removesuffix("-") for part in parts) == "Infrastructure"
    assert all(measure(part, 9) <= 0.6 for part in parts)


def test_a_bracket_that_all_names_share_is_left_out() -> None:
    assert drop_shared_ending(["A (made up)", "B (made up)"]) == ["A", "B"]
    assert drop_shared_ending(["A (hub)", "B (spoke)"]) == ["A (hub)", "B (spoke)"]
    assert drop_shared_ending(["A (hub)", "B"]) == ["A (hub)", "B"]
    assert drop_shared_ending(["A (hub)"]) == ["A (hub)"]
