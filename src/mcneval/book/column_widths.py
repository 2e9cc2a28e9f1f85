"""The width of a page shared among a table's columns so that its rows are low."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from mcneval.book.table_words import CellWords, TableWords

PADDING = 9.0
SPACED = 6.0
SPARE = 1.02
STEPS = (4.0, 8.0, 16.0, 32.0, 64.0)
SAMPLE = 160
LINE, ROW = 1.15, 6.0
# A step this wide is not made only for a head of fewer lines.
HEAD_STEP = 16.0
ROW_WEIGHT = 20
EXCHANGES = 40


@dataclass(frozen=True)
class Heights:
    """How high a table stands in points, and its highest row."""

    table: float
    row: float


class Columns:
    """A table's columns at one size of letters.

    ``least`` are the widths at which no word is cut, ``natural`` those at which no line ends
    before its cell does.
    """

    def __init__(
        self, words: TableWords, size: float, head_size: float, spaced: tuple[int, ...]
    ) -> None:
        every = max(1, len(words.body) // SAMPLE)
        body = words.body[::every]
        self.heads = len(words.head)
        self.rows = [*words.head, *body]
        self.sizes = [head_size] * len(words.head) + [size] * len(body)
        self.size = size
        self.body = len(body)
        self.count = len(words.head) + len(words.body)
        self.skipped = len(words.body) / len(body) if body else 1.0
        self.padding = [PADDING + SPACED * (place in spaced) for place in range(words.count)]
        heads, rest = words.widest(CellWords.find_longest)
        self.least = self._in_points(heads, head_size, rest, size)
        heads, rest = words.widest(CellWords.find_unbroken)
        self.natural = self._in_points(heads, head_size, rest, size)
        self._known: dict[tuple[int, float], list[int]] = {}

    def _in_points(
        self, heads: list[float], head_size: float, rest: list[float], size: float
    ) -> list[float]:
        return [
            max(head * head_size, one * size) * SPARE + padding
            for head, one, padding in zip(heads, rest, self.padding, strict=True)
        ]

    def share(self, width: float) -> list[float]:
        """Return widths, from the least up, at which the rows together are lowest."""
        widths = list(self.least)
        spare = width - sum(widths)
        while spare >= STEPS[0]:
            found = self._best_step(widths, spare)
            if found is None:
                break
            place, step = found
            widths[place] += step
            spare -= step
        fullest = self._find_fullest(widths)
        if fullest is not None:
            widths[fullest] += max(0.0, spare)
        return self._exchange(widths)

    def measure_heights(self, widths: list[float]) -> Heights:
        """Return how high the table and its highest row are at these widths."""
        lines = self._highest([self._lines(n, width) for n, width in enumerate(widths)])
        rows = [n * size * LINE + ROW for n, size in zip(lines, self.sizes, strict=True)]
        return Heights(sum(rows) * self.skipped, max(rows, default=0.0))

    def _best_step(self, widths: list[float], spare: float) -> tuple[int, float] | None:
        """Return the column and the width that lower the rows most for each point given."""
        lines = [self._lines(place, width) for place, width in enumerate(widths)]
        now, best, found = self._highest(lines), 0.0, None
        for place, width in enumerate(widths):
            for step in (step for step in STEPS if step <= spare):
                wider = self._lines(place, width + step)
                if wider == lines[place]:
                    continue
                then = self._highest([*lines[:place], wider, *lines[place + 1 :]])
                rows = slice(self.heads if step > HEAD_STEP else 0, None)
                own = sum(lines[place][rows]) - sum(wider[rows])
                gain = ((sum(now[rows]) - sum(then[rows])) * ROW_WEIGHT + own) / step
                if gain > best:
                    best, found = gain, (place, step)
        return found

    def _exchange(self, widths: list[float]) -> list[float]:
        """Return widths at which no column can lower the rows by giving room to another."""
        cost = self._cost(widths)
        for _ in range(EXCHANGES):
            trials = [(self._cost(one), one) for one in self._moves(widths)]
            best, found = min(trials, default=(cost, widths))
            if best >= cost:
                break
            cost, widths = best, found
        return widths

    def _moves(self, widths: list[float]) -> Iterator[list[float]]:
        places = range(len(widths))
        for giver, taker, step in product(places, places, STEPS):
            if giver != taker and widths[giver] - step >= self.least[giver]:
                moved = list(widths)
                moved[giver] -= step
                moved[taker] += step
                yield moved

    def _cost(self, widths: list[float]) -> int:
        lines = [self._lines(place, width) for place, width in enumerate(widths)]
        return ROW_WEIGHT * sum(self._highest(lines)) + sum(map(sum, lines))

    def _find_fullest(self, widths: list[float]) -> int | None:
        """Return the column with the most lines, or None where every cell has one."""
        lines = [sum(self._lines(n, width)[self.heads :]) for n, width in enumerate(widths)]
        return lines.index(max(lines)) if max(lines, default=0) > self.body else None

    def _highest(self, lines: list[list[int]]) -> list[int]:
        return [max(row) for row in zip(*lines, strict=True)]

    def _lines(self, place: int, width: float) -> list[int]:
        known = self._known.get((place, width))
        if known is None:
            room = (width - self.padding[place]) / SPARE + 0.01
            cells = [row[place] for row in self.rows]
            pairs = zip(cells, self.sizes, strict=True)
            known = [_count_lines(cell, room / size) for cell, size in pairs]
            self._known[place, width] = known
        return known


def _count_lines(cell: CellWords | None, room: float) -> int:
    return cell.count_lines(room) if cell else 1
