"""What in a text can identify a person: addresses, numbers, dates of birth, home folders."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# The sign between the two parts of an address; looked for first, because it is rare.
SIGNS = (re.compile("@"), re.compile(r"[\[({]\s?at\s?[\])}]\s?", re.IGNORECASE))
WHO = re.compile(r"(?<![\w.+'-])[A-Za-z0-9][\w.+'-]{0,63}\s?$")
DOT = r"(?:\.|\s?[\[({]\s?dot\s?[\])}]\s?)"
HOST = re.compile(rf"(?:[A-Za-z0-9-]{{1,63}}{DOT}){{1,6}}[A-Za-z]{{2,24}}(?![\w@])", re.IGNORECASE)
# What looks like the end of a host and is the end of a file's name: lib@2.min.js.
FILE_ENDINGS = {"js", "mjs", "css", "map", "json", "png", "svg", "jpg", "gif", "html", "md", "py"}

NHS_NUMBER = re.compile(
    r"(?<![\w/.\-–])(\d{3})([ \u00a0\u2009\u202f\-–]?)(\d{3})\2(\d{4})(?![\w/\-–]|\.\d)"
)
# The same check digit is used for ten-digit book numbers.
BOOK_NUMBER = re.compile(r"(?:ISBN|\bSN)\W{0,6}(?:10)?\W{0,4}$", re.IGNORECASE)

# Something like a telephone number; whether it is one, the library says.
DIALLED = re.compile(r"(?<![\w.+/=-])(?:\+|\(?0)[\d ()\u00a0\u2009–-]{7,22}\d(?![\w/=]|[.-]\d)")
GROUPED = re.compile(r"\(?0\d{2,4}\)?[ \u00a0\u2009–-]?\d{3,4}[ \u00a0\u2009–-]?\d{3,4}")
HOME_COUNTRY = "GB"
"""Whose national numbers are looked for; others are found by their country's code."""

POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{2}\b")
HOME = re.compile(
    r"(?<![\w.~%-])(?:/home/|/Users/|/root/)[\w.-]{1,80}"
    r"|(?<![A-Za-z])[A-Za-z]:[\\/]{1,4}Users[\\/]{1,4}[^\\/\s\"'<>|:*?]{1,80}"
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
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
    """Something that can identify a person: what it is, what stands there, and where it begins."""

    kind: str
    value: str
    start: int = 0


def find_identifiers(text: str) -> Iterator[Identifier]:
    """Yield what in a text can identify a person, each once, in the order of the text.

    NHS numbers are told from other numbers by their check digit (modulus 11), telephone numbers by
    the numbering plans of ``phonenumbers``; fictitious ones of the usual form are found, too.
    """
    found: dict[tuple[str, str], int] = {}
    numbers: set[int] = set()
    for start, who, host in find_emails(text):
        found.setdefault(("e-mail address", f"{who}@{host}"), start)
    for start, value in find_nhs_numbers(text):
        numbers.update(range(start, start + len(value)))
        found.setdefault(("NHS number", value), start)
    for start, value in find_phones(text):
        if start not in numbers:
            found.setdefault(("phone number", value), start)
    for kind, pattern, group in (
        ("date of birth", BORN, 1),
        ("postcode", POSTCODE, 0),
        ("home folder", HOME, 0),
    ):
        for match in pattern.finditer(text):
            found.setdefault((kind, match[group]), match.start(group))
    ordered = sorted(found.items(), key=lambda one: (one[1], one[0]))
    yield from (Identifier(kind, value, start) for (kind, value), start in ordered)


def find_emails(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield each e-mail address: its place, who, and the host; ``(at)`` is read as the sign."""
    for signs in SIGNS:
        for sign in signs.finditer(text):
            start = max(0, sign.start() - 66)
            who = WHO.search(text[start : sign.start()])
            host = HOST.match(text, sign.end()) if who else None
            # git@host:… is the address of a repository, not of a person.
            if not who or not host or who[0] == "git":
                continue
            if host[0].rsplit(".", 1)[-1] in FILE_ENDINGS:
                continue
            if sign[0] != "@" or who[0] == who[0].strip():
                yield start + who.start(), who[0].strip(), host[0]


def find_nhs_numbers(text: str) -> Iterator[tuple[int, str]]:
    """Yield ten digits whose last is the modulus 11 check digit, and their place.

    The check is that of the NHS Data Dictionary (NHS number). Digits inside longer words, DOIs,
    paths and decimal fractions are none, nor are those of book numbers.
    """
    for found in NHS_NUMBER.finditer(text):
        before = text[max(0, found.start() - 12) : found.start()]
        if is_nhs_number(found[0]) and not BOOK_NUMBER.search(before):
            yield found.start(), found[0]


def is_nhs_number(words: str) -> bool:
    """Return whether ten digits carry a valid check digit; one digit repeated is no number."""
    digits = [int(sign) for sign in words if sign.isdigit()]
    if len(digits) != 10 or len(set(digits)) == 1:
        return False
    weighted = sum(weight * one for weight, one in zip(range(10, 1, -1), digits[:9], strict=True))
    return (11 - weighted % 11) % 11 == digits[9]


def find_phones(text: str) -> Iterator[tuple[int, str]]:
    """Yield telephone numbers, and their place."""
    for found in DIALLED.finditer(text):
        if is_phone(found[0]):
            yield found.start(), found[0]


def is_phone(words: str) -> bool:
    """Return whether digits are a telephone number, here or with a country's code."""
    import phonenumbers

    # A zero in brackets is not dialled from abroad.
    bare = words.replace("(0)", "") if words.startswith("+") else words
    try:
        number = phonenumbers.parse(bare, HOME_COUNTRY)
    except phonenumbers.NumberParseException:
        return False
    usual = words.startswith("+") or GROUPED.fullmatch(words)
    several = len(set(str(number.national_number))) > 1
    return phonenumbers.is_valid_number(number) or bool(
        usual and several and phonenumbers.is_possible_number(number)
    )
