"""Every problem of a study at once, and the study as far as it can be built."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mcneval.study import rules_counts, rules_evidence, rules_mapping, rules_people
from mcneval.study.cells import check_cells, type_cells
from mcneval.study.columns import list_columns
from mcneval.study.declaration import Table
from mcneval.study.documents import MODELS
from mcneval.study.examples import drop_examples, find_placeholders
from mcneval.study.files import read_document
from mcneval.study.folder import check_bibliography, check_prose, find_strays, read_narrative
from mcneval.study.framework_files import list_frameworks, load_frameworks
from mcneval.study.frameworks import NO_FRAMEWORK, Framework
from mcneval.study.grid import Grid
from mcneval.study.keys import check_keys, check_references
from mcneval.study.load import Study
from mcneval.study.model_errors import validate_document
from mcneval.study.own_notebooks import check_notebooks
from mcneval.study.problems import Problem
from mcneval.study.reading import read_sheet
from mcneval.study.rules_documents import check_document
from mcneval.study.settings import Settings
from mcneval.study.settings_rules import check_settings
from mcneval.study.shaping import shape_grid
from mcneval.study.story import Story
from mcneval.study.strangers import find_foreign
from mcneval.study.tables import TABLES
from mcneval.study.yaml_files import Document, read_yaml

RULES = (
    *rules_people.RULES,
    *rules_counts.RULES,
    *rules_evidence.RULES,
    *rules_mapping.RULES,
)


@dataclass
class Collected:
    """What is found on the way through a study's folder.

    Parameters
    ----------
    grids : dict of str to Grid
        The tables that could be read and have rows, by name.
    absent : set of str
        The optional tables that are not there, or have no rows.
    problems : list of Problem
        All problems so far.
    """

    grids: dict[str, Grid] = field(default_factory=dict)
    absent: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)


def check_study(folder: Path) -> tuple[Study | None, list[Problem]]:
    """Read a study and list its problems, sorted by file and row.

    Returns
    -------
    tuple of (Study or None, list of Problem)
        The study is None where ``study.yml`` cannot be read; where other files have
        errors it holds what could be read.
    """
    if not folder.is_dir():
        return None, [Problem(str(folder), "there is no such folder.", rule="missing-file")]
    foreign = list(find_foreign(folder))
    if foreign:
        return None, foreign
    found = Collected()
    document, settings = _read_settings(folder, found)
    _read_tables(folder, settings, found)
    frameworks: dict[str, Framework] = {}
    if document is not None and settings is not None:
        frameworks, problems = load_frameworks(folder, settings, document)
        found.problems += problems
        story = Story(settings, document, found.grids, frameworks)
        found.problems += [problem for rule in RULES for problem in rule.find(story)]
    documents = _read_documents(folder, found)
    narrative = _read_beside(folder, found)
    found.problems += _check_prose(narrative, settings, frameworks, found)
    problems = sorted(found.problems, key=lambda problem: problem.sort_key)
    if settings is None:
        return None, problems
    name = folder.name or folder.resolve().name
    tables = {table.name: _type_table(table, settings, found.grids) for table in TABLES}
    missing = frozenset(found.absent)
    study = Study(name, folder, settings, tables, missing, frameworks, documents, narrative)
    return study, problems


def _read_beside(folder: Path, found: Collected) -> dict[str, str]:
    narrative, problems = read_narrative(folder)
    found.problems += problems
    found.problems += check_notebooks(folder) + check_bibliography(folder)
    told = {name for problem in found.problems for name in (problem.found, problem.file)}
    found.problems += find_strays(folder, told)
    return narrative


def _check_prose(
    narrative: Mapping[str, str],
    settings: Settings | None,
    frameworks: Mapping[str, Framework],
    found: Collected,
) -> list[Problem]:
    if "themes" not in found.grids or settings is None:
        return []
    primary = frameworks.get(settings.primary_framework, NO_FRAMEWORK)
    themes = found.grids["themes"].values("theme_id")
    return check_prose(narrative.get("themes", ""), themes, primary.construct_ids)


def read_framework(folder: Path, name: str) -> Framework:
    """Read a framework's file: the study's own ``frameworks/`` first, then the shared one.

    Raises
    ------
    FileNotFoundError
        Where there is no such file.
    """
    known = list_frameworks(folder)
    if name not in known:
        raise FileNotFoundError(f"there is no framework '{name}'")
    return Framework.model_validate(read_yaml(known[name]))


def _read_settings(folder: Path, found: Collected) -> tuple[Document | None, Settings | None]:
    document, problems = read_document(folder / "study.yml", "study.yml")
    if document is None:
        found.problems += [_explain_missing(problem) for problem in problems]
        return None, None
    settings, wrong = validate_document(Settings, document)
    found.problems += problems + wrong + find_placeholders(document)
    if settings is not None:
        found.problems += check_settings(document, settings)
    return document, settings


def _explain_missing(problem: Problem) -> Problem:
    if problem.rule != "missing-file":
        return problem
    mend = "It declares the study. mcn new NAME writes one to begin with."
    return Problem(problem.file, problem.message, mend, rule=problem.rule)


def _read_tables(folder: Path, settings: Settings | None, found: Collected) -> None:
    for table in TABLES:
        _read_table(folder, table, settings, found)
    absent = frozenset(found.absent)
    for grid in found.grids.values():
        found.problems += check_cells(grid)
        found.problems += check_keys(grid)
        found.problems += check_references(grid, found.grids, absent)


def _read_table(folder: Path, table: Table, settings: Settings | None, found: Collected) -> None:
    columns = list_columns(table, settings.attributes if settings else ())
    sheet, problems = read_sheet(folder, table, [column.name for column in columns])
    found.problems += problems
    if sheet is None:
        if not problems:
            found.absent.add(table.name)
        return
    grid, problems = shape_grid(sheet, table, columns)
    if settings is None:
        # Which attributes are declared is not known, so no column is one too many.
        problems = [problem for problem in problems if problem.rule != "column"]
    found.problems += problems
    if grid is None:
        return
    grid, examples = drop_examples(grid)
    found.problems += examples
    if len(grid):
        found.grids[table.name] = grid
    else:
        found.problems += [] if examples else [_describe_no_rows(table, grid.file)]
        if not table.required:
            found.absent.add(table.name)


def _describe_no_rows(table: Table, file: str) -> Problem:
    words = "the file has a header and no rows"
    if table.required:
        mend = f"Add rows; each is {table.row}."
        return Problem(file, f"{words}.", mend, rule="no-rows")
    words += ", and counts as not there."
    mend = f"Add rows, or delete it. {table.without}"
    return Problem(file, words, mend, severity="note", rule="no-rows")


def _read_documents(folder: Path, found: Collected) -> dict[str, Any]:
    themes = found.grids["themes"].values("theme_id") if "themes" in found.grids else None
    documents = {}
    for stem, model in MODELS.items():
        path = folder / f"{stem}.yml"
        if not path.exists():
            continue
        document, problems = read_document(path, path.name)
        found.problems += problems
        if document is None or document.data is None:
            continue
        content, problems = validate_document(model, document)
        found.problems += problems
        if content is not None:
            found.problems += check_document(document, content, themes)
            documents[stem] = content.model_dump()
    return documents


def _type_table(table: Table, settings: Settings, grids: Mapping[str, Grid]) -> Any:
    columns = list_columns(table, settings.attributes)
    empty: dict[str, list[str]] = {column.name: [] for column in columns}
    return type_cells(grids.get(table.name) or Grid(table, columns, table.file, [], empty))
