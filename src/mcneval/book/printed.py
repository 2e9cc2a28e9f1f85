"""The chapters as one document for paper: one run of names, links within it or out of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from mcneval.book.assemble import Book
from mcneval.book.pages import FILE, PAGE, Page
from mcneval.book.tables import PAPER, OnPaper, plan_paper
from mcneval.book.tree import (
    ATTR_PLACE,
    Element,
    classes,
    copy_tree,
    div,
    elements,
    identifier,
    is_elsewhere,
    make_attr,
    rewrite,
    span,
    string,
    text_of,
)

KEPT = re.compile(r"^(fig|tbl|sec|ref)-|^refs$")
EM_SPACE = "\u2003"
ZERO_WIDTH = "\u200b"
BREAKABLE = re.compile(r"(?<=[._/\-])(?=[^\W\d])")
LONG_WORD = 31
APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)|(?<=s)'(?=\s)")
SHORT_CHAPTER, FEW = 6000, 4
LINE = 240
"""Letters that stand on two lines of a page."""
EXHIBIT, LEAD_IN = "exhibit", "lead-in"
BELOW = {"notes", "provenance"}
SHOWN = {"Table", "Figure"}
PRINTED = {"pdf", "typst", "docx"}
Plans = dict[int, tuple[OnPaper, str]]
"""By its ``id()``, each table's place on paper and its label."""


@dataclass(frozen=True)
class Chapter:
    """A chapter of the printed book: its heading and what follows it.

    ``turns`` says that it begins on a page of its own.
    """

    heading: Element
    blocks: list[Element]
    part: str
    turns: bool = True


def print_chapters(book: Book) -> Iterator[Chapter]:
    """Yield the chapters with names that are unique in one document.

    Links to other chapters lead to their place in it; links to files and to pages of the site
    alone are plain words.
    """
    by_href = {page.href: page for page in book.chapters}
    hidden = {f"{page.href}#{name}" for page in book.chapters for name in _list_hidden(page)}
    part = before = ""
    was_short = False
    for page in book.chapters:
        blocks = rewrite(copy_tree(page.blocks), _drop_file_links)
        blocks = rewrite(blocks, partial(_settle, page=page, by_href=by_href, hidden=hidden))
        title = copy_tree(page.title)
        opens = page.part if page.part != part else ""
        part = page.part
        heading = {"t": "Header", "c": [1, make_attr(_chapter_anchor(page)), _full(page, title)]}
        goes_on = page.kind == before and bool(page.part or page.kind == "appendix") and not opens
        short = is_short(blocks, SHORT_CHAPTER)
        turns = not (goes_on and (short or was_short))
        before, was_short = page.kind, short and len(blocks) <= FEW
        yield Chapter(heading, arrange_blocks(blocks), opens, turns)


def _list_hidden(page: Page) -> Iterator[str]:
    """Yield the names in a page's blocks that are not for paper."""
    for block in elements(page.blocks, "Div"):
        if is_elsewhere(block, PRINTED):
            yield from filter(None, map(identifier, elements(block, *ATTR_PLACE)))


def write_date(text: str) -> str:
    """Return a date such as 2025-08-29 in words, anything else as it is."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{day.day} {day:%B %Y}"


def curl_apostrophes(text: str) -> str:
    """Return words with the apostrophes of print."""
    return APOSTROPHE.sub("’", text)


def _full(page: Page, title: list[Element]) -> list[Element]:
    if not page.number:
        return title
    number = f"Appendix {page.number}" if page.kind == "appendix" else page.number
    return [
        span(string(number), make_attr(classes=["section-number"])),
        {"t": "Str", "c": EM_SPACE},
        *title,
    ]


def _chapter_anchor(page: Page) -> str:
    return _anchor(page.anchor or "top", page)


def _anchor(name: str, page: Page) -> str:
    return name if KEPT.match(name) else f"{page.slug}--{name}"


def _settle(
    element: Element, page: Page, by_href: dict[str, Page], hidden: set[str]
) -> Element | list[Element] | None:
    kind = element["t"]
    if is_elsewhere(element, PRINTED):
        return []
    if kind in ATTR_PLACE and identifier(element):
        element["c"][ATTR_PLACE[kind]][0] = _anchor(identifier(element), page)
    if kind == "Link":
        return _settle_link(element, by_href, hidden)
    if kind == "Table":
        rewrite(element["c"][3:5], _let_break)
    return None


def _let_break(element: Element) -> None:
    """Let a long name break after its dots and dashes, and a hash anywhere."""
    if element["t"] == "Code":
        element["c"][1] = BREAKABLE.sub(ZERO_WIDTH, element["c"][1])
    elif element["t"] == "Str" and len(element["c"]) > LONG_WORD and element["c"].isalnum():
        element["c"] = ZERO_WIDTH.join(re.findall(".{1,12}", element["c"]))


def _settle_link(
    element: Element, by_href: dict[str, Page], hidden: set[str]
) -> Element | list[Element]:
    target = element["c"][2][0]
    words: list[Element] = element["c"][1]
    if not target.startswith((PAGE, FILE)):
        return element
    href, _, anchor = target.removeprefix(PAGE).removeprefix(FILE).partition("#")
    if f"{href}#{anchor}" in hidden:
        return words
    if target.startswith(PAGE) and href in by_href:
        found = by_href[href]
        place = _anchor(anchor, found) if anchor else _chapter_anchor(found)
        element["c"][2][0] = f"#{place}"
        return element
    return words


def _drop_file_links(element: Element) -> None:
    """Take the names of files out of lines of provenance: "CSV" without a link says nothing."""
    if element["t"] == "Div" and "provenance" in classes(element):
        words = element["c"][1][0]["c"]
        files = [n for n, one in enumerate(words) if _leads_to_file(one)]
        del words[files[0] if files else len(words) :]
        while files and words and (words[-1]["t"] == "Space" or text_of(words[-1]) == "·"):
            words.pop()


def _leads_to_file(element: Element) -> bool:
    return element["t"] == "Link" and element["c"][2][0].startswith(FILE)


def arrange_blocks(blocks: list[Element]) -> list[Element]:
    """Return blocks with exhibits and what announces them marked as belonging together.

    An exhibit becomes a block of class ``exhibit`` with its lines of data and source. A
    paragraph before one, or alone between a heading and one below it, or a line or two between a
    heading and more, becomes a block of class ``lead-in``. Blocks that mean nothing on paper are
    opened up.
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
        if plain and set(classes(block)) <= {"filter", "panels", "panel"}:
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
    before, after = blocks[place - 1] if place else None, blocks[place + 1]
    if before and before["t"] == "Header" and after["t"] in ("Para", "BlockQuote"):
        return len(text_of(blocks[place])) <= LINE
    return is_exhibit(after) or _opens_section(before, after)


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


def plan_tables(blocks: list[Element], page: int = PAPER) -> Plans:
    """Return each table's place on paper and its label by its ``id()``, in the order of the text.

    Made before a writer changes the tables' words.
    """
    tables = elements(blocks, "Table")
    return {id(table): (plan_paper(table, page), read_label(table)) for table in tables}


def is_turned(blocks: list[Element], plans: Plans) -> bool:
    """Tell whether an exhibit has a table that needs a turned page."""
    return any(plans[id(table)][0].landscape for table in elements(blocks, "Table"))


def read_label(table: Element) -> str:
    """Return the label that a table's caption begins with, such as "Table 2.1"."""
    spans = elements(table["c"][1], "Span")
    return next((text_of(one["c"][1]) for one in spans if "caption-label" in classes(one)), "")
