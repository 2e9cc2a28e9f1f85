"""How wide a table's columns are on paper, and how small its letters must be to fit."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mcneval.book.tables import rows
from mcneval.book.tree import Element

PADDING = 11.0
MANY_LINES = 6.0
MOST = 0.9
PORTRAIT = 453.0
LANDSCAPE = 700.0
SIZES = (9.0, 8.5, 8.0, 7.5, 7.0)
SMALL_SIZES = (8.5, 8.0, 7.5, 7.0, 6.5)
TOO_LONG = 24
FEW_ROWS, FEW_LETTERS = 16, 1500
PIECES = re.compile(r"[\s\u200b]+|(?<=[-/–])")


@dataclass(frozen=True)
class Face:
    """How wide letters are, as a part of their height: in a line, and in one bold word."""

    letter: float
    word: float


SERIF = Face(0.5, 0.56)
SANS = Face(0.53, 0.62)


@dataclass(frozen=True)
class Fit:
    """A table's place on paper.

    ``size`` is the letters' in points; ``shares`` are the columns' parts of the page's
    width; ``loose`` says that the table is narrower than the page.
    """

    size: float
    landscape: bool
    shares: list[float]
    loose: bool = False


def stays_together(table: Element) -> bool:
    """Tell whether a table is so short that no page need cut it."""
    texts = [text for row in rows(table) for text in row]
    return sum(1 for _ in rows(table)) <= FEW_ROWS and sum(map(len, texts)) <= FEW_LETTERS


def fit_table(table: Element, face: Face = SERIF) -> Fit:
    """Return the largest letters at which no word is cut, on a page turned only if need be.

    The columns share the width so that, in a row such as most are, no cell is higher than
    another; smaller letters are taken where rows would else be very high.
    """
    given = [column[1]["c"] for column in table["c"][2] if column[1]["t"] == "ColWidth"]
    lengths = _column_lengths(table)
    for sizes, width, landscape in ((SIZES, PORTRAIT, False), (SMALL_SIZES, LANDSCAPE, True)):
        fit: Fit | None = None
        for size in sizes:
            natural = [one.longest * face.letter * size + PADDING for one in lengths]
            least = [one.word * face.word * size + PADDING for one in lengths]
            wish = [max(pair) for pair in zip(natural, least, strict=True)]
            if sum(wish) <= width:
                return Fit(size, landscape, [round(one / width, 4) for one in wish], True)
            if sum(least) <= width:
                usual = [one.usual * face.letter * size + PADDING for one in lengths]
                widths, lines = _share(least, usual, width)
                shares = given if len(given) == len(least) else widths
                fit = Fit(size, landscape, shares)
                if lines <= MANY_LINES:
                    return fit
        if fit is not None:
            return fit
    return Fit(SMALL_SIZES[-1], True, [one / sum(least) for one in least])


@dataclass(frozen=True)
class Lengths:
    """A column's longest text, the length most texts keep below, and its longest word."""

    longest: int
    usual: int
    word: int


def _column_lengths(table: Element) -> list[Lengths]:
    count = len(table["c"][2])
    texts: list[list[str]] = [[] for _ in range(count)]
    for row in rows(table):
        for place, text in enumerate(row[:count]):
            texts[place].append(text)
    return [_measure(column) for column in texts]


def _measure(column: list[str]) -> Lengths:
    lengths = sorted(len(text) for text in column) or [1]
    usual = lengths[min(len(lengths) - 1, int(len(lengths) * MOST))]
    words = [len(piece) for text in column for piece in PIECES.split(text)]
    return Lengths(max(lengths[-1], 1), max(usual, 1), min(TOO_LONG, max([1, *words])))


def _share(least: list[float], usual: list[float], width: float) -> tuple[list[float], float]:
    """Return parts of the width at which usual cells have like many lines, and how many."""
    few, many = 1.0, 200.0
    for _ in range(40):
        lines = (few + many) / 2
        needed = sum(max(need, one / lines) for need, one in zip(least, usual, strict=True))
        few, many = (lines, many) if needed > width else (few, lines)
    widths = [max(need, one / many) for need, one in zip(least, usual, strict=True)]
    return [round(one / sum(widths), 4) for one in widths], many
