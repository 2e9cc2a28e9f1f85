"""How far coders agree on each code, drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcneval.analysis.numbers import count_words, join_words
from mcneval.figures.coding import cut_label, strip_axes
from mcneval.figures.style import GRID, MUTED, SERIES, Drawing, looked, start_figure

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

ROW = 0.25
BOUNDS = ((2 / 3, "0.667 ", "right"), (0.8, " 0.800", "left"))
"""Krippendorff's (2004) bounds for tentative and for reliable, and where each is named."""


def draw_agreement(measured: pd.DataFrame) -> Drawing | None:
    """Draw alpha with its interval for each code, the highest on top.

    Parameters
    ----------
    measured : DataFrame
        As from :func:`mcneval.analysis.coder_agreement.measure_agreement`: label, used, alpha,
        low, high.

    Returns
    -------
    Drawing or None
        None where no code was used by two coders on the same units.
    """
    if measured.empty:
        return None
    rows = measured.sort_values(
        ["alpha", "label"], ascending=[False, True], na_position="last", ignore_index=True
    )
    with looked():
        figure, axes = start_figure(1.2 + ROW * len(rows))
        left = min(0.0, float(rows[["alpha", "low"]].min().min())) - 0.03
        for bound, words, side in BOUNDS:
            axes.axvline(bound, color=MUTED, lw=1, ls=(0, (4, 3)))
            axes.text(bound, -1.0, words, ha=side, fontsize=9, color=MUTED)
        for row in rows.itertuples():
            draw_row(axes, row, left)
        axes.set_yticks(
            range(len(rows)), [cut_label(label) for label in rows["label"]], fontsize=9.5
        )
        axes.set_ylim(len(rows) - 0.4, -1.4)
        axes.set_xlim(left, 1.03)
        strip_axes(axes, "left")
        axes.set_xlabel("Krippendorff's alpha\n(right: segments that any coder gave it)")
    return Drawing(figure, describe_agreement(rows))


def draw_row(axes: Axes, row: object, left: float) -> None:
    """Draw one code: its interval, its alpha and how many segments carry it."""
    place, alpha, low, high, used = (
        getattr(row, name) for name in ("Index", "alpha", "low", "high", "used")
    )
    axes.axhline(place, color=GRID, lw=0.6, zorder=0)
    if alpha != alpha:
        axes.text(left + 0.02, place, "not estimable", va="center", fontsize=9, color=MUTED)
    else:
        if low == low:
            axes.plot([low, high], [place, place], color=SERIES[0], lw=2, alpha=0.5)
        axes.plot(alpha, place, "o", color=SERIES[0], markersize=6)
    axes.text(1.02, place, str(used), transform=axes.get_yaxis_transform(), va="center", fontsize=9)


def describe_agreement(rows: pd.DataFrame) -> str:
    """Say what the drawing shows, with its numbers."""
    known = rows[rows["alpha"].notna()]
    high = int((known["alpha"] >= BOUNDS[1][0]).sum())
    low_count = int((known["alpha"] < BOUNDS[0][0]).sum())
    parts = [
        f"{count_words(high, 'code')} {'reaches' if high == 1 else 'reach'} 0.8",
        f"{count_words(low_count, 'code')} {'lies' if low_count == 1 else 'lie'} under 0.667",
    ]
    words = f"Krippendorff's alpha of {count_words(len(rows), 'code')}: {join_words(parts)}."
    if len(known):
        low = known.iloc[-1]
        words += f" The lowest is {low['label']} ({low['alpha']:.2f})."
    return words
