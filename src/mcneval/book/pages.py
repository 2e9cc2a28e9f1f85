"""The parts of a book while it is put together: pages, files and Markdown to be parsed."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

from mcneval.book.memory import Memory
from mcneval.book.project import Kind
from mcneval.book.reader import parse_markdown
from mcneval.book.shortcodes import Source
from mcneval.book.tree import Element, text_of

PAGE = "mcn-page:"
FILE = "mcn-file:"
BATCHES = 2
Made = TypeVar("Made")
PARSED = Memory(64 * 2**20)


@dataclass
class Page:
    """One page of the site, one chapter of the printed book.

    ``title`` is inline text without its number; ``anchor`` is the title's identifier;
    ``path`` is the chapter's or notebook's file; ``cites`` are its citations, as they were
    asked and as they are written; ``written`` is what a writer made of the settled page.
    """

    path: str
    href: str
    kind: Kind
    title: list[Element]
    blocks: list[Element]
    anchor: str = ""
    part: str = ""
    number: str = ""
    numbered: bool = True
    source: Source | None = None
    anchors: set[str] = field(default_factory=set)
    cites: list[tuple[str, Element]] = field(default_factory=list)
    written: dict[str, Any] = field(default_factory=dict)

    @property
    def slug(self) -> str:
        """A name for the page that identifiers in the printed book can begin with."""
        return str(PurePosixPath(self.href).with_suffix("")).replace("/", "-")

    @property
    def plain_title(self) -> str:
        """The title's words."""
        return text_of(self.title)

    def once(self, name: str, make: Callable[[Page], Made]) -> Made:
        """Return what ``make`` makes of the settled page, made only once."""
        if name not in self.written:
            self.written[name] = make(self)
        made: Made = self.written[name]
        return made

    def place(self, pattern: str) -> tuple[str, int | None]:
        """Return the file and line where ``pattern`` is written."""
        return self.source.place(pattern) if self.source else (self.path, None)


class MarkdownPool:
    """Texts to be parsed, each parsed once, all in as few calls as there are processors."""

    def __init__(self) -> None:
        self._texts: dict[str, bytes] = {}

    def add(self, *texts: str) -> None:
        """Ask for texts to be parsed."""
        for text in texts:
            self._texts.setdefault(text, b"")

    def parse(self) -> None:
        """Parse everything asked for that was not parsed before."""
        self._texts = {text: PARSED.find(text) or b"" for text in self._texts}
        missing = [text for text, blocks in self._texts.items() if not blocks]
        missing.sort(key=len, reverse=True)
        batches = [missing[start::BATCHES] for start in range(BATCHES)]
        with ThreadPoolExecutor(BATCHES) as pool:
            for batch, parsed in zip(batches, pool.map(parse_markdown, batches), strict=True):
                for text, blocks in zip(batch, parsed, strict=True):
                    self._texts[text] = pickle.dumps(blocks, pickle.HIGHEST_PROTOCOL)
                    PARSED.keep(self._texts[text], text)

    def blocks(self, text: str) -> list[Element]:
        """Return a text's blocks, free to be changed."""
        found: list[Element] = pickle.loads(self._texts[text])
        return found

    def inlines(self, text: str) -> list[Element]:
        """Return the words of a text of one paragraph."""
        found: list[Element] = []
        for block in self.blocks(text):
            if block["t"] in {"Para", "Plain"}:
                found += [{"t": "Space"}, *block["c"]] if found else block["c"]
        return found


@dataclass
class Files:
    """The files of the report: those of the stage and those made from notebooks.

    ``drawings`` are those whose colours follow the page that they are written into.
    """

    stage: Path
    made: dict[str, bytes] = field(default_factory=dict)
    drawings: dict[str, bytes] = field(default_factory=dict)
    promised: set[str] = field(default_factory=set)

    def exists(self, path: str) -> bool:
        """Tell whether the report will have this file."""
        return path in self.made or path in self.promised or (self.stage / path).is_file()

    def read(self, path: str) -> bytes:
        """Return a file's bytes."""
        return self.made[path] if path in self.made else (self.stage / path).read_bytes()

    def staged(self, folders: Iterable[str]) -> list[str]:
        """Return the stage's files under these folders."""
        return [
            file.relative_to(self.stage).as_posix()
            for folder in folders
            for file in sorted((self.stage / folder).rglob("*"))
            if file.is_file()
        ]


def page_address(path: str) -> str:
    """Return where a chapter or notebook is found on the site."""
    return str(PurePosixPath(path).with_suffix(".html"))
