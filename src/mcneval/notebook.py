"""Let a labelled cell's last expression, or ``show``, become an exhibit.

The running cell is known from IPython's ``pre_run_cell`` event, which is the same wherever a
kernel runs it. The state is kept in plain module variables: a ContextVar set in ``pre_run_cell``
is gone in ``post_execute`` of a cell with ``await``, where the inline backend shows its figures.
"""

from __future__ import annotations

import ast
import html
import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import pandas as pd
import yaml

import mcneval.roles  # noqa: F401 - from here on pandas knows "count[…]"
from mcneval.exhibit import (
    NAME,
    PREFIXES,
    Exhibit,
    ExhibitError,
    list_names,
    name_counted,
    name_file,
    read_data,
    write_table,
)
from mcneval.study.load import Study, load_study
from mcneval.study.record import begin_record, read_record
from mcneval.study.sections import SECTIONS
from mcneval.study.settings import Analysis
from mcneval.study.tables import TABLE_BY_NAME

OPTION = re.compile(r"^#\|\s?(.*)$")
SEEN = {
    "matplotlib.figure": "Figure",
    "matplotlib.axes._axes": "Axes",
    "seaborn.axisgrid": "Grid",
    "seaborn._core.plot": "Plot",
    "pandas.io.formats.style": "Styler",
    "IPython.core.display": "Markdown",
}
"""What a plain last expression may be, besides a frame or a series."""


WHY = {
    "declared": "Left out by `study.yml: report`.",
    "excerpts": "Left out: the segments are excerpts that an author chose to print, and cannot say "
    "how widely something was said.",
    "approach": "Left out: it does not belong to this approach to analysis.",
    "phase": "Left out: there is one phase, and nothing to compare it with.",
    "speakers": "Left out: it cannot be shown beside how the evidence names its speakers. See "
    "`study.yml: disclosure`.",
    "few": "Left out: so few took part that to count who is behind something would tell how many.",
    "groups": "Left out: beside counts by group it could tell of single people.",
    "known": "Left out: beside how many people took part it would tell where single ones work.",
    "register": "Left out: the register was worked out from totals, and could only repeat them.",
}
"""Why a section is left out, as its cell says it."""


@dataclass
class Cell:
    """The cell that runs: its options, its names, and what earlier names bring along."""

    options: dict[str, Any] = field(default_factory=dict)
    loads: set[str] = field(default_factory=set)
    stores: set[str] = field(default_factory=set)
    given: frozenset[str] = frozenset()
    shown: bool = False

    @property
    def label(self) -> str:
        """The label that chapters refer to."""
        return str(self.options.get("label", ""))

    @property
    def inputs(self) -> set[str]:
        """What has gone into the cell: what it read, and what its names were made from."""
        return read_record() | self.given


_cell = Cell()
_depth = 0
_brought: dict[str, frozenset[str]] = {}
"""What the values behind the notebook's names were made from."""
_opened: dict[Path, Study] = {}


def open_study(name: str | Path | Study, **parameters: object) -> Study:
    """Open a study, and in a notebook let its cells be exhibits, in the house's look.

    Parameters
    ----------
    name : str or Path
        The name of its folder in ``data``, or a path.
    **parameters
        Parameters of the analysis, in place of those in ``study.yml``: seed, bootstrap,
        confidence, min_people, similarity, and base, run, threshold and permutations of the
        saturation analysis.

    Returns
    -------
    Study
        Its tables by name (``study["themes"]``), settings and frameworks.

    Raises
    ------
    StudyError
        Where its files have errors, with all of them.
    pydantic.ValidationError
        Where a parameter is unknown or not of its kind.

    Examples
    --------
    >>> import mcneval as mc
    >>> study = mc.open_study("york-2021")
    >>> len(mc.system.list_places(study))
    19
    """
    loaded = load_study(name.folder if isinstance(name, Study) else name)
    declared = loaded.settings.analysis
    chosen = override(declared, parameters)
    if chosen != declared:
        theirs = declared.flatten()
        differ = {n: v for n, v in chosen.flatten().items() if v != theirs[n]}
        listed = ", ".join(f"{n} {v} (there: {theirs[n]})" for n, v in differ.items())
        warnings.warn(f"not as {loaded.name}/study.yml has it: {listed}", stacklevel=2)
    study = Study(**{**_fields(loaded), "parameters": chosen})
    _opened[study.folder.resolve()] = study
    if _shell() is not None:
        join_notebook(_shell())
    return study


def _fields(study: Study) -> dict[str, Any]:
    names = [name for name, one in Study.__dataclass_fields__.items() if one.init]
    return {name: getattr(study, name) for name in names}


def override(analysis: Analysis, given: dict[str, Any]) -> Analysis:
    """Return parameters with those given in their place; None leaves one as it is."""
    words = {name: value for name, value in given.items() if value is not None}
    saturation = analysis.saturation.model_dump()
    inner = {name: words.pop(name) for name in list(words) if name in saturation}
    whole = analysis.model_dump() | words | {"saturation": saturation | inner}
    return Analysis.model_validate(whole)


def read_options(source: str) -> dict[str, Any]:
    """Return a cell's ``#|`` lines, as Quarto reads them: YAML at the top of the cell.

    Raises
    ------
    ExhibitError
        Where they are no YAML mapping.
    """
    lines = []
    for line in source.splitlines():
        found = OPTION.match(line)
        if found:
            lines.append(found[1])
        elif line.strip() and not line.startswith("%%"):
            break
    try:
        options = yaml.safe_load("\n".join(lines)) if lines else {}
    except yaml.YAMLError:
        options = None
    if not isinstance(options, dict):
        raise ExhibitError(
            f"the cell's #| lines are no YAML: {'; '.join(lines)}. Write each as '#| key: value', "
            "and a value with a colon in quotes."
        )
    return options


def read_names(code: str) -> tuple[set[str], set[str]]:
    """Return the names that a cell takes from earlier cells, and those it binds or changes."""
    loads: set[str] = set()
    stores: set[str] = set()
    for statement in ast.parse(code).body:
        taken: set[str] = set()
        bound: set[str] = set()
        for node in ast.walk(statement):
            if isinstance(node, ast.Name):
                (taken if isinstance(node.ctx, ast.Load) else bound).add(node.id)
            elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                bound.add(node.name)
            elif isinstance(node, ast.alias):
                bound.add((node.asname or node.name).partition(".")[0])
            if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
                taken.add(node.target.id)
            bound |= _list_changed(node)
        loads |= taken - stores
        stores |= bound
    return loads, stores


def _list_changed(node: ast.AST) -> set[str]:
    """Return the names whose values a node changes in place: ``a["n"] = …``, ``a.insert(…)``."""
    changed = None
    if isinstance(node, (ast.Subscript, ast.Attribute)) and isinstance(node.ctx, ast.Store):
        changed = node.value
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        changed = getattr(node.value.func, "value", None)
    return {n.id for n in ast.walk(changed) if isinstance(n, ast.Name)} if changed else set()


def begin_cell(source: str, code: str) -> None:
    """Close the record of the cell before and begin that of this one."""
    global _cell
    space = _shell().user_ns if _shell() else {}
    bound = {n for n in _cell.stores & set(space) if not isinstance(space[n], (Study, ModuleType))}
    _brought.update(dict.fromkeys(bound, frozenset(_cell.inputs)))
    begin_record()
    _cell = Cell(options=read_options(source))
    try:
        _cell.loads, _cell.stores = read_names(code)
    except SyntaxError:  # the cell itself will say so
        return
    _cell.given = frozenset().union(*(_brought.get(name, frozenset()) for name in _cell.loads))


def show(
    thing: object,
    *,
    data: pd.DataFrame | None = None,
    caption: str = "",
    alt: str = "",
    note: str = "",
    sortable: bool = False,
) -> None:
    """Show a frame or figure as an exhibit, with what the cell's ``#|`` lines do not say.

    Parameters
    ----------
    thing : DataFrame, Series, Styler, Figure, Axes, seaborn grid or plot, Markdown
        What is shown. In a cell without a label it is shown as it is.
    data : DataFrame, optional
        What is handed out as a file and audited, where that is more than what is seen.
    caption, alt, note : str
        In place of ``tbl-cap`` or ``fig-cap``, of ``fig-alt``, and below the exhibit.
    sortable : bool
        Whether a reader may sort the table.
    """
    from IPython.display import display

    words = {"caption": caption, "alt": alt, "note": note, "sortable": sortable}
    bundle = make_bundle(thing, data, **{name: value for name, value in words.items() if value})
    if bundle is None:
        display(thing)
    else:
        display(bundle, raw=True)


def make_bundle(
    thing: object, data: pd.DataFrame | None = None, **more: Any
) -> dict[str, Any] | None:
    """Return what a labelled cell shows; None in any other cell, which stays as it is."""
    label, options = _cell.label, _cell.options
    if not label.startswith(tuple(prefix for kind in PREFIXES.values() for prefix in kind)):
        return None
    left_out = [study.left_out[SECTIONS[label]] for study in _opened.values()
                if SECTIONS.get(label) in study.left_out]  # fmt: skip
    figure = _find_figure(thing)
    kind, frames, draw = _look_at(thing, figure)
    if not kind:
        return None
    if not re.match(NAME, label):
        raise ExhibitError(f"{label!r} is no label: use letters, digits, '-' and '_'")
    if _cell.shown:
        raise ExhibitError(f"the cell {label} shows two things; give each a cell and a label")
    if not label.startswith(PREFIXES[kind]):
        begin = " or ".join(PREFIXES[kind])
        raise ExhibitError(f"{label} shows a {kind}, whose label begins with {begin}")
    inputs = _cell.inputs
    drawn = getattr(figure, "drawn_alt", "")
    if figure is not None:
        _close(figure)
    exhibit = Exhibit(
        label=label,
        kind="numbers" if label.startswith("num-") else kind,
        caption=more.get("caption", options.get(f"{label[:3]}-cap", "")),
        alt=more.get("alt", options.get("fig-alt") or drawn),
        note=more.get("note", ""),
        sortable=more.get("sortable", False),
        marks=sorted({mark for study in _opened.values() for mark in study.list_marks(inputs)}),
        inputs=sorted(inputs),
    )
    _cell.shown = True
    if left_out or (frames and all(frame.empty for frame in frames)):
        exhibit.kind = "absent"
        exhibit.reason = WHY[left_out[0]] if left_out else _explain(inputs)
        seen = {"text/plain": exhibit.reason, "text/markdown": f"*{exhibit.reason}*"}
        # Else the frame itself would stand in the notebook: what a bundle lacks, IPython adds.
        seen["text/html"] = f"<em>{html.escape(exhibit.reason)}</em>"
        return seen | exhibit.bundle()
    people = (study.tables["participants"]["participant_id"] for study in _opened.values())
    ids = set().union(*people)
    names = set().union(*(list_names(study.tables) for study in _opened.values()))
    given = [data] if data is not None else frames
    exhibit.data = [read_data(one, inputs, ids, names=names) for one in given]
    seen = draw(exhibit)
    return {"text/plain": exhibit.alt or exhibit.caption or label} | seen | exhibit.bundle()


def _explain(inputs: set[str]) -> str:
    """Return why an exhibit has nothing to show: the files that are missing, and what it costs."""
    tables = sorted({read.partition(".")[0] for read in inputs})
    absent = set().union(*(study.missing for study in _opened.values()))
    missing = [name for name in tables if name in absent]
    reasons = [
        f"`{name_file(name)}` is not there. {TABLE_BY_NAME[name].without}" for name in missing
    ]
    return " ".join(reasons) or "There is nothing of this in the study's tables."


def _look_at(
    thing: Any, figure: Any
) -> tuple[str, list[pd.DataFrame], Callable[[Exhibit], dict[str, str]]]:
    """Return what a thing is ("" for what we leave alone), its frames, and what shows it."""
    if isinstance(thing, (pd.DataFrame, pd.Series)):
        counted = isinstance(thing, pd.Series)
        frame = name_counted(thing, _list_frames()).to_frame() if counted else thing
        return "table", [frame], lambda exhibit: {"text/markdown": _write_frame(frame, exhibit)}
    name = type(thing).__name__
    if name == "Styler":
        return "table", [thing.data], lambda _: {"text/markdown": write_table(thing.data)}
    if name == "Markdown":
        return "text", [], lambda _: {"text/markdown": thing.data}
    return (
        ("", [], lambda _: {})
        if figure is None
        else ("figure", _find_drawn(figure), lambda e: _draw(figure, e))
    )


def _write_frame(frame: pd.DataFrame, exhibit: Exhibit) -> str:
    if exhibit.kind != "numbers":
        return write_table(frame)
    cells = frame.astype("object").iloc[0].map(lambda value: "" if pd.isna(value) else str(value))
    return write_table(pd.DataFrame({"Key": frame.columns, "Value": cells.to_numpy()}))


def _find_figure(thing: Any) -> Any:
    """Return the matplotlib figure of a figure, axes, seaborn grid or plot; None of others."""
    kinds = {(t.__module__.partition(".")[0], t.__name__) for t in type(thing).__mro__}
    if ("seaborn", "Plot") in kinds:
        from matplotlib.figure import Figure

        figure = Figure()
        thing.on(figure).plot()
        return figure
    if ("matplotlib", "Figure") in kinds:
        return thing
    return thing.figure if kinds & {("matplotlib", "Axes"), ("seaborn", "Grid")} else None


def _find_drawn(figure: Any) -> list[pd.DataFrame]:
    """Return the frames a figure draws: kept by its function, else those that the cell names."""
    kept: list[pd.DataFrame] = getattr(figure, "drawn_frames", [])
    if kept:
        return kept
    frames = _list_frames()
    if not frames and _cell.inputs:
        raise ExhibitError(
            "it is not known what the figure draws. Say it: mc.show(figure, data=frame)"
        )
    return frames


def _list_frames() -> list[pd.DataFrame]:
    """Return the frames that the cell names."""
    space = _shell().user_ns
    names = sorted(_cell.loads | _cell.stores)
    return [space[name] for name in names if isinstance(space.get(name), pd.DataFrame)]


def _draw(figure: Any, exhibit: Exhibit) -> dict[str, str]:
    """Return a figure as SVG, and put its narrow drawing into the exhibit."""
    from mcneval.figures.style import stamp, write_svg

    redraw = getattr(figure, "draw_narrow", None)
    marks = "; ".join(exhibit.marks)
    narrow = redraw().figure if redraw else None
    for one in (figure, narrow):
        if one is not None and marks:
            stamp(one, f"Data: {marks}.")
    exhibit.narrow = write_svg(narrow) if narrow is not None else ""
    return {"image/svg+xml": write_svg(figure)}


def _close(figure: Any) -> None:
    """Take a figure from pyplot's list; else the inline backend shows it again after the cell."""
    import matplotlib.pyplot as plt

    plt.close(figure)


def _shell() -> Any:
    from IPython import get_ipython

    return get_ipython()


def _before(info: Any) -> None:
    global _depth
    _depth += 1
    if _depth == 1:  # not a cell that a cell runs, such as the inside of %%capture
        begin_cell(info.raw_cell, _shell().transform_cell(info.raw_cell))


def _after(_: Any) -> None:
    global _depth
    _depth = max(0, _depth - 1)


def join_notebook(shell: Any) -> None:
    """Take part in a notebook: know its cells, show its frames and figures. Once a kernel."""
    from mcneval.figures.style import set_look

    global _depth
    if getattr(shell, "_mcneval_joined", False):
        return
    shell._mcneval_joined, _depth = True, 1
    set_look()
    shell.events.register("pre_run_cell", _before)
    shell.events.register("post_run_cell", _after)
    source = shell.history_manager.input_hist_raw[-1]  # this cell began before we were here
    begin_cell(source, shell.transform_cell(source))
    bundles = shell.display_formatter.mimebundle_formatter
    for kind in (pd.DataFrame, pd.Series):
        bundles.for_type(kind, _format)
    for module, name in SEEN.items():
        bundles.for_type_by_name(module, name, _format)


def _format(thing: object, include: object = None, exclude: object = None) -> dict[str, Any]:
    return make_bundle(thing) or {}
