"""A table's cells as text, with the row in which a spreadsheet shows each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from mcneval.study.declaration import Column, Table
from mcneval.study.problems import Problem, Severity

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Grid:
    """A table as it was read, before its cells are typed.

    Parameters
    ----------
    table : Table
        Its declaration.
    columns : tuple of Column
        The declared columns with those of the study's attributes.
    file : str
        The file it came from, relative to the study's folder.
    rows : sequence of int
        The row of each record as a spreadsheet counts it; the header is row 1.
    cells : mapping of str to sequence of str
        The values by column, ``""`` for an empty cell; a column that is absent is empty.
    absent : frozenset of str
        The columns that the file does not have.
    broken : frozenset of int
        Rows whose cells do not stand under their headers; only that is told of them.
    """

    table: Table
    columns: tuple[Column, ...]
    file: str
    rows: Sequence[int]
    cells: Mapping[str, Sequence[str]]
    absent: frozenset[str] = frozenset()
    broken: frozenset[int] = frozenset()

    def __len__(self) -> int:
        """Return the number of records."""
        return len(self.rows)

    def column(self, name: str) -> list[tuple[int, str]]:
        """Return each record's row and its value in a column."""
        return list(zip(self.rows, self.cells[name], strict=True))

    def values(self, name: str) -> set[str]:
        """Return the values of a column that are not empty."""
        return set(self.cells[name]) - {""}

    def records(self, *names: str) -> Iterator[tuple[Any, ...]]:
        """Yield each record's row with its values in the columns that are named."""
        return zip(self.rows, *(self.cells[name] for name in names), strict=True)

    def keep(self, wanted: Sequence[bool]) -> Grid:
        """Return the grid with the records for which ``wanted`` holds."""
        cells = {
            name: [value for value, kept in zip(values, wanted, strict=True) if kept]
            for name, values in self.cells.items()
        }
        rows = [row for row, kept in zip(self.rows, wanted, strict=True) if kept]
        return replace(self, rows=rows, cells=cells)

    def flag(
        self,
        row: int | None,
        column: str,
        message: str,
        mend: str = "",
        *,
        found: str = "",
        allowed: str = "",
        severity: Severity = "error",
        rule: str,
    ) -> Problem:
        """Return a problem in this file."""
        return Problem(self.file, message, mend, row, column, found, allowed, severity, rule)

    def to_frame(self) -> pd.DataFrame:
        """Return the cells as a frame of strings, in the declared order of columns."""
        import pandas as pd

        return pd.DataFrame(
            {
                column.name: pd.Series(self.cells[column.name], dtype="str")
                for column in self.columns
            }
        )
