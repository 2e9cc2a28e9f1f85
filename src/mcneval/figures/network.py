"""The hub-and-spoke drawing: circles that grow with people and never overlap."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING, Any

from mcneval.figures.lettering import break_lines, curl_labels, drop_shared_ending
from mcneval.figures.network_key import NO_KEY, SHAPES, list_key, write_key
from mcneval.figures.network_layout import CROWDED, EDGE, ROOMY, Place, place_circles
from mcneval.figures.style import (
    GRID,
    INK,
    MUTED,
    PAPER,
    SERIES,
    WIDTH,
    Drawing,
    looked,
)

if TYPE_CHECKING:
    import pandas as pd

FEW, MANY, BRIEF = 8, 12, 24
HIGHEST, BELOW = 8.2, 0.5
"""Inches that the drawing may be high, and that are left below the circles and the key."""


def draw_network(nodes: pd.DataFrame) -> Drawing | None:
    """Draw the network: hubs inside, spokes around, numbered, with their names below.

    Parameters
    ----------
    nodes : DataFrame
        Columns of :func:`mcneval.analysis.network.measure_network`; hubs first.
    """
    if nodes.empty:
        return None
    from matplotlib.figure import Figure

    nodes = curl_labels(nodes)
    nodes = nodes.assign(label=drop_shared_ending(list(nodes["label"])))
    sizes = [_size(row) for row in nodes.itertuples()]
    few = len(nodes) <= FEW and nodes["label"].str.len().max() <= BRIEF
    places, disc = place_circles(sizes, list(nodes["is_hub"]), ROOMY if few else CROWDED)
    below = 0.5 if few else EDGE
    high = max([disc, *(y + r for _, y, r in places)]) + EDGE
    low = max([disc + EDGE, *(r - y + below for _, y, r in places)])
    keys = [NO_KEY] if few else [list_key(nodes, *shape) for shape in SHAPES[len(nodes) > MANY]]
    key = next((key for key in keys if high + low + key.height + BELOW <= HIGHEST), keys[-1])
    height = high + low + key.height + BELOW
    with looked():
        figure = Figure(figsize=(WIDTH, height))
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set(xlim=(0, WIDTH), ylim=(0, height), aspect="equal")
        axes.axis("off")
        centre = (WIDTH / 2, height - high)
        _draw_circles(axes, nodes, places, disc, centre)
        _write_names(axes, nodes, places, centre, few)
        write_key(axes, key, height - high - low - 0.08)
    return Drawing(figure, describe_network(nodes))


def _size(row: Any) -> int:
    # A small count is drawn as one size, so that the circle does not tell what words may not.
    return int(row.people) if row.shown.isdigit() else 1


def _draw_circles(
    axes: Any, nodes: pd.DataFrame, places: list[Place], disc: float, centre: tuple[float, float]
) -> None:
    from matplotlib.patches import Circle

    if disc:
        axes.add_patch(Circle(centre, disc, facecolor="#eef2f5", edgecolor=GRID, zorder=1))
    for row, (x, y, radius) in zip(nodes.itertuples(), places, strict=True):
        at = (centre[0] + x, centre[1] + y)
        if disc and not row.is_hub:
            far = sqrt(x * x + y * y)
            start = (centre[0] + x / far * disc, centre[1] + y / far * disc)
            axes.plot([start[0], at[0]], [start[1], at[1]], color=MUTED, lw=0.8, zorder=0)
        colour = SERIES[0] if row.is_hub else SERIES[1] if disc else SERIES[5]
        axes.add_patch(
            Circle(
                at,
                radius,
                facecolor=colour if row.people else PAPER,
                edgecolor=colour,
                linewidth=1.4,
                linestyle="solid" if row.people else (0, (2, 1.5)),
                zorder=3,
            )
        )


def _write_names(
    axes: Any, nodes: pd.DataFrame, places: list[Place], centre: tuple[float, float], few: bool
) -> None:
    for number, (row, (x, y, radius)) in enumerate(
        zip(nodes.itertuples(), places, strict=True), start=1
    ):
        at = (centre[0] + x, centre[1] + y)
        words = tell_briefly(row.shown) if few else str(number)
        axes.text(
            *at,
            words,
            ha="center",
            va="center_baseline",
            color=PAPER if row.people else INK,
            fontsize=12 if few and radius > 0.25 else 9,
            zorder=4,
        )
        if few:
            name = "\n".join(break_lines(row.label, 1.1))
            axes.text(
                at[0],
                at[1] - radius - 0.05,
                name,
                ha="center",
                va="top",
                fontsize=9,
                linespacing=1.1,
                zorder=4,
                parse_math=False,
            )


def tell_briefly(shown: str) -> str:
    """Return a count as it fits a circle: ``<5`` for under 5, ``?`` for one withheld."""
    if shown.startswith("under "):
        return shown.replace("under ", "<")
    return shown if shown.isdigit() else "?"


def describe_network(nodes: pd.DataFrame) -> str:
    """Return the drawing in words, with its numbers."""
    parts = [f"{row.label} {row.shown}" for row in nodes[nodes["people"] > 0].head(12).itertuples()]
    more = int((nodes["people"] > 0).sum()) - len(parts)
    tail = f" and {more} more" if more > 0 else ""
    hubs = int(nodes["is_hub"].sum())
    shape = (
        f"Hub-and-spoke drawing with {hubs} inside and {len(nodes) - hubs} around"
        if hubs
        else f"{len(nodes)} circles in rings"
    )
    return f"{shape}, larger with more people who took part: {', '.join(parts)}{tail}."
