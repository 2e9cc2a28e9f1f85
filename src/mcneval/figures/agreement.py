"""How far coders agree on each code, drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcneval.analysis.numbers import count_words, join_words
from mcneval.figures.lettering import TEXT, curl_labels, fill_notes, line_height, write_notes
from mcneval.figures.rows import Layout, Place, Row, lay_rows, write_names
from mcneval.figures.style import FOOT, GRID, MUTED, SERIES, TALLEST, Drawing, looked, start_board

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

BOUNDS = ((2 / 3, "0.667", "right"), (0.8, "0.800", "left"))
"""Krippendorff's (2004) bounds for tentative and for reliable, and where each is named."""
HEAD, SCALE = 0.3, 0.28
"""Inches above the rows, for the bounds' names, and below them, for the scale."""
COUNT = 0.36
"""Inches for the number of segments at a row's right end."""
MOST = 66


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
    codes = curl_labels(measured).sort_values(
        ["alpha", "label"], ascending=[False, True], na_position="last", ignore_index=True
    )
    shown = codes.tail(MOST)
    rows = [Row(row.label, row) for row in shown.itertuples()]
    left_out = len(codes) - len(shown)
    notes = list_notes(left_out)
    top = HEAD + line_height() * len(notes)
    layout = lay_rows(rows, top, TALLEST - top - SCALE - FOOT, lines=2)
    with looked():
        figure, axes = start_board(top + layout.height + SCALE + FOOT)
        write_notes(axes, notes, 0.04)
        write_names(axes, layout)
        lowest = min(0.0, float(codes[["alpha", "low"]].min().min()))
        for column in layout.columns:
            _draw_scale(axes, column, lowest, top)
        _draw_codes(axes, layout, lowest)
    return Drawing(figure, describe_agreement(codes, left_out))


def _at(place: Place, alpha: float, lowest: float) -> float:
    wide = place.end - COUNT - place.start - 0.1
    return place.start + 0.05 + wide * (alpha - lowest) / (1 - lowest)


def _draw_scale(axes: Axes, column: list[Place], lowest: float, top: float) -> None:
    place = column[0]
    low = max(other.middle + other.height / 2 for other in column)
    for bound, words, side in BOUNDS:
        across = _at(place, bound, lowest)
        axes.plot([across, across], [top - 0.04, low], color=MUTED, lw=1, ls=(0, (4, 3)), zorder=1)
        aside = -0.03 if side == "right" else 0.03
        axes.text(across + aside, top - 0.08, words, ha=side, fontsize=TEXT, color=MUTED)
    ends = _at(place, lowest, lowest), _at(place, 1, lowest)
    axes.plot(ends, [low, low], color=MUTED, lw=0.8)
    for alpha in (0.0, 0.5, 1.0):
        across = _at(place, alpha, lowest)
        axes.plot([across, across], [low, low + 0.04], color=MUTED, lw=0.8)
        axes.text(across, low + 0.07, f"{alpha:g}", ha="center", va="top", fontsize=TEXT)


def _draw_codes(axes: Axes, layout: Layout, lowest: float) -> None:
    for place in layout.places:
        code, middle = place.row.content, place.middle
        right = place.end - COUNT
        axes.plot([place.start, right], [middle, middle], color=GRID, lw=0.6, zorder=0)
        if code.alpha != code.alpha:
            axes.text(
                place.start + 0.05,
                middle,
                "not estimable",
                va="center_baseline",
                fontsize=TEXT,
                color=MUTED,
                backgroundcolor="white",
            )
        else:
            if code.low == code.low:
                ends = [_at(place, bound, lowest) for bound in (code.low, code.high)]
                axes.plot(ends, [middle, middle], color=SERIES[0], lw=2, alpha=0.5, zorder=2)
            axes.plot(
                _at(place, code.alpha, lowest),
                middle,
                "o",
                color=SERIES[0],
                markersize=5.5,
                zorder=3,
            )
        axes.text(
            place.end, middle, str(code.used), ha="right", va="center_baseline", fontsize=TEXT
        )


def list_notes(more: int) -> list[str]:
    """Return the lines that say what the marks mean, and what is left out."""
    notes = [
        "Dot: Krippendorff’s alpha. Bar: its interval. At the right: segments that any coder gave "
        "the code."
    ]
    if more:
        notes.append(f"The {MOST} codes with the lowest alpha; {more} more are in the table.")
    return fill_notes(notes)


def describe_agreement(codes: pd.DataFrame, left_out: int = 0) -> str:
    """Say what the drawing shows, with its numbers."""
    known = codes[codes["alpha"].notna()]
    high = int((known["alpha"] >= BOUNDS[1][0]).sum())
    low_count = int((known["alpha"] < BOUNDS[0][0]).sum())
    parts = [
        f"{count_words(high, 'code')} {'reaches' if high == 1 else 'reach'} 0.8",
        f"{count_words(low_count, 'code')} {'lies' if low_count == 1 else 'lie'} under 0.667",
    ]
    words = f"Krippendorff’s alpha of {count_words(len(codes), 'code')}: {join_words(parts)}."
    if len(known):
        low = known.iloc[-1]
        words += f" The lowest is {low['label']} ({low['alpha']:.2f})."
    if left_out:
        words += f" The {count_words(left_out, 'code')} with the highest alpha are not drawn."
    return words
