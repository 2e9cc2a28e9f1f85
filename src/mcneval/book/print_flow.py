"""What stands together on paper: an exhibit with its lines of data and source, its lead-in."""

from __future__ import annotations

from mcneval.book.tree import Element, classes, div, elements, identifier, make_attr

EXHIBIT, LEAD_IN = "exhibit", "lead-in"
BELOW = {"notes", "provenance"}
SHOWN = {"Table", "Figure"}


def arrange_blocks(blocks: list[Element]) -> list[Element]:
    """Return blocks with exhibits and what announces them marked as belonging together.

    An exhibit becomes a block of class ``exhibit`` with its lines of data and source. A
    paragraph before one, or alone between a heading and one below it, becomes a block of
    class ``lead-in``. Blocks that mean nothing on paper are opened up.
    """
    arranged = _join_exhibits(_open(blocks))
    for block in arranged:
        if block["t"] == "Div" and not is_exhibit(block):
            block["c"][1] = arrange_blocks(block["c"][1])
    return [
        div([block], make_attr(classes=[LEAD_IN])) if _leads(arranged, place) else block
        for place, block in enumerate(arranged)
    ]


def is_exhibit(block: Element) -> bool:
    """Tell whether a block is an exhibit with its lines."""
    return block["t"] == "Div" and EXHIBIT in classes(block)


def _open(blocks: list[Element]) -> list[Element]:
    opened: list[Element] = []
    for block in blocks:
        plain = block["t"] == "Div" and not identifier(block)
        if plain and set(classes(block)) <= {"cell", "cell-output", "filter", "panels", "panel"}:
            opened += _open(block["c"][1])
        else:
            opened.append(block)
    return opened


def _join_exhibits(blocks: list[Element]) -> list[Element]:
    joined: list[Element] = []
    for block in blocks:
        if block["t"] in SHOWN:
            joined.append(div([block], make_attr(classes=[EXHIBIT])))
        elif joined and is_exhibit(joined[-1]) and BELOW & set(classes(block)):
            joined[-1]["c"][1].append(block)
        else:
            joined.append(block)
    return joined


def _leads(blocks: list[Element], place: int) -> bool:
    if blocks[place]["t"] != "Para" or place + 1 == len(blocks):
        return False
    after = blocks[place + 1]
    return is_exhibit(after) or _opens_section(blocks[place - 1] if place else None, after)


def _opens_section(before: Element | None, after: Element) -> bool:
    """Tell whether what is between stands alone between a heading and one below it."""
    if before is None or before["t"] != "Header" or after["t"] != "Header":
        return False
    level: int = after["c"][0]
    return level > before["c"][0]


def is_short(blocks: list[Element], letters: int) -> bool:
    """Tell whether blocks are so short that they need no page of their own."""
    strings = elements(blocks, "Str", "Code")
    count = sum(len(one["c"] if one["t"] == "Str" else one["c"][1]) for one in strings)
    return count <= letters
