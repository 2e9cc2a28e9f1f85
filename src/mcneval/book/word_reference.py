"""The look of the Word report: Pandoc's own reference document with our styles in it."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from xml.sax.saxutils import escape

from mcneval.book.reader import pandoc_path
from mcneval.book.word_styles import QUIET, put_styles, set_colour, set_size, set_space

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
COMPATIBILITY = (
    '<w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
)
EPOCH = (1980, 1, 1, 0, 0, 0)


def make_reference(title: str, language: str) -> bytes:
    """Return the reference document: our styles, A4, running heads, page numbers."""
    command = [str(pandoc_path()), "--print-default-data-file", "reference.docx"]
    default = subprocess.run(command, capture_output=True, check=True).stdout
    with zipfile.ZipFile(io.BytesIO(default)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name[-1] != "/"}
    parts["word/styles.xml"] = put_styles(parts["word/styles.xml"].decode(), language).encode()
    parts["word/header1.xml"] = _header(title).encode()
    parts["word/footer1.xml"] = _footer().encode()
    relations = parts["word/_rels/document.xml.rels"].decode()
    parts["word/_rels/document.xml.rels"] = _relate(relations).encode()
    parts["[Content_Types].xml"] = _declare(parts["[Content_Types].xml"].decode()).encode()
    settings = parts["word/settings.xml"].decode()
    parts["word/settings.xml"] = _settle_settings(settings, language).encode()
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


def _settle_settings(settings: str, language: str) -> str:
    """Have Word treat the file as one of its own day and fill in page numbers on opening."""
    settings = re.sub(
        r'<w:themeFontLang w:val="[^"]*"', f'<w:themeFontLang w:val="{language}"', settings
    )
    update, modern = '<w:updateFields w:val="true"/>', f"<w:compat>{COMPATIBILITY}</w:compat>"
    before, mark, after = settings.partition("<w:characterSpacingControl")
    return f"{before}{update}{mark}{after}".replace("<w:rsids>", f"{modern}<w:rsids>")


def _field(instruction: str) -> str:
    return f'<w:fldSimple w:instr=" {instruction} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'


def _header(title: str) -> str:
    """Return the running head: the title up to its colon, the chapter at the right."""
    tab = '<w:tabs><w:tab w:val="right" w:pos="9070"/></w:tabs>'
    form = f"<w:pPr>{tab}{set_space(0, 0)}</w:pPr>"
    letters = f"<w:rPr>{set_colour(QUIET)}{set_size(17)}</w:rPr>"
    short = escape(title.partition(":")[0])
    text = f'<w:r>{letters}<w:t xml:space="preserve">{short}</w:t></w:r><w:r><w:tab/></w:r>'
    # 1 is the built-in style for headings of chapters in every language of Word.
    chapter = f'<w:fldSimple w:instr=" STYLEREF 1 "><w:r>{letters}<w:t> </w:t></w:r></w:fldSimple>'
    return f"<w:hdr {NAMESPACES}><w:p>{form}{text}{chapter}</w:p></w:hdr>"


def _footer() -> str:
    form = f'<w:pPr>{set_space(0, 0)}<w:jc w:val="center"/></w:pPr>'
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
