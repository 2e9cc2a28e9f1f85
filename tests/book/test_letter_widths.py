"""How wide letters are."""

from __future__ import annotations

import pytest

from mcneval.book.letter_widths import measure_sans, measure_serif


def test_letters_of_word_are_as_wide_as_arials() -> None:
    face = measure_sans()
    # Arial: i 0.222, W 0.944, blank 0.278; bold i 0.278.
    assert face.measure("iW i") == pytest.approx(0.222 + 0.944 + 0.278 + 0.222)
    assert face.measure("i", bold=True) == pytest.approx(0.278)


def test_letters_of_the_pdf_are_as_wide_as_libertinus() -> None:
    face = measure_serif()
    assert face.measure("0") == pytest.approx(0.465)
    assert face.measure("%", bold=True) == pytest.approx(0.637, abs=0.001)
    assert 0.2 < face.measure(" ") < 0.3


def test_blanks_and_hyphens_that_do_not_break_are_as_wide_as_those_that_do() -> None:
    face = measure_sans()
    assert face.measure("a\u00a0b") == face.measure("a b")
    assert face.measure("a\u2011b") == face.measure("a-b")


def test_marks_where_a_word_may_break_take_no_room() -> None:
    face = measure_serif()
    assert face.measure("a\u200bb") == face.measure("ab")
    assert face.measure_code("a\u200bb") == pytest.approx(2 * face.code)


def test_letter_with_an_accent_is_as_wide_as_its_own_letter() -> None:
    face = measure_serif()
    assert face.measure("ǎ") == face.measure("a")
