"""What is put into a Word document after Pandoc has written it."""

from __future__ import annotations

import io
import zipfile

from mcneval.book.word_finish import PAGE_FIELD, end_section, finish_docx
from mcneval.book.word_reference import PAGE_LANDSCAPE, PAGE_PORTRAIT, pack

HEADS = '<w:headerReference r:id="rId91" w:type="default" />'
LAST = f"<w:sectPr>{HEADS}<w:pgSz/><w:titlePg /></w:sectPr>"


def paragraph(style: str, words: str, more: str = "") -> str:
    """Return a paragraph as Pandoc writes it."""
    form = f'<w:pPr><w:pStyle w:val="{style}" />{more}</w:pPr>'
    return f"<w:p>{form}<w:r><w:t>{words}</w:t></w:r></w:p>"


def finish(body: str, turns: tuple[bool, ...] = ()) -> str:
    """Return the document made of a body."""
    parts = {
        "word/document.xml": f"<w:body>{body}</w:body>".encode(),
        "docProps/core.xml": b"<core/>",
        "docProps/app.xml": b"<Words>83</Words>",
    }
    with zipfile.ZipFile(io.BytesIO(finish_docx(pack(parts), [], turns, []))) as archive:
        assert b"83" not in archive.read("docProps/app.xml")
        return archive.read("word/document.xml").decode()


def test_only_the_very_first_page_goes_without_a_running_head() -> None:
    turned = end_section(PAGE_PORTRAIT) + end_section(PAGE_LANDSCAPE)
    sections = finish(f"{turned}{LAST}").split("</w:sectPr>")[:3]
    assert ["titlePg" in section for section in sections] == [True, False, False]
    assert all(HEADS in section for section in sections)


def test_document_of_one_section_keeps_its_title_page() -> None:
    assert "<w:titlePg />" in finish(LAST)


def test_paragraph_after_a_list_or_a_box_stands_off_from_it() -> None:
    item = paragraph("Compact", "item", '<w:numPr><w:numId w:val="1"/></w:numPr>')
    after = finish(item + paragraph("FirstParagraph", "after"))
    assert '<w:pStyle w:val="FirstParagraph" /><w:spacing w:before="140"/>' in after
    boxed = finish(paragraph("Callout", "box") + paragraph("BodyText", "after"))
    assert '<w:pStyle w:val="BodyText" /><w:spacing w:before="240"/>' in boxed
    below = finish(paragraph("Definition", "word") + paragraph("CalloutTitle", "box"))
    assert '<w:pStyle w:val="CalloutTitle" /><w:spacing w:before="240"/>' in below
    plain = finish(paragraph("BodyText", "one") + paragraph("BodyText", "two"))
    assert "w:spacing" not in plain


def test_chapter_that_needs_no_page_of_its_own_follows_the_one_before() -> None:
    heads = paragraph("Heading1", "A") + paragraph("Heading1", "B")
    first, second = finish(heads, (True, False)).split("</w:p>")[:2]
    assert "pageBreakBefore" not in first
    assert '<w:pageBreakBefore w:val="0"/>' in second


def test_contents_are_not_underlined() -> None:
    link = '<w:r><w:rPr><w:rStyle w:val="Hyperlink" /></w:rPr><w:t>Methods</w:t></w:r>'
    made = finish(f'<w:p><w:pPr><w:pStyle w:val="TOC1" /></w:pPr>{link}</w:p>')
    assert "Hyperlink" not in made


def test_contents_ask_for_the_page_by_the_name_that_pandoc_gave() -> None:
    entry = '<w:hyperlink w:anchor="X12ab"><w:r><w:t>Methods</w:t></w:r></w:hyperlink>'
    asked = entry.replace("</w:hyperlink>", f"{PAGE_FIELD}</w:hyperlink>")
    made = finish(f'<w:p><w:pPr><w:pStyle w:val="TOC1" /></w:pPr>{asked}</w:p>')
    assert " PAGEREF X12ab \\h " in made
