"""The HTML report: every page in its frame, with what the reader needs to find the way."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from mcneval.book.assemble import STATIC, Book
from mcneval.book.citation_files import Citation, read_citation
from mcneval.book.drawings import put_drawings
from mcneval.book.html import address, headings, write_fragment, write_titles
from mcneval.book.pages import FILE, Page
from mcneval.book.row_panels import add_panels, find_rows
from mcneval.book.search_index import SECTIONS, index_pages
from mcneval.book.tree import elements

LOOK = Path(__file__).parent / "look"
ASSETS = ("site.css", "site.js")
WORKERS = 4


@dataclass(frozen=True)
class Item:
    """A line of the navigation."""

    text: str
    href: str
    number: str = ""
    current: bool = False


@dataclass
class Group:
    """Lines of the navigation under one name."""

    title: str
    items: list[Item] = field(default_factory=list)


@dataclass(frozen=True)
class Maker:
    """What made the report, as the foot of each page tells."""

    engine: str
    version: str


def write_site(book: Book, maker: Maker, downloads: dict[str, str]) -> dict[str, bytes]:
    """Return the site's files by their paths.

    ``downloads`` are the other formats of the same report: a name for each path.
    """
    made = write_pages(book, book.pages, maker, downloads)
    citation = read_citation(book.project)
    if book.project.search:
        made[f"assets/{SECTIONS}"] = index_pages(book.chapters)
    if citation:
        made |= {"citation.bib": citation.bibtex.encode(), "citation.ris": citation.ris.encode()}
    return made | write_static(book)


def write_pages(
    book: Book, pages: list[Page], maker: Maker, downloads: dict[str, str]
) -> dict[str, bytes]:
    """Return these pages of the site in their frames, with what frames need."""
    citation = read_citation(book.project)
    with ThreadPoolExecutor(WORKERS) as pool:
        bodies = list(pool.map(lambda page: page.once("body", write_fragment), pages))
    made: dict[str, bytes] = {}
    rows = find_rows(dict(zip((page.href for page in pages), bodies, strict=True)))
    for page, body, title in zip(pages, bodies, write_titles(pages), strict=True):
        frame = _frame(book, page, downloads, citation)
        body = put_drawings(add_panels(page.href, body, rows), book.files.drawings)
        frame |= {"body": Markup(body), "title": Markup(title), "maker": maker}
        frame["footer"] = str(book.project.book.get("page-footer") or "")
        made[page.href] = _template().render(frame).encode()
    made |= {f"assets/{name}": (LOOK / name).read_bytes() for name in ASSETS}
    return made | _own_styles(book)


def write_static(book: Book) -> dict[str, bytes]:
    """Return the files that the report hands on as they are."""
    return {path: book.files.read(path) for path in _static(book)}


def _static(book: Book) -> list[str]:
    shown = {path for page in book.pages for path in page.once("files", _files_of)}
    files = {*book.files.staged(STATIC), *book.files.made, *shown} - book.files.promised
    return sorted(files)


def _files_of(page: Page) -> list[str]:
    """Return the files that a page shows or hands on."""
    targets = [one["c"][2][0] for one in elements(page.blocks, "Image", "Link")]
    return [target.removeprefix(FILE) for target in targets if target.startswith(FILE)]


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(LOOK),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    return environment.get_template("page.html")


def _frame(
    book: Book, page: Page, downloads: dict[str, str], citation: Citation | None
) -> dict[str, Any]:
    order = book.chapters if page.kind != "notebook" else book.notebooks
    place = order.index(page)
    number = f"Appendix {page.number}" if page.kind == "appendix" else page.number
    return {
        "project": book.project,
        "page": page,
        "number": number if page.number else "",
        "root": _root(page),
        "contents": page.once("headings", headings),
        "groups": _navigation(book, page),
        "downloads": [Item(name, _to(path, page)) for path, name in downloads.items()],
        "previous": _item(order[place - 1], page) if place else None,
        "following": _item(order[place + 1], page) if place + 1 < len(order) else None,
        "home": _to(book.chapters[0].href, page),
        "styles": [_to(path, page) for path in _own_styles(book)],
        "edit": _edit_links(book, page),
        "citation": citation if page is book.chapters[-1] else None,
        "searchable": book.project.search,
        "sections": SECTIONS,
    }


def _root(page: Page) -> str:
    return "../" * page.href.count("/")


def _to(path: str, page: Page) -> str:
    return address(path, page)


def _item(target: Page, page: Page) -> Item:
    name = "Summary" if target.kind == "index" else target.plain_title
    return Item(name, _to(target.href, page), target.number, target is page)


def _navigation(book: Book, page: Page) -> list[Group]:
    groups: list[Group] = []
    for target in book.chapters:
        title = "Appendices" if target.kind == "appendix" else target.part
        if target.kind == "part":
            title = target.plain_title
        if target.part.endswith(".qmd"):
            title = next(
                (one.plain_title for one in book.chapters if one.path == target.part), title
            )
        if not groups or groups[-1].title != title:
            groups.append(Group(title))
        groups[-1].items.append(_item(target, page))
    if book.notebooks:
        named = [(one.plain_title, one) for one in book.notebooks]
        items = [
            Item(f"Notebook: {name}", _to(one.href, page), "", one is page) for name, one in named
        ]
        groups[-1].items += items
    return groups


def _edit_links(book: Book, page: Page) -> dict[str, str]:
    repository = book.project.repo_url
    if not repository:
        return {}
    branch = str(book.project.book.get("repo-branch", "main"))
    folder = str(book.project.book.get("repo-subdir", "")).strip("/")
    path = "/".join(part for part in (folder, page.path) if part)
    links = {"source": f"{repository}/blob/{branch}/{path}"} if page.path else {}
    return {**links, "issue": f"{repository}/issues/new"}


def _own_styles(book: Book) -> dict[str, bytes]:
    """Return the style sheets that ``format: html: css:`` names, which come after ours."""
    html = (book.project.raw.get("format") or {}).get("html")
    given = html.get("css", []) if isinstance(html, dict) else []
    names = [given] if isinstance(given, str) else given
    return {str(name): book.files.read(str(name)) for name in names if book.files.exists(str(name))}
