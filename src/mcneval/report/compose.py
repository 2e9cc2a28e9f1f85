"""Which chapters and sections a report has: those in which there is something to read.

A chapter puts what belongs together into a block ``::: {.if-shown}``. It stays where one of the
exhibits that it embeds is shown or, if it embeds none, where one of the texts that it includes has
words; else the block goes, heading and all. A chapter goes that is nothing but such blocks, none
of which stays. The book is left with plain chapters, so that every engine shows the same.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from mcneval.book.source import Line

ALONE = re.compile(r"^(\s*)\{\{<\s*(include|embed)\s+(.*?)\s*>\}\}\s*$")
FENCE = re.compile(r"^:{3,}\s*(\S.*)?$")
MARK = "{.if-shown}"
REFERENCES = "{#refs}"


@dataclass(frozen=True)
class Shown:
    """What there is to show.

    Parameters
    ----------
    absent : collection of str
        The labels of exhibits that the study does not have.
    empty : collection of str
        The included files without words, such as ``readings/flow.md``.
    cites : bool
        Whether anything is cited: the list of references stays for that alone.
    """

    absent: Collection[str] = ()
    empty: Collection[str] = ()
    cites: bool = True

    def keeps(self, block: list[Line]) -> bool:
        """Return whether there is something to read in a block."""
        lines = [line.text for line in block]
        if any(REFERENCES in line for line in lines):
            return self.cites
        labels = list(filter(None, map(find_label, lines)))
        if labels:
            return any(label not in self.absent for label in labels)
        texts = [found[3] for line in lines if (found := ALONE.match(line))]
        return not texts or any(name.removeprefix("../") not in self.empty for name in texts)


def find_label(line: str) -> str:
    """Return the label of the exhibit that a line embeds; "" where it embeds none."""
    found = ALONE.match(line)
    return found[3].rpartition("#")[2] if found and found[2] == "embed" else ""


def compose_chapter(lines: list[Line], shown: Shown) -> list[Line]:
    """Return a chapter with only those of its blocks that show something; none for no chapter."""
    stack: list[tuple[list[Line], list[Line]]] = [([], [])]
    composed = False
    for line in lines:
        fence = None if line.code else FENCE.match(line.text)
        if fence and fence[1]:
            stack.append(([line], []))
        elif fence and len(stack) > 1:
            opening, inner = stack.pop()
            marked = opening[0].text.endswith(MARK)
            composed |= marked
            if not marked or shown.keeps(inner):
                stack[-1][1].extend(inner if marked else [*opening, *inner, line])
        else:
            stack[-1][1].append(line)
    kept = [line for opening, part in stack for line in (*opening, *part)]
    kept = [line for line in kept if find_label(line.text) not in shown.absent]
    words = [line.text for line in kept if not line.code]
    bare = all(word.startswith("# ") or not word.strip() for word in words)
    return [] if composed and bare else kept


def keep_chapters(chapters: list[Any], kept: Collection[str]) -> list[Any]:
    """Return the chapters of ``_quarto.yml`` that are kept; a part without any goes."""
    left: list[Any] = []
    for one in chapters:
        if isinstance(one, dict):
            inner = keep_chapters(one.get("chapters") or [], kept)
            left += [one | {"chapters": inner}] if inner else []
        elif one in kept:
            left.append(one)
    return left
