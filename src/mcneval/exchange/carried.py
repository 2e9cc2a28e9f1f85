"""A study's own tables inside a REFI-QDA project, so that nothing is lost on the way.

The standard has no place for a gist's row order, a theme's kind or a mapping's rationale.
An export therefore adds each table as a memo named ``mcneval: <file>``; an import takes
them back and lays what the tool changed over them.
"""

from __future__ import annotations

from mcneval.exchange.exported_texts import WORDLESS
from mcneval.exchange.ledger import Ledger
from mcneval.exchange.model import ProjectFile
from mcneval.exchange.sheets import Row, Sheet, sheet_from_text
from mcneval.study.settings import Settings

TITLE = "mcneval: "
STAND_IN = "Put together by mcneval out of segments; this is not the transcript."
IN_XML = ("codes", "sources", "segments", "segment_text", "codings")
LIVE: dict[str, tuple[str, ...]] = {
    "codes": ("label", "definition", "colour"),
    "segments": ("gist",),
    "segment_text": ("text",),
    "sources": ("phase", "kind", "date", "minutes", "transcribed"),
}
LIVE_WHOLE = ("participants", "organisations")


def take_carried(project: ProjectFile, settings: Settings, ledger: Ledger) -> dict[str, Sheet]:
    """Take the carried tables out of a project's memos, by table name."""
    found: dict[str, Sheet] = {}
    rest = []
    for note in project.notes:
        sheet = None
        if note.name.startswith(TITLE):
            sheet = sheet_from_text(note.name.removeprefix(TITLE).strip(), note.text, settings)
        if sheet is None:
            rest.append(note)
        else:
            found[sheet.table.name] = sheet
            ledger.add("memos", "imported", "tables that travelled with the project")
    project.notes = rest
    return found


def drop_stand_ins(project: ProjectFile, carried: dict[str, Sheet]) -> None:
    """Take words away that an export put in the place of words it did not have."""
    verbatim = (
        {row["segment_id"] for row in carried["segment_text"].rows if "segment_id" in row}
        if "segment_text" in carried
        else set()
    )
    for source in project.sources:
        if source.description.strip() != STAND_IN:
            continue
        for part in source.parts:
            part.stand_in = True
        for selection in source.selections:
            gist = selection.words in (selection.description, WORDLESS)
            if selection.name not in verbatim and (carried or gist):
                selection.words = None


def seen_with(sheets: dict[str, Sheet], carried: dict[str, Sheet]) -> dict[str, Sheet]:
    """Return the study's tables with the carried rows that it does not have, for matching."""
    seen = dict(sheets)
    for name, sheet in carried.items():
        here = sheets[name]
        keys = {here.key(row) for row in here.rows}
        more = [row for row in sheet.rows if here.key(row) not in keys]
        seen[name] = Sheet(
            here.table, here.header, [*here.rows, *more], here.existed, here.attributes
        )
    return seen


def overlay(name: str, sheet: Sheet | None, incoming: list[Row]) -> list[Row]:
    """Return carried rows with what the file says anew laid over them.

    Rows of things that the file shows itself, such as codings, count only where they are
    still there; rows that are new follow after.
    """
    if sheet is None:
        return incoming
    fresh: dict[tuple[str, ...], Row] = {}
    for row in incoming:
        fresh.setdefault(sheet.key(row), row)
    rows, used = [], set()
    for carried in sheet.rows:
        key = sheet.key(carried)
        if key not in fresh and name == "codings":
            # No tool knows rounds, so a coding comes back without its round.
            key = (*key[:-1], "")
        used.add(key)
        if key in fresh or name not in IN_XML:
            rows.append({**carried, **live(name, fresh.get(key, {}))})
    return rows + [row for key, row in fresh.items() if key not in used]


def live(name: str, row: Row) -> Row:
    """Return the cells of a row that a tool may have changed."""
    if name in LIVE_WHOLE:
        return {column: cell for column, cell in row.items() if cell}
    return {column: row[column] for column in LIVE.get(name, ()) if row.get(column)}
