"""Flows: strands with few crossings, each node's bar as high as its rows."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from matplotlib.colors import to_hex
from tests.figures.looking import find_faults, list_words

from mcneval.figures.flows import UNIT, count_crossings, flows, order_nodes, place_nodes
from mcneval.figures.style import MUTED, NARROW, PALETTE

STEPS = ["one", "two"]


def list_strands(*pairs: str) -> pd.DataFrame:
    """Return strands from pairs of letters; a dot is no value."""
    rows = [[None if letter == "." else letter for letter in pair] for pair in pairs]
    return pd.DataFrame(rows, columns=["one", "two", "three"][: len(pairs[0])])


def test_crossings_are_counted_between_neighbours() -> None:
    frame = list_strands("ax", "by", "cz")
    assert count_crossings(frame, STEPS, [list("abc"), list("xyz")]) == 0
    assert count_crossings(frame, STEPS, [list("abc"), list("zyx")]) == 3
    assert count_crossings(frame, STEPS, [list("abc"), list("yxz")]) == 1


def test_strands_that_need_not_cross_do_not() -> None:
    frame = list_strands("ax", "bz", "cy", "ay", "ay")
    assert count_crossings(frame, STEPS, [["a", "b", "c"], ["x", "z", "y"]]) == 2
    assert order_nodes(frame, STEPS) == [["a", "c", "b"], ["x", "y", "z"]]
    assert count_crossings(frame, STEPS, [["a", "c", "b"], ["x", "y", "z"]]) == 0


def test_an_order_is_never_worse_than_that_of_the_frame() -> None:
    rows = [f"{'abcde'[at % 5]}{'vwxyz'[at * 3 % 5]}{'pqr'[at * 2 % 3]}" for at in range(30)]
    frame = list_strands(*rows)
    steps = ["one", "two", "three"]
    first = [list(dict.fromkeys(frame[name])) for name in steps]
    crossings = count_crossings(frame, steps, order_nodes(frame, steps))
    assert crossings <= count_crossings(frame, steps, first)


def test_a_bar_is_as_high_as_its_rows() -> None:
    frame = list_strands("ax", "ax", "bx", ".x")
    slots, tall = place_nodes(frame, STEPS, [["a", "b"], ["x"]], 20)
    highs = {node: high for (_, node), (_, high) in slots.items()}
    assert highs == pytest.approx({"a": 2 * UNIT, "b": UNIT, "x": 4 * UNIT})
    assert all(0 <= top <= tall - high for top, high in slots.values())


def test_strands_that_keep_their_name_are_grey() -> None:
    ax = flows(list_strands("aa", "bc"), STEPS)
    strands = [patch for patch in ax.patches if hasattr(patch, "get_path") and patch.get_alpha()]
    tones = [to_hex(patch.get_facecolor()) for patch in strands]
    assert sorted(tones) == sorted([MUTED, PALETTE[0]])


def test_a_narrow_drawing_has_the_last_two_steps() -> None:
    frame = list_strands("axp", "byq")
    steps = ["one", "two", "three"]
    wide, narrow = flows(frame, steps), flows(frame, steps, width=NARROW)
    assert list_words(wide)[:4] == ["One", "a", "b", "Two"]
    assert sorted(list_words(narrow)) == ["Three", "Two", "p", "q", "x", "y"]
    figure: Any = narrow.figure
    assert figure.drawn_alt == (
        "Strands of 2 rows from step to step. Different names: two: 2; three: 2."
    )


def test_long_names_of_many_nodes_do_not_lie_over_one_another() -> None:
    names = [f"A theme with a name that needs more than one line {at}" for at in range(14)]
    rows = [(names[at], names[(at * 3) % 14], names[at // 2]) for at in range(14)]
    frame = pd.DataFrame(rows, columns=["Round 1", "Round 2", "Round 3"])
    for width in (6.3, NARROW):
        assert find_faults(flows(frame, list(frame), width=width)) == []
