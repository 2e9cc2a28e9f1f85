"""Every link and image of the book followed to its end, before anything is written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from mcneval.book.pages import FILE, PAGE, Page
from mcneval.book.pictures import ENDINGS, judge_picture
from mcneval.book.problems import ProblemList
from mcneval.book.tree import ATTR_PLACE, elements, identifier

SCHEME = re.compile(r"^[\s\x00-\x20]*[A-Za-z][A-Za-z0-9+.-]*:")
ALLOWED = ("http:", "https:", "mailto:")
ATTRIBUTES = {
    "aria-hidden", "collapse", "data-columns", "fig-alt", "height", "icon", "lang", "startFrom",
    "tbl-colwidths", "title", "unless-format", "when-format", "width",
}  # fmt: skip
"""What a block, span or picture may say of itself; a page would run others, or ask other hosts."""


def settle_links(
    pages: Sequence[Page], folder: Path, promised: set[str], problems: ProblemList
) -> None:
    """Turn every link and image into the book's own, or note it as dead."""
    for page in pages:
        found = {identifier(element) for element in elements(page.blocks, *ATTR_PLACE)}
        page.anchors = (found | {page.anchor}) - {""}
    atlas = Atlas(pages, folder, promised)
    for page in pages:
        for element in elements([page.title, page.blocks], "Link", "Image"):
            target, is_image = element["c"][2][0], element["t"] == "Image"
            settled = atlas.follow(target, page, is_image)
            if settled is None:
                _report(target, page, is_image, problems)
                continue
            element["c"][2][0] = settled
            path = settled.removeprefix(FILE)
            # A picture that a link leads to is opened by itself, and could run what is in it.
            shown = settled.startswith(FILE) and (is_image or path.lower().endswith(ENDINGS))
            there = shown and (folder / path).is_file()
            if there and (what := judge_picture(path, (folder / path).read_bytes())):
                problems.add(path, None, what)


def check_attributes(pages: Sequence[Page], problems: ProblemList) -> None:
    """Note the attributes that a page would obey and that are not known here, such as onclick."""
    for page in pages:
        for element in elements([page.title, page.blocks], *ATTR_PLACE):
            for name, _ in element["c"][ATTR_PLACE[element["t"]]][2]:
                if name not in ATTRIBUTES:
                    what = f"the attribute '{name}' is not in the common subset"
                    mend = f"Known are {', '.join(sorted(ATTRIBUTES))}."
                    problems.add(page.path, None, what, mend)


def resolve_path(target: str, chapter: str) -> str | None:
    """Return a path as written in a chapter, from the book's folder; None outside it."""
    base = PurePosixPath("") if target.startswith("/") else PurePosixPath(chapter).parent
    parts: list[str] = []
    for part in (base / target.lstrip("/")).parts:
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


class Atlas:
    """Where everything of the book is: pages by source file and address, anchors by page."""

    def __init__(self, pages: Sequence[Page], folder: Path, promised: set[str]) -> None:
        self.folder = folder
        self.promised = promised
        self.by_path = {page.path: page.href for page in pages}
        self.anchors = {page.href: page.anchors for page in pages}

    def follow(self, target: str, page: Page, is_image: bool) -> str | None:
        """Return a link as one to a page or file of the book, or None where it is dead."""
        if target.startswith(PAGE):  # a reference, or an address that somebody made up
            href, _, anchor = target.removeprefix(PAGE).partition("#")
            return target if self._has(href, anchor) and not is_image else None
        if SCHEME.match(target) or target.startswith("//"):
            return target if target.startswith(ALLOWED) and not is_image else None
        path, _, anchor = target.partition("#")
        found = resolve_path(unquote(path), page.path) if path else page.path
        if found is None:
            return None
        href = self.by_path.get(found, found)
        if href in self.anchors and not is_image:
            known = self._has(href, anchor)
            return f"{PAGE}{href}{'#' if anchor else ''}{anchor}" if known else None
        there = found in self.promised or (self.folder / found).is_file()
        return f"{FILE}{found}" if there else None

    def _has(self, href: str, anchor: str) -> bool:
        return href in self.anchors and (not anchor or anchor in self.anchors[href])


def _report(target: str, page: Page, is_image: bool, problems: ProblemList) -> None:
    name, article = ("image", "an") if is_image else ("link", "a")
    what = f"the {name} leads nowhere in the report: {target}"
    mend = "Write it from the chapter's folder, or from the book's, such as /images/map.png."
    if SCHEME.match(target) or target.startswith("//"):
        what = f"this address is not allowed for {article} {name}: {target}"
        mend = "An image must be a file of the book; a link may be http, https or mailto."
    elif "#" in target:
        what = f"the link leads to nothing of that name: {target}"
        mend = "Give its target the name, like '## Heading {#name}'."
    problems.add(*page.place(re.escape(target)), what, mend)
