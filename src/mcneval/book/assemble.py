"""A filled-in folder as one book: pages numbered, references and citations resolved."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from mcneval.book.citations import check_citations, place_citations, read_references
from mcneval.book.crossref import number_pages, resolve_references
from mcneval.book.links import check_attributes, settle_links
from mcneval.book.pages import Page, read_pages
from mcneval.book.problems import ProblemList
from mcneval.book.project import Project, read_project
from mcneval.book.source import Origins


@dataclass
class Book:
    """A book whose every reference is settled; links are ``mcn-page:`` and ``mcn-file:``.

    ``chapters`` are those of the printed book; ``extras`` are pages of the site alone.
    """

    folder: Path
    project: Project
    chapters: list[Page]
    extras: list[Page]

    @property
    def pages(self) -> list[Page]:
        """Every page of the site."""
        return [*self.chapters, *self.extras]

    def read(self, path: str) -> bytes:
        """Return a file of the book."""
        return (self.folder / path).read_bytes()


def assemble_book(
    folder: Path, formats: Collection[str], origins: Origins, problems: ProblemList
) -> Book:
    """Read a book's folder, number it and resolve its references.

    Parameters
    ----------
    folder : Path
        A folder with ``_quarto.yml``.
    formats : collection of str
        What else is made: files that will stand beside the web pages.
    origins : mapping
        Where each line of the folder's files was written.
    problems : ProblemList
        What was found wrong before.

    Raises
    ------
    BookError
        With everything that is wrong with the book.
    """
    project = read_project(folder, problems)
    promised = {project.name_file(kind) for kind in formats}
    pages = read_pages(folder, project, origins, problems)
    chapters = [page for page in pages if page.kind != "page"]
    extras = [page for page in pages if page.kind == "page"]
    targets = number_pages(chapters, project.depth, problems)
    resolve_references(pages, targets, problems)
    works = read_references(folder, project, problems)
    check_citations(works, project, pages, problems)
    settle_links(pages, folder, promised, problems)
    check_attributes(pages, problems)
    problems.stop_if_any()
    place_citations(works, folder, project, pages, problems)
    problems.stop_if_any()
    return Book(folder, project, chapters, extras)
