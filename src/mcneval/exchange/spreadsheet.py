"""Spreadsheets of coded extracts and registers, by a mapping of their columns."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mcneval.exchange.cells import CellSheet, read_cells
from mcneval.exchange.columns import mappings_of
from mcneval.exchange.extracts import Extracts
from mcneval.exchange.guessing import SheetMapping
from mcneval.exchange.model import Code, ProjectFile, Register
from mcneval.exchange.naming import sameness
from mcneval.exchange.problems import ExchangeError
from mcneval.exchange.refi_elements import read_colour
from mcneval.exchange.words_of_headers import EXTRACTS, IGNORE
from mcneval.study.declaration import Table
from mcneval.study.settings import Settings
from mcneval.study.tables import TABLE_BY_NAME

NVIVO_CASE = re.compile(r"^(Cases|Files|Internals|Nodes|Codes)\\+")


def read_sheet_file(
    path: Path, settings: Settings, mapping: Mapping[str, Any] | None
) -> ProjectFile:
    """Read a workbook or CSV.

    Parameters
    ----------
    path : Path
        The file.
    settings : Settings
        What the study declares, by which registers are recognised.
    mapping : mapping or None
        What people said the columns hold; guessed where None.

    Raises
    ------
    ExchangeError
        Where no sheet can be understood; the message tells of ``--columns``.
    """
    sheets = read_cells(path)
    found = mappings_of(sheets, dict(mapping) if mapping is not None else None, settings)
    if all(one.rows == IGNORE for one in found):
        headers = "; ".join(f"{s.title}: {', '.join(s.header)}" for s in sheets) or "nothing"
        raise ExchangeError(
            f"{path.name}: it is not clear what its columns hold ({headers}). Write a mapping "
            f"with: mcn import {path.name} --study NAME --columns"
        )
    project = ProjectFile(path.name, f"spreadsheet {path.suffix.lower()}")
    extracts = Extracts(project)
    by_title = {sheet.title: sheet for sheet in sheets}
    for one in found:
        sheet = by_title[one.sheet]
        if one.rows == EXTRACTS:
            extracts.add(sheet, one)
        elif one.rows == "codes" and not one.headers("code_id"):
            add_codes(project, sheet, one)
        elif one.rows != IGNORE:
            add_register(project, sheet, one, settings)
    extracts.finish()
    project.counted = +project.counted
    return project


def cells_of(sheet: CellSheet, one: SheetMapping, row: list[str]) -> dict[str, str]:
    """Return a row's cells by what the mapping says they hold."""
    return {
        held: cell.strip()
        for header, cell in zip(sheet.header, row, strict=True)
        if (held := one.columns.get(header))
    }


def add_codes(project: ProjectFile, sheet: CellSheet, one: SheetMapping) -> None:
    """Add a codebook without keys: codes by name, or by path where the mapping says so."""
    by_path = {code.path: code for code in project.codes}
    for _, row in sheet.rows:
        cells = cells_of(sheet, one, row)
        name = cells.get("label", "")
        project.counted["codes"] += bool(name)
        path = tuple(part for part in (name.split(one.path) if one.path else [name]) if part)
        if cells.get("parent_id"):
            path = (cells["parent_id"], *path)
        if not path:
            continue
        code = by_path.setdefault(path, Code(" > ".join(path), path, " > ".join(path[:-1])))
        if code not in project.codes:
            project.codes.append(code)
        code.description = cells.get("definition", "") or code.description
        code.colour = read_colour(cells.get("colour", "")) or code.colour
    project.codes.sort(key=lambda code: len(code.path))
    project.counted["codes"] = len(project.codes)


def add_register(
    project: ProjectFile, sheet: CellSheet, one: SheetMapping, settings: Settings
) -> None:
    """Add rows of a table; ids are known again in any case, levels by label too."""
    table = TABLE_BY_NAME[one.rows]
    levels = levels_of(table, settings)
    rows = []
    for number, row in sheet.rows:
        cells = cells_of(sheet, one, row)
        key = table.key[0]
        if key in cells:
            cells[key] = NVIVO_CASE.sub("", cells[key])
        cells = {
            column: levels.get((column, sameness(cell)), cell) for column, cell in cells.items()
        }
        project.counted["rows"] += 1
        if cells.get(key):
            rows.append(cells)
        else:
            project.remarks.append(f"{sheet.title}, row {number}: no {key}; left out.")
    project.registers.append(Register(table.name, rows))


def levels_of(table: Table, settings: Settings) -> dict[tuple[str, str], str]:
    """Return how a table's levels are written, by any writing of them."""
    found = {
        (column.name, sameness(level)): level
        for column in table.columns
        for level in column.allowed
    }
    if table.attributes_of:
        for attribute in settings.attributes_on(table.attributes_of):
            for level in attribute.levels:
                found[attribute.id, sameness(level.label)] = level.id
                found[attribute.id, sameness(level.id)] = level.id
    for phase in settings.phases:
        found["phase", sameness(phase.label)] = phase.id
        found["phase", sameness(phase.id)] = phase.id
    return found
