"""The hub-and-spoke drawing: circles that grow with people and never overlap."""

from __future__ import annotations

from math import sqrt
from textwrap import wrap
from typing import TYPE_CHECKING, Any

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

LINE = 0.19
FEW, MANY, BRIEF = 8, 24, 24


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

    sizes = [_size(row) for row in nodes.itertuples()]
    few = len(nodes) <= FEW and nodes["label"].str.len().max() <= BRIEF
    places, disc = place_circles(sizes, list(nodes["is_hub"]), ROOMY if few else CROWDED)
    below = 0.5 if few else EDGE
    high = max([disc, *(y + r for _, y, r in places)]) + EDGE
    low = max([disc + EDGE, *(r - y + below for _, y, r in places)])
    key = [[]] if few else list_key(nodes)
    height = high + low + LINE * max(map(len, key)) + 0.45
    with looked():
        figure = Figure(figsize=(WIDTH, height))
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set(xlim=(0, WIDTH), ylim=(0, height), aspect="equal")
        axes.axis("off")
        centre = (WIDTH / 2, height - high)
        _draw_circles(axes, nodes, places, disc, centre)
        _write_names(axes, nodes, places, centre, few)
        _write_key(axes, key, height - high - low - 0.1)
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
            name = "\n".join(wrap(row.label, 14))
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


def list_key(nodes: pd.DataFrame) -> list[list[tuple[str, bool]]]:
    """Return the key in one column, or two for many nodes: lines, and which are headings."""
    many = len(nodes) > MANY
    entries: list[list[tuple[str, bool]]] = []
    group: object = None
    for number, row in enumerate(nodes.itertuples(), start=1):
        place = (row.is_hub, row.group_label)
        entry: list[tuple[str, bool]] = []
        if row.group_label and place != group:
            where = "inner" if row.is_hub else "outer"
            entry.append((f"{row.group_label} ({where} circles)", True))
            group = place
        words = wrap(f"{number}  {row.label}: {row.shown}", 36 if many else 74)
        entries.append(
            entry + [(line if not at else f"     {line}", False) for at, line in enumerate(words)]
        )
    half = (sum(map(len, entries)) + 1) // 2 if many else len(nodes) * 9
    columns: list[list[tuple[str, bool]]] = [[]]
    for entry in entries:
        if len(columns) == 1 and len(columns[0]) >= half:
            columns.append([])
        columns[-1] += entry
    return columns


def _write_key(axes: Any, columns: list[list[tuple[str, bool]]], top: float) -> None:
    for column, lines in enumerate(columns):
        left = 0.1 + column * WIDTH / 2
        for place, (words, heading) in enumerate(lines):
            axes.text(
                left if heading else left + 0.1,
                top - LINE * (place + 0.5),
                words,
                fontsize=9,
                va="center",
                fontweight="bold" if heading else "normal",
                parse_math=False,
            )


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
