"""Tables: numbers to the right, room for sentences, widths on paper."""

from __future__ import annotations

from typing import Any

import pytest

from mcneval.book.letter_widths import measure_sans, measure_serif
from mcneval.book.reader import parse_markdown
from mcneval.book.table_fit import fit_alike, fit_table
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
    fit = fit_table(read_table("| a | b |\n|---|---|\n| x | y |\n"), measure_serif())
    assert (fit.loose, fit.landscape, fit.size, fit.together) == (True, False, 9.0, True)


def test_column_of_sentences_gets_the_width_that_columns_of_digits_leave() -> None:
    head = "| Theme | What it says | Segments | Sources |\n|---|---|---|---|\n"
    table = read_table(f"{head}| Trust | {'word ' * 60} | 3 | 2 |\n")
    settle_table(table)
    fit = fit_table(table, measure_serif())
    # "Segments" bold at 8 points takes 39 points and 9 of padding: a tenth of 453.
    assert fit.shares[2] == pytest.approx(0.10, abs=0.015)
    assert fit.shares[1] > 0.7
    assert sum(fit.shares) == pytest.approx(1, abs=0.001)


def test_columns_are_wider_in_a_wider_typeface() -> None:
    table = read_table("| Theme | Participants |\n|---|---|\n| Trust | 3 |\n")
    assert sum(fit_table(table, measure_sans()).shares) > sum(
        fit_table(table, measure_serif()).shares
    )


def test_table_of_many_columns_gets_a_turned_page_and_no_word_is_cut() -> None:
    heads = " | ".join(f"Considerable{n}" for n in range(10))
    rule = "|".join(["---"] * 10)
    text = f"| {heads} |\n|{rule}|\n| {' | '.join(['x'] * 10)} |\n"
    fit = fit_table(read_table(text), measure_serif())
    assert (fit.landscape, fit.size, fit.whole_words) == (True, 9.0, True)


def test_letters_are_never_below_eight_points_on_an_upright_page() -> None:
    heads = " | ".join(f"Consider{n}" for n in range(9))
    rule = "|".join(["---"] * 9)
    text = f"| {heads} |\n|{rule}|\n| {' | '.join(['word ' * 40] * 9)} |\n"
    fit = fit_table(read_table(text), measure_serif())
    assert fit.landscape or fit.size >= 8


def test_low_table_stays_together_and_a_high_one_may_be_cut() -> None:
    row = "| x | y |\n"
    head = "| a | b |\n|---|---|\n"
    assert fit_table(read_table(head + row * 15), measure_serif()).together
    assert not fit_table(read_table(head + row * 40), measure_serif()).together


def test_column_at_the_left_stands_off_from_numbers_before_it() -> None:
    table = read_table("| a | b | c | d |\n|---|---:|---|---|\n| x | 1 | y | z |\n")
    assert fit_table(table, measure_serif()).spaced == (2,)


def test_tables_with_the_same_heads_get_the_same_columns() -> None:
    head = "| What was said | Who |\n|---|---|\n"
    short = read_table(f"{head}| {'word ' * 30} | P1 |\n")
    long = read_table(head + f"| {'word ' * 60} | SYN-P1 |\n" * 20)
    fits = fit_alike([short, long], measure_serif())
    assert fits[0].shares == fits[1].shares
    assert [fit.together for fit in fits] == [True, False]
