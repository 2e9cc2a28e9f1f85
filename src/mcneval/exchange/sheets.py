"""A study's tables as rows of words, for merging; whatever people added is kept."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from pathlib import Path

from mcneval.exchange.problems import ExchangeError
from mcneval.study.declaration import Table
from mcneval.study.settings import Settings
from mcneval.study.tables import TABLE_BY_NAME, TABLES

Row = dict[str, str]
LONGEST_CELL = 50_000_000


@dataclass
class Sheet:
    """One table: its header and rows, every cell a word or ``""``.

    ``existed`` says whether the study has the file; ``wanted`` is the header to begin
    with where it does not.
    """

    table: Table
    header: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    existed: bool = False
    attributes: tuple[str, ...] = ()
    wanted: list[str] = field(default_factory=list)

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
    """Return the header and rows of a CSV text.

    Raises
    ------
    ExchangeError
        Where a row has more cells than there are headers, or a header stands twice.
    """
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        lines = [line for line in reader if line]
    except csv.Error as error:
        raise ExchangeError(f"{where}, row {reader.line_num}: no CSV ({error}).") from error
    if not lines:
        return [], []
    header = [name.strip() for name in lines[0]]
    doubled = {name for name in header if name and header.count(name) > 1}
    if doubled:
        raise ExchangeError(f"{where}: column '{min(doubled)}' stands twice. Rename one of them.")
    for number, line in enumerate(lines, 1):
        if len(line) > len(header) and any(line[len(header) :]):
            raise ExchangeError(
                f"{where}, row {number}: {len(line)} cells under {len(header)} headers. Put cells "
                "that hold commas in quotation marks."
            )
    rows = [dict(zip(header, line, strict=False)) for line in lines[1:]]
    return header, [{**dict.fromkeys(header, ""), **row} for row in rows]


def load_sheets(folder: Path, settings: Settings) -> dict[str, Sheet]:
    """Read all tables of a study, absent ones as empty sheets."""
    return {table.name: load_sheet(folder, table, settings) for table in TABLES}


def load_sheet(folder: Path, table: Table, settings: Settings) -> Sheet:
    """Read one table.

    Raises
    ------
    ExchangeError
        Where it is no UTF-8 CSV, or is kept as a workbook, which is not written to.
    """
    attributes = attributes_of(table, settings)
    path = folder / table.file
    if path.with_suffix(".xlsx").is_file() and not path.is_file():
        raise ExchangeError(
            f"{path.with_suffix('.xlsx').name} is a workbook; an import writes CSV. Save it as "
            f"{path.name} (CSV UTF-8) and remove the workbook."
        )
    if not path.is_file():
        return Sheet(table, attributes=attributes)
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ExchangeError(
            f"{table.file} is not UTF-8 (byte {error.start}). Save it as 'CSV UTF-8'."
        ) from error
    header, rows = read_rows(text, table.file)
    return Sheet(table, header, rows, True, attributes)


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
