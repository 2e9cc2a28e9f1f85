"""Rules on keys: a row is named once, and what it refers to exists."""

from __future__ import annotations

from collections.abc import Mapping

from mcneval.study.declaration import Reference
from mcneval.study.grid import Grid
from mcneval.study.nearest import suggest
from mcneval.study.problems import Problem
from mcneval.study.tables import TABLE_BY_NAME
from mcneval.study.wording import with_article

MANY = 50
COSTLY = 200_000


def check_keys(grid: Grid) -> list[Problem]:
    """Return a problem for each row whose key stands in a row above it already."""
    required = {column.name for column in grid.columns if column.required}
    names = grid.table.key
    first: dict[tuple[str, ...], int] = {}
    problems = _find_alike(grid, names[0]) if len(names) == 1 else []
    for row, *values in grid.records(*names):
        key = tuple(values)
        if any(not value and name in required for name, value in zip(names, key, strict=True)):
            continue
        if key not in first:
            first[key] = row
            continue
        words = f"{_spell_key(names, key)} already in row {first[key]}."
        mend = "Give each row a key of its own, or delete one of the two."
        if len(names) > 1:
            mend = "Delete one of the two rows."
        problems.append(
            grid.flag(row, names[0], words, mend, found=", ".join(key), rule="duplicate")
        )
    return problems


def _find_alike(grid: Grid, name: str) -> list[Problem]:
    """Return a problem for each key that differs from one above by capitals only."""
    first: dict[str, tuple[int, str]] = {}
    problems = []
    for row, value in grid.column(name):
        above, other = first.setdefault(value.casefold(), (row, value))
        if other != value:
            words = f"'{value}' differs from '{other}' in row {above} by capitals only."
            mend = "Write them alike if they are the same; else choose another key."
            problems.append(
                grid.flag(row, name, words, mend, found=value, severity="warning", rule="alike")
            )
    return problems


def _spell_key(names: tuple[str, ...], key: tuple[str, ...]) -> str:
    if len(names) == 1:
        return f"{names[0]} '{key[0]}' stands"
    parts = [f"{name} '{value}'" for name, value in zip(names, key, strict=True) if value]
    return f"{', '.join(parts[:-1])} and {parts[-1]} stand together"


def check_references(
    grid: Grid, grids: Mapping[str, Grid], absent: frozenset[str]
) -> list[Problem]:
    """Return a problem for each value that is not where its column says it must be.

    Parameters
    ----------
    grid : Grid
        The table to check.
    grids : mapping of str to Grid
        Every table that could be read, by name.
    absent : frozenset of str
        The optional tables that the study does not have; one that is there and broken
        has its own problems, and nothing that refers to it is checked.
    """
    problems = []
    for column in grid.columns:
        reference = column.reference
        if reference is None or not grid.values(column.name):
            continue
        if reference.table in absent:
            other = TABLE_BY_NAME[reference.table].file
            words = f"the column {column.name} refers to {other}, which is absent or has no rows."
            mend = f"Add {other}, or delete this file."
            problems.append(grid.flag(None, "", words, mend, rule="reference"))
        elif reference.table in grids:
            problems += _check_reference(grid, column.name, grids[reference.table], reference)
    return problems


def _check_reference(grid: Grid, column: str, other: Grid, reference: Reference) -> list[Problem]:
    known = other.values(reference.column)
    endings: dict[str, str] = {}
    problems = []
    for row, value in grid.column(column):
        if not value or value in known:
            continue
        if value not in endings:
            # A whole column that is wrong needs no thousand guesses.
            is_cheap = len(endings) < MANY and len(endings) * len(known) < COSTLY
            endings[value] = suggest(value, known) if is_cheap else "."
        words = f"'{value}' is not {with_article(reference.column)} of {other.file}{endings[value]}"
        mend = f"Correct it, or add it to {other.file}."
        problems.append(grid.flag(row, column, words, mend, found=value, rule="reference"))
    return problems
