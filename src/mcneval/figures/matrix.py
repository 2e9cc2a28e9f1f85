"""The framework matrix as a heat map, in panels where there are many cases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mcneval.figures.style import INK, PAPER, SEQUENTIAL, WIDTH, Drawing, looked
from mcneval.figures.theme_rows import wrap_names

if TYPE_CHECKING:
    import pandas as pd

ACROSS = 24
"""Cases in one panel: more would make the numbers too small to read."""


def draw_matrix(frame: pd.DataFrame, themes: list[str]) -> Drawing | None:
    """Draw the segments of each case under each theme.

    Parameters
    ----------
    frame : DataFrame
        case_id, case_label, theme_label, segments, against; in the order of the columns.
    themes : list of str
        The labels of all themes, in the order of the rows.
    """
    if frame.empty:
        return None
    from matplotlib.figure import Figure

    cases = list(dict.fromkeys(zip(frame["case_id"], frame["case_label"], strict=True)))
    panels = split_evenly(cases, ACROSS)
    wrapped = wrap_names(themes, 30)
    tall = sum(0.11 + 0.155 * (name.count("\n") + 1) for name in wrapped)
    names = 0.075 * max(len(label) for _, label in cases) + 0.3
    with looked():
        figure = Figure(figsize=(WIDTH, (tall + names) * len(panels) + 0.3), layout="constrained")
        grid = figure.subplots(len(panels), 1, squeeze=False)
        most = int(frame["segments"].max())
        for axes, part in zip(grid[:, 0], panels, strict=True):
            _draw_panel(axes, frame, part, themes, most)
            places = [line + 0.5 for line in range(len(themes))]
            axes.set_yticks(places, wrapped, fontsize=9, parse_math=False)
        if frame["against"].any():
            grid[-1, 0].set_xlabel(
                "Underlined: some of it speaks against the theme", fontsize=9, loc="right"
            )
    return Drawing(figure, describe_matrix(frame, themes))


def split_evenly(cases: list[Any], most: int) -> list[list[Any]]:
    """Return cases in as few lists as hold at most so many, of about the same length."""
    count = -(-len(cases) // most)
    size = -(-len(cases) // count)
    return [cases[start : start + size] for start in range(0, len(cases), size)]


def _draw_panel(
    axes: Any, frame: pd.DataFrame, cases: list[tuple[str, str]], themes: list[str], most: int
) -> None:
    import numpy as np
    from matplotlib import colormaps

    place = {case: column for column, (case, _) in enumerate(cases)}
    grid = np.full((len(themes), len(cases)), np.nan)
    part = frame[frame["case_id"].isin(place)]
    for row in part.itertuples(index=False):
        grid[themes.index(row.theme_label), place[row.case_id]] = row.segments
    shades = colormaps[SEQUENTIAL].with_extremes(bad=PAPER)
    axes.pcolormesh(
        grid, cmap=shades, vmin=0, vmax=most * 1.15, edgecolors="#e6eaee", linewidth=0.5
    )
    for row in part.itertuples(index=False):
        _write_count(axes, place[row.case_id], themes.index(row.theme_label), row, most)
    axes.set_xticks(
        [column + 0.5 for column in range(len(cases))],
        [label for _, label in cases],
        rotation=90,
        fontsize=9,
        parse_math=False,
    )
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    axes.invert_yaxis()
    for spine in axes.spines.values():
        spine.set_visible(False)


def _write_count(axes: Any, column: int, line: int, row: Any, most: int) -> None:
    dark = row.segments / (most * 1.15) > 0.55
    axes.text(
        column + 0.5,
        line + 0.5,
        str(row.segments),
        ha="center",
        va="center_baseline",
        fontsize=9,
        color=PAPER if dark else INK,
    )
    if row.against:
        axes.plot(
            [column + 0.25, column + 0.75],
            [line + 0.84, line + 0.84],
            color=PAPER if dark else INK,
            linewidth=1.4,
        )


def describe_matrix(frame: pd.DataFrame, themes: list[str]) -> str:
    """Return the drawing in words, with its numbers."""
    cases = frame["case_id"].nunique()
    widest = frame.groupby("case_label", sort=False)["theme_label"].nunique()
    return (
        f"Heat map of {cases} cases by {len(themes)} themes; {len(frame)} of "
        f"{cases * len(themes)} cells have evidence. Most themes: {widest.idxmax()}, "
        f"{widest.max()}."
    )
