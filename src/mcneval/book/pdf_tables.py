"""Tables of the PDF: what Typst is told of their columns, letters and rows."""

from __future__ import annotations

from mcneval.book.print_tables import Placed
from mcneval.book.print_words import IDENTIFIER
from mcneval.book.tree import Element, raw, raw_inline, rewrite


def set_table(element: Element, placed: Placed) -> list[Element]:
    """Return a table as wide as it fits, with what Typst must know of it."""
    fit = placed.fit
    for place, column in enumerate(element["c"][2]):
        share = {"t": "ColWidth", "c": fit.shares[place]} if not fit.loose else None
        column[1] = share or {"t": "ColWidthDefault"}
    table = rewrite(element, _box_identifiers)
    return [raw("typst", _open_table(placed)), table, raw("typst", "]")]


def _open_table(placed: Placed) -> str:
    fit = placed.fit
    facts = {
        "name": f'"{placed.label}"',
        "size": f"{fit.size}pt",
        "head": f"{fit.head_size}pt",
        "together": _truth(fit.together),
        "followed": _truth(placed.followed and fit.together),
        "whole-rows": _truth(fit.whole_rows),
        "whole-words": _truth(fit.whole_words),
        "spaced": f"({''.join(f'{place}, ' for place in fit.spaced)})",
    }
    return f"#fitted-table({', '.join(f'{key}: {value}' for key, value in facts.items())})["


def _truth(value: bool) -> str:
    return "true" if value else "false"


def _box_identifiers(element: Element) -> list[Element] | None:
    """Return a word with its names such as SYN-P05 in boxes, so that no line's end cuts them."""
    if element["t"] != "Str" or not IDENTIFIER.search(element["c"]):
        return None
    parts: list[Element] = []
    cursor = 0
    for found in IDENTIFIER.finditer(element["c"]):
        parts.append({"t": "Str", "c": element["c"][cursor : found.start()]})
        parts.append(raw_inline("typst", f"#box[{found.group()}]"))
        cursor = found.end()
    return [*parts, {"t": "Str", "c": element["c"][cursor:]}]
