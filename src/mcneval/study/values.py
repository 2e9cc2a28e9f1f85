"""One cell's text as a value of its column's kind, and how to mend it where it is none."""

from __future__ import annotations

import datetime
import re

KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
YEARS = (1900, 2100)
DIGITS = 9
YES_NO = {"yes": True, "no": False}
YES_WORDS = ("y", "true", "1", "t", "x", "oui", "ja", "si")
NO_WORDS = ("n", "false", "0", "f", "non", "nein")
EXCEL_EPOCH = datetime.date(1899, 12, 30)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
SPREADSHEET_ERRORS = ("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!")


def parse_whole(text: str) -> int | None:
    """Return a whole number of 0 or more, or None."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= DIGITS else None


def parse_date(text: str) -> datetime.date | None:
    """Return the day that an ISO date names, or None."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        return None
    day = _make_date(*map(int, text.split("-")))
    return day if day and YEARS[0] <= day.year <= YEARS[1] else None


def parse_yes_no(text: str) -> bool | None:
    """Return what yes or no means, or None."""
    return YES_NO.get(text)


def mend_whole(text: str) -> str:
    """Return how to write what was probably meant as a whole number."""
    plain = re.sub(r"[,\s']", "", text)
    plain = re.sub(r"\.0+$", "", plain)
    digits = re.fullmatch(r"(?:ca\.?|~|about|approx\.?)?(\d{1,9})(?:min|mins|minutes)?", plain)
    return f"Write {int(digits[1])}." if digits else "Write it in digits, such as 45."


def mend_date(text: str) -> str:
    """Return how to write what was probably meant as a date."""
    if re.fullmatch(r"\d{5}", text, re.ASCII):
        day = EXCEL_EPOCH + datetime.timedelta(days=int(text))
        return f"This looks like a spreadsheet's number for a day: write {day.isoformat()}."
    years_first = re.match(r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})\b", text, re.ASCII)
    days = [_make_date(*map(int, years_first.groups()))] if years_first else _read_local(text)
    meant = sorted({day.isoformat() for day in days if day and YEARS[0] <= day.year <= YEARS[1]})
    if not meant:
        return "Write year, month and day, such as 2025-01-31."
    return f"Write {' or '.join(meant)}{', whichever is meant' if len(meant) > 1 else ''}."


def _read_local(text: str) -> list[datetime.date | None]:
    found = re.fullmatch(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})", text, re.ASCII)
    if found:
        first, second, year = map(int, found.groups())
        return [_make_date(year, second, first), _make_date(year, first, second)]
    named = re.fullmatch(r"(\d{1,2})\.?[- ]([A-Za-z]{3,9})\.?,?[- ](\d{4})", text, re.ASCII)
    if named and named[2][:3].lower() in MONTHS:
        month = MONTHS.index(named[2][:3].lower()) + 1
        return [_make_date(int(named[3]), month, int(named[1]))]
    return []


def _make_date(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def mend_yes_no(text: str) -> str:
    """Return how to write what was probably meant as yes or no."""
    folded = text.casefold()
    if folded == "yes" or folded in YES_WORDS:
        return "Write yes."
    if folded == "no" or folded in NO_WORDS:
        return "Write no."
    return "Write yes or no, or leave the cell empty."


def mend_key(text: str) -> str:
    """Return a key in the place of a text that is none."""
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", text).strip("-._")
    return f"Write {plain}." if plain else "Write a short key, such as P01."
