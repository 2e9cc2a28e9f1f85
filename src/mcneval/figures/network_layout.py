"""Where the circles of the network drawing stand: hubs inside, spokes around, none touching."""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, ceil, cos, hypot, pi, sin, sqrt

SMALL = 0.155
SPOKE = 0.25
EDGE = 0.08
REACH = 2.8
"""Inches from the centre that circles may reach."""
Place = tuple[float, float, float]
"""Where a circle stands and how large it is: x, y and radius, in inches."""


@dataclass(frozen=True)
class Room:
    """How large circles may be, how far apart they stand, and the margin aside, in inches."""

    largest: float
    gap: float
    margin: float


CROWDED = Room(0.42, 0.09, EDGE)
ROOMY = Room(0.62, 0.34, 0.3)
"""For few circles, which have room for their names beside them."""


def size_circles(people: list[int], largest: float) -> list[float]:
    """Return radii in inches: area grows with people from the size of nobody's circle."""
    most = max([*people, 1])
    grow = largest**2 - SMALL**2
    return [sqrt(SMALL**2 + grow * count / most) for count in people]


def place_inner(radii: list[float], widest: float, gap: float) -> tuple[list[Place], float]:
    """Return hubs in rings (or the middle, for one) and the radius of the disc around them."""
    if not radii:
        return [], 0.0
    if len(radii) == 1:
        return [(0.0, 0.0, radii[0])], radii[0] + gap
    places = place_outer(radii, 0.0, widest - gap, gap)
    return places, max(hypot(x, y) for x, y, _ in places) + max(radii) + gap


def fit_ring(radii: list[float], gap: float) -> float:
    """Return the smallest ring on which circles of these radii stand without touching."""
    low, high = max(radii) + gap, sum(radii) + len(radii) * gap
    for _ in range(40):
        middle = (low + high) / 2
        fits = sum(take_angles(radii, middle, gap)) <= 2 * pi
        low, high = (low, middle) if fits else (middle, high)
    return high


def take_angles(radii: list[float], ring: float, gap: float) -> list[float]:
    """Return the angle that each circle needs on a ring, with half a gap to either side."""
    return [2 * asin(min(1.0, (radius + gap / 2) / ring)) for radius in radii]


def spread_angles(radii: list[float], ring: float, gap: float) -> list[float]:
    """Return the circles' angles on a ring, clockwise, slack shared out.

    The first stands at the top; of two, it stands on the left.
    """
    needed = take_angles(radii, ring, gap)
    slack = (2 * pi - sum(needed)) / len(radii)
    turned = -needed[0] / 2
    start = pi if len(radii) == 2 else pi / 2
    angles = []
    for angle in needed:
        angles.append(start - turned - angle / 2)
        turned += angle + slack
    return angles


def place_outer(radii: list[float], inside: float, widest: float, gap: float) -> list[Place]:
    """Return spokes on as few rings as fit between ``inside`` and ``widest``.

    On several rings every circle gets an equal slot, and each ring is turned by a part of
    a slot, so that the line of an outer circle passes between two inner ones.
    """
    if not radii:
        return []
    large = max(radii)
    nearest = inside + (SPOKE + large if inside else 0)
    ring = max(nearest, fit_ring(radii, gap) if len(radii) > 1 else 0)
    if ring + large <= widest or len(radii) < 3:
        angles = spread_angles(radii, ring, gap) if ring else [0.0]
        return [put_circle(a, ring, r) for a, r in zip(angles, radii, strict=True)]
    width = 2 * large + gap
    slots, first, rings = choose_rings(len(radii), nearest, widest - large, width)
    return [
        put_circle(
            pi / 2 - 2 * pi / slots * (place // rings + (place % rings) / rings),
            first + (place % rings) * width,
            radius,
        )
        for place, radius in enumerate(radii)
    ]


def choose_rings(
    count: int, nearest: float, furthest: float, width: float
) -> tuple[int, float, int]:
    """Return slots in a ring, the first ring's radius, and how many rings.

    As few rings as fit; where none do, those that reach least far.
    """
    choices = []
    for rings in range(2, count + 1):
        slots = ceil(count / rings)
        first = max(nearest, width / (2 * sin(pi / max(slots, 2))))
        last = first + (rings - 1) * width
        if last <= furthest:
            return slots, first, rings
        choices.append((last, slots, first, rings))
    return min(choices)[1:]


def put_circle(angle: float, ring: float, radius: float) -> Place:
    """Return the place of a circle on a ring."""
    return ring * cos(angle), ring * sin(angle), radius


def place_circles(people: list[int], is_hub: list[bool], room: Room) -> tuple[list[Place], float]:
    """Return a place for each circle, hubs first, and the radius of the disc around the hubs.

    Circles shrink until none reaches too far.
    """
    widest = REACH - room.margin
    largest = room.largest
    while True:
        radii = size_circles(people, largest)
        hubs = [radius for radius, hub in zip(radii, is_hub, strict=True) if hub]
        spokes = [radius for radius, hub in zip(radii, is_hub, strict=True) if not hub]
        rim = SPOKE + 2 * max(spokes) if spokes else 0.0
        inner, disc = place_inner(hubs, widest - rim, room.gap)
        places = inner + place_outer(spokes, disc, widest, room.gap)
        reach = max([disc, *(hypot(x, y) + r for x, y, r in places)])
        if reach <= widest + 1e-6 or largest <= SMALL:
            return places, disc
        largest = max(SMALL, largest * 0.92)
