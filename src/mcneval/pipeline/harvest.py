"""Take the exhibits out of executed notebooks."""

from __future__ import annotations

import ast
import base64
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mcneval.exhibits import MIME


@dataclass(frozen=True)
class Shown:
    """One exhibit as it stands in an executed notebook."""

    notebook: str
    cell: str
    kind: str
    facts: dict[str, Any]
    data: dict[str, Any]
    function: str


@dataclass(frozen=True)
class Harvest:
    """All that a run's notebooks show.

    Parameters
    ----------
    exhibits : list of Shown
        In the order of the notebooks and cells.
    variables : dict
        Key to ``{value, text, notebook, cell, function, inputs}``, sorted by key.
    """

    exhibits: list[Shown]
    variables: dict[str, dict[str, Any]] = field(default_factory=dict)


class HarvestError(Exception):
    """Two cells claim one label or key, or a key is also the beginning of another."""


def harvest_notebooks(paths: Iterable[Path]) -> Harvest:
    """Return the exhibits and variables of executed notebooks.

    Raises
    ------
    HarvestError
        Where a label or a key stands twice, or a key is a prefix of another.
    """
    exhibits = [shown for path in paths for shown in read_exhibits(path)]
    labels = [shown.cell for shown in exhibits]
    _refuse_twice("label", labels)
    rows = [
        (number["key"], _describe(number, shown))
        for shown in exhibits
        for number in shown.facts.get("numbers", [])
    ]
    _refuse_twice("key", [key for key, _ in rows])
    keys = {key for key, _ in rows}
    for key in sorted(keys):
        parts = key.split(".")
        for end in range(1, len(parts)):
            if ".".join(parts[:end]) in keys:
                raise HarvestError(
                    f"the key {'.'.join(parts[:end])} is also the beginning of {key}."
                )
    return Harvest(exhibits, dict(sorted(rows)))


def _describe(number: dict[str, Any], shown: Shown) -> dict[str, Any]:
    return {
        "value": number["value"],
        "text": number["text"],
        "notebook": shown.notebook,
        "cell": shown.cell,
        "function": shown.function,
        "inputs": shown.facts["uses"],
    }


def _refuse_twice(what: str, names: list[str]) -> None:
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise HarvestError(f"the {what} {', '.join(twice)} stands in more than one cell.")


def read_exhibits(path: Path) -> list[Shown]:
    """Return the exhibits of one executed notebook."""
    import nbformat

    notebook = nbformat.read(path, as_version=4)
    return [
        Shown(
            notebook=path.stem,
            cell=output.data[MIME]["label"],
            kind=output.data[MIME]["kind"],
            facts=dict(output.data[MIME]),
            data=dict(output.data),
            function=name_function(cell.source),
        )
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if MIME in output.get("data", {})
    ]


def name_function(source: str) -> str:
    """Return the first ``module.function`` called for its result in a cell.

    ``walk.table("x", recruitment.tabulate_flow(study), …)`` gives
    ``recruitment.tabulate_flow``.
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            if isinstance(owner, ast.Name) and owner.id != "walk":
                return f"{owner.id}.{node.func.attr}"
    return ""


def write_harvest(harvest: Harvest, folder: Path) -> None:
    """Write each exhibit's file: ``tables/<label>.csv``, ``figures/<label>.svg`` and ``.png``.

    Text exhibits go to ``sections/<label>.md``, without a leading ``sections-``.
    """
    for name in ("tables", "figures", "sections"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for shown in harvest.exhibits:
        for label, words in shown.facts.get("csv", {}).items():
            (folder / "tables" / f"{label}.csv").write_text(words, "utf-8", newline="")
        if shown.kind == "figure":
            svg = folder / "figures" / f"{shown.cell}.svg"
            svg.write_text(shown.data["image/svg+xml"], "utf-8", newline="")
            png = base64.b64decode(shown.data["image/png"])
            svg.with_suffix(".png").write_bytes(png)
        if shown.kind in ("text", "absent") and shown.cell.startswith("sections-"):
            words = shown.data["text/markdown"]
            name = shown.cell.removeprefix("sections-")
            (folder / "sections" / f"{name}.md").write_text(words + "\n", "utf-8", newline="")
