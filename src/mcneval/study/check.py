"""Every problem of a study at once, and the study where there is none."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from mcneval.study.declaration import Table
from mcneval.study.frameworks import Framework
from mcneval.study.load import Study
from mcneval.study.problems import Problem
from mcneval.study.settings import Settings
from mcneval.study.tables import TABLES
from mcneval.study.yaml_files import read_yaml

if TYPE_CHECKING:
    import pandas as pd


def check_study(folder: Path) -> tuple[Study | None, list[Problem]]:
    """Read a study and list its problems, sorted by file and row.

    Returns
    -------
    tuple of (Study or None, list of Problem)
        The study is None where an error keeps it from being built.
    """
    settings = Settings.model_validate(read_yaml(folder / "study.yml"))
    tables = {table.name: _read(folder, table, settings) for table in TABLES}
    study = Study(
        name=folder.name,
        folder=folder,
        settings=settings,
        tables=tables,
        missing=frozenset(t.name for t in TABLES if not (folder / t.file).exists()),
        frameworks={name: read_framework(folder, name) for name in settings.frameworks},
        documents={
            stem: read_yaml(folder / f"{stem}.yml")
            for stem in ("published", "coreq", "findings")
            if (folder / f"{stem}.yml").is_file()
        },
        narrative={
            path.stem: path.read_text("utf-8") for path in sorted(folder.glob("narrative/*.md"))
        },
    )
    return study, []


def read_framework(folder: Path, name: str) -> Framework:
    """Read a framework's file: the study's own ``frameworks/`` first, then the shared one."""
    for path in (
        folder / "frameworks" / f"{name}.yml",
        folder.parent / "frameworks" / f"{name}.yml",
    ):
        if path.is_file():
            return Framework.model_validate(read_yaml(path))
    raise FileNotFoundError(name)


def _read(folder: Path, table: Table, settings: Settings) -> pd.DataFrame:
    import pandas as pd

    names = list(table.column_names)
    if table.attributes_of:
        names += [attribute.id for attribute in settings.attributes_on(table.attributes_of)]
    path = folder / table.file
    if path.is_file():
        frame = pd.read_csv(path, dtype=str, keep_default_na=False).reindex(
            columns=names, fill_value=""
        )
    else:
        frame = pd.DataFrame({name: pd.Series(dtype="str") for name in names})
    for column in table.columns:
        frame[column.name] = type_column(frame[column.name], column.kind)
    return frame


def type_column(cells: Any, kind: str) -> Any:
    """Return a column of strings in the type of its kind; see :class:`Study`."""
    import pandas as pd

    if kind == "whole":
        return pd.to_numeric(cells.replace("", None)).astype("Int64")
    if kind == "date":
        return pd.to_datetime(cells.replace("", None), format="%Y-%m-%d")
    if kind == "yes-no":
        return cells.map({"yes": True, "no": False}).astype("boolean")
    return cells.astype("str")
