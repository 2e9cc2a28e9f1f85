"""Which codes stand on the same segments, drawn as arcs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcneval.analysis.numbers import count_words, join_words
from mcneval.figures.coding import strip_axes
from mcneval.figures.cooccurrence_grid import draw_cooccurrence_matrix
from mcneval.figures.lettering import TEXT, break_lines, curl_names
from mcneval.figures.style import MUTED, SERIES, TALLEST, Drawing, looked, start_figure

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.patches import Arc

__all__ = ["draw_cooccurrence", "draw_cooccurrence_matrix"]

ROOMY, CLOSE, SHORT, FRAME, NAMES = 0.25, 0.19, 4.8, 1.0, 2.9
ARCS, JOINED = 45, 38
"""Pairs and codes in the drawing: with more, no arc could be followed."""


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
    labels = curl_names(labels)
    shown = keep_strongest(pairs)
    codes = [code for code in labels if code in {*shown["first"], *shown["second"]}]
    pitch = min(ROOMY, max(CLOSE, SHORT / len(codes)), (TALLEST - FRAME) / len(codes))
    with looked():
        figure, axes = start_figure(FRAME + pitch * max(4, len(codes)))
        _draw_arcs(axes, shown, codes)
        names = [break_lines(labels[code], NAMES, most=1)[0] for code in codes]
        axes.set_yticks(range(len(codes)), names, fontsize=TEXT, parse_math=False)
        axes.set_ylim(len(codes) - 0.4, -0.6)
        axes.set_xlim(-0.02, 1.05)
        axes.set_xticks([])
        strip_axes(axes, "left", "bottom")
        figure.suptitle(write_key(shown, pairs), x=0.012, ha="left", fontsize=TEXT, color=MUTED)
    return Drawing(figure, describe_pairs(shown, pairs, labels))


def _draw_arcs(axes: Axes, shown: pd.DataFrame, codes: list[str]) -> None:
    places = {code: place for place, code in enumerate(codes)}
    most, reach = int(shown["together"].max()), max(1, len(codes) - 1)
    for row in shown.iloc[::-1].itertuples():
        low, high = sorted((places[row.first], places[row.second]))
        axes.add_patch(shape_arc(low, high, reach, row.together / most))
    axes.plot([0] * len(codes), range(len(codes)), "o", color=SERIES[1], markersize=5)


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
    """Return the pairs that share so many segments that few enough do, or the first of the most."""
    for least in sorted(set(pairs["together"])):
        strong = pairs[pairs["together"] >= least]
        if len(strong) <= ARCS and len({*strong["first"], *strong["second"]}) <= JOINED:
            return strong
    return pairs[pairs["together"] == pairs["together"].max()].head(JOINED // 2)


def write_key(shown: pd.DataFrame, pairs: pd.DataFrame) -> str:
    """Say what an arc's thickness means and what is left out."""
    low, high = int(shown["together"].min()), int(shown["together"].max())
    words = f"Thin to thick arcs: {low} to {high}" if low < high else f"Arcs: {low}"
    words += f" segment{'' if high == 1 else 's'} in common"
    rest = f"\n{say_drawn(shown, pairs)}" if len(pairs) > len(shown) else ""
    return f"{words}.{rest}"


def say_drawn(shown: pd.DataFrame, pairs: pd.DataFrame) -> str:
    """Say which of all pairs are drawn."""
    least, total = int(shown["together"].min()), len(pairs)
    every = len(shown) == int((pairs["together"] >= least).sum())
    which = f"the {len(shown)} with {least} or more" if every else f"{len(shown)} with the most"
    return f"Of {total} pairs, {which} segments in common are drawn."


def describe_pairs(shown: pd.DataFrame, pairs: pd.DataFrame, labels: dict[str, str]) -> str:
    """Say what the drawing shows, with its numbers."""
    top = join_words(
        f"{labels[row.first]} with {labels[row.second]} ({row.together})"
        for row in pairs.head(3).itertuples()
    )
    verb = "stands" if len(pairs) == 1 else "stand"
    begin = f"{count_words(len(pairs), 'pair').capitalize()} of codes {verb} on the same segments; "
    rest = f" {say_drawn(shown, pairs)}" if len(shown) < len(pairs) else ""
    return f"{begin}most often {top}.{rest}"
