"""A study's tables as rows of words, for merging; whatever people added is kept."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from mcneval.exchange.problems import ExchangeError
from mcneval.study.declaration import Table
from mcneval.study.examples import MARK
from mcneval.study.reading import read_sheet
from mcneval.study.settings import Settings
from mcneval.study.tables import TABLE_BY_NAME, TABLES

Row = dict[str, str]
LONGEST_CELL = 50_000_000
ABSENT = ("missing-file", "empty-file")


@dataclass
class Sheet:
    """One table: its header and rows, every cell a word or ``""``.

    ``existed`` says whether the study has the file, ``file`` how it is named; ``wanted`` is
    the header to begin with where it does not.
    """

    table: Table
    header: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    existed: bool = False
    attributes: tuple[str, ...] = ()
    wanted: list[str] = field(default_factory=list)
    file: str = ""

    @property
    def columns(self) -> list[str]:
        """The header to write: declared columns, attributes, then what people added."""
        used = {name for row in self.rows for name, cell in row.items() if cell}
        begun = self.header if self.existed else self.wanted or self.declared
        present = used | set(begun)
        known = [name for name in self.declared if name in present]
        more = [name for name in begun if name not in self.declared]
        return known + more + sorted(used - set(known) - set(more))

    @property
    def declared(self) -> list[str]:
        """The declared columns with those of attributes."""
        return [*self.table.column_names, *self.attributes]

    def key(self, row: Row) -> tuple[str, ...]:
        """Return what names a row."""
        return tuple(row.get(name, "") for name in self.table.key)

    def text(self) -> str:
        """Return the table as CSV."""
        return csv_text(self.columns, self.rows)


def csv_text(header: list[str], rows: list[Row]) -> str:
    """Return rows as CSV with LF line ends; cells beyond the header are left out."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([row.get(name, "") for name in header] for row in rows)
    return stream.getvalue()


def read_rows(text: str, where: str) -> tuple[list[str], list[Row]]:
    """Return the header and rows of a CSV text with commas.

    Raises
    ------
    ExchangeError
        Where a row has more cells than there are headers, or a header stands twice.
    """
    csv.field_size_limit(LONGEST_CELL)
    try:
        lines = list(enumerate(csv.reader(io.StringIO(text, newline="")), 1))
    except csv.Error as error:
        raise ExchangeError(f"{where} is no CSV ({error}).") from error
    return shape_rows(lines, where)


def shape_rows(
    lines: Sequence[tuple[int, Sequence[str]]], where: str
) -> tuple[list[str], list[Row]]:
    """Return the header and rows of numbered lines of cells; blank lines are left out."""
    filled = [(number, cells) for number, cells in lines if any(map(str.strip, cells))]
    if not filled:
        return [], []
    header = [name.strip() for name in filled[0][1]]
    doubled = {name for name in header if name and header.count(name) > 1}
    if doubled:
        raise ExchangeError(f"{where}: column '{min(doubled)}' stands twice. Rename one of them.")
    for number, cells in filled[1:]:
        if len(cells) > len(header) and any(cells[len(header) :]):
            raise ExchangeError(
                f"{where}, row {number}: {len(cells)} cells under {len(header)} headers. Put cells "
                "that hold commas in quotation marks."
            )
    size, blank = len(header), [""] * len(header)
    return header, [
        dict(zip(header, cells if len(cells) == size else [*cells, *blank], strict=False))
        for _, cells in filled[1:]
    ]


def load_sheets(folder: Path, settings: Settings, writing: bool = False) -> dict[str, Sheet]:
    """Read all tables of a study, absent ones as empty sheets.

    Parameters
    ----------
    folder : Path
        The study's folder.
    settings : Settings
        What it declares.
    writing : bool
        Whether tables are to be written back, which workbooks cannot be.

    Raises
    ------
    ExchangeError
        Where a table cannot be read, or not written back.
    """
    sheets = {table.name: load_sheet(folder, table, settings) for table in TABLES}
    for sheet in sheets.values():
        if writing and sheet.file.endswith(".xlsx"):
            raise ExchangeError(
                f"{sheet.file} is a workbook; an import writes CSV. Save it as "
                f"{sheet.table.file} (CSV UTF-8) and remove the workbook."
            )
    return sheets


def load_sheet(folder: Path, table: Table, settings: Settings) -> Sheet:
    """Read one table; rows that the template of a new study put there are left out.

    Raises
    ------
    ExchangeError
        Where it cannot be read, or lacks the columns that name its rows.
    """
    attributes = attributes_of(table, settings)
    found, problems = read_sheet(folder, table, [*table.column_names, *attributes])
    errors = [one for one in problems if one.severity == "error" and one.rule not in ABSENT]
    if errors:
        raise ExchangeError(str(errors[0]))
    if found is None:
        return Sheet(table, attributes=attributes)
    header, rows = shape_rows(found.rows, found.file)
    real = [row for row in rows if not any(map(MARK.match, row.values()))]
    needed = {column.name for column in table.columns if column.required}
    missing = [name for name in table.key if name in needed and name not in header]
    if missing:
        raise ExchangeError(
            f"{found.file} has no column '{missing[0]}'. Its columns are: {', '.join(header)}. "
            f"See all problems with: mcn check {folder.name}"
        )
    return Sheet(table, header, real, True, attributes, file=found.file)


def attributes_of(table: Table, settings: Settings) -> tuple[str, ...]:
    """Return the ids of the attributes that add columns to a table."""
    if table.attributes_of is None:
        return ()
    return tuple(attribute.id for attribute in settings.attributes_on(table.attributes_of))


def sheet_from_text(name: str, text: str, settings: Settings) -> Sheet | None:
    """Return a declared table out of CSV text; None where no table has this file name."""
    table = next((t for t in TABLE_BY_NAME.values() if t.file == name), None)
    if table is None:
        return None
    header, rows = read_rows(text, name)
    return Sheet(table, header, rows, attributes=attributes_of(table, settings), wanted=header)
