"""The system map: themes at the constructs of a framework, with the links between them."""

from __future__ import annotations

from functools import partial
from math import cos, pi, sin
from typing import TYPE_CHECKING, Any

from mcneval.figures.network import Entry, measure_key, open_board, write_key
from mcneval.figures.style import (
    GRID,
    INK,
    KINDS,
    MARKERS,
    MUTED,
    NARROW,
    PAPER,
    WIDTH,
    finish,
    fold,
    house_style,
    skip,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

Point = tuple[float, float]
CORNERS = range(3, 9)
PITCH = 0.31
"""Inches from one mark of a corner to the next."""


def system_map(
    themes: pd.DataFrame, links: pd.DataFrame, form: str = "auto", *, width: float = WIDTH
) -> Axes:
    """Draw the themes on a framework, and what acts on what.

    A circle is an enabler, a square a barrier, a diamond both. An arrow leads from a theme to one
    that it acts on; heavy arrows start from themes that cut across.

    Parameters
    ----------
    themes : DataFrame
        Columns number, theme_id, theme, kind, construct (a categorical: its levels are the corners,
        in order), as :func:`mcneval.analysis.places.list_places` returns.
    links : DataFrame
        Columns from_id, to_id, cuts_across, as :func:`mcneval.analysis.links.list_links` returns.
    form : str
        ``polygon``, ``matrix`` (a list with arcs beside it) or ``auto``: a polygon of three to
        eight constructs.
    width : float
        Inches that the figure is wide.
    """
    if themes.empty:
        return skip(None, themes)
    corners = list(themes["construct"].cat.categories)
    # On a narrow screen the corners' names would not fit beside them.
    polygon = form != "matrix" and len(corners) in CORNERS and width > NARROW
    with house_style():
        ax, places = (_draw_polygon if polygon else _draw_list)(themes, corners, width)
        kinds = dict(zip(themes["theme_id"], themes["kind"], strict=True))
        for link in links.itertuples():
            _put_arrow(ax, places[link.from_id], places[link.to_id], kinds[link.from_id],
                       strong=bool(link.cuts_across), polygon=polygon)  # fmt: skip
        for theme in themes.itertuples():
            _put_mark(ax, places[theme.theme_id], theme.kind, str(theme.number))
    counts = themes["construct"].value_counts(sort=False)
    words = ", ".join(f"{name} {count}" for name, count in counts.items())
    alt = f"Map of {len(themes)} themes on {len(corners)} constructs, with {len(links)} links. "
    narrow = partial(system_map, themes, links, form, width=NARROW)
    return finish(ax, themes, f"{alt}Themes at each: {words}.", narrow, links)


def _list_entries(themes: pd.DataFrame, corners: list[str]) -> list[Entry]:
    """Return the entries of a map's key: the constructs, each with its themes."""
    entries: list[Entry] = []
    for corner in corners:
        here = themes[themes["construct"] == corner]
        if len(here):
            entries.append(("", corner, {"fontweight": "bold", "color": MUTED}))
            entries += [
                (str(row.number), row.theme, {"color": KINDS[row.kind]})
                for row in here.itertuples()
            ]
    return entries


def _draw_polygon(
    themes: pd.DataFrame, corners: list[str], width: float
) -> tuple[Axes, dict[str, Point]]:
    from matplotlib.patches import Polygon

    entries = _list_entries(themes, corners)
    radius = 1.35
    aside = width / 2 - radius - 0.45
    deep = max(1, -(-int(themes["construct"].value_counts().max()) // _count_row(radius, corners)))
    half = radius + deep * PITCH + 0.55
    key = measure_key(entries, width) + 0.25
    ax = open_board(2 * half + key, width)
    centre = width / 2, key + half
    angles = [pi / 2 - 2 * pi * at / len(corners) for at in range(len(corners))]
    outline = [(centre[0] + radius * cos(a), centre[1] + radius * sin(a)) for a in angles]
    ax.add_patch(
        Polygon(outline, closed=True, facecolor="none", edgecolor=GRID, linewidth=2, zorder=0)
    )
    places: dict[str, Point] = {}
    for corner, angle in zip(corners, angles, strict=True):
        here = list(themes.loc[themes["construct"] == corner, "theme_id"])
        rows = _place_corner(here, angle, radius, _count_row(radius, corners))
        places |= {name: (centre[0] + x, centre[1] + y) for name, (x, y) in rows.items()}
        depth = max(1, -(-len(here) // _count_row(radius, corners)))
        far = radius + (depth - 1) * PITCH + 0.25
        side = "center" if abs(cos(angle)) < 0.2 else "left" if cos(angle) > 0 else "right"
        room = 40 if side == "center" else max(9, int(aside * 13))
        stand = "center" if side != "center" else "bottom" if sin(angle) > 0 else "top"
        spot = centre[0] + far * cos(angle), centre[1] + far * sin(angle)
        look: Any = {"fontweight": "bold", "color": INK, "parse_math": False}
        ax.text(*spot, fold(corner, room), ha=side, va=stand, **look)
    _write_kinds(ax, themes, key - 0.02)
    write_key(ax, entries, key - 0.22, width)
    return ax, places


def _count_row(radius: float, corners: list[str]) -> int:
    """Return how many marks stand side by side at a corner."""
    return max(2, int(2 * radius * sin(pi / len(corners)) / PITCH))


def _place_corner(names: list[str], angle: float, radius: float, most: int) -> dict[str, Point]:
    """Return where a corner's marks stand around the centre: in rows across its radius."""
    backwards = sin(angle) + cos(angle) < -0.01
    places = {}
    for depth, at in enumerate(range(0, len(names), most)):
        row = names[at : at + most]
        far = radius + depth * PITCH
        for spot, name in enumerate(reversed(row) if backwards else row):
            shift = ((len(row) - 1) / 2 - spot) * PITCH + (PITCH / 2 if depth % 2 else 0)
            x, y = far * cos(angle) - shift * sin(angle), far * sin(angle) + shift * cos(angle)
            places[name] = (x, y)
    return places


def _draw_list(
    themes: pd.DataFrame, corners: list[str], width: float
) -> tuple[Axes, dict[str, Point]]:
    """Write each construct with its themes in one column; arcs go to its right."""
    mark = width * (0.62 if width > NARROW else 0.7)
    room = int((mark - 0.35) * 13.5)
    rows: list[tuple[str, Any]] = []
    for corner in corners:
        here = themes[themes["construct"] == corner]
        rows += [(corner, None)] if len(here) else []
        rows += [(row.theme, row) for row in here.itertuples()]
    heights = [0.1 + 0.155 * (fold(words, room).count("\n") + 1) for words, _ in rows]
    ax = open_board(sum(heights) + 0.4, width)
    high = sum(heights) + 0.1
    places: dict[str, Point] = {}
    for (words, theme), tall in zip(rows, heights, strict=True):
        head = theme is None
        look: Any = {"fontweight": "bold", "color": MUTED} if head else {"color": INK}
        spot = 0.05 if head else 0.2, high - tall / 2
        ax.text(*spot, fold(words, room), va="center", parse_math=False, fontsize=8.5, **look)
        if not head:
            places[theme.theme_id] = (mark, high - tall / 2)
        high -= tall
    _write_kinds(ax, themes, sum(heights) + 0.25)
    return ax, places


def _write_kinds(ax: Axes, themes: pd.DataFrame, y: float) -> None:
    kinds = [kind for kind in KINDS if (themes["kind"] == kind).any()]
    for at, kind in enumerate(kinds):
        ax.scatter(0.15 + at * 0.85, y, marker=MARKERS[kind], s=40, color=KINDS[kind])
        ax.text(0.25 + at * 0.85, y, kind, va="center_baseline", fontsize=8)


def _put_mark(ax: Axes, spot: Point, kind: str, number: str) -> None:
    ax.scatter(*spot, marker=MARKERS[kind], s=230 if kind != "mixed" else 190, color=KINDS[kind],
               edgecolor=PAPER, linewidth=0.8, zorder=4)  # fmt: skip
    ax.text(
        *spot,
        number,
        ha="center",
        va="center_baseline",
        color=PAPER,
        fontsize=8,
        fontweight="bold",
        zorder=5,
    )


def _put_arrow(
    ax: Axes, tail: Point, tip: Point, kind: str, *, strong: bool, polygon: bool
) -> None:
    from matplotlib.patches import FancyArrowPatch

    bend = 0.18
    if not polygon:
        far = abs(tail[1] - tip[1])
        out = (ax.get_xlim()[1] - tail[0] - 0.1) * (0.35 + 0.6 * min(1.0, far / 6))
        bend = (-2 if tail[1] > tip[1] else 2) * out / max(far, 0.1)
    ax.add_patch(
        FancyArrowPatch(
            tail, tip, connectionstyle=f"arc3,rad={bend}", arrowstyle="-|>", mutation_scale=8,
            shrinkA=8, shrinkB=9, color=KINDS[kind], linewidth=1.5 if strong else 0.8,
            alpha=0.75 if strong else 0.55, zorder=2,
        )
    )  # fmt: skip
