"""Which chapters and sections a report has: those in which there is something to read.

A chapter puts what belongs together into a block ``::: {.if-shown}``. It stays where one of the
exhibits that it embeds is shown or, if it embeds none, where one of the texts that it includes has
words; else the block goes, heading and all. A chapter goes that is nothing but such blocks, none
of which stays. The book is left with plain chapters, so that every engine shows the same.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

FENCE = re.compile(r"^(:{3,})\s*(\S.*)?$")
MARK = "{.if-shown}"
REFERENCES = "{#refs}"
EMBED = re.compile(r"^\{\{<\s*embed\s+\S+?#([\w.-]+)\s*>\}\}\s*$")
INCLUDE = re.compile(r"^\{\{<\s*include\s+(\S+)\s*>\}\}\s*$")
CODE = re.compile(r"^(```|~~~)")


@dataclass
class Block:
    """Lines of a chapter, some of them blocks that may go."""

    marked: bool = False
    parts: list[str | Block] = field(default_factory=list)


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

    def keeps(self, block: Block) -> bool:
        """Return whether there is something to read in a block."""
        lines = list(_list_lines(block))
        if any(REFERENCES in line for line in lines):
            return self.cites
        labels = [found[1] for line in lines if (found := EMBED.match(line))]
        if labels:
            return any(label not in self.absent for label in labels)
        texts = [found[1] for line in lines if (found := INCLUDE.match(line))]
        return not texts or any(_name(text) not in self.empty for text in texts)


def _name(target: str) -> str:
    """Return an include's file from the book's folder: ``readings/flow.md``."""
    return "/".join(part for part in PurePosixPath(target).parts if part not in ("..", "/"))


def compose_chapter(text: str, shown: Shown) -> str:
    """Return a chapter with only those of its blocks that show something; "" for none."""
    whole = _parse(text)
    blocks = [part for part in whole.parts if isinstance(part, Block)]
    words = [part for part in whole.parts if isinstance(part, str) and part.strip()]
    is_bare = all(line.startswith("# ") for line in words)
    if blocks and is_bare and not any(map(shown.keeps, blocks)):
        return ""
    return "\n".join(_write(whole, shown)) + "\n"


def _parse(text: str) -> Block:
    whole = Block()
    path, depths, code = [whole], [0], False
    for line in text.splitlines():
        code ^= bool(CODE.match(line))
        fence = None if code else FENCE.match(line)
        if fence and fence[2] == MARK:
            path.append(Block(marked=True))
            path[-2].parts.append(path[-1])
            depths.append(0)
            continue
        if fence and len(path) > 1 and not fence[2] and depths[-1] == 0:
            path.pop()
            depths.pop()
            continue
        if fence:
            depths[-1] += 1 if fence[2] else -1
        path[-1].parts.append(line)
    return whole


def _list_lines(block: Block) -> list[str]:
    lines: list[str] = []
    for part in block.parts:
        lines += [part] if isinstance(part, str) else _list_lines(part)
    return lines


def _write(block: Block, shown: Shown) -> list[str]:
    lines: list[str] = []
    for part in block.parts:
        if isinstance(part, Block):
            lines += _write(part, shown) if shown.keeps(part) else []
        else:
            found = EMBED.match(part)
            lines += [] if found and found[1] in shown.absent else [part]
    return lines


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
