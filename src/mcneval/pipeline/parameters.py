"""The notebooks' parameters as a typed model, checked before a notebook sees them."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from mcneval.study.settings import Analysis


class ParameterError(Exception):
    """A notebook's parameters cell and the typed model do not agree."""


class Parameters(BaseModel):
    """Every parameter that a notebook may have; None means: as ``study.yml`` says."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    study: str = Field(min_length=1)
    seed: int | None = Field(default=None, ge=0)
    bootstrap: int | None = Field(default=None, ge=0)
    confidence: float | None = Field(default=None, gt=0, lt=1)
    min_people: int | None = Field(default=None, ge=1)
    similarity: int | None = Field(default=None, ge=0, le=100)
    base: int | None = Field(default=None, ge=1)
    run: int | None = Field(default=None, ge=1)
    threshold: float | None = Field(default=None, ge=0, le=1)
    permutations: int | None = Field(default=None, ge=0)


def state_parameters(study: str, analysis: Analysis) -> Parameters:
    """Return the parameters of one run: the study and what its ``study.yml`` declares."""
    declared = analysis.model_dump()
    return Parameters(study=study, **declared.pop("saturation"), **declared)


def read_parameter_names(notebook: dict[str, Any]) -> list[str]:
    """Return the names that a notebook's parameters cell assigns, in order."""
    for cell in notebook["cells"]:
        if "parameters" in cell.get("metadata", {}).get("tags", []):
            return [
                target.id
                for node in ast.parse(cell["source"]).body
                if isinstance(node, ast.Assign)
                for target in node.targets
                if isinstance(target, ast.Name)
            ]
    return []


def choose_parameters(
    path: Path, notebook: dict[str, Any], parameters: Parameters
) -> dict[str, Any]:
    """Return the parameters that this notebook has a place for.

    Raises
    ------
    ParameterError
        Where the notebook names a parameter that the model does not know.
    """
    names = read_parameter_names(notebook)
    unknown = [name for name in names if name not in Parameters.model_fields]
    if unknown or "study" not in names:
        known = ", ".join(Parameters.model_fields)
        found = ", ".join(names) or "nothing"
        raise ParameterError(
            f"{path.name}: the cell tagged 'parameters' must name study and may name: {known}; "
            f"it names: {found}."
        )
    values = parameters.model_dump()
    return {name: values[name] for name in names}
