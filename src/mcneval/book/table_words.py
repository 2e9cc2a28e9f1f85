"""The words of a table's cells, measured: what may not be cut, and where a line may end."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from mcneval.book.letter_widths import Face
from mcneval.book.tree import BREAKS, Element, text_of

# A line may end at a blank, at a mark put there for it, and after a dash between letters;
# not within a name such as SYN-P05.
PIECES = re.compile(r"\n|[ \t]+|\u200b|(?<=[a-z\d][-–])(?=[a-z])|(?<=—)")
BLANK = 0.27
BLOCKS = {"Para", "Plain", "Div", "LineBlock", "CodeBlock"}


@dataclass(frozen=True)
class Piece:
    """What is never cut; ``gap`` is the blank before it, ``opens`` says it begins a line."""

    width: float
    gap: float
    opens: bool = False


@dataclass(frozen=True)
class CellWords:
    """A cell's pieces in ems."""

    pieces: list[Piece]

    def find_longest(self) -> float:
        """Return the width of the widest piece."""
        return max((piece.width for piece in self.pieces), default=0.0)

    def find_unbroken(self) -> float:
        """Return the width of the longest line where no line ends before it must."""
        widest = line = 0.0
        for piece in self.pieces:
            line = piece.width if piece.opens else line + piece.gap + piece.width
            widest = max(widest, line)
        return widest

    def count_lines(self, room: float) -> int:
        """Return how many lines the pieces take in a room of so many ems."""
        count, used = 1, 0.0
        for piece in self.pieces:
            needed = used + piece.gap + piece.width
            if used and (piece.opens or needed > room):
                count, used = count + 1, piece.width
            else:
                used = needed if used else piece.width
        return count


Measure = Callable[[CellWords], float]


@dataclass(frozen=True)
class TableWords:
    """A table's cells; None where a cell lies across columns."""

    count: int
    head: list[list[CellWords | None]]
    body: list[list[CellWords | None]]

    def widest(self, measure: Measure) -> tuple[list[float], list[float]]:
        """Return what is widest in each column, in the head and below it."""
        return self._widest(self.head, measure), self._widest(self.body, measure)

    def _widest(self, rows: list[list[CellWords | None]], measure: Measure) -> list[float]:
        columns = [[row[place] for row in rows] for place in range(self.count)]
        return [max((measure(one) for one in column if one), default=0.0) for column in columns]


def measure_words(table: Element, face: Face) -> TableWords:
    """Return a table's words as wide as this typeface makes them."""
    count = len(table["c"][2])
    body = [row for part in table["c"][4] for row in [*part[2], *part[3]]]
    body += table["c"][5][1]
    return TableWords(
        count,
        [_measure_row(row, count, face, bold=True) for row in table["c"][3][1]],
        [_measure_row(row, count, face, bold=False) for row in body],
    )


def join_words(tables: Sequence[TableWords]) -> TableWords:
    """Return the words of tables with the same heads as those of one table."""
    first = tables[0]
    return TableWords(first.count, first.head, [row for table in tables for row in table.body])


def _measure_row(row: Any, count: int, face: Face, bold: bool) -> list[CellWords | None]:
    measured: list[CellWords | None] = []
    for _, _, _, across, blocks in row[1]:
        alone = across == 1
        measured += [CellWords(list(_pieces(blocks, face, bold)))] if alone else [None] * across
    return [*measured, *[None] * count][:count]


def _pieces(blocks: list[Element], face: Face, bold: bool) -> Iterator[Piece]:
    gap, opens, width = 0.0, False, 0.0
    for text, form in _runs(blocks, "bold" if bold else "regular"):
        cursor = 0
        for mark in [*PIECES.finditer(text), None]:
            part = text[cursor : mark.start() if mark else len(text)]
            width += _measure(part, form, face)
            if mark is None:
                break
            if width:
                yield Piece(width, gap, opens)
                gap, opens, width = 0.0, False, 0.0
            gap = BLANK if mark.group().isspace() else gap
            opens = opens or mark.group() == "\n"
            cursor = mark.end()
    if width:
        yield Piece(width, gap, opens)


def _measure(text: str, form: str, face: Face) -> float:
    return face.measure_code(text) if form == "code" else face.measure(text, form == "bold")


def _runs(node: Any, form: str) -> Iterator[tuple[str, str]]:
    if isinstance(node, list):
        for item in node:
            yield from _runs(item, form)
        return
    kind = node.get("t") if isinstance(node, dict) else None
    if kind in {"Str", "Quoted", "Math"}:
        yield text_of(node) if kind != "Str" else node["c"], form
    elif kind in BREAKS:
        yield "\n" if kind == "LineBreak" else " ", form
    elif kind in {"Code", "CodeBlock"}:
        yield node["c"][1], "code"
    elif kind in BLOCKS:
        yield from _runs(node["c"], form)
        yield "\n", form
    elif kind and kind not in {"Note", "RawInline", "RawBlock"}:
        yield from _runs(node.get("c"), "bold" if kind == "Strong" else form)
