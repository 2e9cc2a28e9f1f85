"""How wide a table's columns are on paper, and how small its letters must be to fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mcneval.book.column_widths import Columns
from mcneval.book.letter_widths import Face
from mcneval.book.table_words import TableWords, join_words, measure_words
from mcneval.book.tree import Element

PORTRAIT, LANDSCAPE = 453.0, 700.0
SIZES = (9.0, 8.5, 8.0)
LAST_SIZES = (7.5, 7.0)
HEAD_SIZE = 8.0
LOW_ROW = 66.0
LOW_TABLE = 330.0
WHOLE_ROW = 400.0


@dataclass(frozen=True)
class Fit:
    """A table's place on paper.

    ``size`` is the letters' in points; ``shares`` are the columns' parts of the page's
    width. ``loose`` says that the table is narrower than the page, ``together`` that it is
    so low that no page need cut it, ``whole_rows`` that no row need be cut, ``whole_words``
    that no word need be. ``spaced`` are the columns that stand off from numbers before them.
    """

    size: float
    landscape: bool
    shares: list[float]
    loose: bool = False
    together: bool = True
    whole_rows: bool = True
    whole_words: bool = True
    spaced: tuple[int, ...] = ()

    @property
    def head_size(self) -> float:
        """The size of the head's letters, whose weight makes them look bigger."""
        return min(self.size, HEAD_SIZE)

    @property
    def width(self) -> float:
        """The width of the text on the table's page."""
        return LANDSCAPE if self.landscape else PORTRAIT


def fit_table(table: Element, face: Face) -> Fit:
    """Return the largest letters at which no word is cut, on a page turned only if need be.

    The columns share the width so that the rows taken together are as low as can be;
    smaller letters are taken where rows would else be very high.
    """
    return fit_alike([table], face)[0]


def fit_alike(tables: Sequence[Element], face: Face) -> list[Fit]:
    """Return the fits of tables that have the same heads and so get the same columns."""
    spaced = find_spaced(tables[0])
    each = [measure_words(table, face) for table in tables]
    fit = _fit_words(join_words(each), _read_given(tables[0]), spaced)
    if len(tables) == 1:
        return [fit]
    return [_fit_rows(replace(fit, loose=False), words) for words in each]


def _read_given(table: Element) -> list[float]:
    """Return the shares of the width that the author gave each column, or none."""
    given = [column[1]["c"] for column in table["c"][2] if column[1]["t"] == "ColWidth"]
    return given if len(given) == len(table["c"][2]) else []


def _fit_words(words: TableWords, given: list[float], spaced: tuple[int, ...]) -> Fit:
    for sizes, width in ((SIZES, PORTRAIT), (SIZES + LAST_SIZES, LANDSCAPE)):
        fit: Fit | None = None
        for size in sizes:
            columns = Columns(words, size, min(size, HEAD_SIZE), spaced)
            if sum(columns.least) > width:
                continue
            fit, row = _lay_out(columns, width, given, spaced)
            if row <= LOW_ROW:
                return fit
        if fit is not None:
            return fit
    return _cut_words(words, spaced)


def _fit_rows(fit: Fit, words: TableWords) -> Fit:
    """Return a fit with what is true of one table's own rows."""
    columns = Columns(words, fit.size, fit.head_size, fit.spaced)
    heights = columns.measure_heights([share * fit.width for share in fit.shares])
    return replace(fit, together=heights.table <= LOW_TABLE, whole_rows=heights.row <= WHOLE_ROW)


def find_spaced(table: Element) -> tuple[int, ...]:
    """Return the columns that begin at the left just after one that ends at the right."""
    sides = [column[0]["t"] == "AlignRight" for column in table["c"][2]]
    return tuple(n for n in range(1, len(sides)) if sides[n - 1] and not sides[n])


def _lay_out(
    columns: Columns, width: float, given: list[float], spaced: tuple[int, ...]
) -> tuple[Fit, float]:
    """Return a table's place at one size of letters, and how high its usual row is."""
    loose = sum(columns.natural) <= width and not given
    widths = columns.natural if loose else columns.share(width)
    shares = given or [round(one / width, 4) for one in widths]
    heights = columns.measure_heights([share * width for share in shares])
    fit = Fit(
        columns.size,
        width == LANDSCAPE,
        shares,
        loose,
        together=heights.table <= LOW_TABLE,
        whole_rows=heights.row <= WHOLE_ROW,
        spaced=spaced,
    )
    return fit, heights.table / max(1, columns.count)


def _cut_words(words: TableWords, spaced: tuple[int, ...]) -> Fit:
    size = LAST_SIZES[-1]
    least = Columns(words, size, min(size, HEAD_SIZE), spaced).least
    shares = [round(one / sum(least), 4) for one in least]
    return Fit(
        size, True, shares, together=False, whole_rows=False, whole_words=False, spaced=spaced
    )
