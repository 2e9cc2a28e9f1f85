"""XML written piece by piece, so that large projects need little memory."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PLAIN = re.compile(r"\A[\w :/.,-]*+\Z", re.ASCII)
_KEEP = {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}


def words(text: str) -> str:
    """Return text escaped for XML; characters that XML forbids become ``\ufffd``."""
    return escape(_ILLEGAL.sub("\ufffd", text), {"\r": "&#13;"})


def opening(name: str, attributes: dict[str, str], closed: bool = False) -> str:
    """Return an opening tag; attributes without a value are left out."""
    told = "".join(f" {key}={quoted(value)}" for key, value in attributes.items() if value)
    return f"<{name}{told}{'/' if closed else ''}>"


def quoted(value: str) -> str:
    """Return an attribute's value in quotation marks."""
    if _PLAIN.match(value):
        return f'"{value}"'
    return quoteattr(_ILLEGAL.sub("\ufffd", value), _KEEP)


def element(
    name: str, attributes: dict[str, str], inside: Iterable[str] | str = ""
) -> Iterator[str]:
    """Yield an element: ``inside`` is text to escape, or pieces of XML as they are."""
    pieces = [words(inside)] if isinstance(inside, str) else inside
    first = next(iterator := iter(pieces), "")
    if not first:
        yield opening(name, attributes, closed=True)
        return
    yield opening(name, attributes)
    yield first
    yield from iterator
    yield f"</{name}>"


def section(name: str, inside: Iterable[str]) -> Iterator[str]:
    """Yield an element without attributes, and nothing at all where it would be empty."""
    first = next(iterator := iter(inside), "")
    if first:
        yield f"<{name}>"
        yield first
        yield from iterator
        yield f"</{name}>\n"


def reference(name: str, guid: str) -> str:
    """Return an element that points to a guid."""
    return opening(name, {"targetGUID": guid}, closed=True)
