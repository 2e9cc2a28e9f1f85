"""SQLite projects, opened so that nothing in them can run or be written."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from mcneval.exchange.problems import ExchangeError

MAGIC = b"SQLite format 3\0"
LONGEST_CELL = 50_000_000
MOST_ROWS = 5_000_000
MOST_STEPS = 2_000
STEP = 1_000_000
ALLOWED = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ}


class Row(dict[str, Any]):
    """A row by column; a column that the table lacks is one ExchangeError."""

    def __init__(self, where: str, cells: Iterable[tuple[str, Any]]) -> None:
        super().__init__(cells)
        self._where = where

    def __missing__(self, column: str) -> Any:
        """Say which column is not there."""
        raise ExchangeError(f"{self._where} has no column '{column}', so it cannot be read.")


class Database:
    """The plain tables of an SQLite file; views, triggers and virtual tables are not used."""

    def __init__(self, connection: sqlite3.Connection, file: str) -> None:
        self._connection = connection
        self.file = file
        self.damaged_text = 0
        self.tables: dict[str, list[str]] = {}
        self.views: set[str] = set()
        self._list_tables()

    def _list_tables(self) -> None:
        for name, kind, sql in self._run("SELECT name, type, sql FROM sqlite_master"):
            words = str(sql or "").upper().split()
            if kind == "table" and "VIRTUAL" not in words[:2] and "GENERATED" not in words:
                self.tables[str(name)] = []
            elif kind in ("view", "table"):
                self.views.add(str(name))
        for name in self.tables:
            self.tables[name] = [
                str(row[1]) for row in self._run(f"PRAGMA table_info({quote(name)})")
            ]

    def has(self, table: str) -> bool:
        """Whether there is a plain table of this name."""
        return table in self.tables

    def require(self, tables: tuple[str, ...], tool: str) -> None:
        """Refuse a file that lacks a tool's tables, or gives views in their place."""
        for table in tables:
            if table in self.views:
                raise ExchangeError(
                    f"{self.file}: '{table}' is a view or computed table, not a plain one as "
                    f"{tool} makes it. Not read."
                )
            if table not in self.tables:
                raise ExchangeError(
                    f"{self.file} has no table '{table}', so it is no {tool} project. Its tables "
                    f"are: {', '.join(sorted(self.tables)[:12]) or 'none'}."
                )

    def rows(self, table: str, where: str = "", order: str = "rowid") -> Iterator[Row]:
        """Yield a table's rows as dicts, in a stable order; nothing where it is absent."""
        columns = self.tables.get(table)
        if not columns:
            return
        names = ", ".join(quote(column) for column in columns)
        query = f"SELECT {names} FROM {quote(table)} {where} ORDER BY {order} LIMIT {MOST_ROWS}"
        for row in self._run(query):
            yield Row(f"{self.file}, table {table}", zip(columns, row, strict=True))

    def _run(self, query: str) -> Iterator[tuple[Any, ...]]:
        try:
            # Not "yield from": that would close the cursor after the connection is gone.
            for row in self._connection.execute(query):  # noqa: UP028
                yield row
        except (sqlite3.Error, UnicodeError, MemoryError) as error:
            raise ExchangeError(
                f"{self.file} cannot be read as a database ({error}). Copy or export it again."
            ) from error


@contextmanager
def open_sqlite(path: Path) -> Iterator[Database]:
    """Open an SQLite file read-only, leaving no file beside it.

    Raises
    ------
    ExchangeError
        Where it is no database, is damaged, or is still open in its tool.
    """
    check_file(path)
    address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    try:
        connection = sqlite3.connect(address, uri=True)
    except sqlite3.Error as error:
        raise ExchangeError(f"{path.name} cannot be opened ({error}).") from error
    with closing(connection):
        restrain(connection)
        yield Database(connection, path.name)


def check_file(path: Path) -> None:
    """Refuse what is no SQLite file, or has changes not yet written into it."""
    with path.open("rb") as stream:
        if stream.read(len(MAGIC)) != MAGIC:
            raise ExchangeError(f"{path.name} is no SQLite database. Copy or export it again.")
    for ending in ("-wal", "-journal"):
        beside = path.with_name(path.name + ending)
        if beside.is_file() and beside.stat().st_size:
            raise ExchangeError(
                f"{path.name} has unsaved changes in {beside.name}. Open and close the project "
                "in its tool, then import again."
            )


def restrain(connection: sqlite3.Connection) -> None:
    """Allow reading of plain tables only, within limits of size and time."""
    connection.text_factory = lambda data: data.decode("utf-8", "replace")
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA query_only = ON")
    connection.execute("PRAGMA cell_size_check = ON")
    connection.execute("PRAGMA mmap_size = 0")
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_CELL)
    steps = iter(range(MOST_STEPS))
    connection.set_progress_handler(lambda: int(next(steps, None) is None), STEP)
    connection.set_authorizer(permit)


def permit(
    action: int, first: str | None, _second: str | None, _base: str | None, inner: str | None
) -> int:
    """Permit selecting from plain tables and listing their columns; deny all else."""
    if inner:
        return sqlite3.SQLITE_DENY
    if action in ALLOWED or (action == sqlite3.SQLITE_PRAGMA and first == "table_info"):
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY


def quote(name: str) -> str:
    """Return a name quoted as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def text(value: Any) -> str:
    """Return a cell as text; nothing for NULL, no decimals for whole numbers."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return str(value)


def number(value: Any) -> int | None:
    """Return a cell as a whole number, or None."""
    try:
        return int(float(value)) if value not in (None, "") else None
    except (TypeError, ValueError, OverflowError):
        return None
