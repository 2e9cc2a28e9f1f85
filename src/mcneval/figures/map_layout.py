"""Where the marks, the names and the ends of the arrows of a polygon map lie."""

from __future__ import annotations

from math import atan2, cos, hypot, pi, sin, tan
from typing import TYPE_CHECKING

from mcneval.figures.lettering import TEXT, break_lines, measure, split_words
from mcneval.figures.marks import RADIUS, Point
from mcneval.figures.style import WIDTH

if TYPE_CHECKING:
    import pandas as pd

ROOMY, CLOSE = 0.36, 0.3
"""Inches from one mark of a corner to the next, and where there are many."""
FEW = 4
OUTSIDE = 0.26
NARROWEST, WIDEST = 1.0, 1.5
CLOSEST, FAN = pi / 9, 0.58 * pi
"""The angle between two arrows at a mark, and the widest that they may spread over."""


def choose_pitch(marks: pd.DataFrame) -> float:
    """Return how far apart marks stand: closer where a corner has many."""
    return ROOMY if marks["construct_id"].value_counts().max() <= FEW else CLOSE


def turn(place: int, corners: int) -> float:
    """Return the angle of a corner: the first at the top, then clockwise."""
    return pi / 2 - 2 * pi * place / corners


def fit_radius(marks: pd.DataFrame, sites: pd.DataFrame) -> float:
    """Return a radius that leaves room for the longest word at the left and right corners.

    A smaller polygon holds fewer marks in a row, and more rows push the label further out;
    so the room is measured until it no longer shrinks.
    """
    radius, smaller, pitch = WIDEST, 0.0, choose_pitch(marks)
    while smaller < radius:
        radius = smaller or radius
        _, depths = place_marks(marks, sites, radius)
        smaller = min(
            radius, *(_find_room(sites, place, depths, pitch) for place in range(len(sites)))
        )
        smaller = max(NARROWEST, smaller)
    return radius


def _find_room(sites: pd.DataFrame, place: int, depths: list[int], pitch: float) -> float:
    aside = abs(cos(turn(place, len(sites))))
    if aside < 0.2:
        return WIDEST
    longest = max(
        measure(word, TEXT, bold=True) for word in split_words(sites["label"].iloc[place])
    )
    return (WIDTH / 2 - 0.16 - longest) / aside - find_label(depths[place], 0.0, pitch)


def find_label(depth: int, radius: float, pitch: float) -> float:
    """Return how far from the centre a corner's label starts, beyond so many rows of marks."""
    return radius + OUTSIDE + max(0, depth - 1) * pitch


def place_marks(
    marks: pd.DataFrame, sites: pd.DataFrame, radius: float
) -> tuple[dict[str, Point], list[int]]:
    """Return where each mark stands around the centre, and how many rows each corner has.

    The marks of a corner stand in rows across its radius, so that a line between two
    corners meets no third mark; further rows are staggered and stand outside. Each row is
    read from left to right, or downwards.
    """
    corners, pitch = len(sites), choose_pitch(marks)
    most = max(1, int((2 * radius * tan(pi / corners) - 0.1) / pitch))
    places: dict[str, Point] = {}
    depths = []
    for place, construct in enumerate(sites["construct_id"]):
        here = list(marks.loc[marks["construct_id"] == construct, "theme_id"])
        angle = turn(place, corners)
        backwards = sin(angle) + cos(angle) < -0.01
        rows = [here[start : start + most] for start in range(0, len(here), most)]
        depths.append(len(rows))
        for depth, row in enumerate(rows):
            far = radius + depth * pitch
            for spot, theme in enumerate(reversed(row) if backwards else row):
                shift = ((len(row) - 1) / 2 - spot) * pitch + (pitch / 2 if depth % 2 else 0)
                places[theme] = (
                    far * cos(angle) - shift * sin(angle),
                    far * sin(angle) + shift * cos(angle),
                )
    return places, depths


def place_label(
    place: int, sites: pd.DataFrame, radius: float, depths: list[int], pitch: float
) -> tuple[Point, list[str]]:
    """Return where a corner's label starts, seen from the centre, and its lines."""
    angle = turn(place, len(sites))
    far = find_label(depths[place], radius, pitch)
    point = (far * cos(angle), far * sin(angle))
    room = WIDTH - 0.4 if abs(cos(angle)) < 0.2 else WIDTH / 2 - 0.16 - abs(point[0])
    return point, break_lines(sites["label"].iloc[place], max(room, 0.4), TEXT, bold=True)


def bend_inwards(start: Point, end: Point) -> Point:
    """Return the point that a link bends towards: inside, and to the right of its way.

    Links there and back then part instead of covering one another. A short link bends less.
    """
    across, up = end[0] - start[0], end[1] - start[1]
    middle = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    far = hypot(*middle) or 1.0
    inward = min(0.5 * far, 0.28 + 0.35 * hypot(across, up))
    return (
        middle[0] * (1 - inward / far) + 0.07 * up,
        middle[1] * (1 - inward / far) - 0.07 * across,
    )


def place_ends(links: list[tuple[str, str]], places: dict[str, Point]) -> list[tuple[float, float]]:
    """Return for each link the angles at which it leaves one mark and reaches the other.

    The links of a mark are spread on its side towards the centre, in the order in which
    their ways lie, so that their ends do not lie upon one another.
    """
    wanted: dict[str, list[tuple[float, int, int]]] = {}
    for number, (one, other) in enumerate(links):
        bend = bend_inwards(places[one], places[other])
        for end, name in enumerate((one, other)):
            wanted.setdefault(name, []).append((_aim(places[name], bend), number, end))
    angles = [[0.0, 0.0] for _ in links]
    for name, ends in wanted.items():
        inwards = atan2(-places[name][1], -places[name][0])
        ends.sort(key=lambda end: _turned(end[0] - inwards))
        spread = _spread([_turned(aim - inwards) for aim, *_ in ends])
        for (_, number, end), angle in zip(ends, spread, strict=True):
            angles[number][end] = inwards + angle
    return [(first, second) for first, second in angles]


def _aim(start: Point, end: Point) -> float:
    return atan2(end[1] - start[1], end[0] - start[0])


def _turned(angle: float) -> float:
    return (angle + pi) % (2 * pi) - pi


def _spread(angles: list[float]) -> list[float]:
    """Return sorted angles moved apart to equal steps where they lie too close."""
    step = min(CLOSEST, FAN / max(1, len(angles) - 1))
    spread = list(angles)
    for _ in range(60):
        for place in range(len(spread) - 1):
            near = step - (spread[place + 1] - spread[place])
            if near > 1e-9:
                spread[place] -= near / 2
                spread[place + 1] += near / 2
    return spread


def step_out(centre: Point, angle: float, far: float = RADIUS) -> Point:
    """Return the point so far from a mark's centre."""
    return centre[0] + far * cos(angle), centre[1] + far * sin(angle)
