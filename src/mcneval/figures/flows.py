"""How rows move from step to step: an alluvial drawing."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from mcneval.exhibit import name_head
from mcneval.figures.marks import open_board
from mcneval.figures.style import (
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

UNIT, LINE, GAP = 0.055, 0.125, 0.05
"""Inches for a row, a line of a name, and between two nodes."""
SWEEPS = 8
Slots = dict[tuple[int, str], tuple[float, float]]
"""Step and node to the top of its bar and its height."""


def flows(frame: pd.DataFrame, steps: list[str], *, width: float = WIDTH) -> Axes:
    """Draw how rows move from step to step, as strands between nodes.

    Strands that stay under one name are grey, those that change are coloured.

    Parameters
    ----------
    frame : DataFrame
        One row a strand; a strand with no value in a step is not drawn there.
    steps : list of str
        The columns, from left to right.
    width : float
        Inches that the figure is wide; a narrow one has the last two steps.
    """
    steps = steps if width > NARROW else steps[-2:]
    frame = frame.dropna(subset=steps, how="all")
    if frame.empty or not steps:
        return skip(None, frame)
    # Names stand beside their bars: before the first, behind the last, between the others.
    room = width / (len(steps) + (0.6 if len(steps) == 2 else 0.2))
    letters = max(10, int((room - 0.25) * 15.5))
    orders = order_nodes(frame, steps)
    slots, tall = place_nodes(frame, steps, orders, letters)
    left = room * 0.95 if len(steps) == 2 else 0.1
    step = (width - left - room) / max(1, len(steps) - 1)
    with house_style():
        ax = open_board(tall + 0.35, width)
        for at, name in enumerate(steps):
            x = left + at * step
            before = len(steps) == 2 and at == 0
            side = "right" if before else "left"
            ax.text(x, tall + 0.2, name_head(name), fontweight="bold", ha=side, fontsize=9)
            for node in orders[at]:
                top, high = slots[at, node]
                ax.bar(x, -high, 0.06, tall - top, color=MUTED, align="center", zorder=3)
                words = ax.text(
                    x - 0.06 if before else x + 0.06,
                    tall - top - high / 2,
                    fold(node, letters),
                    ha="right" if before else "left",
                    va="center",
                    fontsize=8,
                    linespacing=0.95,
                    zorder=4,
                    parse_math=False,
                )
                if not before and at < len(steps) - 1:
                    words.set_bbox(
                        {"facecolor": PAPER, "alpha": 0.8, "edgecolor": "none", "pad": 0.4}
                    )
        for at in range(len(steps) - 1):
            _put_strands(ax, frame, steps, at, orders, slots, (left, step, tall))
    counts = "; ".join(f"{name}: {frame[name].nunique()}" for name in steps)
    alt = f"Strands of {len(frame)} rows from step to step. Different names: {counts}."
    return finish(ax, frame, alt, partial(flows, frame, steps, width=NARROW))


def order_nodes(frame: pd.DataFrame, steps: list[str]) -> list[list[str]]:
    """Return each step's nodes in an order with few crossings.

    Each step in turn is sorted by the mean place of its neighbours' nodes, to the right and back
    (the barycentre heuristic of Sugiyama, Tagawa and Toda 1981); the best order is kept.
    """
    orders = [list(dict.fromkeys(frame[name].dropna())) for name in steps]
    best, fewest = [list(order) for order in orders], count_crossings(frame, steps, orders)
    for sweep in range(SWEEPS):
        forth = sweep % 2 == 0
        for at in range(1, len(steps)) if forth else range(len(steps) - 2, -1, -1):
            beside = at - 1 if forth else at + 1
            place = {node: number for number, node in enumerate(orders[beside])}
            means = frame[steps[beside]].map(place).groupby(frame[steps[at]]).mean().to_dict()
            ranks = {node: means.get(node, number) for number, node in enumerate(orders[at])}
            orders[at] = sorted(orders[at], key=lambda node, ranks=ranks: ranks[node])  # type: ignore[misc]
        crossings = count_crossings(frame, steps, orders)
        if crossings < fewest:
            best, fewest = [list(order) for order in orders], crossings
    return best


def count_crossings(frame: pd.DataFrame, steps: list[str], orders: list[list[str]]) -> int:
    """Return how many pairs of strands cross between neighbouring steps."""
    total = 0
    for at in range(len(steps) - 1):
        both = frame.dropna(subset=steps[at : at + 2])
        places = (both[steps[n]].map(orders[n].index) for n in (at, at + 1))
        ends = list(zip(*places, strict=True))
        total += sum(
            (a - c) * (b - d) < 0 for n, (a, b) in enumerate(ends) for c, d in ends[n + 1 :]
        )
    return total


def place_nodes(
    frame: pd.DataFrame, steps: list[str], orders: list[list[str]], letters: int
) -> tuple[Slots, float]:
    """Return where each node's bar begins and how high it is, and the height of all."""
    sizes = [frame[name].value_counts() for name in steps]
    needs = [
        [
            max(UNIT * size[node], LINE * (fold(node, letters).count("\n") + 1)) + GAP
            for node in order
        ]
        for size, order in zip(sizes, orders, strict=True)
    ]
    tall = max(map(sum, needs))
    slots: Slots = {}
    for at, order in enumerate(orders):
        spare, top = (tall - sum(needs[at])) / max(1, len(order)), 0.0
        for node, need in zip(order, needs[at], strict=True):
            high = UNIT * float(sizes[at][node])
            slots[at, node] = top + (need + spare - high) / 2, high
            top += need + spare
    return slots, tall


def _put_strands(
    ax: Axes, frame: pd.DataFrame, steps: list[str], at: int, orders: list[list[str]], slots: Slots,
    board: tuple[float, float, float],
) -> None:  # fmt: skip
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    left, step, tall = board
    both = frame.dropna(subset=steps[at : at + 2])
    pairs = both.groupby([steps[at], steps[at + 1]], observed=True).size()
    starts = {node: slots[at, node][0] for node in orders[at]}
    ends = {node: slots[at + 1, node][0] for node in orders[at + 1]}
    keys = [(one, other) for one in orders[at] for other in orders[at + 1] if (one, other) in pairs]
    begins = {}
    for one, other in keys:
        begins[one, other] = starts[one]
        starts[one] += UNIT * float(pairs[one, other])
    for one, other in sorted(keys, key=lambda key: (orders[at + 1].index(key[1]), keys.index(key))):
        thick = UNIT * float(pairs[one, other])
        a, b = tall - begins[one, other], tall - ends[other]
        ends[other] += thick
        x0, x1 = left + at * step + 0.03, left + (at + 1) * step - 0.03
        m = (x0 + x1) / 2
        curve = [(x0, a), (m, a), (m, b), (x1, b), (x1, b - thick), (m, b - thick), (m, a - thick),
                 (x0, a - thick), (x0, a)]  # fmt: skip
        codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
        tone = MUTED if one == other else PALETTE[0]
        ax.add_patch(PathPatch(Path(curve, codes), color=tone, alpha=0.35, linewidth=0))
