"""What Pandoc cannot say in a Word document: page fields, running heads, what stays together."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import quoteattr

from mcneval.book.print_tables import Placed
from mcneval.book.word_reference import MARGINS, pack
from mcneval.book.word_tables import fit_word_tables

FIELD_BEGIN = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
FIELD_SHOWS = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
FIELD_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
CONTENTS_START = (
    f'{FIELD_BEGIN}<w:r><w:instrText xml:space="preserve"> TOC \\o "1-2" \\h \\z </w:instrText>'
    f"</w:r>{FIELD_SHOWS}"
)
# In the list of contents: a tab and the number of the page, which Word fills in.
PAGE_FIELD = (
    f'<w:r><w:tab/></w:r>{FIELD_BEGIN}<w:r><w:instrText xml:space="preserve"> PAGEREF {{}} \\h '
    f"</w:instrText></w:r>{FIELD_SHOWS}{FIELD_END}"
)
ANCHOR = re.compile(r'<w:hyperlink w:anchor="([^"]*)"')
DATES = re.compile(r"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")
PARAGRAPH = re.compile(r"<w:p>.*?</w:p>", re.DOTALL)
STYLE = re.compile(r'<w:pStyle w:val="([^"]*)" />')
RUNNING = {"BodyText", "FirstParagraph", "BodyTextKept"}
LINKED = '<w:rStyle w:val="Hyperlink" />'
# The small mark after a number is a link, too; a line under it would look like a letter.
MARK = f'<w:rPr>{LINKED}</w:rPr><w:t xml:space="preserve">°</w:t>'
UNLINED_MARK = MARK.replace("</w:rPr>", '<w:u w:val="none"/></w:rPr>')
APP = """<?xml version="1.0" encoding="UTF-8"?>
<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">
<Application>mcneval</Application></Properties>"""


def end_section(page: str) -> str:
    """Return the end of a section whose pages have this form."""
    small = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
    return f"<w:p><w:pPr>{small}<w:sectPr>{page}{MARGINS}</w:sectPr></w:pPr></w:p>"


def finish_docx(
    written: bytes, tables: Sequence[Placed], turns: Sequence[bool], figures: Sequence[str]
) -> bytes:
    """Return the document with its tables fitted and its running heads everywhere, no times.

    ``turns`` says of each chapter whether it begins on a page of its own; ``figures`` are the
    drawings' names.
    """
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name[-1] != "/"}
    document = parts["word/document.xml"].decode()
    document = fit_word_tables(document, tables)
    document = _space_paragraphs(document)
    document = _turn_pages(document, turns)
    document = _name_pictures(document, figures)
    parts["word/document.xml"] = _spread_heads(document).encode()
    parts["docProps/core.xml"] = DATES.sub("", parts["docProps/core.xml"].decode()).encode()
    parts["docProps/app.xml"] = APP.encode()
    return pack(parts)


def _space_paragraphs(document: str) -> str:
    """Set paragraphs off from the list, box or table before them; unmark the contents' links."""
    pieces: list[str] = []
    cursor, before = 0, ""
    for found in PARAGRAPH.finditer(document):
        between, paragraph = document[cursor : found.start()], found.group()
        style = STYLE.search(paragraph)
        name = style.group(1) if style else ""
        space = 240 if "</w:tbl>" in between else _space_after(before)
        follows = name in RUNNING and "<w:numPr>" not in paragraph
        if space and (follows or (name, before) == ("CalloutTitle", "Definition")):
            mark = f'<w:pStyle w:val="{name}" />'
            spacing = f'<w:spacing w:before="{space}"/>'
            paragraph = paragraph.replace(mark, f"{mark}{spacing}", 1)
        paragraph = paragraph.replace(MARK, UNLINED_MARK)
        if name.startswith("TOC"):
            # Pandoc shortens long names, so that a field must take the name from the link.
            anchor = ANCHOR.search(paragraph)
            paragraph = paragraph.replace("PAGEREF {}", f"PAGEREF {anchor[1]}" if anchor else "")
            paragraph = paragraph.replace(LINKED, "")
        pieces += [between, paragraph]
        cursor, before = found.end(), "list" if "<w:numPr>" in paragraph else name
    return "".join([*pieces, document[cursor:]])


def _space_after(before: str) -> int:
    return {"list": 140, "Callout": 240, "Definition": 240}.get(before, 0)


def _turn_pages(document: str, turns: Sequence[bool]) -> str:
    """Let chapters that need no page of their own follow the one before."""
    order = iter(turns)
    mark = '<w:pStyle w:val="Heading1" />'
    going_on = f'{mark}<w:pageBreakBefore w:val="0"/><w:spacing w:before="720"/>'
    return re.sub(re.escape(mark), lambda _: mark if next(order, True) else going_on, document)


def _name_pictures(document: str, figures: Sequence[str]) -> str:
    names = iter(figures)
    pattern = re.compile(r'(<wp:docPr [^>]*?name=)"Picture"')
    return pattern.sub(
        lambda found: f"{found[1]}{quoteattr(next(names, '') or 'Picture')}", document
    )


def _spread_heads(document: str) -> str:
    """Put running heads in every section; only the first page of all goes without."""
    heads = "".join(re.findall(r"<w:(?:header|footer)Reference [^>]*/>", document))
    document = re.sub(r"<w:sectPr>(?=<w:pgSz)", f"<w:sectPr>{heads}", document)
    first = "<w:titlePg />"
    if first not in document or document.count("<w:sectPr") < 2:
        return document
    before, _, after = document.replace(first, "").partition("</w:sectPr>")
    return f"{before}{first}</w:sectPr>{after}"
