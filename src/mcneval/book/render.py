"""A filled-in folder to a report, in one or more formats."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from mcneval.book.assemble import Book, assemble_book
from mcneval.book.engines import Engine, EngineChoice, find_engine
from mcneval.book.problems import BookError, Problem, ProblemList
from mcneval.book.source import Origins

FORMATS = {"html": "html", "pdf": "pdf", "typst": "pdf", "docx": "docx"}
NAMES = {"pdf": "PDF", "docx": "Word"}


@dataclass(frozen=True)
class RenderOutcome:
    """What was made: ``pages`` are the site's addresses, ``files`` all that was written."""

    engine: Engine
    pages: list[str]
    files: list[str]
    warnings: list[str] = field(default_factory=list)


def render_book(
    folder: Path,
    output: Path,
    formats: Sequence[str] = ("html",),
    engine: EngineChoice = "auto",
    *,
    all_by_quarto: bool = False,
    origins: Origins | None = None,
    problems: ProblemList | None = None,
) -> RenderOutcome:
    """Render the book in ``folder``, a filled-in Quarto project, into the folder ``output``.

    Parameters
    ----------
    folder : Path
        A folder with ``_quarto.yml``, chapters and the files that they show; it is only read.
    output : Path
        The folder that receives the report; files already there stay unless written anew.
    formats : sequence of str
        Any of html, pdf (also called typst) and docx.
    engine : str
        ``auto`` is the embedded engine; ``quarto`` makes the web pages.
    all_by_quarto : bool
        Whether Quarto makes PDF and Word, too.
    origins : mapping, optional
        For each file of the book, where each of its lines was written.
    problems : ProblemList, optional
        What was found wrong when the book was filled in: it is told with the rest.

    Raises
    ------
    BookError
        With every problem of the book, each with file and line; nothing is written then.
    """
    wanted = read_formats(formats)
    chosen = find_engine(engine)
    problems = problems or ProblemList()
    others = [kind for kind in wanted if kind != "html"]
    book = assemble_book(folder, others, origins or {}, problems)
    downloads = {book.project.name_file(kind): NAMES[kind] for kind in others}
    made: dict[str, bytes] = {}
    warnings: list[str] = []
    by_quarto = [kind for kind in wanted if kind == "html" or all_by_quarto]
    if chosen.name == "quarto" and by_quarto:
        from mcneval.book.quarto import render_quarto

        made, warnings = render_quarto(book, by_quarto)
        wanted = [kind for kind in wanted if kind not in by_quarto]
    elif chosen.name == "quarto":
        chosen = find_engine("embedded")
    made |= _render_embedded(book, wanted, downloads, warnings)
    write_files(output, made)
    pages = [page.href for page in book.pages if page.href in made]
    return RenderOutcome(chosen, pages, sorted(made), warnings)


def read_formats(formats: Sequence[str]) -> list[str]:
    """Return the formats by our names; BookError for one that is not known."""
    unknown = sorted(set(formats) - set(FORMATS))
    if unknown:
        what = f"the format {', '.join(unknown)} is not known"
        raise BookError([Problem("formats", None, what, "Known are html, pdf and docx.")])
    return list(dict.fromkeys(FORMATS[name] for name in formats))


def _render_embedded(
    book: Book, formats: list[str], downloads: dict[str, str], warnings: list[str]
) -> dict[str, bytes]:
    maker = find_engine("embedded").label

    def make(kind: str) -> dict[str, bytes]:
        path = book.project.name_file(kind)
        if kind == "html":
            from mcneval.book.site import write_site

            return write_site(book, maker, downloads)
        if kind == "docx":
            from mcneval.book.docx import write_docx

            return {path: write_docx(book)}
        from mcneval.book.pdf import write_pdf

        content, told = write_pdf(book, maker)
        warnings.extend(told)
        return {path: content}

    made: dict[str, bytes] = {}
    with ThreadPoolExecutor(len(FORMATS)) as pool:
        for files in pool.map(make, formats):
            made |= files
    return made


def write_files(output: Path, made: dict[str, bytes]) -> None:
    """Write files under a folder, leaving alone those that are already the same."""
    for path, content in sorted(made.items()):
        file = output / path
        if ".." in file.relative_to(output).parts:
            raise BookError([Problem(path, None, "a file outside the report is never written")])
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.is_file() or file.read_bytes() != content:
            file.write_bytes(content)
