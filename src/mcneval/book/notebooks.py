"""Executed notebooks: their cells, the options written in them, and their outputs."""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any, Literal

import yaml
from pydantic import ValidationError

from mcneval.book.problems import ProblemList
from mcneval.book.yaml_text import LOADER
from mcneval.exhibit import MIME, Exhibit

ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
OPTION = "#| "


@dataclass(frozen=True)
class Output:
    """One output of a cell: Markdown, a drawing (SVG, PNG or both) or printed text.

    ``said`` is what an exhibit says it is: table, figure, text and so on; ``reason`` is why one
    that is absent cannot be shown; ``narrow`` is its drawing for a narrow screen; ``files`` are
    the study's files that it was made from.
    """

    kind: Literal["markdown", "figure", "text", "error"]
    text: str = ""
    svg: bytes = b""
    narrow: bytes = b""
    png: bytes = b""
    label: str = ""
    caption: str = ""
    alt: str = ""
    notes: str = ""
    reason: str = ""
    said: str = ""
    sortable: bool = False
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cell:
    """One cell; ``options`` are its ``#|`` lines, ``source`` is what remains."""

    number: int
    kind: str
    source: str
    options: dict[str, Any]
    outputs: list[Output]
    tags: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The label that chapters refer to."""
        return str(self.options.get("label", ""))

    @property
    def anchor(self) -> str:
        """Where the cell stands on its notebook's page."""
        return f"cell-{self.label or self.number}"


@dataclass(frozen=True)
class Notebook:
    """An executed notebook; ``path`` begins at the stage folder."""

    path: str
    cells: list[Cell]

    @property
    def name(self) -> str:
        """The file's name without its ending."""
        return PurePosixPath(self.path).stem

    @property
    def href(self) -> str:
        """The address of the notebook's page."""
        return str(PurePosixPath(self.path).with_suffix(".html"))

    def cell(self, label: str) -> Cell | None:
        """Return the cell with this label."""
        return next((cell for cell in self.cells if cell.label == label), None)


def read_notebooks(stage: Path, problems: ProblemList) -> dict[str, Notebook]:
    """Return the stage's notebooks by path, in the order of their names."""
    found: dict[str, Notebook] = {}
    for file in sorted((stage / "notebooks").glob("*.ipynb")):
        path = file.relative_to(stage).as_posix()
        try:
            raw = json.loads(file.read_text(encoding="utf-8"))
            cells = [_cell(one, n, path, problems) for n, one in enumerate(raw["cells"], 1)]
        except ValidationError as error:
            faults = (f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())
            what = f"an exhibit in it is not as it should be ({'; '.join(faults)})"
            problems.add(path, None, what, "Run the notebook again.")
            continue
        except (ValueError, KeyError, TypeError) as error:
            problems.add(path, None, f"this is no notebook that can be read ({error})")
            continue
        _check_labels(path, cells, problems)
        found[path] = Notebook(path, cells)
    return found


def _check_labels(path: str, cells: list[Cell], problems: ProblemList) -> None:
    seen: set[str] = set()
    for cell in cells:
        if cell.label and cell.label in seen:
            what = f"two cells have the label '{cell.label}' (the second is cell {cell.number})"
            problems.add(path, None, what)
        seen.add(cell.label)


def _cell(raw: dict[str, Any], number: int, path: str, problems: ProblemList) -> Cell:
    lines = _joined(raw.get("source", "")).split("\n")
    count = 0
    if raw.get("cell_type") == "code":
        while count < len(lines) and lines[count].startswith(OPTION.strip()):
            count += 1
    written = "\n".join(line[len(OPTION) :] for line in lines[:count])
    try:
        options = yaml.load(written, LOADER) if written else {}
    except yaml.YAMLError:
        options = None
    if not isinstance(options, dict):
        mend = "Write each as '#| key: value'; put a value with a colon in quotes."
        problems.add(path, None, f"the options of cell {number} are not YAML", mend)
        options = {}
    return Cell(
        number,
        str(raw.get("cell_type", "")),
        "\n".join(lines[count:]).strip("\n"),
        options,
        [_output(one) for one in raw.get("outputs", [])],
        tuple((raw.get("metadata") or {}).get("tags", ())),
    )


def _output(raw: dict[str, Any]) -> Output:
    kind = raw.get("output_type")
    if kind == "stream":
        return Output("text", ANSI.sub("", _joined(raw.get("text", ""))))
    if kind == "error":
        return Output("error", ANSI.sub("", "\n".join(raw.get("traceback", []))))
    data = raw.get("data") or {}
    exhibit = _exhibit(data)
    if "image/svg+xml" in data or "image/png" in data:
        svg = _joined(data.get("image/svg+xml", "")).encode()
        png = base64.b64decode(_joined(data.get("image/png", "")))
        return replace(exhibit, kind="figure", svg=svg, png=png)
    if "text/markdown" in data:
        return replace(exhibit, text=_joined(data["text/markdown"]))
    return Output("text", ANSI.sub("", _joined(data.get("text/plain", ""))))


def _exhibit(data: dict[str, Any]) -> Output:
    """Return an output that has what its exhibit says of it, and no content yet."""
    if MIME not in data:
        return Output("markdown")
    one = Exhibit.model_validate(data[MIME])
    # A figure bears its marks in the drawing, for it may travel alone.
    marks = f"Data: {'; '.join(one.marks)}." if one.marks and one.kind != "figure" else ""
    return Output(
        "markdown",
        label=one.label,
        caption=one.caption,
        alt=one.alt,
        notes=" ".join(part for part in (one.note, marks) if part),
        reason=one.reason,
        said=one.kind,
        narrow=one.narrow.encode(),
        sortable=one.sortable,
        files=tuple(one.files),
    )


def _joined(value: Any) -> str:
    return "".join(value) if isinstance(value, list) else str(value)
