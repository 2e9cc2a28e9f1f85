"""Words of tables on paper: what never parts at a line's end, and where a long name may."""

from __future__ import annotations

import re
from typing import Any

from mcneval.book.tree import BREAKS, Element, elements

ZERO_WIDTH = "\u200b"
NO_BREAK = "\u00a0"
IDENTIFIER = re.compile(r"\b[A-Z][A-Z0-9]*(?:-[A-Z]*\d+)+\b")
BREAKABLE = re.compile(r"(?<=[._/\-])(?=[^\W\d])")
LONG = re.compile(r"[^\s\u200b]{32,}")
PIECE = 12
NUMBER = re.compile(r"^\(?[<>≤≥+−-]?\d[\d.,]*%?")
NUMBER_ENDS = re.compile(r"\d%?$")
BEFORE_NUMBER = re.compile(
    r"^\(?(under|of|phase|round|wave|table|figure|section|appendix|quotation|minute|page|p\.)$",
    re.IGNORECASE,
)
BETWEEN_NUMBERS = {"of", "to"}
BEFORE_IDENTIFIER = {"and", "or"}
# Short ends that would stand alone on a line: "against it", "Put on by HM".
INITIALS = re.compile(r"^[A-Z]{2,3}$")


def settle_words(table: Element) -> None:
    """Tie "Phase 1", "under 5" and "57% to 90%" together and let long code break, in place."""
    for code in elements(table["c"][3:6], "Code"):
        code["c"][1] = _cut_long(BREAKABLE.sub(ZERO_WIDTH, code["c"][1]))
    for word in elements(table["c"][3:6], "Str"):
        word["c"] = _cut_long(word["c"])
    for inlines in _lines(table["c"][3:6]):
        _tie(inlines)


def _cut_long(text: str) -> str:
    """Let a word break that is too long for any column, such as a hash."""
    return LONG.sub(lambda found: ZERO_WIDTH.join(_parts(found.group())), text)


def _parts(text: str) -> list[str]:
    return [text[start : start + PIECE] for start in range(0, len(text), PIECE)]


def _lines(node: Any) -> list[list[Element]]:
    """Return the lists of inline elements under a node."""
    found: list[list[Element]] = []
    if isinstance(node, list):
        if any(isinstance(one, dict) and one.get("t") in BREAKS for one in node):
            found.append(node)
        for one in node:
            found += _lines(one)
    elif isinstance(node, dict):
        found += _lines(node.get("c"))
    return found


def _tie(inlines: list[Element]) -> None:
    words = [one["c"] if one["t"] == "Str" else "" for one in inlines]
    for place in range(1, len(inlines) - 1):
        if inlines[place]["t"] in {"Space", "SoftBreak"} and _belong(words, place):
            inlines[place] = {"t": "Str", "c": NO_BREAK}


def _belong(words: list[str], place: int) -> bool:
    """Tell whether the words before and after a blank belong together."""
    before, after = words[place - 1], words[place + 1]
    if NUMBER.match(after):
        between = before in BETWEEN_NUMBERS and place >= 3
        inside = between and bool(NUMBER_ENDS.search(words[place - 3]))
        return inside or bool(BEFORE_NUMBER.match(before))
    if after in BETWEEN_NUMBERS and NUMBER_ENDS.search(before):
        return place + 3 < len(words) and bool(NUMBER.match(words[place + 3]))
    if (before, after) == ("against", "it") or (before == "by" and INITIALS.match(after)):
        return True
    return before in BEFORE_IDENTIFIER and bool(IDENTIFIER.match(after))
