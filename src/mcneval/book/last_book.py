"""A book made again while its author writes: pages that nothing touched are kept."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path

from mcneval.book.assemble import STATIC, Book, Parts, make_draft, read_parts, settle_draft
from mcneval.book.chapters import make_page
from mcneval.book.citations import find_cites, find_home
from mcneval.book.crossref import Targets, number_page, resolve_references
from mcneval.book.links import Atlas
from mcneval.book.pages import PAGE, Page
from mcneval.book.shortcodes import Embed
from mcneval.book.tree import copy_tree, elements


@dataclass
class LastBook:
    """The book as it was made last: nothing at first.

    A page is made anew where its own text changed. What other pages know of it, the names and
    numbers that they lead to and its citations, must have stayed; else the whole book is made.
    """

    book: Book | None = None
    around: str = ""
    marks: dict[str, str] = field(default_factory=dict)

    def assemble(self, stage: Path, promised: set[str]) -> Book:
        """Return the book of a stage folder; BookError with all that is wrong with it."""
        parts = read_parts(stage, promised)
        around, marks = _mark_surroundings(parts), _mark_chapters(parts)
        book: Book | None = None
        if not parts.problems.found and around == self.around and [*marks] == [*self.marks]:
            book = self._mend(parts, marks)
            # What was tried has left its marks on the parts.
            parts = parts if book else read_parts(stage, promised)
        if book is None:
            book = settle_draft(make_draft(parts))
        self.book, self.around, self.marks = book, around, marks
        return book

    def _mend(self, parts: Parts, marks: dict[str, str]) -> Book | None:
        """Return the last book with the chapters that changed made anew, or None."""
        book = self.book
        assert book is not None
        files, targets = parts.workshop.files, dict(book.targets)
        files.made.update(book.files.made)
        files.drawings.update(book.files.drawings)
        old = {page.path: page for page in book.chapters}
        made: dict[str, Page] = {}
        for entry, source in zip(parts.project.entries, parts.sources, strict=True):
            if marks[entry.path] != self.marks[entry.path]:
                page = make_page(entry, source, parts.project, parts.notebooks, parts.workshop)
                made[entry.path] = page
        changed: set[str] = set()
        for page in made.values():
            if not _number_alike(page, old[page.path], parts.project.depth, targets, changed):
                return None
        chapters = [made.get(page.path, page) for page in book.chapters]
        resolve_references([*made.values()], targets, parts.problems)
        Atlas([*chapters, *book.notebooks], files).settle(made.values(), parts.problems)
        for path, page in made.items():
            if not _cite_alike(page, old[path]):
                return None
            changed |= {f"{PAGE}{page.href}#{name}" for name in old[path].anchors - page.anchors}
        kept = [page for page in [*chapters, *book.notebooks] if page.path not in made]
        if parts.problems.found or any(changed & page.once("links", _links) for page in kept):
            return None
        return Book(parts.stage, parts.project, chapters, book.notebooks, files, targets)


def _number_alike(page: Page, old: Page, depth: int, targets: Targets, changed: set[str]) -> bool:
    """Number a page in its old place; False where that cannot be told without the others.

    ``targets`` becomes what can be referred to now; ``changed`` takes the addresses of what
    is not there any more or is numbered otherwise.
    """
    if (page.kind, page.numbered) != (old.kind, old.numbered) or find_home([page]):
        return False
    page.number = old.number
    numbered = list(number_page(page, depth))
    found = {one.identifier: one for one in numbered}
    known = {name: one for name, one in targets.items() if one.href == page.href}
    added = {name: one for name, one in found.items() if name not in known}
    if len(found) != len(numbered) or any(
        name in targets or one.word != "Section" for name, one in added.items()
    ):
        return False
    moved = [name for name, one in known.items() if found.get(name) != one]
    changed |= {f"{PAGE}{page.href}#{name}" for name in moved}
    for name in moved:
        del targets[name]
    targets.update(found)
    return True


def _links(page: Page) -> set[str]:
    """Return the addresses in the book that a settled page leads to."""
    return {one["c"][2][0] for one in elements([page.title, page.blocks], "Link")}


def _cite_alike(page: Page, old: Page) -> bool:
    """Write a page's citations as they were written before; False where they changed."""
    asked = find_cites(page)
    if [json.dumps(one) for one in asked] != [question for question, _ in old.cites]:
        return False
    for one, (question, written) in zip(asked, old.cites, strict=True):
        one.clear()
        one.update(copy_tree(written))
        page.cites.append((question, one))
    return True


def _mark_chapters(parts: Parts) -> dict[str, str]:
    """Return, for each chapter, a hash of all that its page is made from."""
    pairs = zip(parts.project.entries, parts.sources, strict=True)
    return {
        entry.path: _hash(entry, source.meta, source.text, [*map(_name, source.embeds)])
        for entry, source in pairs
    }


def _name(embed: Embed) -> tuple[str, str]:
    return embed.notebook, embed.label


def _mark_surroundings(parts: Parts) -> str:
    """Return a hash of all that every page depends on."""
    stage, project = parts.stage, parts.project
    read = [*sorted(parts.notebooks), *project.bibliography, *filter(None, [project.csl])]
    contents = [(stage / name).read_bytes() for name in read if (stage / name).is_file()]
    files = parts.workshop.files
    return _hash(project.raw, files.staged(STATIC), sorted(files.promised), *contents)


def _hash(*parts: object) -> str:
    digest = hashlib.blake2b()
    for part in parts:
        content = part if isinstance(part, bytes) else repr(part).encode()
        digest.update(len(content).to_bytes(8, "big") + content)
    return digest.hexdigest()
