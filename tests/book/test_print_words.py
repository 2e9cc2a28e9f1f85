"""What never parts at a line's end in a table on paper."""

from __future__ import annotations

import pytest

from mcneval.book.letter_widths import measure_serif
from mcneval.book.print_words import settle_words
from mcneval.book.reader import parse_markdown
from mcneval.book.table_words import measure_words
from mcneval.book.tree import Element, elements


def read_cell(text: str) -> Element:
    """Return the table of one column and one cell."""
    (blocks,) = parse_markdown([f"| a |\n|---|\n| {text} |\n"])
    return next(block for block in blocks if block["t"] == "Table")


def words_of(table: Element) -> str:
    """Return the words of the cell, each blank as it is."""
    found = elements(table["c"][4], "Str", "Space", "Code")
    texts = {"Str": lambda one: one["c"], "Space": lambda _: " ", "Code": lambda one: one["c"][1]}
    return "".join(texts[one["t"]](one) for one in found)


@pytest.mark.parametrize(
    ("text", "tied"),
    [
        ("Phase 1: people", "Phase~1: people"),
        ("under 5", "under~5"),
        ("Participants (of 45)", "Participants (of~45)"),
        ("57% to 90%", "57%~to~90%"),
        ("25 of 34 (74%)", "25~of~34 (74%)"),
        ("S306 and SYN-S310", "S306 and~SYN-S310"),
        ("went to 3 hubs of the 12", "went to 3 hubs of the 12"),
        ("hub and spoke", "hub and spoke"),
        ("speaks against it", "speaks against~it"),
        ("Put on by HM", "Put on by~HM"),
    ],
)
def test_words_and_numbers_that_belong_together_are_tied(text: str, tied: str) -> None:
    table = read_cell(text)
    settle_words(table)
    assert words_of(table) == tied.replace("~", "\u00a0")


def test_long_code_and_hashes_may_break() -> None:
    table = read_cell("`num.of_people.phase-1` " + "f" * 40)
    settle_words(table)
    code, _, hashed = words_of(table).partition(" ")
    assert code == "num.\u200bof_\u200bpeople.\u200bphase-1"
    assert hashed == "\u200b".join(["f" * 12] * 3 + ["f" * 4])


def test_name_with_a_hyphen_counts_as_one_word_and_a_compound_does_not() -> None:
    table = read_cell("SYN-P05 non-medical")
    (cell,) = measure_words(table, measure_serif()).body[0]
    assert cell is not None
    assert [round(piece.gap, 2) for piece in cell.pieces] == [0.0, 0.27, 0.0]
