"""What in a text can identify a person: addresses, numbers, dates of birth, paths."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}")
TEN_DIGITS = re.compile(r"(?<![\d.+])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\d.]\d|\d)")
PHONE = re.compile(r"(?<![\d+])(?:\+44[ ()0-]*|0)(?:\d[ ()-]?){8,10}\d(?!\d)")
POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b")
HOME = re.compile(
    r"(?:[A-Za-z]:[\\/]+Users[\\/]+|/Users/|/home/)([^\\/\s\"'<>|:*?]+)", re.IGNORECASE
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DATE = (
    rf"(?:\d{{1,2}}[./-]\d{{1,2}}[./-](?:\d{{4}}|\d{{2}})|(?:19|20)\d\d-\d\d-\d\d"
    rf"|\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH},? (?:19|20)\d\d"
    rf"|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? (?:19|20)\d\d)"
)
BORN = re.compile(
    rf"(?:\bd\.?o\.?b\b\.?|date of birth|birth ?date|birthday|\bborn\b)[^.;\n]{{0,25}}?({_DATE})",
    re.IGNORECASE,
)
BIRTH_NAME = re.compile(r"\b(dob|d\.o\.b|date.of.birth|birth.?date|born)\b", re.IGNORECASE)
DAY = re.compile(_DATE, re.IGNORECASE)

MENDS = {
    "e-mail address": "Replace it in the source by [e-mail], in the tool, and export again.",
    "NHS number": "Replace it by [NHS number] in the tool, and export again.",
    "date of birth": "Replace it by an age or age band in the tool, and export again.",
    "phone number": "Replace it by [phone] in the tool, and export again.",
    "postcode": "Cut it to its first part, or replace it by [place].",
    "home folder": "Move the project out of your home folder, or rename the user's folder.",
}


@dataclass(frozen=True)
class Identifier:
    """Something that can identify a person: what it is and what stands there."""

    kind: str
    value: str


def find_identifiers(text: str) -> Iterator[Identifier]:
    """Yield what in a text can identify a person, each once, in the order of the text.

    NHS numbers are told from other numbers by their check digit (modulus 11).
    """
    found: dict[Identifier, int] = {}
    for match in EMAIL.finditer(text):
        found.setdefault(Identifier("e-mail address", match.group()), match.start())
    numbers: set[int] = set()
    for match in TEN_DIGITS.finditer(text):
        if is_nhs_number(match.group()):
            numbers.update(range(*match.span()))
            found.setdefault(Identifier("NHS number", match.group()), match.start())
    for match in PHONE.finditer(text):
        if match.start() not in numbers:
            found.setdefault(Identifier("phone number", match.group().strip()), match.start())
    for match in BORN.finditer(text):
        found.setdefault(Identifier("date of birth", match.group(1)), match.start(1))
    for match in POSTCODE.finditer(text):
        found.setdefault(Identifier("postcode", match.group()), match.start())
    for match in HOME.finditer(text):
        found.setdefault(Identifier("home folder", match.group()), match.start())
    yield from sorted(found, key=lambda one: (found[one], one.kind))


def is_nhs_number(words: str) -> bool:
    """Whether ten digits are a valid NHS number: weights 10 to 2, modulus 11."""
    digits = [int(c) for c in words if c.isdigit()]
    if len(digits) != 10 or len(set(digits)) == 1:
        return False
    rest = 11 - sum(d * w for d, w in zip(digits, range(10, 1, -1), strict=False)) % 11
    return (0 if rest == 11 else rest) == digits[9]
