"""Numbers for chapters, sections, figures and tables, and the references to them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from mcneval.book.pages import PAGE, Page
from mcneval.book.problems import ProblemList
from mcneval.book.tree import (
    Element,
    classes,
    elements,
    identifier,
    link,
    make_attr,
    plain,
    rewrite,
    span,
    string,
    text_of,
)

REFERENCE = re.compile(r"^(fig|tbl|sec)-", re.IGNORECASE)
# Kinds of reference that Quarto knows and the common subset does not.
ELSEWHERE = re.compile(
    r"^(eq|lst|thm|lem|cor|prp|cnj|def|exm|exr|sol|rem|alg|nte|tip|wrn|imp|cau)-"
)
SPACE = "\u00a0"


@dataclass(frozen=True)
class Target:
    """Something that can be referred to: its page, and how its name is written."""

    href: str
    identifier: str
    word: str
    number: str
    title: tuple[Any, ...] = ()


Targets = dict[str, Target]


def number_pages(pages: list[Page], depth: int, problems: ProblemList) -> Targets:
    """Number chapters, sections and captions in place; return what can be referred to."""
    _number_chapters(pages, depth > 0)
    targets: Targets = {}
    for page in pages:
        for target in number_page(page, depth):
            known = targets.setdefault(target.identifier, target)
            if known is not target:
                place = page.place(rf"#{re.escape(target.identifier)}(?![\w-])")
                what = f"'{target.identifier}' is the name of two things"
                mend = f"The other is on {known.href}; show it once and refer to it elsewhere."
                problems.add(*place, what, mend)
    return targets


def _number_chapters(pages: list[Page], numbered: bool) -> None:
    chapter, appendix = 0, 0
    for page in pages:
        page.number = ""
        if page.kind == "chapter" and numbered and page.numbered:
            chapter += 1
            page.number = str(chapter)
        elif page.kind == "appendix" and page.numbered:
            page.number = chr(ord("A") + appendix)
            appendix += 1


def number_page(page: Page, depth: int) -> Iterator[Target]:
    """Number a page's sections and captions in place, its own number being settled."""
    if page.anchor:
        word = "Appendix" if page.kind == "appendix" else "Chapter"
        yield Target(page.href, page.anchor, word, page.number, tuple(page.title))
    counts: Counter[str] = Counter()
    sections = [0] * 6
    for element in _numbered_elements(page.blocks):
        if element["t"] == "Header":
            yield _number_header(element, page, sections, depth)
        elif identifier(element).startswith(("fig-", "tbl-")):
            yield _number_caption(element, page, counts)


def _numbered_elements(blocks: list[Element]) -> Iterator[Element]:
    for block in blocks:
        kind = block["t"]
        if kind in {"Header", "Figure", "Table"}:
            yield block
        elif kind == "Div":
            names = classes(block)
            apart = any(name.startswith(("callout", "panel-tabset")) for name in names)
            inner = _numbered_elements(block["c"][1])
            yield from (one for one in inner if not apart or one["t"] != "Header")
        elif kind in {"BulletList", "OrderedList", "BlockQuote", "DefinitionList"}:
            yield from elements(block, "Figure", "Table")


def _number_header(header: Element, page: Page, sections: list[int], depth: int) -> Target:
    level, (name, names, _), words = header["c"]
    title = tuple(words)
    number = ""
    if "unnumbered" not in names and page.number and level <= depth:
        sections[level - 1] += 1
        sections[level:] = [0] * (6 - level)
        number = ".".join([page.number, *(str(count) for count in sections[1:level])])
        mark = span(string(number), make_attr(classes=["section-number"]))
        header["c"][2] = [mark, {"t": "Space"}, *words]
    return Target(page.href, name, "Section", number, title)


def _number_caption(element: Element, page: Page, counts: Counter[str]) -> Target:
    name = identifier(element)
    word = "Figure" if name.startswith("fig-") else "Table"
    counts[word] += 1
    number = f"{page.number}.{counts[word]}" if page.number else str(counts[word])
    words = _caption_words(element)
    mark = span(string(f"{word}{SPACE}{number}"), make_attr(classes=["caption-label"]))
    words[:0] = [mark, *(string(": ") if words else [])]
    return Target(page.href, name, word, number)


def _caption_words(element: Element) -> list[Element]:
    """Return the list of words that is an element's caption, made where there is none."""
    blocks = element["c"][1][1]
    if not blocks:
        blocks.append(plain([]))
    found: list[Element] = blocks[0]["c"]
    return found


def resolve_references(pages: list[Page], targets: Targets, problems: ProblemList) -> None:
    """Turn ``@fig-x`` and its kin into links, in place, on every page."""
    for page in pages:

        def change(element: Element, page: Page = page) -> list[Element] | None:
            if element["t"] != "Cite":
                return None
            return _resolve(element, page, targets, problems)

        page.blocks = rewrite(page.blocks, change)
        page.title = rewrite(page.title, change)


def _resolve(
    cite: Element, page: Page, targets: Targets, problems: ProblemList
) -> list[Element] | None:
    citations = cite["c"][0]
    keys = [citation["citationId"] for citation in citations]
    for key in keys:
        if ELSEWHERE.match(key):
            what = f"references like @{key} are not in the common subset"
            problems.add(*page.place(rf"@{re.escape(key)}"), what, "Use @fig-, @tbl- or @sec-.")
    references = [bool(REFERENCE.match(key)) for key in keys]
    if any(ELSEWHERE.match(key) for key in keys):
        return []
    if not any(references):
        return None
    if not all(references):
        what = f"a citation and a cross-reference share one pair of brackets: {text_of(cite)}"
        problems.add(*page.place(rf"@{re.escape(keys[0])}"), what, "Give each its own.")
        return []
    words: list[Element] = []
    for index, citation in enumerate(citations):
        words += string(", ") if index else []
        words += _reference(citation, page, targets, problems)
    return words


def _reference(
    citation: Element, page: Page, targets: Targets, problems: ProblemList
) -> list[Element]:
    key = citation["citationId"]
    target = targets.get(key[0].lower() + key[1:])
    if target is None:
        what = f"@{key} refers to nothing in the book"
        problems.add(*page.place(rf"@{re.escape(key)}(?![\w-])"), what, _nearest(key, targets))
        return string(key)
    words = _reference_words(citation, target)
    made = link(words, f"{PAGE}{target.href}#{target.identifier}", make_attr("", ["xref"]))
    return [made, *citation["citationSuffix"]]


def _reference_words(citation: Element, target: Target) -> list[Element]:
    if not target.number:
        return list(target.title) or string(target.word)
    if citation["citationMode"]["t"] == "SuppressAuthor":
        return string(target.number)
    if citation["citationPrefix"]:
        return [*citation["citationPrefix"], *string(f"{SPACE}{target.number}")]
    return [{"t": "Str", "c": f"{target.word}{SPACE}{target.number}"}]


def _nearest(key: str, targets: Targets) -> str:
    import difflib

    near = difflib.get_close_matches(key, sorted(targets), n=3)
    return f"Near to it are {', '.join(near)}." if near else "Its label must be in a chapter."
