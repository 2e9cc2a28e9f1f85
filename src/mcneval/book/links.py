"""Every link and image of the book followed to its end, before anything is written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePosixPath
from urllib.parse import unquote

from mcneval.book.pages import FILE, PAGE, Files, Page
from mcneval.book.problems import ProblemList
from mcneval.book.shortcodes import resolve_path
from mcneval.book.tree import ATTR_PLACE, elements, identifier

SCHEME = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*:")
ALLOWED = ("http:", "https:", "mailto:")


class Atlas:
    """Where everything of the book is: pages by source file and address, anchors by page."""

    def __init__(self, pages: Iterable[Page], files: Files) -> None:
        self.pages = list(pages)
        self.files = files
        self.by_path = {page.path: page.href for page in self.pages if page.path}
        for page in self.pages:
            page.anchors = page.anchors or _anchors(page)
        self.anchors = {page.href: page.anchors for page in self.pages}

    def settle(self, pages: Iterable[Page], problems: ProblemList) -> None:
        """Turn every link and image of these pages into the book's own, or note it as dead."""
        for page in pages:
            for element in elements([page.title, page.blocks], "Link", "Image"):
                target = element["c"][2][0]
                found = self._follow(target, page, element["t"] == "Image")
                if found is None:
                    self._report(target, page, element["t"], problems)
                else:
                    element["c"][2][0] = found

    def _follow(self, target: str, page: Page, is_image: bool) -> str | None:
        if target.startswith((PAGE, FILE)):
            return self._check_own(target)
        if SCHEME.match(target) or target.startswith("//"):
            return target if target.startswith(ALLOWED) and not is_image else None
        path, _, anchor = target.partition("#")
        if not path:
            return self._check_own(f"{PAGE}{page.href}#{anchor}")
        found = resolve_path(unquote(path), page.path or page.href)
        if found is None:
            return None
        if found.endswith(".ipynb") or is_image:
            return self._check_own(f"{FILE}{found}")
        href = self.by_path.get(found, found)
        if href in self.anchors:
            return self._check_own(f"{PAGE}{href}{'#' if anchor else ''}{anchor}")
        return self._check_own(f"{FILE}{found}")

    def _check_own(self, target: str) -> str | None:
        if target.startswith(FILE):
            return target if self.files.exists(target.removeprefix(FILE)) else None
        href, _, anchor = target.removeprefix(PAGE).partition("#")
        known = self.anchors.get(href)
        return target if known is not None and (not anchor or anchor in known) else None

    def _report(self, target: str, page: Page, kind: str, problems: ProblemList) -> None:
        shown = target.removeprefix(PAGE).removeprefix(FILE)
        name = "image" if kind == "Image" else "link"
        article = "an" if kind == "Image" else "a"
        what = f"the {name} leads nowhere in the report: {shown}"
        mend = "Write the path from the chapter's folder, or from the book's with / before it."
        if SCHEME.match(shown) or shown.startswith("//"):
            what = f"this address is not allowed for {article} {name}: {shown}"
            mend = "An image must be a file of the book; a link may be http, https or mailto."
        elif "#" in shown:
            what = f"the link leads to nothing of that name: {shown}"
            mend = "Give its target the name, like '## Heading {#name}'."
        place = page.place(re.escape(shown))
        if place[1] is None:
            place = page.place(re.escape(PurePosixPath(shown.partition("#")[0]).stem or shown))
        problems.add(*place, what, mend)


def _anchors(page: Page) -> set[str]:
    found = {identifier(element) for element in elements(page.blocks, *ATTR_PLACE)}
    return (found | {page.anchor}) - {""}
