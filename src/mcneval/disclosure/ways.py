"""Other registers of people that agree with what a reader is shown.

A hidden count is in doubt as long as there is one: a finest table of whole numbers with the same
shown counts and another value in the hidden place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from mcneval.disclosure.margins import Margins

SHOWN, UNDER, WITHHELD = 0, 1, 2
"""What a reader is told of a margin: its count, that it is small, or nothing."""

LESS_SAID_COST = 0.5
"""What it costs to say "withheld" of a small count instead of "under 5"."""

NEARNESS = 1e-5
"""A trifle for each person moved: keeps registers near the first, and so whole-numbered."""

MOST_UNLIKE = 4
"""So many people with another level among people who are alike are enough."""

Rule = tuple[Any, Any, Any]


@dataclass(frozen=True)
class Way:
    """Another register: its count for each margin, what hiding for its sake costs, and itself."""

    counts: Any
    cost: float
    finest: Any


def find_register(margins: Margins) -> Any:
    """Return a finest table of whole numbers that has all the margins' counts.

    Raises
    ------
    ValueError
        Where the counts cannot all be true of one register.
    """
    rules = [(margins.sums, margins.counts, margins.counts), (margins.links, 0, 0)]
    size = margins.sums.shape[1]
    found = solve(np.zeros(size), rules, np.inf)
    if found is None or not is_whole(found):
        found = solve(np.zeros(size), rules, np.inf, size)
    if found is None:
        raise ValueError(
            "the counts of people cannot all be true at once: a total does not equal the sum of "
            "its parts. Look for a level that occurs in the register but in no table."
        )
    return np.rint(found)


def solve(price: Any, rules: Sequence[Rule], room: Any, whole: int = 0) -> Any | None:
    """Return the cheapest solution of a linear programme, or None where there is none.

    Parameters
    ----------
    price : array
        What one of each variable costs; variables are 0 or more.
    rules : sequence of (matrix, low, high)
        Bounds on sums of variables.
    room : float or array
        The most that each variable may be.
    whole : int
        How many variables, the first ones, must be whole numbers.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp

    kinds = (np.arange(len(price)) < whole).astype(int)
    given = [LinearConstraint(*rule) for rule in rules if rule[0].shape[0]]
    limits = Bounds(0, np.broadcast_to(room, len(price)))
    return milp(price, integrality=kinds, bounds=limits, constraints=given).x


def is_whole(numbers: Any) -> bool:
    """Return whether numbers are whole but for rounding."""
    return bool(np.abs(numbers - np.rint(numbers)).max(initial=0.0) < 1e-6)


def limit_margins(margins: Margins, told: Any, min_cell: int) -> tuple[Any, Any]:
    """Return the least and the most that a reader knows each margin to be."""
    low = np.where(told == SHOWN, margins.counts, np.where(told == UNDER, 1, margins.floor))
    low = low.astype(float)
    high = np.where(told == UNDER, min_cell - 1, np.inf)
    return low, np.where(told == SHOWN, margins.counts, high)


def find_way(
    margins: Margins,
    register: Any,
    told: Any,
    prices: Any,
    at: int,
    bounds: tuple[float, float],
    min_cell: int,
) -> Way | None:
    """Return the register with a margin within bounds that differs least in what is told.

    Parameters
    ----------
    margins : Margins
        The margins.
    register : array
        A finest table that has their counts.
    told : array of int
        What is told of each margin.
    prices : array
        What it costs to go beyond what is told of each margin, for each person; infinite where
        that may not be.
    at : int
        The margin that is to be another count.
    bounds : tuple of int
        The least and the most it may be.
    min_cell : int
        Counts below this are small.
    """
    size = len(margins.counts)
    low, high = limit_margins(margins, told, min_cell)
    low[at], high[at] = bounds
    barred = np.isinf(prices) | (np.arange(size) == at)
    costs = np.tile(np.where(barred, 0.0, prices), 2)
    free = np.where(barred, 0.0, np.inf)
    # Nothing is paid for to go below what everybody knows.
    room = np.concatenate([np.minimum(free, np.maximum(low - margins.floor, 0)), free])
    limits = (low, high, costs, room)
    other = move_people(margins, register, *limits)
    if other is None:
        return None
    if not is_whole(other):
        other = move_people(margins, register, *limits, whole=True)
    if other is None:
        return None
    finest = np.rint(other)
    counts = np.rint(margins.sums @ finest).astype(int)
    beyond = np.maximum(low - counts, 0) + np.maximum(counts - high, 0)
    return Way(counts, float(beyond @ costs[:size]), finest)


def move_people(
    margins: Margins,
    register: Any,
    low: Any,
    high: Any,
    costs: Any,
    room: Any,
    whole: bool = False,
) -> Any | None:
    """Return the register changed as little as possible, to be within bounds or pay for it.

    It is mostly in whole numbers, because the one it starts from is; ``whole`` makes sure.
    """
    from scipy.sparse import eye_array, hstack

    size, finest = margins.sums.shape
    now = margins.sums @ register
    # Variables: people who come, people who go, and how far margins are under and over.
    sums = hstack([margins.sums, -margins.sums, eye_array(size), -eye_array(size)]).tocsr()
    still = hstack([margins.links, -margins.links]).tocsr()
    still.resize((still.shape[0], 2 * finest + 2 * size))
    found = solve(
        np.concatenate([np.full(2 * finest, NEARNESS), costs]),
        [(sums, low - now, high - now), (still, 0, 0)],
        np.concatenate([np.full(finest, np.inf), register, room]),
        2 * finest if whole else 0,
    )
    return None if found is None else register + found[:finest] - found[finest : 2 * finest]


def list_ways(
    margins: Margins, register: Any, told: Any, prices: Any, at: int, min_cell: int
) -> list[Way]:
    """Return the cheapest registers in which a small count is another small one."""
    count = int(margins.counts[at])
    lowest = max(int(told[at] == UNDER), int(margins.floor[at]))
    wanted = [(lowest, count - 1), (count + 1, min_cell - 1)]
    if lowest > margins.floor[at] and not np.isinf(prices[at]):
        wanted.append((0, 0))
    ways: list[Way] = []
    for bounds in wanted:
        if bounds[0] <= bounds[1]:
            way = find_way(margins, register, told, prices, at, bounds, min_cell)
            ways += [way] if way else []
            if way and way.cost < LESS_SAID_COST:
                break
    if not ways and (told[at] == WITHHELD or not np.isinf(prices[at])):
        # The last resort: nothing is told, and the count may be large.
        way = find_way(margins, register, told, prices, at, (min_cell, np.inf), min_cell)
        ways += [way] if way else []
    return ways


def list_unlike(
    margins: Margins, register: Any, told: Any, prices: Any, places: tuple[int, ...], min_cell: int
) -> list[Way]:
    """Return registers in which somebody is in one of some margins that are empty, the best first.

    More people there leave it more in doubt who it is, so that is looked for too, as long as it
    costs no more.
    """

    def find(at: int, least: int) -> Way | None:
        return find_way(margins, register, told, prices, at, (least, np.inf), min_cell)

    ones = {at: way for at in places if not margins.fixed[at] if (way := find(at, 1))}
    if not ones:
        return []
    best = min(ones, key=lambda at: ones[at].cost)
    ways = [ones[best]]
    for least in range(2, MOST_UNLIKE + 1):
        more = find(best, least)
        if more is None or more.cost > ways[0].cost * MOST_UNLIKE:
            break
        ways.append(more)
    return ways


def list_broken(way: Way, margins: Margins, told: Any, min_cell: int) -> Any:
    """Return for each margin whether what is told of it rules a way out."""
    beyond = (way.counts < 1) | (way.counts >= min_cell)
    changed = way.counts != margins.counts
    below = way.counts < margins.floor
    return ((told == SHOWN) & changed) | ((told == UNDER) & beyond) | below


def serves(way: Way, margins: Margins, told: Any, at: int, min_cell: int) -> bool:
    """Return whether a way agrees with what is told and leaves a small count in doubt."""
    most = np.inf if told[at] == WITHHELD else min_cell
    doubt = way.counts[at] != margins.counts[at] and way.counts[at] < most
    return bool(doubt) and not list_broken(way, margins, told, min_cell).any()


def unlikens(way: Way, margins: Margins, told: Any, places: tuple[int, ...], min_cell: int) -> bool:
    """Return whether a way agrees with what is told and has somebody in one of some margins."""
    somebody = any(way.counts[at] > 0 for at in places)
    return somebody and not list_broken(way, margins, told, min_cell).any()
