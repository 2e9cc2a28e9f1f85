"""How far each theme reaches: what it acts on directly, and along chains of links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcneval.analysis.numbers import count_words
from mcneval.figures.kinds import put_kind, write_kinds
from mcneval.figures.lettering import TEXT, curl_labels, fill_notes, line_height, write_notes
from mcneval.figures.rows import Layout, Row, lay_rows, write_names
from mcneval.figures.style import (
    FOOT,
    GRID,
    INK,
    KIND_COLOURS,
    KIND_MARKS,
    PAPER,
    TALLEST,
    Drawing,
    looked,
    start_board,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

HEAD, MOST = 0.36, 40
BESIDE, BRIEF = 0.95, 0.58
"""Inches for the numbers at a line's end, in one column and in two."""


def draw_reach(reach: pd.DataFrame) -> Drawing | None:
    """Draw the themes that act on others: filled marks for direct links, open ones for all.

    Parameters
    ----------
    reach : DataFrame
        Columns of :func:`mcneval.analysis.reach.measure_reach`; no more than the first
        ``MOST`` themes are drawn.
    """
    acting = reach[reach["acts_on"] > 0] if len(reach) else reach
    if not len(acting):
        return None
    acting = curl_labels(acting)
    shown = acting.head(MOST)
    notes = list_notes(acting, len(acting) - len(shown), len(reach) - len(acting))
    top = HEAD + line_height() * len(notes)
    rows = [Row(row.label, row, bold=bool(row.cuts_across)) for row in shown.itertuples()]
    layout = lay_rows(rows, top, TALLEST - top - FOOT)
    with looked():
        figure, axes = start_board(top + layout.height + FOOT)
        write_kinds(axes, shown["kind"], 0.13)
        write_notes(axes, notes, 0.26)
        write_names(axes, layout)
        _draw_rows(axes, layout)
    return Drawing(figure, describe_reach(acting, len(reach) - len(acting)))


def list_notes(acting: pd.DataFrame, more: int, idle: int) -> list[str]:
    """Return what the marks mean, and what is left out."""
    notes = [
        "Filled mark and first number: other themes that it acts on directly. "
        "Open mark and second number: all that it reaches, along chains of links too."
    ]
    brief = ["In bold: themes that cut across."] if acting["cuts_across"].any() else []
    if idle:
        verb = "acts" if idle == 1 else "act"
        brief.append(f"Not drawn: {count_words(idle, 'theme')} that {verb} on no other.")
    if brief:
        notes.append(" ".join(brief))
    if more:
        notes.append(f"{more} more themes act on no more than these; they are in the table.")
    return fill_notes(notes)


def _draw_rows(axes: Axes, layout: Layout) -> None:
    most = max(place.row.content.reach for place in layout.places)
    brief = len(layout.columns) > 1
    for place in layout.places:
        theme, middle = place.row.content, place.middle
        colour, mark = KIND_COLOURS[theme.kind], KIND_MARKS[theme.kind]
        scale = (place.end - place.start - (BRIEF if brief else BESIDE)) / most
        direct, every = (place.start + scale * count for count in (theme.acts_on, theme.reach))
        axes.plot([place.start, every], [middle, middle], color=GRID, linewidth=3, zorder=1)
        axes.plot([place.start, direct], [middle, middle], color=colour, linewidth=3, zorder=2)
        axes.plot(every, middle, mark, color=PAPER, mec=colour, markersize=7.5, zorder=3)
        put_kind(axes, direct, middle, theme.kind, size=52)
        axes.text(
            every + 0.12,
            middle,
            f"{theme.acts_on} / {theme.reach}"
            if brief
            else f"{theme.acts_on}, in all {theme.reach}",
            va="center_baseline",
            fontsize=TEXT,
            color=INK,
        )


def describe_reach(acting: pd.DataFrame, idle: int = 0) -> str:
    """Return the drawing in words, with its numbers."""
    parts = [
        f"{row.label} ({row.kind}) acts on {row.acts_on} directly and reaches {row.reach} in all"
        for row in acting.head(6).itertuples()
    ]
    more = len(acting) - len(parts)
    if more:
        parts.append(f"{count_words(more, 'more theme')} act{'s' if more == 1 else ''} on others")
    if idle:
        parts.append(f"{count_words(idle, 'theme')} act{'s' if idle == 1 else ''} on none")
    return f"Marks for themes by how many others they act on: {'; '.join(parts)}."
