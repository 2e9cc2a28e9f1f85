"""The book by Quarto, as it stands: rendered in a copy, warnings of a broken book as errors."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from mcneval.book.assemble import Book
from mcneval.book.pages import Page
from mcneval.book.problems import BookError, Problem

FORMATS = {"html": "html", "pdf": "typst", "docx": "docx"}
EPOCH = 315532800
WARNING = re.compile(r"^\s*\(?\[?WARN(?:ING)?\]?:?\)?\s*(.+)$")
FAILURE = re.compile(r"^\s*\[?ERROR\]?:?\s*(.+)$")
# What Quarto only warns of, though the book is broken by it.
BROKEN = re.compile(
    r"unable to resolve|not found|could not (?:find|fetch|convert)|unknown|unresolved|\?var:"
    r"|implicitly|duplicate|string was found",
    re.IGNORECASE,
)
NOW_AT = re.compile(r"^\s*\[\s*\d+/\d+\]\s+(\S+)")
PLACE = re.compile(
    r"(?<![\w./-])([\w./-]{1,300}\.(?:qmd|md|yml)):?(?:\s{0,9}\(?line\s{1,9}|:)(\d{1,9})"
)
NAMED = re.compile(
    r"@([\w-]++)|['\"]([^'\"]{1,300})['\"]|(?<!\S)(\S{1,300}\.\w{1,20}(?:#\S{1,100})?)\s{0,9}$"
    r"|#(\S++)|citation (\S++)"
)
INSIDE = re.compile(r"(?<! ) *+\(/[^)\n]{0,500}\)\n?")
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def render_quarto(book: Book, formats: list[str]) -> tuple[dict[str, bytes], list[str]]:
    """Return the report's files by path, and the warnings that break nothing.

    Raises
    ------
    BookError
        With what Quarto said of a broken book, each at its place, and its whole output.
    """
    made: dict[str, bytes] = {}
    warnings: list[str] = []
    for kind in formats:
        # Quarto leaves files of its own where it works.
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name) / "book"
            shutil.copytree(book.folder, folder)
            warnings += _run(folder, FORMATS[kind], book)
            made |= _collect(folder / "_book", kind, book.project.output_name)
    return made, list(dict.fromkeys(warnings))


def _run(folder: Path, kind: str, book: Book) -> list[str]:
    command = [shutil.which("quarto") or "quarto", "render", ".", "--to", kind]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(EPOCH), "NO_COLOR": "1"}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, check=False, text=True
    )
    output = COLOUR.sub("", f"{done.stdout}\n{done.stderr}").strip()
    found = list(read_messages(output, book.pages))
    problems = [problem for problem, breaks in found if breaks]
    if done.returncode and not problems:
        problems = [Problem("quarto", None, f"quarto render stopped with {done.returncode}")]
    if problems:
        raise BookError(problems, f"The whole output of quarto render --to {kind}:\n{output}")
    return [str(problem) for problem, _ in found]


def read_messages(output: str, pages: list[Page]) -> Iterator[tuple[Problem, bool]]:
    """Yield the warnings and errors that Quarto printed, and whether they mean a broken book.

    Quarto seldom tells a line: the place is then where the page names what the message names,
    in the file that Quarto said it was at.
    """
    by_path = {page.path: page for page in pages}
    current: Page | None = None
    # A warning may begin with a place in Quarto's own code and go on in the next line.
    for line in INSIDE.sub("", output).split("\n"):
        at = NOW_AT.match(line)
        if at:
            current = by_path.get(at.group(1))
            continue
        failure, warning = FAILURE.match(line), WARNING.match(line)
        found = failure or warning
        if found:
            message = found.group(1).strip().rstrip(".")
            problem = Problem(*_place(message, current, pages), f"Quarto says: {message}")
            yield problem, bool(failure) or bool(BROKEN.search(message))


def _place(message: str, current: Page | None, pages: list[Page]) -> tuple[str, int | None]:
    told = PLACE.search(message)
    by_path = {page.path: page for page in pages}
    if told:
        page, number = by_path.get(told.group(1)), int(told.group(2))
        lines = page.source.lines if page else []
        skipped = page.source.skipped if page else 0
        if 0 < number - skipped <= len(lines):
            line = lines[number - skipped - 1]
            return line.file, line.number
        return told.group(1), number
    named = NAMED.search(message)
    word = next((group for group in named.groups() if group), "") if named else ""
    for page in [current] if current else pages:
        place = page.place(re.escape(word)) if word else (page.path, None)
        if place[1] is not None:
            return place
    return (current.path if current else "quarto"), None


def _collect(folder: Path, kind: str, name: str) -> dict[str, bytes]:
    """Return what Quarto made, cleaned of paths and times of this machine."""
    if kind == "html":
        return {
            file.relative_to(folder).as_posix(): file.read_bytes()
            for file in sorted(folder.rglob("*"))
            if file.is_file()
        }
    found = sorted(folder.rglob(f"*.{kind}"))
    if not found:
        raise BookError([Problem("quarto", None, f"quarto made no {kind}")])
    content = found[0].read_bytes()
    return {f"{name}.{kind}": clean_docx(content) if kind == "docx" else content}


def clean_docx(content: bytes) -> bytes:
    """Return a Word document whose icons are not described by where Quarto is installed."""
    from docx import Document
    from docx.oxml.ns import qn

    from mcneval.book.docx import pack_document

    document = Document(io.BytesIO(content))
    for picture in document.element.body.iter(qn("wp:docPr"), qn("pic:cNvPr")):
        for key in ("descr", "title"):
            words = PurePosixPath(picture.get(key, "").replace("\\", "/"))
            if words.suffix in (".png", ".svg") and len(words.parts) > 1:
                picture.set(key, words.stem)
    return pack_document(document)
