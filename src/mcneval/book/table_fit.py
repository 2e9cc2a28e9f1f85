"""How wide a table's columns are on paper, and how small its letters must be to fit."""

from __future__ import annotations

from dataclasses import dataclass

from mcneval.book.column_widths import Columns
from mcneval.book.letter_widths import Face
from mcneval.book.table_words import TableWords, measure_words
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
    words, spaced = measure_words(table, face), find_spaced(table)
    given = [column[1]["c"] for column in table["c"][2] if column[1]["t"] == "ColWidth"]
    given = given if len(given) == words.count else []
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
