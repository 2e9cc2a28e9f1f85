"""How wide a table's columns are on paper, and how small its letters must be to fit."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mcneval.book.tables import rows
from mcneval.book.tree import Element

PADDING = 11.0
COMFORT = 16
PORTRAIT = 453.0
LANDSCAPE = 700.0
SIZES = (9.0, 8.5, 8.0, 7.5, 7.0)
SMALL_SIZES = (8.5, 8.0, 7.5, 7.0, 6.5)
TOO_LONG = 24
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


def fit_table(table: Element, face: Face = SERIF) -> Fit:
    """Return the largest letters at which no word is cut, on a page turned only if need be."""
    given = [column[1]["c"] for column in table["c"][2] if column[1]["t"] == "ColWidth"]
    longest, words = _column_lengths(table)
    for sizes, width, landscape in ((SIZES, PORTRAIT, False), (SMALL_SIZES, LANDSCAPE, True)):
        for size in sizes:
            natural = [
                max(length * face.letter, word * face.word) * size + PADDING
                for length, word in zip(longest, words, strict=True)
            ]
            if sum(natural) <= width:
                return Fit(size, landscape, [round(one / width, 4) for one in natural], True)
            least = [
                max(word * face.word * size + PADDING, min(one, COMFORT * face.letter * size))
                for word, one in zip(words, natural, strict=True)
            ]
            if sum(least) <= width:
                shares = given if len(given) == len(least) else _share(least, natural, width)
                return Fit(size, landscape, shares)
    return Fit(SMALL_SIZES[-1], True, [one / sum(least) for one in least])


def _column_lengths(table: Element) -> tuple[list[int], list[int]]:
    """Return each column's longest text and longest word, in letters."""
    count = len(table["c"][2])
    longest, words = [1] * count, [1] * count
    for row in rows(table):
        for place, text in enumerate(row[:count]):
            longest[place] = max(longest[place], len(text))
            pieces = [len(piece) for piece in PIECES.split(text)]
            words[place] = min(TOO_LONG, max([words[place], *pieces]))
    return longest, words


def _share(least: list[float], natural: list[float], width: float) -> list[float]:
    """Return parts of the width: the least each needs, the rest by what each would like."""
    wish = [max(want - need, 0.0) ** 0.7 for want, need in zip(natural, least, strict=True)]
    spare = width - sum(least)
    total = sum(wish) or 1.0
    given = [
        need + spare * part / total if part else need
        for need, part in zip(least, wish, strict=True)
    ]
    return [round(one / sum(given), 4) for one in given]
