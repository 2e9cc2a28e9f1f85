"""Small studies in memory: for the tests of the analysis and of disclosure."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import hypothesis
import pandas as pd
import pytest

from mcneval.study.load import Study
from mcneval.study.settings import Settings
from mcneval.study.tables import TABLES

# The same examples each time and no clock, so that a slow machine fails nothing.
hypothesis.settings.register_profile("steady", deadline=None, derandomize=True, max_examples=60)
hypothesis.settings.load_profile("steady")

DTYPES = {"whole": "Int64", "date": "datetime64[ns]", "yes-no": "boolean"}


def declare(**changes: object) -> Settings:
    """Return settings of a study of two phases and one attribute, with changes."""
    declared: dict[str, object] = {
        "title": "A study",
        "citation": {"text": "A study"},
        "network": {"name": "The network"},
        "phases": [
            {"id": "one", "label": "Phase 1: first"},
            {"id": "two", "label": "Phase 2: second"},
        ],
        "attributes": [
            {
                "id": "position",
                "label": "Position",
                "on": "organisation",
                "levels": ["hub", "spoke"],
            }
        ],
        "frameworks": ["sst"],
        "primary_framework": "sst",
        "disclosure": {"min_cell": 0},
        "provenance": {"kind": "collected", "statement": "Collected."},
    }
    return Settings.model_validate(declared | changes)


def lay_out(name: str, rows: str) -> pd.DataFrame:
    """Return a table from lines of words parted by bars; the first line has the headers."""
    table = next(table for table in TABLES if table.name == name)
    lines = [[cell.strip() for cell in line.split("|")] for line in rows.strip().splitlines()]
    frame = pd.DataFrame(lines[1:], columns=lines[0], dtype="str")
    columns = list(dict.fromkeys([*table.column_names, *lines[0]]))
    frame = frame.reindex(columns=columns, fill_value="")
    for column in table.columns:
        dtype = DTYPES.get(column.kind)
        if dtype:
            frame[column.name] = frame[column.name].replace("", None).astype(dtype)
    return frame


@pytest.fixture(scope="session")
def make_study() -> Callable[..., Study]:
    """Return a function that makes a study from tables written as lines of words."""

    def make(settings: dict[str, object] | None = None, **tables: str) -> Study:
        frames = {table.name: lay_out(table.name, "|".join(table.column_names)) for table in TABLES}
        frames |= {name: lay_out(name, rows) for name, rows in tables.items()}
        declared = declare(**(settings or {}))
        for carrier in ("organisation", "participant"):
            for attribute in declared.attributes_on(carrier):
                if attribute.id not in frames[f"{carrier}s"]:
                    frames[f"{carrier}s"][attribute.id] = ""
        return Study(
            name="small",
            folder=Path("small"),
            settings=declared,
            tables=frames,
            missing=frozenset(
                table.name for table in TABLES if not table.required and table.name not in tables
            ),
        )

    return make


PEOPLE = """
participant_id | organisation_id | phase | status
P1 | O1 | one | recruited
P2 | O1 | one | recruited
P3 | O2 | one | recruited
P4 | O2 | two | recruited
P5 | O3 | two | recruited
P6 | O3 | two | declined
"""
SMALL = {
    "organisations": """
        organisation_id | label | position
        O1 | Alder | hub
        O2 | Birch | spoke
        O3 | Cedar | spoke
        """,
    "participants": PEOPLE,
    "sources": """
        source_id | phase | kind | date
        I1 | one | interview | 2024-01-03
        I2 | two | interview | 2024-02-01
        G1 | one | focus group | 2024-01-02
        I3 | two | interview | 2024-02-02
        """,
    "source_participants": """
        source_id | participant_id
        I1 | P1
        G1 | P2
        G1 | P3
        I2 | P4
        I3 | P5
        """,
    "segments": """
        segment_id | source_id | participant_id | gist
        S1 | I1 | P1 | gist one
        S2 | I1 | | gist two
        S3 | G1 | P2 | gist three
        S4 | G1 | | gist four
        S5 | I2 | P4 | gist five
        """,
    "codes": """
        code_id | label | definition | parent_id
        C1 | Money | what is paid | C9
        C2 | Trust | who relies on whom |
        C3 | Roads | distance | C9
        C4 | Silence | nobody |
        C9 | Means | a heading |
        """,
    "codings": """
        segment_id | code_id | coder | round
        S1 | C1 | A | 1
        S1 | C2 | A | 1
        S1 | C1 | B | 1
        S2 | C1 | A | 1
        S3 | C1 | A | 1
        S4 | C2 | A | 1
        S5 | C2 | A | 1
        S5 | C3 | A | 1
        """,
    "themes": """
        theme_id | label | kind | definition
        T1 | Means run short | barrier | money
        """,
    "theme_segments": """
        theme_id | segment_id
        T1 | S1
        T1 | S2
        T1 | S4
        T1 | S5
        """,
}


@pytest.fixture
def small_study(make_study: Callable[..., Study]) -> Study:
    """Return a study of five people, four sources, five segments and four used codes."""
    return make_study(**SMALL)


@pytest.fixture
def change_small(make_study: Callable[..., Study]) -> Callable[..., Study]:
    """Return a function that makes the small study with some tables or settings changed."""

    def change(settings: dict[str, object] | None = None, **tables: str) -> Study:
        return make_study(settings, **(SMALL | tables))

    return change
