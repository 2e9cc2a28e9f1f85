"""The hub-and-spoke drawing: circles that grow with people and never overlap."""

from __future__ import annotations

from math import asin, ceil, cos, pi, sin, sqrt
from typing import TYPE_CHECKING, Any

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

SMALL, LARGE, GAP = 0.155, 0.42, 0.09
FEW, ROOMY = 8, 0.8
EDGE = 0.08
LINE = 0.19
Place = tuple[float, float, float]
"""Where a circle stands and how large it is: x, y and radius, in inches."""


def size_circles(people: list[int], largest: float = LARGE) -> list[float]:
    """Return radii in inches: area grows with people from the size of nobody's circle."""
    most = max([*people, 1])
    grow = largest**2 - SMALL**2
    return [sqrt(SMALL**2 + grow * count / most) for count in people]


def place_inner(radii: list[float]) -> tuple[list[Place], float]:
    """Return hubs in a ring (or the middle, for one) and the radius of the disc around them."""
    if not radii:
        return [], 0.0
    if len(radii) == 1:
        return [(0.0, 0.0, radii[0])], radii[0] + GAP
    ring = fit_ring(radii)
    angles = spread_angles(radii, ring)
    places = [
        (ring * cos(angle), ring * sin(angle), radius)
        for angle, radius in zip(angles, radii, strict=True)
    ]
    return places, ring + max(radii) + GAP


def fit_ring(radii: list[float]) -> float:
    """Return the smallest ring on which circles of these radii stand without touching."""
    low, high = max(radii) + GAP, sum(radii) + len(radii) * GAP
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (low, middle) if sum(take_angles(radii, middle)) <= 2 * pi else (middle, high)
    return high


def take_angles(radii: list[float], ring: float) -> list[float]:
    """Return the angle that each circle needs on a ring, with half a gap to either side."""
    return [2 * asin(min(1.0, (radius + GAP / 2) / ring)) for radius in radii]


def spread_angles(radii: list[float], ring: float) -> list[float]:
    """Return the circles' angles on a ring, from the top and clockwise, slack shared out."""
    needed = take_angles(radii, ring)
    slack = (2 * pi - sum(needed)) / len(radii)
    angles, turned = [], 0.0
    for angle in needed:
        angles.append(pi / 2 - turned - angle / 2)
        turned += angle + slack
    return angles


def place_outer(radii: list[float], inside: float, widest: float) -> list[Place]:
    """Return spokes on as few rings as fit between ``inside`` and ``widest``.

    On several rings every circle gets an equal slot, and each ring is turned by a part of
    a slot, so that the line of an outer circle passes between two inner ones.
    """
    if not radii:
        return []
    large = max(radii)
    ring = max(inside + 3 * GAP + large, fit_ring(radii) if len(radii) > 1 else 0)
    if ring + large <= widest:
        angles = spread_angles(radii, ring)
        return [_put(a, ring, r) for a, r in zip(angles, radii, strict=True)]
    slot_width = 2 * large + GAP
    for rings in range(2, len(radii) + 1):
        slots = ceil(len(radii) / rings)
        first = max(inside + 3 * GAP + large, slot_width / (2 * sin(pi / max(slots, 2))))
        if first + large + (rings - 1) * slot_width <= widest:
            break
    return [
        _put(
            pi / 2 - 2 * pi / slots * (place // rings + (place % rings) / rings),
            first + (place % rings) * slot_width,
            radius,
        )
        for place, radius in enumerate(radii)
    ]


def _put(angle: float, ring: float, radius: float) -> Place:
    return ring * cos(angle), ring * sin(angle), radius


def place_nodes(nodes: pd.DataFrame) -> tuple[list[Place], float]:
    """Return a place for each node, in the frame's order, and the radius of the hubs' disc."""
    widest = WIDTH / 2 - EDGE
    largest = ROOMY if len(nodes) <= FEW else LARGE
    while True:
        radii = size_circles([int(count) for count in nodes["size"]], largest)
        hubs = [r for r, is_hub in zip(radii, nodes["is_hub"], strict=True) if is_hub]
        spokes = [r for r, is_hub in zip(radii, nodes["is_hub"], strict=True) if not is_hub]
        inner, disc = place_inner(hubs)
        outer = place_outer(spokes, disc, widest)
        places = inner + outer
        reach = max([disc, *(sqrt(x * x + y * y) + r for x, y, r in places)])
        if reach <= widest + 1e-6 or largest <= SMALL:
            return places, disc
        largest = max(SMALL, largest * 0.92)


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

    nodes = nodes.assign(size=[_size(row) for row in nodes.itertuples()])
    places, disc = place_nodes(nodes)
    reach = max([disc, *(sqrt(x * x + y * y) + r for x, y, r in places)]) + EDGE
    key = list_key(nodes)
    height = 2 * reach + LINE * len(key) + 0.55
    with looked():
        figure = Figure(figsize=(WIDTH, height))
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set(xlim=(0, WIDTH), ylim=(0, height), aspect="equal")
        axes.axis("off")
        centre = (WIDTH / 2, height - reach)
        _draw_rings(axes, nodes, places, disc, centre)
        _write_key(axes, key, height - 2 * reach - 0.15)
    return Drawing(figure, describe_network(nodes))


def _size(row: Any) -> int:
    # A small count is drawn as one size, so that the circle does not tell what words may not.
    return 1 if row.shown.startswith("under") else int(row.people)


def _draw_rings(
    axes: Any, nodes: pd.DataFrame, places: list[Place], disc: float, centre: tuple[float, float]
) -> None:
    from matplotlib.patches import Circle

    if disc:
        axes.add_patch(Circle(centre, disc, facecolor="#eef2f5", edgecolor=GRID, zorder=1))
    for number, (row, (x, y, radius)) in enumerate(
        zip(nodes.itertuples(), places, strict=True), start=1
    ):
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
        ink = PAPER if row.people else INK
        axes.text(
            *at, str(number), ha="center", va="center_baseline", color=ink, fontsize=9, zorder=4
        )


def list_key(nodes: pd.DataFrame) -> list[tuple[str, bool]]:
    """Return the lines of the key, and whether each is a heading: names with their people."""
    lines: list[tuple[str, bool]] = []
    group: object = None
    for number, row in enumerate(nodes.itertuples(), start=1):
        place = (row.is_hub, row.group_label)
        if row.group_label and place != group:
            lines.append(
                (f"{row.group_label} ({'inner' if row.is_hub else 'outer'} circles)", True)
            )
            group = place
        lines.append((f"{number}  {row.label}: {row.shown}", False))
    return lines


def _write_key(axes: Any, key: list[tuple[str, bool]], top: float) -> None:
    for place, (words, heading) in enumerate(key):
        axes.text(
            0.1 if heading else 0.25,
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
        f"Hub-and-spoke drawing: {hubs} circles inside, {len(nodes) - hubs} around them"
        if hubs
        else f"{len(nodes)} circles in rings"
    )
    return f"{shape}, larger with more people who took part: {', '.join(parts)}{tail}."
