"""Cases and variables, which QualCoder and RQDA keep in tables of one shape."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mcneval.exchange.model import Case, Value, Variable
from mcneval.exchange.sqlite_files import Row, text


def list_cases(
    rows: Iterable[Row],
    key: str,
    values: Mapping[object, list[Value]],
    said: Mapping[object, list[str]],
) -> list[Case]:
    """Return the cases of a table whose rows are named by ``key``.

    ``values`` holds each case's attributes and ``said`` the sources it stands in, by that key.
    """
    return [
        Case(
            f"case {row[key]}",
            text(row["name"]),
            text(row.get("memo")),
            values=values[row[key]],
            sources=list(dict.fromkeys(said[row[key]])),
        )
        for row in rows
    ]


def list_variables(rows: Iterable[Row], kind: str) -> list[Variable]:
    """Return the variables of a table that says in the column ``kind`` what they hold."""
    return [
        Variable(
            text(row["name"]),
            text(row["name"]),
            text(row.get(kind)) or "Text",
            text(row.get("memo")),
        )
        for row in rows
    ]
