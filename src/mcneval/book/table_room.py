"""How much room a table's columns need on a screen, and how the table is best shown there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from mcneval.book.tables import EMPTY, rows
from mcneval.book.tree import Element, classes, text_of

PIECES = re.compile(r"[\s._/-]+")
UNSAFE = re.compile(r"[^\w ,.()%–’-]")

# Lengths are in letters, as many as the text’s column and a telephone hold at the least.
DESK, PHONE = 88, 48
PADDING = 2
SHORT, BESIDE, MIDDLING, LONG, WORDY = 10, 14, 24, 60, 40
ROOM_ON_DESK, ROOM_ON_PHONE = 30, 14
MOST_COLUMNS = 16
USUAL, FAR = 0.8, 1.4
SHAPES = ("tight", "wide", "stack")


@dataclass(frozen=True)
class Column:
    """What a column holds: its head, its longest and usual text, its longest word, its kind."""

    head: str
    longest: int
    usual: int
    word: int
    numeric: bool

    @property
    def size(self) -> str:
        """The class that gives the column its room."""
        if self.numeric:
            return "number"
        if self.usual > LONG:
            return "long"
        if self.usual > MIDDLING:
            return "middling"
        return "short" if self.keeps_together else ""

    @property
    def keeps_together(self) -> bool:
        """Whether all texts are so short that none need break."""
        return 0 < self.longest <= SHORT

    @property
    def takes_lines(self) -> bool:
        """Whether texts are too long to stand side by side on a telephone."""
        return self.longest > BESIDE and not self.numeric

    def least(self, room: int) -> int:
        """Return the width at which the column reads well, if sentences have this room."""
        head = max(map(len, self.head.split()), default=0)
        if self.numeric or self.keeps_together:
            return max(head, self.longest) + PADDING
        return max(head, self.word, min(self.longest, room)) + PADDING


def read_columns(table: Element) -> list[Column]:
    """Return what each column of a table holds."""
    count = len(table["c"][2])
    heads = [text_of(cell[4]) for row in table["c"][3][1][-1:] for cell in row[1]]
    heads += [""] * (count - len(heads))
    texts: list[list[str]] = [[] for _ in range(count)]
    for row in rows(table, head=False):
        for place, text in enumerate(row[:count]):
            texts[place].append(text)
    sides = [column[0]["t"] for column in table["c"][2]]
    return [_measure(*facts) for facts in zip(heads, texts, sides, strict=False)]


def _measure(head: str, texts: list[str], side: str) -> Column:
    lengths = sorted(map(len, texts)) or [0]
    usual = lengths[int((len(lengths) - 1) * USUAL)]
    word = max((len(word) for text in texts for word in PIECES.split(text)), default=0)
    numeric = side == "AlignRight" and any(text not in EMPTY for text in texts)
    return Column(head, lengths[-1], usual, word, numeric)


def plan_tables(tables: Iterable[Element]) -> dict[int, tuple[list[Column], list[str]]]:
    """Return the columns of each table of a page and how it is shown, by the table's ``id()``.

    Tables of a series, which begin and end with the same heads, are shown alike.
    """
    read = {id(table): (table, read_columns(table)) for table in tables}
    series: dict[tuple[str, str], set[str]] = {}
    for table, columns in read.values():
        ends = (columns[0].head, columns[-1].head)
        series.setdefault(ends, set()).update(choose_shapes(table, columns))
    return {
        key: (columns, _shapes_of(table, series[columns[0].head, columns[-1].head]))
        for key, (table, columns) in read.items()
    }


def _shapes_of(table: Element, shapes: set[str]) -> list[str]:
    return [one for one in SHAPES if one in shapes and (one != "stack" or _can_stack(table))]


def choose_shapes(table: Element, columns: list[Column]) -> Iterator[str]:
    """Yield the ways in which a table is shown.

    ``tight``: numbers keep to their own width, for sentences need the room; ``wide``: the
    table may reach into the page's margin; ``stack``: each row is a block on a telephone.
    """
    sign = PADDING if "sortable" in classes(table) else 0
    full = sum(max(one.longest, len(one.head)) + PADDING + sign for one in columns)
    if full > DESK:
        yield "tight"
    if sum(one.least(ROOM_ON_DESK) + sign for one in columns) > DESK:
        yield "wide"
    wordy = any(one.longest > WORDY and not one.numeric for one in columns)
    need = sum(one.least(ROOM_ON_PHONE) for one in columns)
    if need > (PHONE if wordy else FAR * PHONE) and _can_stack(table):
        yield "stack"


def _can_stack(table: Element) -> bool:
    """Tell whether a table has one row of heads, and no cell that spans others."""
    if len(table["c"][3][1]) != 1 or not 1 < len(table["c"][2]) <= MOST_COLUMNS:
        return False
    return all(cell[2:4] == [1, 1] for row in all_rows(table) for cell in row[1])


def all_rows(table: Element, head: bool = True) -> Iterator[Any]:
    """Yield a table's rows, those of its head first."""
    if head:
        yield from table["c"][3][1]
    for body in table["c"][4]:
        yield from [*body[2], *body[3]]
    yield from table["c"][5][1]


def describe_columns(columns: list[Column]) -> str:
    """Return the columns' heads, and whose texts take lines, as properties of a style sheet.

    Said once a table: heads repeated in each cell would double a page of evidence.
    """
    said = []
    for place, column in enumerate(columns, 1):
        said += [f"--head-{place}:{_quote(column.head)}"] if column.head else []
        said += [f"--line-{place}:1/-1"] if place == 1 or column.takes_lines else []
    return ";".join(said)


def _quote(words: str) -> str:
    """Return words as a string of a style sheet, in which nothing can end it."""
    return '"' + UNSAFE.sub(lambda found: f"\\{ord(found.group()):x} ", words) + '"'
