"""The styles of the Word report: letters, spaces, boxes, tables."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

INK, QUIET, ACCENT, LINE, WASH = "1D2A33", "52626D", "0A5A70", "C3CFD5", "F3F6F7"
RULE = "7B8B95"
FONT = '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial" w:eastAsia="Arial"/>'
BUILT_IN = {
    "Normal", "BodyText", "Title", "Subtitle", "Date", "Heading1", "Heading2", "Heading3",
    "Heading4", "TOCHeading", "TOC1", "TOC2", "BlockText", "FootnoteText", "Caption",
    "Bibliography",
}  # fmt: skip
TABLE_SIZES = tuple(range(13, 19))


@dataclass(frozen=True)
class Style:
    """A style of Word: name, what it is based on, its paragraph's and its letters' form."""

    name: str
    based: str = "Normal"
    paragraph: str = ""
    letters: str = ""
    following: str = "BodyText"


def set_space(before: int, after: int, line: int = 0) -> str:
    """Return the space around a paragraph in twips, its lines in 240ths."""
    spread = f' w:line="{line}" w:lineRule="auto"' if line else ""
    return f'<w:spacing w:before="{before}" w:after="{after}"{spread}/>'


def set_size(half_points: int) -> str:
    """Return the size of letters."""
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def set_colour(value: str) -> str:
    """Return the colour of letters."""
    return f'<w:color w:val="{value}"/>'


def _bar(colour: str, width: int = 18) -> str:
    return (
        f'<w:pBdr><w:left w:val="single" w:sz="{width}" w:space="8" w:color="{colour}"/></w:pBdr>'
    )


def _heading(level: int, before: int, after: int, size: int, colour: str = INK) -> Style:
    turn = "<w:pageBreakBefore/>" if level == 1 else ""
    paragraph = (
        f"<w:keepNext/><w:keepLines/>{turn}{set_space(before, after, 252)}"
        f'<w:outlineLvl w:val="{level - 1}"/>'
    )
    return Style(
        f"heading {level}", "Normal", paragraph, f"<w:b/>{set_colour(colour)}{set_size(size)}"
    )


KEEP = "<w:keepNext/><w:keepLines/>"
LEADERS = '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9070"/></w:tabs>'
SHADE = f'<w:shd w:val="clear" w:color="auto" w:fill="{WASH}"/>'
BOX = f'{_bar(ACCENT)}{SHADE}{set_space(0, 100, 264)}<w:ind w:left="227" w:right="113"/>'
STYLES: dict[str, Style] = {
    "Normal": Style("Normal", "", set_space(0, 140, 276), f"{FONT}{set_colour(INK)}{set_size(21)}"),
    "BodyText": Style("Body Text", "Normal", set_space(0, 140, 276)),
    "FirstParagraph": Style("First Paragraph", "BodyText"),
    "BodyTextKept": Style("Body Text Kept", "BodyText", "<w:keepNext/>"),
    "Compact": Style("Compact", "BodyText", set_space(0, 40, 264)),
    "Title": Style("Title", "Normal", set_space(4200, 160, 240), f"<w:b/>{set_size(60)}"),
    "Subtitle": Style("Subtitle", "Normal", set_space(120, 400, 252),
                      f"{set_colour(QUIET)}{set_size(30)}"),
    "Author": Style("Author", "Normal", set_space(0, 60), set_size(24)),
    "Date": Style("Date", "Normal", set_space(0, 200), f"{set_colour(QUIET)}{set_size(22)}"),
    "Heading1": _heading(1, 0, 260, 40),
    "Heading2": _heading(2, 380, 140, 29),
    "Heading3": _heading(3, 300, 110, 24),
    "Heading4": _heading(4, 240, 90, 22, QUIET),
    "TOCHeading": Style("TOC Heading", "Normal", f"{KEEP}<w:pageBreakBefore/>{set_space(0, 260)}",
                        f"<w:b/>{set_size(40)}"),
    "TOC1": Style("toc 1", "Normal", f"<w:keepNext/>{LEADERS}{set_space(120, 40)}", "<w:b/>"),
    "TOC2": Style("toc 2", "Normal",
                  f'{LEADERS}{set_space(0, 40)}<w:ind w:left="340" w:right="567"/>'),
    "BlockText": Style("Block Text", "BodyText",
                       f'{_bar(LINE)}{set_space(60, 140, 264)}<w:ind w:left="340" w:right="340"/>'),
    "FootnoteText": Style("Footnote Text", "Normal", set_space(0, 40, 240), set_size(18)),
    "Caption": Style("Caption", "Normal", set_space(60, 120, 252), set_size(20)),
    "TableCaption": Style("Table Caption", "Caption", f"<w:keepNext/>{set_space(240, 100, 252)}"),
    "ImageCaption": Style("Image Caption", "Caption", f"<w:keepNext/>{set_space(60, 120, 252)}"),
    "Figure": Style("Figure", "Normal", set_space(200, 60)),
    "CaptionedFigure": Style("Captioned Figure", "Figure", "<w:keepNext/>"),
    "Bibliography": Style("Bibliography", "Normal",
                          f"<w:keepLines/>{set_space(0, 120, 264)}"
                          '<w:ind w:left="397" w:hanging="397"/>'),
    "DefinitionTerm": Style("Definition Term", "Normal", f"{KEEP}{set_space(80, 0)}", "<w:b/>"),
    "Definition": Style("Definition", "Normal", f'{set_space(0, 120)}<w:ind w:left="340"/>'),
    "SourceCode": Style("Source Code", "Normal", f"{SHADE}{set_space(0, 140, 240)}", set_size(17)),
    "Provenance": Style("Provenance", "Normal", f"<w:keepLines/>{set_space(40, 240)}",
                        f"{set_colour(QUIET)}{set_size(17)}"),
    "Notes": Style("Notes", "Normal", f"{KEEP}{set_space(60, 40)}",
                   f"{set_colour(QUIET)}{set_size(18)}"),
    "Lead": Style("Lead", "BodyText", set_space(0, 180, 288), set_size(25)),
    "Part": Style("Part", "Normal", f"{KEEP}{set_space(0, 80)}", set_colour(QUIET)),
    "CalloutTitle": Style("Callout Title", "Normal", f"<w:keepNext/>{BOX}",
                          f"<w:b/>{set_colour(ACCENT)}"),
    "Callout": Style("Callout", "Normal", BOX),
    "TabTitle": Style("Tab Title", "Normal", f"<w:keepNext/>{set_space(160, 60)}", "<w:b/>"),
    **{
        f"TableText{size}": Style(
            f"Table Text {size}", "Normal", set_space(30, 30, 240), set_size(size)
        )
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


def put_styles(styles: str, language: str) -> str:
    """Return Pandoc's own styles with ours in their place."""
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
    styles = re.sub(r'<w:color w:val="4F81BD"[^>]*/>', set_colour(ACCENT), styles)
    styles = _letters(styles, "Hyperlink", f'{set_colour(ACCENT)}<w:u w:val="single"/>')
    # Without a size of their own, letters of code are as high as the words around them.
    styles = _letters(styles, "VerbatimChar", '<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas"/>')
    return re.sub(r'<w:lang w:val="[^"]*"', f'<w:lang w:val="{language}"', styles, count=1)


def _letters(styles: str, name: str, form: str) -> str:
    """Give a character style this form and no other."""
    pattern = rf'(<w:style [^>]*w:styleId="{name}"[^>]*>.*?)<w:rPr>.*?</w:rPr>(.*?</w:style>)'
    found = re.compile(pattern, re.DOTALL)
    return found.sub(lambda old: f"{old[1]}<w:rPr>{form}</w:rPr>{old[2]}", styles, count=1)


def _write_style(name: str, style: Style) -> str:
    default = ' w:default="1"' if name == "Normal" else ""
    custom = "" if name in BUILT_IN else ' w:customStyle="1"'
    based = f'<w:basedOn w:val="{style.based}"/>' if style.based else ""
    return (
        f'<w:style w:type="paragraph"{default}{custom} w:styleId="{name}">'
        f"<w:name w:val={quoteattr(style.name)}/>{based}"
        f'<w:next w:val="{style.following if name != "Normal" else "Normal"}"/><w:qFormat/>'
        f"<w:pPr>{style.paragraph}</w:pPr><w:rPr>{style.letters}</w:rPr></w:style>"
    )
