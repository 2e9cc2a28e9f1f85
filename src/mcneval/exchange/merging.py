"""New rows into a table: known ones updated, what people wrote kept, all of it told.

Three states of a cell are compared: as it stands in the study, as the last import wrote
it, and as the file has it now. A cell that people changed since the last import stays.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from mcneval.exchange.sheets import Row, Sheet

Key = tuple[str, ...]


@dataclass(frozen=True)
class CellChange:
    """A cell that changes, or that would but for what people wrote."""

    key: Key
    column: str
    before: str
    after: str


@dataclass
class TableChange:
    """What an import does to one table, in rows and cells."""

    table: str
    file: str
    added: list[Key] = field(default_factory=list)
    updated: set[Key] = field(default_factory=set)
    same: int = 0
    removed: list[Key] = field(default_factory=list)
    only_here: int = 0
    cells: list[CellChange] = field(default_factory=list)
    kept: list[CellChange] = field(default_factory=list)

    @property
    def any(self) -> bool:
        """Whether the table changes at all."""
        return bool(self.added or self.updated or self.removed)


def merge(
    sheet: Sheet,
    incoming: list[Row],
    last: Mapping[Key, Row] | None = None,
    key_of: Callable[[Row], Key] | None = None,
    gone: set[Key] | None = None,
) -> TableChange:
    """Merge rows into a sheet, in place.

    Parameters
    ----------
    sheet : Sheet
        The study's table.
    incoming : list of dict
        Rows of the file; a column that is not in a row is not the file's to say.
    last : mapping of key to dict, optional
        The rows as the last import of the same project wrote them.
    key_of : callable, optional
        What names a row, where it is not the table's declared key.
    gone : set of key, optional
        Rows to take out, where they are there.

    Returns
    -------
    TableChange
        Keys of rows added, updated and removed, and cells changed or kept.
    """
    key_of = key_of or sheet.key
    last, gone = last or {}, gone or set()
    change = TableChange(sheet.table.name, sheet.table.file)
    index: dict[Key, Row] = {}
    for row in sheet.rows:
        index.setdefault(key_of(row), row)
    known, seen = set(index), set()
    for row in incoming:
        key = key_of(row)
        if key not in index:
            index[key] = dict(row.items())
            sheet.rows.append(index[key])
            change.added.append(key)
        elif key in known and key not in seen:
            update(index[key], row, last.get(key, {}), key, change)
        seen.add(key)
    removed = {key for key in gone if key in known and key not in seen}
    if removed:
        change.removed = sorted(removed)
        sheet.rows[:] = [row for row in sheet.rows if key_of(row) not in removed]
    change.only_here = len(known - seen - removed)
    change.same = len(known & seen) - len(change.updated)
    return change


def update(row: Row, new: Row, last: Row, key: Key, change: TableChange) -> None:
    """Update one row cell by cell and tell of each."""
    for column, cell in new.items():
        here = row.get(column, "")
        if not cell or cell == here:
            continue
        told = CellChange(key, column, here, cell)
        if not here or (column in last and here == last[column]):
            row[column] = cell
            change.updated.add(key)
            change.cells.append(told)
        elif cell != last.get(column):
            change.kept.append(told)
