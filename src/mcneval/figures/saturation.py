"""How many new codes each source brought, drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcneval.analysis.numbers import count_words
from mcneval.figures.style import MUTED, SERIES, WIDTH, Drawing, looked

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


def draw_saturation(traces: pd.DataFrame) -> Drawing | None:
    """Draw the codes so far over the sources in order, one panel a scope.

    Parameters
    ----------
    traces : DataFrame
        As from :func:`mcneval.analysis.saturation_curves.trace_scopes`: scope, label, position,
        new_codes, codes, low, high, reached, point.

    Returns
    -------
    Drawing or None
        None where nothing is coded.
    """
    if traces.empty:
        return None
    from matplotlib.figure import Figure

    panels = list(traces.groupby("scope", sort=False))
    with looked():
        figure = Figure(figsize=(WIDTH, 0.7 + 2.3 * len(panels)), layout="constrained")
        grid = figure.subplots(len(panels), 1, squeeze=False)[:, 0]
        for axes, (_, trace) in zip(grid, panels, strict=True):
            draw_panel(axes, trace)
        grid[-1].set_xlabel(
            "Sources, in order of collection\nLine: codes so far. Bars: new codes."
            + (" Band: 95% of random orders." if traces["low"].notna().all() else "")
        )
    return Drawing(figure, " ".join(describe_panel(trace) for _, trace in panels))


def draw_panel(axes: Axes, trace: pd.DataFrame) -> None:
    """Draw one scope: band of random orders, codes so far, new codes, the point reached."""
    from matplotlib.ticker import MaxNLocator

    at, top = trace["position"], int(trace["codes"].max())
    axes.bar(at, trace["new_codes"], width=0.6, color=SERIES[1], alpha=0.85, lw=0)
    if trace["low"].notna().all():
        axes.fill_between(at, trace["low"], trace["high"], color=SERIES[0], alpha=0.16, lw=0)
    axes.plot(at, trace["codes"], "-o", color=SERIES[0], markersize=3.5, lw=1.6)
    reached = trace["reached"].iloc[0]
    if reached == reached:
        axes.axvline(reached + 0.5, color=MUTED, lw=1, ls=(0, (4, 3)))
        right = reached > 0.6 * len(trace)
        axes.annotate(
            f"saturation {trace['point'].iloc[0]}",
            (reached + 0.5, top * 0.32),
            xytext=(-5 if right else 5, 0),
            textcoords="offset points",
            ha="right" if right else "left",
            fontsize=9,
            color=MUTED,
        )
    axes.set_title(trace["label"].iloc[0])
    axes.set_ylabel("Codes")
    axes.set_ylim(0, top * 1.12 + 0.5)
    axes.set_xlim(0.3, len(trace) + 0.7)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=10))
    axes.yaxis.set_major_locator(MaxNLocator(integer=True, nbins=6))


def describe_panel(trace: pd.DataFrame) -> str:
    """Say what one panel shows, with its numbers."""
    point = trace["point"].iloc[0]
    end = f"saturation reached at {point}" if "+" in point else f"saturation {point}"
    return (
        f"{trace['label'].iloc[0]}: {count_words(int(trace['codes'].max()), 'code')} in "
        f"{count_words(len(trace), 'source')}, "
        f"{count_words(int(trace['new_codes'].iloc[0]), 'code')} in the first; {end}."
    )
