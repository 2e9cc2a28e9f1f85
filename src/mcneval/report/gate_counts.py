"""Small counts of people that a report shows, or from which they can be worked out."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mcneval.analysis.disclosure import collect_cells
from mcneval.analysis.disclosure_audit import combine_told, find_safe
from mcneval.analysis.disclosure_cells import APPROACHED, RECRUITED, TOTAL, list_more_levels
from mcneval.analysis.disclosure_margins import RESERVED, build_margins, list_dimensions
from mcneval.analysis.disclosure_ways import SHOWN, UNDER, WITHHELD
from mcneval.analysis.numbers import slug
from mcneval.analysis.register import NOT_RECORDED, read_dimension
from mcneval.report.gate_finding import Finding
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
SHARE = re.compile(r"^share$|share of people|per person|interval$", re.IGNORECASE)

Margin = tuple[tuple[str, str], ...]


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


def search_counts(study: Study, run: Path) -> list[Finding]:
    """Return the small counts of people that a run's tables and numbers tell.

    Read are the declared tables, every other table whose rows are phases, levels of attributes
    or organisations and whose columns count people, "(of n)" in any table's heads, and the
    numbers ``table.*`` and ``participants.*``. A number counts only where it is the true count.
    A small count is found where it is shown, where a share beside it tells it, and where it can
    be worked out from all that was read (see :func:`mcneval.analysis.disclosure.audit_counts`).
    """
    least = study.settings.disclosure.min_cell
    if least < 2 or not study.knows_people:
        return []
    cells = collect_cells(study)
    counts = {
        _margin(dict(zip(list_dimensions(cells), levels, strict=True))): int(count)
        for levels, count in zip(
            cells[list_dimensions(cells)].to_numpy(), cells["count"], strict=True
        )
    }
    labels = read_labels(study)
    readings = [*read_tables(run / "tables", labels), *read_variables(study, cells, run)]
    known = [one for one in readings if _tells(one.text, counts.get(one.margin), least)]
    shown = [one for one in known if one.text.isdigit() and 0 < counts[one.margin] < least]
    findings = [
        Finding(
            "small-counts",
            one.file,
            one.place,
            f"a count of people below {least} is shown",
            "•",
            f"Show “under {least}” instead: mcneval.analysis.disclosure.shown_counts has the text.",
        )
        for one in shown
    ]
    findings += search_shares(run / "tables", labels, counts, least)
    findings += search_groups(run / "tables", labels, least)
    return [*findings, *_list_exposed(study, cells, known, {one.margin for one in shown})]


def _margin(levels: Mapping[str, str]) -> Margin:
    return tuple(sorted((name, level) for name, level in levels.items() if level))


def _tells(text: str, count: int | None, least: int) -> bool:
    """Return whether a text can be about this count, so that it was read right."""
    if count is None:
        return False
    return int(text) == count if text.isdigit() else True


def _list_exposed(
    study: Study, cells: pd.DataFrame, readings: list[Reading], told: set[Margin]
) -> Iterator[Finding]:
    """Yield the hidden small counts that can be worked out from what was read."""
    least = study.settings.disclosure.min_cell
    margins = build_margins(cells, list_more_levels(study))
    names = list_dimensions(cells)
    keys = [_margin(dict(zip(names, row, strict=True))) for row in cells[names].to_numpy()]
    read: dict[Margin, int] = {}
    for one in readings:
        says = SHOWN if one.text.isdigit() else UNDER if one.text.startswith("under") else WITHHELD
        read[one.margin] = min(says, read.get(one.margin, WITHHELD))
    where = {one.margin: one for one in reversed(readings)}
    seen = combine_told(margins, [read.get(key, WITHHELD) for key in keys])
    at = dict(zip(keys, margins.place.tolist(), strict=True))
    hidden = {
        at[key]: key for key in where if 0 < margins.counts[at[key]] < least and key not in told
    }
    safe = find_safe(margins, seen, sorted(hidden), least)
    for place, key in sorted(hidden.items()):
        if place not in safe:
            yield Finding(
                "small-counts",
                where[key].file,
                where[key].place,
                f"a hidden count of people below {least} can be worked out from the report's "
                "other counts",
                "",
                "Show what mcneval.analysis.disclosure.shown_counts gives in every table.",
            )


def read_labels(study: Study) -> Labels:
    """Return what the words in tables stand for: levels, crossed levels, organisations."""
    levels: dict[str, list[Margin]] = {}
    names = ["phase", *(attribute.id for attribute in study.settings.attributes)]
    dimensions = {name: read_dimension(study, name) for name in names}
    column = {name: f"{name}_" if name in RESERVED else name for name in names}
    words = {
        name: dimension.levels | {NOT_RECORDED: "Not recorded"}
        for name, dimension in dimensions.items()
    }
    crossings = [[name] for name in names]
    crossings += [table.columns for table in study.settings.recruitment_tables]
    for crossing in crossings:
        for ids in product(*(words[name] for name in crossing)):
            pairs = list(zip(crossing, ids, strict=True))
            head = " ".join(words[name][level] for name, level in pairs)
            margin = _margin({column[name]: level for name, level in pairs})
            if margin not in levels.setdefault(_plain(head), []):
                levels[_plain(head)].append(margin)
    for row in study["organisations"].itertuples():
        levels.setdefault(_plain(row.label), []).append((("organisation_id", row.organisation_id),))
    headed = {_plain(dimension.label): column[name] for name, dimension in dimensions.items()}
    return Labels(levels, headed)


def _plain(words: str) -> str:
    return " ".join(words.split()).casefold()


def read_tables(folder: Path, labels: Labels) -> Iterator[Reading]:
    """Yield the counts of people in the tables of a folder."""
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        name = f"tables/{path.name}"
        yield from _read_heads(name, rows, labels)
        for number, _, cells in _list_rows(rows, labels):
            for head, text, margin in cells:
                if margin is not None:
                    yield Reading(name, f"row {number}, column {head}", margin, text)


def _read_heads(name: str, rows: list[list[str]], labels: Labels) -> Iterator[Reading]:
    for head in rows[0] if rows else []:
        found = OF.match(head)
        if found:
            what = _plain(found["what"])
            meant = [()] if what in PEOPLE else labels.levels.get(what, [])
            for margin in meant if len(meant) == 1 else []:
                whole = _margin({"status": RECRUITED, **dict(margin)})
                yield Reading(name, f"head of column {head}", whole, found["count"])


Cells = list[tuple[str, str, Margin | None]]


def _list_rows(rows: list[list[str]], labels: Labels) -> Iterator[tuple[int, list[str], Cells]]:
    """Yield each row that is about people: its number, its texts, and what each cell counts."""
    if not rows:
        return
    heads = rows[0]
    for number, row in enumerate(rows[1:], start=2):
        stub = _read_stub(heads, row, labels)
        if stub is None or len(row) != len(heads):
            continue
        width, margin, context = stub
        cells: Cells = []
        for head, text in zip(heads[width:], row[width:], strict=True):
            counted = _read_head(head, labels, context)
            value = NUMBER.match(text.strip())
            hidden = text.startswith("under ") or text == "withheld"
            if counted is None or (value is None and not hidden):
                cells.append((head, text, None))
            else:
                whole = _margin(dict(counted) | dict(margin))
                cells.append((head, value[1] if value else text, whole))
        yield number, row, cells


def _read_stub(heads: list[str], row: list[str], labels: Labels) -> tuple[int, Margin, str] | None:
    """Return how many cells name the row, whom it is about, and the dimension they name."""
    margin: dict[str, str] = {}
    context = labels.dimensions.get(_plain(heads[0]), "")
    width = 0
    for text in row:
        word = _plain(text)
        if word in labels.dimensions and width == 0:
            context = labels.dimensions[word]
        elif word not in ALL and word:
            meant = _choose(labels.levels.get(word, []), context)
            if meant is None:
                break
            margin |= dict(meant)
        width += 1
    return (width, _margin(margin), context) if width else None


def _choose(meant: list[Margin], context: str) -> Margin | None:
    if len(meant) > 1:
        meant = [one for one in meant if {name for name, _ in one} == {context}]
    return meant[0] if len(meant) == 1 else None


def _read_head(head: str, labels: Labels, context: str) -> Margin | None:
    """Return whom a column counts, or None where it counts no people."""
    word = _plain(head)
    if word in PEOPLE:
        return (("status", PEOPLE[word]),)
    if word == TOTAL:
        return (("status", RECRUITED),)
    meant = [one for one in labels.levels.get(word, []) if context not in dict(one)]
    return (("status", RECRUITED), *meant[0]) if len(meant) == 1 else None


def search_shares(
    folder: Path, labels: Labels, counts: Mapping[Margin, int], least: int
) -> Iterator[Finding]:
    """Yield shares and rates that stand beside a hidden count and tell it."""
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        for number, row, cells in _list_rows(rows, labels):
            hidden = any(margin in counts and not text.isdigit() for _, text, margin in cells)
            for head, text in zip(rows[0], row, strict=True) if hidden else []:
                if SHARE.search(head) and re.search(r"\d", text):
                    yield Finding(
                        "small-counts",
                        f"tables/{path.name}",
                        f"row {number}, column {head}",
                        f"a share tells a count of people below {least} that is hidden beside it",
                        "•",
                        "Leave the cell empty where the count is hidden.",
                    )


def search_groups(folder: Path, labels: Labels, least: int) -> Iterator[Finding]:
    """Yield small counts in columns of one group of people, headed "<group> (of n)"."""
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        for at, head in enumerate(rows[0] if rows else []):
            found = OF.match(head)
            meant = labels.levels.get(_plain(found["what"]), []) if found else []
            if not any(name != "phase" for margin in meant for name, _ in margin):
                continue
            for number, row in enumerate(rows[1:], start=2):
                if at < len(row) and row[at].isdigit() and 0 < int(row[at]) < least:
                    yield Finding(
                        "small-counts",
                        f"tables/{path.name}",
                        f"row {number}, column {head}",
                        f"a count of people below {least} is shown",
                        "•",
                        "Show what mcneval.analysis.disclosure.protect_strata gives.",
                    )


def read_variables(study: Study, cells: pd.DataFrame, run: Path) -> Iterator[Reading]:
    """Yield the counts of people among the numbers that prose may use."""
    path = run / "variables.json"
    if not path.is_file():
        return
    variables: dict[str, dict[str, Any]] = json.loads(path.read_text("utf-8"))
    for key, margin in name_numbers(study, cells).items():
        number = variables.get(key, {})
        for value in dict.fromkeys(
            str(number[name]) for name in ("value", "text") if name in number
        ):
            if value.isdigit() or value.startswith("under ") or value == "withheld":
                yield Reading("variables.json", key, margin, value)


def name_numbers(study: Study, cells: pd.DataFrame) -> dict[str, Margin]:
    """Return the keys of the numbers that count people, with whom they count."""
    names = list_dimensions(cells)
    declared = {table.id for table in study.settings.recruitment_tables}
    keys = {}
    for row in cells[cells["table"].isin(declared)].to_dict("records"):
        column = "-".join(slug(level) for level in row["column"].split("/"))
        key = f"table.{row['table']}.{slug(row['row'])}.{column}"
        keys[key] = _margin({name: row[name] for name in names})
    for phase in [*study.phase_labels, TOTAL]:
        down = {} if phase == TOTAL else {"phase": phase}
        keys[f"participants.{slug(phase)}"] = _margin({"status": RECRUITED, **down})
    return keys
