"""The cells of the grid of constructs by groups: a shade for the share heard, signs for silence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mcneval.figures.lettering import EDGE, SMALL, TEXT, measure
from mcneval.figures.style import GRID, INK, MUTED, PAPER, SERIES, WIDTH

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

SHADES = ("#ffffff", "#d6e5ef", "#9cc3db", "#33719b", "#0b5c8c")
UNTOLD, UNTOLD_WORDS = "#f7f8f9", "heard; how many is not told, for numbers are small"
BANDS = (
    "heard in a group, speakers not recorded",
    "heard: up to a quarter of the group",
    "up to a half",
    "up to three quarters",
    "more",
)
SIGNS = {
    "silent": ("×", "no evidence from the group"),
    "not raised": ("×", "no evidence from the group"),
    "not asked": ("–", "not asked about"),
    "unclear": ("?", "speakers not told apart"),
}
Entry = tuple[str, str, str]
"""A shade or none, a sign or none, and the words beside it."""


def find_band(voiced_by: int, people: int) -> int:
    """Return how much of a group was heard: 0 for nobody known, then by quarters to 4."""
    if not voiced_by:
        return 0
    return min(4, -(-4 * voiced_by // people))


def draw_cell(
    axes: Axes, cell: Any, corner: tuple[float, float], size: tuple[float, float]
) -> None:
    """Draw one cell from its top left corner."""
    if cell["status"] != "voiced":
        sign = SIGNS[cell["status"]][0]
        _put_box(axes, corner, size, PAPER)
        _put_words(axes, corner, size, sign, SERIES[1], 12.0)
        return
    words = str(cell.get("shown", ""))
    if not words:
        # One look for every count that may not be told, so that the shade does not tell it.
        _put_box(axes, corner, size, UNTOLD)
        return
    band = find_band(int(cell["voiced_by"]), int(cell["people"]))
    _put_box(axes, corner, size, SHADES[band], dotted=band == 0)
    if measure(words, SMALL) < size[0] - 0.06:
        _put_words(axes, corner, size, words, PAPER if band > 2 else INK, SMALL)


def _put_box(
    axes: Axes,
    corner: tuple[float, float],
    size: tuple[float, float],
    shade: str,
    *,
    dotted: bool = False,
) -> None:
    from matplotlib.patches import Rectangle

    axes.add_patch(
        Rectangle(
            (corner[0] + 0.015, corner[1] + 0.015),
            size[0] - 0.03,
            size[1] - 0.03,
            facecolor=shade,
            edgecolor=MUTED if dotted else GRID,
            hatch="////" if shade == UNTOLD else None,
            linewidth=0.8 if dotted else 0.6,
            linestyle=(0, (2, 1.5)) if dotted else "solid",
        )
    )


def _put_words(
    axes: Axes,
    corner: tuple[float, float],
    size: tuple[float, float],
    words: str,
    colour: str,
    points: float,
) -> None:
    axes.text(
        corner[0] + size[0] / 2,
        corner[1] + size[1] / 2,
        words,
        ha="center",
        va="center_baseline",
        fontsize=points,
        color=colour,
        parse_math=False,
    )


def list_entries(cells: pd.DataFrame) -> list[Entry]:
    """Return what occurs in a grid and so needs a word in its key."""
    voiced = cells[cells["status"] == "voiced"]
    told = voiced["shown"].astype(bool) if "shown" in voiced else voiced["people"] < 0
    rows = voiced[told].itertuples(index=False)
    found = {find_band(int(row.voiced_by), int(row.people)) for row in rows}
    entries = [
        (SHADES[band], "", words)
        for band, words in enumerate(BANDS)
        if band and max(found, default=0) > 0
    ]
    if 0 in found:
        entries.append((SHADES[0], "", BANDS[0]))
    if not told.all():
        entries.append((UNTOLD, "", UNTOLD_WORDS))
    signs = {SIGNS[status] for status in set(cells["status"]) - {"voiced"}}
    return entries + [("", sign, words) for sign, words in sorted(signs)]


def fill_key(cells: pd.DataFrame) -> list[list[Entry]]:
    """Return the key's entries in lines of a drawing's width."""
    lines: list[list[Entry]] = [[]]
    used = 0.0
    for entry in list_entries(cells):
        wide = measure_entry(entry)
        if lines[-1] and used + wide > WIDTH - 2 * EDGE:
            lines.append([])
            used = 0.0
        lines[-1].append(entry)
        used += wide
    return lines


def measure_entry(entry: Entry) -> float:
    """Return the inches that an entry of the key takes."""
    return 0.34 + measure(entry[2]) + 0.2


def write_key(axes: Axes, lines: list[list[Entry]], top: float) -> None:
    """Write the key downwards from ``top``."""
    for number, line in enumerate(lines):
        across, high = EDGE, top + number * 0.22
        for entry in line:
            shade, sign, words = entry
            if shade:
                _put_box(axes, (across, high), (0.28, 0.2), shade, dotted=words == BANDS[0])
            else:
                _put_words(axes, (across, high), (0.28, 0.2), sign, SERIES[1], 12.0)
            axes.text(across + 0.34, high + 0.1, words, fontsize=TEXT, va="center_baseline")
            across += measure_entry(entry)
