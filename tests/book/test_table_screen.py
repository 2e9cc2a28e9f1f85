"""Tables on a screen: which columns get room, and how a table is shown."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from mcneval.book.html import frame_table
from mcneval.book.pandoc import parse_markdown
from mcneval.book.tables import choose_shapes, describe_columns, read_columns, settle_table
from mcneval.book.tree import classes, elements, pairs, text_of

NBSP = "\N{NO-BREAK SPACE}"
SENTENCE = "They said that letters were typed twice and that nobody knew where to send them"


def make_table(*rows: list[str]) -> dict[str, Any]:
    """Return a table with these rows, the first of them its heads, as a page has it."""
    lines = [f"| {' | '.join(row)} |" for row in rows]
    lines.insert(1, "|" + "---|" * len(rows[0]))
    (blocks,) = parse_markdown(["\n".join(lines) + "\n"])
    table: dict[str, Any] = next(block for block in blocks if block["t"] == "Table")
    settle_table(table)
    return table


def shapes(table: dict[str, Any]) -> list[str]:
    """Return how a table is shown."""
    return list(choose_shapes(table, read_columns(table)))


def test_columns_get_room_by_what_they_usually_hold() -> None:
    table = make_table(
        ["Theme", "What it says", "Kind", "Place", "Segments"],
        ["A name of some length and more", SENTENCE, "Barrier", "Northern hubs and spokes", "12"],
    )
    assert [one.size for one in read_columns(table)] == ["middling", "long", "short", "", "number"]


def test_one_long_text_in_ten_does_not_widen_a_column() -> None:
    rows = [["x", "Hub"]] * 9 + [["x", SENTENCE]]
    (_, column) = read_columns(make_table(["a", "b"], *rows))
    assert (column.longest, column.usual, column.size) == (79, 3, "")


def test_small_table_of_numbers_is_shown_as_it_is() -> None:
    table = make_table(["Phase", "Hub NHS", "Spoke NHS", "Total"], ["Phase 1", "5", "8", "13"])
    assert shapes(table) == []


def test_sentence_beside_numbers_makes_numbers_keep_to_their_width() -> None:
    assert shapes(make_table(["Theme", "Segments"], [SENTENCE + SENTENCE, "3"])) == ["tight"]


def test_table_of_many_columns_with_sentences_is_wide_and_stacks_on_a_telephone() -> None:
    heads = ["Theme", "What it says", "Segments", "Participants", "Organisations", "Sources"]
    table = make_table(heads, ["A name of some length and more", SENTENCE, "1", "2", "3", "4"])
    assert shapes(table) == ["tight", "wide", "stack"]


def test_table_of_numbers_scrolls_and_never_stacks() -> None:
    heads = [f"{head}{n}" for n in range(3) for head in ("Organisations", "Participants")]
    assert "stack" not in shapes(make_table(["Phase", *heads], ["One", *"123456"]))


def test_cells_that_span_others_are_never_stacked() -> None:
    heads = ["Theme", "What it says", "Segments", "Participants", "Organisations", "Sources"]
    table = make_table(heads, ["A name", SENTENCE, "1", "2", "3", "4"])
    table["c"][4][0][3][0][1][0][3] = 2
    assert "stack" not in shapes(table)


def test_frame_names_the_columns_and_those_that_take_lines() -> None:
    table = make_table(["Theme", "What it says", "Segments"], ["A", SENTENCE, "1"])
    assert describe_columns(read_columns(table)) == (
        '--head-1:"Theme";--line-1:1/-1;--head-2:"What it says";--line-2:1/-1;--head-3:"Segments"'
    )


@pytest.mark.parametrize("sign", ['"', ";", "}", "\\\\", "/*", "\\<"])
def test_no_head_can_end_its_string_in_the_style_sheet(sign: str) -> None:
    table = make_table(["A", f"x{sign}y"], ["1", "2"])
    said = describe_columns(read_columns(table))
    words = said.removeprefix('--head-1:"A";--line-1:1/-1;--head-2:"').removesuffix('"')
    assert words.startswith("x\\")
    assert not set(words) & set('";}*<')


def test_texts_of_more_than_a_third_of_a_telephone_take_a_line() -> None:
    table = make_table(["Theme", "Who", "Where"], ["A", "Focus group 1", "Focus group 123"])
    said = describe_columns(read_columns(table))
    assert [f"--line-{n}:" in said for n in (1, 2, 3)] == [True, False, True]


def test_hash_and_long_name_break_and_a_short_name_keeps_together() -> None:
    names = ["themes.total", "table.organisation-type.phase-1.hub"]
    table = make_table(["Key", "Name", "Hash"], ["", "", "0123456789abcdef0123456789abcdef"])
    row = table["c"][4][0][3][0][1]
    for cell, name in zip(row, names, strict=False):
        cell[4] = [{"t": "Plain", "c": [{"t": "Code", "c": [["", [], []], name]}]}]
    frame_table(table, Counter())
    assert [cell[4][0]["c"][0]["c"][1] for cell in row] == [
        '<code class="name">themes.<wbr>total</code>',
        "<code>table.<wbr>organisation-<wbr>type.<wbr>phase-<wbr>1.<wbr>hub</code>",
        "01234567<wbr>89abcdef<wbr>01234567<wbr>89abcdef",
    ]


def test_key_with_a_dash_stays_on_one_line() -> None:
    table = make_table(["Who", "Segment"], ["Focus group SYN-FG04", "SYN-S126; SYN-S127"])
    frame_table(table, Counter())
    held = [text_of(one) for one in elements(table, "Span") if "nowrap" in classes(one)]
    assert held == ["SYN-FG04", "SYN-S126;", "SYN-S127"]


def test_short_words_stay_on_one_line() -> None:
    table = make_table(["Code", "Planned"], ["Waits and flows of all kinds", "Not yet"])
    frame_table(table, Counter())
    words = [cell[4][0]["c"] for cell in table["c"][4][0][3][0][1]]
    blanks = [[one.get("c") for one in cell if one.get("c") in (None, NBSP)] for cell in words]
    assert blanks == [[None] * 5, [NBSP]]


def test_frames_of_one_name_are_told_apart() -> None:
    names: Counter[str] = Counter()
    tables = [make_table(["a", "b"], ["x", "y"]) for _ in range(2)]
    frames = [frame_table(one, names) for one in tables]
    assert [pairs(one)["aria-label"] for one in frames] == ["Table", "Table (2)"]
    assert [classes(one) for one in frames] == [["table-scroll"]] * 2
