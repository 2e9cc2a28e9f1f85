"""``_quarto.yml``: what the book is made of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import yaml

from mcneval.book.problems import BookError, Problem, ProblemList
from mcneval.book.source import read_text

Kind = Literal["index", "chapter", "appendix", "page"]
# Those keys of Quarto's that the embedded engine reads, or may pass over without harm.
BOOK_KEYS = {
    "title", "subtitle", "author", "date", "chapters", "appendices", "repo-url", "repo-actions",
    "repo-branch", "repo-subdir", "search", "downloads", "output-file", "description", "abstract",
    "doi", "site-url", "references", "page-navigation", "page-footer", "favicon", "cover-image",
    "sidebar", "navbar", "sharing", "reader-mode", "back-to-top-navigation",
}  # fmt: skip
MOVING_DATES = {"today", "now", "last-modified"}


@dataclass(frozen=True)
class Entry:
    """A file of the book, in its place; ``name`` is what the navigation calls it."""

    path: str
    kind: Kind
    part: str = ""
    name: str = ""


@dataclass(frozen=True)
class Project:
    """The book as ``_quarto.yml`` declares it; ``raw`` is the whole file."""

    title: str
    subtitle: str
    authors: list[str]
    date: str
    language: str
    entries: list[Entry]
    bibliography: list[str]
    csl: str
    repo_url: str
    search: bool
    output_name: str
    number_sections: bool
    number_depth: int
    raw: dict[str, Any] = field(repr=False)

    @property
    def depth(self) -> int:
        """How many levels of headings are numbered."""
        return self.number_depth if self.number_sections else 0

    @property
    def footer(self) -> str:
        """The words of the pages' footer."""
        given = self.book.get("page-footer") or ""
        words = given if isinstance(given, str) else given.get("left") or given.get("center")
        return words if isinstance(words, str) else ""

    def name_file(self, kind: str) -> str:
        """Return the name of the whole report in another format."""
        return f"{self.output_name}.{kind}"

    @property
    def book(self) -> dict[str, Any]:
        """The ``book`` part of the file."""
        return dict(self.raw.get("book") or {})


def read_project(folder: Path, problems: ProblemList) -> Project:
    """Read ``_quarto.yml``; BookError where it is missing or is no book."""
    raw = _load(folder / "_quarto.yml", problems)
    book = raw.get("book") or {}
    entries = _entries(book)
    _check_book(book, entries, folder, problems)
    html = read_options(raw, "html")
    title = str(book.get("title", "")) or "Untitled"
    return Project(
        title=title,
        subtitle=str(book.get("subtitle", "") or ""),
        authors=_authors(book.get("author")),
        date=str(book.get("date", "") or ""),
        language=str(raw.get("lang", "en-GB")),
        entries=[entry for entry in entries if (folder / entry.path).is_file()],
        bibliography=_texts(raw.get("bibliography")),
        csl=str(raw.get("csl", "") or ""),
        repo_url=str(book.get("repo-url", "") or "").rstrip("/"),
        search=book.get("search", True) is not False,
        output_name=str(book.get("output-file") or re.sub(r"[^\w]+", "-", title).strip("-")),
        number_sections=bool(raw.get("number-sections", html.get("number-sections", True))),
        number_depth=int(raw.get("number-depth") or html.get("number-depth") or 6),
        raw=raw,
    )


def read_options(raw: dict[str, Any], name: str) -> dict[str, Any]:
    """Return what a ``_quarto.yml`` asks for in one format."""
    given = (raw.get("format") or {}).get(name)
    return given if isinstance(given, dict) else {}


def _check_book(
    book: dict[str, Any], entries: list[Entry], folder: Path, problems: ProblemList
) -> None:
    for key in sorted(set(book) - BOOK_KEYS):
        what = f"book.{key} is not known to both engines"
        problems.add("_quarto.yml", None, what, f"Known are {', '.join(sorted(BOOK_KEYS))}.")
    for entry in entries:
        if not (folder / entry.path).is_file():
            problems.add("_quarto.yml", None, f"the chapter {entry.path} is not there")
    if not entries or entries[0].kind != "index":
        problems.add("_quarto.yml", None, "the first chapter must be index.qmd")
    if str(book.get("date", "")) in MOVING_DATES:
        what = f"the date '{book['date']}' would differ from one run to the next"
        problems.add("_quarto.yml", None, what, "Write the date itself, or leave it out.")


def _load(path: Path, problems: ProblemList) -> dict[str, Any]:
    if not path.is_file():
        raise BookError([Problem(path.name, None, f"there is no {path.name} in {path.parent}")])
    unread = ProblemList()
    text = read_text(path, path.name, unread)
    if unread.found:
        raise BookError([*problems.found, *unread.found])
    try:
        raw = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else None
        what = f"this is not YAML: {getattr(error, 'problem', error)}"
        raise BookError([Problem(path.name, line, what)]) from error
    if not isinstance(raw, dict) or not isinstance(raw.get("book"), dict):
        what = "there is no book here"
        raise BookError([Problem(path.name, None, what, "Give it a key 'book' with chapters.")])
    return raw


def _entries(book: dict[str, Any]) -> list[Entry]:
    chapters = list(_walk(book.get("chapters") or [], "chapter", ""))
    chapters += _walk(book.get("appendices") or [], "appendix", "")
    return [*chapters, *_footer_pages(book)]


def _footer_pages(book: dict[str, Any]) -> Iterator[Entry]:
    """Yield the files that the footer leads to: Quarto makes pages of them, but no chapters."""
    footer = book.get("page-footer")
    sides = footer.values() if isinstance(footer, dict) else []
    for one in (one for side in sides if isinstance(side, list) for one in side):
        if isinstance(one, dict) and str(one.get("href", "")).endswith(".qmd"):
            yield Entry(one["href"], "page", name=str(one.get("text", "")))


def _walk(items: list[Any], kind: Kind, part: str) -> Iterator[Entry]:
    for item in items:
        if isinstance(item, str):
            is_index = Path(item).name == "index.qmd" and "/" not in item
            yield Entry(item, "index" if is_index else kind, part)
        elif "part" in item:
            yield from _walk(item.get("chapters") or [], kind, str(item["part"]))
        elif "file" in item:
            yield from _walk([item["file"]], kind, part)


def _authors(value: Any) -> list[str]:
    if not value:
        return []
    people = value if isinstance(value, list) else [value]
    return [str(one.get("name", "")) if isinstance(one, dict) else str(one) for one in people]


def _texts(value: Any) -> list[str]:
    if not value:
        return []
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]
