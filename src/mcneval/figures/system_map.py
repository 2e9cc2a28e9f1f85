"""The system map: themes at the constructs of a framework, with the links between them."""

from __future__ import annotations

from math import cos, pi, sin, tan
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from mcneval.figures.marks import Point, put_arrow, put_legend, put_mark
from mcneval.figures.strip_map import draw_strips
from mcneval.figures.style import GRID, INK, MUTED, WIDTH, Drawing, looked
from mcneval.figures.theme_key import lay_out_key, write_key

if TYPE_CHECKING:
    import pandas as pd

PITCH = 0.31
OUTSIDE = 0.26
LETTER, LINE = 0.083, 0.165
NARROWEST, WIDEST = 1.0, 1.75
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
    sites = add_nowhere(marks, constructs)
    alt = describe_map(marks, constructs, links)
    if draw == "matrix" or len(sites) not in CORNERS:
        return draw_strips(marks, sites, links, alt)
    return _draw_polygon(marks, sites, links, environment, alt)


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
    labels = [place_label(place, sites, radius, depths) for place in range(len(sites))]
    top = max(point[1] + _rise(words, point) for point, words in labels)
    bottom = min(point[1] - _rise(words, point, down=True) for point, words in labels)
    low = min([bottom, *(y for _, y in places.values())]) - 0.2
    high = max([top, *(y for _, y in places.values())]) + 0.2
    extra = 0.25 if environment else 0.0
    key, tall = lay_out_key(marks, sites)
    height = high - low + extra + 0.5 + tall + 0.45
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
        kinds = list_kinds(marks)
        taken = put_legend(
            axes, (0.12, frame_low - 0.22), kinds, arrows=len(links) > 0, strong=strong
        )
        write_key(axes, key, frame_low - 0.2 - taken)
    return Drawing(figure, alt)


def list_kinds(marks: pd.DataFrame) -> list[str]:
    """Return the kinds of theme that occur, in a fixed order."""
    return [kind for kind in ("enabler", "barrier", "mixed") if (marks["kind"] == kind).any()]


def fit_radius(marks: pd.DataFrame, sites: pd.DataFrame) -> float:
    """Return a radius that leaves room for the longest word at the left and right corners.

    A smaller polygon holds fewer marks in a row, and more rows push the label further out;
    so the room is measured until it no longer shrinks.
    """
    radius, smaller = WIDEST, 0.0
    while smaller < radius:
        radius = smaller or radius
        _, depths = place_marks(marks, sites, radius)
        smaller = min(radius, *(_find_room(sites, place, depths) for place in range(len(sites))))
        smaller = max(NARROWEST, smaller)
    return radius


def _find_room(sites: pd.DataFrame, place: int, depths: list[int]) -> float:
    aside = abs(cos(turn(place, len(sites))))
    if aside < 0.2:
        return WIDEST
    longest = max(len(word) for word in sites["label"].iloc[place].split())
    return (WIDTH / 2 - 0.1 - longest * LETTER) / aside - find_label(depths[place], 0.0)


def find_label(depth: int, radius: float) -> float:
    """Return how far from the centre a corner's label starts, beyond so many rows of marks."""
    return radius + OUTSIDE + max(0, depth - 1) * PITCH


def turn(place: int, corners: int) -> float:
    """Return the angle of a corner: the first at the top, then clockwise."""
    return pi / 2 - 2 * pi * place / corners


def place_marks(
    marks: pd.DataFrame, sites: pd.DataFrame, radius: float
) -> tuple[dict[str, Point], list[int]]:
    """Return where each mark stands around the centre, and how many rows each corner has.

    The marks of a corner stand in rows across its radius, so that a line between two
    corners meets no third mark; further rows are staggered and stand outside.
    """
    corners = len(sites)
    most = max(1, int((2 * radius * tan(pi / corners) - 0.1) / PITCH))
    places: dict[str, Point] = {}
    depths = []
    for place, construct in enumerate(sites["construct_id"]):
        here = list(marks.loc[marks["construct_id"] == construct, "theme_id"])
        angle = turn(place, corners)
        rows = [here[start : start + most] for start in range(0, len(here), most)]
        depths.append(len(rows))
        for depth, row in enumerate(rows):
            far = radius + depth * PITCH
            for spot, theme in enumerate(row):
                shift = ((len(row) - 1) / 2 - spot) * PITCH + (PITCH / 2 if depth % 2 else 0)
                places[theme] = (
                    far * cos(angle) - shift * sin(angle),
                    far * sin(angle) + shift * cos(angle),
                )
    return places, depths


def place_label(
    place: int, sites: pd.DataFrame, radius: float, depths: list[int]
) -> tuple[Point, list[str]]:
    """Return where a corner's label starts, seen from the centre, and its lines."""
    angle = turn(place, len(sites))
    far = find_label(depths[place], radius)
    point = (far * cos(angle), far * sin(angle))
    room = WIDTH - 0.4 if abs(cos(angle)) < 0.2 else WIDTH / 2 - 0.06 - abs(point[0])
    letters = max(6, int(room / LETTER))
    words = [part for word in sites["label"].iloc[place].split() for part in cut(word, letters)]
    return point, wrap(" ".join(words), letters, break_on_hyphens=False)


def cut(word: str, letters: int) -> list[str]:
    """Return a word whole or, where it is longer than so many letters, in hyphened parts."""
    parts = []
    while len(word) > letters:
        parts.append(f"{word[: letters - 1]}-")
        word = word[letters - 1 :]
    return [*parts, word]


def _rise(words: list[str], point: Point, *, down: bool = False) -> float:
    tall = len(words) * LINE
    if abs(point[1]) < 0.3:
        return tall / 2
    return tall if (point[1] < 0) == down else 0.0


def _label(axes: Any, point: Point, words: list[str], centre: Point) -> None:
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


def _outline(axes: Any, corners: int, radius: float, centre: Point) -> None:
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


def _frame(axes: Any, low: float, high: float, words: str) -> None:
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
    axes.text(0.22, low + 0.12, words, fontsize=9, color=MUTED, va="center", parse_math=False)


def _draw_links(
    axes: Any, marks: pd.DataFrame, links: pd.DataFrame, places: dict[str, Point], centre: Point
) -> None:
    kinds = dict(zip(marks["theme_id"], marks["kind"], strict=True))
    for link in links.itertuples():
        start, end = places[link.from_theme], places[link.to_theme]
        tail, tip, bend = (
            (centre[0] + x, centre[1] + y) for x, y in (start, end, bend_inwards(start, end))
        )
        put_arrow(axes, tail, tip, bend, kinds[link.from_theme], strong=bool(link.strong))


def bend_inwards(start: Point, end: Point) -> Point:
    """Return the point that a link bends towards: inside, and to the right of its way.

    Links there and back then part instead of covering one another.
    """
    across, up = end[0] - start[0], end[1] - start[1]
    return (
        (start[0] + end[0]) / 2 * 0.5 + 0.07 * up,
        (start[1] + end[1]) / 2 * 0.5 - 0.07 * across,
    )


def describe_map(marks: pd.DataFrame, constructs: pd.DataFrame, links: pd.DataFrame) -> str:
    """Return the map in words, with its numbers."""
    counts = [
        f"{row.label} {int((marks['construct_id'] == row.construct_id).sum())}"
        for row in constructs.itertuples()
    ]
    kinds = ", ".join(f"{int((marks['kind'] == kind).sum())} {kind}" for kind in list_kinds(marks))
    return (
        f"Map of {len(marks)} themes ({kinds}) on {len(constructs)} constructs, "
        f"with {len(links)} links. Themes at each: {', '.join(counts)}."
    )
