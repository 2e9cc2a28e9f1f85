"""Marks for themes and arrows between them: told apart by shape as well as colour."""

from __future__ import annotations

from math import hypot
from typing import TYPE_CHECKING

from mcneval.figures.lettering import TEXT, fill_notes, line_height, measure
from mcneval.figures.style import KIND_COLOURS, KIND_MARKS, MUTED, PAPER

if TYPE_CHECKING:
    from matplotlib.axes import Axes

RADIUS = 0.135
POINTS = 72.0
SIZES = {"o": 2.0, "s": 1.78, "D": 1.55}
"""The side of each mark, in radii, that makes them look alike in size."""
Point = tuple[float, float]


def put_mark(
    axes: Axes, at: Point, kind: str, words: str = "", radius: float = RADIUS, zorder: float = 5
) -> None:
    """Put a theme's mark on axes whose unit is an inch, with words inside."""
    shape = KIND_MARKS[kind]
    side = SIZES[shape] * radius * POINTS
    axes.scatter(
        [at[0]],
        [at[1]],
        marker=shape,
        s=side**2,
        color=KIND_COLOURS[kind],
        edgecolors=PAPER,
        linewidths=1.0,
        zorder=zorder,
    )
    if words:
        axes.text(
            at[0],
            at[1],
            words,
            ha="center",
            va="center_baseline",
            color=PAPER,
            fontsize=TEXT if radius >= RADIUS else 8,
            fontweight="bold",
            zorder=zorder + 1,
        )


def put_arrow(axes: Axes, tail: Point, tip: Point, bend: Point, kind: str, *, strong: bool) -> None:
    """Draw a curved arrow by way of ``bend``, in the colour of the theme that it comes from."""
    from matplotlib.patches import FancyArrowPatch
    from matplotlib.path import Path

    curve = Path([tail, bend, tip], [Path.MOVETO, Path.CURVE3, Path.CURVE3])
    axes.add_patch(
        FancyArrowPatch(
            path=curve,
            arrowstyle="-|>,head_length=3.4,head_width=1.7",
            color=KIND_COLOURS[kind],
            linewidth=1.5 if strong else 0.8,
            alpha=0.9 if strong else 0.7,
            zorder=3 if strong else 2,
            shrinkA=0,
            shrinkB=0,
        )
    )


def step_towards(start: Point, aim: Point, length: float) -> Point:
    """Return the point that lies ``length`` from ``start`` on the way to ``aim``."""
    across, up = aim[0] - start[0], aim[1] - start[1]
    far = hypot(across, up)
    if far <= length:
        return aim
    return start[0] + across / far * length, start[1] + up / far * length


def put_legend(axes: Axes, at: Point, kinds: list[str], *, arrows: bool, strong: bool) -> float:
    """Name the marks and the arrows, upwards axes in inches; return the height they take."""
    left, line = at
    for kind in kinds:
        put_mark(axes, (left + 0.08, line), kind, radius=0.075)
        axes.text(left + 0.2, line, kind, fontsize=TEXT, va="center_baseline")
        left += 0.2 + measure(kind) + 0.3
    if not arrows:
        return 0.22
    words = "Arrow: acts on; in the colour of the theme that acts."
    words += " Heavy: from a theme that cuts across." if strong else ""
    lines = fill_notes([words])
    for number, words in enumerate(lines, start=1):
        down = line - 0.03 - line_height() * number
        axes.text(at[0], down, words, fontsize=TEXT, va="center_baseline", color=MUTED)
    return 0.25 + line_height() * len(lines)
