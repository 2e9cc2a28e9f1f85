"""Every count of people that a study's report shows, gathered in one frame."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations, product
from typing import TYPE_CHECKING, Any

import numpy as np

from mcneval.disclosure.margins import RESERVED
from mcneval.study.load import Study
from mcneval.study.register import (
    NOT_RECORDED,
    RECRUITED,
    holds_all,
    list_dimensions,
    list_levels,
    list_tables,
    profile_people,
    read_dimension,
)
from mcneval.study.tables import STATUSES

if TYPE_CHECKING:
    import pandas as pd

    from mcneval.study.settings import RecruitmentTable

TOTAL = "total"
APPROACHED = "approached"
FLOW, STRATA, PLANNED = ":flow", ":strata", ":planned"
REASONS, NETWORK, LOST, ALIKE = ":reasons", ":network", ":lost", ":alike"
PARTS = ":parts"
"""Tables that count people and are not declared in ``study.yml``; no declared id has a colon."""

OUTCOME, DID_NOT, TOOK_PART = ":outcome", "did not take part", "took part"
"""A dimension that follows from the status; no attribute has a colon in its id."""

Margin = dict[str, str]


@dataclass(frozen=True)
class Cell:
    """A count of people with its key and the levels that it is of; no key where not displayed."""

    table: str
    row: str
    column: str
    count: int
    margin: Margin
    alike: str = ""


def collect_cells(study: Study) -> pd.DataFrame:
    """Return every count of people that the report shows, with the margin that it is.

    Counts are of people who took part unless the key says otherwise. The tables are each of
    ``study.yml: recruitment_tables`` by its id, with the rows and columns of
    :func:`mcneval.analysis.people.count_groups` (level ids, crossed ones joined by a
    slash, and ``total``), and then

    - ``FLOW``: a phase or ``total`` by status; ``approached`` is all statuses;
    - ``STRATA``: an attribute by its levels, people who took part; ``PLANNED``: those approached;
    - ``REASONS``: a status by the reason that was recorded;
    - ``NETWORK``: an organisation by ``total``;
    - ``PARTS``: a phase by some of the attributes that a declared table crosses: no table shows
      them, but who adds up what is shown may;
    - ``LOST``: a phase or an attribute's level, those who did not take part: no table shows
      them, but who knows how many were approached and took part knows them, too;
    - ``ALIKE``: levels that nobody of a phase has, where all its people have one level of an
      attribute: told, they would say of each speaker of that phase which level that is.

    Only the flow and the declared tables are there where the register is reconstructed, and
    statuses other than ``recruited`` only where the register holds people who did not take part.

    Returns
    -------
    DataFrame
        Columns table, row, column, count, fixed (known without the report: an organisation has
        one level of each attribute), floor (so many at least, as is known: which organisations were
        reached), price (how much a reader would miss it), alike (the group of
        cells of which one must be possible to hold somebody), phase, status,
        ``OUTCOME``, reason, organisation_id, and one for each attribute by its id; ``""`` stands
        for any. Rows with the table ``""`` are not displayed: they say which combinations there
        cannot be.
    """
    import pandas as pd

    people = add_outcome(profile_people(study, recruited=False))
    count = Counter(people)
    gathered = [*_declared(study, people, count), *_flow(study, people, count)]
    if study.knows_people:
        gathered += [*_strata(study, people, count), *_reasons(people, count)]
        gathered += _lost(study, people, count)
        gathered += _list_alike(study, people, count)
        gathered += _network(study, count)
    names = ["phase", "status", OUTCOME, "reason", "organisation_id"]
    names += [attribute.id for attribute in study.settings.attributes]
    known = _list_known(study, people)
    rows = [
        {"table": cell.table, "row": cell.row, "column": cell.column, "count": cell.count}
        | {
            "fixed": not cell.table or cell.margin in known,
            "floor": int(cell.table == NETWORK and cell.count > 0),
            "price": _price(cell),
            "alike": cell.alike,
        }
        | {_column(name): cell.margin.get(name, "") for name in names}
        for cell in gathered
    ]
    own = ["table", "row", "column", "count", "fixed", "floor", "price", "alike"]
    columns = [*own, *map(_column, names)]
    return pd.DataFrame(rows, columns=columns)


def _list_known(study: Study, people: pd.DataFrame) -> list[Margin]:
    """Return of which of those who took part everyone knows how many they are.

    The evidence and the sources tell it, whatever the tables do: of all, and of each phase where
    no phase is small.
    """
    took_part = people[people["status"] == RECRUITED]
    sizes = took_part["phase"].value_counts()
    least = study.settings.disclosure.min_cell
    if not study.protects or len(took_part) < least:
        return []
    phases = list(study.phase_labels) if sizes.min() >= least else []
    whole = {"status": RECRUITED}
    return [whole, *(whole | {"phase": phase} for phase in phases)]


def add_outcome(people: pd.DataFrame) -> pd.DataFrame:
    """Return people with whether they took part as a dimension of its own."""
    took_part = people["status"] == RECRUITED
    return people.assign(**{OUTCOME: took_part.map({True: TOOK_PART, False: DID_NOT})})


def _price(cell: Cell) -> float:
    """Return how much a reader misses a count, against one of people who took part."""
    if cell.table in (PLANNED, PARTS, LOST, ALIKE):
        return 0.01
    return 0.2 if (cell.table, cell.column) == (FLOW, APPROACHED) else 1.0


def _column(name: str) -> str:
    """Return the column of a dimension: an attribute may be called ``row`` or ``text``."""
    return f"{name}_" if name in RESERVED else name


def list_more_levels(study: Study) -> dict[str, list[str]]:
    """Return levels that people have and that no cell names: statuses, reasons not recorded."""
    if not study.knows_people or not holds_all(profile_people(study, recruited=False)):
        return {}
    return {"status": list(STATUSES), "reason": [NOT_RECORDED]}


class Counter:
    """The people approached, to be counted by what is known of them."""

    def __init__(self, people: pd.DataFrame) -> None:
        self._people = people
        self._known: dict[tuple[str, str], Any] = {}

    def __call__(self, table: str, row: str, column: str, margin: Margin) -> Cell:
        """Return a cell with the number of people at all of these levels."""
        here = np.ones(len(self._people), dtype=bool)
        for pair in margin.items():
            if pair not in self._known:
                self._known[pair] = (self._people[pair[0]] == pair[1]).to_numpy(dtype=bool)
            here &= self._known[pair]
        return Cell(table, row, column, int(here.sum()), margin)


def _rule_out(margin: Margin) -> Cell:
    return Cell("", "", "", 0, margin)


def _declared(study: Study, people: pd.DataFrame, count: Counter) -> Iterator[Cell]:
    took_part = people[people["status"] == RECRUITED]
    for table in list_tables(study):
        for row, levels in list_keys(study, took_part, table):
            down = {} if row == TOTAL else {table.rows: row}
            across = dict(zip(table.columns, levels, strict=True)) if levels else {}
            margin = {"status": RECRUITED, **down, **across}
            yield count(table.id, row, name_column(levels), margin)
        for size in range(1, len(table.columns)):
            for columns in combinations(table.columns, size):
                names = (table.rows, *columns)
                known = (list_levels(took_part, read_dimension(study, name)) for name in names)
                for levels in product(*known):
                    margin = dict(zip(names, levels, strict=True))
                    key = "/".join(f"{name}={level}" for name, level in margin.items())
                    yield count(PARTS, table.id, key, {"status": RECRUITED, **margin})


def list_keys(
    study: Study, people: pd.DataFrame, table: RecruitmentTable
) -> Iterator[tuple[str, tuple[str, ...] | None]]:
    """Yield the row and the crossed levels of each cell of a declared table, None for the total."""
    names = (table.rows, *table.columns)
    down, *crossed = (list_levels(people, read_dimension(study, name)) for name in names)
    yield from product([*down, TOTAL], [*product(*crossed), None])


def name_column(levels: tuple[str, ...] | None) -> str:
    """Return the column's key of a cell: level ids, crossed ones joined by a slash."""
    return "/".join(levels) if levels else TOTAL


def _flow(study: Study, people: pd.DataFrame, count: Counter) -> Iterator[Cell]:
    for phase in [*study.phase_labels, TOTAL]:
        down = {} if phase == TOTAL else {"phase": phase}
        for status in STATUSES if holds_all(people) else [RECRUITED]:
            yield count(FLOW, phase, status, {"status": status, **down})
        if holds_all(people):
            yield count(FLOW, phase, APPROACHED, down)


def _strata(study: Study, people: pd.DataFrame, count: Counter) -> Iterator[Cell]:
    for dimension in list_dimensions(study, with_phase=False):
        for level in list_levels(people, dimension):
            margin = {dimension.id: level}
            yield count(STRATA, dimension.id, level, {"status": RECRUITED, **margin})
            if holds_all(people):
                yield count(PLANNED, dimension.id, level, margin)


def _lost(study: Study, people: pd.DataFrame, count: Counter) -> Iterator[Cell]:
    if not holds_all(people):
        return
    for status in STATUSES:
        other = DID_NOT if status == RECRUITED else TOOK_PART
        yield _rule_out({"status": status, OUTCOME: other})
    yield count(LOST, TOTAL, TOTAL, {OUTCOME: DID_NOT})
    for dimension in list_dimensions(study):
        for level in list_levels(people, dimension):
            yield count(LOST, dimension.id, level, {OUTCOME: DID_NOT, dimension.id: level})


def _list_alike(study: Study, people: pd.DataFrame, count: Counter) -> Iterator[Cell]:
    took_part = people[people["status"] == RECRUITED]
    phases = [*study.phase_labels] if len(study.phase_labels) > 1 else [TOTAL]
    for phase, dimension in product(phases, list_dimensions(study, with_phase=False)):
        here = took_part if phase == TOTAL else took_part[took_part["phase"] == phase]
        if here[dimension.id].nunique() != 1:
            continue
        down = {} if phase == TOTAL else {"phase": phase}
        for level in dict.fromkeys([*dimension.levels, *took_part[dimension.id]]):
            if level != here[dimension.id].iloc[0]:
                margin = {"status": RECRUITED, **down, dimension.id: level}
                cell = count(ALIKE, phase, f"{dimension.id}/{level}", margin)
                yield replace(cell, alike=f"{phase}/{dimension.id}")


def _reasons(people: pd.DataFrame, count: Counter) -> Iterator[Cell]:
    given = people[(people["status"] != RECRUITED) & (people["reason"] != "")]
    reasons = sorted(set(given["reason"]))
    for status, reason in product(STATUSES, reasons):
        margin = {"status": status, "reason": reason}
        if status == RECRUITED:
            yield _rule_out(margin)
        elif len(given[(given["status"] == status) & (given["reason"] == reason)]):
            yield count(REASONS, status, reason, margin)


def _network(study: Study, count: Counter) -> Iterator[Cell]:
    organisations = study["organisations"]
    for row in organisations.to_dict("records"):
        name = row["organisation_id"]
        margin = {"status": RECRUITED, "organisation_id": name}
        yield count(NETWORK, name, TOTAL, margin)
        for dimension in list_dimensions(study, with_phase=False):
            for level in (
                [*dimension.levels, NOT_RECORDED] if dimension.on == "organisation" else ()
            ):
                if level != (row[dimension.id] or NOT_RECORDED):
                    yield _rule_out({"organisation_id": name, dimension.id: level})
