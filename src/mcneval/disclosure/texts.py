"""What can be read in the files of a report, whatever their format."""

from __future__ import annotations

import base64
import binascii
import html
import io
import json
import mimetypes
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote

from mcneval.disclosure.binary import read_pdf, read_picture, read_printable

MARKUP = {".html", ".htm", ".svg", ".xml", ".xhtml"}
SCRIPTS = {".json", ".js", ".mjs", ".map"}
PACKED = {".docx", ".xlsx", ".pptx", ".odt", ".epub", ".zip"}
PICTURES = {".png", ".jpg", ".jpeg", ".gif", ".webp", ".tif", ".tiff"}
SKIPPED = {".woff", ".woff2", ".ttf", ".otf", ".eot"}
RASTERS = {"image/png", "image/jpeg", "image/gif", "image/webp"}
LARGEST_MEMBER = 50_000_000

INSIDE = r"""(?:[^<>"']++|"[^"]*+"|'[^']*+')*+>"""
WITHIN_LINE = r"""(?:[^<>"'\n]++|"[^"\n]*+"|'[^'\n]*+')*+>"""
TAG = re.compile(rf"</?[A-Za-z][\w:-]*+{INSIDE}")
SHORT_TAG = re.compile(rf"</?[A-Za-z][\w:-]*+{WITHIN_LINE}")
# Tags that stand inside words; all others part words.
INLINE = re.compile(
    r"</?(?:abbr|b|bdi|bdo|cite|code|del|dfn|em|font|i|ins|kbd|mark|q|s|samp|small|span|strong|u"
    rf"|var|wbr)(?=[\s/>]){WITHIN_LINE}"
)
# Word parts a word into runs; only paragraphs, breaks and cells part words.
OFFICE = re.compile(rf"</?(?:\w+:)?(?:p|br|tab|cr|tr|tc|si|row|line-break)(?=[\s/>]){INSIDE}")
PROSE = {"alt", "title", "content", "placeholder", "value", "descr", "summary", "label"}
EMBEDDED = re.compile(r"data:[\w./+-]*(?:;[\w=-]+)*;base64,[A-Za-z0-9+/=%]+")
NUMERIC = re.compile(r"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})")


@dataclass(frozen=True)
class Passage:
    """Something readable in a file.

    Parameters
    ----------
    file : str
        The file's name.
    place : str
        Where in it; ``""`` where a line says it.
    text : str
        What a reader sees.
    raw : str
        What stands in the file, where that is more: links, attributes.
    in_raw : bool
        Whether the text also stands in the raw of the passage before.
    """

    file: str
    place: str
    text: str
    raw: str = ""
    in_raw: bool = False

    def locate(self, text: str, at: int) -> str:
        """Return where a position in the text or the raw is."""
        return self.place or f"line {text.count(chr(10), 0, at) + 1}"


def read_passages(name: str, content: bytes) -> list[Passage]:
    """Return what can be read in a file, by the ending of its name."""
    ending = PurePosixPath(name).suffix.lower()
    if ending in SKIPPED:
        return []
    if ending in PACKED:
        return list(_unpack(name, content))
    if ending == ".pdf" or ending in PICTURES:
        read = read_pdf if ending == ".pdf" else read_picture
        return [Passage(name, place, text) for place, text in read(content)]
    words = decode(content)
    return [*_read_words(name, ending, words), *_read_embedded(name, words)]


def _read_words(name: str, ending: str, words: str) -> list[Passage]:
    if ending == ".ipynb":
        return list(read_notebook(name, words))
    if ending in MARKUP:
        return read_markup(name, "", words)
    bare = EMBEDDED.sub(" ", words)
    if ending in SCRIPTS:
        return [Passage(name, "", unescape_script(bare), bare)]
    if ending in (".md", ".qmd"):
        return [Passage(name, "", re.sub(r"\\([^\w\s])", r"\1", bare), bare)]
    return [Passage(name, "", bare)]


def _read_embedded(name: str, words: str) -> Iterator[Passage]:
    """Yield what stands in the files that a text carries as ``data:`` addresses."""
    for found in EMBEDDED.finditer(words):
        kind, _, packed = found[0].removeprefix("data:").partition(",")
        ending = mimetypes.guess_extension(kind.split(";")[0]) or ".txt"
        where = f"an embedded file, line {words.count(chr(10), 0, found.start()) + 1}"
        for passage in read_passages(f"embedded{ending}", _read_base64(unquote(packed))):
            yield replace(passage, file=name, place=where)


def decode(content: bytes) -> str:
    """Return bytes as text: UTF-8 or UTF-16 by its mark, else Windows-1252."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def read_markup(name: str, place: str, words: str, office: bool = False) -> list[Passage]:
    """Return HTML, SVG or XML as what is read, and the prose in its attributes.

    Comments count as read: SVG drawings keep the words of outlined letters there.
    """
    bare = EMBEDDED.sub(" ", words)
    open_comments = bare.replace("<!--", "\v").replace("-->", "\v")
    seen = _strip_office(open_comments) if office else _strip_page(open_comments)
    said = "\n".join(list_prose(bare))
    where = f"{place}, an attribute".lstrip(", ")
    return [
        Passage(name, place, html.unescape(seen), html.unescape(bare)),
        Passage(name, where, html.unescape(said), in_raw=True),
    ]


def _strip_page(words: str) -> str:
    # A vertical tab parts words and numbers and leaves the count of lines as it is.
    flat = SHORT_TAG.sub("\v", INLINE.sub("", words))
    return TAG.sub(lambda tag: "\v" + "\n" * tag[0].count("\n"), flat)


def _strip_office(words: str) -> str:
    return TAG.sub("", OFFICE.sub("\n", words))


def list_prose(words: str) -> Iterator[str]:
    """Yield the values of attributes that people read, such as alternative texts."""
    for quote in "\"'":
        before, *after = words.split(f"={quote}")
        for part in after:
            name = before[-40:].rsplit(None, 1)[-1:]
            if name and (name[0] in PROSE or name[0].startswith(("data-", "aria-"))):
                yield part.split(quote, 1)[0]
            before = part


def unescape_script(words: str) -> str:
    r"""Return script with ``\u2019``, ``\n`` and ``\"`` as what they stand for."""
    plain = NUMERIC.sub(lambda found: chr(int(found[1] or found[2], 16)), words)
    return re.sub(r"\\[nrt]", " ", plain).replace("\\", "")


def _unpack(name: str, content: bytes) -> Iterator[Passage]:
    try:
        packed = zipfile.ZipFile(io.BytesIO(content))
        held = [
            (member, packed.read(member))
            for member in packed.infolist()
            if not member.is_dir() and member.file_size <= LARGEST_MEMBER
        ]
    except Exception:  # A broken archive makes zipfile raise errors of a dozen kinds.
        yield Passage(name, "", read_printable(content))
        return
    for member, inside in held:
        ending = PurePosixPath(member.filename).suffix.lower()
        if ending in (".xml", ".rels"):
            yield from read_markup(name, member.filename, decode(inside), office=True)
        else:
            for passage in read_passages(member.filename, inside):
                place = f"{member.filename} {passage.place}".strip()
                yield replace(passage, file=name, place=place)


def read_notebook(name: str, words: str) -> Iterator[Passage]:
    """Yield one passage for each cell, one for the rest, and one for each picture's metadata."""
    try:
        notebook = json.loads(words)
        cells = list(notebook.pop("cells"))
    except (ValueError, AttributeError, KeyError, TypeError):
        yield Passage(name, "", unescape_script(words), words)
        return
    for place, part in [("notebook metadata", notebook), *_number(cells)]:
        plain = []
        for key, text in _list_words(part, ""):
            if key in ("image/svg+xml", "text/html"):
                yield from read_markup(name, place, text)
            elif key in RASTERS:
                for inner, said in read_picture(_read_base64(text)):
                    yield Passage(name, f"{place}, {inner}", said)
            elif not key.startswith("image/") and key != "application/pdf":
                plain.append(EMBEDDED.sub(" ", text))
        yield Passage(name, place, "\n".join(plain))


def _number(cells: list[Any]) -> list[tuple[str, Any]]:
    return [(f"cell {number}", cell) for number, cell in enumerate(cells, start=1)]


def _list_words(value: Any, key: str) -> Iterator[tuple[str, str]]:
    """Yield every text in a part of a notebook with the key it stands under."""
    if isinstance(value, dict):
        for inner, one in value.items():
            yield from _list_words(one, str(inner))
    elif isinstance(value, list):
        if value and all(isinstance(one, str) for one in value):
            yield key, "".join(value)
        else:
            for one in value:
                yield from _list_words(one, key)
    elif value is not None and not isinstance(value, bool):
        yield key, str(value)


def _read_base64(words: str) -> bytes:
    try:
        return base64.b64decode(words)
    except binascii.Error:
        return b""
