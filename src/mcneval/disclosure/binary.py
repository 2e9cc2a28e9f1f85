"""What can be read in pictures and PDFs: their words, descriptions and metadata."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

PRINTABLE = re.compile(rb"[\x20-\x7e\x80-\xff]{6,}")
# Runs of these do not come about by chance among pixels.
PLAIN = re.compile(rb"[\x20-\x7e]{12,}")
# Beyond these a file is read as bytes: opening it takes memory that its size does not tell.
MOST_PIXELS = 60_000_000
PIXELS = (b"IDAT", b"fdAT", b"iCCP", b"zTXt", b"iTXt")
"""Parts of a PNG that are packed; those with words are read by Pillow."""
MOST_PAGES = 500

Said = Iterator[tuple[str, str]]


def read_picture(content: bytes) -> Said:
    """Yield what stands in a picture beside what it shows: text chunks, EXIF, XMP, comments.

    Then whatever reads like words in the whole file, as a private chunk may have it, or what
    stands behind the picture's end.
    """
    from PIL import ExifTags, Image

    try:
        with Image.open(io.BytesIO(content)) as picture:
            if picture.width * picture.height <= MOST_PIXELS:
                with suppress(OSError, SyntaxError, ValueError):
                    picture.load()  # A PNG's text may stand behind its pixels.
            exif = picture.getexif()
            inner = [exif.get_ifd(part) for part in ExifTags.IFD]
            named = dict(picture.info)
            kind = picture.format or "picture"
    except Exception:  # What a broken file raises is its reader's affair; its words still count.
        yield "picture metadata", read_printable(content)
        return
    named.pop("exif", None)
    told = [(f"{kind} metadata {name}", list(_list_said(value))) for name, value in named.items()]
    told.append((f"{kind} metadata EXIF", list(_list_said([dict(exif), *map(dict, inner)]))))
    rest = content
    for words in (one for _, several in told for one in several):
        for coding in ("utf-8", "latin-1"):
            said = words.encode(coding, "replace")
            rest = rest.replace(said, bytes(len(said)))  # parts keep their lengths
    told.append((f"{kind} file", list(_list_beside(rest, kind))))
    yield from ((place, "\n".join(several)) for place, several in told if several)


def _list_beside(content: bytes, kind: str) -> Iterator[str]:
    """Yield the words in a picture's file beside its pixels: private parts, and what follows it."""
    if kind == "PNG":
        at, name = 8, b""
        while name != b"IEND" and at + 8 <= len(content):
            size, name = int.from_bytes(content[at : at + 4]), content[at + 4 : at + 8]
            if name not in PIXELS:
                yield read_printable(content[at + 8 : at + 8 + size])
            at += size + 12
        yield read_printable(content[at:])
    elif kind in ("JPEG", "MPO"):
        at = 2
        while content[at : at + 1] == b"\xff" and content[at + 1 : at + 2] != b"\xda":
            size = int.from_bytes(content[at + 2 : at + 4])
            yield read_printable(content[at + 4 : at + 2 + size])
            at += 2 + size
        yield read_printable(content[content.rfind(b"\xff\xd9") :])
    else:
        yield from (found.decode() for found in PLAIN.findall(content))


def _list_said(value: Any) -> Iterator[str]:
    """Yield the words in a value of metadata, however deep."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        for one in value:
            yield from _list_said(one)
    elif isinstance(value, bytes):
        yield read_printable(value)
        if b"\0" in value:  # Windows writes a picture's author so.
            yield value.decode("utf-16-le", "ignore")
    elif isinstance(value, str):
        yield value
        if not value.isascii():
            with suppress(UnicodeError):  # UTF-8 where the standard asks for ASCII
                yield value.encode("latin-1").decode("utf-8")


def read_printable(content: bytes) -> str:
    """Return the words that stand in bytes, whatever they are."""
    # UTF-16 of plain letters is those letters with zeros between.
    return "\n".join(map(_decode, PRINTABLE.findall(content.replace(b"\0", b""))))


def _decode(word: bytes) -> str:
    try:
        return word.decode("utf-8")
    except UnicodeDecodeError:
        return word.decode("latin-1")


def read_pdf(content: bytes) -> Said:
    """Yield a PDF's words by page, and its descriptions: title, outline, alternative texts, XMP."""
    from pypdf import PdfReader

    try:
        reader = PdfReader(io.BytesIO(content))
        if len(reader.pages) > MOST_PAGES:
            raise ValueError(len(reader.pages))
        said = [(f"page {n}", page.extract_text()) for n, page in enumerate(reader.pages, start=1)]
        said.append(("PDF metadata", "\n".join(_list_strings(reader))))
    except Exception:  # As above: a PDF that cannot be opened is searched as bytes.
        yield "PDF metadata", read_printable(content)
        return
    yield from said


def _list_strings(reader: Any) -> Iterator[str]:
    """Yield every text in a PDF's objects, and what its streams of metadata and files say."""
    from pypdf.generic import IndirectObject, StreamObject

    numbers = {(one, gen) for gen, ones in reader.xref.items() for one in ones}
    numbers |= {(one, 0) for one in reader.xref_objStm}
    for one, gen in sorted(numbers):
        found = reader.get_object(IndirectObject(one, gen, reader))
        yield from _list_direct(found)
        if isinstance(found, StreamObject) and (
            found.get("/Type") in ("/Metadata", "/EmbeddedFile")
        ):
            yield found.get_data().decode("utf-8", "replace")


def _list_direct(value: Any) -> Iterator[str]:
    from pypdf.generic import IndirectObject

    if isinstance(value, IndirectObject):
        return
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from _list_direct(one)
    elif isinstance(value, str) and not value.startswith("/"):
        yield value
    elif isinstance(value, bytes):
        yield read_printable(value)
