"""What the columns of a spreadsheet seem to hold, from how they are headed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from mcneval.exchange.cells import CellSheet
from mcneval.exchange.naming import sameness
from mcneval.exchange.words_of_headers import APPLIED, EXTRACTS, IGNORE, MARKED, WORDS
from mcneval.study.settings import Settings
from mcneval.study.tables import TABLE_BY_NAME


@dataclass
class SheetMapping:
    """How one sheet is read.

    ``columns`` gives what each header holds; an empty word means it is not used.
    """

    sheet: str
    rows: str = IGNORE
    columns: dict[str, str] = field(default_factory=dict)
    path: str = ""

    def headers(self, role: str) -> list[str]:
        """Return the headers that hold something."""
        return [header for header, held in self.columns.items() if held == role]


def guess_all(sheets: list[CellSheet], settings: Settings) -> list[SheetMapping]:
    """Guess how each sheet is read; beside sheets named as tables others are left out."""
    own = [sheet for sheet in sheets if sheet.title in TABLE_BY_NAME]
    named = own and any(TABLE_BY_NAME[sheet.title].key[0] in sheet.header for sheet in own)
    if named:
        return [
            SheetMapping(s.title, s.title, {h: h for h in s.header if h})
            if s.title in TABLE_BY_NAME
            else SheetMapping(s.title)
            for s in sheets
        ]
    return [guess(sheet, settings) for sheet in sheets]


def guess(sheet: CellSheet, settings: Settings) -> SheetMapping:
    """Guess how one sheet is read, from its headers."""
    extracts = guess_roles(sheet.header)
    held = set(extracts.values())
    coded = {"code", "codes"} & held or any(role.startswith(MARKED) for role in held)
    if coded and {"text", "source", "segment"} & held:
        return SheetMapping(sheet.title, EXTRACTS, extracts, guess_path(sheet, extracts))
    best = SheetMapping(sheet.title, columns=dict.fromkeys(sheet.header, ""))
    most = 1
    for name in ("participants", "organisations", "sources", "codes"):
        columns = guess_columns(sheet.header, name, settings)
        fitting = sum(1 for column in columns.values() if column)
        key = TABLE_BY_NAME[name].key[0] in columns.values()
        label = name in ("codes", "organisations") and "label" in columns.values()
        if fitting > most and (key or label):
            best, most = SheetMapping(sheet.title, name, columns), fitting
    return best


def guess_roles(header: Iterable[str]) -> dict[str, str]:
    """Guess what each header of coded extracts holds; each role is given once."""
    found: dict[str, str] = {}
    for name in header:
        marked = APPLIED.match(name)
        role = f"{MARKED}{marked.group(1)}" if marked else ""
        for candidate, words in WORDS.items():
            free = candidate not in found.values()
            if not role and free and sameness(bare(name)) in words:
                role = candidate
        found[name] = role
    return found


def bare(header: str) -> str:
    """Return a header without the letter that NVivo puts before it: ``A : Role``."""
    return re.sub(r"^[A-Z]{1,2} : ", "", header)


def guess_columns(header: Iterable[str], table: str, settings: Settings) -> dict[str, str]:
    """Guess which column of a table each header is."""
    declared = TABLE_BY_NAME[table]
    names = {sameness(name): name for name in declared.column_names}
    names |= dict(SAME.get(table, {}).items())
    if declared.attributes_of:
        for attribute in settings.attributes_on(declared.attributes_of):
            names |= {sameness(attribute.label): attribute.id, sameness(attribute.id): attribute.id}
    found: dict[str, str] = {}
    for name in header:
        column = names.get(sameness(bare(name)), "")
        found[name] = column if column not in found.values() else ""
    return found


SAME: dict[str, dict[str, str]] = {
    "participants": {
        **dict.fromkeys(("participant", "id", "case", "person", "pseudonym"), "participant_id"),
        **dict.fromkeys(("organisation", "organization", "organization-id"), "organisation_id"),
    },
    "organisations": {
        **dict.fromkeys(("id", "organisation", "organization-id"), "organisation_id"),
        "name": "label",
    },
    "sources": {
        **dict.fromkeys(("source", "id", "document", "interview", "file"), "source_id"),
        **dict.fromkeys(("duration", "length"), "minutes"),
        "type": "kind",
    },
    "codes": {
        **dict.fromkeys(("code", "name", "node", "tag", "path"), "label"),
        **dict.fromkeys(("description", "memo", "comment"), "definition"),
        **dict.fromkeys(("color", "code-color"), "colour"),
        **dict.fromkeys(("parent", "parent-code"), "parent_id"),
    },
}


def guess_path(sheet: CellSheet, columns: dict[str, str]) -> str:
    """Return what stands between the names of a code's path, where anything does."""
    spots = [n for n, name in enumerate(sheet.header) if columns.get(name) in ("code", "codes")]
    words = [row[spot] for _, row in sheet.rows for spot in spots]
    return next((mark for mark in (" > ", "\\", "::") if any(mark in word for word in words)), "")
