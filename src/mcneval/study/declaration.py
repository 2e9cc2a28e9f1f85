"""The words with which a study's tables are declared: columns, tables, references."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "id", "date", "whole", "yes-no", "level"]
"""What a column holds.

``text`` free words; ``id`` a short key of letters, digits, ``-``, ``_`` and ``.``;
``date`` an ISO date (YYYY-MM-DD); ``whole`` a whole number of 0 or more;
``yes-no`` the words yes or no; ``level`` one of ``allowed``.
"""


@dataclass(frozen=True)
class Reference:
    """A column whose values must exist in another table's column."""

    table: str
    column: str


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Parameters
    ----------
    name : str
        The header, exactly as in the file.
    what : str
        What it means, for someone who knows interviews and not data frames.
    kind : Kind
        What its cells hold.
    required : bool
        Whether the column must be in the file and each of its cells filled in.
    allowed : tuple of str
        The levels, for a column of kind ``level``.
    reference : Reference or None
        Where its values must exist.
    example : str
        A value for the guide and the template rows.
    """

    name: str
    what: str
    kind: Kind = "text"
    required: bool = True
    allowed: tuple[str, ...] = ()
    reference: Reference | None = None
    example: str = ""


@dataclass(frozen=True)
class Table:
    """One table of a study: a CSV (or XLSX) file in the study's folder.

    Parameters
    ----------
    name : str
        The key in ``Study.tables``, also the file's stem.
    file : str
        The path inside the study's folder, with its ``.csv`` ending.
    row : str
        What one row is.
    columns : tuple of Column
        In the order of the file.
    key : tuple of str
        The columns that together name a row once.
    required : bool
        Whether a study without this file cannot run.
    without : str
        What a reader loses where the optional file is absent.
    attributes_of : str or None
        ``organisation`` or ``participant`` where declared attributes add columns.
    """

    name: str
    file: str
    row: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    required: bool = True
    without: str = ""
    attributes_of: Literal["organisation", "participant"] | None = None

    @property
    def column_names(self) -> list[str]:
        """The declared columns' names, without those of attributes."""
        return [column.name for column in self.columns]
