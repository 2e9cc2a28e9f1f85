"""Which column of a spreadsheet holds what: guessed, written down, looked through by people."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mcneval.exchange.cells import CellSheet, read_cells
from mcneval.exchange.history import PLACE
from mcneval.exchange.naming import file_key, sameness
from mcneval.exchange.problems import ExchangeError
from mcneval.exchange.words_of_headers import APPLIED, IGNORE, MARKED, WORDS
from mcneval.study.settings import Settings
from mcneval.study.tables import TABLE_BY_NAME

EXTRACTS = "coded extracts"
KINDS = (EXTRACTS, *TABLE_BY_NAME, IGNORE)
ROLES = tuple(WORDS)
HEAD = """\
# How {file} is read. Look through it, then import again without --columns.
#   rows     what one row is: {kinds}
#   columns  header: what it holds. For coded extracts: {roles},
#            or '{marked}<name>' for a column that marks one code by yes or no.
#            Otherwise a column of the table or an attribute. Empty: not used.
#   path     what stands between the names in a code's path, such as ' > '.
"""


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


def mapping_path(file: Path) -> Path:
    """Return where the mapping of a spreadsheet is kept, inside the study."""
    return PLACE / f"{file_key(file.name)}.columns.yml"


def read_mapping(file: Path, folder: Path) -> dict[str, Any] | None:
    """Return a spreadsheet's mapping as it was looked through; None where there is none.

    Raises
    ------
    ExchangeError
        Where it is no YAML.
    """
    import yaml

    from mcneval.study.yaml_files import read_yaml

    path = folder / mapping_path(file)
    if not path.is_file():
        return None
    try:
        found = read_yaml(path)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ExchangeError(f"{path} is no YAML: {error}") from error
    return found if isinstance(found, dict) else {}


def propose_mapping(file: Path, folder: Path) -> str:
    """Return the guessed mapping of a spreadsheet as YAML with explanations.

    Raises
    ------
    ExchangeError
        Where the file is no spreadsheet or cannot be read.
    """
    import yaml

    from mcneval.exchange.reading import SHEETS, read_settings

    if file.suffix.lower() not in SHEETS or not file.is_file():
        raise ExchangeError(f"{file}: --columns is for spreadsheets: {', '.join(SHEETS)}.")
    mappings = guess_all(read_cells(file), read_settings(folder))
    kinds, roles = ", ".join(KINDS), ", ".join(ROLES)
    head = HEAD.format(file=file.name, kinds=kinds, roles=roles, marked=MARKED)
    body = [
        {"sheet": m.sheet, "rows": m.rows, "path": m.path, "columns": m.columns} for m in mappings
    ]
    return head + yaml.safe_dump({"sheets": body}, allow_unicode=True, sort_keys=False, width=100)


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


def mappings_of(
    sheets: list[CellSheet], mapping: dict[str, Any] | None, settings: Settings
) -> list[SheetMapping]:
    """Return the mapping that people looked through, or the guessed one.

    Raises
    ------
    ExchangeError
        Where it names a sheet, a header or a word that there is not.
    """
    if mapping is None:
        return guess_all(sheets, settings)
    known = {sheet.title: sheet for sheet in sheets}
    found = []
    for one in mapping.get("sheets") or []:
        title, rows = str(one.get("sheet", "")), str(one.get("rows") or IGNORE)
        if title not in known:
            raise ExchangeError(
                f"The mapping names a sheet '{title}'. There are: {', '.join(known)}."
            )
        if rows not in KINDS:
            raise ExchangeError(f"The mapping says rows: '{rows}'. Allowed: {', '.join(KINDS)}.")
        columns = {str(k): str(v or "") for k, v in (one.get("columns") or {}).items()}
        check_columns(columns, rows, known[title], settings)
        found.append(SheetMapping(title, rows, columns, str(one.get("path") or "")))
    return found


def check_columns(columns: dict[str, str], rows: str, sheet: CellSheet, settings: Settings) -> None:
    """Refuse headers that the sheet lacks, and words that mean nothing for its rows."""
    from mcneval.exchange.sheets import attributes_of

    allowed = list(ROLES)
    if rows in TABLE_BY_NAME:
        table = TABLE_BY_NAME[rows]
        allowed = [*table.column_names, *attributes_of(table, settings)]
    for header, held in columns.items():
        if header not in sheet.header:
            raise ExchangeError(
                f"The mapping names a column '{header}' that {sheet.title} does not have. It has: "
                f"{', '.join(sheet.header)}."
            )
        own = rows in TABLE_BY_NAME and held == header
        free = not held or rows == IGNORE or own or held.startswith(MARKED)
        if not free and held not in allowed:
            raise ExchangeError(
                f"The mapping says '{header}: {held}'. Allowed: {', '.join(allowed)}, or empty."
            )
