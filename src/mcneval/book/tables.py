"""Tables made fit for reading: heads of rows, numbers to the right, widths by content."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

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
RIGHT = {"t": "AlignRight"}


def settle_table(table: Element) -> None:
    """Mark a table's first column as heads of rows and put numbers to the right, in place."""
    columns = table["c"][2]
    widths = _given_widths(table)
    for index, column in enumerate(columns):
        share = widths[index] if index < len(widths) else None
        column[1] = {"t": "ColWidth", "c": share} if share else DEFAULT_WIDTH
        if column[0]["t"] == "AlignDefault" and index and _is_numeric(table, index):
            columns[index] = [RIGHT, column[1]]
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


def _is_numeric(table: Element, index: int) -> bool:
    texts = [row[index] for row in rows(table, head=False) if index < len(row)]
    filled = [text for text in texts if text not in EMPTY and not NO_NUMBER.match(text)]
    return bool(filled) and all(NUMBER.match(text) for text in filled)


def rows(table: Element, head: bool = True) -> Iterator[list[str]]:
    """Yield the words of each row's cells, the head's rows first."""
    if head:
        for row in table["c"][3][1]:
            yield [text_of(cell[4]) for cell in row[1]]
    for body in table["c"][4]:
        for row in [*body[2], *body[3]]:
            yield [text_of(cell[4]) for cell in row[1]]
    for row in table["c"][5][1]:
        yield [text_of(cell[4]) for cell in row[1]]
