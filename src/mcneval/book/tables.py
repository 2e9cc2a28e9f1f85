"""Tables made fit for reading: heads of rows, numbers to the right, room by what columns hold."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from mcneval.book.tree import Element, pairs, text_of

ONE = r"[<>≤≥~≈]?\s*[+\-−–]?[£$€]?\d[\d,\u00a0\u202f ]*(\.\d+)?\s*(%|p{2})?"
UNDER = r"(under|fewer than|at least|about|up to)\s+"
AMOUNT = rf"({UNDER})?{ONE}(\s+(of|to)\s+{ONE})?"
NUMBER = re.compile(
    rf"^{AMOUNT}(\s*[(\[]\s*({AMOUNT}|[<>≤≥]?[\d.,\s%–\−-]+)[)\]])?\s*[*†‡]*$", re.IGNORECASE
)
EMPTY = {"", "–", "—", "-", "n/a", "NA", "."}
# Words that stand where a number is kept back or cannot be.
NO_NUMBER = re.compile(r"^(not|no|none|withheld|unknown|too few)\b[^\d]*$", re.IGNORECASE)
DEFAULT_WIDTH = {"t": "ColWidthDefault"}
RIGHT, DEFAULT = {"t": "AlignRight"}, {"t": "AlignDefault"}
OPEN = {"AlignDefault", "AlignLeft"}
PIECES = re.compile(r"[\s._/–]+")
IDENTIFIER = re.compile(r"\b[A-Z][A-Z0-9]*(?:-[A-Z]*\d+)+\b")
UNSAFE = re.compile(r"[^\w ,.()%–’-]")
# Lengths are in letters: what stands in the text’s column, on a telephone and on paper.
DESK, PHONE, PAPER, TURNED = 88, 48, 112, 1.55
PADDING, SHORT, MIDDLING, WORDY, LONG, SENTENCE = 2, 14, 24, 40, 60, 120
USUAL = 0.8
BOLD = 1.15
"""How much wider letters of a head are."""
SHORT_ON_PAPER, DENSE = 12, 0.85


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
        """The class that gives the column its room on a screen."""
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

    def least(self, room: int, short: int = SHORT) -> int:
        """Return the width at which the column reads well, if sentences have this room.

        Texts that are no longer than ``short`` stand on one line.
        """
        head = max(4, round(BOLD * max(map(len, self.head.split()), default=0)))
        if self.numeric or 0 < self.longest <= short:
            return max(head, self.longest) + PADDING
        return max(head, self.word, min(self.longest, room)) + PADDING


@dataclass(frozen=True)
class OnPaper:
    """A table's place on paper.

    ``size`` is that of its letters in points, ``width`` the part of the page's width that it
    takes, ``shares`` the columns' parts of that.
    """

    size: float
    landscape: bool
    width: float
    shares: list[float]


def settle_table(table: Element) -> None:
    """Mark a table's first column as heads of rows and put numbers to the right, in place.

    What the rule under the head says of widths and of the left side is for other engines: here
    columns get their room by what they hold, and words begin at the left.
    """
    columns, rows = table["c"][2], read_rows(table)
    widths = _given_widths(table)
    for index, column in enumerate(columns):
        share = widths[index] if index < len(widths) else None
        column[1] = {"t": "ColWidth", "c": share} if share else DEFAULT_WIDTH
        if column[0]["t"] in OPEN:
            texts = [row[index] for row in rows if 0 < index < len(row)]
            column[0] = RIGHT if _are_numbers(texts) else DEFAULT
    if len(columns) > 1 and table["c"][3][1]:
        for body in table["c"][4]:
            body[1] = 1


def _given_widths(table: Element) -> list[float]:
    """Return the shares of the width that the author gave (``tbl-colwidths="[30,70]"``)."""
    given = pairs(table).get("tbl-colwidths", "")
    table["c"][0][2] = [pair for pair in table["c"][0][2] if pair[0] != "tbl-colwidths"]
    try:
        shares = [float(share) for share in json.loads(given)] if given else []
    except (ValueError, TypeError):
        return []
    return [share / sum(shares) for share in shares] if sum(shares) else []


def _are_numbers(texts: list[str]) -> bool:
    filled = [text for text in texts if text not in EMPTY and not NO_NUMBER.match(text)]
    return bool(filled) and all(NUMBER.match(text) for text in filled)


def all_rows(table: Element, head: bool = True) -> Iterator[Any]:
    """Yield a table's rows, those of its head first."""
    if head:
        yield from table["c"][3][1]
    for body in table["c"][4]:
        yield from [*body[2], *body[3]]
    yield from table["c"][5][1]


def read_rows(table: Element) -> list[list[str]]:
    """Return the words of each cell below the head, row by row."""
    return [[text_of(cell[4]) for cell in row[1]] for row in all_rows(table, head=False)]


def read_columns(table: Element) -> list[Column]:
    """Return what each column of a table holds."""
    count = len(table["c"][2])
    heads = [text_of(cell[4]) for row in table["c"][3][1][-1:] for cell in row[1]]
    heads += [""] * (count - len(heads))
    texts: list[list[str]] = [[] for _ in range(count)]
    for row in read_rows(table):
        for place, text in enumerate(row[:count]):
            texts[place].append(text)
    sides = [column[0]["t"] for column in table["c"][2]]
    return [_measure(*facts) for facts in zip(heads, texts, sides, strict=False)]


def _measure(head: str, texts: list[str], side: str) -> Column:
    lengths = sorted(len(text) for text in texts if text) or [0]
    usual = lengths[min(int(len(lengths) * USUAL), len(lengths) - 1)]
    word = max((len(word) for text in texts for word in PIECES.split(text)), default=0)
    numeric = side == "AlignRight" and any(text not in EMPTY for text in texts)
    return Column(head, lengths[-1], usual, word, numeric)


def choose_shapes(table: Element, columns: list[Column]) -> list[str]:
    """Return the ways in which a table is shown on a screen.

    ``tight``: numbers keep to their own width, for sentences need the room; ``wide``: the
    table may reach into the page's margin; ``stack``: each row is a block on a telephone.
    """
    shapes = []
    if sum(max(one.longest, len(one.head)) + PADDING for one in columns) > DESK:
        shapes.append("tight")
    if sum(one.least(MIDDLING) for one in columns) > DESK:
        shapes.append("wide")
    wordy = any(one.longest > WORDY and not one.numeric for one in columns)
    if wordy and sum(one.least(SHORT) for one in columns) > PHONE and _can_stack(table):
        shapes.append("stack")
    return shapes


def _can_stack(table: Element) -> bool:
    """Tell whether a table has one row of heads, and no cell that spans others."""
    if len(table["c"][3][1]) != 1 or len(table["c"][2]) < 2:
        return False
    return all(cell[2:4] == [1, 1] for row in all_rows(table) for cell in row[1])


def describe_columns(columns: list[Column]) -> str:
    """Return the columns' heads, and whose texts take lines, as properties of a style sheet.

    Said once a table: heads repeated in each cell would double a page of evidence.
    """
    said = []
    for place, column in enumerate(columns, 1):
        head = UNSAFE.sub(lambda found: f"\\{ord(found.group()):x} ", column.head)
        said += [f'--head-{place}:"{head}"'] if column.head else []
        takes_lines = column.longest > SHORT and not column.numeric
        said += [f"--line-{place}:1/-1"] if place == 1 or takes_lines else []
    return ";".join(said)


def plan_paper(table: Element, page: int = PAPER) -> OnPaper:
    """Return the letters and widths at which a table's words stand whole on a page.

    Each column has room for its longest word; what is left goes by what texts usually hold.
    ``page`` is how many letters of nine points a line of the page holds.
    """
    columns = read_columns(table)
    given = [one[1]["c"] for one in table["c"][2] if one[1]["t"] == "ColWidth"]
    roomy = [one.least(0) for one in columns]
    least = [one.least(0, SHORT_ON_PAPER) for one in columns]
    # Short texts stay on one line where sentences have room enough all the same.
    least = roomy if sum(roomy) < USUAL * page else least
    heads = (round(BOLD * min(len(one.head), SHORT)) for one in columns)
    texts = (max(head, one.longest) for head, one in zip(heads, columns, strict=True))
    natural = [max(need, text + PADDING) for need, text in zip(least, texts, strict=True)]
    # Smaller letters where words would else be cut, or sentences have no room.
    landscape = sum(least) > page * 9 / 8
    dense = sum(natural) > page and sum(least) > DENSE * page
    size = 8 if landscape or dense else 9
    room = page * TURNED if landscape else page * 9 / size
    if given or sum(natural) <= room:
        shares = given or [width / sum(natural) for width in natural]
        return OnPaper(size, landscape, 1.0 if given else sum(natural) / room, shares)
    usual = (min(one.usual, SENTENCE) for one in columns)
    wanted = [max(0, want - need) for want, need in zip(usual, least, strict=True)]
    spare = max(0, room - sum(least)) / (sum(wanted) or 1)
    widths = [need + want * spare for need, want in zip(least, wanted, strict=True)]
    return OnPaper(size, landscape, 1.0, [width / sum(widths) for width in widths])
