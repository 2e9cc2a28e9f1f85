"""The HTML report: every page in its frame, with what the reader needs to find the way."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from mcneval.book.assemble import Book
from mcneval.book.drawings import put_drawings
from mcneval.book.html import address, headings, write_fragment
from mcneval.book.pages import FILE, Page
from mcneval.book.project import read_options
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


def write_site(book: Book, maker: str, downloads: dict[str, str]) -> dict[str, bytes]:
    """Return the site's files by their paths.

    ``maker`` is what made it; ``downloads`` are its other formats, a name for each path.
    """
    pages = book.pages
    with ThreadPoolExecutor(WORKERS) as pool:
        written = list(pool.map(write_fragment, pages))
    made: dict[str, bytes] = {}
    after = [book.read(name).decode() for name in _named_files(book, "include-after-body")]
    rows = find_rows({page.href: body for page, (_, body) in zip(pages, written, strict=True)})
    for page, (title, body) in zip(pages, written, strict=True):
        frame = _frame(book, page, downloads)
        body = put_drawings(add_panels(page.href, body, rows), book.folder)
        frame |= {"body": Markup(body), "title": Markup(title), "maker": maker}
        frame |= {"footer": book.project.footer, "after": [Markup(one) for one in after]}
        made[page.href] = _template().render(frame).encode()
    made |= {f"assets/{name}": (LOOK / name).read_bytes() for name in ASSETS}
    if book.project.search:
        made[f"assets/{SECTIONS}"] = index_pages(book.chapters)
    return made | {path: book.read(path) for path in _list_files(book)}


def _list_files(book: Book) -> list[str]:
    """Return the files that the report hands on: its resources, and what its pages show."""
    raw = book.project.raw
    styles = set(_named_files(book, "css"))
    asked = (raw.get("project") or {}).get("resources") or []
    found = [one for pattern in asked for one in book.folder.glob(str(pattern).lstrip("/"))]
    named = {one.relative_to(book.folder).as_posix() for one in found if one.is_file()}
    targets = [
        one["c"][2][0] for page in book.pages for one in elements(page.blocks, "Image", "Link")
    ]
    shown = {target.removeprefix(FILE) for target in targets if target.startswith(FILE)}
    return sorted(path for path in named | shown | styles if (book.folder / path).is_file())


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


def _frame(book: Book, page: Page, downloads: dict[str, str]) -> dict[str, Any]:
    order = book.extras if page.kind == "page" else book.chapters
    place = order.index(page)
    number = f"Appendix {page.number}" if page.kind == "appendix" else page.number
    return {
        "project": book.project,
        "page": page,
        "number": number if page.number else "",
        "root": _root(page),
        "contents": headings(page),
        "groups": _navigation(book, page),
        "downloads": [Item(name, address(path, page)) for path, name in downloads.items()],
        "previous": _item(order[place - 1], page) if place else None,
        "following": _item(order[place + 1], page) if place + 1 < len(order) else None,
        "home": address(book.chapters[0].href, page),
        "styles": [address(path, page) for path in _named_files(book, "css")],
        "edit": _edit_links(book, page),
        "searchable": book.project.search,
        "sections": SECTIONS,
    }


def _root(page: Page) -> str:
    return "../" * page.href.count("/")


def _item(target: Page, page: Page) -> Item:
    return Item(
        target.name or target.plain_title, address(target.href, page), target.number, target is page
    )


def _navigation(book: Book, page: Page) -> list[Group]:
    groups: list[Group] = []
    for target in book.chapters:
        title = "Appendices" if target.kind == "appendix" else target.part
        if not groups or groups[-1].title != title:
            groups.append(Group(title))
        groups[-1].items.append(_item(target, page))
    groups[-1].items += [_item(one, page) for one in book.extras]
    return groups


def _edit_links(book: Book, page: Page) -> dict[str, str]:
    repository = book.project.repo_url
    if not repository:
        return {}
    branch = str(book.project.book.get("repo-branch", "main"))
    folder = str(book.project.book.get("repo-subdir", "")).strip("/")
    path = "/".join(part for part in (folder, page.path) if part)
    # A page of the site alone is made from a file of another name.
    links = {} if page.kind == "page" else {"source": f"{repository}/blob/{branch}/{path}"}
    return {**links, "issue": f"{repository}/issues/new"}


def _named_files(book: Book, key: str) -> list[str]:
    """Return the files that ``format: html:`` names under ``css`` or ``include-after-body``."""
    given = read_options(book.project.raw, "html").get(key, [])
    names = [given] if isinstance(given, str) else given
    return [str(name) for name in names if (book.folder / str(name)).is_file()]
