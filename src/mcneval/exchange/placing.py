"""Rows of a file into the study's tables: what to merge, what is gone, what is left empty."""

from __future__ import annotations

from collections import Counter

from mcneval.exchange.carried import overlay
from mcneval.exchange.history import mark
from mcneval.exchange.merging import Key, TableChange, merge
from mcneval.exchange.sheets import Row, Sheet
from mcneval.exchange.state import State
from mcneval.study.tables import TABLE_BY_NAME, TABLES


def land_registers(state: State) -> None:
    """Note rows that a file gives for a table directly."""
    for register in state.project.registers:
        known = {
            row[name].casefold(): row[name]
            for name in TABLE_BY_NAME[register.table].key[:1]
            for row in state.sheets[register.table].rows
            if row.get(name)
        }
        for row in register.rows:
            key = TABLE_BY_NAME[register.table].key[0]
            spelt = known.get(row[key].casefold(), row[key])
            state.rows[register.table].append({**row, key: spelt})
            state.ledger.add("rows", "imported")
    if state.strangers:
        names = ", ".join(sorted(state.strangers)[:12])
        state.remarks.append(f"Speakers who are not in the register: {names}")


def coding_key(row: Row) -> Key:
    """Return what names a coding whatever its round: no tool knows rounds."""
    return (row.get("segment_id", ""), row.get("code_id", ""), row.get("coder", ""))


def find_gone(state: State, carried: dict[str, Sheet]) -> None:
    """Find codings that were imported before and that the coder has since taken away.

    Only where the coder and the source are in the file, so that one coder's copy of a
    project does not undo another's.
    """
    before = list(state.history.of_project["codings"])
    before += carried["codings"].rows if "codings" in carried else []
    now = {coding_key(row) for row in state.rows["codings"]}
    others = {coding_key(row) for row in state.history.of_others["codings"]}
    coders = {key[2] for key in now}
    source_of = {row["segment_id"]: row["source_id"] for row in state.rows["segments"]}
    source_of |= {
        row.get("segment_id", ""): row.get("source_id", "") for row in state.sheets["segments"].rows
    }
    here = set(state.sources.values())
    state.gone["codings"] = {
        key
        for key in map(coding_key, before)
        if key not in now
        and key not in others
        and key[2] in coders
        and source_of.get(key[0]) in here
    }


def merge_all(
    state: State, sheets: dict[str, Sheet], carried: dict[str, Sheet]
) -> tuple[list[TableChange], Counter[tuple[str, str]]]:
    """Merge all rows into the study's tables, in place, and count what is left to fill in."""
    changes = []
    to_fill: Counter[tuple[str, str]] = Counter()
    for table in TABLES:
        sheet = sheets[table.name]
        if table.name in carried and not sheet.existed:
            sheet.wanted = carried[table.name].wanted
        rows = overlay(table.name, carried.get(table.name), state.rows[table.name])
        last = last_rows(state, sheet, carried.get(table.name))
        loose = table.name == "codings" and table.name not in carried
        key = coding_key if loose else None
        if table.name == "segment_text":
            rows = without_untouched(state, sheet, rows, last)
        gone = state.gone[table.name]
        if not loose:
            gone = {sheet.key(row) for row in sheet.rows if coding_key(row) in gone}
        change = merge(sheet, rows, last, key, gone)
        changes.append(change)
        count_empty(sheet, change, to_fill)
    return changes, to_fill


def last_rows(state: State, sheet: Sheet, carried: Sheet | None) -> dict[Key, Row]:
    """Return the rows of a table as the last import of the same project wrote them."""
    name = sheet.table.name
    last = {sheet.key(row): row for row in carried.rows} if carried else {}
    if name in ("codes", "sources", "segments"):
        for row in state.history.of_project[name]:
            kept = {column: row[column] for column in sheet.declared if column in row}
            last[sheet.key(row)] = kept
    elif name in ("participants", "organisations"):
        for row in state.history.of_project["people"]:
            if row.get(f"{name[:-1]}_id"):
                last[sheet.key(row)] = {column: cell for column, cell in row.items() if cell}
    return last


def without_untouched(
    state: State, sheet: Sheet, rows: list[Row], last: dict[Key, Row]
) -> list[Row]:
    """Leave out words that the file still has as last time, so that edited ones stay.

    What the last import wrote is known by its hash only: where the study still has it,
    it may be updated.
    """
    hashes = {
        row.get("segment_id", ""): row.get("hash", "")
        for row in state.history.of_project["segments"]
    }
    here = {row.get("segment_id", ""): row for row in sheet.rows}
    kept = []
    for row in rows:
        key = row["segment_id"]
        told = hashes.get(key)
        if key in here and told and told == mark(row.get("text")):
            kept.append({"segment_id": key})
            continue
        if key in here and told and told == mark(here[key].get("text")):
            last[sheet.key(row)] = here[key].copy()
        kept.append(row)
    return kept


def count_empty(sheet: Sheet, change: TableChange, to_fill: Counter[tuple[str, str]]) -> None:
    """Count required cells that new rows leave empty."""
    added = set(change.added)
    required = [column.name for column in sheet.table.columns if column.required]
    required += list(sheet.attributes)
    if sheet.table.name == "segments":
        required.append("gist")
    for row in sheet.rows:
        if sheet.key(row) in added or coding_key(row) in added:
            to_fill.update((sheet.table.file, name) for name in required if not row.get(name))
