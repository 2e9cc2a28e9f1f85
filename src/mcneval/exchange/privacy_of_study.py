"""What identifies people in a study's folder or a spreadsheet, cell by cell."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mcneval.disclosure.identifiers import BIRTH_NAME, DAY, MENDS, find_identifiers
from mcneval.exchange.cells import read_cells
from mcneval.exchange.privacy import BORN, SOURCE, USER, Finding, is_name
from mcneval.exchange.reading import read_settings
from mcneval.exchange.sheets import Row, load_sheets
from mcneval.study.decoding import decode

TEXTS = (".md", ".yml", ".yaml", ".txt", ".csv")
LONG = 60
HIDDEN = "(private) "
IN_STUDY = "Replace it in the cell, and in the tool that the words came from."


def examine_study(folder: Path) -> Iterator[Finding]:
    """Yield what identifies people in a study: names in tables, identifiers anywhere.

    What stands under ``private/`` is marked so: it may be there, and must not leave.
    """
    settings = read_settings(folder)
    for sheet in load_sheets(folder, settings).values():
        yield from examine_names(sheet.table.file, sheet.rows, set(settings.coders))
        yield from examine_rows(sheet.table.file, sheet.rows)
    told = {table.table.file for table in load_sheets(folder, settings).values()}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and path.suffix.lower() in TEXTS and name not in told:
            text, _ = decode(path.read_bytes(), name)
            for number, line in enumerate((text or "").splitlines(), start=1):
                yield from identifiers(f"{name}, line {number}", line, IN_STUDY)


def examine_names(file: str, rows: list[Row], coders: set[str]) -> Iterator[Finding]:
    """Yield coders and sources that bear names instead of keys; declared coders may."""
    columns = {
        "codings.csv": ("coder", "user name", USER),
        "sources.csv": ("source_id", "source name", SOURCE),
        "participants.csv": ("participant_id", "participant name", SOURCE),
    }
    if file in columns:
        column, what, mend = columns[file]
        for word in dict.fromkeys(row.get(column, "") for row in rows):
            if is_name(word) and not (what == "user name" and word in coders):
                yield Finding(what, f"{file}, column {column}", word, mend)


def examine_rows(file: str, rows: list[Row]) -> Iterator[Finding]:
    """Yield identifiers in the cells of a table, with row and column."""
    for number, row in enumerate(rows, start=2):
        for column, cell in row.items():
            where = f"{file}, row {number}, column {column}"
            yield from identifiers(where, cell, IN_STUDY)
            if BIRTH_NAME.search(column.replace("_", " ")) and DAY.search(cell):
                yield Finding("date of birth", mark(where), cell, BORN)


def examine_cells(path: Path) -> Iterator[Finding]:
    """Yield what identifies people in a spreadsheet."""
    for sheet in read_cells(path):
        for number, cells in sheet.rows:
            for column, cell in zip(sheet.header, cells, strict=True):
                where = f"{path.name}, {sheet.title}, row {number}, column {column}"
                yield from identifiers(where, cell, "Replace it in the cell.")
                if BIRTH_NAME.search(column.replace("_", " ")) and DAY.search(cell):
                    yield Finding("date of birth", where, cell, BORN)


def identifiers(where: str, text: str, mend: str) -> Iterator[Finding]:
    """Yield the identifiers of a text, with the mend that fits where it stands."""
    for found in find_identifiers(text):
        told = MENDS[found.kind] if found.kind == "home folder" else mend
        yield Finding(found.kind, mark(where), found.value, told)


def mark(where: str) -> str:
    """Return a place, marked where it is private."""
    return f"{HIDDEN}{where}" if where.startswith("private/") else where
