"""The pages of a book: a chapter's text as blocks, with its title, figures and tables settled."""

from __future__ import annotations

import pickle
import re
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from mcneval.book.blocks import open_blocks
from mcneval.book.pandoc import parse_markdown
from mcneval.book.problems import ProblemList
from mcneval.book.project import Entry, Kind, Project
from mcneval.book.source import Origins, Source, read_source
from mcneval.book.tables import settle_table
from mcneval.book.tree import (
    ATTR_PLACE,
    Element,
    classes,
    elements,
    identifier,
    make_attr,
    pairs,
    plain,
    rewrite,
    string,
    text_of,
)

PAGE = "mcn-page:"
FILE = "mcn-file:"
BATCHES = 2
PARSED: dict[str, bytes] = {}
"""What the last book's texts were parsed to: a preview makes one again and again."""
EXPLICIT = re.compile(r"^(fig|tbl|sec)-")


@dataclass
class Page:
    """One page of the site, one chapter of the printed book.

    ``title`` is inline text without its number; ``anchor`` is the title's identifier; ``path`` is
    the file it was read from; ``name`` is what the navigation calls it, if not by its title.
    """

    path: str
    href: str
    kind: Kind
    title: list[Element]
    blocks: list[Element]
    source: Source
    anchor: str = ""
    part: str = ""
    name: str = ""
    number: str = ""
    numbered: bool = True
    anchors: set[str] = field(default_factory=set)

    @property
    def slug(self) -> str:
        """A name for the page that identifiers in the printed book can begin with."""
        return str(PurePosixPath(self.href).with_suffix("")).replace("/", "-")

    @property
    def plain_title(self) -> str:
        """The title's words."""
        return text_of(self.title)

    def place(self, pattern: str) -> tuple[str, int | None]:
        """Return the file and line where ``pattern`` is written."""
        return self.source.place(pattern)


def read_pages(book: Path, project: Project, origins: Origins, problems: ProblemList) -> list[Page]:
    """Read every chapter and page of a book, in its order."""
    sources = [read_source(book, entry.path, origins, problems) for entry in project.entries]
    titles = [str(source.meta.get("title", "") or "") for source in sources]
    parsed = parse_side_by_side([*(one.text for one in sources), *titles])
    halves = zip(parsed[: len(sources)], parsed[len(sources) :], strict=True)
    return [
        make_page(entry, source, project, blocks, title, problems)
        for entry, source, (blocks, title) in zip(project.entries, sources, halves, strict=True)
    ]


def parse_side_by_side(texts: Sequence[str]) -> list[list[Element]]:
    """Return the blocks of each text, the texts shared among as many calls as there are cores."""
    missing = sorted({one for one in texts if one not in PARSED}, key=lambda one: (-len(one), one))
    batches = [missing[start::BATCHES] for start in range(BATCHES)]
    found = {one: PARSED[one] for one in texts if one in PARSED}
    with ThreadPoolExecutor(BATCHES) as pool:
        for batch, parsed in zip(batches, pool.map(parse_markdown, batches), strict=True):
            found |= {one: pickle.dumps(blocks) for one, blocks in zip(batch, parsed, strict=True)}
    PARSED.clear()
    PARSED.update(found)
    return [pickle.loads(found[one]) for one in texts]


def make_page(
    entry: Entry,
    source: Source,
    project: Project,
    blocks: list[Element],
    title: list[Element],
    problems: ProblemList,
) -> Page:
    """Return a chapter's blocks as a page."""
    href = str(PurePosixPath(entry.path).with_suffix(".html"))
    blocks = rewrite(blocks, _settle_float)
    page = Page(entry.path, href, entry.kind, [], blocks, source, part=entry.part, name=entry.name)
    _take_title(page, project, [word for block in title for word in block["c"]], problems)
    for table in elements(page.blocks, "Table"):
        settle_table(table)
    _settle_images(page, problems)
    settle_identifiers(page)
    _check_levels(page, problems)
    return page


def _settle_float(element: Element) -> Element | None:
    """Make a table or figure of a block named so, whose last paragraph is its caption.

    An image that stands alone is a figure, too.
    """
    if element["t"] == "Para" and [one["t"] for one in element["c"]] == ["Image"]:
        return {"t": "Figure", "c": [make_attr(), [None, []], [plain(element["c"])]]}
    if element["t"] != "Div" or not identifier(element).startswith(("fig-", "tbl-")):
        return None
    content = element["c"][1]
    caption = content[-1]["c"] if len(content) > 1 and content[-1]["t"] == "Para" else []
    for inner in elements(content, "Table", "Figure"):
        inner["c"][0][0] = identifier(element)
        inner["c"][0][1] += classes(element)
        if caption:
            inner["c"][1] = [None, [plain(caption)]]
        return inner
    if not any(elements(content, "Image")):
        return None
    body = content[:-1] if caption else content
    return {"t": "Figure", "c": [element["c"][0], [None, [plain(caption)]], body]}


def _take_title(
    page: Page, project: Project, written: list[Element], problems: ProblemList
) -> None:
    tops = [block for block in page.blocks if block["t"] == "Header" and block["c"][0] == 1]
    if len(tops) + bool(written) > 1:
        extra = page.source.find(r"^#\s")[0 if written else 1 :]
        what = "the chapter has more than one title (heading of the first level)"
        file, line = extra[0] if extra else (page.path, None)
        problems.add(file, line, what, "Keep one, and make the others '## ...'.")
    if tops:
        page.anchor, names, _ = tops[0]["c"][1]
        page.title = tops[0]["c"][2]
        page.numbered = "unnumbered" not in names
        page.blocks = [block for block in page.blocks if block is not tops[0]]
    elif written or page.kind == "index":
        meta = page.source.meta
        page.title = written or string(project.title)
        page.anchor = str(meta.get("id", "")) or page.slug
        page.numbered = meta.get("number-sections", True) is not False
    else:
        what = "the chapter has no title"
        problems.add(page.path, 1, what, "Begin it with a line like '# Recruitment'.")


def _settle_images(page: Page, problems: ProblemList) -> None:
    for image in elements(page.blocks, "Image"):
        given = pairs(image)
        alt = given.pop("fig-alt", "") or given.pop("alt", "")
        path = image["c"][2][0]
        if alt:
            image["c"][1] = string(alt)
            image["c"][0][2] = [[key, value] for key, value in given.items()]
        else:
            what = f"the image {path} has no text for those who cannot see it"
            mend = 'Add {fig-alt="what it shows"} to it.'
            problems.add(*page.place(re.escape(path)), what, mend)


def settle_identifiers(page: Page) -> None:
    """Give the second of two like-named headings of a page a name of its own."""
    seen: Counter[str] = Counter([page.anchor])
    for element in elements(page.blocks, *ATTR_PLACE):
        name = identifier(element)
        if not name or EXPLICIT.match(name):
            continue
        if seen[name]:
            element["c"][ATTR_PLACE[element["t"]]][0] = f"{name}-{seen[name]}"
        seen[name] += 1


def _check_levels(page: Page, problems: ProblemList) -> None:
    """Note a heading that skips a level: readers by ear and PDF/UA lose their way there."""
    level = 1
    for block in open_blocks(page.blocks):
        if block["t"] != "Header":
            continue
        here, text = block["c"][0], text_of(block["c"][2])
        if here > level + 1:
            what = f"the heading '{text}' skips a level below the heading before it"
            place = page.place(rf"^\s*#{{{here}}}\s+{re.escape(text[:20])}")
            count = here - level - 1
            signs = "one sign" if count == 1 else f"{count} signs"
            problems.add(*place, what, f"Take {signs} # away.")
        level = here
