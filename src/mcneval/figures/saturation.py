"""How many new codes each source brought, drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcneval.analysis.numbers import count_words
from mcneval.figures.lettering import TEXT, break_lines, curl_labels
from mcneval.figures.style import MUTED, SERIES, TALLEST, WIDTH, Drawing, looked

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FIRST, OTHERS, FRAME = 2.5, 2.1, 0.75
"""Inches for the panel of all sources, for each row of panels below it, and for the key."""


def draw_saturation(traces: pd.DataFrame) -> Drawing | None:
    """Draw the codes so far over the sources in order, one panel a scope.

    Parameters
    ----------
    traces : DataFrame
        As from :func:`mcneval.analysis.saturation_curves.trace_scopes`: scope, label, position,
        new_codes, codes, low, high, reached, point and, where it is known, basis (``date`` where
        the order is that of collection).

    Returns
    -------
    Drawing or None
        None where nothing is coded.
    """
    if traces.empty:
        return None
    traces = curl_labels(traces)
    panels = [panel for _, panel in traces.groupby("scope", sort=False)]
    with looked():
        figure, grid = _start_panels(len(panels))
        for axes, trace in zip(grid, panels, strict=True):
            draw_panel(axes, trace)
        figure.suptitle(write_key(traces), x=0.012, ha="left", fontsize=TEXT)
    return Drawing(figure, " ".join(describe_panel(trace) for trace in panels))


def _start_panels(count: int) -> tuple[Figure, list[Axes]]:
    """Return a wide panel for all sources and smaller ones, abreast, for those after it."""
    from matplotlib.figure import Figure

    abreast = 3 if count - 1 in (3, 5, 6, 9) else 2
    lines = -(-(count - 1) // abreast)
    others = min(OTHERS, (TALLEST - FIRST - FRAME) / max(1, lines))
    figure = Figure(figsize=(WIDTH, FRAME + FIRST + others * lines), layout="constrained")
    grid = figure.add_gridspec(1 + lines, abreast, height_ratios=[FIRST, *[others] * lines])
    spots = [grid[0, :], *(grid[1 + at // abreast, at % abreast] for at in range(count - 1))]
    return figure, [figure.add_subplot(spot) for spot in spots]


def draw_panel(axes: Axes, trace: pd.DataFrame) -> None:
    """Draw one scope: band of random orders, codes so far, new codes, the point reached."""
    from matplotlib.ticker import MaxNLocator

    at, top = trace["position"], int(trace["codes"].max())
    if trace["low"].notna().all():
        axes.fill_between(at, trace["low"], trace["high"], color=SERIES[0], alpha=0.16, lw=0)
    axes.bar(at, trace["new_codes"], width=0.6, color=SERIES[1], lw=0, zorder=2)
    axes.plot(at, trace["codes"], "-o", color=SERIES[0], markersize=3.5, lw=1.6, zorder=3)
    wide = axes.get_position().width * WIDTH
    _mark_point(axes, trace, top, brief=wide < 2)
    count = len(trace)
    name = trace["label"].iloc[0] if trace["scope"].iloc[0] else "All coded sources"
    lines = break_lines(f"{name} ({count})", wide, bold=True, most=2)
    axes.set_title("\n".join(lines), fontsize=TEXT, parse_math=False)
    axes.set_xlabel("Sources", fontsize=TEXT)
    axes.set_ylabel("Codes", fontsize=TEXT)
    axes.tick_params(labelsize=TEXT)
    axes.set_ylim(0, top * 1.12 + 0.5)
    axes.set_xlim(0.3, count + 0.7)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=8, steps=[1, 2, 5, 10]))
    axes.yaxis.set_major_locator(MaxNLocator(integer=True, nbins=5, steps=[1, 2, 5, 10]))


def _mark_point(axes: Axes, trace: pd.DataFrame, top: int, *, brief: bool) -> None:
    from matplotlib.patheffects import withStroke

    reached = trace["reached"].iloc[0]
    if reached != reached:
        return
    axes.axvline(reached + 0.5, color=MUTED, lw=1, ls=(0, (4, 3)))
    right = reached > 0.5 * len(trace)
    axes.annotate(
        f"{'' if brief else 'saturation '}{trace['point'].iloc[0]}",
        (reached + 0.5, top * 0.36),
        xytext=(-5 if right else 5, 0),
        textcoords="offset points",
        ha="right" if right else "left",
        fontsize=TEXT,
        color=MUTED,
        zorder=4,
        path_effects=[withStroke(linewidth=2.5, foreground="white")],
    )


def write_key(traces: pd.DataFrame) -> str:
    """Say what line, bars and band mean, and in what order the sources stand."""
    dated = "basis" in traces and (traces["basis"] == "date").all()
    order = "in order of collection" if dated else "in the order in which they are listed"
    band = " Band: 95% of random orders." if traces["low"].notna().all() else ""
    dashed = " Dashed: saturation." if traces["reached"].notna().any() else ""
    return f"Line: codes so far. Bars: new codes.{band}{dashed}\nSources stand {order}."


def describe_panel(trace: pd.DataFrame) -> str:
    """Say what one panel shows, with its numbers."""
    point = trace["point"].iloc[0]
    end = f"saturation reached at {point}" if "+" in point else f"saturation {point}"
    return (
        f"{trace['label'].iloc[0]}: {count_words(int(trace['codes'].max()), 'code')} in "
        f"{count_words(len(trace), 'coded source')}, "
        f"{count_words(int(trace['new_codes'].iloc[0]), 'code')} in the first; {end}."
    )
