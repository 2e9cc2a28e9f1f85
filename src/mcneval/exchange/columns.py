"""Which column of a spreadsheet holds what: guessed, written down, looked through by people."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mcneval.exchange.cells import CellSheet, read_cells
from mcneval.exchange.guessing import SheetMapping, guess_all
from mcneval.exchange.history import PLACE
from mcneval.exchange.naming import file_key
from mcneval.exchange.problems import ExchangeError
from mcneval.exchange.words_of_headers import EXTRACTS, IGNORE, MARKED, WORDS
from mcneval.study.settings import Settings
from mcneval.study.tables import TABLE_BY_NAME

KINDS = (EXTRACTS, *TABLE_BY_NAME, IGNORE)
ROLES = tuple(WORDS)
HEAD = """\
# How {file} is read. Look through it, then import again without --columns.
#   rows     what one row is: {kinds}
#   columns  header: what it holds. For coded extracts: {roles},
#            or '{marked}<name>' for a column that marks one code by yes or no.
#            Otherwise a column of the table or an attribute. Empty: not used.
#   path     what stands between the names in a code's path, such as ' > '.
"""


def mapping_path(file: Path) -> Path:
    """Return where the mapping of a spreadsheet is kept, inside the study."""
    return PLACE / f"{file_key(file.name)}.columns.yml"


def read_mapping(file: Path, folder: Path) -> dict[str, Any] | None:
    """Return a spreadsheet's mapping as it was looked through; None where there is none.

    Raises
    ------
    ExchangeError
        Where it is no YAML.
    """
    import yaml

    from mcneval.study.yaml_files import read_yaml

    path = folder / mapping_path(file)
    if not path.is_file():
        return None
    try:
        found = read_yaml(path)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ExchangeError(f"{path} is no YAML: {error}") from error
    return found if isinstance(found, dict) else {}


def propose_mapping(file: Path, folder: Path) -> str:
    """Return the guessed mapping of a spreadsheet as YAML with explanations.

    Raises
    ------
    ExchangeError
        Where the file is no spreadsheet or cannot be read.
    """
    import yaml

    from mcneval.exchange.reading import SHEETS, read_settings

    if file.suffix.lower() not in SHEETS or not file.is_file():
        raise ExchangeError(f"{file}: --columns is for spreadsheets: {', '.join(SHEETS)}.")
    mappings = guess_all(read_cells(file), read_settings(folder))
    kinds, roles = ", ".join(KINDS), ", ".join(ROLES)
    head = HEAD.format(file=file.name, kinds=kinds, roles=roles, marked=MARKED)
    body = [
        {"sheet": m.sheet, "rows": m.rows, "path": m.path, "columns": m.columns} for m in mappings
    ]
    return head + yaml.safe_dump({"sheets": body}, allow_unicode=True, sort_keys=False, width=100)


def mappings_of(
    sheets: list[CellSheet], mapping: dict[str, Any] | None, settings: Settings
) -> list[SheetMapping]:
    """Return the mapping that people looked through, or the guessed one.

    Raises
    ------
    ExchangeError
        Where it names a sheet, a header or a word that there is not.
    """
    if mapping is None:
        return guess_all(sheets, settings)
    known = {sheet.title: sheet for sheet in sheets}
    found = []
    for one in mapping.get("sheets") or []:
        title, rows = str(one.get("sheet", "")), str(one.get("rows") or IGNORE)
        if title not in known:
            raise ExchangeError(
                f"The mapping names a sheet '{title}'. There are: {', '.join(known)}."
            )
        if rows not in KINDS:
            raise ExchangeError(f"The mapping says rows: '{rows}'. Allowed: {', '.join(KINDS)}.")
        columns = {str(k): str(v or "") for k, v in (one.get("columns") or {}).items()}
        check_columns(columns, rows, known[title], settings)
        found.append(SheetMapping(title, rows, columns, str(one.get("path") or "")))
    return found


def check_columns(columns: dict[str, str], rows: str, sheet: CellSheet, settings: Settings) -> None:
    """Refuse headers that the sheet lacks, and words that mean nothing for its rows."""
    from mcneval.exchange.sheets import attributes_of

    allowed = list(ROLES)
    if rows in TABLE_BY_NAME:
        table = TABLE_BY_NAME[rows]
        allowed = [*table.column_names, *attributes_of(table, settings)]
    for header, held in columns.items():
        if header not in sheet.header:
            raise ExchangeError(
                f"The mapping names a column '{header}' that {sheet.title} does not have. It has: "
                f"{', '.join(sheet.header)}."
            )
        own = rows in TABLE_BY_NAME and held == header
        free = not held or rows == IGNORE or own or held.startswith(MARKED)
        if not free and held not in allowed:
            raise ExchangeError(
                f"The mapping says '{header}: {held}'. Allowed: {', '.join(allowed)}, or empty."
            )
