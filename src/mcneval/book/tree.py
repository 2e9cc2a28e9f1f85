"""Pandoc's document tree as plain Python: walk it, change it, read its text, build it."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Sequence
from typing import Any

Element = dict[str, Any]
Change = Callable[[Element], "Element | list[Element] | None"]

NODES = (list, dict)
LEAVES = {"Str", "Space", "SoftBreak", "LineBreak"}
BREAKS = {"Space", "SoftBreak", "LineBreak"}
ATTR_PLACE = {
    "Header": 1, "CodeBlock": 0, "Div": 0, "Table": 0, "Figure": 0, "Code": 0, "Span": 0,
    "Link": 0, "Image": 0,
}  # fmt: skip


def rewrite(node: Any, change: Change) -> Any:
    """Apply ``change`` to each element of a tree, in place, the innermost first.

    ``change`` returns None to keep an element, an element to replace it, or a list to
    put in its place. The tree itself comes back.
    """
    if isinstance(node, list):
        _rewrite_list(node, change)
    elif isinstance(node, dict):
        for value in node.values():
            if isinstance(value, (list, dict)):
                rewrite(value, change)
    return node


def _rewrite_list(nodes: list[Any], change: Change) -> None:
    changed: dict[int, list[Any]] = {}
    for place, node in enumerate(nodes):
        if type(node) in NODES:
            if type(node) is list or node.get("t") not in LEAVES:
                rewrite(node, change)
            result = change(node) if type(node) is dict and "t" in node else None
            if result is not None:
                changed[place] = result if isinstance(result, list) else [result]
    for place in sorted(changed, reverse=True):
        nodes[place : place + 1] = changed[place]


def elements(node: Any, *kinds: str) -> Iterator[Element]:
    """Yield the elements of these kinds, or all elements, in the order of the text."""
    # Plain type checks and one flat list of what waits: a book has a million nodes.
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if type(one) is list:
            waiting.extend([item for item in reversed(one) if type(item) in NODES])
        elif type(one) is dict:
            kind = one.get("t")
            if kind is not None and (not kinds or kind in kinds):
                yield one
            if kind not in LEAVES:
                waiting.extend([item for item in reversed(one.values()) if type(item) in NODES])


def copy_tree(node: Any) -> Any:
    """Return a tree that can be changed without changing this one."""
    return pickle.loads(pickle.dumps(node, pickle.HIGHEST_PROTOCOL))


def text_of(node: Any) -> str:
    """Return the words of a tree, footnotes left out, runs of white space made one."""
    return " ".join("".join(_words(node)).split())


def _words(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for item in node:
            yield from _words(item)
    elif isinstance(node, dict):
        yield from _words_of_element(node)


def _words_of_element(element: Element) -> Iterator[str]:
    kind = element.get("t")
    if kind == "Str":
        yield element["c"]
    elif kind in BREAKS:
        yield " "
    elif kind in {"Code", "CodeBlock", "Math"}:
        yield element["c"][1]
    elif kind in {"Note", "RawInline", "RawBlock"}:
        return
    elif kind == "Quoted":
        left, right = ("‘", "’") if element["c"][0]["t"] == "SingleQuote" else ("“", "”")
        yield left
        yield from _words(element["c"][1])
        yield right
    elif kind == "Cite":
        yield from _words(element["c"][1])
    else:
        yield from _words(element.get("c", []))
        if kind in {"Para", "Plain", "Header", "Div", "Table"}:
            yield " "


def attr(element: Element) -> list[Any] | None:
    """Return the identifier, classes and pairs of an element that can have them."""
    place = ATTR_PLACE.get(element.get("t", ""))
    return None if place is None else element["c"][place]


def identifier(element: Element) -> str:
    """Return an element's identifier, or nothing."""
    found = attr(element)
    return str(found[0]) if found else ""


def is_elsewhere(element: Element, formats: set[str]) -> bool:
    """Tell whether a block is for formats other than these: Quarto's ``content-visible``."""
    if element["t"] != "Div" or "content-visible" not in classes(element):
        return False
    given = pairs(element)
    wanted, shunned = given.get("when-format", ""), given.get("unless-format", "")
    return (bool(wanted) and wanted not in formats) or shunned in formats


def classes(element: Element) -> list[str]:
    """Return an element's classes."""
    found = attr(element)
    return list(found[1]) if found else []


def pairs(element: Element) -> dict[str, str]:
    """Return an element's attributes."""
    found = attr(element)
    return dict(found[2]) if found else {}


def make_attr(
    identifier: str = "", classes: Sequence[str] = (), pairs: dict[str, str] | None = None
) -> list[Any]:
    """Return attributes in the tree's form."""
    return [identifier, list(classes), [[key, value] for key, value in (pairs or {}).items()]]


def string(text: str) -> list[Element]:
    """Return plain words as inline elements."""
    parts: list[Element] = []
    for index, word in enumerate(text.split(" ")):
        if index:
            parts.append({"t": "Space"})
        if word:
            parts.append({"t": "Str", "c": word})
    return parts


def plain(inlines: list[Element]) -> Element:
    """Return words that stand without a paragraph's space."""
    return {"t": "Plain", "c": inlines}


def para(inlines: list[Element]) -> Element:
    """Return a paragraph."""
    return {"t": "Para", "c": inlines}


def span(inlines: list[Element], attributes: list[Any]) -> Element:
    """Return words with attributes."""
    return {"t": "Span", "c": [attributes, inlines]}


def div(blocks: list[Element], attributes: list[Any]) -> Element:
    """Return blocks with attributes."""
    return {"t": "Div", "c": [attributes, blocks]}


def link(inlines: list[Element], target: str, attributes: list[Any] | None = None) -> Element:
    """Return a link."""
    return {"t": "Link", "c": [attributes or make_attr(), inlines, [target, ""]]}


def raw(format_name: str, text: str) -> Element:
    """Return text that one writer passes on as it is."""
    return {"t": "RawBlock", "c": [format_name, text]}


def raw_inline(format_name: str, text: str) -> Element:
    """Return words that one writer passes on as they are."""
    return {"t": "RawInline", "c": [format_name, text]}


def strong(inlines: list[Element]) -> Element:
    """Return words of weight."""
    return {"t": "Strong", "c": inlines}
