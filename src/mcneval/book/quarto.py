"""The book by Quarto: filled in, rendered format by format, its warnings taken as errors."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

from mcneval.book.assemble import Book, Draft, read_draft, settle_draft
from mcneval.book.drawings import draw_png
from mcneval.book.pages import Page
from mcneval.book.problems import BookError, Problem
from mcneval.book.quarto_source import write_chapters, write_project
from mcneval.book.site import Maker, write_pages, write_static
from mcneval.book.word_reference import pack

FORMATS = {"html": "html", "pdf": "typst", "docx": "docx"}
EPOCH = "315532800"
WARNING = re.compile(r"^\s*\(?\[?WARN(?:ING)?\]?:?\)?\s*(.*)$")
FAILURE = re.compile(r"^\s*\[?ERROR\]?:?\s*(.*)$")
NOW_AT = re.compile(r"^\s*\[\s*\d+/\d+\]\s+(\S+)")
PLACE = re.compile(r"([\w./-]+\.(?:qmd|md|yml)):?(?:\s*\(?line\s+|:)(\d+)")
NAMED = re.compile(r"@([\w-]+)|['\"]([^'\"]+)['\"]|(\S+\.\w+(?:#\S+)?)\s*$|citation (\S+)")
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
LEAKS = re.compile(
    r'\s(?:data-notebook|data-execution[\w-]*|execution|data-notebook-[\w-]+)="[^"]*"'
)
DATES = re.compile(r"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")


def render_quarto(
    stage: Path, formats: list[str], maker: Maker, downloads: dict[str, str]
) -> tuple[dict[str, bytes], list[str]]:
    """Return the report's files by path, and its pages' addresses.

    Raises BookError with what our own check finds before Quarto runs, or with Quarto's
    warnings and errors, each with file and line where Quarto tells them.
    """
    draft = read_draft(stage, set(downloads))
    filled = deepcopy(draft)
    book = settle_draft(draft)
    made: dict[str, bytes] = {}
    for format_name in formats:
        made |= _render(filled, book, format_name)
    pages: list[str] = []
    if "html" in formats:
        made |= write_pages(book, book.notebooks, maker, downloads) | write_static(book)
        pages = [page.href for page in book.pages if page.href in made]
    return made, pages


def _render(draft: Draft, book: Book, format_name: str) -> dict[str, bytes]:
    quarto_name = FORMATS[format_name]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "book"
        shutil.copytree(draft.stage, folder)
        for path, text in write_chapters(draft, quarto_name).items():
            (folder / path).write_text(text, encoding="utf-8")
        (folder / "_quarto.yml").write_text(write_project(draft, [quarto_name]), encoding="utf-8")
        (folder / "_variables.yml").unlink(missing_ok=True)
        for path, content in _draw_for(quarto_name, book.files.made).items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)
        _run(folder, quarto_name, book)
        return _collect(folder / "_book", format_name, draft.project.output_name)


def _draw_for(quarto_name: str, made: dict[str, bytes]) -> dict[str, bytes]:
    """Return the files made from notebooks, for Word with a picture of each drawing."""
    drawings = [path for path in made if path.endswith(".svg") and quarto_name == "docx"]
    return made | {f"{path[:-4]}.png": draw_png(made[path]) for path in drawings}


def _run(folder: Path, quarto_name: str, book: Book) -> None:
    command = [shutil.which("quarto") or "quarto", "render", ".", "--to", quarto_name]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": EPOCH, "NO_COLOR": "1"}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, check=False, text=True
    )
    problems = list(read_messages(f"{done.stdout}\n{done.stderr}", book.chapters))
    if done.returncode and not problems:
        last = [line for line in done.stderr.strip().split("\n") if line.strip()][-5:]
        what = f"quarto render stopped: {' / '.join(last) or 'it gave no reason'}"
        problems.append(Problem("quarto", None, what))
    if problems:
        raise BookError(problems)


def read_messages(output: str, chapters: list[Page]) -> Iterator[Problem]:
    """Yield the warnings and errors that Quarto printed, each at its place.

    Quarto seldom tells a line: the place is then where the chapter names what the message
    names, in the file that Quarto said it was at.
    """
    by_path = {page.path: page for page in chapters}
    current: Page | None = None
    for written in output.split("\n"):
        line = COLOUR.sub("", written)
        at = NOW_AT.match(line)
        if at:
            current = by_path.get(at.group(1))
            continue
        found = WARNING.match(line) or FAILURE.match(line)
        if found and found.group(1).strip():
            message = found.group(1).strip()
            yield Problem(*_place(message, current, chapters), f"Quarto says: {message}")


def _place(message: str, current: Page | None, chapters: list[Page]) -> tuple[str, int | None]:
    told = PLACE.search(message)
    if told:
        return told.group(1), int(told.group(2))
    named = NAMED.search(message)
    word = next((group for group in named.groups() if group), "") if named else ""
    for page in [current] if current else chapters:
        place = page.place(re.escape(word)) if word else (page.path, None)
        if place[1] is not None:
            return place
    return (current.path if current else "quarto"), None


def _collect(folder: Path, format_name: str, name: str) -> dict[str, bytes]:
    """Return what Quarto made, cleaned of paths and times of this machine."""
    if format_name != "html":
        found = sorted(folder.rglob(f"*.{format_name}"))
        if not found:
            raise BookError([Problem("quarto", None, f"quarto made no {format_name}")])
        content = found[0].read_bytes()
        return {f"{name}.{format_name}": _without_dates(content, format_name)}
    made: dict[str, bytes] = {}
    for file in sorted(folder.rglob("*")):
        if file.is_file() and file.suffix != ".ipynb":
            content = file.read_bytes()
            if file.suffix == ".html":
                content = clean_page(content.decode()).encode()
            made[file.relative_to(folder).as_posix()] = content
    return made


def clean_page(html: str) -> str:
    """Return a page without the attributes that carry absolute paths and cells' times."""
    return LEAKS.sub("", html)


def _without_dates(content: bytes, format_name: str) -> bytes:
    if format_name != "docx":
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name[-1] != "/"}
    core = parts.get("docProps/core.xml", b"").decode()
    return pack(parts | {"docProps/core.xml": DATES.sub("", core).encode()})
