"""The key of the network drawing: the numbered circles' names and people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mcneval.figures.lettering import EDGE, break_lines, line_height
from mcneval.figures.style import WIDTH

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

GAP, INDENT = 0.025, 0.1
SHAPES = {
    False: [(1, 9.0, 2)],
    True: [(2, 9.0, 2), (3, 8.0, 2), (3, 8.0, 1), (4, 8.0, 1)],
}
"""Columns, letters and lines of a name, for few nodes and for many, from airy to close."""


@dataclass(frozen=True)
class NetworkKey:
    """Lines of a key in columns, which of them are headings, and the size of the letters."""

    columns: list[list[tuple[str, bool]]]
    size: float

    @property
    def step(self) -> float:
        """Inches from one line to the next."""
        return line_height(self.size) + GAP

    @property
    def height(self) -> float:
        """Inches that the key takes."""
        return self.step * max(map(len, self.columns))


NO_KEY = NetworkKey([[]], 9.0)


def list_key(nodes: pd.DataFrame, columns: int, size: float, lines: int) -> NetworkKey:
    """Return the key in so many columns of about the same length."""
    room = (WIDTH - 2 * EDGE) / columns - 2 * INDENT
    entries: list[list[tuple[str, bool]]] = []
    group: object = None
    for number, row in enumerate(nodes.itertuples(), start=1):
        place = (row.is_hub, row.group_label)
        entry: list[tuple[str, bool]] = []
        if row.group_label and place != group:
            where = "inner" if row.is_hub else "outer"
            entry.append((f"{row.group_label} ({where} circles)", True))
            group = place
        entries.append(
            entry + [(line, False) for line in _break_entry(number, row, room, size, lines)]
        )
    half = -(-sum(map(len, entries)) // columns)
    filled: list[list[tuple[str, bool]]] = [[]]
    for entry in entries:
        if len(filled) < columns and len(filled[-1]) >= half:
            filled.append([])
        filled[-1] += entry
    return NetworkKey(filled, size)


def _break_entry(number: int, row: object, room: float, size: float, lines: int) -> list[str]:
    """Return an entry in lines; where its name is cut, the people still stand behind it."""
    label, shown = (getattr(row, name) for name in ("label", "shown"))
    people = f": {shown}".replace(" ", "\u00a0").replace(":\u00a0", ": ")
    words = break_lines(f"{number} {label}{people}", room, size, even=False)
    if len(words) > lines:
        words = break_lines(f"{number} {label}", room - 0.55, size, most=lines, even=False)
        words[-1] += people
    return [line if not at else f"     {line}" for at, line in enumerate(words)]


def write_key(axes: Axes, key: NetworkKey, top: float) -> None:
    """Write the key downwards from ``top``, on axes in inches from the bottom."""
    for column, lines in enumerate(key.columns):
        left = EDGE + column * (WIDTH - 2 * EDGE) / len(key.columns)
        for place, (words, heading) in enumerate(lines):
            axes.text(
                left if heading else left + INDENT,
                top - key.step * (place + 0.5),
                words,
                fontsize=key.size,
                va="center",
                fontweight="bold" if heading else "normal",
                parse_math=False,
            )
