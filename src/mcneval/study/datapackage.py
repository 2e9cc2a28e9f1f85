"""A study's tables as a Frictionless Data Package, made from their declaration."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mcneval.study.columns import list_columns
from mcneval.study.declaration import Column, Table
from mcneval.study.load import Study
from mcneval.study.reading import read_sheet
from mcneval.study.settings import ORIGIN_WORDS
from mcneval.study.tables import TABLES
from mcneval.study.values import KEY

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
TYPES = {"text": "string", "id": "string", "level": "string", "date": "date"}
LICENCES = {
    "CC BY 4.0": ("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"),
    "CC0": ("CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    "MIT": ("MIT", "https://opensource.org/license/mit"),
}


def describe_package(study: Study) -> dict[str, Any]:
    """Return the descriptor of a study's published tables.

    Paths are relative to the study's folder, so a tool that reads the package takes that
    folder as its base. What lies in ``private/`` is not described, and a table that the
    study does not have is left out with the references to it. The terms are those of the
    Data Package standard, version 2 (Open Knowledge Foundation, 2024).

    Returns
    -------
    dict
        JSON-ready: name, title, description, sources, licenses, resources; each resource
        has its path, a description with its origin, and a Table Schema.
    """
    settings = study.settings
    there = [table for table in TABLES if is_public(table) and table.name not in study.missing]
    names = {table.name for table in there}
    package: dict[str, Any] = {
        "$schema": PROFILE,
        "name": study.name.lower(),
        "title": settings.title,
        "description": settings.provenance.statement.strip(),
        "sources": [_drop_blank({"title": settings.citation.text, "path": settings.citation.url})],
        "resources": [_describe_table(table, study, names) for table in there],
    }
    if settings.citation.licence:
        package["licenses"] = [_describe_licence(settings.citation.licence)]
    return package


def is_public(table: Table) -> bool:
    """Return whether a table may leave the study's folder."""
    return not table.file.startswith("private/")


def _drop_blank(keys: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in keys.items() if value not in ("", None, [], {})}


def _describe_licence(words: str) -> dict[str, str]:
    name, path = LICENCES.get(words, ("", ""))
    return _drop_blank({"name": name, "path": path, "title": words})


def _describe_table(table: Table, study: Study, names: set[str]) -> dict[str, Any]:
    columns = list_columns(table, study.settings.attributes)
    sheet, _ = read_sheet(study.folder, table, [column.name for column in columns])
    header = [name for name in sheet.header if name] if sheet else []
    path = sheet.file if sheet else table.file
    is_workbook = path.endswith(".xlsx")
    separator = sheet.separator if sheet else ","
    return _drop_blank(
        {
            "name": table.name.replace("_", "-"),
            "path": path,
            "type": "table",
            "title": table.name.replace("_", " "),
            "description": f"One row is {table.row}. Data: {_spell_origin(study, table)}.",
            "format": "xlsx" if is_workbook else "csv",
            "mediatype": XLSX if is_workbook else "text/csv",
            "encoding": sheet.encoding if sheet else "utf-8",
            "dialect": {} if separator in (",", "") else {"delimiter": separator},
            "schema": describe_schema(table, pick_columns(columns, header), names),
        }
    )


def _spell_origin(study: Study, table: Table) -> str:
    return ORIGIN_WORDS[study.settings.origin(table.name)]


def pick_columns(columns: Sequence[Column], header: Sequence[str]) -> list[Column]:
    """Return the columns that a file has, in its order; one not declared holds words."""
    declared = {column.name: column for column in columns}
    unknown = "Not declared, and not read."
    return [declared.get(name) or Column(name, unknown, required=False) for name in header]


def describe_schema(table: Table, columns: Sequence[Column], names: set[str]) -> dict[str, Any]:
    """Return a table's schema: fields, key, references.

    Parameters
    ----------
    table : Table
        The table.
    columns : sequence of Column
        The columns that the file has.
    names : set of str
        The tables that a reference may point to.
    """
    required = {column.name for column in columns if column.required}
    key = [column.name for column in columns if column.name in table.key]
    references = [
        {
            "fields": [column.name],
            "reference": {
                "resource": _name_target(column.reference.table, table.name),
                "fields": [column.reference.column],
            },
        }
        for column in columns
        if column.reference and column.reference.table in names
    ]
    schema: dict[str, Any] = {
        "fields": [describe_field(column) for column in columns],
        "missingValues": [""],
        # A part of a primary key may not be missing, so a key with an optional part is unique.
        "primaryKey": key if required.issuperset(key) else [],
        "uniqueKeys": [] if required.issuperset(key) else [key],
        "foreignKeys": references,
    }
    return _drop_blank(schema)


def _name_target(target: str, own: str) -> str:
    return "" if target == own else target.replace("_", "-")


def describe_field(column: Column) -> dict[str, Any]:
    """Return a column as a field of a Table Schema."""
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    field: dict[str, Any] = {"name": column.name, "type": TYPES.get(column.kind, "string")}
    if column.kind == "whole":
        field["type"] = "integer"
        constraints["minimum"] = 0
    elif column.kind == "yes-no":
        field |= {"type": "boolean", "trueValues": ["yes"], "falseValues": ["no"]}
    elif column.kind == "level":
        constraints["enum"] = list(column.allowed)
    elif column.kind == "id":
        constraints["pattern"] = KEY.pattern
    field |= {"description": column.what, "example": column.example, "constraints": constraints}
    return _drop_blank(field)
