"""Recruitment over time: one line a phase, on one axis of dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcneval.figures.style import SERIES, Drawing, looked, start_figure

if TYPE_CHECKING:
    import pandas as pd


def draw_timeline(timeline: pd.DataFrame, labels: dict[str, str]) -> Drawing | None:
    """Draw the cumulative number of people recruited by date, stepped, named at its end.

    Parameters
    ----------
    timeline : DataFrame
        Columns of :func:`mcneval.analysis.timeline.count_timeline`.
    labels : dict of str to str
        Phase labels by id, in order.
    """
    if timeline.empty:
        return None
    import matplotlib.dates as dates
    from matplotlib.ticker import MaxNLocator

    with looked():
        figure, axes = start_figure(3.8)
        axes.step(
            timeline["date"], timeline["cumulative"], where="post", color=SERIES[0], linewidth=2
        )
        bottom = int(timeline["cumulative"].max())
        shown = _occurring(timeline, labels)
        for place, phase in enumerate(shown):
            days = timeline[timeline["phase"] == phase]
            first, last, count = days["date"].min(), days["date"].max(), days["people"].sum()
            colour = SERIES[(place + 1) % len(SERIES)]
            axes.axvspan(first, last, color=colour, alpha=0.13, linewidth=0)
            late = first - timeline["date"].min() > (timeline["date"].max() - first)
            axes.text(
                last if late else first,
                bottom * (1.08 + 0.09 * (len(shown) - place)),
                f"{labels[phase]}: {count}",
                fontsize=9,
                color=colour,
                va="center",
                ha="right" if late else "left",
                parse_math=False,
            )
        axes.set_ylim(0, bottom * (1.14 + 0.09 * len(shown)))
        axes.set_ylabel("People recruited")
        axes.yaxis.set_major_locator(MaxNLocator(integer=True))
        locator = dates.AutoDateLocator(minticks=3, maxticks=6)
        axes.xaxis.set_major_locator(locator)
        axes.xaxis.set_major_formatter(dates.ConciseDateFormatter(locator))
        axes.grid(axis="y")
    return Drawing(figure, describe_timeline(timeline, labels))


def _occurring(timeline: pd.DataFrame, labels: dict[str, str]) -> list[str]:
    return [phase for phase in labels if (timeline["phase"] == phase).any()]


def describe_timeline(timeline: pd.DataFrame, labels: dict[str, str]) -> str:
    """Return the drawing in words, with its numbers."""
    first, last = timeline["date"].min(), timeline["date"].max()
    total = int(timeline["people"].sum())
    parts = [
        f"{labels[phase]} {int(timeline.loc[timeline['phase'] == phase, 'people'].sum())}"
        for phase in _occurring(timeline, labels)
    ]
    return (
        f"Stepped line of people recruited, from {first:%Y-%m-%d} to {last:%Y-%m-%d}, "
        f"ending at {total}: {', '.join(parts)}."
    )
