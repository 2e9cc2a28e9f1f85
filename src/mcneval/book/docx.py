"""The book as a Word document: real headings, captions, tables and alternative text."""

from __future__ import annotations

import io
import re
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from mcneval.book.assemble import Book
from mcneval.book.blocks import read_callout, read_tabs
from mcneval.book.drawings import DRAWN_DPI, draw_png, picture_width
from mcneval.book.pages import FILE, Files
from mcneval.book.printed import Chapter, print_chapters
from mcneval.book.problems import BookError, Problem
from mcneval.book.reader import as_document, pandoc_path
from mcneval.book.table_fit import SANS, Fit, fit_table, stays_together
from mcneval.book.tree import (
    Element,
    classes,
    div,
    elements,
    link,
    make_attr,
    para,
    raw,
    raw_inline,
    rewrite,
    string,
    text_of,
)
from mcneval.book.word_reference import (
    MARGINS,
    PAGE_LANDSCAPE,
    PAGE_PORTRAIT,
    make_reference,
    pack,
)

BOXES = {
    "provenance": "Provenance",
    "notes": "Notes",
    "lead": "Lead",
    "key-findings": "Callout",
    "quotation": "Block Text",
}
LISTED = 2
TABLE = re.compile(r"<w:tbl>.*?</w:tbl>", re.DOTALL)
AFTER_TABLE = re.compile(
    r"(</w:tbl>\s*(?:<w:bookmarkEnd [^>]*/>\s*)*<w:p><w:pPr>"
    r'<w:pStyle w:val="(?:BodyText|FirstParagraph)" />)'
)
SPACE_BEFORE = '<w:spacing w:before="240"/>'
DATES = re.compile(r"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")
FIELD_START = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve">'
    ' TOC \\o "1-2" \\n \\h \\z </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
)
FIELD_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def write_docx(book: Book) -> bytes:
    """Return the book as a Word document; the same bytes for the same book."""
    chapters = list(print_chapters(book))
    tables = list(elements([one.blocks for one in chapters], "Table"))
    fits = [(fit_table(table, SANS), stays_together(table)) for table in tables]
    files = Files(book.stage, dict(book.files.made))
    blocks = [block for chapter in chapters for block in _chapter(chapter, files)]
    headers = [block for block in elements(blocks, "Header") if block["c"][0] <= LISTED]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for image in elements(blocks, "Image"):
            file = folder / image["c"][2][0]
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(files.read(image["c"][2][0]))
        (folder / "reference.docx").write_bytes(_reference(book))
        document = as_document([*_contents(headers), *blocks], _meta(book))
        written = _run(document, folder)
    return _finish(written, fits)


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
    return make_reference(book.project.title, book.project.language)


def _meta(book: Book) -> dict[str, object]:
    project = book.project
    names = [{"t": "MetaInlines", "c": string(name)} for name in project.authors]
    meta: dict[str, object] = {
        "title": {"t": "MetaInlines", "c": string(project.title)},
        "lang": {"t": "MetaString", "c": project.language},
        "author": {"t": "MetaList", "c": names},
    }
    for name, value in (("subtitle", project.subtitle), ("date", project.date)):
        if value:
            meta[name] = {"t": "MetaInlines", "c": string(value)}
    return meta


def _contents(headers: list[Element]) -> Iterator[Element]:
    """Yield the list of contents, filled in, inside the field by which Word renews it."""
    yield div([para(string("Contents"))], _styled("TOC Heading"))
    for place, header in enumerate(headers):
        level, (name, _, _), title = header["c"]
        start = [raw_inline("openxml", FIELD_START)] if place == 0 else []
        end = [raw_inline("openxml", FIELD_END)] if place == len(headers) - 1 else []
        yield div([para([*start, link(title, f"#{name}"), *end])], _styled(f"toc {level}"))


def _styled(name: str) -> list[Any]:
    return make_attr(pairs={"custom-style": name})


def _chapter(chapter: Chapter, files: Files) -> list[Element]:
    part = [div([para(string(chapter.part))], _styled("Part"))] if chapter.part else []

    def change(element: Element) -> Element | list[Element] | None:
        return _settle(element, files)

    return [chapter.heading, *part, *rewrite(chapter.blocks, change)]


def _settle(element: Element, files: Files) -> Element | list[Element] | None:
    kind = element["t"]
    if kind == "Image":
        return _image(element, files)
    if kind == "Table":
        return _table(element)
    if kind == "Div":
        return _box(element)
    if kind == "Span" and "caption-label" in classes(element):
        return _caption_field(element)
    return None


def _image(image: Element, files: Files) -> Element:
    path = PurePosixPath(image["c"][2][0].removeprefix(FILE))
    picture = str(path.with_suffix(".png")) if path.suffix == ".svg" else str(path)
    dpi = 0.0
    if not files.exists(picture):
        # Word shows no SVG that every version can read, so one is drawn as a picture.
        files.made[picture] = draw_png(files.read(str(path)))
        dpi = DRAWN_DPI
    width = picture_width(files.read(picture), dpi)
    given = [["width", f"{width:.1f}mm"]] if width else []
    return {"t": "Image", "c": [["", [], given], image["c"][1], [picture, ""]]}


def _table(element: Element) -> list[Element] | None:
    fit = fit_table(element, SANS)
    for place, column in enumerate(element["c"][2]):
        column[1] = {"t": "ColWidth", "c": fit.shares[place]}
    if not fit.landscape:
        return None
    return [_section(PAGE_PORTRAIT), element, _section(PAGE_LANDSCAPE)]


def _section(page: str) -> Element:
    """Return the end of a section whose pages have this form."""
    inner = f"<w:sectPr>{page}{MARGINS}</w:sectPr>"
    return raw("openxml", f"<w:p><w:pPr>{inner}</w:pPr></w:p>")


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


def _finish(written: bytes, fits: list[tuple[Fit, bool]]) -> bytes:
    """Return the document with its tables fitted, its running heads everywhere, no times."""
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name[-1] != "/"}
    sizes = iter(fits)
    document = parts["word/document.xml"].decode()
    document = TABLE.sub(lambda found: _fit(found.group(0), *next(sizes)), document)
    document = AFTER_TABLE.sub(rf"\1{SPACE_BEFORE}", document)
    parts["word/document.xml"] = _spread_heads(document).encode()
    parts["docProps/core.xml"] = DATES.sub("", parts["docProps/core.xml"].decode()).encode()
    return pack(parts)


def _fit(table: str, fit: Fit, together: bool) -> str:
    style = f'<w:pStyle w:val="TableText{round(fit.size * 2)}" />'
    *rows, last = table.replace('<w:pStyle w:val="Compact" />', style).rpartition("<w:tr>")
    # Word keeps a row with the next one where its paragraphs are kept with the next.
    table = "".join(rows).replace(style, f"{style}<w:keepNext/>" if together else style) + last
    table = table.replace("<w:trPr>", "<w:trPr><w:cantSplit/>")
    return re.sub(r"<w:tr>(?!<w:trPr>)", "<w:tr><w:trPr><w:cantSplit/></w:trPr>", table)


def _spread_heads(document: str) -> str:
    heads = "".join(re.findall(r"<w:(?:header|footer)Reference [^>]*/>", document))
    return re.sub(r"<w:sectPr>(?=<w:pgSz)", f"<w:sectPr>{heads}", document)
