"""A stage folder as one book: pages numbered, references and citations resolved."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mcneval.book import notebook_pages
from mcneval.book.chapters import make_page, settle_identifiers
from mcneval.book.citations import check_citations, place_citations
from mcneval.book.crossref import Targets, number_pages, refer_to_report, resolve_references
from mcneval.book.exhibits import Workshop, texts_of
from mcneval.book.links import Atlas
from mcneval.book.notebooks import Notebook, read_notebooks
from mcneval.book.pages import Files, MarkdownPool, Page
from mcneval.book.problems import ProblemList
from mcneval.book.project import Project, read_project
from mcneval.book.shortcodes import Source, Words, read_source, read_variables
from mcneval.book.subset import check_subset
from mcneval.book.tables import settle_table
from mcneval.book.tree import elements

STATIC = ("tables", "figures", "notebooks", "downloads")


@dataclass
class Book:
    """A book whose every reference is settled; links are ``mcn-page:`` and ``mcn-file:``."""

    stage: Path
    project: Project
    chapters: list[Page]
    notebooks: list[Page]
    files: Files
    targets: Targets

    @property
    def pages(self) -> list[Page]:
        """Every page of the site, the notebooks last."""
        return [*self.chapters, *self.notebooks]


@dataclass
class Parts:
    """What a book is made from, read and not yet put together."""

    stage: Path
    project: Project
    notebooks: dict[str, Notebook]
    sources: list[Source]
    workshop: Workshop

    @property
    def problems(self) -> ProblemList:
        """What was found wrong so far."""
        return self.workshop.problems


@dataclass
class Draft:
    """A book as it was read: embeds and variables filled in, nothing numbered or resolved."""

    stage: Path
    project: Project
    chapters: list[Page]
    notebooks: list[Page]
    files: Files
    problems: ProblemList


def assemble_book(stage: Path, promised: set[str]) -> Book:
    """Read a stage folder; ``promised`` are files that will stand beside the report.

    Raises BookError with everything that is wrong with the book.
    """
    return settle_draft(read_draft(stage, promised))


def read_draft(stage: Path, promised: set[str]) -> Draft:
    """Read a stage folder, and what is wrong with it so far."""
    return make_draft(read_parts(stage, promised))


def read_parts(stage: Path, promised: set[str]) -> Parts:
    """Read a stage folder's project, notebooks and chapters, their Markdown parsed."""
    problems = ProblemList()
    project = read_project(stage, problems)
    notebooks = read_notebooks(stage, problems)
    sources = _read_sources(stage, project, problems)
    workshop = Workshop(_parse(sources, notebooks), Files(stage, promised=promised), problems)
    return Parts(stage, project, notebooks, sources, workshop)


def make_draft(parts: Parts) -> Draft:
    """Make every page of a book, embeds filled in."""
    workshop, notebooks = parts.workshop, parts.notebooks
    chapters = [
        make_page(entry, source, parts.project, notebooks, workshop)
        for entry, source in zip(parts.project.entries, parts.sources, strict=True)
    ]
    executed = [_notebook_page(notebook, workshop) for notebook in notebooks.values()]
    return Draft(parts.stage, parts.project, chapters, executed, workshop.files, workshop.problems)


def settle_draft(draft: Draft) -> Book:
    """Number a draft and resolve its references, in place; BookError where that fails."""
    project, problems = draft.project, draft.problems
    pages = [*draft.chapters, *draft.notebooks]
    targets = number_pages(draft.chapters, project.depth, problems)
    refer_to_report(draft.notebooks, targets)
    resolve_references(pages, targets, problems)
    check_citations(draft.stage, project, pages, problems)
    Atlas(pages, draft.files).settle(pages, problems)
    problems.stop_if_any()
    pages = place_citations(draft.stage, project, pages)
    shown = [page for page in pages if page.kind != "notebook"]
    return Book(draft.stage, project, shown, draft.notebooks, draft.files, targets)


def _read_sources(stage: Path, project: Project, problems: ProblemList) -> list[Source]:
    words = Words(read_variables(stage, problems), project.raw)
    sources = [read_source(stage, entry.path, words, problems) for entry in project.entries]
    for source in sources:
        check_subset(source, problems)
    return sources


def _parse(sources: list[Source], notebooks: dict[str, Notebook]) -> MarkdownPool:
    pool = MarkdownPool()
    for source in sources:
        pool.add(source.text, str(source.meta.get("title", "") or ""))
    for notebook in notebooks.values():
        for cell in notebook.cells:
            pool.add(*texts_of(cell))
    pool.parse()
    return pool


def _notebook_page(notebook: Notebook, workshop: Workshop) -> Page:
    page = notebook_pages.make_page(notebook, workshop)
    for table in elements(page.blocks, "Table"):
        settle_table(table)
    settle_identifiers(page)
    return page
