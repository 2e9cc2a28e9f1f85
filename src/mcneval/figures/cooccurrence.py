"""Which codes stand on the same segments, drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcneval.analysis.numbers import count_words, join_words
from mcneval.figures.coding import cut_label, strip_axes
from mcneval.figures.style import GRID, MUTED, SERIES, Drawing, looked, start_figure

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.patches import Arc

ROW = 0.25
MOST = 22
"""Codes in the matrix: with more, its numbers would run into each other."""
ARCS = 45
"""Pairs in the arc drawing: with more, no arc could be followed."""


def draw_cooccurrence(pairs: pd.DataFrame, labels: dict[str, str]) -> Drawing | None:
    """Draw codes as a list, joined by arcs as thick as the segments they share.

    The pairs that share least are left out where there are more than ``ARCS``.

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
    shown = keep_strongest(pairs)
    codes = [code for code in labels if code in {*shown["first"], *shown["second"]}]
    places = {code: place for place, code in enumerate(codes)}
    most, reach = int(shown["together"].max()), max(1, len(codes) - 1)
    with looked():
        figure, axes = start_figure(0.9 + ROW * max(4, len(codes)))
        for row in shown.iloc[::-1].itertuples():
            low, high = sorted((places[row.first], places[row.second]))
            axes.add_patch(shape_arc(low, high, reach, row.together / most))
        axes.plot([0] * len(codes), range(len(codes)), "o", color=SERIES[1], markersize=5)
        axes.set_yticks(
            range(len(codes)), [cut_label(labels[code]) for code in codes], fontsize=9.5
        )
        axes.set_ylim(len(codes) - 0.4, -0.6)
        axes.set_xlim(-0.02, 1.05)
        axes.set_xticks([])
        strip_axes(axes, "left", "bottom")
        axes.set_xlabel(write_key(shown, pairs))
    return Drawing(figure, describe_pairs(shown, labels))


def shape_arc(low: int, high: int, reach: int, weight: float) -> Arc:
    """Return an arc between two rows, the wider the further apart, as thick as its weight."""
    from matplotlib.patches import Arc

    return Arc(
        (0, (low + high) / 2),
        2 * (0.08 + 0.92 * (high - low) / reach),
        high - low,
        theta1=270,
        theta2=90,
        lw=0.8 + 4.2 * weight,
        color=SERIES[0],
        alpha=0.3 + 0.6 * weight,
    )


def keep_strongest(pairs: pd.DataFrame) -> pd.DataFrame:
    """Return the pairs that share so many segments that at most ``ARCS`` do, or the most."""
    for least in sorted(set(pairs["together"])):
        strong = pairs[pairs["together"] >= least]
        if len(strong) <= ARCS:
            return strong
    return pairs[pairs["together"] == pairs["together"].max()].head(ARCS)


def write_key(shown: pd.DataFrame, pairs: pd.DataFrame) -> str:
    """Say what an arc's thickness means and what is left out."""
    low, high = int(shown["together"].min()), int(shown["together"].max())
    words = f"Arcs: {low} to {high}" if low < high else f"Arcs: {low}"
    left_out = len(pairs) - len(shown)
    rest = f"\n({left_out} pairs with fewer not drawn)" if left_out else ""
    return f"{words} segments in common{rest}"


def describe_pairs(shown: pd.DataFrame, labels: dict[str, str]) -> str:
    """Say what the drawing shows, with its numbers."""
    top = join_words(
        f"{labels[row.first]} with {labels[row.second]} ({row.together})"
        for row in shown.head(3).itertuples()
    )
    return f"{count_words(len(shown), 'pair')} of codes on the same segments; most often {top}."


def draw_cooccurrence_matrix(pairs: pd.DataFrame, labels: dict[str, str]) -> Drawing | None:
    """Draw pairs of codes as a triangle of squares with the segments that both carry.

    Only the codes that share most are drawn, at most ``MOST``. Parameters and return as for
    :func:`draw_cooccurrence`.
    """
    if pairs.empty:
        return None
    weights: dict[str, int] = {}
    for row in pairs.itertuples():
        weights[row.first] = weights.get(row.first, 0) + row.together
        weights[row.second] = weights.get(row.second, 0) + row.together
    kept = sorted(weights, key=lambda code: (-weights[code], code))[:MOST]
    codes = [code for code in labels if code in kept]
    places = {code: place for place, code in enumerate(codes)}
    shown = pairs[pairs["first"].isin(places) & pairs["second"].isin(places)]
    most = int(shown["together"].max())
    with looked():
        figure, axes = start_figure(1.0 + ROW * max(4, len(codes)))
        for row in shown.itertuples():
            across, down = sorted((places[row.first], places[row.second]))
            area = 22 + 120 * row.together / most
            axes.scatter(across, down, s=area, marker="s", color=SERIES[0], alpha=0.35, lw=0)
            axes.text(across, down, str(row.together), ha="center", va="center", fontsize=9)
        numbers = [str(place + 1) for place in range(len(codes))]
        axes.set_yticks(
            range(len(codes)),
            [
                f"{cut_label(labels[code])}  {number}"
                for code, number in zip(codes, numbers, strict=True)
            ],
            fontsize=9.5,
        )
        axes.set_xticks(range(len(codes)), numbers, fontsize=9, rotation=90)
        axes.set_ylim(len(codes) - 0.4, -0.6)
        axes.set_xlim(-0.6, len(codes) - 0.4)
        axes.grid(True, color=GRID, lw=0.5)
        axes.tick_params(axis="x", length=0)
        strip_axes(axes, "left", "bottom")
        left_out = len(weights) - len(codes)
        note = f"\n({left_out} codes that share fewer not drawn)" if left_out else ""
        axes.set_xlabel(f"Segments that carry both codes{note}", color=MUTED)
    return Drawing(figure, describe_pairs(shown, labels))
