"""Tables: numbers to the right, room for sentences, widths on paper."""

from __future__ import annotations

from typing import Any

import pytest

from mcneval.book.reader import parse_markdown
from mcneval.book.table_fit import PORTRAIT, fit_table
from mcneval.book.tables import settle_table


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
        ("not estimable", "AlignDefault"),
        ("2021-01-03", "AlignDefault"),
        ("P12", "AlignDefault"),
    ],
)
def test_only_numbers_go_to_the_right(cell: str, side: str) -> None:
    escaped = cell.replace("<", "\\<")
    table = read_table(f"| a | b |\n|---|---|\n| x | {escaped} |\n")
    settle_table(table)
    assert table["c"][2][1][0]["t"] == side


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
    fit = fit_table(read_table("| a | b |\n|---|---|\n| x | y |\n"))
    assert (fit.loose, fit.landscape, fit.size) == (True, False, 9.0)


def test_column_of_sentences_gets_most_of_the_width() -> None:
    table = read_table(f"| a | b |\n|---|---|\n| x | {'word ' * 60} |\n")
    settle_table(table)
    fit = fit_table(table)
    assert (fit.loose, fit.landscape) == (False, False)
    assert fit.shares[1] > 0.8
    assert sum(fit.shares) == pytest.approx(1, abs=0.001)


def test_table_of_many_columns_gets_a_turned_page_and_no_word_is_cut() -> None:
    heads = " | ".join(f"Considerable{n}" for n in range(10))
    rule = "|".join(["---"] * 10)
    fit = fit_table(read_table(f"| {heads} |\n|{rule}|\n| {' | '.join(['x'] * 10)} |\n"))
    assert fit.landscape
    assert fit.size < 9
    assert 14 * 0.5 * fit.size * 10 > PORTRAIT
