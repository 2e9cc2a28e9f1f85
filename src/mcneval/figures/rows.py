"""Rows of names with room for a drawing beside each: in one column, or two where there are many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from mcneval.figures.lettering import EDGE, SMALL, TEXT, break_lines, line_height, measure
from mcneval.figures.style import INK, WIDTH

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BETWEEN, ASIDE = 0.24, 0.09
"""Inches between two columns, and between a name and its drawing."""
AIRY, TIGHT, DENSE = 0.1, 0.06, 0.035
"""Inches between rows."""
SHORT = 5.2
"""Inches that rows may take before they stand closer: a high drawing leaves pages half empty."""
OVER = 0.08
"""Inches more above a heading."""
WIDEST_NAMES = 2.95
CLOSER = (
    (SMALL, TIGHT, 3, 1.45),
    (SMALL, DENSE, 3, 1.7),
    (8.0, DENSE, 3, 1.7),
    (8.0, DENSE, 2, 1.7),
    (8.0, 0.015, 2, 1.8),
    (8.0, 0.015, 1, 1.7),
)
"""Letters, inches between rows, lines and width of a name in two columns, from airy to close."""


@dataclass(frozen=True)
class Row:
    """One row, or a heading where it has no content."""

    name: str
    content: Any = None
    bold: bool = False
    colour: str = INK

    @property
    def is_heading(self) -> bool:
        """Return whether it names the rows below it."""
        return self.content is None


@dataclass(frozen=True)
class Place:
    """Where a row stands, in inches: its middle, its height, and where its drawing may lie."""

    row: Row
    lines: list[str]
    left: float
    start: float
    end: float
    middle: float
    height: float


@dataclass(frozen=True)
class Layout:
    """Rows in their places."""

    columns: list[list[Place]]
    height: float
    size: float

    @property
    def places(self) -> list[Place]:
        """All places, headings left out."""
        return [place for column in self.columns for place in column if not place.row.is_heading]


def lay_rows(
    rows: Sequence[Row], top: float, room: float, *, lines: int = 3, abreast: int = 2
) -> Layout:
    """Return rows in their places below ``top``: one column, or two where they need more room.

    Parameters
    ----------
    rows : sequence of Row
        From the top down; headings stay with the row after them.
    top, room : float
        Where the rows begin, and the inches that they may take.
    lines : int
        Lines that a name may have.
    abreast : int
        Columns that there may be; with one, the rows may need more room than there is.
    """
    longest = max(measure(row.name, bold=row.bold) for row in rows if not row.is_heading)
    names = min(WIDEST_NAMES, longest + 0.02)
    for gap, most_tall in ((AIRY, SHORT), (TIGHT, SHORT), (DENSE, room)):
        heights = [measure_row(row, names, TEXT, gap, lines) for row in rows]
        if sum(heights) <= min(most_tall, room) or (abreast == 1 and gap == DENSE):
            placed = _place_column(rows, heights, top, EDGE, WIDTH - EDGE, names, TEXT, lines)
            return Layout([placed], sum(heights), TEXT)
    wide = (WIDTH - 2 * EDGE - BETWEEN) / 2
    for letters, gap, most, share in CLOSER:
        narrow, count = min(share, names), min(most, lines)
        heights = [measure_row(row, narrow, letters, gap, count) for row in rows]
        parts = split_rows(rows, heights)
        tallest = max(sum(tall) for _, tall in parts)
        if tallest <= room:
            break
    columns = []
    for number, (part, tall) in enumerate(parts):
        left = EDGE + number * (wide + BETWEEN)
        columns.append(_place_column(part, tall, top, left, left + wide, narrow, letters, count))
    return Layout(columns, tallest, letters)


def measure_row(row: Row, names: float, size: float, gap: float, lines: int) -> float:
    """Return the inches that a row takes."""
    if row.is_heading:
        return line_height(size) + gap + OVER
    count = len(break_lines(row.name, names, size, bold=row.bold, most=lines))
    return count * line_height(size) + gap


def split_rows(
    rows: Sequence[Row], heights: Sequence[float]
) -> list[tuple[list[Row], list[float]]]:
    """Return rows in two columns of like height, parted before a heading if that is not far off.

    Where a group is parted, its heading is repeated.
    """
    heads = [place for place, row in enumerate(rows) if row.is_heading]

    def judge(cut: int) -> float:
        parted = bool(heads) and not rows[cut].is_heading
        again = heights[heads[0]] if parted else 0.0
        taller = max(sum(heights[:cut]), sum(heights[cut:]) + again)
        return taller + 0.9 * parted

    cuts = [cut for cut in range(1, len(rows)) if not rows[cut - 1].is_heading]
    if not cuts:
        return [(list(rows), list(heights))]
    cut = min(cuts, key=judge)
    first, second = (list(rows[:cut]), list(heights[:cut])), (list(rows[cut:]), list(heights[cut:]))
    if heads and not rows[cut].is_heading:
        head = max(place for place in heads if place < cut)
        second[0].insert(0, replace(rows[head], name=_tell_again(rows[head].name)))
        second[1].insert(0, heights[head])
    return [first, second]


def _tell_again(heading: str) -> str:
    return f"{heading.split(':')[0]} (continued)"


def _place_column(
    rows: Sequence[Row],
    heights: Sequence[float],
    top: float,
    left: float,
    right: float,
    names: float,
    size: float,
    most: int,
) -> list[Place]:
    places, high = [], top
    for row, tall in zip(rows, heights, strict=True):
        wide = right - left if row.is_heading else names
        bold = row.bold or row.is_heading
        lines = break_lines(row.name, wide, size, bold=bold, most=1 if row.is_heading else most)
        start = left + names + ASIDE
        middle = high + tall / 2 + (OVER / 2 if row.is_heading else 0)
        places.append(Place(row, lines, left, start, right, middle, tall))
        high += tall
    return places


def write_names(axes: Axes, layout: Layout) -> None:
    """Write each row's name to the left of its drawing, and the headings."""
    for place in (place for column in layout.columns for place in column):
        row = place.row
        step = line_height(layout.size)
        first = place.middle - step * (len(place.lines) - 1) / 2
        for number, words in enumerate(place.lines):
            axes.text(
                place.left if row.is_heading else place.start - ASIDE,
                first + number * step,
                words,
                fontsize=layout.size,
                fontweight="bold" if row.bold or row.is_heading else "normal",
                color=row.colour,
                ha="left" if row.is_heading else "right",
                va="center_baseline",
                parse_math=False,
            )
