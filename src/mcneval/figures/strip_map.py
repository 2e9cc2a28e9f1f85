"""The system map for many constructs: a list of strips with the links beside it."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Any

from mcneval.figures.marks import RADIUS, put_arrow, put_legend, put_mark
from mcneval.figures.style import GRID, MUTED, WIDTH, Drawing, looked

if TYPE_CHECKING:
    import pandas as pd

LINE, ROW = 0.165, 0.31
CONSTRUCT, THEME, MARK = 0.1, 1.62, 4.3
CONSTRUCT_LETTERS, THEME_LETTERS = 20, 34
Strip = tuple[list[str], list[tuple[Any, float]], float]
"""A construct's label in lines, its themes with their distance from the top, its height."""


def draw_strips(marks: pd.DataFrame, sites: pd.DataFrame, links: pd.DataFrame, alt: str) -> Drawing:
    """Draw each construct as a strip with its themes, and the links as arcs to their right.

    Parameters as :func:`mcneval.figures.system_map.draw_map`; constructs without themes
    are listed in one line below.
    """
    from matplotlib.figure import Figure

    strips = [
        _measure(site.label, marks[marks["construct_id"] == site.construct_id])
        for site in sites.itertuples()
        if (marks["construct_id"] == site.construct_id).any()
    ]
    empty = [
        site.label
        for site in sites.itertuples()
        if not (marks["construct_id"] == site.construct_id).any()
    ]
    notes = wrap(f"Without a theme: {', '.join(empty)}.", 68) if empty else []
    height = sum(tall for *_, tall in strips) + len(notes) * LINE + 1.15
    with looked():
        figure = Figure(figsize=(WIDTH, height))
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set(xlim=(0, WIDTH), ylim=(0, height))
        axes.axis("off")
        kinds = [kind for kind in ("enabler", "barrier", "mixed") if (marks["kind"] == kind).any()]
        strong = bool(len(links) and links["strong"].any())
        taken = put_legend(
            axes, (CONSTRUCT, height - 0.15), kinds, arrows=len(links) > 0, strong=strong
        )
        top = height - 0.1 - taken
        at: dict[str, tuple[float, float]] = {}
        for strip in strips:
            at |= _write_strip(axes, strip, top)
            top -= strip[2]
        _draw_arcs(axes, marks, links, at)
        for count, words in enumerate(notes):
            axes.text(
                CONSTRUCT,
                top - LINE * (count + 0.8),
                words,
                fontsize=9,
                color=MUTED,
                va="center",
                parse_math=False,
            )
    return Drawing(figure, alt)


def _measure(label: str, here: pd.DataFrame) -> Strip:
    words = wrap(label, CONSTRUCT_LETTERS)
    rows, down = [], 0.0
    for mark in here.itertuples():
        lines = wrap(mark.label, THEME_LETTERS)
        tall = max(ROW, len(lines) * LINE + 0.06)
        rows.append(((mark, lines), down + tall / 2))
        down += tall
    return words, rows, max(down, len(words) * LINE) + 0.12


def _write_strip(axes: Any, strip: Strip, top: float) -> dict[str, tuple[float, float]]:
    words, rows, _ = strip
    axes.axhline(top, color=GRID, linewidth=1, zorder=0)
    for count, line in enumerate(words):
        axes.text(
            CONSTRUCT,
            top - 0.15 - LINE * count,
            line,
            fontsize=9,
            fontweight="bold",
            va="center",
            parse_math=False,
        )
    at = {}
    for (mark, lines), down in rows:
        middle = top - 0.06 - down
        for count, line in enumerate(lines):
            axes.text(
                THEME,
                middle + LINE * ((len(lines) - 1) / 2 - count),
                line,
                fontsize=9,
                va="center_baseline",
                parse_math=False,
            )
        at[mark.theme_id] = (MARK, middle)
        put_mark(axes, (MARK, middle), mark.kind, str(mark.number))
    return at


def _draw_arcs(
    axes: Any, marks: pd.DataFrame, links: pd.DataFrame, at: dict[str, tuple[float, float]]
) -> None:
    kinds = dict(zip(marks["theme_id"], marks["kind"], strict=True))
    spans = [abs(at[link.from_theme][1] - at[link.to_theme][1]) for link in links.itertuples()]
    longest = max([*spans, 0.01])
    for link, span in zip(links.itertuples(), spans, strict=True):
        start, end = at[link.from_theme], at[link.to_theme]
        # A quadratic curve comes half as far out as the point it bends towards.
        far = MARK + RADIUS + 2 * (0.2 + 0.8 * span / longest)
        far -= 0.12 if start[1] < end[1] else 0
        put_arrow(
            axes,
            start,
            end,
            (far, (start[1] + end[1]) / 2),
            kinds[link.from_theme],
            strong=bool(link.strong),
        )
