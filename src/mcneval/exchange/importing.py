"""A file into a study: read, placed, compared, and written in whole or not at all."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from mcneval.exchange.aside import keep_aside
from mcneval.exchange.carried import drop_stand_ins, seen_with, take_carried
from mcneval.exchange.history import IMPORTS, PLACE, History, read_history
from mcneval.exchange.land_codes import land_codes
from mcneval.exchange.land_codings import land_codings
from mcneval.exchange.land_people import land_people, match_cases
from mcneval.exchange.land_segments import land_segments
from mcneval.exchange.land_sources import land_sources, land_speakers
from mcneval.exchange.ledger import Ledger
from mcneval.exchange.merging import TableChange
from mcneval.exchange.model import ProjectFile
from mcneval.exchange.naming import file_key
from mcneval.exchange.offsets import Score, apply_offsets
from mcneval.exchange.placing import find_gone, land_registers, merge_all
from mcneval.exchange.sheets import Row, Sheet, csv_text, load_sheets
from mcneval.exchange.state import State
from mcneval.study.settings import Settings


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
    sheets = load_sheets(folder, settings, writing=True)
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
