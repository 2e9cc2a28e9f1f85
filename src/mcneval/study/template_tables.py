"""The tables of a new study: headers, and two rows that show what goes where."""

from __future__ import annotations

import csv
import io

from mcneval.study.columns import list_columns
from mcneval.study.declaration import Column, Table
from mcneval.study.plan import Plan

ROWS = (1, 2)
DELETE = "EXAMPLE - delete this row"
SAMPLES = {"date": "2026-01-31", "whole": "1", "yes-no": "yes", "text": ""}


def write_table(table: Table, plan: Plan, constructs: tuple[str, ...]) -> str:
    """Return a table's template as CSV.

    Parameters
    ----------
    table : Table
        The table.
    plan : Plan
        The study's structure.
    constructs : tuple of str
        The ids of the primary framework's constructs.
    """
    columns = list_columns(table, plan.attributes)
    words = io.StringIO()
    writer = csv.writer(words, lineterminator="\n")
    writer.writerow([column.name for column in columns])
    for number in ROWS:
        writer.writerow(_fill_row(table, columns, number, plan, constructs))
    return words.getvalue()


def _fill_row(
    table: Table, columns: tuple[Column, ...], number: int, plan: Plan, constructs: tuple[str, ...]
) -> list[str]:
    own = {
        "phase": plan.phases[min(number, len(plan.phases)) - 1].id,
        "framework": plan.frameworks[0] if plan.frameworks else "",
        "construct_id": constructs[min(number, len(constructs)) - 1] if constructs else "",
        "coder": "AB",
        "analyst": "",
        "parent_id": "",
        "to_theme": f"EXAMPLE-{sum(ROWS) - number}",
    }
    first = next((column.name for column in columns if column.kind == "text"), "")
    cells = []
    for column in columns:
        if column.name in own:
            cells.append(own[column.name])
        elif column.kind == "id":
            cells.append(f"EXAMPLE-{number}")
        elif column.kind == "level":
            cells.append(column.allowed[min(number, len(column.allowed)) - 1])
        elif column.name == first:
            cells.append(DELETE)
        else:
            cells.append(_fill_cell(column))
    return cells


def _fill_cell(column: Column) -> str:
    if column.kind == "text" and column.required:
        return column.example or column.what
    return column.example or SAMPLES[column.kind]
