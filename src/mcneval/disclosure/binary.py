"""What can be read in pictures and PDFs beside what they show: their descriptions."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator

LARGEST_TEXT = 5_000_000
PRINTABLE = re.compile(rb"[\x20-\x7e\xa0-\xff]{6,}")
STREAM = re.compile(rb"(?:\r\n|\n)?stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
PARENTHESES = re.compile(rb"\\.|[()]", re.DOTALL)
HEX = re.compile(rb"<([0-9A-Fa-f\s]{4,})>")
ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"", b"f": b"", b"\n": b"", b"\r": b""}

Said = Iterator[tuple[str, str]]


def read_png(content: bytes) -> Said:
    """Yield the text chunks of a PNG, each with its name as its place."""
    at = 8 if content.startswith(b"\x89PNG") else len(content)
    while at + 8 <= len(content):
        size, kind = struct.unpack(">I4s", content[at : at + 8])
        body = content[at + 8 : at + 8 + size]
        at += 12 + size
        if kind in (b"tEXt", b"zTXt", b"iTXt"):
            key, _, rest = body.partition(b"\0")
            yield f"PNG metadata {key.decode('latin-1')}", _read_chunk(kind, rest)
        elif kind == b"eXIf":
            yield "PNG metadata EXIF", _read_printable(body)


def _read_chunk(kind: bytes, rest: bytes) -> str:
    if kind == b"tEXt":
        return rest.decode("latin-1")
    if kind == b"zTXt":
        return _inflate(rest[1:]).decode("latin-1")
    packed, rest = rest[:1] == b"\1", rest[2:]
    text = rest.split(b"\0", 2)[-1]
    return (_inflate(text) if packed else text).decode("utf-8", "replace")


def _inflate(packed: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, LARGEST_TEXT)
    except zlib.error:
        return b""


def _read_printable(content: bytes) -> str:
    # UTF-16 of plain letters is those letters with zeros between.
    return "\n".join(
        found.decode("latin-1") for found in PRINTABLE.findall(content.replace(b"\0", b""))
    )


def read_picture(content: bytes) -> Said:
    """Yield the beginning of another kind of picture, where descriptions stand."""
    yield "picture metadata", _read_printable(content[:65_536])


def read_pdf(content: bytes) -> Said:
    """Yield a PDF's descriptions: title, author, outline, alternative texts, XMP."""
    parts = [STREAM.sub(b" ", content)]
    for found in STREAM.finditer(content):
        body = found[1]
        if b"<x:xmpmeta" in body:
            yield "PDF metadata", body.decode("utf-8", "replace")
        elif b"/ObjStm" in content[max(0, found.start() - 200) : found.start()]:
            parts.append(_inflate(body))
    strings = [_read_string(one) for part in parts for one in _list_literals(part)]
    strings += [_read_hex(one) for part in parts for one in HEX.findall(part)]
    yield "PDF metadata", "\n".join(strings)


def _list_literals(part: bytes) -> Iterator[bytes]:
    """Yield what stands in parentheses, with those inside."""
    depth = start = 0
    for sign in PARENTHESES.finditer(part):
        if sign[0] == b"(":
            start = start if depth else sign.end()
            depth += 1
        elif sign[0] == b")" and depth:
            depth -= 1
            if not depth:
                yield part[start : sign.start()]


def _read_string(words: bytes) -> str:
    def put(found: re.Match[bytes]) -> bytes:
        sign = found[1]
        if sign[:1].isdigit():
            return bytes([int(sign, 8) & 255])
        return ESCAPES.get(sign, sign)

    return _decode_pdf(re.sub(rb"\\([0-7]{1,3}|.)", put, words, flags=re.DOTALL))


def _read_hex(digits: bytes) -> str:
    bare = b"".join(digits.split())
    return _decode_pdf(bytes.fromhex((bare + b"0" * (len(bare) % 2)).decode("ascii")))


def _decode_pdf(words: bytes) -> str:
    if words.startswith(b"\xfe\xff"):
        return words[2:].decode("utf-16-be", "replace")
    return words.decode("utf-8", "replace") if words.startswith(b"\xef\xbb\xbf") else (
        words.decode("latin-1")
    )  # fmt: skip
