"""Rows of themes: the names down the left, wrapped, with the mark of their kind."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from typing import TYPE_CHECKING

from mcneval.figures.style import KIND_COLOURS, KIND_MARKS, start_figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LETTERS = 32
LINE = 0.165


def wrap_names(names: Sequence[str], letters: int = LETTERS) -> list[str]:
    """Return names broken into lines of at most so many letters."""
    return ["\n".join(wrap(name, letters)) or name for name in names]


def start_rows(names: Sequence[str], extra: float = 0.9) -> tuple[Figure, Axes]:
    """Return a figure with one row for each name, the first on top.

    Parameters
    ----------
    names : sequence of str
        What stands left of each row.
    extra : float
        Inches for what is above and below the rows.
    """
    wrapped = wrap_names(names)
    lines = max((name.count("\n") + 1 for name in wrapped), default=1)
    figure, axes = start_figure(extra + len(wrapped) * (lines * LINE + 0.05))
    axes.set_yticks(range(len(wrapped)), wrapped, fontsize=9, parse_math=False)
    axes.set_ylim(len(wrapped) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    return figure, axes


def put_kind(axes: Axes, x: float, y: float, kind: str, size: float = 48) -> None:
    """Put the mark of a kind of theme."""
    axes.scatter(
        [x], [y], marker=KIND_MARKS[kind], s=size, color=KIND_COLOURS[kind], zorder=4, clip_on=False
    )
