"""The look of the Word report: Pandoc's own reference document with our styles in it."""

from __future__ import annotations

import io
import subprocess
from dataclasses import dataclass

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_PARAGRAPH_ALIGNMENT, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor, Twips
from docx.text.paragraph import Paragraph

from mcneval.book.pandoc import pandoc_path

INK, QUIET, ACCENT, LINE, WASH, RULE = (
    "1D2A33", "52626D", "0A5A70", "C3CFD5", "F3F6F7", "7B8B95",
)  # fmt: skip
FONT, MONO = "Arial", "Consolas"
TEXT_WIDTH = Twips(9070)
AFTER_BORDERS = (
    "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:contextualSpacing",
    "w:jc", "w:outlineLvl",
)  # fmt: skip


@dataclass(frozen=True)
class Form:
    """How a paragraph looks: lengths in points; ``bar`` is the colour of a line at its side."""

    size: float = 0
    colour: str = ""
    bold: bool | None = None
    before: float = 0
    after: float = 7
    line: float = 1.15
    keep: bool = False
    breaks: bool = False
    indent: float = 0
    hanging: float = 0
    bar: str = ""
    shaded: bool = False
    based: str = "Normal"


FORMS = {
    "Normal": Form(10.5, INK, based=""),
    "Body Text": Form(),
    "First Paragraph": Form(based="Body Text"),
    "Body Text Kept": Form(keep=True, based="Body Text"),
    "Compact": Form(after=2, line=1.1, based="Body Text"),
    "Title": Form(30, INK, True, before=210, after=8, line=1),
    "Subtitle": Form(15, QUIET, before=6, after=20, line=1.05),
    "Author": Form(12, after=3),
    "Date": Form(11, QUIET, after=10),
    "Heading 1": Form(20, INK, True, after=13, line=1.05, keep=True, breaks=True),
    "Heading 2": Form(14.5, INK, True, before=19, after=7, line=1.05, keep=True),
    "Heading 3": Form(12, INK, True, before=15, after=5.5, line=1.05, keep=True),
    "Heading 4": Form(11, QUIET, True, before=12, after=4.5, line=1.05, keep=True),
    "TOC Heading": Form(20, INK, True, after=13, keep=True, breaks=True),
    "toc 1": Form(bold=True, before=6, after=2, keep=True),
    "toc 2": Form(after=2, indent=17),
    "Block Text": Form(before=3, line=1.1, indent=17, bar=LINE, based="Body Text"),
    "Footnote Text": Form(9, after=2, line=1),
    "Caption": Form(10, INK, before=3, after=6, line=1.05),
    "Table Caption": Form(10, INK, before=12, after=5, line=1.05, keep=True, based="Caption"),
    "Image Caption": Form(10, INK, before=3, after=6, line=1.05, keep=True, based="Caption"),
    "Figure": Form(before=10, after=3),
    "Captioned Figure": Form(before=10, after=3, keep=True),
    "Bibliography": Form(after=6, line=1.1, indent=20, hanging=20),
    "Definition Term": Form(bold=True, before=4, after=0, keep=True),
    "Definition": Form(after=6, indent=17),
    "Source Code": Form(8.5, line=1, shaded=True),
    "Provenance": Form(8.5, QUIET, before=2, after=12),
    "Notes": Form(9, QUIET, before=3, after=2, keep=True),
    "Lead": Form(12.5, after=9, line=1.2),
    "Part": Form(colour=QUIET, after=4, keep=True),
    "Callout Title": Form(colour=ACCENT, bold=True, after=5, indent=11, bar=ACCENT, shaded=True,
                          keep=True),
    "Callout": Form(after=5, indent=11, bar=ACCENT, shaded=True),
    "Tab Title": Form(bold=True, before=8, after=3, keep=True),
    "Table Text": Form(9, before=1.5, after=1.5, line=1),
    "Small Table Text": Form(8, before=1.5, after=1.5, line=1),
}  # fmt: skip
TABLE_STYLE = f"""<w:style {nsdecls("w")} w:type="table" w:default="1" w:styleId="Table">
<w:name w:val="Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblBorders>
<w:top w:val="single" w:sz="8" w:space="0" w:color="{RULE}"/>
<w:bottom w:val="single" w:sz="8" w:space="0" w:color="{RULE}"/>
<w:insideH w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/></w:tblBorders><w:tblCellMar>
<w:top w:w="28" w:type="dxa"/><w:left w:w="85" w:type="dxa"/>
<w:bottom w:w="28" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr>
<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:tcBorders>
<w:bottom w:val="single" w:sz="6" w:space="0" w:color="{RULE}"/></w:tcBorders>
<w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr></w:style>"""
COMPATIBILITY = (
    f'<w:compat {nsdecls("w")}><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
)


def make_reference(title: str, language: str) -> bytes:
    """Return the reference document: our styles, A4, running heads, page numbers."""
    command = [str(pandoc_path()), "--print-default-data-file", "reference.docx"]
    default = subprocess.run(command, capture_output=True, check=True).stdout
    document = Document(io.BytesIO(default))
    for name, form in FORMS.items():
        _give_form(document, name, form)
    _settle_letters(document, language)
    _settle_page(document, title)
    _settle_settings(document)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def _give_form(document: WordDocument, name: str, form: Form) -> None:
    styles = document.styles
    known = {style.name: style for style in styles if style.type == WD_STYLE_TYPE.PARAGRAPH}
    style = known.get(name) or styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    for part in ("w:rPr", "w:pPr"):
        for old in style.element.findall(qn(part)):
            style.element.remove(old)
    style.base_style = known.get(form.based)
    style.quick_style = True
    font, look = style.font, style.paragraph_format
    font.bold = form.bold
    font.size = Pt(form.size) if form.size else None
    if form.colour:
        font.color.rgb = RGBColor.from_string(form.colour)
    look.space_before, look.space_after = Pt(form.before), Pt(form.after)
    look.line_spacing = form.line
    look.keep_with_next, look.page_break_before = form.keep or None, form.breaks or None
    if form.indent:
        look.left_indent = Pt(form.indent)
        look.first_line_indent = Pt(-form.hanging) if form.hanging else None
    if name.startswith("Heading"):
        level = parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="{int(name[-1]) - 1}"/>')
        style.element.get_or_add_pPr().append(level)
    if name.startswith("toc"):
        look.tab_stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    form_of = style.element.get_or_add_pPr()
    if form.bar:
        side = f'w:val="single" w:sz="18" w:space="8" w:color="{form.bar}"'
        bar = parse_xml(f"<w:pBdr {nsdecls('w')}><w:left {side}/></w:pBdr>")
        form_of.insert_element_before(bar, *AFTER_BORDERS)
    if form.shaded:
        shade = f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{WASH}"/>'
        form_of.insert_element_before(parse_xml(shade), *AFTER_BORDERS[1:])


def _settle_letters(document: WordDocument, language: str) -> None:
    styles = document.styles
    normal = styles["Normal"]
    normal.font.name = FONT
    for kind in ("w:cs", "w:eastAsia"):
        normal.element.rPr.rFonts.set(qn(kind), FONT)
    styles["Hyperlink"].font.color.rgb = RGBColor.from_string(ACCENT)
    styles["Hyperlink"].font.underline = True
    # Without a size of their own, letters of code are as high as the words around them.
    code = styles["Verbatim Char"].font
    code.name, code.size = MONO, None
    for said in styles.element.iter(qn("w:lang")):
        said.set(qn("w:val"), language)
    for style in list(styles.element):
        if style.get(qn("w:styleId")) == "Table":
            styles.element.replace(style, parse_xml(TABLE_STYLE))


def _settle_page(document: WordDocument, title: str) -> None:
    """Give pages their size and margins, a running head and a number."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(27), Mm(25)
    section.left_margin = section.right_margin = Mm(25)
    section.different_first_page_header_footer = True
    head = section.header.paragraphs[0]
    head.paragraph_format.tab_stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    head.add_run(f"{title.partition(':')[0]}\t")
    # 1 is the built-in style for headings of chapters in every language of Word.
    _add_field(head, "STYLEREF 1")
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_PARAGRAPH_ALIGNMENT.CENTER
    _add_field(foot, "PAGE")
    for line in (head, foot):
        line.paragraph_format.space_after = Pt(0)
        for run in line.runs:
            run.font.size, run.font.color.rgb = Pt(8.5), RGBColor.from_string(QUIET)


def _add_field(paragraph: Paragraph, instruction: str) -> None:
    for text in ("begin", instruction, "separate", " ", "end"):
        run = paragraph.add_run(text if text == " " else "")
        if text in ("begin", "separate", "end"):
            mark = f'<w:fldChar {nsdecls("w")} w:fldCharType="{text}"/>'
            run._r.append(parse_xml(mark))
        elif text != " ":
            run._r.append(parse_xml(f"<w:instrText {nsdecls('w')}> {text} </w:instrText>"))


def _settle_settings(document: WordDocument) -> None:
    """Have Word treat the file as one of its own day and fill in page numbers on opening."""
    settings = document.settings.element
    update = parse_xml(f'<w:updateFields {nsdecls("w")} w:val="true"/>')
    settings.insert_element_before(update, "w:characterSpacingControl", "w:footnotePr", "w:rsids")
    settings.insert_element_before(parse_xml(COMPATIBILITY), "w:rsids", "m:mathPr")
