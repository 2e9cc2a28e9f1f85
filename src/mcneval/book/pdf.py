"""The book as PDF: Pandoc writes Typst, the ``typst`` package sets it."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path

from mcneval.book.assemble import Book
from mcneval.book.blocks import read_callout, read_tabs
from mcneval.book.drawings import font_folders
from mcneval.book.pages import FILE
from mcneval.book.pandoc import as_document, run_pandoc
from mcneval.book.printed import (
    Chapter,
    Plans,
    curl_apostrophes,
    is_exhibit,
    is_turned,
    plan_tables,
    print_chapters,
    write_date,
)
from mcneval.book.problems import BookError, Problem
from mcneval.book.tables import DEFAULT_WIDTH, IDENTIFIER, OnPaper
from mcneval.book.tree import (
    Element,
    classes,
    elements,
    identifier,
    para,
    plain,
    raw,
    raw_inline,
    rewrite,
    strong,
    text_of,
)

TEMPLATE = Path(__file__).parent / "look" / "book.typ"
WRITER = ["-f", "json", "-t", "typst-smart-citations", "--wrap=none"]
CENTRED = "align(center)[#table("
BOXES = (
    "provenance",
    "notes",
    "lead",
    "lead-in",
    "quotation",
    "finding",
    "panel",
    "recommendation",
    "trust",
)


def write_pdf(book: Book, engine: str) -> tuple[bytes, list[str]]:
    """Return the book as a tagged PDF, and warnings; the same bytes for the same book."""
    chapters = list(print_chapters(book))
    images = _images(chapters)
    blocks = [block for one in chapters for block in _chapter(one)]
    # Pandoc centres every table; here they begin where the text begins.
    body = run_pandoc(WRITER, as_document(blocks)).replace(CENTRED, "align(left)[#table(")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path in images:
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(book.read(path))
        (folder / "book.typ").write_text(TEMPLATE.read_text(encoding="utf-8"), encoding="utf-8")
        (folder / "main.typ").write_text(_opening(book, engine) + body, encoding="utf-8")
        return compile_pdf(folder)


def compile_pdf(folder: Path) -> tuple[bytes, list[str]]:
    """Return ``main.typ`` set as PDF/UA-1; where it cannot be, as a plain PDF and a warning."""
    import typst

    try:
        return _set(folder, accessible=True), []
    except typst.TypstError as error:
        if "PDF/UA" not in str(error):
            what = f"Typst could not set the book: {error}"
            raise BookError([Problem("book.pdf", None, what)]) from error
        return _set(folder, accessible=False), [f"The PDF is tagged but not PDF/UA-1: {error}"]


def _set(folder: Path, accessible: bool) -> bytes:
    import typst

    made = typst.compile(
        str(folder / "main.typ"),
        root=str(folder),
        format="pdf",
        font_paths=[str(path) for path in font_folders()],
        ignore_system_fonts=True,
        pdf_standards=["ua-1"] if accessible else None,
    )
    return bytes(made)


def _opening(book: Book, engine: str) -> str:
    project = book.project
    language, _, region = project.language.partition("-")
    facts = {
        "title": curl_apostrophes(project.title),
        "subtitle": curl_apostrophes(project.subtitle),
        "date": write_date(project.date),
        "engine": engine,
        "lang": language.lower(),
        "region": region.upper() or "GB",
    }
    given = "".join(f"  {key}: {_quote(value)},\n" for key, value in facts.items())
    people = "".join(f"{_quote(name)}, " for name in project.authors)
    start = f'#import "book.typ": *\n#show: book.with(\n{given}  authors: ({people}),\n)\n\n'
    return start


def _quote(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'


def _chapter(chapter: Chapter) -> list[Element]:
    part = [raw("typst", f"#part({_quote(chapter.part)})")] if chapter.part else []
    opening = raw("typst", "#pagebreak(weak: true)" if chapter.turns else "#v(3em, weak: true)")
    return [opening, *part, chapter.heading, *set_blocks(chapter.blocks)]


def _images(chapters: list[Chapter]) -> list[str]:
    found = elements([chapter.blocks for chapter in chapters], "Image")
    return sorted({image["c"][2][0].removeprefix(FILE) for image in found})


def set_blocks(blocks: list[Element]) -> list[Element]:
    """Return blocks with what Typst is told in their place."""
    whole = [one["c"][1] for one in elements(blocks, "Div") if is_exhibit(one)]
    lined = {id(table) for inner in whole if len(inner) > 1 for table in elements(inner, "Table")}
    settle = partial(_settle, plans=plan_tables(blocks), lined=lined)
    settled: list[Element] = rewrite(blocks, settle)
    return settled


def _settle(element: Element, plans: Plans, lined: set[int]) -> Element | list[Element] | None:
    kind = element["t"]
    if kind == "Figure":
        return _figure(element)
    if kind == "Math":
        start = f"#formula({_quote(element['c'][1])})["
        return [raw_inline("typst", start), element, raw_inline("typst", "]")]
    if kind == "Span" and "caption-label" in classes(element):
        return strong(element["c"][1])
    if kind == "Span" and identifier(element) and not element["c"][1]:
        return [raw_inline("typst", f"#metadata(none) <{identifier(element)}>")]
    if kind == "Table":
        return _table(element, *plans[id(element)], id(element) in lined)
    if kind == "Div":
        return _exhibit(element, plans) if is_exhibit(element) else _box(element)
    return None


def _exhibit(element: Element, plans: Plans) -> list[Element]:
    blocks: list[Element] = element["c"][1]
    if is_turned(blocks, plans):
        return [raw("typst", "#page(flipped: true)["), *blocks, raw("typst", "]")]
    return blocks


def _table(table: Element, paper: OnPaper, label: str, lined: bool) -> list[Element]:
    """Return a table with its widths; one that is narrower than the page has its own.

    ``lined`` says that lines of its own follow, from which it must not be parted.
    """
    for column, share in zip(table["c"][2], paper.shares, strict=True):
        column[1] = {"t": "ColWidth", "c": share} if paper.width == 1 else DEFAULT_WIDTH
    rewrite(table["c"][3:5], _box_identifiers)
    return [
        raw(
            "typst",
            f'#fitted-table(name: "{label}", size: {paper.size}pt, lined: {str(lined).lower()})[',
        ),
        table,
        raw("typst", "]"),
    ]


def _box_identifiers(element: Element) -> list[Element] | None:
    """Return a word with its names such as SYN-P05 in boxes, so that no line's end cuts them."""
    if element["t"] != "Str" or not IDENTIFIER.search(element["c"]):
        return None
    parts = IDENTIFIER.split(element["c"])
    names = IDENTIFIER.findall(element["c"])
    boxed = [raw_inline("typst", f"#box[{name}]") for name in names]
    words = [{"t": "Str", "c": part} for part in parts]
    return [one for pair in zip(words, boxed, strict=False) for one in pair] + words[-1:]


def _figure(element: Element) -> list[Element] | None:
    image = next(elements(element, "Image"), None)
    if image is None:
        return None
    path, alt = image["c"][2][0].removeprefix(FILE), text_of(image["c"][1])
    caption = element["c"][1][1]
    start = f"#picture({_quote(path)}, {_quote(alt)}, caption: ["
    end = f"]){_label(element)}"
    return [raw("typst", start), *caption, raw("typst", end)]


def _label(element: Element) -> str:
    name = identifier(element)
    return f" <{name}>" if name else ""


def _box(element: Element) -> list[Element] | None:
    callout = read_callout(element)
    if callout:
        start = raw("typst", f'#callout("{callout.kind}", [')
        return [
            start,
            plain(callout.title),
            raw("typst", "])["),
            *callout.blocks,
            raw("typst", "]"),
        ]
    tabs = read_tabs(element)
    if tabs is not None:
        return [block for tab in tabs for block in [para([strong(tab.title)]), *tab.blocks]]
    if "references" in classes(element):
        # The block itself stays: links lead to its name and to those of its entries.
        return [raw("typst", "#references["), element, raw("typst", "]")]
    if "action" in classes(element):
        ours = "true" if "analysis" in classes(element) else "false"
        return [raw("typst", f"#action(ours: {ours}, ["), *element["c"][1], raw("typst", "])")]
    named = identifier(element)
    mark = [raw("typst", f"#metadata(none) <{named}>")] if named else []
    name = next((name for name in classes(element) if name in BOXES), "")
    if name:
        return [raw("typst", f"#{name}["), *mark, *element["c"][1], raw("typst", "]")]
    return None
