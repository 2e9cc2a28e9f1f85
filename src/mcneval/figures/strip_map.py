"""The system map for many constructs: a list of strips with the links beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mcneval.figures.kinds import list_kinds
from mcneval.figures.lettering import EDGE, TEXT, break_lines, line_height
from mcneval.figures.marks import RADIUS, put_arrow, put_legend, put_mark, step_towards
from mcneval.figures.style import FOOT, GRID, MUTED, WIDTH, Drawing, looked

if TYPE_CHECKING:
    import pandas as pd

CLOSER = ((0.31, 2, 0.12, RADIUS), (0.285, 1, 0.06, RADIUS), (0.21, 1, 0.015, 0.095))
"""Inches for a theme, lines of a name, inches between strips, and a mark's radius."""
CONSTRUCT, THEME, MARK = EDGE, 1.75, 4.85
HIGHEST = 8.6
LINE = line_height()
Strip = tuple[list[str], list[tuple[Any, float]], float]
"""A construct's label in lines, its themes with their distance from the top, its height."""


def draw_strips(marks: pd.DataFrame, sites: pd.DataFrame, links: pd.DataFrame, alt: str) -> Drawing:
    """Draw each construct as a strip with its themes, and the links as arcs to their right.

    Parameters as :func:`mcneval.figures.system_map.draw_map`; constructs without themes
    are listed in one line below.
    """
    from matplotlib.figure import Figure

    for close in CLOSER:
        strips = [
            _measure(site.label, marks[marks["construct_id"] == site.construct_id], close)
            for site in sites.itertuples()
            if (marks["construct_id"] == site.construct_id).any()
        ]
        if sum(tall for *_, tall in strips) < HIGHEST - 1.2:
            break
    empty = [
        site.label
        for site in sites.itertuples()
        if not (marks["construct_id"] == site.construct_id).any()
    ]
    words = f"Without a theme: {', '.join(empty)}."
    notes = break_lines(words, WIDTH - 2 * EDGE, even=False) if empty else []
    height = sum(tall for *_, tall in strips) + len(notes) * LINE + 0.75 + FOOT
    with looked():
        figure = Figure(figsize=(WIDTH, height))
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set(xlim=(0, WIDTH), ylim=(0, height))
        axes.axis("off")
        kinds = list_kinds(marks["kind"])
        strong = bool(len(links) and links["strong"].any())
        taken = put_legend(
            axes, (CONSTRUCT, height - 0.15), kinds, arrows=len(links) > 0, strong=strong
        )
        top = height - 0.1 - taken
        at: dict[str, tuple[float, float]] = {}
        for strip in strips:
            at |= _write_strip(axes, strip, top, close)
            top -= strip[2]
        _draw_arcs(axes, marks, links, at, close[3])
        for count, words in enumerate(notes):
            axes.text(
                CONSTRUCT,
                top - LINE * (count + 0.8),
                words,
                fontsize=TEXT,
                color=MUTED,
                va="center",
                parse_math=False,
            )
    return Drawing(figure, alt)


def _measure(label: str, here: pd.DataFrame, close: tuple[float, int, float, float]) -> Strip:
    row, most, between, _ = close
    words = break_lines(label, THEME - CONSTRUCT - 0.12, bold=True, most=max(most, len(here)))
    rows, down = [], 0.0
    for mark in here.itertuples():
        lines = break_lines(mark.label, MARK - THEME - 0.22, most=most)
        tall = max(row, len(lines) * LINE + 0.04)
        rows.append(((mark, lines), down + tall / 2))
        down += tall
    return words, rows, max(down, len(words) * LINE) + between


def _write_strip(
    axes: Any, strip: Strip, top: float, close: tuple[float, int, float, float]
) -> dict[str, tuple[float, float]]:
    words, rows, _ = strip
    axes.axhline(top, color=GRID, linewidth=1, zorder=0)
    for count, line in enumerate(words):
        axes.text(
            CONSTRUCT,
            top - close[2] / 2 - close[0] / 2 - LINE * count,
            line,
            fontsize=TEXT,
            fontweight="bold",
            va="center",
            parse_math=False,
        )
    at = {}
    for (mark, lines), down in rows:
        middle = top - close[2] / 2 - down
        for count, line in enumerate(lines):
            axes.text(
                THEME,
                middle + LINE * ((len(lines) - 1) / 2 - count),
                line,
                fontsize=TEXT,
                va="center_baseline",
                parse_math=False,
            )
        at[mark.theme_id] = (MARK, middle)
        put_mark(axes, (MARK, middle), mark.kind, str(mark.number), radius=close[3])
    return at


def _draw_arcs(
    axes: Any,
    marks: pd.DataFrame,
    links: pd.DataFrame,
    at: dict[str, tuple[float, float]],
    radius: float,
) -> None:
    kinds = dict(zip(marks["theme_id"], marks["kind"], strict=True))
    spans = [abs(at[link.from_theme][1] - at[link.to_theme][1]) for link in links.itertuples()]
    longest = max([*spans, 0.01])
    for link, span in zip(links.itertuples(), spans, strict=True):
        start, end = at[link.from_theme], at[link.to_theme]
        # A quadratic curve comes half as far out as the point it bends towards.
        far = MARK + RADIUS + 2 * (0.2 + 0.8 * span / longest)
        far -= 0.12 if start[1] < end[1] else 0
        bend = far, (start[1] + end[1]) / 2
        put_arrow(
            axes,
            step_towards(start, bend, radius),
            step_towards(end, bend, radius + 0.02),
            bend,
            kinds[link.from_theme],
            strong=bool(link.strong),
        )
