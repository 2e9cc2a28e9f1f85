"""The columns that a study's tables really have: those declared, and its own attributes."""

from __future__ import annotations

from collections.abc import Sequence

from mcneval.study.declaration import Column, Table
from mcneval.study.settings import Attribute

SPELLED = {
    "text": "words",
    "id": "a key of letters, digits, '-', '_' and '.'",
    "date": "a date as YYYY-MM-DD",
    "whole": "a whole number of 0 or more",
    "yes-no": "yes or no",
}


def list_columns(table: Table, attributes: Sequence[Attribute]) -> tuple[Column, ...]:
    """Return a table's columns, with one for each attribute declared on what its rows are."""
    columns = {column.name: column for column in table.columns}
    for attribute in attributes:
        if table.attributes_of == attribute.on:
            columns.setdefault(attribute.id, describe_attribute(attribute))
    return tuple(columns.values())


def describe_attribute(attribute: Attribute) -> Column:
    """Return the column of an attribute; its cells may be empty, for not all is known."""
    return Column(
        attribute.id,
        f"{attribute.label}, as declared in study.yml.",
        "level",
        required=False,
        allowed=tuple(attribute.level_ids),
        example=attribute.level_ids[0],
    )


def spell_allowed(column: Column) -> str:
    """Return what a column's cells may hold, in words."""
    return ", ".join(column.allowed) if column.kind == "level" else SPELLED[column.kind]
