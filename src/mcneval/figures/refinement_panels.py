"""A panel of the refinement drawing: two or three columns of nodes, with strands between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mcneval.figures.alluvium import Density, Node, Strand, lay_out, stack_bands
from mcneval.figures.lettering import EDGE, TEXT, line_height, measure
from mcneval.figures.style import INK, MUTED, PAPER, SERIES, WIDTH

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BAR, ASIDE, HEAD, BELOW = 0.08, 0.06, 0.3, 0.06
SAME, MOVED, LEFT_OUT = "#b9c6d1", SERIES[6], SERIES[1]
Point = tuple[float, float]

ENDS: dict[int, list[tuple[float, float]]] = {
    2: [(EDGE, 2.7), (3.6, WIDTH - EDGE)],
    3: [(EDGE, 1.66), (2.28, 4.02), (4.64, WIDTH - EDGE)],
}
"""Where each column begins and ends, by their number: strands run only between columns."""


@dataclass(frozen=True)
class Panel:
    """Columns of nodes in their places."""

    heads: list[str]
    paths: list[Strand]
    columns: list[list[Node]]
    density: Density
    height: float


def lay_panel(heads: list[str], paths: list[Strand], density: Density) -> Panel:
    """Return a panel with its nodes in their places."""
    ends = ENDS[len(heads)]
    inner = range(1, len(heads) - 1)
    widths = [
        right - left - BAR - ASIDE - (BAR + ASIDE) * (at in inner)
        for at, (left, right) in enumerate(ends)
    ]
    columns, tall = lay_out(paths, widths, density)
    return Panel(heads, paths, columns, density, tall + HEAD + BELOW)


def draw_panel(axes: Axes, panel: Panel, top: float) -> None:
    """Draw a panel downwards from ``top``."""
    ends = ENDS[len(panel.heads)]
    high = top + HEAD
    last = len(panel.heads) - 1
    for at in range(last):
        for one, other, start, end, thick in stack_bands(
            panel.paths, panel.columns, at, panel.density.unit
        ):
            near, far = (ends[at][1], high + start), (ends[at + 1][0], high + end)
            _put_band(axes, near, far, thick, choose_colour(one, other, panel.heads))
    for at, (nodes, (left, right)) in enumerate(zip(panel.columns, ends, strict=True)):
        for node in nodes:
            if at > 0:
                _put_bar(axes, left, high, node)
            if at < last:
                _put_bar(axes, right - BAR, high, node)
            across = right - BAR - ASIDE if at == 0 else left + BAR + ASIDE
            side = "right" if at == 0 else "left"
            _write_node(axes, (across, high), node, side, panel.density.size)
        axes.text(
            right if at == 0 else left,
            top + HEAD - 0.15,
            panel.heads[at],
            fontsize=TEXT,
            fontweight="bold",
            color=MUTED,
            ha="right" if at == 0 else "left",
        )


def choose_colour(one: str, other: str, heads: list[str]) -> str:
    """Return a band's colour: the same theme, another one, or none."""
    if other.startswith("In no theme"):
        return LEFT_OUT
    return SAME if one == other or heads[0] == "Codes" else MOVED


def _colour_node(node: Node) -> str:
    return LEFT_OUT if node.name.startswith("In no theme") else INK


def _put_bar(axes: Axes, left: float, high: float, node: Node) -> None:
    from matplotlib.patches import Rectangle

    axes.add_patch(
        Rectangle(
            (left, high + node.top), BAR, node.height, facecolor=_colour_node(node), lw=0, zorder=3
        )
    )


def _write_node(axes: Axes, at: Point, node: Node, side: str, size: float) -> None:
    step = line_height(size)
    first = at[1] + node.middle - (len(node.lines) - 1) * step / 2
    for number, words in enumerate(node.lines):
        axes.text(
            at[0],
            first + number * step,
            words,
            fontsize=size,
            ha=side,
            va="center_baseline",
            color=_colour_node(node),
            zorder=4,
            parse_math=False,
        )


def _put_band(axes: Axes, start: Point, end: Point, thick: float, colour: str) -> None:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    (left, top), (right, low) = start, end
    middle = (left + right) / 2
    corners = [
        (left, top),
        (middle, top),
        (middle, low),
        (right, low),
        (right, low + thick),
        (middle, low + thick),
        (middle, top + thick),
        (left, top + thick),
        (left, top),
    ]
    codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
    axes.add_patch(PathPatch(Path(corners, codes), **_paint(colour), zorder=1))


def _paint(colour: str) -> dict[str, Any]:
    return {
        "facecolor": colour,
        "edgecolor": PAPER,
        "linewidth": 0.5,
        "alpha": 0.6 if colour != SAME else 0.75,
        "hatch": "////" if colour == LEFT_OUT else None,
    }


def put_swatch(axes: Axes, left: float, middle: float, colour: str, words: str) -> float:
    """Name a colour in the key; return where the next entry begins."""
    from matplotlib.patches import Rectangle

    axes.add_patch(Rectangle((left, middle - 0.06), 0.26, 0.12, **_paint(colour)))
    axes.text(left + 0.33, middle, words, fontsize=TEXT, va="center_baseline")
    return left + 0.33 + measure(words) + 0.22
