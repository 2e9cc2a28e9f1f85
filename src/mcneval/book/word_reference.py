"""The look of the Word report: Pandoc's own reference document with our styles in it."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from mcneval.book.reader import pandoc_path

INK, QUIET, ACCENT, LINE, WASH = "1D2A33", "52626D", "0A5A70", "C3CFD5", "F3F6F7"
RULE = "7B8B95"
FONT = '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial" w:eastAsia="Arial"/>'
TABLE_SIZES = tuple(range(13, 19))
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml"
PAGE_PORTRAIT = '<w:pgSz w:w="11906" w:h="16838"/>'
PAGE_LANDSCAPE = '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
MARGINS = (
    '<w:pgMar w:top="1531" w:right="1418" w:bottom="1418" w:left="1418" '
    'w:header="709" w:footer="709" w:gutter="0"/>'
)
EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Style:
    """A style of Word: name, what it is based on, its paragraph's and its letters' form."""

    name: str
    based: str = "Normal"
    paragraph: str = ""
    letters: str = ""
    following: str = "BodyText"


def _space(before: int, after: int, line: int = 0) -> str:
    spread = f' w:line="{line}" w:lineRule="auto"' if line else ""
    return f'<w:spacing w:before="{before}" w:after="{after}"{spread}/>'


def _size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def _colour(value: str) -> str:
    return f'<w:color w:val="{value}"/>'


def _bar(colour: str, width: int = 18) -> str:
    return (
        f'<w:pBdr><w:left w:val="single" w:sz="{width}" w:space="8" w:color="{colour}"/></w:pBdr>'
    )


def _heading(level: int, before: int, after: int, size: int, colour: str = INK) -> Style:
    turn = "<w:pageBreakBefore/>" if level == 1 else ""
    paragraph = (
        f"<w:keepNext/><w:keepLines/>{turn}{_space(before, after, 252)}"
        f'<w:outlineLvl w:val="{level - 1}"/>'
    )
    return Style(f"heading {level}", "Normal", paragraph, f"<w:b/>{_colour(colour)}{_size(size)}")


KEEP = "<w:keepNext/><w:keepLines/>"
SHADE = f'<w:shd w:val="clear" w:color="auto" w:fill="{WASH}"/>'
BOX = f'{_bar(ACCENT)}{SHADE}{_space(0, 100, 264)}<w:ind w:left="227" w:right="113"/>'
STYLES: dict[str, Style] = {
    "Normal": Style("Normal", "", _space(0, 140, 276), f"{FONT}{_colour(INK)}{_size(21)}"),
    "BodyText": Style("Body Text", "Normal", _space(0, 140, 276)),
    "FirstParagraph": Style("First Paragraph", "BodyText"),
    "Compact": Style("Compact", "BodyText", _space(0, 40, 264)),
    "Title": Style("Title", "Normal", _space(4200, 160, 240), f"<w:b/>{_size(60)}"),
    "Subtitle": Style("Subtitle", "Normal", _space(0, 400, 252), f"{_colour(QUIET)}{_size(30)}"),
    "Author": Style("Author", "Normal", _space(0, 60), _size(24)),
    "Date": Style("Date", "Normal", _space(0, 200), f"{_colour(QUIET)}{_size(22)}"),
    "Heading1": _heading(1, 0, 260, 40),
    "Heading2": _heading(2, 380, 140, 29),
    "Heading3": _heading(3, 300, 110, 24),
    "Heading4": _heading(4, 240, 90, 22, QUIET),
    "TOCHeading": Style("TOC Heading", "Normal", f"{KEEP}<w:pageBreakBefore/>{_space(0, 260)}",
                        f"<w:b/>{_size(40)}"),
    "TOC1": Style("toc 1", "Normal", _space(120, 40), "<w:b/>"),
    "TOC2": Style("toc 2", "Normal", f'{_space(0, 40)}<w:ind w:left="340"/>'),
    "BlockText": Style("Block Text", "BodyText",
                       f'{_bar(LINE)}{_space(60, 140, 264)}<w:ind w:left="340" w:right="340"/>'),
    "FootnoteText": Style("Footnote Text", "Normal", _space(0, 40, 240), _size(18)),
    "Caption": Style("Caption", "Normal", _space(60, 120, 252), _size(20)),
    "TableCaption": Style("Table Caption", "Caption", f"<w:keepNext/>{_space(240, 100, 252)}"),
    "ImageCaption": Style("Image Caption", "Caption"),
    "Figure": Style("Figure", "Normal", _space(200, 60)),
    "CaptionedFigure": Style("Captioned Figure", "Figure", "<w:keepNext/>"),
    "Bibliography": Style("Bibliography", "Normal",
                          f'{_space(0, 120, 264)}<w:ind w:left="397" w:hanging="397"/>'),
    "DefinitionTerm": Style("Definition Term", "Normal", f"{KEEP}{_space(80, 0)}", "<w:b/>"),
    "Definition": Style("Definition", "Normal", f'{_space(0, 120)}<w:ind w:left="340"/>'),
    "SourceCode": Style("Source Code", "Normal", f"{SHADE}{_space(0, 140, 240)}", _size(17)),
    "Provenance": Style("Provenance", "Normal", _space(40, 240), f"{_colour(QUIET)}{_size(17)}"),
    "Notes": Style("Notes", "Normal", _space(60, 40), f"{_colour(QUIET)}{_size(18)}"),
    "Lead": Style("Lead", "BodyText", _space(0, 180, 288), _size(25)),
    "Part": Style("Part", "Normal", f"{KEEP}{_space(0, 80)}", _colour(QUIET)),
    "CalloutTitle": Style("Callout Title", "Normal", f"<w:keepNext/>{BOX}",
                          f"<w:b/>{_colour(ACCENT)}"),
    "Callout": Style("Callout", "Normal", BOX),
    "TabTitle": Style("Tab Title", "Normal", f"<w:keepNext/>{_space(160, 60)}", "<w:b/>"),
    **{
        f"TableText{size}": Style(f"Table Text {size}", "Normal", _space(30, 30, 240), _size(size))
        for size in TABLE_SIZES
    },
}  # fmt: skip
TABLE_STYLE = f"""<w:style w:type="table" w:default="1" w:styleId="Table"><w:name w:val="Table"/>
<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblBorders>
<w:top w:val="single" w:sz="8" w:space="0" w:color="{RULE}"/>
<w:bottom w:val="single" w:sz="8" w:space="0" w:color="{RULE}"/>
<w:insideH w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/></w:tblBorders><w:tblCellMar>
<w:top w:w="28" w:type="dxa"/><w:left w:w="85" w:type="dxa"/>
<w:bottom w:w="28" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr>
<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:tcBorders>
<w:bottom w:val="single" w:sz="6" w:space="0" w:color="{RULE}"/></w:tcBorders>
<w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr></w:style>"""


def make_reference(title: str, language: str) -> bytes:
    """Return the reference document: our styles, A4, running heads, page numbers."""
    command = [str(pandoc_path()), "--print-default-data-file", "reference.docx"]
    default = subprocess.run(command, capture_output=True, check=True).stdout
    with zipfile.ZipFile(io.BytesIO(default)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name[-1] != "/"}
    parts["word/styles.xml"] = _styles(parts["word/styles.xml"].decode(), language).encode()
    parts["word/header1.xml"] = _header(title).encode()
    parts["word/footer1.xml"] = _footer().encode()
    relations = parts["word/_rels/document.xml.rels"].decode()
    parts["word/_rels/document.xml.rels"] = _relate(relations).encode()
    parts["[Content_Types].xml"] = _declare(parts["[Content_Types].xml"].decode()).encode()
    document = parts["word/document.xml"].decode()
    section = re.compile(r"<w:sectPr>.*?</w:sectPr>", re.DOTALL)
    parts["word/document.xml"] = section.sub(_section(), document).encode()
    return pack(parts)


def pack(parts: dict[str, bytes]) -> bytes:
    """Return parts as a zip file without times in it."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            archive.writestr(entry, content)
    return written.getvalue()


def _styles(styles: str, language: str) -> str:
    for name, style in STYLES.items():
        found = re.compile(rf'<w:style [^>]*w:styleId="{name}"[^>]*>.*?</w:style>', re.DOTALL)
        written = _write_style(name, style)
        if found.search(styles):
            before, after = found.split(styles, maxsplit=1)
            styles = f"{before}{written}{after}"
        else:
            styles = styles.replace("</w:styles>", f"{written}</w:styles>")
    table = re.compile(r'<w:style [^>]*w:styleId="Table">.*?</w:style>', re.DOTALL)
    styles = table.sub(lambda _: TABLE_STYLE, styles, count=1)
    styles = re.sub(r'<w:color w:val="4F81BD"[^>]*/>', _colour(ACCENT), styles)
    return re.sub(r'<w:lang w:val="[^"]*"', f'<w:lang w:val="{language}"', styles, count=1)


def _write_style(name: str, style: Style) -> str:
    default = ' w:default="1"' if name == "Normal" else ""
    custom = ' w:customStyle="1"' if name.startswith(("Table", "Callout", "Tab")) else ""
    based = f'<w:basedOn w:val="{style.based}"/>' if style.based else ""
    return (
        f'<w:style w:type="paragraph"{default}{custom} w:styleId="{name}">'
        f"<w:name w:val={quoteattr(style.name)}/>{based}"
        f'<w:next w:val="{style.following if name != "Normal" else "Normal"}"/><w:qFormat/>'
        f"<w:pPr>{style.paragraph}</w:pPr><w:rPr>{style.letters}</w:rPr></w:style>"
    )


def _field(instruction: str) -> str:
    return f'<w:fldSimple w:instr=" {instruction} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'


def _header(title: str) -> str:
    form = f"<w:pPr>{_space(0, 0)}</w:pPr>"
    letters = f"<w:rPr>{_colour(QUIET)}{_size(17)}</w:rPr>"
    text = f'<w:r>{letters}<w:t xml:space="preserve">{escape(title)}</w:t></w:r>'
    return f"<w:hdr {NAMESPACES}><w:p>{form}{text}</w:p></w:hdr>"


def _footer() -> str:
    form = f'<w:pPr>{_space(0, 0)}<w:jc w:val="center"/></w:pPr>'
    return f"<w:ftr {NAMESPACES}><w:p>{form}{_field('PAGE')}</w:p></w:ftr>"


def _relate(relations: str) -> str:
    added = "".join(
        f'<Relationship Type="{RELATION}/{kind}" Id="{name}" Target="{kind}1.xml"/>'
        for kind, name in (("header", "rId91"), ("footer", "rId92"))
    )
    return relations.replace("</Relationships>", f"{added}</Relationships>")


def _declare(types: str) -> str:
    added = "".join(
        f'<Override PartName="/word/{kind}1.xml" ContentType="{CONTENT}.{kind}+xml"/>'
        for kind in ("header", "footer")
    )
    return types.replace("</Types>", f"{added}</Types>")


def _section() -> str:
    heads = (
        '<w:headerReference w:type="default" r:id="rId91"/>'
        '<w:footerReference w:type="default" r:id="rId92"/>'
    )
    return f"<w:sectPr {NAMESPACES}>{heads}{PAGE_PORTRAIT}{MARGINS}<w:titlePg/></w:sectPr>"
