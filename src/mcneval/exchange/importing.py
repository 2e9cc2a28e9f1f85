"""A file into a study: read, placed, compared, and written in whole or not at all."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from mcneval.exchange.aside import keep_aside
from mcneval.exchange.carried import drop_stand_ins, overlay, seen_with, take_carried
from mcneval.exchange.history import IMPORTS, PLACE, History, mark, read_history
from mcneval.exchange.land_codes import land_codes
from mcneval.exchange.land_people import land_people, match_cases
from mcneval.exchange.land_segments import land_codings, land_segments
from mcneval.exchange.land_sources import land_sources, land_speakers
from mcneval.exchange.ledger import Ledger
from mcneval.exchange.merging import Key, TableChange, merge
from mcneval.exchange.model import ProjectFile
from mcneval.exchange.naming import file_key
from mcneval.exchange.offsets import Score, apply_offsets
from mcneval.exchange.sheets import Row, Sheet, csv_text, load_sheets
from mcneval.exchange.state import State
from mcneval.study.settings import Settings
from mcneval.study.tables import TABLE_BY_NAME, TABLES


@dataclass
class Import:
    """An import that is worked out and not yet written.

    ``files`` are the texts to write by their path in the study; ``to_fill`` counts the
    empty cells of new rows that a report needs, by file and column.
    """

    project: ProjectFile
    scores: list[Score]
    changes: list[TableChange]
    ledger: Ledger
    files: dict[str, str] = field(default_factory=dict)
    to_fill: Counter[tuple[str, str]] = field(default_factory=Counter)
    remarks: list[str] = field(default_factory=list)


def prepare_import(
    path: Path, folder: Path, offsets: str = "auto", mapping: dict[str, object] | None = None
) -> Import:
    """Work out what importing a file would change.

    Parameters
    ----------
    path : Path
        The file, or the folder of a QualCoder project or of transcripts.
    folder : Path
        The study's folder, with its ``study.yml``.
    offsets : str
        ``auto`` or the name of a convention; see :mod:`mcneval.exchange.offsets`.
    mapping : dict, optional
        Which columns of a spreadsheet hold what.

    Raises
    ------
    ExchangeError
        Where the file or a table of the study cannot be read.
    """
    from mcneval.exchange.reading import read_file, read_settings

    settings = read_settings(folder)
    sheets = load_sheets(folder, settings)
    project = read_file(path, settings, mapping)
    scores = apply_offsets(project, offsets)
    history = read_history(folder, file_key(path.name), project.name)
    return place(project, settings, sheets, history, scores)


def place(
    project: ProjectFile,
    settings: Settings,
    sheets: dict[str, Sheet],
    history: History,
    scores: list[Score],
) -> Import:
    """Place a project that was read into a study's tables."""
    ledger = Ledger(project.counted)
    carried = take_carried(project, settings, ledger)
    drop_stand_ins(project, carried)
    state = State(project, seen_with(sheets, carried), settings, history, ledger)
    state.remarks += project.remarks
    state.carries = state.own and bool(carried)
    for step in (
        match_cases,
        land_codes,
        land_sources,
        land_people,
        land_speakers,
        land_segments,
        land_codings,
        land_registers,
    ):
        step(state)
    find_gone(state, carried)
    texts = keep_aside(state)
    changes, to_fill = merge_all(state, sheets, carried)
    done = Import(project, scores, changes, ledger, to_fill=to_fill, remarks=state.remarks)
    done.files = files_to_write(state, sheets, carried, changes, texts)
    return done


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


def files_to_write(
    state: State,
    sheets: dict[str, Sheet],
    carried: dict[str, Sheet],
    changes: list[TableChange],
    aside: dict[str, str],
) -> dict[str, str]:
    """Return the texts to write by path: changed tables, records, texts, the ledger."""
    files = {
        change.file: sheets[change.table].text()
        for change in changes
        if change.any or (change.table in carried and not sheets[change.table].existed)
    }
    key = file_key(state.project.file)
    stem = (PLACE / key).as_posix()
    for kind in state.records:
        rows = remember(state, kind)
        if rows:
            header = list(dict.fromkeys(name for row in rows for name in row))
            files[f"{stem}.{kind}.csv"] = csv_text(header, rows)
    files |= {f"{stem}.{kind}.csv": text for kind, text in aside.items()}
    for number, source in enumerate(state.project.sources):
        for part in source.parts:
            if part.text is not None and part.declared and not part.stand_in:
                label = "" if part.label == "text" else f".{part.label.replace(' ', '-')}"
                name = f"{file_key(state.sources[number])}{label}.txt"
                files[(PLACE / "texts" / name).as_posix()] = part.text
    files[f"{stem}.ledger.csv"] = state.ledger.text()
    files[(PLACE / IMPORTS).as_posix()] = imports_text(state, key)
    return files


def remember(state: State, kind: str) -> list[Row]:
    """Return the records to keep: what this import said over what the last one said."""
    ids = {"sources": "source_id", "people": "participant_id"}
    if kind not in ids:
        return state.records[kind]
    last = {row.get(ids[kind], ""): row for row in state.history.of_project[kind]}
    return [
        {**last.get(row.get(ids[kind], ""), {}), **row} if row.get(ids[kind]) else row
        for row in state.records[kind]
    ]


def imports_text(state: State, key: str) -> str:
    """Return the list of imports with this one in it; one row a file."""
    row = {
        "file": key,
        "tool": state.project.tool,
        "project": state.project.name,
        "sha256": state.project.digest,
    }
    rows = [done for done in state.history.imports if done["file"] != key]
    return csv_text(list(row), sorted([*rows, row], key=lambda one: one["file"]))


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file; nothing for a folder."""
    if not path.is_file():
        return ""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
