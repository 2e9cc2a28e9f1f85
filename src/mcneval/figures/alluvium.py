"""Where the nodes and strands of an alluvial drawing lie: no drawing, only places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

LINE, GAP = 0.145, 0.08
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
    strands: Sequence[Strand], letters: Sequence[int], unit: float
) -> tuple[list[list[Node]], float]:
    """Return the nodes of each column from the top down, and the height of the drawing.

    Parameters
    ----------
    strands : sequence of Strand
        One a unit; all of the same length.
    letters : sequence of int
        How many letters a line of each column's names may have.
    unit : float
        Inches that one unit takes.
    """
    columns = [
        _measure_column(names, [strand[at] for strand in strands], letters[at], unit)
        for at, names in enumerate(order_nodes(strands))
    ]
    tall = max(sum(slot for _, slot in column) for column in columns)
    return [_stack_nodes(column, tall) for column in columns], tall


def _measure_column(
    names: list[str], places: list[str], letters: int, unit: float
) -> list[tuple[Node, float]]:
    """Return a column's nodes, not yet placed, with the inches each needs for bar and name."""
    from textwrap import wrap

    nodes = []
    for name in names:
        units = places.count(name)
        lines = wrap(name, letters)
        node = Node(name, lines, units, 0.0, units * unit)
        nodes.append((node, max(node.height, len(lines) * LINE) + GAP))
    return nodes


def _stack_nodes(column: list[tuple[Node, float]], tall: float) -> list[Node]:
    """Return nodes one below the other, spread over the whole height."""
    spare = (tall - sum(slot for _, slot in column)) / len(column)
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
