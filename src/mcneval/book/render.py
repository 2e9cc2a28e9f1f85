"""A stage folder to a report, in one or more formats."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from mcneval.book.assemble import assemble_book
from mcneval.book.docx import write_docx
from mcneval.book.engines import EngineChoice, find_engine
from mcneval.book.last_book import LastBook
from mcneval.book.pdf import write_pdf
from mcneval.book.problems import BookError, Problem, ProblemList
from mcneval.book.project import read_project
from mcneval.book.quarto import render_quarto
from mcneval.book.site import Maker, write_site

FORMATS = {"html": "html", "pdf": "pdf", "typst": "pdf", "docx": "docx"}
NAMES = {"pdf": "PDF", "docx": "Word"}


@dataclass(frozen=True)
class RenderOutcome:
    """What was made: ``pages`` are the site's addresses, ``files`` all that was written."""

    engine: str
    version: str
    pages: list[str]
    files: list[str]
    warnings: list[str] = field(default_factory=list)


def render_book(
    stage: Path,
    output: Path,
    formats: Sequence[str] = ("html",),
    engine: EngineChoice = "auto",
    last: LastBook | None = None,
) -> RenderOutcome:
    """Render the book in ``stage`` into the folder ``output``.

    Parameters
    ----------
    stage
        Folder with ``_quarto.yml``, chapters, executed notebooks and their files.
    output
        Folder that receives the report; files already there stay unless written anew.
    formats
        Any of html, pdf (also called typst) and docx.
    engine
        ``auto`` takes Quarto where it is found and the embedded engine otherwise.
    last
        The same book as it was made before, by the embedded engine: pages that nothing
        touched are taken from it, and it becomes this one.

    Raises
    ------
    BookError
        With every problem of the book, each with file and line.
    """
    wanted = read_formats(formats)
    chosen = find_engine(engine)
    name = read_project(stage, ProblemList()).output_name
    downloads = {f"{name}.{kind}": NAMES[kind] for kind in wanted if kind != "html"}
    maker = Maker(chosen.name, chosen.version)
    if chosen.name == "quarto":
        made, pages = render_quarto(stage, wanted, maker, downloads)
        warnings: list[str] = []
    else:
        made, pages, warnings = _render_embedded(stage, wanted, maker, downloads, last)
    write_files(output, made)
    return RenderOutcome(chosen.name, chosen.version, pages, sorted(made), warnings)


def read_formats(formats: Sequence[str]) -> list[str]:
    """Return the formats by our names; BookError for one that is not known."""
    unknown = sorted(set(formats) - set(FORMATS))
    if unknown:
        what = f"the format {', '.join(unknown)} is not known"
        raise BookError([Problem("formats", None, what, "Known are html, pdf and docx.")])
    return list(dict.fromkeys(FORMATS[name] for name in formats))


def _render_embedded(
    stage: Path,
    formats: list[str],
    maker: Maker,
    downloads: dict[str, str],
    last: LastBook | None,
) -> tuple[dict[str, bytes], list[str], list[str]]:
    promised = set(downloads)
    book = last.assemble(stage, promised) if last else assemble_book(stage, promised)
    warnings: list[str] = []

    def make(kind: str) -> dict[str, bytes]:
        if kind == "html":
            return write_site(book, maker, downloads)
        path = next(path for path in downloads if path.endswith(f".{kind}"))
        if kind == "docx":
            return {path: write_docx(book)}
        content, told = write_pdf(book, f"Pandoc {maker.version}")
        warnings.extend(told)
        return {path: content}

    made: dict[str, bytes] = {}
    with ThreadPoolExecutor(len(FORMATS)) as pool:
        for files in pool.map(make, formats):
            made |= files
    return made, [page.href for page in book.pages] if "html" in formats else [], warnings


def write_files(output: Path, made: dict[str, bytes]) -> None:
    """Write files under a folder, leaving alone those that are already the same."""
    for path, content in sorted(made.items()):
        file = output / path
        if ".." in file.relative_to(output).parts:
            raise BookError([Problem(path, None, "a file outside the report is never written")])
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.is_file() or file.read_bytes() != content:
            file.write_bytes(content)
