"""The index that search reads: a script, because a page opened from a disk may not fetch."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TypedDict

from mcneval.book.blocks import open_blocks
from mcneval.book.pages import Page
from mcneval.book.tree import text_of

SECTIONS = "search-index.js"


class Section(TypedDict):
    """What can be found: address, chapter, heading, words."""

    a: str
    c: str
    h: str
    t: str


def index_pages(pages: Iterable[Page]) -> bytes:
    """Return a script that sets ``window.mcnSections`` to every section of the pages."""
    sections = [section for page in pages for section in _sections(page)]
    written = json.dumps(sections, ensure_ascii=False, separators=(",", ":"))
    # A closing tag or a line separator in the text must not end the script early.
    safe = written.replace("</", "<\\/").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f"window.mcnSections={safe};\n".encode()


def _sections(page: Page) -> Iterator[Section]:
    chapter = f"{page.number} {page.plain_title}".strip()
    address, heading, words = page.href, "", list[str]()
    for block in open_blocks(page.blocks):
        if block["t"] == "Header":
            if words or address == page.href:
                yield Section(a=address, c=chapter, h=heading, t=" ".join(words))
            address, words = f"{page.href}#{block['c'][1][0]}", []
            heading = text_of(block["c"][2])
        else:
            text = text_of(block)
            words += [text] if text else []
    yield Section(a=address, c=chapter, h=heading, t=" ".join(words))
