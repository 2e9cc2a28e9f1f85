"""Counts of people as a run's tables and numbers show them, read back."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mcneval.analysis.disclosure_cells import APPROACHED, RECRUITED, TOTAL
from mcneval.analysis.disclosure_margins import RESERVED, list_dimensions
from mcneval.analysis.numbers import slug
from mcneval.analysis.register import NOT_RECORDED, read_dimension
from mcneval.study.load import Study
from mcneval.study.tables import STATUSES

if TYPE_CHECKING:
    import pandas as pd

PEOPLE = {"people": RECRUITED, "participants": RECRUITED, RECRUITED: RECRUITED}
PEOPLE |= {status: status for status in STATUSES} | {APPROACHED: "", "planned": ""}
"""Heads of columns that count people, and the status of those counted; "" for any."""

ALL = ("total", "all", "all phases", "everyone", "all organisations")
OF = re.compile(r"^(?P<what>.*?)(?:: (?:participants|people))? \(of (?P<count>\d+)\)$")
NUMBER = re.compile(r"^(\d+)(?: approached.*)?$")

Margin = tuple[tuple[str, str], ...]
"""Whom a count is of: pairs of dimension and level, sorted."""


@dataclass(frozen=True)
class Reading:
    """A count of people as a file shows it: where, of whom, and in which words."""

    file: str
    place: str
    margin: Margin
    text: str


@dataclass(frozen=True)
class Labels:
    """What the words in a table's heads and stubs stand for.

    ``levels`` has every meaning of a word, for two attributes may have a level of one name.
    """

    levels: Mapping[str, list[Margin]]
    dimensions: Mapping[str, str]


@dataclass(frozen=True)
class Row:
    """A row of a table that is about people: its number and each cell's head, text and margin."""

    number: int
    cells: list[tuple[str, str, Margin | None]]


@dataclass(frozen=True)
class Sheet:
    """A table of a run as text."""

    name: str
    heads: list[str]
    rows: list[list[str]]


def make_margin(levels: Mapping[str, str]) -> Margin:
    """Return whom a count is of, from dimensions and levels; ``""`` is any level."""
    return tuple(sorted((name, level) for name, level in levels.items() if level))


def list_margins(cells: pd.DataFrame) -> list[Margin]:
    """Return whom each row of the cells counts."""
    names = list_dimensions(cells)
    return [make_margin(dict(zip(names, row, strict=True))) for row in cells[names].to_numpy()]


def read_sheets(folder: Path) -> list[Sheet]:
    """Return the CSV tables of a folder, sorted by name."""
    sheets = []
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            heads, *rows = [*csv.reader(file)] or [[]]
        sheets.append(Sheet(f"tables/{path.name}", heads, rows))
    return sheets


def read_labels(study: Study) -> Labels:
    """Return what the words in tables stand for: levels, crossed levels, organisations."""
    names = ["phase", *(attribute.id for attribute in study.settings.attributes)]
    dimensions = {name: read_dimension(study, name) for name in names}
    column = {name: f"{name}_" if name in RESERVED else name for name in names}
    words = {name: one.levels | {NOT_RECORDED: "Not recorded"} for name, one in dimensions.items()}
    levels: dict[str, list[Margin]] = {}
    crossings = [[name] for name in names]
    crossings += [table.columns for table in study.settings.recruitment_tables]
    for crossing in crossings:
        for ids in product(*(words[name] for name in crossing)):
            pairs = list(zip(crossing, ids, strict=True))
            head = flatten(" ".join(words[name][level] for name, level in pairs))
            margin = make_margin({column[name]: level for name, level in pairs})
            if margin not in levels.setdefault(head, []):
                levels[head].append(margin)
    for row in study["organisations"].itertuples():
        levels.setdefault(flatten(row.label), []).append(
            (("organisation_id", row.organisation_id),)
        )
    headed = {flatten(dimension.label): column[name] for name, dimension in dimensions.items()}
    return Labels(levels, headed)


def flatten(words: str) -> str:
    """Return words for comparison: single spaces, no case."""
    return " ".join(words.split()).casefold()


def read_tables(sheets: list[Sheet], labels: Labels) -> Iterator[Reading]:
    """Yield the counts of people in tables, and those in heads such as "Nurse (of 9)"."""
    for sheet in sheets:
        for head in sheet.heads:
            found = OF.match(head)
            margin = _read_group(flatten(found["what"]), labels) if found else None
            if found and margin is not None:
                yield Reading(sheet.name, f"head of column {head}", margin, found["count"])
        for row in list_rows(sheet, labels):
            for head, text, margin in row.cells:
                if margin is not None:
                    yield Reading(sheet.name, f"row {row.number}, column {head}", margin, text)


def _read_group(word: str, labels: Labels) -> Margin | None:
    meant = [()] if word in PEOPLE else labels.levels.get(word, [])
    return make_margin({"status": RECRUITED, **dict(meant[0])}) if len(meant) == 1 else None


def list_rows(sheet: Sheet, labels: Labels) -> Iterator[Row]:
    """Yield each row whose first cells name phases, levels or organisations."""
    for number, row in enumerate(sheet.rows, start=2):
        width, about, context = _read_stub(sheet.heads, row, labels)
        if not width or len(row) != len(sheet.heads):
            continue
        cells: list[tuple[str, str, Margin | None]] = []
        for head, text in zip(sheet.heads[width:], row[width:], strict=True):
            counted = _read_head(head, labels, context)
            value = NUMBER.match(text.strip())
            if counted is None or not (value or is_hidden(text)):
                cells.append((head, text, None))
            else:
                margin = make_margin(dict(counted) | about)
                cells.append((head, value[1] if value else text, margin))
        yield Row(number, cells)


def is_hidden(text: str) -> bool:
    """Return whether a text stands in the place of a hidden count."""
    return text.startswith("under ") or text == "withheld"


def _read_stub(heads: list[str], row: list[str], labels: Labels) -> tuple[int, dict[str, str], str]:
    """Return how many cells name a row, whom it is about, and the dimension that is named."""
    about: dict[str, str] = {}
    context = labels.dimensions.get(flatten(heads[0]), "") if heads else ""
    width = 0
    for text in row:
        word = flatten(text)
        if word in labels.dimensions and width == 0:
            context = labels.dimensions[word]
        elif word and word not in ALL:
            meant = labels.levels.get(word, [])
            if len(meant) > 1:
                meant = [one for one in meant if {name for name, _ in one} == {context}]
            if len(meant) != 1:
                break
            about |= dict(meant[0])
        width += 1
    return width, about, context


def _read_head(head: str, labels: Labels, context: str) -> Margin | None:
    """Return whom a column counts, or None where it counts no people."""
    word = flatten(head)
    if word in PEOPLE or word == TOTAL:
        return (("status", PEOPLE.get(word, RECRUITED)),)
    meant = [one for one in labels.levels.get(word, []) if context not in dict(one)]
    return (("status", RECRUITED), *meant[0]) if len(meant) == 1 else None


def read_variables(study: Study, cells: pd.DataFrame, run: Path) -> Iterator[Reading]:
    """Yield the counts of people among the numbers that prose may use."""
    path = run / "variables.json"
    if not path.is_file():
        return
    variables: dict[str, dict[str, Any]] = json.loads(path.read_text("utf-8"))
    for key, margin in name_numbers(study, cells).items():
        number = variables.get(key, {})
        for text in dict.fromkeys(str(number.get(name, "")) for name in ("value", "text")):
            if text.isdigit() or is_hidden(text):
                yield Reading("variables.json", key, margin, text)


def name_numbers(study: Study, cells: pd.DataFrame) -> dict[str, Margin]:
    """Return the keys of the numbers that count people, with whom they count."""
    declared = {table.id for table in study.settings.recruitment_tables}
    keys = {}
    for cell, margin in zip(cells.itertuples(), list_margins(cells), strict=True):
        if cell.table in declared:
            column = "-".join(slug(level) for level in cell.column.split("/"))
            keys[f"table.{cell.table}.{slug(cell.row)}.{column}"] = margin
    for phase in [*study.phase_labels, TOTAL]:
        down = {} if phase == TOTAL else {"phase": phase}
        keys[f"participants.{slug(phase)}"] = make_margin({"status": RECRUITED, **down})
    return keys
