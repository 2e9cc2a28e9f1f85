"""Exhibits that a study cannot show: the prose around them goes, one short notice stays."""

from __future__ import annotations

from mcneval.book.tree import (
    Element,
    classes,
    div,
    elements,
    make_attr,
    para,
    plain,
    string,
    strong,
)

ABSENT = "absent"
PROSE = "with-exhibit"
QUIET = "or-nothing"
NOTICE = "not-shown"
SILENT = {"Space", "SoftBreak", "LineBreak"}


def make_notice(title: list[Element], reason: list[Element]) -> Element:
    """Return what stands for an exhibit that is absent: what it is, and why it is not shown."""
    return div([plain(title), plain(reason)], make_attr(classes=[NOTICE]))


def is_notice(block: Element) -> bool:
    """Tell whether a block stands for an absent exhibit."""
    return NOTICE in classes(block) and [part["t"] for part in block["c"][1]] == ["Plain", "Plain"]


def choose_prose(element: Element, embedded: list[list[Element]]) -> list[Element] | None:
    """Return the content of a block of prose around exhibits, or only their notices.

    None where the element is no such block. ``embedded`` are a chapter's embeds, by number.
    With ``.or-nothing`` the notices go, too: the prose before has already said why.
    """
    if element["t"] != "Div" or PROSE not in classes(element):
        return None
    marks = [one for one in elements(element, "Code") if "mcn-embed" in classes(one)]
    shown = [block for one in marks for block in embedded[int(one["c"][1])]]
    if marks and all(map(is_notice, shown)):
        return [] if QUIET in classes(element) else shown
    content: list[Element] = element["c"][1]
    return content


def join_notices(blocks: list[Element]) -> list[Element]:
    """Return a page's blocks with notices that follow one another and share a reason as one."""
    joined: list[Element] = []
    for block in blocks:
        before = joined[-1] if joined else None
        if not is_notice(block):
            joined.append(block)
        elif before is not None and is_notice(before) and _reason(before) == _reason(block):
            before["c"][1][0]["c"] += [*string("; "), *block["c"][1][0]["c"]]
        else:
            joined.append(block)
    return [_write(block) if is_notice(block) else block for block in joined]


def _reason(notice: Element) -> list[Element]:
    words: list[Element] = notice["c"][1][1]["c"]
    return words


def _write(notice: Element) -> Element:
    title, reason = (part["c"] for part in notice["c"][1])
    words = [strong(string("Not shown:")), {"t": "Space"}, *title, *string(". "), *reason]
    return div([para(words)], make_attr(classes=[NOTICE]))


def is_silent(block: Element) -> bool:
    """Tell whether a paragraph has nothing in it, as where a phrase had nothing to say."""
    if block["t"] != "Para":
        return False
    return all(
        one["t"] in SILENT or (one["t"] == "Span" and not one["c"][1] and not one["c"][0][0])
        for one in block["c"]
    )
