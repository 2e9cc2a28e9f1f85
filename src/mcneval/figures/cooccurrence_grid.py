"""Which codes stand on the same segments, drawn as a grid of numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcneval.analysis.numbers import count_words, join_words
from mcneval.figures.lettering import (
    EDGE,
    TEXT,
    break_lines,
    curl_names,
    fill_notes,
    line_height,
    measure,
    write_notes,
)
from mcneval.figures.style import (
    FOOT,
    GRID,
    INK,
    PAPER,
    SERIES,
    WIDTH,
    Drawing,
    looked,
    start_board,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

ACROSS, DOWN = 18, 22
"""Columns and rows of the grid: with more, its cells would be too small for their numbers."""
ROW, CELL, NAMES = 0.215, 0.3, 2.4


def draw_cooccurrence_matrix(pairs: pd.DataFrame, labels: dict[str, str]) -> Drawing | None:
    """Draw pairs of codes as a triangle of cells with the segments that both carry.

    Only the codes that share most are drawn, as many as fit, and of these only the rows and
    columns that hold a number. Each column's name stands above its first cell.

    Parameters
    ----------
    pairs : DataFrame
        As from :func:`mcneval.analysis.cooccurrence.measure_cooccurrence`: first, second,
        together.
    labels : dict of str to str
        The codes' names, in the codebook's order.

    Returns
    -------
    Drawing or None
        None where no two codes stand together.
    """
    if pairs.empty:
        return None
    labels = curl_names(labels)
    codes = choose_codes(pairs, labels)
    shown = pairs[pairs["first"].isin(codes) & pairs["second"].isin(codes)]
    cells = place_cells(shown, codes)
    notes = fill_notes(list_notes(pairs, shown, len(codes)))
    across = list(dict.fromkeys(code for code in codes if any(one == code for one, _ in cells)))
    down = list(dict.fromkeys(code for code in codes if any(two == code for _, two in cells)))
    starts = {code: find_start(code, codes, down) for code in across}
    head = max(measure(_cut(labels[code])) - starts[code] * ROW for code in across) + 0.14
    top = 0.08 + line_height() * len(notes) + max(0.0, head)
    with looked():
        figure, axes = start_board(top + ROW * len(down) + 0.1 + FOOT)
        write_notes(axes, notes, 0.04)
        left = EDGE + max(measure(_cut(labels[code])) for code in down) + 0.1
        cell = min(CELL, (WIDTH - EDGE - left) / len(across))
        for place, code in enumerate(down):
            middle = top + (place + 0.5) * ROW
            _write(axes, (left - 0.08, middle), _cut(labels[code]), turned=False)
            width = sum(starts[one] <= place for one in across) * cell
            axes.plot([left, left + width], [middle, middle], color=GRID, lw=0.6, zorder=0)
        for place, code in enumerate(across):
            middle, high = left + (place + 0.5) * cell, top + starts[code] * ROW
            _write(axes, (middle, high - 0.06), _cut(labels[code]), turned=True)
            axes.plot([middle, middle], [high, top + ROW * len(down)], color=GRID, lw=0.6, zorder=0)
        most = int(shown["together"].max())
        for (one, two), together in cells.items():
            corner = left + across.index(one) * cell, top + down.index(two) * ROW
            _draw_cell(axes, corner, cell, together, most)
    return Drawing(figure, describe_grid(pairs, shown, labels, len(codes)))


def choose_codes(pairs: pd.DataFrame, labels: dict[str, str]) -> list[str]:
    """Return the codes that share most segments with others, in the codebook's order."""
    weights: dict[str, int] = {}
    for row in pairs.itertuples():
        weights[row.first] = weights.get(row.first, 0) + row.together
        weights[row.second] = weights.get(row.second, 0) + row.together
    kept = sorted(weights, key=lambda code: (-weights[code], code))
    while True:
        codes = [code for code in labels if code in kept]
        shown = pairs[pairs["first"].isin(codes) & pairs["second"].isin(codes)]
        across, down = zip(*place_cells(shown, codes), strict=True)
        if len(set(across)) <= ACROSS and len(set(down)) <= DOWN:
            return codes
        kept.pop()


def place_cells(shown: pd.DataFrame, codes: list[str]) -> dict[tuple[str, str], int]:
    """Return the segments by column and row; the code that comes first is the column."""
    cells = {}
    for row in shown.itertuples():
        one, two = sorted((row.first, row.second), key=codes.index)
        cells[one, two] = int(row.together)
    return cells


def find_start(code: str, codes: list[str], down: list[str]) -> int:
    """Return the first row that comes after a column's own code."""
    later = [place for place, other in enumerate(down) if codes.index(other) > codes.index(code)]
    return later[0]


def _cut(name: str) -> str:
    return break_lines(name, NAMES, most=1)[0]


def _write(axes: Axes, at: tuple[float, float], words: str, *, turned: bool) -> None:
    side = {"rotation": 90, "ha": "center", "va": "bottom"} if turned else {"ha": "right"}
    axes.text(
        *at,
        words,
        fontsize=TEXT,
        color=INK,
        parse_math=False,
        **({"va": "center_baseline"} | side),
    )


def _draw_cell(
    axes: Axes, corner: tuple[float, float], cell: float, together: int, most: int
) -> None:
    from matplotlib.patches import Rectangle

    weight = together / most
    axes.add_patch(
        Rectangle(
            (corner[0] + 0.012, corner[1] + 0.012),
            cell - 0.024,
            ROW - 0.024,
            facecolor=_mix(SERIES[0], 0.18 + 0.72 * weight),
            lw=0,
            zorder=2,
        )
    )
    axes.text(
        corner[0] + cell / 2,
        corner[1] + ROW / 2,
        str(together),
        ha="center",
        va="center_baseline",
        fontsize=TEXT,
        color=PAPER if weight > 0.55 else INK,
        zorder=3,
    )


def _mix(colour: str, weight: float) -> tuple[float, float, float]:
    from matplotlib.colors import to_rgb

    red, green, blue = (1 - weight + weight * part for part in to_rgb(colour))
    return red, green, blue


def list_notes(pairs: pd.DataFrame, shown: pd.DataFrame, codes: int) -> list[str]:
    """Return what the cells mean, and what is left out."""
    notes = ["A number: segments that carry both codes. Empty: no such segment."]
    if len(shown) < len(pairs):
        notes.append(say_left_out(pairs, shown, codes))
    return notes


def say_left_out(pairs: pd.DataFrame, shown: pd.DataFrame, codes: int) -> str:
    """Say which codes and pairs are drawn."""
    total = len({*pairs["first"], *pairs["second"]})
    return (
        f"Drawn are the {codes} of {total} codes that share most segments with others: "
        f"{len(shown)} of {len(pairs)} pairs."
    )


def describe_grid(
    pairs: pd.DataFrame, shown: pd.DataFrame, labels: dict[str, str], codes: int
) -> str:
    """Say what the grid shows, with its numbers."""
    top = join_words(
        f"{labels[row.first]} with {labels[row.second]} ({row.together})"
        for row in shown.sort_values("together", ascending=False, kind="stable")
        .head(3)
        .itertuples()
    )
    rest = f" {say_left_out(pairs, shown, codes)}" if len(shown) < len(pairs) else ""
    return (
        f"Grid of {count_words(len(shown), 'pair')} of codes with the segments that carry both; "
        f"most often {top}.{rest}"
    )
