"""The report on paper: PDF and Word."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pypdf
import pytest
from PIL import Image
from toy_book import Report

from mcneval.book import BookError
from mcneval.book.docx import BOXES
from mcneval.book.drawings import draw_png, picture_size
from mcneval.book.pandoc import as_document, parse_markdown, run_pandoc
from mcneval.book.pdf import TEMPLATE, WRITER, compile_pdf, set_blocks
from mcneval.book.printed import arrange_blocks, curl_apostrophes, write_date
from mcneval.book.tree import make_attr, string

BAR = (0x0B, 0x5C, 0x8C)


@pytest.fixture(scope="module")
def pdf(report: Report) -> pypdf.PdfReader:
    """Return the PDF."""
    return pypdf.PdfReader(report.folder / "toy-report.pdf")


@pytest.fixture(scope="module")
def word(report: Report) -> docx.document.Document:
    """Return the Word document."""
    return docx.Document(str(report.folder / "toy-report.docx"))


def test_pdf_has_title_contents_and_every_chapter(pdf: pypdf.PdfReader) -> None:
    text = [page.extract_text() for page in pdf.pages]
    assert "A toy evaluation" in text[0]
    assert "Contents" in text[0]
    titles = [entry.title for entry in pdf.outline if not isinstance(entry, list)]
    assert titles == [
        "Summary",
        "1\u2003Methods",
        "2\u2003Recruitment",
        "3\u2003Themes and what they mean",
        "References",
        "Appendix A\u2003Evidence",
        "Appendix B\u2003Where every number comes from",
    ]


def test_pdf_is_tagged_and_says_its_language_and_title(pdf: pypdf.PdfReader) -> None:
    catalogue = pdf.trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/Lang"] == "en-GB"
    assert pdf.metadata is not None
    assert (pdf.metadata.title, pdf.metadata.creation_date) == ("A toy evaluation", None)


def test_pdf_numbers_captions_as_the_site_does(pdf: pypdf.PdfReader) -> None:
    text = " ".join(page.extract_text() for page in pdf.pages).replace("\u00a0", " ")
    for caption in ("Figure 2.1: How people", "Table 2.3: Where", "Table A.1: What was"):
        assert caption in text


def test_pdf_hyphenates_no_word_of_a_table(pdf: pypdf.PdfReader) -> None:
    text = " ".join(page.extract_text() for page in pdf.pages[2:])
    assert "\u00ad\n" not in text


def test_pdf_names_the_table_that_goes_on_over_the_page(tmp_path: Path) -> None:
    rows = "[x], " * 120
    template = TEMPLATE.read_text(encoding="utf-8")
    (tmp_path / "book.typ").write_text(template, encoding="utf-8")
    (tmp_path / "main.typ").write_text(
        '#import "book.typ": *\n#show: book.with(title: "A study: its report", authors: ())\n'
        '#pagebreak()\n= Chapter\n\n#fitted-table(name: "Table 1.1")[\n'
        f"#figure(table(columns: 1, table.header([a]), {rows}), caption: [Rows], kind: table)]\n",
        encoding="utf-8",
    )
    content, warnings = compile_pdf(tmp_path)
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]
    assert warnings == []
    assert "continued" not in pages[1]
    assert all("Table 1.1, continued" in page for page in pages[2:])
    assert len(pages) > 3


def test_wide_table_turns_its_page_and_takes_its_lines_along(tmp_path: Path) -> None:
    heads = " | ".join(f"Considerable{n}" for n in range(10))
    table = f"| {heads} |\n|{'---|' * 10}\n| {' | '.join(['x'] * 10)} |\n"
    text = f"Before.\n\n{table}\n::: {{.notes}}\nData: made up.\n:::\n\nAfter.\n"
    (blocks,) = parse_markdown([text])
    heading = {"t": "Header", "c": [1, make_attr("top"), string("Chapter")]}
    settled = set_blocks(arrange_blocks(blocks))
    body = run_pandoc(WRITER, as_document([heading, *settled]))
    (tmp_path / "book.typ").write_text(TEMPLATE.read_text(encoding="utf-8"), encoding="utf-8")
    start = '#import "book.typ": *\n#show: book.with(title: "A study", authors: ())\n#pagebreak()\n'
    (tmp_path / "main.typ").write_text(start + body, encoding="utf-8")
    content, warnings = compile_pdf(tmp_path)
    assert warnings == []
    pages = pypdf.PdfReader(io.BytesIO(content)).pages[1:]
    assert [page.mediabox.width > page.mediabox.height for page in pages] == [False, True, False]
    assert "Data: made up." in pages[1].extract_text()


def test_box_below_a_heading_stays_with_the_words_that_follow(tmp_path: Path) -> None:
    (tmp_path / "book.typ").write_text(TEMPLATE.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "main.typ").write_text(
        '#import "book.typ": *\n#show: book.with(title: "A study", authors: ())\n#pagebreak()\n'
        'Before.\n#block(height: 205mm)\n= Chapter\n#callout("note", [Box])[Said.]\n'
        "#block(height: 30mm, breakable: false)[After.]\n",
        encoding="utf-8",
    )
    content, _ = compile_pdf(tmp_path)
    *_, before, after = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]
    assert "Before." in before
    assert "Chapter" not in before
    assert all(words in after for words in ("Chapter", "Box", "Said.", "After."))


def test_running_head_has_the_chapter_and_not_the_title(tmp_path: Path) -> None:
    (tmp_path / "book.typ").write_text(TEMPLATE.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "main.typ").write_text(
        '#import "book.typ": *\n#show: book.with(title: "A study: its report", authors: ())\n'
        "= Chapter\n\n#pagebreak()\nWords.\n",
        encoding="utf-8",
    )
    content, _ = compile_pdf(tmp_path)
    last = pypdf.PdfReader(io.BytesIO(content)).pages[-1].extract_text()
    assert "Chapter" in last
    assert "A study" not in last


@pytest.mark.parametrize(
    ("given", "written"),
    [("2025-08-29", "29 August 2025"), ("August 2025", "August 2025"), ("", "")],
)
def test_date_is_written_in_words(given: str, written: str) -> None:
    assert write_date(given) == written


def test_apostrophes_of_a_title_are_those_of_print() -> None:
    assert (
        curl_apostrophes("children's care, patients' words") == "children’s care, patients’ words"
    )


def test_pdf_that_cannot_be_accessible_is_made_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "main.typ").write_text("#set document(title: [x])\n= A\n=== B\n")
    content, warnings = compile_pdf(tmp_path)
    assert content.startswith(b"%PDF")
    assert len(warnings) == 1
    assert warnings[0].startswith("The PDF is tagged but not PDF/UA-1")


def test_book_that_typst_cannot_set_is_told(tmp_path: Path) -> None:
    (tmp_path / "main.typ").write_text("#nothing\n")
    with pytest.raises(BookError, match="Typst could not set the book"):
        compile_pdf(tmp_path)


def test_word_has_real_headings(word: docx.document.Document) -> None:
    heads = [one.text for one in word.paragraphs if one.style and one.style.name == "Heading 1"]
    assert heads == [
        "Summary",
        "1\u2003Methods",
        "2\u2003Recruitment",
        "3\u2003Themes and what they mean",
        "References",
        "Appendix A\u2003Evidence",
        "Appendix B\u2003Where every number comes from",
    ]


def test_word_has_tables_with_repeated_heads_that_no_page_cuts(
    word: docx.document.Document,
) -> None:
    cells = [[cell.text for cell in row.cells] for row in word.tables[1].rows]
    assert cells[1:] == [["Nurse <script>alert(1)</script>", "3", "1"], ["Doctor", "12", "4"]]
    xml = word.tables[1]._tbl.xml
    assert "w:tblHeader" in xml
    assert xml.count("w:cantSplit") == 3


def test_word_has_captions_as_fields(word: docx.document.Document) -> None:
    captions = [one for one in word.paragraphs if one.style and one.style.name == "Table Caption"]
    assert "Table\u00a02.1: Roles" in captions[0]._p.xpath("string(.)")
    assert captions[0]._p.xpath(".//w:fldSimple/@w:instr") == [" SEQ Table \\* ARABIC \\r 1 "]


def test_word_has_alternative_text_and_no_path_of_this_machine(
    word: docx.document.Document, report: Report
) -> None:
    assert all(name.startswith("fig-") for name in word.element.xpath("//wp:docPr/@name"))
    drawings = word.element.xpath("//wp:docPr/@descr")
    assert drawings == ["A bar: 20 asked, 15 came", "A square with the word own in it"]
    with zipfile.ZipFile(report.folder / "toy-report.docx") as archive:
        content = b"".join(archive.read(name) for name in archive.namelist())
        assert b"/tmp" not in content
        assert b"1980-01-01T00:00:00Z</dcterms:created>" in content
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}


def test_drawings_on_paper_have_plain_colours(pdf: pypdf.PdfReader, report: Report) -> None:
    (page,) = [page for page in pdf.pages[2:] if "How people came in" in page.extract_text()]
    content = page.get_contents()
    assert content is not None
    painted = {tuple(one) for one, what in content.operations if what == b"scn"}
    bar = tuple(part / 255 for part in BAR)
    assert any(tuple(map(float, one)) == pytest.approx(bar, abs=1e-4) for one in painted)
    with zipfile.ZipFile(report.folder / "toy-report.docx") as archive:
        pictures = [archive.read(one) for one in archive.namelist() if one.endswith(".png")]
    colours = [Image.open(io.BytesIO(one)).convert("RGB").getpixel((200, 100)) for one in pictures]
    assert BAR in colours


def test_word_lists_its_contents_with_links(word: docx.document.Document) -> None:
    lines = [one for one in word.paragraphs if one.style and one.style.name.startswith("toc")]
    texts = ["".join(one._p.xpath(".//w:hyperlink//w:t/text()")) for one in lines[:3]]
    assert texts == ["Summary", "Key findings", "1\u2003Methods"]
    anchors = {one for line in lines for one in line._p.xpath(".//w:hyperlink/@w:anchor")}
    assert anchors <= set(word.element.xpath("//w:bookmarkStart/@w:name"))


def test_words_contents_ask_for_the_page_of_each_heading(word: docx.document.Document) -> None:
    lines = [one for one in word.paragraphs if one.style and one.style.name.startswith("toc")]
    for line in lines:
        (anchor,) = line._p.xpath(".//w:hyperlink/@w:anchor")
        asked = line._p.xpath(".//w:hyperlink//w:instrText/text()")
        assert asked == [f" PAGEREF {anchor} \\h "]
    assert word.settings.element.xpath("./w:updateFields/@w:val") == ["true"]


def test_word_does_not_open_the_file_as_an_old_one(word: docx.document.Document) -> None:
    assert word.settings.element.xpath("./w:compat/w:compatSetting/@w:val") == ["15"]


def test_word_tables_have_true_widths_and_say_their_number(word: docx.document.Document) -> None:
    table = word.tables[1]._tbl
    grid = [int(width) for width in table.xpath("./w:tblGrid/w:gridCol/@w:w")]
    assert [int(width) for width in table.xpath("./w:tblPr/w:tblW/@w:w")] == [sum(grid)]
    assert sum(grid) <= 9070
    for row in table.xpath("./w:tr"):
        assert [int(width) for width in row.xpath("./w:tc/w:tcPr/w:tcW/@w:w")] == grid
    assert table.xpath("./w:tblPr/w:tblCaption/@w:val") == ["Table 2.1: Roles"]


def test_word_marks_links_in_text_but_not_in_the_contents(word: docx.document.Document) -> None:
    link = word.styles.element.xpath("//w:style[@w:styleId='Hyperlink']")[0]
    assert link.xpath("./w:rPr/w:u/@w:val") == ["single"]
    marked = "//w:p[starts-with(w:pPr/w:pStyle/@w:val, 'TOC')]//w:rStyle"
    assert word.element.xpath(marked) == []


def test_letters_of_code_are_as_high_as_the_words_around_them(
    word: docx.document.Document,
) -> None:
    code = word.styles.element.xpath("//w:style[@w:styleId='VerbatimChar']")[0]
    assert code.xpath("./w:rPr/w:sz") == []


def test_short_chapter_of_a_part_or_appendix_needs_no_page_of_its_own(
    word: docx.document.Document,
) -> None:
    heads = [one for one in word.paragraphs if one.style and one.style.name == "Heading 1"]
    breaks = [one._p.xpath("./w:pPr/w:pageBreakBefore/@w:val") for one in heads]
    assert breaks == [[], [], ["0"], [], [], [], ["0"]]


def test_word_has_running_heads_in_every_section(word: docx.document.Document) -> None:
    for section in word.sections:
        (head,) = section.header.paragraphs
        assert head._p.xpath(".//w:instrText/text()") == [" STYLEREF 1 "]
        sides = sorted([section.page_width.mm, section.page_height.mm])
        assert sides == pytest.approx([210, 297], abs=1)


def test_drawing_becomes_a_picture() -> None:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="72pt" height="36pt"><rect/></svg>'
    assert draw_png(svg).startswith(b"\x89PNG")
    assert picture_size(svg.decode()) == (72, 36)


def test_word_shows_drawings_at_their_own_size(word: docx.document.Document) -> None:
    assert [round(one.width.pt) for one in word.inline_shapes] == [450, 200]


def test_look_of_word_has_every_style_that_is_asked_for(word: docx.document.Document) -> None:
    there = {style.name for style in word.styles}
    ids = {style.style_id for style in word.styles}
    named = {"Part", "Tab Title", "Callout Title", "Callout", "TOC Heading", "toc 1", "toc 2"}
    assert {*BOXES.values(), *named} <= there
    assert {"TableText", "SmallTableText"} <= ids


def test_word_file_is_a_sound_archive(report: Report) -> None:
    content = (report.folder / "toy-report.docx").read_bytes()
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
