"""Bytes of a transcript into text, with what offsets need to know of the bytes."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LINE_END = re.compile(r"\r\n?")


@dataclass
class Decoded:
    """A text with LF line ends and no byte order mark.

    ``crlf`` are the places in ``text`` of line ends that were CRLF; ``doubtful`` says
    that the bytes were no UTF-8 and were read as Windows-1252.
    """

    text: str
    crlf: list[int] = field(default_factory=list)
    bom: bool = False
    doubtful: bool = False


def decode(data: bytes) -> Decoded:
    """Decode bytes by their mark, else as UTF-8, else as Windows-1252."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return plain(data[len(mark) :].decode(encoding, "replace"), bom=True)
    if data[1:2] == b"\0" and len(data) % 2 == 0:
        return plain(data.decode("utf-16-le", "replace"))
    try:
        return plain(data.decode("utf-8"))
    except UnicodeDecodeError:
        decoded = plain(data.decode("cp1252", "replace"))
        decoded.doubtful = True
        return decoded


def plain(text: str, bom: bool = False) -> Decoded:
    """Return a text with its line ends made LF, remembering which were CRLF."""
    if text.startswith("\ufeff"):
        text, bom = text[1:], True
    if "\r" not in text:
        return Decoded(text, bom=bom)
    places: list[int] = []
    removed = 0
    for end in _LINE_END.finditer(text):
        if len(end.group()) == 2:
            places.append(end.start() - removed)
            removed += 1
    return Decoded(_LINE_END.sub("\n", text), places, bom)
