"""Tables: numbers to the right, room for sentences, widths on paper."""

from __future__ import annotations

from typing import Any

import pytest

from mcneval.book.pandoc import parse_markdown
from mcneval.book.tables import plan_paper, settle_table


def read_table(text: str) -> dict[str, Any]:
    """Return the table of a Markdown text."""
    (blocks,) = parse_markdown([text])
    return next(block for block in blocks if block["t"] == "Table")


@pytest.mark.parametrize(
    ("cell", "side"),
    [
        ("12", "AlignRight"),
        ("-1.5", "AlignRight"),
        ("40.0%", "AlignRight"),
        ("0.81 (0.70 to 0.92)", "AlignRight"),
        ("<5", "AlignRight"),
        ("2 of 3", "AlignRight"),
        ("81% to 98%", "AlignRight"),
        ("-0.02 to 0.75", "AlignRight"),
        ("25 of 34 (74%)", "AlignRight"),
        ("3 (under 5)", "AlignRight"),
        ("under 5", "AlignRight"),
        ("about 35", "AlignRight"),
        ("£12,500", "AlignRight"),
        ("not estimable", "AlignDefault"),
        ("2 barriers", "AlignDefault"),
        ("2, then 3", "AlignDefault"),
        ("2021-01-03", "AlignDefault"),
        ("P12", "AlignDefault"),
    ],
)
def test_only_numbers_go_to_the_right(cell: str, side: str) -> None:
    escaped = cell.replace("<", "\\<")
    table = read_table(f"| a | b |\n|---|---|\n| x | {escaped} |\n")
    settle_table(table)
    assert table["c"][2][1][0]["t"] == side


@pytest.mark.parametrize("kept_back", ["withheld", "not estimable", "none set", "–"])
def test_column_of_numbers_may_keep_some_back(kept_back: str) -> None:
    table = read_table(f"| a | b |\n|---|---|\n| x | 12 |\n| y | {kept_back} |\n")
    settle_table(table)
    assert table["c"][2][1][0]["t"] == "AlignRight"


def test_widths_of_markdowns_dashes_are_not_kept() -> None:
    long = "word " * 30
    table = read_table(f"| a | b |\n|---|---|\n| x | {long} |\n")
    settle_table(table)
    assert [column[1]["t"] for column in table["c"][2]] == ["ColWidthDefault"] * 2


def test_widths_the_author_gives_are_kept() -> None:
    table = read_table('| a | b |\n|---|---|\n| x | y |\n\n: C {tbl-colwidths="[30,90]"}\n')
    settle_table(table)
    assert [column[1]["c"] for column in table["c"][2]] == [0.25, 0.75]


def test_narrow_table_keeps_its_own_width() -> None:
    paper = plan_paper(read_table("| a | b |\n|---|---|\n| x | y |\n"), page=100)
    # Four letters at least for a head and two for the space around it.
    assert (paper.size, paper.landscape, paper.width, paper.shares) == (9, False, 0.12, [0.5, 0.5])


def test_column_of_sentences_gets_the_width_that_columns_of_digits_leave() -> None:
    head = "| Theme | What it says | Segments | Sources |\n|---|---|---|---|\n"
    table = read_table(f"{head}| Trust | {'word ' * 60} | 3 | 2 |\n")
    settle_table(table)
    paper = plan_paper(table, page=100)
    # "Segments" is of eight letters, nine in bold, and two for the space around it.
    assert (paper.width, paper.shares[2]) == (1.0, pytest.approx(0.11))
    assert paper.shares[1] == pytest.approx(1 - 0.08 - 0.11 - 0.10)


def test_columns_have_room_for_their_longest_word_before_sentences_have_theirs() -> None:
    table = read_table(f"| a | b |\n|---|---|\n| {'x' * 40} | {'word ' * 60} |\n")
    settle_table(table)
    assert plan_paper(table, page=100).shares[0] == pytest.approx(0.42)


@pytest.mark.parametrize(
    ("columns", "size", "turned"), [(9, 9, False), (10, 8, False), (11, 8, True)]
)
def test_table_of_many_columns_gets_smaller_letters_then_a_turned_page(
    columns: int, size: int, turned: bool
) -> None:
    heads = " | ".join(["eightsig"] * columns)
    text = f"| {heads} |\n|{'---|' * columns}\n| {' | '.join(['x'] * columns)} |\n"
    paper = plan_paper(read_table(text), page=100)
    assert (paper.size, paper.landscape) == (size, turned)


def test_widths_of_the_author_hold_on_paper() -> None:
    table = read_table('| a | b |\n|---|---|\n| x | y |\n\n: C {tbl-colwidths="[30,90]"}\n')
    settle_table(table)
    assert (plan_paper(table).width, plan_paper(table).shares) == (1.0, [0.25, 0.75])
