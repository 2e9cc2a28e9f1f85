"""The exhibit: the one contract between a notebook's cell, the harvest and the book.

A cell shows one exhibit. It travels in the cell's output as JSON, under ``MIME``, beside what is
seen of it (Markdown or SVG). ``docs/exhibit.schema.json`` is its JSON schema.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from mcneval.errors import McnevalError

if TYPE_CHECKING:
    import pandas as pd

MIME = "application/vnd.mcneval.exhibit+json"
Kind = Literal["table", "figure", "text", "numbers", "absent"]
PREFIXES: dict[str, tuple[str, ...]] = {
    "table": ("tbl-", "num-"),
    "figure": ("fig-",),
    "text": ("txt-",),
}
NAME = r"^[A-Za-z][\w-]*$"
"""What a label may be: files are named by it."""
ABOUT_PEOPLE = (
    "participants.",
    "source_participants.",
    "participation.",
    "segments.participant_id",
)
"""Reads that lead to people; numbers that come from them say what they count."""
UNITS = {"theme": "themes", "code": "codes", "construct": "constructs"}
"""Columns that name what a frame has a row of, and the word for many."""
NAMING = {"themes": ("label", "short", "narrow"), "codes": ("label",), "segments": ("gist",)}
COUNTED = re.compile(r"\A\W*+\d++(?:\W*+(?:(?:of|to|from|in|about|and|under)\W*+)?\d++)*+\W*+\Z")


class ExhibitError(McnevalError):
    """What a cell shows cannot stand in a report as it is."""


class Column(BaseModel):
    """A column and what it means.

    ``role`` is ``text``, ``label`` (one of declared levels), ``yes or no``, ``date``, ``key of
    participant``, ``number``, or what a number counts: ``count of people``, ``share of people``.
    ``among`` says out of whom, ``level`` of which attribute a label is.
    """

    model_config = ConfigDict(extra="forbid")
    name: str
    role: str
    among: str = ""
    level: str = ""


class Data(BaseModel):
    """A frame as it was shown or drawn; a hidden count is ``under 5`` or ``withheld``."""

    model_config = ConfigDict(extra="forbid")
    columns: list[Column]
    rows: list[list[Any]]

    def records(self) -> list[dict[str, Any]]:
        """Return the rows by column name."""
        names = [column.name for column in self.columns]
        return [dict(zip(names, row, strict=True)) for row in self.rows]


class Exhibit(BaseModel):
    """One result as a cell shows it.

    Parameters
    ----------
    label : str
        The cell's label: ``tbl-…``, ``fig-…``, ``txt-…`` or, for numbers, ``num-…``.
    kind : str
        What it is; ``absent`` where the study has nothing of it, with the ``reason``.
    caption, alt, note : str
        What is written at it, for those who cannot see it, and below it.
    marks : list of str
        What the data are where they were neither collected nor published.
    data : list of Data
        What is shown or drawn.
    inputs : list of str
        What was read for it: ``segments.gist``, ``frameworks/sst``.
    narrow : str
        A figure as SVG for a screen of 360 px, where the wide one would be too small.
    sortable : bool
        Whether a reader may sort the table.
    """

    model_config = ConfigDict(extra="forbid")
    label: str = Field(pattern=NAME)
    kind: Kind
    caption: str = ""
    alt: str = ""
    note: str = ""
    reason: str = ""
    marks: list[str] = []
    data: list[Data] = []
    inputs: list[str] = []
    narrow: str = ""
    sortable: bool = False

    def bundle(self) -> dict[str, Any]:
        """Return the exhibit as a part of a cell's output."""
        return {MIME: self.model_dump(exclude_defaults=True)}

    @property
    def files(self) -> list[str]:
        """The files that were read: ``segments.csv``, ``frameworks/sst.yml``."""
        names = {read if "/" in read else read.partition(".")[0] for read in self.inputs}
        return sorted(f"{name}.yml" if "/" in name else name_file(name) for name in names)


def name_file(table: str) -> str:
    """Return the file of a table."""
    from mcneval.study.tables import TABLE_BY_NAME

    known = TABLE_BY_NAME.get(table)
    return known.file if known else f"{table}.yml"


def list_names(tables: Mapping[str, pd.DataFrame]) -> set[str]:
    """Return a study's own words that look like numbers: of themes, codes and gists."""
    held = (tables[table][name] for table, names in NAMING.items() for name in names)
    return {word for words in held for word in words if COUNTED.fullmatch(word)}


def is_about_people(inputs: set[str]) -> bool:
    """Return whether something that leads to people was read."""
    return any(read.startswith(ABOUT_PEOPLE) for read in inputs)


def read_data(
    frame: pd.DataFrame,
    inputs: set[str],
    ids: set[str],
    roles: dict[str, str] | None = None,
    names: Collection[str] = (),
) -> Data:
    """Return a frame with the role of each column.

    Parameters
    ----------
    frame : DataFrame
        What is shown; a named index becomes columns.
    inputs : set of str
        What it was made from.
    ids : set of str
        The participants' ids; a text column that holds one is a key of participants.
    roles : dict of str to str, optional
        Roles of columns that have none of their own.
    names : collection of str
        The study's own words that look like numbers, such as a theme called *24/7*.

    Raises
    ------
    ExhibitError
        Where numbers that come from people do not say what they count, or two columns have one
        name.
    """
    frame = flatten(frame)
    about = is_about_people(inputs)
    columns, cells = [], []
    for at, name in enumerate(frame.columns):
        values = frame.iloc[:, at]
        columns.append(_read_column(values, str(name), about, ids, roles or {}, names))
        cells.append(_list_cells(values))
    return Data(columns=columns, rows=[list(row) for row in zip(*cells, strict=True)])


def name_counted(counts: pd.Series, frames: list[pd.DataFrame]) -> pd.Series:
    """Return a plain count of a frame's rows as a count of what it has a row of.

    ``themes.groupby("kind").size()`` counts themes, whoever spoke for them. That is not taken on
    trust: the numbers must be those of the frame's groups, and its rows one a theme.
    """
    import pandas as pd

    keys = list(counts.index.names)
    if not pd.api.types.is_integer_dtype(counts.dtype):
        return counts
    for frame in frames:
        units = [word for name, word in UNITS.items() if name in frame and frame[name].is_unique]
        if units and set(keys) <= set(frame.columns):
            sizes = frame.groupby(keys, observed=False).size().reindex(counts.index)
            if sizes.tolist() == counts.tolist():
                return counts.astype(f"count[{units[0]}]").rename(counts.name or units[0])
    return counts


def flatten(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame with a plain index and one header row."""
    import pandas as pd

    if not (isinstance(frame.index, pd.RangeIndex) or frame.index.names == [None]):
        frame = frame.reset_index()
    if frame.columns.nlevels > 1:
        frame = frame.set_axis([" ".join(map(str, c)).strip() for c in frame], axis=1)
    if not frame.columns.is_unique:
        raise ExhibitError(f"two columns have one name: {', '.join(map(str, frame.columns))}")
    return frame


def _list_cells(values: pd.Series) -> list[Any]:
    """Return a column's cells as JSON has them."""
    import pandas as pd

    from mcneval.roles import Role

    if isinstance(values.dtype, Role):
        told = values.array.write() if values.dtype.hides else []
        plain = [None if pd.isna(value) else value for value in values]
        hidden = [w if w.startswith(("under ", "withheld")) else None for w in told]
        return [h or p for h, p in zip(hidden, plain, strict=True)] if told else plain
    text: list[Any] = json.loads(values.to_json(orient="values", date_format="iso"))
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        return [cell and cell[:10] for cell in text]
    return text


def _read_column(
    values: pd.Series,
    name: str,
    about: bool,
    ids: set[str],
    roles: dict[str, str],
    names: Collection[str],
) -> Column:
    import pandas as pd

    from mcneval.roles import Role

    dtype = values.dtype
    if isinstance(dtype, Role):
        if dtype.what == "mentions" and name.lower() in ("people", "participants", "speakers"):
            raise ExhibitError(
                f'the column "{name}" adds up people who may be the same people. Count them anew, '
                f'or name it so: .rename(columns={{"{name}": "mentions"}})'
            )
        if dtype.what == "people" and not dtype.among:
            raise ExhibitError(
                f'the column "{name}" counts people, and does not say out of whom. Say it: '
                f'.astype({{"{name}": "{dtype.word}[people of speakers]"}}), or of register.'
            )
        return Column(name=name, role=f"{dtype.word} of {dtype.what}", among=dtype.among)
    if name in roles:
        return Column(name=name, role=roles[name])
    if pd.api.types.is_bool_dtype(dtype):
        return Column(name=name, role="yes or no")
    if pd.api.types.is_datetime64_any_dtype(dtype):
        return Column(name=name, role="date")
    if pd.api.types.is_numeric_dtype(dtype):
        return _read_number(values, name, about)
    words = set(values.dropna().astype("str"))
    if words & ids:
        return Column(name=name, role="key of participant")
    # Levels that were declared have a name, which may be ""; such as "18 to 30" are no counts.
    level = values.cat.categories.name if isinstance(dtype, pd.CategoricalDtype) else None
    counted = sorted(word for word in words.difference(names) if COUNTED.fullmatch(word))
    if about and counted and level is None:
        raise ExhibitError(
            f'the column "{name}" holds numbers written as text ({counted[0]!r}) that come from '
            "people. Give the numbers columns of their own."
        )
    if isinstance(dtype, pd.CategoricalDtype):
        return Column(name=name, role="label", level=str(level or ""))
    return Column(name=name, role="text")


def _read_number(values: pd.Series, name: str, about: bool) -> Column:
    import pandas as pd

    if not about:
        return Column(name=name, role="number")
    whole = pd.api.types.is_integer_dtype(values.dtype) or bool((values.dropna() % 1 == 0).all())
    one = "count[people of speakers]" if whole else "share[people of speakers]"
    other = "count[segments]" if whole else "rate[segments of people]"
    raise ExhibitError(
        f'the column "{name}" holds numbers that come from people, and does not say what they '
        f'count. Say it: .astype({{"{name}": "{one}"}}), or "{other}", or what it is.'
    )


def escape_markdown(words: str) -> str:
    """Return words from data so that Markdown takes them as plain words."""
    for sign in "\\`*_{}[]<>#|$^~@":
        words = words.replace(sign, "\\" + sign)
    return " ".join(words.split())


HEADS = {
    "ac1": "AC1",
    "brennan_prediger": "Brennan–Prediger",
    "fleiss": "Fleiss' kappa",
    "masi": "MASI",
}
"""Heads of columns whose names are names, or short for them."""


def name_head(name: str) -> str:
    """Return a column's name as a table heads it: ``acted_on_by`` becomes ``Acted on by``."""
    words = HEADS.get(name) or name.replace("_", " ")
    return words[:1].upper() + words[1:]


def write_table(frame: pd.DataFrame) -> str:
    """Return a frame as a Markdown pipe table.

    Columns of numbers stand to the right. The rule under the header gives each column its share
    of the width: the longest cell of a text, but only the longest word of a header over numbers.
    Columns in which every cell is empty are left out. The outer levels of an index stand once for
    the rows that they hold.
    """
    grouped = frame.index.nlevels - 1
    frame = flatten(frame)
    heads, rules, columns = [], [], []
    for at, name in enumerate(frame.columns):
        values = frame.iloc[:, at]
        cells = _write_cells(values)
        if at < grouped:
            cells = [
                cell if row == 0 or cell != cells[row - 1] else "" for row, cell in enumerate(cells)
            ]
        if len(cells) and not any(cells):
            continue
        heads.append(escape_markdown(name_head(str(name))))
        rules.append(_rule(heads[-1], cells, _is_number(values)))
        columns.append(cells)
    rows = [heads, rules, *map(list, zip(*columns, strict=True))]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def _is_number(values: pd.Series) -> bool:
    import pandas as pd

    numeric = pd.api.types.is_numeric_dtype(values.dtype)
    return bool(numeric and not pd.api.types.is_bool_dtype(values.dtype))


def _write_cells(values: pd.Series) -> list[str]:
    import pandas as pd

    from mcneval.roles import Role, write_number

    if isinstance(values.dtype, Role):
        return list(values.array.write())
    if pd.api.types.is_bool_dtype(values.dtype):
        words = {True: "yes", False: "no"}
        return ["" if pd.isna(value) else words[bool(value)] for value in values]
    if _is_number(values):
        whole = pd.api.types.is_integer_dtype(values.dtype)
        word = "count" if whole else "rate"
        return ["" if pd.isna(value) else write_number(float(value), word) for value in values]
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        return ["" if pd.isna(value) else f"{value:%Y-%m-%d}" for value in values]
    return ["" if pd.isna(value) else escape_markdown(str(value)) for value in values]


def _rule(head: str, cells: list[str], number: bool) -> str:
    longest = max((len(cell) for cell in cells), default=0)
    if number:
        word = max((len(word) for word in head.split()), default=0)
        return "-" * max(word, longest, 4) + ":"
    return "-" * min(60, max(len(head), longest, 4))
