"""Names and other particulars of participants, as the study's private folder holds them."""

from __future__ import annotations

import csv
import datetime
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from mcneval.disclosure.finding import Finding, mask
from mcneval.disclosure.texts import Passage
from mcneval.disclosure.words import split_words
from mcneval.study.decoding import decode
from mcneval.study.load import Study
from mcneval.study.problems import Problem
from mcneval.study.reading import Sheet, parse_csv
from mcneval.study.wording import join_words

COLUMNS = {
    "name": "name", "full_name": "name", "surname": "name", "last_name": "name",
    "lastname": "name", "family_name": "name",
    "participant_name": "name",
    "email": "e-mail address", "e_mail": "e-mail address",
    "phone": "telephone number", "telephone": "telephone number", "mobile": "telephone number",
    "nhs_number": "NHS number",
    "address": "address", "postcode": "postcode",
    "date_of_birth": "date of birth", "dob": "date of birth",
    "organisation_name": "organisation's name", "organization_name": "organisation's name",
    "organisation": "organisation's name", "organization": "organisation's name",
    "employer": "organisation's name", "hospital": "organisation's name",
    "trust": "organisation's name", "practice": "organisation's name",
    "workplace": "organisation's name",
}  # fmt: skip
"""Columns of private tables that identify people, and what they hold."""
FIRST = ("first_name", "firstname", "forename", "given_name")
LAST = ("surname", "last_name", "lastname", "family_name")

Search = Callable[[Passage], Iterable[Finding]]


@dataclass(frozen=True)
class Particular:
    """One value that identifies someone, and how it is looked for."""

    kind: str
    value: str
    anchor: str
    pattern: re.Pattern[str]


def make_name_rule(study: Study) -> Search:
    """Return a search for what identifies people in the tables of the private folder."""
    particulars = list_particulars(study.folder / "private")

    def search(passage: Passage) -> Iterator[Finding]:
        if not particulars:
            return
        words = set(split_words(passage.text))
        for one in particulars:
            if one.anchor and one.anchor not in words:
                continue
            found = one.pattern.search(passage.text)
            if found:
                yield Finding(
                    "names",
                    passage.file,
                    passage.locate(passage.text, found.start()),
                    f"a participant's {one.kind} from the private folder",
                    mask(one.value),
                    "Take it out, or write the participant's id instead.",
                    one.value,
                )

    return search


def list_particulars(folder: Path) -> list[Particular]:
    """Return what identifies people in the tables of a folder and those in it, each value once."""
    found: dict[tuple[str, str], Particular] = {}
    for path in list_tables(folder):
        for kind, words in (one for row in read_rows(path) for one in list_values(row)):
            pattern = write_pattern(kind, words) if len(words) > 2 else None
            if pattern:
                named = split_words(words) if kind == "name" else []
                anchor = max(named, key=len, default="")
                found[kind, words.casefold()] = Particular(kind, words, anchor, pattern)
    return list(found.values())


def list_tables(folder: Path) -> list[Path]:
    """Return the tables of a private folder and of those in it that may name people."""
    return [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and path.suffix.lower() in (".csv", ".xlsx")
        # What an import keeps there names codes and files, not people.
        and path.relative_to(folder).parts[0] != "imported"
    ]


def find_unread(study: Path) -> Iterator[Problem]:
    """Yield a note for each private table of which nothing is looked for in a report.

    The passages are not among them: their words are looked for by themselves.
    """
    for path in list_tables(study / "private"):
        rows = [] if path.stem == "segment_text" else read_rows(path)
        if not rows or any(True for row in rows for _ in list_values(row)):
            continue
        first = {kind: column for column, kind in reversed(COLUMNS.items())}
        words = "it has no column that is known, so nothing in it is looked for in a report."
        mend = f"Known are {join_words(list(first.values())[::-1])}."
        name = path.relative_to(study).as_posix()
        yield Problem(name, words, mend, severity="note", rule="not-looked-for")


def list_values(row: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield what identifies somebody in a row: its kind and its words; first and last name as one.

    A first name alone may be anybody's.
    """
    plain = {re.sub(r"[\s-]+", "_", key.strip().lower()): value for key, value in row.items()}
    words = {key: " ".join(value.split()) for key, value in plain.items()}
    yield from ((COLUMNS[key], value) for key, value in words.items() if key in COLUMNS)
    first, last = ([words[key] for key in keys if words.get(key)] for keys in (FIRST, LAST))
    if first and last:
        yield "name", f"{first[0]} {last[0]}"


def read_rows(path: Path) -> list[dict[str, str]]:
    """Return a table's rows by header, as far as it can be read."""
    raw = path.read_bytes()
    if path.suffix.lower() == ".xlsx":
        from mcneval.study.workbook import read_workbook

        sheet = Sheet(path.name, read_workbook(raw, path.name, path.stem)[0] or [])
    else:
        text = decode(raw, path.name)[0] or raw.decode("utf-8", "replace")
        known = (*COLUMNS, *FIRST, "participant_id")
        sheet = parse_csv(text, path.name, known)[0] or Sheet(path.name, _read_loosely(text))
    filled = [cells for _, cells in sheet.rows if any(map(str.strip, cells))]
    return [dict(zip(sheet.header, cells, strict=False)) for cells in filled[1:]]


def _read_loosely(text: str) -> list[tuple[int, list[str]]]:
    return list(enumerate(csv.reader(text.splitlines()), start=1))


def write_pattern(kind: str, value: str) -> re.Pattern[str] | None:
    """Return how a particular is looked for; None where it is too little to be told apart.

    A name of one word must stand with its capital, for it may also be a word; one of several may
    be in any case, or with the last word first. Digits may be parted in any way.
    """
    if kind in ("telephone number", "NHS number"):
        digits = re.sub(r"\D", "", value)
        spaced = r"[\s().–-]{0,3}".join(digits)
        return re.compile(rf"(?<!\d){spaced}(?!\d)") if len(digits) >= 6 else None
    if kind == "date of birth":
        return re.compile("|".join(rf"(?<!\w){re.escape(one)}(?!\w)" for one in write_dates(value)))
    parts = [re.escape(part).replace("'", "['’]") for part in re.findall(r"[^\s,;]+", value)]
    if not parts:
        return None
    gap = r"[\s,;._-]+"
    if kind == "name" and len(parts) == 1:
        return re.compile(rf"(?<![^\W_]){parts[0]}(?![^\W_])")
    forms = [gap.join(parts)]
    if kind == "name":
        forms.append(gap.join([parts[-1], *parts[:-1]]))
    return re.compile("|".join(rf"(?<![^\W_]){one}(?![^\W_])" for one in forms), re.IGNORECASE)


def write_dates(value: str) -> list[str]:
    """Return a date in the ways people write it; the value alone where it is no date."""
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y"):
        try:
            day = datetime.datetime.strptime(value, form)
        except ValueError:
            continue
        long = f"{day.day} {day:%B %Y}"
        written = [f"{day:%Y-%m-%d}", f"{day:%d/%m/%Y}", f"{day:%d.%m.%Y}", f"{day:%d-%m-%Y}"]
        return [*written, f"{day.day}/{day.month}/{day.year}", long, f"{day:%d %B %Y}"]
    return [value]
