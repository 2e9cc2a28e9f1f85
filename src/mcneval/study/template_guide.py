"""The guide that lies beside the tables of a new study, made from their declaration."""

from __future__ import annotations

from collections.abc import Sequence

from mcneval.study.columns import list_columns, spell_allowed
from mcneval.study.declaration import Column, Table
from mcneval.study.plan import Plan
from mcneval.study.tables import TABLES

HEAD = """\
# How to fill in {name}

Each `.csv` file is a table; open it in a spreadsheet program. Row 1 holds the headers: leave
them as they are. The rows that begin with EXAMPLE show what goes where: write your own rows and
delete these. Keys such as `P01` tie the tables together, so write a key the same way everywhere.
Save as "CSV UTF-8", or as an `.xlsx` workbook of the same name.

After every sitting: `mcn check {name}`. It lists all that is wrong, with file, row and column,
and how to mend it.

## In which order

1. `study.yml`: title, network, phases, attributes. Write your own words wherever EXAMPLE stands.
2. {first}: who was asked, and where they work.
3. {sources}: the interviews and focus groups, and who spoke in each.
4. {segments}: the extracts, with what was said in your own words. `mcn import` brings extracts,
   codes and codings from NVivo, ATLAS.ti, MAXQDA, QualCoder or Taguette.
5. {themes}: what it comes to, which segments say so, and where it stands in the framework.
6. `narrative/`, `findings.yml` and `coreq.yml`: your prose, your conclusions, the COREQ checklist.

Tables marked *may be absent* can be deleted: the report then says what it cannot show.
A column in (brackets) may be empty or left out.
"""
ORDER = {
    "first": ("organisations", "participants"),
    "sources": ("sources", "source_participants"),
    "segments": ("segments",),
    "themes": ("themes", "theme_segments", "mappings"),
}
FRAMEWORKS = """\
## A framework of your own

Copy a file from `data/frameworks/` into a folder `frameworks/` in this study, name it after its
`id`, write your constructs into it (3 to 40 of them), and name it in `study.yml` under
`frameworks` and `primary_framework`.

## What stays private

Nothing in `private/` goes into git or into a report. `quotations.csv` is for words that were
cleared for publication.
"""


def write_guide(name: str, plan: Plan) -> str:
    """Return ``GUIDE.md`` for a new study: the order of work, and every table and column."""
    files = {table.name: table.file for table in TABLES}
    order = {
        key: " and ".join(f"`{files[table]}`" for table in names) for key, names in ORDER.items()
    }
    tables = [write_table_guide(table, list_columns(table, plan.attributes)) for table in TABLES]
    return "\n".join([HEAD.format(name=name, **order), "## The tables\n", *tables, FRAMEWORKS])


def write_table_guide(table: Table, columns: Sequence[Column]) -> str:
    """Return one table's part of the guide as Markdown, its columns as a table."""
    optional = "" if table.required else f" *May be absent.* {table.without}"
    lines = [
        f"### `{table.file}`\n",
        f"One row is {table.row}.{optional}\n",
        "| column | what it says | what it holds | example |",
        "|---|---|---|---|",
    ]
    for column in columns:
        name = f"`{column.name}`" if column.required else f"(`{column.name}`)"
        cells = (name, describe_column(column), spell_allowed(column), column.example)
        lines.append(f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |")
    return "\n".join(lines) + "\n"


def describe_column(column: Column) -> str:
    """Return what a column says, with the table that its values come from."""
    if column.reference is None:
        return column.what
    return f"{column.what} Stands in `{column.reference.table}`."
