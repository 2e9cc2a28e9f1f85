"""What the tables of a study's private folder say of people, and what of them cannot be read."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mcneval.errors import McnevalError
from mcneval.study.decoding import decode
from mcneval.study.load import Study
from mcneval.study.problems import Problem
from mcneval.study.wording import join_words
from mcneval.study.workbook import open_sheets, spell_cell

COLUMNS = {
    "name": (
        "name", "fullname", "surname", "lastname", "familyname", "participantname", "interviewee",
        "respondent", "contact", "contactname",
    ),
    "e-mail address": ("email", "emailaddress", "workemail", "mail"),
    "telephone number": (
        "phone", "phonenumber", "telephone", "telephonenumber", "tel", "mobile", "mobilenumber",
        "mobilephone", "workphone",
    ),
    "NHS number": ("nhsnumber", "nhsno"),
    "address": ("address", "homeaddress", "workaddress"),
    "postcode": ("postcode", "postalcode"),
    "date of birth": ("dateofbirth", "dob", "birthdate", "birthday"),
    "organisation's name": (
        "organisationname", "organizationname", "organisation", "organization", "employer",
        "hospital", "trust", "practice", "workplace",
    ),
}  # fmt: skip
"""Columns of private tables that identify people, by what they hold; only their letters count."""
KINDS = {name: kind for kind, names in COLUMNS.items() for name in names}
FIRST = ("firstname", "forename", "givenname")
LAST = ("surname", "lastname", "familyname")
TABLES = (".csv", ".tsv", ".xlsx")
OURS = ("imported", "README.md", ".gitignore")
"""What an import keeps there names codes and files, not people."""
Row = dict[str, str]


class PrivateError(McnevalError):
    """A private table cannot be read, and so nothing in it could be looked for."""


@dataclass(frozen=True)
class Sheet:
    """A private table, or a sheet of one: its name and its rows by header."""

    name: str
    rows: list[Row]


def list_files(folder: Path) -> list[Path]:
    """Return what lies in a private folder, without what is ours."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return [path for path in found if path.relative_to(folder).parts[0] not in OURS]


def read_sheets(folder: Path) -> Iterator[Sheet]:
    """Yield the tables of a private folder, each sheet of a workbook as one.

    Raises
    ------
    PrivateError
        Where one cannot be read.
    """
    for path in list_files(folder):
        if path.suffix.lower() not in TABLES or path.stem == "segment_text":
            continue
        name = f"private/{path.relative_to(folder).as_posix()}"
        raw = path.read_bytes()
        if path.suffix.lower() == ".xlsx":
            for title, cells in _open_workbook(raw, name).items():
                yield Sheet(f"{name}, sheet '{title}'", list_rows(cells))
        else:
            text = decode(raw, path.name)[0] or raw.decode("utf-8", "replace")
            yield Sheet(name, list_rows(split_cells(text)))


def _open_workbook(raw: bytes, name: str) -> dict[str, list[list[str]]]:
    sheets, problems = open_sheets(raw, name, ("visible", "hidden", "veryHidden"))
    if sheets is None:
        raise PrivateError(
            f"{problems[0]} Nothing in it could be looked for in the report: mend it, or take it "
            "out of private/."
        )
    return {
        title: [[spell_cell(cell) for cell in cells] for _, cells in rows]
        for title, rows in sheets.items()
    }


def split_cells(text: str) -> list[list[str]]:
    """Return the cells of a text with the separator that its first line has most of."""
    lines = text.splitlines()
    first = next((line for line in lines if line.strip()), "")
    separator = max(",;\t|", key=first.count)
    limit = csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    try:
        return list(csv.reader(lines, delimiter=separator))
    except csv.Error:
        return [line.split(separator) for line in lines]
    finally:
        csv.field_size_limit(limit)


def list_rows(cells: list[list[str]]) -> list[Row]:
    """Return rows by header, of which only the letters count: ``dateofbirth``.

    Titles may stand above the header: it is the first row with a name that is known.
    """
    filled = [row for row in cells if any(map(str.strip, row))]
    names = [[re.sub(r"[^a-z]", "", cell.lower()) for cell in row] for row in filled]
    known = {*KINDS, *FIRST}
    start = next((at for at, row in enumerate(names) if known & set(row)), 0)
    header = names[start] if names else []
    return [dict(zip(header, row, strict=False)) for row in filled[start + 1 :]]


def list_values(row: Row) -> Iterator[tuple[str, str]]:
    """Yield what identifies somebody in a row: its kind and its words; first and last name as one.

    A first name alone may be anybody's.
    """
    words = {key: " ".join(value.split()) for key, value in row.items()}
    yield from ((KINDS[key], value) for key, value in words.items() if key in KINDS)
    first, last = ([words[key] for key in keys if words.get(key)] for keys in (FIRST, LAST))
    if first and last:
        yield "name", f"{first[0]} {last[0]}"


def find_unread(folder: Path) -> Iterator[Problem]:
    """Yield a note for each private file of which nothing is looked for in a report.

    The passages are not among them: their words are looked for by themselves.

    Raises
    ------
    PrivateError
        Where a table cannot be read.
    """
    private = folder / "private"
    for sheet in read_sheets(private):
        if sheet.rows and not any(True for row in sheet.rows for _ in list_values(row)):
            words = "it has no column that is known, so nothing in it is looked for in a report."
            mend = f"Known are, among others, {join_words([one[0] for one in COLUMNS.values()])}."
            yield Problem(sheet.name, words, mend, severity="note", rule="not-looked-for")
    others = [path.name for path in list_files(private) if path.suffix.lower() not in TABLES]
    if others:
        words = f"nothing in what is no table is looked for in a report: {join_words(others)}."
        yield Problem("private", words, severity="note", rule="not-looked-for")


def list_known(study: Study) -> set[str]:
    """Return words of private tables that identify nobody: a study's keys, levels, and blanks."""
    keys = {
        str(key).casefold()
        for table in ("participants", "organisations", "sources", "segments")
        for key in study.tables[table].iloc[:, 0]
    }
    levels = {
        word.casefold()
        for attribute in study.settings.attributes
        for level in attribute.levels
        for word in (level.id, level.label)
    }
    blanks = {"none", "n/a", "na", "nil", "yes", "no", "other", "unknown", "not known", "nhs"}
    return keys | levels | blanks
