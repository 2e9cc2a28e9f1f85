"""The book as a Word document: Pandoc writes it, python-docx gives it its form."""

from __future__ import annotations

import io
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from copy import deepcopy
from datetime import datetime
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_PARAGRAPH_ALIGNMENT, WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.table import CT_Row
from docx.shared import Emu, Mm, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph

from mcneval.book.assemble import Book
from mcneval.book.blocks import read_callout, read_tabs
from mcneval.book.drawings import draw_png, picture_size
from mcneval.book.pages import FILE
from mcneval.book.pandoc import as_document, pandoc_path
from mcneval.book.printed import (
    LEAD_IN,
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
from mcneval.book.project import read_options
from mcneval.book.tables import OnPaper
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

BOXES = {
    "provenance": "Provenance",
    "notes": "Notes",
    "lead": "Lead",
    "quotation": "Block Text",
    LEAD_IN: "Body Text Kept",
}
LISTED = 2
WIDTH, TURNED = Mm(160), Mm(247)
TALLEST = 550
# Letters of nine points in a line: Arial is wider than the PDF's face.
LETTERS = 86
LOW, ENDS, SMALL = 12, 3, 8
EPOCH = datetime(1980, 1, 1)
FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
SAID = '<w:r><w:instrText xml:space="preserve"> {} </w:instrText></w:r>'
PORTRAIT = '<w:pgSz w:w="11906" w:h="16838"/>'
LANDSCAPE = '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
# An empty paragraph of no height, in which a section of pages of this form ends.
SECTION_END = (
    '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
    '<w:sectPr>{}<w:pgMar w:top="1531" w:right="1418" w:bottom="1418" w:left="1418" '
    'w:header="709" w:footer="709" w:gutter="0"/></w:sectPr></w:pPr></w:p>'
)


def write_docx(book: Book) -> bytes:
    """Return the book as a Word document; the same bytes for the same book."""
    chapters = list(print_chapters(book))
    plans = plan_tables([block for one in chapters for block in one.blocks], LETTERS)
    names = [identifier(one) for one in elements([one.blocks for one in chapters], "Figure")]
    blocks = [block for chapter in chapters for block in _chapter(chapter, plans)]
    headers = [block for block in elements(blocks, "Header") if block["c"][0] <= LISTED]
    title = curl_apostrophes(book.project.title)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _put_pictures(blocks, book, folder)
        document = as_document([*_contents(headers), *blocks], _meta(book, title))
        written = Document(io.BytesIO(_run(document, folder, find_reference(book))))
    for table, (paper, label) in zip(written.tables, plans.values(), strict=True):
        _fit_table(table, paper, label)
    _settle_paragraphs(written, [chapter.turns for chapter in chapters])
    _settle_sections(written, title)
    for picture, name in zip(written.element.body.iter(qn("wp:docPr")), names, strict=False):
        picture.set("name", name or "Picture")
    return pack_document(written)


def find_reference(book: Book) -> Path | None:
    """Return the document whose styles are taken: the one that ``reference-doc`` names."""
    name = str(read_options(book.project.raw, "docx").get("reference-doc") or "")
    return (book.folder / name).resolve() if (book.folder / name).is_file() else None


def _run(document: str, folder: Path, reference: Path | None) -> bytes:
    command = [str(pandoc_path()), "-f", "json", "-t", "docx", "-o", "book.docx"]
    command += [f"--reference-doc={reference}"] if reference else []
    done = subprocess.run(
        command, input=document.encode(), cwd=folder, capture_output=True, check=False
    )
    if done.returncode:
        message = done.stderr.decode(errors="replace").strip()
        raise BookError([Problem("book.docx", None, f"Pandoc stopped: {message}")])
    return (folder / "book.docx").read_bytes()


def pack_document(document: WordDocument) -> bytes:
    """Return the document as a zip file without times in it."""
    document.core_properties.created = document.core_properties.modified = EPOCH
    saved, packed = io.BytesIO(), io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            new.writestr(entry, old.read(name))
    return packed.getvalue()


def _meta(book: Book, title: str) -> dict[str, object]:
    project = book.project
    names = [{"t": "MetaInlines", "c": string(name)} for name in project.authors]
    meta: dict[str, object] = {
        "title": {"t": "MetaInlines", "c": string(title)},
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
    begin = FIELD.format("begin") + SAID.format('TOC \\o "1-2" \\h \\z') + FIELD.format("separate")
    page = f"<w:r><w:tab/></w:r>{FIELD.format('begin')}{SAID.format('PAGEREF')}"
    page += FIELD.format("separate") + FIELD.format("end")
    for place, header in enumerate(headers):
        level, (name, _, _), title = header["c"]
        start = [raw_inline("openxml", begin)] if place == 0 else []
        end = [raw_inline("openxml", FIELD.format("end"))] if place == len(headers) - 1 else []
        entry = link([*title, raw_inline("openxml", page)], f"#{name}")
        yield div([para([*start, entry, *end])], _styled(f"toc {level}"))


def _styled(name: str) -> list[Any]:
    return make_attr(pairs={"custom-style": name})


def _chapter(chapter: Chapter, plans: Plans) -> list[Element]:
    part = [div([para(string(chapter.part))], _styled("Part"))] if chapter.part else []
    return [chapter.heading, *part, *rewrite(chapter.blocks, partial(_settle, plans=plans))]


def _settle(element: Element, plans: Plans) -> Element | list[Element] | None:
    if element["t"] == "Span" and "caption-label" in classes(element):
        return _caption_field(element)
    if element["t"] != "Div":
        return None
    if not is_exhibit(element):
        return _box(element)
    blocks: list[Element] = element["c"][1]
    if not is_turned(blocks, plans):
        return blocks
    ends = (raw("openxml", SECTION_END.format(page)) for page in (PORTRAIT, LANDSCAPE))
    return [next(ends), *blocks, next(ends)]


def _caption_field(label: Element) -> Element:
    """Return "Figure 2.1" with its last number as Word's own field for captions."""
    word, _, number = text_of(label["c"][1]).replace("\u00a0", " ").partition(" ")
    before, dot, last = number.rpartition(".")
    return raw_inline(
        "openxml",
        f'<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">{word}\u00a0{before}{dot}</w:t></w:r>'
        f'<w:fldSimple w:instr=" SEQ {word} \\* ARABIC \\r {last} "><w:r><w:rPr><w:b/></w:rPr>'
        f"<w:t>{last}</w:t></w:r></w:fldSimple>",
    )


def _box(element: Element) -> Element | list[Element] | None:
    callout = read_callout(element)
    if callout:
        title = div([para(callout.title)], _styled("Callout Title"))
        return [title, div(callout.blocks, _styled("Callout"))]
    tabs = read_tabs(element)
    if tabs is not None:
        look = _styled("Tab Title")
        return [one for tab in tabs for one in (div([para(tab.title)], look), *tab.blocks)]
    name = next((BOXES[name] for name in classes(element) if name in BOXES), "")
    return div(element["c"][1], _styled(name)) if name else None


def _put_pictures(blocks: list[Element], book: Book, folder: Path) -> None:
    """Put the pictures where Pandoc finds them; Word shows no SVG that every version reads."""
    for image in elements(blocks, "Image"):
        path = PurePosixPath(image["c"][2][0].removeprefix(FILE))
        content, given = book.read(str(path)), []
        if path.suffix == ".svg":
            width, height = picture_size(content.decode())
            shrunk = min(1, WIDTH.pt / width, TALLEST / height) if width and height else 0
            given = [["width", f"{width * shrunk:.1f}pt"]] if shrunk else []
            path, content = path.with_suffix(".png"), draw_png(content)
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
        image["c"] = [["", [], given], image["c"][1], [str(path), ""]]


def _fit_table(table: Table, paper: OnPaper, label: str) -> None:
    """Give a table its widths and letters; keep rows whole, and low tables on one page."""
    table.autofit = False
    total = (TURNED if paper.landscape else WIDTH) * paper.width
    widths = [Emu(round(total * share)) for share in paper.shares]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    facts = table._tbl.tblPr
    for whole in facts.findall(qn("w:tblW")):
        whole.set(qn("w:type"), "dxa")
        whole.set(qn("w:w"), str(sum(int(one.get(qn("w:w"))) for one in table._tbl.tblGrid)))
    for caption in facts.findall(qn("w:tblCaption")) if label else []:
        words = caption.get(qn("w:val"), "")
        caption.set(qn("w:val"), f"{label}: {words.removeprefix(': ')}")
    # By the style's id: looking for its name takes a second in a report.
    style = "TableText" if paper.size > SMALL else "SmallTableText"
    rows = table._tbl.tr_lst
    for at, row in enumerate(rows):
        row.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
        # The last row stays with the lines below the table.
        kept = len(rows) <= LOW or at < ENDS or at >= len(rows) - ENDS
        _fit_row(row, widths, style, kept)


def _fit_row(row: CT_Row, widths: Sequence[Emu], style: str, kept: bool) -> None:
    """Give a row's cells their widths and letters; ``kept`` holds it to the next row."""
    place = 0
    for cell in row.tc_lst:
        across = cell.grid_span
        cell.width = Emu(sum(widths[place : place + across]))
        place += across
        for words in cell.p_lst:
            words.style = style
            words.get_or_add_pPr().keepNext_val = kept or None


def _settle_paragraphs(document: WordDocument, turns: Sequence[bool]) -> None:
    """Set words off from a list, box or table before them; let short chapters go on."""
    order, before = iter(turns), ""
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            before = "table"
            continue
        name = block.style.name if block.style else ""
        if name.startswith("toc"):
            _settle_entry(block)
        elif name == "Heading 1" and not next(order, True):
            block.paragraph_format.page_break_before = False
            block.paragraph_format.space_before = Pt(36)
        listed = block._p.pPr is not None and block._p.pPr.numPr is not None
        if before and not listed and name in ("Body Text", "First Paragraph", "Body Text Kept"):
            block.paragraph_format.space_before = Pt(12 if before == "table" else 7)
        before = "list" if listed else name if name in ("Callout", "Definition") else ""


def _settle_entry(entry: Paragraph) -> None:
    """Let a line of the contents ask for the page that its link leads to, without a rule."""
    for one in entry._p.iter(qn("w:hyperlink")):
        for instruction in one.iter(qn("w:instrText")):
            # Pandoc shortens long names, so that the field takes the name from the link.
            instruction.text = f" PAGEREF {one.get(qn('w:anchor'))} \\h "
        for style in list(one.iter(qn("w:rStyle"))):
            style.getparent().remove(style)


def _settle_sections(document: WordDocument, title: str) -> None:
    """Put running heads in every section; only the first page of all goes without."""
    kinds = qn("w:headerReference"), qn("w:footerReference")
    heads = [one for one in document.sections[-1]._sectPr if one.tag in kinds]
    _add_title(document.sections[-1].header.paragraphs[0], title)
    for at, section in enumerate(document.sections):
        section.different_first_page_header_footer = at == 0
        if section._sectPr.find(kinds[0]) is None:
            for head in reversed(heads):
                section._sectPr.insert(0, deepcopy(head))


def _add_title(head: Paragraph, title: str) -> None:
    """Put the title, up to its colon, before what the look's own running head says."""
    head.alignment = WD_PARAGRAPH_ALIGNMENT.LEFT
    head.paragraph_format.tab_stops.add_tab_stop(WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    like = deepcopy(head.runs[0]._r.rPr) if head.runs else None
    run = head.add_run(f"{title.partition(':')[0]}\t")._r
    if like is not None:
        run.insert(0, like)
    head._p.remove(run)
    head._p.insert(1, run)
