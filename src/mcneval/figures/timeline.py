"""Recruitment over time: the people so far on one axis of dates, with the phases above."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mcneval.figures.lettering import TEXT, curl_names
from mcneval.figures.style import PAPER, SERIES, Drawing, looked, start_figure

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

LONG = 150
"""Days from which on the axis names months, and before that days."""
STEP = 0.085
"""The height of a phase's line above the curve, as a part of the people recruited."""


def draw_timeline(timeline: pd.DataFrame, labels: dict[str, str]) -> Drawing | None:
    """Draw the cumulative number of people recruited by date, with each phase's days above.

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

    labels = curl_names(labels)
    with looked():
        shown = _occurring(timeline, labels)
        figure, axes = start_figure(3.4 + 0.2 * len(shown))
        axes.step(
            timeline["date"], timeline["cumulative"], where="post", color=SERIES[0], linewidth=2
        )
        most = int(timeline["cumulative"].max())
        for place, phase in enumerate(shown):
            height = most * (1.06 + STEP * (len(shown) - place))
            _draw_phase(axes, timeline, phase, labels[phase], height, place)
        axes.set_ylim(0, most * (1.1 + STEP * len(shown)))
        axes.set_ylabel("People recruited", fontsize=TEXT)
        ticks = MaxNLocator(integer=True, steps=[1, 2, 5, 10]).tick_values(0, most)
        axes.set_yticks([tick for tick in ticks if tick <= most * 1.02])
        axes.xaxis.set_major_locator(dates.AutoDateLocator(minticks=3, maxticks=6))
        days = (timeline["date"].max() - timeline["date"].min()).days
        words = "%b %Y" if days > LONG else "%d %b %y"
        axes.xaxis.set_major_formatter(dates.DateFormatter(words))
        axes.tick_params(labelsize=TEXT)
        axes.grid(axis="y")
        axes.spines["left"].set_bounds(0, most)
    return Drawing(figure, describe_timeline(timeline, labels))


def _draw_phase(
    axes: Axes, timeline: pd.DataFrame, phase: str, label: str, height: float, place: int
) -> None:
    """Draw a phase's days as a band under the curve and a line above it, with its name."""
    from matplotlib.patheffects import withStroke

    days = timeline[timeline["phase"] == phase]
    first, last = days["date"].min(), days["date"].max()
    colour = SERIES[(place + 1) % len(SERIES)]
    axes.fill_between(
        [first, last], 0, timeline["cumulative"].max(), color=colour, alpha=0.13, linewidth=0
    )
    axes.plot([first, last], [height, height], color=colour, lw=3, solid_capstyle="butt")
    late = first - timeline["date"].min() > timeline["date"].max() - last
    axes.annotate(
        f"{label}: {days['people'].sum()}",
        (first if late else last, height),
        xytext=(-5 if late else 5, 0),
        textcoords="offset points",
        fontsize=TEXT,
        color=colour,
        va="center_baseline",
        ha="right" if late else "left",
        parse_math=False,
        path_effects=[withStroke(linewidth=2.5, foreground=PAPER)],
    )


def _occurring(timeline: pd.DataFrame, labels: dict[str, str]) -> list[str]:
    return [phase for phase in labels if (timeline["phase"] == phase).any()]


def write_day(day: Any) -> str:
    """Return a day as prose has it: ``5 March 2024``."""
    return f"{day.day} {day:%B %Y}"


def describe_timeline(timeline: pd.DataFrame, labels: dict[str, str]) -> str:
    """Return the drawing in words, with its numbers."""
    first, last = timeline["date"].min(), timeline["date"].max()
    total = int(timeline["people"].sum())
    parts = [
        f"{labels[phase]} {int(timeline.loc[timeline['phase'] == phase, 'people'].sum())}"
        for phase in _occurring(timeline, labels)
    ]
    return (
        f"Stepped line of people recruited, from {write_day(first)} to {write_day(last)}, "
        f"ending at {total}: {', '.join(parts)}."
    )
