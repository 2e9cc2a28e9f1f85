"""The book as a Word document: real headings, captions, tables and alternative text."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from mcneval.book.assemble import Book
from mcneval.book.blocks import read_callout, read_tabs
from mcneval.book.drawings import draw_png, picture_width
from mcneval.book.letter_widths import measure_sans
from mcneval.book.pages import FILE, Files
from mcneval.book.print_flow import LEAD_IN, is_exhibit
from mcneval.book.print_tables import Placed, place_tables
from mcneval.book.printed import Chapter, curl_apostrophes, print_chapters, write_date
from mcneval.book.problems import BookError, Problem
from mcneval.book.reader import as_document, pandoc_path
from mcneval.book.table_fit import Fit
from mcneval.book.tree import (
    Element,
    classes,
    div,
    elements,
    identifier,
    link,
    make_attr,
    para,
    raw,
    raw_inline,
    rewrite,
    string,
    text_of,
)
from mcneval.book.word_finish import (
    CONTENTS_START,
    FIELD_END,
    PAGE_FIELD,
    end_section,
    finish_docx,
)
from mcneval.book.word_reference import PAGE_LANDSCAPE, PAGE_PORTRAIT, make_reference

KEPT_WITH_NEXT = "Body Text Kept"
BOXES = {
    "provenance": "Provenance",
    "notes": "Notes",
    "lead": "Lead",
    "key-findings": "Callout",
    "quotation": "Block Text",
    LEAD_IN: KEPT_WITH_NEXT,
}
LISTED = 2


def write_docx(book: Book) -> bytes:
    """Return the book as a Word document; the same bytes for the same book."""
    chapters = list(print_chapters(book))
    placed = place_tables(chapters, measure_sans())
    files = Files(book.stage, dict(book.files.made))
    blocks = [block for chapter in chapters for block in _chapter(chapter, files, placed)]
    headers = [block for block in elements(blocks, "Header") if block["c"][0] <= LISTED]
    names = [identifier(figure) for figure in elements(blocks, "Figure")]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for image in elements(blocks, "Image"):
            file = folder / image["c"][2][0]
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(files.read(image["c"][2][0]))
        (folder / "reference.docx").write_bytes(_reference(book))
        document = as_document([*_contents(headers), *blocks], _meta(book))
        written = _run(document, folder)
    turns = [chapter.turns for chapter in chapters]
    return finish_docx(written, list(placed.values()), turns, names)


def _run(document: str, folder: Path) -> bytes:
    command = [str(pandoc_path()), "-f", "json", "-t", "docx", "-o", "book.docx"]
    command.append("--reference-doc=reference.docx")
    done = subprocess.run(
        command, input=document.encode(), cwd=folder, capture_output=True, check=False
    )
    if done.returncode:
        message = done.stderr.decode(errors="replace").strip()
        raise BookError([Problem("book.docx", None, f"Pandoc stopped: {message}")])
    return (folder / "book.docx").read_bytes()


def _reference(book: Book) -> bytes:
    given = (book.project.raw.get("format") or {}).get("docx")
    name = str(given.get("reference-doc", "")) if isinstance(given, dict) else ""
    if name and book.files.exists(name):
        return book.files.read(name)
    return make_reference(curl_apostrophes(book.project.title), book.project.language)


def _meta(book: Book) -> dict[str, object]:
    project = book.project
    names = [{"t": "MetaInlines", "c": string(name)} for name in project.authors]
    meta: dict[str, object] = {
        "title": {"t": "MetaInlines", "c": string(curl_apostrophes(project.title))},
        "lang": {"t": "MetaString", "c": project.language},
        "author": {"t": "MetaList", "c": names},
    }
    subtitle, day = curl_apostrophes(project.subtitle), write_date(project.date)
    for name, value in (("subtitle", subtitle), ("date", day)):
        if value:
            meta[name] = {"t": "MetaInlines", "c": string(value)}
    return meta


def _contents(headers: list[Element]) -> Iterator[Element]:
    """Yield the list of contents, filled in, inside the field by which Word renews it.

    Page numbers are fields, too: Word fills them in when it opens the document.
    """
    yield div([para(string("Contents"))], _styled("TOC Heading"))
    for place, header in enumerate(headers):
        level, (name, _, _), title = header["c"]
        start = [raw_inline("openxml", CONTENTS_START)] if place == 0 else []
        end = [raw_inline("openxml", FIELD_END)] if place == len(headers) - 1 else []
        entry = link([*title, raw_inline("openxml", PAGE_FIELD)], f"#{name}")
        yield div([para([*start, entry, *end])], _styled(f"toc {level}"))


def _styled(name: str) -> list[Any]:
    return make_attr(pairs={"custom-style": name})


def _chapter(chapter: Chapter, files: Files, placed: dict[int, Placed]) -> list[Element]:
    part = [div([para(string(chapter.part))], _styled("Part"))] if chapter.part else []

    def change(element: Element) -> Element | list[Element] | None:
        if element["t"] == "Image":
            return _image(element, files)
        if element["t"] == "Table":
            _set_widths(element, placed[id(element)].fit)
            return element
        if element["t"] == "Div" and is_exhibit(element):
            return _exhibit(element, placed)
        return _settle(element)

    return [chapter.heading, *part, *rewrite(chapter.blocks, change)]


def _settle(element: Element) -> Element | list[Element] | None:
    if element["t"] == "Div":
        return _box(element)
    if element["t"] == "Span" and "caption-label" in classes(element):
        return _caption_field(element)
    return None


def _image(image: Element, files: Files) -> Element:
    path = PurePosixPath(image["c"][2][0].removeprefix(FILE))
    picture = str(path.with_suffix(".png")) if path.suffix == ".svg" else str(path)
    if not files.exists(picture):
        # Word shows no SVG that every version can read, so one is drawn as a picture.
        files.made[picture] = draw_png(files.read(str(path)))
    width = picture_width(files.read(picture))
    given = [["width", f"{width:.1f}mm"]] if width else []
    return {"t": "Image", "c": [["", [], given], image["c"][1], [picture, ""]]}


def _set_widths(element: Element, fit: Fit) -> None:
    for place, column in enumerate(element["c"][2]):
        column[1] = {"t": "ColWidth", "c": fit.shares[place]}


def _exhibit(element: Element, placed: dict[int, Placed]) -> list[Element]:
    blocks: list[Element] = element["c"][1]
    fits = [placed[id(table)].fit for table in elements(blocks, "Table")]
    if not any(fit.landscape for fit in fits):
        return blocks
    ends = (raw("openxml", end_section(page)) for page in (PAGE_PORTRAIT, PAGE_LANDSCAPE))
    return [next(ends), *blocks, next(ends)]


def _caption_field(label: Element) -> list[Element]:
    """Return "Figure 2.1" with its last number as Word's own field for captions."""
    word, _, number = text_of(label["c"][1]).replace("\u00a0", " ").partition(" ")
    before, dot, last = number.rpartition(".")
    lead = f"{word}\u00a0{before}{dot}"
    return [
        raw_inline(
            "openxml",
            f'<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">{lead}</w:t></w:r>'
            f'<w:fldSimple w:instr=" SEQ {word} \\* ARABIC \\r {last} "><w:r><w:rPr><w:b/></w:rPr>'
            f"<w:t>{last}</w:t></w:r></w:fldSimple>",
        )
    ]


def _box(element: Element) -> Element | list[Element] | None:
    callout = read_callout(element)
    if callout:
        title = div([para(callout.title)], _styled("Callout Title"))
        return [title, div(callout.blocks, _styled("Callout"))]
    tabs = read_tabs(element)
    if tabs is not None:
        return [
            block
            for tab in tabs
            for block in [div([para(tab.title)], _styled("Tab Title")), *tab.blocks]
        ]
    name = next((BOXES[name] for name in classes(element) if name in BOXES), "")
    return div(element["c"][1], _styled(name)) if name else None
