"""A grid of constructs by groups: who was heard, and where there is silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcneval.analysis.numbers import count_words
from mcneval.figures.lettering import (
    EDGE,
    break_lines,
    curl,
    curl_labels,
    line_height,
    measure,
    write_beside,
)
from mcneval.figures.silence_cells import draw_cell, fill_key, write_key
from mcneval.figures.silence_columns import (
    list_groups,
    measure_head,
    place_columns,
    split_groups,
    write_heads,
)
from mcneval.figures.style import FOOT, TALLEST, WIDTH, Drawing, looked, start_board

if TYPE_CHECKING:
    import pandas as pd

ROW, CLOSE, ROWS, MANY = 0.25, 0.17, 6.6, 20
"""Inches for a construct, at least and in all, and from how many on names have one line."""
NAMES = 1.95


def draw_silence(cells: pd.DataFrame, constructs: pd.DataFrame) -> Drawing | None:
    """Draw constructs as rows and groups as columns; the darker, the more of a group were heard.

    Groups that have no room beside one another stand in blocks, one below another.

    Parameters
    ----------
    cells : DataFrame
        Columns construct_id, group, label, people, voiced_by, segments, status and, where the
        numbers may be told, shown (what is written into a cell).
    constructs : DataFrame
        Columns construct_id, label, in order.
    """
    if cells.empty or not (cells["status"] == "voiced").any():
        return None
    cells = curl_labels(cells).assign(group=cells["group"].map(curl))
    constructs = curl_labels(constructs)
    most = 2 if len(constructs) <= MANY else 1
    names = [break_lines(name, NAMES, most=most) for name in constructs["label"]]
    left = EDGE + min(NAMES, max(measure(line) for lines in names for line in lines)) + 0.12
    row = max(CLOSE, min(ROW, ROWS / len(names)))
    heights = [max(row, len(lines) * line_height() + 0.01) for lines in names]
    groups = list_groups(cells)
    key = fill_key(cells)
    foot = len(key) * 0.22 + 0.06 + FOOT
    blocks, pitch = split_groups(cells, groups, WIDTH - EDGE - left, sum(heights), TALLEST - foot)
    heads = [measure_head(block, pitch) for block in blocks]
    tall = sum(heads) + len(blocks) * (sum(heights) + 0.14)
    with looked():
        figure, axes = start_board(tall + foot)
        top = 0.04
        found = cells.set_index(["dimension", "level", "construct_id"])
        for block, head in zip(blocks, heads, strict=True):
            spots = place_columns(block, left, pitch)
            write_heads(axes, block, spots, pitch, top + head)
            top += head
            for lines, high, construct in zip(
                names, heights, constructs["construct_id"], strict=True
            ):
                write_beside(axes, lines, left - 0.1, top + high / 2)
                for across, group in zip(spots, block, strict=True):
                    cell = found.loc[(group.dimension, group.level, construct)]
                    draw_cell(axes, cell, (across, top), (pitch, high))
                top += high
            top += 0.14
        write_key(axes, key, top)
    return Drawing(figure, describe_silence(cells, constructs))


def describe_silence(cells: pd.DataFrame, constructs: pd.DataFrame) -> str:
    """Return the grid in words, with its numbers."""
    labels = dict(zip(constructs["construct_id"], constructs["label"], strict=True))
    quiet = cells[~cells["status"].isin(["voiced", "unclear"])]
    parts = [f"{row.label} on {labels[row.construct_id]}" for row in quiet.head(8).itertuples()]
    more = f" and {len(quiet) - 8} more" if len(quiet) > 8 else ""
    where = (
        f"There is no evidence from {'; '.join(parts)}{more}."
        if parts
        else "There is evidence from every group on every construct."
    )
    groups = count_words(len(cells.drop_duplicates(["dimension", "level"])), "group")
    return (
        f"Grid of {count_words(len(constructs), 'construct')} by {groups} of people, darker where "
        f"more of a group were heard. {where}{tell_heard(cells, labels)}"
    )


def tell_heard(cells: pd.DataFrame, labels: dict[str, str]) -> str:
    """Return how many were heard in the groups of the first way to tell people apart."""
    if "shown" not in cells:
        return ""
    first = cells[cells["dimension"] == cells["dimension"].iloc[0]]
    told = first[(first["status"] == "voiced") & (first["shown"] != "")]
    parts = [
        f"{label}: " + ", ".join(f"{row.label} {row.shown}" for row in here.itertuples())
        for construct, label in labels.items()
        if len(here := told[told["construct_id"] == construct])
    ]
    return (
        f" People heard by {first['group'].iloc[0].lower()}: {'; '.join(parts)}." if parts else ""
    )
