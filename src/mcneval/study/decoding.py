"""Bytes of a text file as text: what is unambiguous is read, and said; the rest is refused."""

from __future__ import annotations

import codecs
import re

from mcneval.study.problems import Problem

WESTERN = frozenset("àáâãäåæçèéêëìíîïñòóôõöøùúûüýÿßÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÖØÙÚÛÜ")
SIGNS = frozenset("‘’“”–—…•€£§©®°«»½\u00a0")
DOUBTFUL = re.compile(r"[a-zà-ÿ][À-ÞŠŽŒŸ]|[à-öø-ÿÀ-ÖØ-Þ]{3}|[^\W\d_][£§°½©®«]\w")
SAVE_AS = "In your spreadsheet program, save it as 'CSV UTF-8 (comma delimited)'."
# Signs that no one types and no reader sees: they steer terminals, turn words round, or are refused
# by Word. Breaks and tabs are none of them.
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
WIDE = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


def decode(raw: bytes, file: str) -> tuple[str | None, list[Problem]]:
    """Return a file's text and what has to be said about its encoding.

    UTF-8 is read as it is; a byte-order mark, UTF-16 that announces itself and text that can
    only be Windows-1252 are read with a remark, and so are signs that cannot be seen, as blanks.
    Anything else gives None and an error.
    """
    text, remarks = _decode(raw, file)
    # YAML refuses them itself, and knows their place.
    first = None if file.endswith((".yml", ".yaml")) else UNSEEN.search(text or "")
    if text is None or first is None:
        return text, remarks
    line = text.count("\n", 0, first.start()) + 1
    words = (
        f"line {line} holds a sign that cannot be seen (U+{ord(first[0]):04X}), read as a blank."
    )
    mend = "Delete it, and others like it."
    told = Problem(file, words, mend, severity="warning", rule="unseen-sign")
    return blank_unseen(text), [*remarks, told]


def blank_unseen(text: str) -> str:
    r"""Return a text with a blank for each sign that cannot be seen.

    Examples
    --------
    >>> blank_unseen("a\x1b[31mb")
    'a [31mb'
    """
    return UNSEEN.sub(" ", text)


def _decode(raw: bytes, file: str) -> tuple[str | None, list[Problem]]:
    if raw[:2] in WIDE:
        return _decode_wide(raw, file)
    if b"\x00" in raw:
        return None, [_refuse(file, "it holds zero bytes, which no text has")]
    remarks = []
    if raw.startswith(codecs.BOM_UTF8):
        raw = raw[len(codecs.BOM_UTF8) :]
        words = "the file begins with a byte-order mark, as Excel writes it; it was read as UTF-8."
        remarks.append(Problem(file, words, severity="note", rule="byte-order-mark"))
    try:
        return raw.decode("utf-8"), remarks
    except UnicodeDecodeError as error:
        return _decode_western(raw, file, error.start)


def _decode_wide(raw: bytes, file: str) -> tuple[str | None, list[Problem]]:
    try:
        text = raw.decode("utf-16")
    except UnicodeDecodeError:
        return None, [_refuse(file, "it announces UTF-16 and is not")]
    words = "the file is in UTF-16, Excel's 'Unicode Text', and was read so."
    return text, [Problem(file, words, SAVE_AS, severity="note", rule="utf-16")]


def _decode_western(raw: bytes, file: str, first: int) -> tuple[str | None, list[Problem]]:
    row = raw.count(b"\n", 0, first) + 1
    try:
        text = raw.decode("cp1252")
    except UnicodeDecodeError:
        text = ""
    foreign = {letter for letter in text if ord(letter) > 127} - WESTERN - SIGNS
    mixed = re.search(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}", raw)
    if not text or foreign or mixed or DOUBTFUL.search(text):
        where = f"the byte 0x{raw[first]:02X} on line {row} can be read in several ways"
        return None, [_refuse(file, where)]
    words = "the file is not UTF-8; it was read as Windows-1252."
    mend = f"Look whether accents and quotation marks are right. {SAVE_AS}"
    return text, [Problem(file, words, mend, severity="warning", rule="windows-1252")]


def _refuse(file: str, why: str) -> Problem:
    return Problem(
        file,
        f"the file's encoding is not clear: {why}.",
        SAVE_AS if file.endswith((".csv", ".xlsx")) else "Save it as UTF-8.",
        allowed="UTF-8",
        rule="encoding",
    )
