"""How often the codes were used, drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcneval.analysis.numbers import count_words, join_words
from mcneval.figures.lettering import (
    EDGE,
    TEXT,
    curl,
    curl_labels,
    fill_notes,
    line_height,
    measure,
    write_notes,
)
from mcneval.figures.rows import Layout, Row, lay_rows, write_names
from mcneval.figures.style import (
    FOOT,
    MUTED,
    SERIES,
    TALLEST,
    Drawing,
    looked,
    start_board,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

MOST = 50
"""Codes in the drawing: with more, it would not stand on a page."""
KEY = 0.3


def draw_code_frequency(counted: pd.DataFrame) -> Drawing | None:
    """Draw segments as bars and participants as dots for each code, within its group.

    Parameters
    ----------
    counted : DataFrame
        As from :func:`mcneval.analysis.coding.count_codes`: label, group, segments,
        participants.

    Returns
    -------
    Drawing or None
        None where no code was used.
    """
    used = counted[counted["segments"] > 0]
    if used.empty:
        return None
    used = sort_codes(curl_labels(used).assign(group=used["group"].map(curl)))
    shown = used.head(MOST)
    more = len(used) - len(shown)
    notes = fill_notes(
        [f"The {MOST} codes with most participants; {more} more are in the table."] if more else []
    )
    top = KEY + line_height() * len(notes)
    layout = lay_rows(arrange_rows(shown), top, TALLEST - top - FOOT, lines=2)
    with looked():
        figure, axes = start_board(top + layout.height + FOOT)
        _write_key(axes)
        write_notes(axes, notes, KEY - 0.06)
        write_names(axes, layout)
        _draw_bars(axes, layout)
    return Drawing(figure, describe_frequency(used, len(shown)))


def sort_codes(used: pd.DataFrame) -> pd.DataFrame:
    """Return codes by the people who spoke of them, then by segments."""
    return used.sort_values(
        ["participants", "segments", "label"], ascending=[False, False, True], ignore_index=True
    )


def arrange_rows(used: pd.DataFrame) -> list[Row]:
    """Return the rows from top to bottom: groups by size, codes by people within each."""
    sizes = used.groupby("group")["segments"].sum()
    order = sorted(sizes.index, key=lambda name: (name == "", -sizes[name], name))
    rows: list[Row] = []
    for group in order:
        if group or len(order) > 1:
            rows.append(Row(group or "Other codes"))
        mine = used[used["group"] == group]
        rows += [Row(row.label, (row.segments, row.participants)) for row in mine.itertuples()]
    return rows


def _draw_bars(axes: Axes, layout: Layout) -> None:
    from matplotlib.patches import Rectangle

    most = max(max(place.row.content) for place in layout.places)
    beside = max(measure(_tell(place.row.content)) for place in layout.places) + 0.12
    for place in layout.places:
        segments, people = place.row.content
        scale = (place.end - place.start - beside) / most
        axes.add_patch(
            Rectangle(
                (place.start, place.middle - 0.065),
                segments * scale,
                0.13,
                color=SERIES[0],
                alpha=0.45,
                lw=0,
            )
        )
        axes.plot(place.start + people * scale, place.middle, "o", color=SERIES[1], markersize=5.5)
        axes.text(
            place.start + max(segments, people) * scale + 0.09,
            place.middle,
            _tell(place.row.content),
            fontsize=TEXT,
            color=MUTED,
            va="center_baseline",
        )


def _tell(counts: tuple[int, int]) -> str:
    return f"{counts[0]} / {counts[1]}"


def _write_key(axes: Axes) -> None:
    from matplotlib.patches import Rectangle

    middle = 0.13
    axes.add_patch(Rectangle((EDGE, middle - 0.065), 0.26, 0.13, color=SERIES[0], alpha=0.45, lw=0))
    words = "Bar and first number: segments"
    axes.text(EDGE + 0.34, middle, words, fontsize=TEXT, va="center_baseline")
    dot = EDGE + 0.34 + measure(words) + 0.35
    axes.plot(dot, middle, "o", color=SERIES[1], markersize=5.5)
    axes.text(
        dot + 0.1,
        middle,
        "Dot and second number: participants",
        fontsize=TEXT,
        va="center_baseline",
    )


def write_heading(axes: Axes, place: float, label: str) -> None:
    """Write the heading of a group of rows from the figure's left edge."""
    from matplotlib.transforms import blended_transform_factory

    across = blended_transform_factory(axes.figure.transFigure, axes.transData)
    heading = axes.text(
        0.015, place, label, transform=across, va="center", fontsize=9.5, fontweight="bold"
    )
    # It lies over the room that the rows' names take, so it needs none of its own.
    heading.set_in_layout(False)


def strip_axes(axes: Axes, *sides: str) -> None:
    """Take ticks from the rows' names, and the lines at these sides of the drawing."""
    axes.tick_params(axis="y", length=0)
    for side in sides:
        axes.spines[side].set_visible(False)


def describe_frequency(used: pd.DataFrame, shown: int) -> str:
    """Say what the drawing shows, with its numbers."""
    words = join_words(
        f"{row.label} ({count_words(row.participants, 'participant')}, "
        f"{count_words(row.segments, 'segment')})"
        for row in used.head(3).itertuples()
    )
    once = int((used["segments"] == 1).sum())
    which = count_words(len(used), "code")
    if shown < len(used):
        which = f"the {shown} codes with most participants, of {len(used)} that were used"
    ending = f" {count_words(once, 'code').capitalize()} used once." if once else ""
    return (
        f"Bars of segments and dots of participants for {which}. "
        f"By participants the first {'are' if len(used) > 1 else 'is'} {words}.{ending}"
    )
