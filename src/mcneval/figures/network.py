"""The network: hubs inside, spokes around, larger with more people who took part."""

from __future__ import annotations

from functools import partial
from math import pi, sin
from typing import TYPE_CHECKING, Any

from mcneval.figures.marks import open_board
from mcneval.figures.style import (
    GRID,
    INK,
    MUTED,
    NARROW,
    PALETTE,
    PAPER,
    WIDTH,
    finish,
    fold,
    house_style,
    skip,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

SMALL, LARGE = 150.0, 1500.0
LINE = 0.165
"""Inches of a line of the key."""
Look = dict[str, Any]
Entry = tuple[str, str, Look]
"""A mark's text, the words beside it, and how they look; without a mark it is a heading."""


def lay_key(entries: list[Entry], width: float) -> list[list[tuple[str, Look, list[str]]]]:
    """Return a key's columns of like height; blocks under a heading are not parted."""
    columns = 2 if width > NARROW else 1
    room = int((width / columns - 0.5) * 15)
    folded = [(mark, look, fold(words, room).split("\n")) for mark, words, look in entries]
    deepest = sum(len(lines) for *_, lines in folded) / columns
    heads = any(not mark for mark, *_ in folded)
    laid: list[list[tuple[str, Look, list[str]]]] = [[]]
    for entry in folded:
        used = sum(len(lines) for *_, lines in laid[-1])
        if used >= deepest - 0.5 and len(laid) < columns and not (entry[0] and heads):
            laid.append([])
        laid[-1].append(entry)
    return laid


def measure_key(entries: list[Entry], width: float) -> float:
    """Return the inches that a key takes."""
    return max(sum(len(lines) for *_, lines in column) for column in lay_key(entries, width)) * LINE


def write_key(ax: Axes, entries: list[Entry], top: float, width: float) -> None:
    """Write a key in columns downwards from ``top``."""
    laid = lay_key(entries, width)
    for at, column in enumerate(laid):
        left, high = at * width / len(laid), top
        for mark, look, lines in column:
            ax.text(left + 0.34, high, mark, ha="right", va="top", fontsize=8, color=MUTED)
            for line in lines:
                start = left + (0.42 if mark else 0.1)
                ax.text(start, high, line, va="top", fontsize=8, parse_math=False, **look)
                high -= LINE


def network(frame: pd.DataFrame, *, width: float = WIDTH) -> Axes:
    """Draw the network's parts as circles: hubs inside, spokes around, with a key of names.

    Parameters
    ----------
    frame : DataFrame
        Columns part, hub and people, as :func:`mcneval.analysis.people.list_network` returns.
        A count that may not be shown is drawn as one person and written as ``under 5`` or
        ``withheld``.
    width : float
        Inches that the figure is wide.
    """
    import networkx

    if frame.empty:
        return skip(None, frame)
    told = frame["people"].astype("str")
    people = frame["people"].astype("float64").fillna(1)
    hubs = [at for at in frame.index if frame["hub"][at]]
    others = [at for at in frame.index if at not in hubs]
    entries: list[Entry] = [
        (str(at + 1), f"{frame['part'][at]}: {told[at]}", {}) for at in frame.index
    ]
    across = min(width, 4.4 if len(frame) > 8 else 3.6)
    graph = (
        networkx.Graph([(a, b) for a in hubs for b in others])
        if len(hubs) == 1
        else networkx.Graph()
    )
    graph.add_nodes_from(frame.index)
    places = networkx.shell_layout(graph, [ring for ring in (hubs, others) if ring])
    with house_style():
        key = measure_key(entries, width)
        ax = open_board(across + key + 0.1, width)
        centre = (width / 2, key + 0.1 + across / 2)
        for at, (x, y) in places.items():
            ring = 0.5 if at in hubs and others else 1.0
            radius = (across / 2 - 0.35) * (ring if len(hubs) != 1 or at not in hubs else 0)
            size = max(1e-9, (x * x + y * y) ** 0.5)
            spot = centre[0] + x / size * radius, centre[1] + y / size * radius
            if at in others and hubs:
                ax.plot(
                    [centre[0], spot[0]], [centre[1], spot[1]], color=GRID, linewidth=1, zorder=0
                )
            most = float(people.max()) * (1 if people.max() >= 6 else 2)
            room = _fit_circles(len(hubs) if at in hubs else len(others), radius)
            _put_circle(ax, spot, str(at + 1), float(people[at]) / max(1.0, most), room, at in hubs)
        write_key(ax, entries, key, width)
    parts = "; ".join(words for _, words, _ in entries[:12])
    alt = f"{len(hubs)} hubs inside and {len(others)} other parts around. People: {parts}."
    alt = alt if hubs else alt.partition(". ")[2]
    return finish(ax, frame, alt, partial(network, frame, width=NARROW))


def _fit_circles(count: int, radius: float) -> float:
    """Return the square points that each of so many circles on a ring may take."""
    return min(LARGE, (2 * radius * sin(pi / count) * 72 * 0.9) ** 2) if count > 1 else LARGE


def _put_circle(
    ax: Axes, spot: tuple[float, float], words: str, people: float, room: float, hub: bool
) -> None:
    tone = PALETTE[0] if hub else PALETTE[1]
    least = min(SMALL, room / 2)
    size = least + (room - least) * people
    ax.scatter(*spot, s=size, facecolor=tone if people else PAPER, edgecolor=tone, linewidth=1.2,
               linestyle="-" if people else "--", zorder=3)  # fmt: skip
    ax.text(
        *spot,
        words,
        ha="center",
        va="center_baseline",
        color=PAPER if people else INK,
        fontsize=8,
        zorder=4,
    )
