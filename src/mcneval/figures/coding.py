"""How often the codes were used, drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcneval.analysis.numbers import count_words, join_words
from mcneval.figures.style import MUTED, SERIES, Drawing, looked, start_figure

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

ROW = 0.25
"""Inches for one code."""
LONGEST = 40
"""Letters of a code's name."""


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
    rows = arrange_rows(used)
    with looked():
        figure, axes = start_figure(1.1 + ROW * len(rows))
        for place, row in enumerate(rows):
            if row is None:
                continue
            label, segments, people = row
            if segments < 0:
                write_heading(axes, place, label)
                continue
            axes.barh(place, segments, height=0.62, color=SERIES[0], alpha=0.45, lw=0)
            axes.plot(people, place, "o", color=SERIES[1], markersize=6, zorder=3, clip_on=False)
            axes.annotate(
                f"{segments} / {people}",
                (max(segments, people), place),
                xytext=(7, 0),
                textcoords="offset points",
                va="center",
                fontsize=9,
                color=MUTED,
            )
        finish_axes(axes, rows, int(used["segments"].max()))
    return Drawing(figure, describe_frequency(used))


def arrange_rows(used: pd.DataFrame) -> list[tuple[str, int, int] | None]:
    """Return the rows from top to bottom: groups by size, codes by use within each.

    A group's heading has -1 segments; None is a gap.
    """
    sizes = used.groupby("group")["segments"].sum()
    order = sorted(sizes.index, key=lambda name: (name == "", -sizes[name], name))
    rows: list[tuple[str, int, int] | None] = []
    for group in order:
        if rows:
            rows.append(None)
        if group:
            rows.append((group, -1, 0))
        elif len(order) > 1:
            rows.append(("Other codes", -1, 0))
        mine = used[used["group"] == group].sort_values(
            ["segments", "participants", "label"], ascending=[False, False, True]
        )
        rows += [(row.label, row.segments, row.participants) for row in mine.itertuples()]
    return rows


def cut_label(label: str) -> str:
    """Return a label that leaves room for what is drawn beside it."""
    return label if len(label) <= LONGEST else f"{label[: LONGEST - 1].rstrip()}…"


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


def finish_axes(axes: Axes, rows: list[tuple[str, int, int] | None], most: int) -> None:
    """Name the rows and say what bar and dot mean."""
    from matplotlib.ticker import MaxNLocator

    shown = [(place, row) for place, row in enumerate(rows) if row and row[1] >= 0]
    axes.set_yticks(
        [place for place, _ in shown],
        [cut_label(row[0]) for _, row in shown],
        fontsize=9.5,
    )
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_xlim(0, most * 1.18 + 0.3)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=5))
    strip_axes(axes, "left")
    axes.set_xlabel("Bar and first number: segments\nDot and second number: participants")


def describe_frequency(used: pd.DataFrame) -> str:
    """Say what the drawing shows, with its numbers."""
    top = used.sort_values(["segments", "label"], ascending=[False, True]).head(3)
    words = join_words(
        f"{row.label} ({count_words(row.segments, 'segment')} from "
        f"{count_words(row.participants, 'participant')})"
        for row in top.itertuples()
    )
    once = int((used["segments"] == 1).sum())
    return (
        f"Bars of segments and dots of participants for {count_words(len(used), 'code')}. "
        f"The most used: {words}. {count_words(once, 'code').capitalize()} used once."
    )
