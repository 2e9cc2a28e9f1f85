"""A chapter's text as a page: its title, its figures and the cells it embeds."""

from __future__ import annotations

import re
from collections import Counter

from mcneval.book.blocks import open_blocks
from mcneval.book.exhibits import Workshop, embed_cell
from mcneval.book.notebooks import Notebook
from mcneval.book.pages import Page, page_address
from mcneval.book.project import Entry, Project
from mcneval.book.shortcodes import Embed, Source
from mcneval.book.tables import settle_table
from mcneval.book.tree import (
    ATTR_PLACE,
    Element,
    classes,
    elements,
    identifier,
    pairs,
    plain,
    rewrite,
    string,
    text_of,
)

EMBED_MARK = "mcn-embed"
EXPLICIT = re.compile(r"^(fig|tbl|sec)-")


def make_page(
    entry: Entry,
    source: Source,
    project: Project,
    notebooks: dict[str, Notebook],
    workshop: Workshop,
) -> Page:
    """Return a chapter as a page, its embeds filled in."""
    blocks = workshop.pool.blocks(source.text)
    embedded = [_embedded(embed, notebooks, workshop) for embed in source.embeds]

    def fill(element: Element) -> list[Element] | None:
        places = _embed_places(element)
        return [block for place in places for block in embedded[place]] if places else None

    blocks = rewrite(rewrite(blocks, fill), _settle_div)
    page = Page(entry.path, page_address(entry.path), entry.kind, [], blocks, part=entry.part)
    page.source = source
    _check_embeds_alone(page, source, workshop)
    _take_title(page, source, project, workshop)
    _settle_figures(page, workshop)
    settle_identifiers(page)
    _check_levels(page, workshop)
    return page


def _check_levels(page: Page, workshop: Workshop) -> None:
    """Note a heading that skips a level: readers by ear and PDF/UA lose their way there."""
    level = 1
    for block in open_blocks(page.blocks):
        if block["t"] != "Header":
            continue
        here, text = block["c"][0], text_of(block["c"][2])
        if here > level + 1:
            what = f"the heading '{text}' is of level {here}, right under one of level {level}"
            place = page.place(rf"^\s*#{{{here}}}\s+{re.escape(text[:20])}")
            workshop.problems.add(*place, what, f"Write it with {level + 1} signs #.")
        level = here


def _embedded(embed: Embed, notebooks: dict[str, Notebook], workshop: Workshop) -> list[Element]:
    notebook = notebooks.get(embed.notebook)
    if notebook is None:
        what = f"there is no notebook {embed.notebook}"
        mend = f"The notebooks are {', '.join(notebooks) or 'none'}."
        workshop.problems.add(embed.file, embed.line, what, mend)
        return []
    cell = notebook.cell(embed.label)
    if cell is None:
        known = [one.label for one in notebook.cells if one.label]
        what = f"no cell of {embed.notebook} has the label '{embed.label}'"
        mend = f"Its labels are {', '.join(known) or 'none'}."
        workshop.problems.add(embed.file, embed.line, what, mend)
        return []
    return embed_cell(notebook, cell, embed, workshop)


def _embed_places(element: Element) -> list[int]:
    """Return the numbers of the embeds that a paragraph is made of, if of nothing else."""
    if element["t"] not in {"Para", "Plain"}:
        return []
    words = [one for one in element["c"] if one["t"] not in {"Space", "SoftBreak"}]
    alone = all(one["t"] == "Code" and EMBED_MARK in classes(one) for one in words)
    return [int(one["c"][1]) for one in words] if alone else []


def _check_embeds_alone(page: Page, source: Source, workshop: Workshop) -> None:
    for code in elements(page.blocks, "Code"):
        if EMBED_MARK in classes(code):
            embed = source.embeds[int(code["c"][1])]
            mend = "Leave an empty line before and after it."
            what = "embed must stand alone in a paragraph of its own"
            workshop.problems.add(embed.file, embed.line, what, mend)


def _settle_div(element: Element) -> Element | None:
    """Make a table or figure of a block named so, whose last paragraph is its caption."""
    if element["t"] != "Div" or not identifier(element).startswith(("fig-", "tbl-")):
        return None
    content = element["c"][1]
    caption = content[-1]["c"] if len(content) > 1 and content[-1]["t"] == "Para" else []
    for inner in elements(content, "Table", "Figure"):
        inner["c"][0][0] = identifier(element)
        if caption:
            inner["c"][1] = [None, [plain(caption)]]
        return inner
    images = list(elements(content, "Image"))
    if not images:
        return None
    body = content[:-1] if caption else content
    return {"t": "Figure", "c": [element["c"][0], [None, [plain(caption)]], body]}


def _take_title(page: Page, source: Source, project: Project, workshop: Workshop) -> None:
    tops = [block for block in page.blocks if block["t"] == "Header" and block["c"][0] == 1]
    written = str(source.meta.get("title", "") or "")
    if len(tops) + bool(written) > 1:
        _report_second_title(source, written, workshop)
    if tops:
        page.anchor, names, _ = tops[0]["c"][1]
        page.title = tops[0]["c"][2]
        page.numbered = "unnumbered" not in names
        page.blocks = [block for block in page.blocks if block is not tops[0]]
    elif written or page.kind == "index":
        page.title = workshop.pool.inlines(written) if written else string(project.title)
        page.anchor = str(source.meta.get("id", "")) or page.slug
        page.numbered = source.meta.get("number-sections", True) is not False
    else:
        what = "the chapter has no title"
        workshop.problems.add(page.path, 1, what, "Begin it with a line like '# Recruitment'.")


def _report_second_title(source: Source, written: str, workshop: Workshop) -> None:
    lines = source.find(r"^#\s")
    extra = lines if written else lines[1:]
    file, line = extra[0] if extra else (source.path, None)
    what = "the chapter has more than one title (heading of the first level)"
    if not extra:
        what += ": one comes from a notebook's output"
    workshop.problems.add(file, line, what, "Keep one, and make the others '## ...'.")


def _settle_figures(page: Page, workshop: Workshop) -> None:
    for element in elements(page.blocks, "Table"):
        settle_table(element)
    for image in elements(page.blocks, "Image"):
        given = pairs(image)
        alt = given.pop("fig-alt", "") or given.pop("alt", "")
        in_exhibit = image["c"][2][0].startswith("mcn-file:")
        if alt:
            image["c"][1] = string(alt)
            image["c"][0][2] = [[key, value] for key, value in given.items()]
        elif not in_exhibit:
            path = image["c"][2][0]
            what = f"the image {path} has no text for those who cannot see it"
            mend = 'Add {fig-alt="what it shows"} to it.'
            workshop.problems.add(*page.place(re.escape(path)), what, mend)


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
