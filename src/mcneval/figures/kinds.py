"""The mark of each kind of theme, and its key."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from mcneval.figures.lettering import EDGE, TEXT, measure
from mcneval.figures.style import KIND_COLOURS, KIND_MARKS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PLURALS = {"enabler": "enablers", "barrier": "barriers", "mixed": "mixed themes"}


def list_kinds(kinds: Iterable[str]) -> list[str]:
    """Return the kinds of theme that occur, in a fixed order."""
    found = set(kinds)
    return [kind for kind in KIND_COLOURS if kind in found]


def tell_kinds(kinds: Iterable[str]) -> str:
    """Return how many themes there are of each kind: ``3 enablers and 1 mixed theme``."""
    from mcneval.analysis.numbers import join_words

    listed = list(kinds)
    counts = {kind: listed.count(kind) for kind in list_kinds(listed)}
    return join_words(
        f"{count} {PLURALS[kind] if count != 1 else PLURALS[kind].removesuffix('s')}"
        for kind, count in counts.items()
    )


def put_kind(axes: Axes, x: float, y: float, kind: str, size: float = 48) -> None:
    """Put the mark of a kind of theme."""
    axes.scatter(
        [x], [y], marker=KIND_MARKS[kind], s=size, color=KIND_COLOURS[kind], zorder=4, clip_on=False
    )


def write_kinds(axes: Axes, kinds: Iterable[str], middle: float) -> None:
    """Name the marks in one line, on axes in inches."""
    across = EDGE + 0.08
    for kind in list_kinds(kinds):
        put_kind(axes, across, middle, kind)
        axes.text(across + 0.12, middle, kind, fontsize=TEXT, va="center_baseline")
        across += 0.12 + measure(kind) + 0.3
