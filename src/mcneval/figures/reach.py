"""How far each theme reaches: what it acts on directly, and along chains of links."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING, Any

from mcneval.figures.style import (
    GRID,
    INK,
    KIND_COLOURS,
    KIND_MARKS,
    MUTED,
    PAPER,
    Drawing,
    looked,
    start_figure,
)

if TYPE_CHECKING:
    import pandas as pd

LETTERS, ROW = 32, 0.36
MOST = 24


def draw_reach(reach: pd.DataFrame) -> Drawing | None:
    """Draw the themes that act on others: filled marks for direct links, open ones for all.

    Parameters
    ----------
    reach : DataFrame
        Columns of :func:`mcneval.analysis.reach.measure_reach`; no more than the first 24
        themes are drawn.
    """
    acting = reach[reach["acts_on"] > 0] if len(reach) else reach
    if not len(acting):
        return None
    shown = acting.head(MOST)
    with looked():
        figure, axes = start_figure(1.25 + ROW * len(shown))
        for place, row in enumerate(shown.itertuples()):
            _draw_row(axes, row, place)
        axes.set_yticks(
            range(len(shown)), [fill(label, LETTERS) for label in shown["label"]], fontsize=9
        )
        for tick, cuts in zip(axes.get_yticklabels(), shown["cuts_across"], strict=True):
            tick.set(fontweight="bold" if cuts else "normal", parse_math=False)
        axes.set(ylim=(len(shown) - 0.4, -0.6), xlim=(0, shown["reach"].max() * 1.3 + 0.5))
        axes.xaxis.set_major_locator(_whole())
        axes.set_xlabel(
            "Other themes: filled mark, acted on directly;\nopen mark, reached in all", fontsize=9
        )
        axes.tick_params(axis="y", length=0)
        axes.grid(axis="x")
        axes.spines["left"].set_visible(False)
        if shown["cuts_across"].any():
            axes.set_title(
                "In bold: themes that cut across", fontsize=9, color=MUTED, fontweight="normal"
            )
    return Drawing(figure, describe_reach(acting))


def _whole() -> Any:
    from matplotlib.ticker import MaxNLocator

    return MaxNLocator(integer=True, nbins=7)


def _draw_row(axes: Any, row: Any, place: int) -> None:
    colour, mark = KIND_COLOURS[row.kind], KIND_MARKS[row.kind]
    axes.plot([0, row.reach], [place, place], color=GRID, linewidth=3, zorder=1)
    axes.plot([0, row.acts_on], [place, place], color=colour, linewidth=3, zorder=2)
    axes.plot(row.reach, place, mark, color=PAPER, markeredgecolor=colour, markersize=8, zorder=3)
    axes.plot(row.acts_on, place, mark, color=colour, markersize=8, zorder=4)
    axes.annotate(
        f"{row.acts_on}, in all {row.reach}",
        (row.reach, place),
        xytext=(8, 0),
        textcoords="offset points",
        va="center",
        fontsize=9,
        color=INK,
    )


def describe_reach(acting: pd.DataFrame) -> str:
    """Return the drawing in words, with its numbers."""
    parts = [
        f"{row.label} ({row.kind}) acts on {row.acts_on} directly and reaches {row.reach} in all"
        for row in acting.head(6).itertuples()
    ]
    more = f", and {len(acting) - 6} more themes act on fewer" if len(acting) > 6 else ""
    return f"Marks for themes by how many others they act on: {'; '.join(parts)}{more}."
