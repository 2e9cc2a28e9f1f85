"""The key of a map of themes: their names in columns, under their constructs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mcneval.figures.lettering import EDGE, break_lines, line_height
from mcneval.figures.marks import put_mark
from mcneval.figures.style import INK, MUTED, WIDTH

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

INDENT, BETWEEN = 0.42, 0.12
"""Inches before a theme's name, and between two columns."""


@dataclass(frozen=True)
class Spacing:
    """How close the key is: columns, letters, lines of a name, and inches between entries."""

    columns: int
    size: float
    lines: int
    gap: float


SPACINGS = (
    Spacing(2, 9.0, 3, 0.05),
    Spacing(2, 8.5, 3, 0.03),
    Spacing(3, 8.0, 3, 0.03),
    Spacing(3, 8.0, 2, 0.02),
    Spacing(3, 8.0, 1, 0.01),
)
"""From airy to close: the first is taken that fits."""


@dataclass(frozen=True)
class Entry:
    """One entry of the key: a construct's heading (kind empty) or a theme."""

    lines: list[str]
    number: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Key:
    """The entries in columns, how close they stand, and the inches they take."""

    columns: list[list[Entry]]
    spacing: Spacing
    height: float


def lay_out_key(marks: pd.DataFrame, sites: pd.DataFrame, room: float) -> Key:
    """Return the key as it fits so many inches, or as close as it can be."""
    for spacing in SPACINGS:
        key = _fill_columns(marks, sites, spacing)
        if key.height <= room:
            break
    return key


def _fill_columns(marks: pd.DataFrame, sites: pd.DataFrame, spacing: Spacing) -> Key:
    wide = (WIDTH - 2 * EDGE) / spacing.columns - BETWEEN
    blocks = []
    for site in sites.itertuples():
        here = marks[marks["construct_id"] == site.construct_id]
        if len(here):
            entries = [Entry(break_lines(site.label, wide, spacing.size, bold=True, most=1))]
            for mark in here.itertuples():
                lines = break_lines(mark.label, wide - INDENT, spacing.size, most=spacing.lines)
                entries.append(Entry(lines, str(mark.number), mark.kind))
            blocks.append(entries)
    if spacing == SPACINGS[-1]:
        return _flow_columns([entry for block in blocks for entry in block], spacing)
    tall = [sum(measure_entry(entry, spacing) for entry in block) for block in blocks]
    cuts = split_blocks(tall, spacing.columns)
    columns = [[entry for block in blocks[start:stop] for entry in block] for start, stop in cuts]
    return Key(columns, spacing, max(sum(tall[start:stop]) for start, stop in cuts))


def _flow_columns(entries: list[Entry], spacing: Spacing) -> Key:
    """Return entries in columns of the same length, whichever construct they belong to."""
    size = -(-len(entries) // spacing.columns)
    columns: list[list[Entry]] = [[]]
    for entry in entries:
        if len(columns[-1]) >= size or (not entry.kind and len(columns[-1]) == size - 1):
            columns.append([])
        columns[-1].append(entry)
    tall = max(sum(measure_entry(entry, spacing) for entry in column) for column in columns)
    return Key(columns, spacing, tall)


def measure_entry(entry: Entry, spacing: Spacing) -> float:
    """Return the inches that an entry takes."""
    return len(entry.lines) * line_height(spacing.size) + spacing.gap


def split_blocks(tall: Sequence[float], columns: int) -> list[tuple[int, int]]:
    """Return the first block and the one after the last of each column, of like height."""
    from itertools import combinations_with_replacement

    count = len(tall)
    best = min(
        combinations_with_replacement(range(count + 1), columns - 1),
        key=lambda cuts: max(
            sum(tall[start:stop]) for start, stop in zip((0, *cuts), (*cuts, count), strict=True)
        ),
    )
    return list(zip((0, *best), (*best, count), strict=True))


def write_key(axes: Axes, key: Key, top: float) -> None:
    """Write the key downwards from ``top``, on axes in inches from the bottom."""
    step = line_height(key.spacing.size)
    wide = (WIDTH - 2 * EDGE) / key.spacing.columns
    for place, entries in enumerate(key.columns):
        left, high = EDGE + place * wide, top
        for entry in entries:
            middle = high - step / 2 - key.spacing.gap / 2
            if entry.kind:
                put_mark(axes, (left + 0.07, middle), entry.kind, radius=0.055)
                axes.text(
                    left + 0.36,
                    middle,
                    entry.number,
                    fontsize=key.spacing.size,
                    ha="right",
                    va="center_baseline",
                )
            for count, words in enumerate(entry.lines):
                axes.text(
                    left + (INDENT if entry.kind else 0.0),
                    middle - count * step,
                    words,
                    fontsize=key.spacing.size,
                    va="center_baseline",
                    color=INK if entry.kind else MUTED,
                    fontweight="normal" if entry.kind else "bold",
                    parse_math=False,
                )
            high -= measure_entry(entry, key.spacing)
