"""A grid of groups by constructs: who was heard, and where there is silence."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Any

from mcneval.figures.style import GRID, INK, MUTED, PAPER, SERIES, WIDTH, Drawing, looked

if TYPE_CHECKING:
    import pandas as pd

LINE, ROW, HEAD = 0.165, 0.3, 0.34
NAMES = 1.95
LETTERS = 24
MOST = 12


def draw_silence(cells: pd.DataFrame, constructs: pd.DataFrame) -> Drawing | None:
    """Draw groups as rows and constructs as columns; the square grows with the share heard.

    Constructs are numbered, with their names below; more than twelve are drawn as blocks
    of twelve, one below another.

    Parameters
    ----------
    cells : DataFrame
        Columns construct_id, group, label, people, voiced_by, segments, status.
    constructs : DataFrame
        Columns construct_id, label, in order.
    """
    if cells.empty or not (cells["status"] == "voiced").any():
        return None
    from matplotlib.figure import Figure

    rows = list_rows(cells)
    names = list(constructs["label"])
    blocks = [range(at, min(at + MOST, len(names))) for at in range(0, len(names), MOST)]
    key = [
        line
        for place, name in enumerate(names, start=1)
        for line in wrap(f"{place}  {name}", 66, subsequent_indent="     ")
    ]
    block = HEAD + sum(tall for *_, tall in rows)
    height = len(blocks) * (block + 0.1) + (len(key) + 2) * LINE + 0.75
    with looked():
        figure = Figure(figsize=(WIDTH, height))
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set(xlim=(0, WIDTH), ylim=(0, height))
        axes.axis("off")
        top = height - 0.05
        for places in blocks:
            _draw_block(axes, cells, constructs, rows, places, top)
            top -= block + 0.1
        _write_notes(axes, key, top)
    return Drawing(figure, describe_silence(cells, constructs))


def list_rows(cells: pd.DataFrame) -> list[tuple[str, str, str, list[str], float]]:
    """Return dimension, level, heading (empty for none), name in lines, and height of each row."""
    rows = []
    before = None
    groups = cells.drop_duplicates(["dimension", "level"])
    several = groups["dimension"].nunique() > 1
    for row in groups.itertuples():
        heading = str(row.group) if several and row.dimension != before else ""
        before = row.dimension
        name = wrap(f"{row.label} ({row.people})", LETTERS)
        tall = max(ROW, len(name) * LINE + 0.06) + (0.24 if heading else 0)
        rows.append((str(row.dimension), str(row.level), heading, name, tall))
    return rows


def _draw_block(
    axes: Any,
    cells: pd.DataFrame,
    constructs: pd.DataFrame,
    rows: list[tuple[str, str, str, list[str], float]],
    places: range,
    top: float,
) -> None:
    pitch = min(0.5, (WIDTH - NAMES - 0.1) / len(places))
    at = {place: NAMES + pitch * (count + 0.5) for count, place in enumerate(places)}
    for place, left in at.items():
        axes.text(left, top - HEAD / 2, str(place + 1), ha="center", va="center", fontsize=9)
    found = cells.set_index(["dimension", "level", "construct_id"])
    high = top - HEAD
    for dimension, level, heading, name, tall in rows:
        if heading:
            axes.text(
                0.1,
                high - 0.14,
                heading,
                fontsize=9,
                fontweight="bold",
                va="center",
                parse_math=False,
            )
        middle = high - (0.24 if heading else 0) - (tall - (0.24 if heading else 0)) / 2
        for count, line in enumerate(name):
            axes.text(
                0.2,
                middle + LINE * ((len(name) - 1) / 2 - count),
                line,
                fontsize=9,
                va="center_baseline",
                parse_math=False,
            )
        axes.plot([NAMES, NAMES + pitch * len(places)], [middle, middle], color=GRID, zorder=0)
        for place, left in at.items():
            cell = found.loc[(dimension, level, constructs["construct_id"].iloc[place])]
            _draw_cell(axes, cell, left, middle, min(0.26, pitch * 0.8))
        high -= tall


def _draw_cell(axes: Any, cell: Any, left: float, middle: float, widest: float) -> None:
    from matplotlib.patches import Rectangle

    if cell["status"] != "voiced":
        axes.text(
            left,
            middle,
            "×",
            ha="center",
            va="center",
            fontsize=12,
            color=SERIES[1],
            fontweight="bold",
            zorder=3,
        )
        return
    share = min(1.0, cell["voiced_by"] / cell["people"])
    side = widest * max(share, 0.06) ** 0.5
    axes.add_patch(
        Rectangle(
            (left - widest / 2, middle - widest / 2),
            widest,
            widest,
            facecolor=PAPER,
            edgecolor=GRID,
            zorder=1,
        )
    )
    axes.add_patch(
        Rectangle((left - side / 2, middle - side / 2), side, side, facecolor=SERIES[0], zorder=2)
    )


def _write_notes(axes: Any, key: list[str], top: float) -> None:
    notes = ["Full square: all in the group were heard;", "×: no evidence from the group."]
    for count, line in enumerate([*key, *notes]):
        colour = INK if count < len(key) else MUTED
        axes.text(
            0.1,
            top - 0.1 - LINE * count,
            line,
            fontsize=9,
            va="center",
            color=colour,
            parse_math=False,
        )


def describe_silence(cells: pd.DataFrame, constructs: pd.DataFrame) -> str:
    """Return the grid in words, with its numbers."""
    labels = dict(zip(constructs["construct_id"], constructs["label"], strict=True))
    quiet = cells[cells["status"] != "voiced"]
    parts = [f"{row.label} on {labels[row.construct_id]}" for row in quiet.head(8).itertuples()]
    more = f" and {len(quiet) - 8} more" if len(quiet) > 8 else ""
    where = f"There is silence from {', '.join(parts)}{more}." if parts else "No cell is silent."
    groups = len(cells.drop_duplicates(["dimension", "level"]))
    return f"Grid of {groups} groups by {len(constructs)} constructs with the share heard. {where}"
