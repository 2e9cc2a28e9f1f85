"""Marks that several drawings share."""

from __future__ import annotations

import pytest
from matplotlib.colors import to_hex

from mcneval.figures.marks import open_board, put_steps
from mcneval.figures.style import GRID, KINDS


@pytest.mark.parametrize(
    ("breadth", "filled"), [("nearly all", 4), ("many", 3), ("some", 2), ("few", 1)]
)
def test_steps_are_filled_as_far_as_the_word_goes(breadth: str, filled: int) -> None:
    ax = open_board(1, 1)
    assert put_steps(ax, 0, 0, breadth, KINDS["barrier"]) > 0.4
    faces = [to_hex(one.get_facecolor()) for one in ax.patches]
    assert faces == [KINDS["barrier"]] * filled + [GRID] * (4 - filled)


@pytest.mark.parametrize("breadth", ["not stated", ""])
def test_nothing_is_drawn_where_no_extent_is_given(breadth: str) -> None:
    ax = open_board(1, 1)
    assert put_steps(ax, 0.3, 0, breadth) == 0.3
    assert list(ax.patches) == []
