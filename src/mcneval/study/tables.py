"""The tables of a study, declared once.

Validation, the templates of ``mcn new``, ``docs/data-dictionary.md`` and
``datapackage.json`` are all made from this declaration.
"""

from __future__ import annotations

from mcneval.study.declaration import Table
from mcneval.study.tables_people import PEOPLE, SOURCE_KINDS, STATUSES
from mcneval.study.tables_themes import (
    ACTIONS,
    OWN_PLACE,
    PARTS,
    SPEAKING_FOR,
    STANCES,
    STEPS,
    THEME_KINDS,
    THEMES,
    WEIGHTS,
)
from mcneval.study.tables_words import WORDS

__all__ = [
    "ACTIONS",
    "OWN_PLACE",
    "PARTS",
    "SOURCE_KINDS",
    "SPEAKING_FOR",
    "STANCES",
    "STATUSES",
    "STEPS",
    "TABLES",
    "TABLE_BY_NAME",
    "THEME_KINDS",
    "WEIGHTS",
]

TABLES: tuple[Table, ...] = (*PEOPLE, *WORDS, *THEMES)

TABLE_BY_NAME: dict[str, Table] = {table.name: table for table in TABLES}
