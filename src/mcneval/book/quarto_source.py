"""A draft as the chapters of a Quarto book: embeds, variables and includes filled in.

Quarto then has numbering, references, citations and the page's look to do. Filling in
first gives both engines the same text, keeps text from data from being read as HTML or as a
shortcode, and leaves no path or time of this machine for Quarto to carry into its pages.
"""

from __future__ import annotations

import copy
import posixpath
import re
from urllib.parse import quote

import yaml

from mcneval.book.assemble import Draft
from mcneval.book.pages import FILE, PAGE, Page
from mcneval.book.reader import as_document, run_pandoc
from mcneval.book.shortcodes import SHORTCODE
from mcneval.book.tree import (
    Element,
    classes,
    copy_tree,
    elements,
    identifier,
    make_attr,
    para,
    raw,
    raw_inline,
    rewrite,
    text_of,
)

WRITER = [
    "-f",
    "json",
    "-t",
    "markdown-smart-raw_html-raw_attribute-raw_tex-native_divs-native_spans"
    "-grid_tables-multiline_tables-simple_tables-implicit_figures",
    "--wrap=none",
    "--columns=10000",
]
TAKEN_OUT = ("pre-render", "post-render", "render", "output-dir")
LISTED = ["tables/**", "figures/**", "downloads/**"]


def write_chapters(draft: Draft, format_name: str) -> dict[str, str]:
    """Return the text of each chapter by its path, for one format."""
    return {page.path: _write_chapter(page, format_name) for page in draft.chapters if page.path}


def write_project(draft: Draft, formats: list[str]) -> str:
    """Return ``_quarto.yml`` for the filled-in book."""
    raw = copy.deepcopy(draft.project.raw)
    project = {key: value for key, value in raw["project"].items() if key not in TAKEN_OUT}
    raw["project"] = project | {"type": "book", "output-dir": "_book", "resources": LISTED}
    given = raw.get("format") or {}
    given = given if isinstance(given, dict) else {}
    raw["format"] = {name: given.get(name) or "default" for name in formats}
    raw["execute"] = {"enabled": False}
    raw["book"]["output-file"] = draft.project.output_name
    return yaml.safe_dump(raw, allow_unicode=True, sort_keys=False)


def _write_chapter(page: Page, format_name: str) -> str:
    blocks = copy_tree(page.blocks)
    names = [] if page.numbered and page.kind != "index" else ["unnumbered"]
    heading = {"t": "Header", "c": [1, make_attr(page.anchor, names), copy_tree(page.title)]}

    def change(element: Element) -> Element | list[Element] | None:
        return _settle(element, page, format_name)

    written = run_pandoc(WRITER, as_document(rewrite([heading, *blocks], change)))
    # Words in code are the only place where this can still stand; Quarto would obey it.
    return SHORTCODE.sub(r"{\g<0>}", written)


def _settle(element: Element, page: Page, format_name: str) -> Element | list[Element] | None:
    kind = element["t"]
    if kind == "Figure":
        return _figure(element, page, format_name)
    if kind == "Link":
        return _link(element, page, format_name)
    if kind == "Div" and "provenance" in classes(element) and format_name != "html":
        return _drop_separators(element)
    if kind == "Div" and not element["c"][1]:
        # Pandoc drops an empty block, and the references go into one.
        return raw("markdown", f"::: {{#{identifier(element)}}}\n:::")
    if kind == "Table":
        given = element["c"][0]
        element["c"][0] = [given[0], given[1], []]
    return None


def _figure(element: Element, page: Page, format_name: str) -> Element | None:
    image = next(elements(element, "Image"), None)
    if image is None:
        return None
    target = image["c"][2][0]
    if target.startswith(FILE):
        path = target.removeprefix(FILE)
        if format_name == "docx":
            path = re.sub(r"\.svg$", ".png", path)
        target = _relative(path, page)
    alt = text_of(image["c"][1]).replace("\\", "\\\\").replace('"', '\\"')
    name = f"#{identifier(element)} " if identifier(element) else ""
    caption = [word for block in element["c"][1][1] for word in block["c"]]
    start, end = raw_inline("markdown", "!["), f']({target}){{{name}fig-alt="{alt}"}}'
    return para([start, *caption, raw_inline("markdown", end)])


def _link(element: Element, page: Page, format_name: str) -> Element | list[Element] | None:
    target = element["c"][2][0]
    if not target.startswith((PAGE, FILE)):
        return None
    words: list[Element] = element["c"][1]
    if format_name != "html":
        return words if target.startswith(PAGE) else []
    element["c"][2][0] = _relative(target.removeprefix(PAGE).removeprefix(FILE), page)
    return element


def _drop_separators(element: Element) -> Element:
    words = element["c"][1][0]["c"]
    while words and (words[-1]["t"] == "Space" or text_of(words[-1]) == "·"):
        words.pop()
    return element


def _relative(target: str, page: Page) -> str:
    path, mark, anchor = target.partition("#")
    relative = posixpath.relpath(path, posixpath.dirname(page.path) or ".")
    return quote(relative) + mark + anchor
