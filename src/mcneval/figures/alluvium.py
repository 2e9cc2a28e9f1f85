"""Where the nodes and strands of an alluvial drawing lie: no drawing, only places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mcneval.figures.lettering import break_lines, line_height

WHOLE = 4
"""Lines that hold any name."""


@dataclass(frozen=True)
class Density:
    """How close a drawing is: inches for a unit and between nodes, letters, lines of a name."""

    unit: float
    gap: float
    size: float
    lines: int


Strand = tuple[str, ...]
"""The node of one unit in each column; ``""`` where it is in none."""


@dataclass(frozen=True)
class Node:
    """A node of one column: its name as lines, how many units, and its top in inches."""

    name: str
    lines: list[str]
    units: int
    top: float
    height: float

    @property
    def middle(self) -> float:
        """Where its name is written."""
        return self.top + self.height / 2


def lay_out(
    strands: Sequence[Strand], widths: Sequence[float], density: Density
) -> tuple[list[list[Node]], float]:
    """Return the nodes of each column from the top down, and the height of the drawing.

    Parameters
    ----------
    strands : sequence of Strand
        One a unit; all of the same length.
    widths : sequence of float
        Inches that a line of each column's names may take.
    density : Density
        How close the nodes stand.
    """
    orders = order_nodes(strands)

    def measure_columns(lines: int) -> list[list[tuple[Node, float]]]:
        closer = replace(density, lines=lines)
        return [
            _measure_column(names, [strand[at] for strand in strands], widths[at], closer)
            for at, names in enumerate(orders)
        ]

    columns = measure_columns(density.lines)
    tall = max(map(_add_up, columns))
    # Where a shorter column has room for whole names, they are not cut.
    columns = [
        whole if _add_up(whole) <= tall else column
        for column, whole in zip(columns, measure_columns(WHOLE), strict=True)
    ]
    return [_stack_nodes(column, tall) for column in columns], tall


def _add_up(column: list[tuple[Node, float]]) -> float:
    return sum(slot for _, slot in column)


def _measure_column(
    names: list[str], places: list[str], width: float, density: Density
) -> list[tuple[Node, float]]:
    """Return a column's nodes, not yet placed, with the inches each needs for bar and name."""
    nodes = []
    for name in names:
        units = places.count(name)
        lines = break_lines(name, width, density.size, most=density.lines)
        node = Node(name, lines, units, 0.0, units * density.unit)
        nodes.append((node, max(node.height, len(lines) * line_height(density.size)) + density.gap))
    return nodes


def _stack_nodes(column: list[tuple[Node, float]], tall: float) -> list[Node]:
    """Return nodes one below the other, spread over the whole height."""
    spare = (tall - _add_up(column)) / len(column)
    placed, top = [], 0.0
    for node, slot in column:
        placed.append(replace(node, top=top + (slot + spare - node.height) / 2))
        top += slot + spare
    return placed


def order_nodes(strands: Sequence[Strand], sweeps: int = 12) -> list[list[str]]:
    """Return each column's names in an order with few crossings.

    Each column in turn is sorted by the mean place of its neighbours' nodes (the barycentre
    heuristic of Sugiyama, Tagawa and Toda 1981), to the right and back, so many times; the order
    with the fewest crossings is kept.
    """
    width = len(strands[0])
    orders = [
        list(dict.fromkeys(strand[at] for strand in strands if strand[at])) for at in range(width)
    ]
    best, fewest = [list(order) for order in orders], count_crossings(strands, orders)
    for sweep in range(sweeps):
        steps = range(1, width) if sweep % 2 == 0 else range(width - 2, -1, -1)
        for at in steps:
            beside = at - 1 if sweep % 2 == 0 else at + 1
            place = {name: number for number, name in enumerate(orders[beside])}
            orders[at] = _sort_by_mean(strands, orders[at], at, beside, place)
        crossings = count_crossings(strands, orders)
        if crossings < fewest:
            best, fewest = [list(order) for order in orders], crossings
    return best


def _sort_by_mean(
    strands: Sequence[Strand], names: list[str], at: int, beside: int, place: dict[str, int]
) -> list[str]:
    means = {}
    for number, name in enumerate(names):
        near = [place[s[beside]] for s in strands if s[at] == name and s[beside]]
        means[name] = sum(near) / len(near) if near else float(number)
    return sorted(names, key=lambda name: means[name])


def count_crossings(strands: Sequence[Strand], orders: Sequence[Sequence[str]]) -> int:
    """Return how many pairs of strands cross between neighbouring columns."""
    total = 0
    for at in range(len(orders) - 1):
        left = {name: number for number, name in enumerate(orders[at])}
        right = {name: number for number, name in enumerate(orders[at + 1])}
        ends = [(left[s[at]], right[s[at + 1]]) for s in strands if s[at] and s[at + 1]]
        total += sum(
            (first[0] - second[0]) * (first[1] - second[1]) < 0
            for number, first in enumerate(ends)
            for second in ends[number + 1 :]
        )
    return total


def stack_bands(
    strands: Sequence[Strand], columns: Sequence[Sequence[Node]], at: int, unit: float
) -> list[tuple[str, str, float, float, float]]:
    """Return the bands between a column and the next: names, tops at both ends, thickness."""
    left, right = columns[at], columns[at + 1]
    counts: dict[tuple[str, str], int] = {}
    for strand in strands:
        if strand[at] and strand[at + 1]:
            key = strand[at], strand[at + 1]
            counts[key] = counts.get(key, 0) + 1
    used_left = {node.name: node.top for node in left}
    used_right = {node.name: node.top for node in right}
    starts: dict[tuple[str, str], float] = {}
    for one in left:
        for other in right:
            key = one.name, other.name
            if key in counts:
                starts[key] = used_left[one.name]
                used_left[one.name] += counts[key] * unit
    bands = []
    for other in right:
        for one in left:
            key = one.name, other.name
            if key in counts:
                thick = counts[key] * unit
                bands.append((one.name, other.name, starts[key], used_right[other.name], thick))
                used_right[other.name] += thick
    return bands
