"""The notebooks' parameters, checked before a notebook sees them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mcneval.errors import McnevalError
from mcneval.study.own_notebooks import is_tagged, read_assigned
from mcneval.study.settings import Analysis


class ParameterError(McnevalError):
    """A notebook's parameters cell and the typed model do not agree."""


def list_parameters(study: str, analysis: Analysis) -> dict[str, Any]:
    """Return every parameter that a notebook may have, as the study declares it."""
    return {"study": study} | analysis.flatten()


def read_defaults(notebook: dict[str, Any]) -> dict[str, Any]:
    """Return what a notebook's parameters cell assigns, in order."""
    for cell in notebook["cells"]:
        if is_tagged(cell):
            return read_assigned("".join(cell["source"]))
    return {}


def choose_parameters(
    path: Path, notebook: dict[str, Any], parameters: dict[str, Any]
) -> dict[str, Any]:
    """Return the parameters that this notebook has a place for.

    Raises
    ------
    ParameterError
        Where the notebook names a parameter that the model does not know, or no study.
    """
    names = list(read_defaults(notebook))
    if set(names) - set(parameters) or "study" not in names:
        raise ParameterError(
            f"{path.name}: the cell tagged 'parameters' must name study and may name: "
            f"{', '.join(parameters)}; it names: {', '.join(names) or 'nothing'}."
        )
    return {name: parameters[name] for name in names}
