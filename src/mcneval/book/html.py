"""Pages of the book as HTML: the tree made ready for a screen, then written by Pandoc."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from mcneval.book.blocks import Callout, Tab, open_blocks, read_callout, read_tabs
from mcneval.book.pages import FILE, PAGE, Page
from mcneval.book.pandoc import as_document, convert
from mcneval.book.tables import (
    IDENTIFIER,
    Column,
    all_rows,
    choose_shapes,
    describe_columns,
    read_columns,
)
from mcneval.book.tree import (
    Element,
    classes,
    copy_tree,
    div,
    elements,
    is_elsewhere,
    make_attr,
    para,
    plain,
    raw,
    raw_inline,
    rewrite,
    span,
    text_of,
)

WRITER = ("-f", "json", "-t", "html5", "--mathml", "--wrap=none", "--email-obfuscation=none")
KEPT_LEVELS = (2, 3)
AFTER_TITLE = "<!-- after the title -->"
SAVED = (".csv", ".ipynb", ".docx", ".pdf", ".xlsx", ".zip", ".json", ".bib", ".ris")
HEAD_CELL = re.compile(r"<th(?=[ >])")
EMPTY_HEAD = re.compile(r"<th((?: [^>]*)?)></th>")
BREAKABLE = re.compile(r"(?<=[._/-])(?=\w)")
HASH = re.compile(r"^[0-9a-f]{20,}$")
NAME = 28
HARD_SPACE = {"t": "Str", "c": "\N{NO-BREAK SPACE}"}


@dataclass(frozen=True)
class Heading:
    """A heading as the list of contents shows it."""

    level: int
    anchor: str
    text: str


def address(target: str, page: Page) -> str:
    """Return a link of the book as it is written on one page: relative, no host."""
    path, mark, anchor = target.removeprefix(PAGE).removeprefix(FILE).partition("#")
    if path == page.href and mark:
        return f"#{anchor}"
    relative = posixpath.relpath(path, posixpath.dirname(page.href) or ".")
    return quote(relative) + mark + anchor


def headings(page: Page) -> list[Heading]:
    """Return the headings that a page's own contents list."""
    headers = [block for block in open_blocks(page.blocks) if block["t"] == "Header"]
    return [
        Heading(level, anchor, text_of(words))
        for level, (anchor, names, _), words in (header["c"] for header in headers)
        if level in KEPT_LEVELS and anchor and "unlisted" not in names
    ]


def write_fragment(page: Page) -> tuple[str, str]:
    """Return a page's title and its content as HTML."""
    title, blocks = copy_tree([plain(page.title)]), copy_tree(page.blocks)
    settled = [*_settle(title, page), raw("html", AFTER_TITLE), *_settle(blocks, page)]
    head, _, body = convert(WRITER, as_document(settled)).partition(AFTER_TITLE)
    # A long line of code scrolls, and what scrolls must be in reach of the keyboard.
    return head.strip(), finish_tables(body).replace("<pre", '<pre tabindex="0"')


def _settle(blocks: list[Element], page: Page) -> list[Element]:
    names: Counter[str] = Counter()

    def change(element: Element) -> Element | list[Element] | None:
        kind = element["t"]
        if kind in {"Link", "Image"}:
            _settle_link(element, page)
        if kind == "Table":
            return frame_table(element, names)
        if kind == "Figure" and any(elements(element, "Image")):
            _settle_figure(element)
        if kind == "Div":
            return _settle_div(element)
        return None

    settled: list[Element] = rewrite(blocks, change)
    return settled


def _settle_div(element: Element) -> Element | list[Element] | None:
    if is_elsewhere(element, {"html"}):
        return []
    callout = read_callout(element)
    if callout:
        return _callout(callout)
    tabs = read_tabs(element)
    if tabs is not None:
        return _tabset(tabs, [name for name in classes(element) if name != "panel-tabset"])
    return None


def _settle_link(element: Element, page: Page) -> None:
    target = element["c"][2][0]
    if target.startswith((PAGE, FILE)):
        element["c"][2][0] = address(target, page)
        if element["t"] == "Link" and target.endswith(SAVED):
            element["c"][0][2].append(["download", ""])
    elif element["t"] == "Link":
        element["c"][0][2].append(["rel", "external"])


def _settle_figure(element: Element) -> None:
    """Put a figure's drawing in a frame that scrolls where the window is narrow."""
    caption = text_of(element["c"][1][1])
    name = {"role": "group", "tabindex": "0", "aria-label": f"Drawing: {caption or 'figure'}"}
    element["c"][2] = [div(element["c"][2], make_attr(classes=["drawing"], pairs=name))]


def _callout(callout: Callout) -> list[Element] | Element:
    names = ["callout", f"callout-{callout.kind}"]
    body = div(callout.blocks, make_attr(classes=["callout-body"]))
    if callout.folds:
        state = "" if callout.folded else " open"
        title = escape(text_of(callout.title))
        start = f'<details class="{" ".join(names)}"{state}><summary>{title}</summary>'
        return [raw("html", start), body, raw("html", "</details>")]
    title_block = div([para(callout.title)], make_attr(classes=["callout-title"]))
    label = {"role": "note", "aria-label": text_of(callout.title)}
    return div([title_block, body], make_attr(classes=names, pairs=label))


def _tabset(tabs: list[Tab], names: list[str]) -> Element:
    panels = [
        div(
            [div([para(tab.title)], make_attr(classes=["tab-title"])), *tab.blocks],
            make_attr(classes=["tab-panel"]),
        )
        for tab in tabs
    ]
    return div(panels, make_attr(classes=["tabset", *names]))


def frame_table(table: Element, names: Counter[str]) -> Element:
    """Return a table in a region of its own that scrolls, and that a keyboard can reach.

    ``names`` are those that regions of the page have already.
    """
    columns = read_columns(table)
    shapes = choose_shapes(table, columns)
    _give_room(table, columns)
    rewrite(table["c"][3:5], _break_long)
    name = text_of(table["c"][1][1]) or "Table"
    names[name] += 1
    label = name if names[name] == 1 else f"{name} ({names[name]})"
    given = {"role": "region", "tabindex": "0", "aria-label": label}
    if "stack" in shapes:
        given["style"] = describe_columns(columns)
    return div([table], make_attr(classes=["table-scroll", *shapes], pairs=given))


def _give_room(table: Element, columns: list[Column]) -> None:
    """Say in each column's first cell what room it needs; keep short texts on one line."""
    for at, row in enumerate(all_rows(table)):
        for cell, column in zip(row[1], columns, strict=False):
            if at == 0 and column.size:
                cell[0][1].append(column.size)
            elif column.keeps_together and not column.numeric:
                rewrite(cell[4], lambda one: HARD_SPACE if one["t"] == "Space" else None)


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
    parts = re.split(r"(?=<thead>)|(?<=</thead>)", html)
    for index, part in enumerate(parts):
        is_head = part.startswith("<thead>")
        part = EMPTY_HEAD.sub(r"<td\1></td>", part)
        parts[index] = HEAD_CELL.sub(f'<th scope="{"col" if is_head else "row"}"', part)
    return "".join(parts)
