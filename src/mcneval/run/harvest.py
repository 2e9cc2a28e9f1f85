"""Take the exhibits out of executed notebooks, and write what readers take away."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mcneval.book.drawings import plain_colours
from mcneval.errors import McnevalError
from mcneval.exchange.cells import as_text
from mcneval.exhibit import MIME, PREFIXES, Data, Exhibit
from mcneval.roles import write_number
from mcneval.run.notebooks import name_cell

LABELS = tuple(prefix for kind in PREFIXES.values() for prefix in kind)


@dataclass(frozen=True)
class Shown:
    """An exhibit, the notebook it stands in, and what is seen of it by media type."""

    exhibit: Exhibit
    notebook: str
    seen: dict[str, str]


@dataclass(frozen=True)
class Harvest:
    """All that a run's notebooks show.

    Parameters
    ----------
    shown : list of Shown
        In the order of the notebooks and cells.
    variables : dict
        Key to ``{value, text, notebook, cell, inputs}``, sorted by key.
    """

    shown: list[Shown]
    variables: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def exhibits(self) -> list[Exhibit]:
        """The exhibits alone."""
        return [one.exhibit for one in self.shown]


class HarvestError(McnevalError):
    """Executed notebooks do not hold what a report needs."""


def harvest_notebooks(paths: Iterable[Path]) -> Harvest:
    """Return the exhibits and numbers of executed notebooks.

    Raises
    ------
    HarvestError
        Says all at once: cells that failed, labelled cells that show nothing, labels or keys that
        stand twice, keys that are also the beginning of another.
    """
    shown: list[Shown] = []
    problems: list[str] = []
    for path in paths:
        for cell in json.loads(path.read_text("utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                found, wrong = read_cell(path, cell)
                shown += found
                problems += wrong
    twice = _find_twice("label", [(one.exhibit.label, one.notebook) for one in shown])
    files = [(name, one.notebook) for one in shown for name in list_files(one)]
    problems += twice or _find_twice("file", files)
    numbers = [pair for one in shown if one.exhibit.kind == "numbers" for pair in list_numbers(one)]
    problems += _find_twice("key", [(key, number["notebook"]) for key, number in numbers])
    variables = dict(sorted(numbers, key=lambda pair: pair[0]))
    for key in variables:
        parts = key.split(".")
        starts = (".".join(parts[:end]) for end in range(1, len(parts)))
        problems += [
            f"the key {one} is also the beginning of {key}." for one in starts if one in variables
        ]
    if problems:
        raise HarvestError("\n".join(problems))
    return Harvest(shown, variables)


def read_cell(path: Path, cell: dict[str, Any]) -> tuple[list[Shown], list[str]]:
    """Return what a code cell shows, and what is wrong with it."""
    label = name_cell("".join(cell["source"]))
    failed = [out for out in cell["outputs"] if out["output_type"] == "error"]
    bundles = [out["data"] for out in cell["outputs"] if MIME in out.get("data", {})]
    problems = [
        f"{path.name}, {label or 'a cell'}: {out['ename']}: {out['evalue']}" for out in failed
    ]
    if label.startswith(LABELS) and not bundles and not failed:
        problems.append(
            f"{path.name}, {label}: the cell shows nothing that a report can take. Let its last "
            "line be a frame, a figure or Markdown, or call mc.show()."
        )
    shown = []
    for data in bundles:
        seen = {media: _join(text) for media, text in data.items() if media != MIME}
        shown.append(Shown(Exhibit.model_validate(data[MIME]), path.stem, seen))
    return shown, problems


def _join(text: str | list[str]) -> str:
    return text if isinstance(text, str) else "".join(text)


def _find_twice(what: str, names: list[tuple[str, str]]) -> list[str]:
    first: dict[str, str] = {}
    found = []
    for name, place in names:
        if name in first:
            found.append(f"the {what} {name} stands in {place}, and already in {first[name]}.")
        first.setdefault(name, place)
    return found


def list_numbers(shown: Shown) -> list[tuple[str, dict[str, Any]]]:
    """Return the numbers that a cell hands to the prose, by key, with where they come from."""
    place = {"notebook": shown.notebook, "cell": shown.exhibit.label, "inputs": shown.exhibit.files}
    found = []
    for data in shown.exhibit.data:
        for column, value in zip(data.columns, data.rows[0] if data.rows else [], strict=False):
            word = column.role.partition(" ")[0]
            told = "not estimable" if value is None else value
            number = isinstance(told, (int, float)) and not isinstance(told, bool)
            text = write_number(float(told), word) if number else str(told)
            found.append((column.name, {"value": told, "text": text} | place))
    return found


def write_harvest(harvest: Harvest, folder: Path) -> None:
    """Write each exhibit's data as ``tables/<label>.csv``, its drawing as ``figures/<label>.svg``.

    An exhibit of several frames has ``<label>-2.csv`` and so on. The drawing's colours are plain
    in the file, for programs that know no variables.
    """
    for name in ("tables", "figures"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for one in harvest.shown:
        for name, content in list_files(one).items():
            if isinstance(content, Data):
                write_data(content, folder / name)
            else:
                (folder / name).write_text(plain_colours(content), "utf-8")


def list_files(shown: Shown) -> dict[str, Data | str]:
    """Return an exhibit's files: its data and its drawings."""
    label = shown.exhibit.label
    found: dict[str, Data | str] = {}
    for number, data in enumerate(shown.exhibit.data, start=1):
        found[f"tables/{label}{'' if number == 1 else f'-{number}'}.csv"] = data
    drawings = {"": shown.seen.get("image/svg+xml", ""), "-narrow": shown.exhibit.narrow}
    return found | {f"figures/{label}{end}.svg": svg for end, svg in drawings.items() if svg}


def write_data(data: Data, path: Path) -> None:
    """Write data as CSV; no cell of text is a formula to a spreadsheet."""
    rows = [[column.name for column in data.columns], *data.rows]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([[defuse(cell) for cell in row] for row in rows])


def defuse(cell: Any) -> Any:
    """Return a cell as a file has it that a spreadsheet opens: no text is a formula."""
    return as_text(cell) if isinstance(cell, str) else cell
