"""Callouts and tab sets, found in the tree and named in one way for all writers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mcneval.book.tree import Element, classes, pairs, para, string

TITLES = {
    "note": "Note",
    "tip": "Tip",
    "warning": "Warning",
    "important": "Important",
    "caution": "Caution",
}


@dataclass(frozen=True)
class Callout:
    """A box that stands out of the text; ``folded`` starts closed on a screen."""

    kind: str
    title: list[Element]
    blocks: list[Element]
    folds: bool
    folded: bool


@dataclass(frozen=True)
class Tab:
    """One panel of a tab set."""

    title: list[Element]
    blocks: list[Element]


def read_callout(element: Element) -> Callout | None:
    """Return the callout that a block is, or None; its first heading is its title."""
    names = [name for name in classes(element) if name.startswith("callout-")]
    if element["t"] != "Div" or not names:
        return None
    kind = names[0].removeprefix("callout-")
    if kind not in TITLES:
        return None
    given = pairs(element)
    blocks = element["c"][1]
    title = string(given["title"]) if given.get("title") else []
    if not title and blocks and blocks[0]["t"] == "Header":
        title, blocks = blocks[0]["c"][2], blocks[1:]
    folded = given.get("collapse", "")
    return Callout(kind, title or string(TITLES[kind]), blocks, bool(folded), folded == "true")


def read_tabs(element: Element) -> list[Tab] | None:
    """Return the panels of a tab set, or None where the block is none.

    Each heading of the level of the first begins a panel.
    """
    if element["t"] != "Div" or "panel-tabset" not in classes(element):
        return None
    tabs: list[Tab] = []
    level = 0
    for block in element["c"][1]:
        if block["t"] == "Header" and (not level or block["c"][0] == level):
            level = block["c"][0]
            tabs.append(Tab(block["c"][2], []))
        elif tabs:
            tabs[-1].blocks.append(block)
    return tabs


def open_blocks(blocks: list[Element]) -> Iterator[Element]:
    """Yield the blocks in order, those inside others opened up.

    Headings that come out are sections' only: titles of callouts and of tabs are paragraphs.
    """
    for block in blocks:
        callout, tabs = read_callout(block), read_tabs(block)
        if callout:
            yield para(callout.title)
            yield from _without_headings(callout.blocks)
        elif tabs is not None:
            for tab in tabs:
                yield para(tab.title)
                yield from _without_headings(tab.blocks)
        elif block["t"] == "Div":
            yield from open_blocks(block["c"][1])
        else:
            yield block


def _without_headings(blocks: list[Element]) -> Iterator[Element]:
    for block in open_blocks(blocks):
        yield para(block["c"][2]) if block["t"] == "Header" else block
