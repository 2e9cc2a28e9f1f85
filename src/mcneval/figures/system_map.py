"""The system map: themes at the constructs of a framework, with the links between them."""

from __future__ import annotations

from math import cos, sin
from typing import TYPE_CHECKING

from mcneval.analysis.numbers import count_words
from mcneval.figures.kinds import list_kinds, tell_kinds
from mcneval.figures.lettering import EDGE, TEXT, curl, curl_labels, line_height
from mcneval.figures.map_layout import (
    bend_inwards,
    choose_pitch,
    fit_radius,
    place_ends,
    place_label,
    place_marks,
    step_out,
    turn,
)
from mcneval.figures.marks import RADIUS, Point, put_arrow, put_legend, put_mark
from mcneval.figures.strip_map import draw_strips
from mcneval.figures.style import FOOT, GRID, INK, MUTED, WIDTH, Drawing, looked
from mcneval.figures.theme_key import lay_out_key, write_key

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

HIGHEST, LEGEND = 8.2, 0.66
"""Inches that a map may be high, and that the names of marks and arrows take."""
CORNERS = range(3, 9)


def draw_map(
    marks: pd.DataFrame,
    constructs: pd.DataFrame,
    links: pd.DataFrame,
    *,
    environment: str = "",
    draw: str = "auto",
) -> Drawing | None:
    """Draw the themes on a framework: a polygon of three to eight constructs, else strips.

    Parameters
    ----------
    marks : DataFrame
        Columns number, theme_id, label, kind, construct_id (``none`` for no place), also.
    constructs : DataFrame
        Columns construct_id, label.
    links : DataFrame
        Columns from_theme, to_theme, strong (whether the arrow is heavy).
    environment : str
        What surrounds the system, where the framework says so.
    draw : str
        ``polygon``, ``matrix`` or ``auto``.
    """
    if marks.empty or (marks["construct_id"] == "none").all():
        return None
    marks, constructs = curl_labels(marks), curl_labels(constructs)
    sites = add_nowhere(marks, constructs)
    alt = describe_map(marks, constructs, links)
    if draw == "matrix" or len(sites) not in CORNERS:
        return draw_strips(marks, sites, links, alt)
    return _draw_polygon(marks, sites, links, curl(environment), alt)


def add_nowhere(marks: pd.DataFrame, constructs: pd.DataFrame) -> pd.DataFrame:
    """Return the constructs, with one more for themes that have no place among them."""
    import pandas as pd

    if not (marks["construct_id"] == "none").any():
        return constructs
    nowhere = pd.DataFrame([{"construct_id": "none", "label": "No construct"}])
    return pd.concat([constructs, nowhere], ignore_index=True)


def _draw_polygon(
    marks: pd.DataFrame, sites: pd.DataFrame, links: pd.DataFrame, environment: str, alt: str
) -> Drawing:
    from matplotlib.figure import Figure

    radius = fit_radius(marks, sites)
    places, depths = place_marks(marks, sites, radius)
    labels = [
        place_label(place, sites, radius, depths, choose_pitch(marks))
        for place in range(len(sites))
    ]
    top = max(point[1] + _rise(words, point) for point, words in labels)
    bottom = min(point[1] - _rise(words, point, down=True) for point, words in labels)
    low = min([bottom, *(y for _, y in places.values())]) - 0.08
    high = max([top, *(y for _, y in places.values())]) + 0.06
    extra = 0.22 if environment else 0.0
    above = 0.08 + high - low + extra + LEGEND
    key = lay_out_key(marks, sites, HIGHEST - above - FOOT)
    height = above + key.height + FOOT
    with looked():
        figure = Figure(figsize=(WIDTH, height))
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set(xlim=(0, WIDTH), ylim=(0, height))
        axes.axis("off")
        centre = (WIDTH / 2, height - high - 0.08)
        frame_low = centre[1] + low - extra
        if environment:
            _frame(axes, frame_low, height - 0.04, environment)
        _outline(axes, len(sites), radius, centre)
        for point, words in labels:
            _label(axes, point, words, centre)
        _draw_links(axes, marks, links, places, centre)
        for mark in marks.itertuples():
            x, y = places[mark.theme_id]
            put_mark(axes, (centre[0] + x, centre[1] + y), mark.kind, str(mark.number))
        strong = bool(len(links) and links["strong"].any())
        kinds = list_kinds(marks["kind"])
        at = EDGE, frame_low - 0.17
        taken = put_legend(axes, at, kinds, arrows=len(links) > 0, strong=strong)
        write_key(axes, key, at[1] + 0.06 - taken)
    return Drawing(figure, alt)


def _rise(words: list[str], point: Point, *, down: bool = False) -> float:
    tall = len(words) * line_height()
    if abs(point[1]) < 0.3:
        return tall / 2
    return tall if (point[1] < 0) == down else 0.0


def _label(axes: Axes, point: Point, words: list[str], centre: Point) -> None:
    side = "center" if abs(point[0]) < 0.3 else "left" if point[0] > 0 else "right"
    stand = "center" if abs(point[1]) < 0.3 else "bottom" if point[1] > 0 else "top"
    axes.text(
        centre[0] + point[0],
        centre[1] + point[1],
        "\n".join(words),
        ha=side,
        va=stand,
        fontsize=9,
        fontweight="bold",
        color=INK,
        linespacing=1.15,
        parse_math=False,
    )


def _outline(axes: Axes, corners: int, radius: float, centre: Point) -> None:
    from matplotlib.patches import Polygon

    points = [
        (
            centre[0] + radius * cos(turn(place, corners)),
            centre[1] + radius * sin(turn(place, corners)),
        )
        for place in range(corners)
    ]
    axes.add_patch(
        Polygon(points, closed=True, facecolor="#f4f6f8", edgecolor=GRID, linewidth=2, zorder=1)
    )


def _frame(axes: Axes, low: float, high: float, words: str) -> None:
    from matplotlib.patches import FancyBboxPatch

    axes.add_patch(
        FancyBboxPatch(
            (0.1, low),
            WIDTH - 0.2,
            high - low,
            boxstyle="round,pad=0,rounding_size=0.12",
            facecolor="none",
            edgecolor=MUTED,
            linewidth=0.9,
            linestyle=(0, (3, 2)),
            zorder=0,
        )
    )
    note = f"{words}: around the system; no theme is placed here"
    axes.text(0.2, low + 0.12, note, fontsize=TEXT, color=MUTED, va="center", parse_math=False)


def _draw_links(
    axes: Axes, marks: pd.DataFrame, links: pd.DataFrame, places: dict[str, Point], centre: Point
) -> None:
    kinds = dict(zip(marks["theme_id"], marks["kind"], strict=True))
    pairs = list(zip(links["from_theme"], links["to_theme"], strict=True))
    for link, angles in zip(links.itertuples(), place_ends(pairs, places), strict=True):
        start, end = places[link.from_theme], places[link.to_theme]
        points = (
            step_out(start, angles[0]),
            step_out(end, angles[1], RADIUS + 0.03),
            bend_inwards(start, end),
        )
        tail, tip, bend = ((centre[0] + x, centre[1] + y) for x, y in points)
        put_arrow(axes, tail, tip, bend, kinds[link.from_theme], strong=bool(link.strong))


def describe_map(marks: pd.DataFrame, constructs: pd.DataFrame, links: pd.DataFrame) -> str:
    """Return the map in words, with its numbers."""
    counts = [
        f"{row.label} {int((marks['construct_id'] == row.construct_id).sum())}"
        for row in constructs.itertuples()
    ]
    links_words = count_words(len(links), "link") if len(links) else "no links"
    return (
        f"Map of {count_words(len(marks), 'theme')} ({tell_kinds(marks['kind'])}) on "
        f"{count_words(len(constructs), 'construct')}, with {links_words}. "
        f"Themes at each: {', '.join(counts)}."
    )
