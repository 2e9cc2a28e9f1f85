"""A study's own notebooks, looked at before they run."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mcneval.study.files import read_text
from mcneval.study.problems import Problem

SAVE = "Open it in JupyterLab and save it again, or take it out."


def list_notebooks(folder: Path) -> list[Path]:
    """Return the notebooks that a study brings along, by name."""
    return sorted(path for path in (folder / "notebooks").glob("*.ipynb") if path.is_file())


def check_notebooks(folder: Path) -> list[Problem]:
    """Return what is wrong in a study's own notebooks, as far as it shows without running them."""
    return [problem for path in list_notebooks(folder) for problem in _check(path)]


def _check(path: Path) -> list[Problem]:
    name = f"notebooks/{path.name}"
    text, problems = read_text(path, name)
    if text is None:
        return problems
    try:
        import nbformat

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            notebook = nbformat.reads(text, as_version=4)
            nbformat.validate(notebook)
        cells = [str(cell.source) for cell in notebook.cells if is_tagged(cell)]
    except Exception:  # What is no notebook makes nbformat raise errors of a dozen kinds.
        return [Problem(name, "it is no notebook.", SAVE, rule="notebook")]
    try:
        for cell in cells:
            read_assigned(cell)
    except ValueError as error:
        words = f"in the cell tagged 'parameters', {error}."
        mend = "Give each parameter a plain value, such as min_speakers = 3."
        return [Problem(name, words, mend, rule="notebook")]
    return []


def is_tagged(cell: Mapping[str, Any]) -> bool:
    """Return whether a cell holds the notebook's parameters."""
    return "parameters" in cell.get("metadata", {}).get("tags", [])


def read_assigned(source: str) -> dict[str, Any]:
    """Return what a cell of parameters assigns, in order.

    Raises
    ------
    ValueError
        Where it is no Python, or a value is none that can be read without running it.

    Examples
    --------
    >>> read_assigned("study = 'york-2021'")
    {'study': 'york-2021'}
    """
    try:
        lines = ast.parse(source).body
    except (SyntaxError, RecursionError, MemoryError):
        raise ValueError("what is written is no Python") from None
    found: dict[str, Any] = {}
    for line in lines:
        for target in line.targets if isinstance(line, ast.Assign) else ():
            if isinstance(target, ast.Name) and isinstance(line, ast.Assign):
                try:
                    found[target.id] = ast.literal_eval(line.value)
                except (ValueError, TypeError, RecursionError, MemoryError):
                    raise ValueError(f"the value of {target.id} has to be worked out") from None
    return found
