"""Marks that several drawings share: a theme's kind, how widely it was said, and their key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from mcneval.figures.style import FOOT, GRID, INK, KINDS, MARKERS, MUTED, PAPER
from mcneval.study.tables import STEPS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SQUARE, PITCH = 0.085, 0.115
"""Inches of one step, and from one to the next."""


def open_board(height: float, width: float) -> Axes:
    """Return axes in inches, from above the foot of a figure of their own.

    The foot is left free for where the data come from.
    """
    import matplotlib.pyplot as plt

    figure = plt.Figure(figsize=(width, height + FOOT), layout="none")
    ax = figure.add_axes((0, 0, 1, 1))
    ax.set(xlim=(0, width), ylim=(-FOOT, height))
    ax.axis("off")
    return ax


def write(ax: Axes, x: float, y: float, words: str, size: float = 9, **more: Any) -> Any:
    """Write words, never read as formulas, and return them."""
    look: Any = {"va": "center_baseline", "color": INK, "parse_math": False, **more}
    return ax.text(x, y, words, fontsize=size, **look)


def put_kind(ax: Axes, x: float, y: float, kind: str, size: float = 60, fill: bool = True) -> None:
    """Put the mark of a kind of theme: an enabler's circle, a barrier's square, both's diamond."""
    colour = KINDS[kind]
    face = colour if fill else PAPER
    ax.scatter(x, y, marker=MARKERS[kind], s=size, facecolor=face, edgecolor=colour, zorder=4)


def put_steps(ax: Axes, x: float, y: float, breadth: str, colour: str = MUTED) -> float:
    """Draw how widely something was said, in four squares; return where words go on.

    Nothing is drawn where the authors give no extent.
    """
    from matplotlib.patches import Rectangle

    steps = STEPS.get(breadth, 0)
    for at in range(4 if steps else 0):
        face = colour if at < steps else GRID
        corner = (x + at * PITCH, y - SQUARE / 2)
        ax.add_patch(Rectangle(corner, SQUARE, SQUARE, facecolor=face, linewidth=0, zorder=3))
    return x + (4 * PITCH + 0.06 if steps else 0)


def list_kinds(kinds: Sequence[str]) -> list[str]:
    """Return the kinds that occur, in the house's order."""
    return [kind for kind in KINDS if kind in set(kinds)]
