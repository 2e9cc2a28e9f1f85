"""Tables as HTML: in a frame that scrolls, heads that say what they head, words kept together."""

from __future__ import annotations

import re
from collections import Counter
from html import escape

from mcneval.book.print_words import IDENTIFIER
from mcneval.book.table_room import Column, all_rows, describe_columns
from mcneval.book.tree import Element, div, make_attr, raw_inline, rewrite, span, text_of

HEAD_CELL = re.compile(r"<th(?=[ >])")
EMPTY_HEAD = re.compile(r"<th((?: [^>]*)?)></th>")
BREAKABLE = re.compile(r"(?<=[._/-])(?=\w)")
CLOSING = re.compile(r"^(\d{1,2}[:.)]*|…)$")
HASH = re.compile(r"^[0-9a-f]{20,}$")
NAME = 28
DASHES = {"–", "—", "-"}
HARD_SPACE = {"t": "Str", "c": "\N{NO-BREAK SPACE}"}


def frame_table(
    table: Element, names: Counter[str], columns: list[Column], shapes: list[str]
) -> Element:
    """Return a table in a region of its own that scrolls, and that a keyboard can reach.

    ``names`` are those that regions of the page have already; ``columns`` and ``shapes`` say
    how the table is shown.
    """
    _give_room(table, columns)
    _hold_together(table, columns)
    rewrite(table["c"][3:5], _break_long)
    name = text_of(table["c"][1][1]) or "Table"
    names[name] += 1
    label = name if names[name] == 1 else f"{name} ({names[name]})"
    given = {"role": "region", "tabindex": "0", "aria-label": label}
    if "stack" in shapes:
        given["style"] = describe_columns(columns)
    return div([table], make_attr(classes=["table-scroll", *shapes], pairs=given))


def _give_room(table: Element, columns: list[Column]) -> None:
    """Mark each column's first cell with the room it needs, which holds for the column."""
    first = next(all_rows(table), None)
    for cell, column in zip(first[1] if first else [], columns, strict=False):
        if column.size:
            cell[0][1].append(column.size)


def _hold_together(table: Element, columns: list[Column]) -> None:
    """Keep short texts, and a word with its number such as a phase's, on one line."""
    for row in all_rows(table):
        for cell in row[1]:
            for block in cell[4]:
                if block["t"] in {"Plain", "Para"}:
                    block["c"] = _with_numbers(block["c"])
    for row in all_rows(table, head=False):
        for cell, column in zip(row[1], columns, strict=False):
            if column.keeps_together and not column.numeric:
                rewrite(cell[4], lambda one: HARD_SPACE if one["t"] == "Space" else None)


def _with_numbers(words: list[Element]) -> list[Element]:
    """Return words with no break before a short number or dots, nor after a dash at the start."""
    held = list(words)
    for place, one in enumerate(words[1:-1], 1):
        before, after = words[place - 1], words[place + 1]
        closing = after["t"] == "Str" and CLOSING.match(after["c"])
        dash = place == 1 and before["t"] == "Str" and before["c"] in DASHES
        if one["t"] == "Space" and (closing or dash):
            held[place] = HARD_SPACE
    return held


def _break_long(element: Element) -> Element | None:
    """Let a hash, or a long name after its dots and dashes, break and copy as it is.

    A key such as SYN-P01 stays whole, though browsers would break it at its dash.
    """
    if element["t"] == "Str" and HASH.match(element["c"]):
        return raw_inline("html", "<wbr>".join(re.findall(".{1,8}", element["c"])))
    if element["t"] == "Str" and IDENTIFIER.search(element["c"]):
        return span([element], make_attr(classes=["nowrap"]))
    if element["t"] != "Code":
        return None
    name = element["c"][1]
    mark = ' class="name"' if len(name) <= NAME else ""
    return raw_inline("html", f"<code{mark}>{BREAKABLE.sub('<wbr>', escape(name))}</code>")


def finish_tables(html: str) -> str:
    """Say of each head of a table what it heads, which Pandoc does not."""
    parts = re.split(r"(<thead>.*?</thead>)", html, flags=re.DOTALL)
    for index, part in enumerate(parts):
        is_head = part.startswith("<thead>")
        part = EMPTY_HEAD.sub(r"<td\1></td>", part)
        parts[index] = HEAD_CELL.sub(f'<th scope="{"col" if is_head else "row"}"', part)
    return "".join(parts)
