"""Small counts of people, hidden so that no total gives them away.

A count below ``min_cell`` could tell a reader who somebody is, so it is told as "under 5"
(primary suppression). What could be worked out from the totals would still be told, so further
counts are withheld (secondary suppression; Hundepool et al. 2012, Statistical Disclosure
Control, chapter 4; Fischetti and Salazar 2001).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

import mcneval.roles  # noqa: F401 – tells pandas of the dtypes count[…]
from mcneval.disclosure.cells import NETWORK, OUTCOME, add_outcome, collect_cells, list_more_levels
from mcneval.disclosure.margins import Margins, build_margins
from mcneval.disclosure.registers import code_people, count_finest, list_people, match_people
from mcneval.disclosure.ways import (
    LESS_SAID_COST,
    MOST_UNLIKE,
    SHOWN,
    UNDER,
    WITHHELD,
    Way,
    find_register,
    list_broken,
    list_unlike,
    list_ways,
    serves,
    unlikens,
)
from mcneval.study.load import Study
from mcneval.study.record import computed
from mcneval.study.register import RECRUITED, profile_people

if TYPE_CHECKING:
    import pandas as pd

WITHHELD_TEXT = "withheld"

# What it costs to hide: a total costs more than a part, a zero more than a count.
BREADTH_COST = 4.0
ZERO_COST = 12.0

Key = tuple[str, str, str]


def protect_counts(
    cells: pd.DataFrame, min_cell: int, levels: Mapping[str, Sequence[str]] | None = None
) -> pd.DataFrame:
    """Return the counts of people with what may be shown of each.

    All counts of a report belong in one call, since a total in one table may undo another.
    A count from 1 to ``min_cell - 1`` is told as "under 5". Then, for each of them, that register
    is sought which gives it another small count at the least cost in shown counts that change;
    these are withheld (the heuristic of Kelly, Golden and Assad 1992, with whole numbers). Parts
    go before totals, small counts before large ones, zeros last. At the end each small count has
    at least two possible whole numbers below ``min_cell``; what turned out not to be needed is
    shown again. Where even "under 5" would say too much, the small count itself is "withheld".

    Parameters
    ----------
    cells : DataFrame
        One row per displayed cell: table, row, column (keys; ``total`` marks a total), count,
        and one column for each dimension (phase, status, attributes) with the cell's level or
        ``""`` for any. An optional bool ``fixed`` marks counts that are known to everyone, and
        ``price`` tells how much each would be missed (1 is the rule).
    min_cell : int
        Counts below this are small; 0 and 1 turn suppression off.
    levels : mapping of str to sequence of str, optional
        Levels of a dimension that occur in no cell. Otherwise the levels of the cells are all
        that there are.

    Returns
    -------
    DataFrame
        The same rows with shown (bool) and text: the count, ``under 5`` or ``withheld``.

    Raises
    ------
    ValueError
        Where the counts cannot all be true of one register.
    """
    return find_protection(cells, min_cell, levels)[0]


def find_protection(
    cells: pd.DataFrame,
    min_cell: int,
    levels: Mapping[str, Sequence[str]] | None = None,
    people: pd.DataFrame | None = None,
) -> tuple[pd.DataFrame, Margins | None, list[Way]]:
    """Return what :func:`protect_counts` does, with the margins and the registers that prove it.

    Registers are sought near the true one, where its people are given.
    """
    small = (cells["count"] > 0) & (cells["count"] < min_cell)
    alike = "alike" in cells and (cells["alike"] != "").any()
    if not small.any() and not alike:
        return cells.assign(shown=True, text=cells["count"].astype(str)), None, []
    margins = build_margins(cells, levels)
    if people is None:
        register = find_register(margins)
    else:
        register = count_finest(code_people(people, margins), margins)
    chosen, ways = choose_suppression(margins, register, min_cell)
    told = chosen[margins.place]
    texts = [
        write_told(int(count), int(one), min_cell)
        for count, one in zip(cells["count"], told, strict=True)
    ]
    return cells.assign(shown=told == SHOWN, text=texts), margins, ways


def write_told(count: int, told: int, min_cell: int) -> str:
    """Return what a cell says: its count, ``under 5`` or ``withheld``."""
    return {SHOWN: str(count), UNDER: f"under {min_cell}", WITHHELD: WITHHELD_TEXT}[told]


def choose_suppression(margins: Margins, register: Any, min_cell: int) -> tuple[Any, list[Way]]:
    """Return what to tell of each margin: ``SHOWN``, ``UNDER`` or ``WITHHELD``.

    With it come the registers that agree with what is told and leave every small count in doubt,
    and whether people are alike. A small count that cannot be protected, because all that could
    hide it is fixed, stays under.
    """
    small = (margins.counts > 0) & (margins.counts < min_cell) & ~margins.fixed
    # "under 2" would say 1.
    told = np.where(small, UNDER if min_cell > 2 else WITHHELD, SHOWN)
    costs = price_margins(margins)
    least = told.copy()
    ways: list[Way] = []

    def price() -> Any:
        prices = np.where(margins.fixed, np.inf, np.where(told == SHOWN, costs, LESS_SAID_COST))
        prices[told == WITHHELD] = 0.0
        return prices

    for at in sorted(np.flatnonzero(small).tolist(), key=lambda at: (margins.counts[at], at)):
        if any(serves(way, margins, told, at, min_cell) for way in ways):
            continue
        found = list_ways(margins, register, told, price(), at, min_cell)
        if found:
            ways += found
            told = hide_for(min(found, key=lambda way: way.cost), margins, told, min_cell)
    for places in margins.alike:
        if any(unlikens(way, margins, told, places, min_cell) for way in ways):
            continue
        found = list_unlike(margins, register, told, price(), places, min_cell)
        if found:
            ways += found
            told = hide_for(found[-1], margins, told, min_cell)
    return show_again(margins, told, least, ways, costs, min_cell)


def price_counts(counts: Any) -> Any:
    """Return what it costs not to tell counts: a large one more, none at all the most."""
    return np.where(counts == 0, ZERO_COST, 1 + np.log2(1 + counts))


def price_margins(margins: Margins) -> Any:
    """Return what it costs to withhold each margin; later ones a trifle more, to break ties."""
    costs = price_counts(margins.counts) * BREADTH_COST**margins.breadth * margins.price
    return costs * (1 + 1e-4 * np.arange(len(costs)) / len(costs))


def hide_for(way: Way, margins: Margins, told: Any, min_cell: int) -> Any:
    """Return what is told once a way must be possible for the reader."""
    return np.where(list_broken(way, margins, told, min_cell), WITHHELD, told)


def show_again(
    margins: Margins, told: Any, least: Any, ways: Sequence[Way], costs: Any, min_cell: int
) -> tuple[Any, list[Way]]:
    """Return what to tell with everything shown again that protects nothing, and what proves it."""
    told, left = told.copy(), _keep(ways, margins, told, min_cell)
    small = [
        at
        for at in np.flatnonzero(least != SHOWN).tolist()
        if any(serves(way, margins, told, at, min_cell) for way in left)
    ]
    alike = [
        places
        for places in margins.alike
        if any(unlikens(way, margins, told, places, min_cell) for way in left)
    ]
    for at in sorted(np.flatnonzero(told != least).tolist(), key=lambda at: -costs[at]):
        trial = told.copy()
        trial[at] = least[at]
        still = _keep(left, margins, trial, min_cell)
        served = all(any(serves(w, margins, trial, one, min_cell) for w in still) for one in small)
        if served and all(
            any(unlikens(way, margins, trial, places, min_cell) for way in still)
            for places in alike
        ):
            told, left = trial, still
    return told, left


def choose_ways(ways: Sequence[Way], margins: Margins, register: Any, min_cell: int) -> list[Way]:
    """Return few ways, the nearest to the register, that leave in doubt what all of them do."""
    small = (margins.counts > 0) & (margins.counts < min_cell) & ~margins.fixed
    left = [(way, _list_doubts(way, margins, small, min_cell)) for way in ways]
    far = {id(way): 1 + float(np.abs(way.finest - register).sum()) for way in ways}
    chosen: list[Way] = []
    seen: set[tuple[int, int]] = set()
    while True:
        best = max(left, key=lambda one: len(one[1] - seen) / far[id(one[0])], default=None)
        if best is None or best[1] <= seen:
            return chosen
        chosen.append(best[0])
        seen |= best[1]


def _list_doubts(way: Way, margins: Margins, small: Any, min_cell: int) -> set[tuple[int, int]]:
    """Return what a way leaves in doubt: margins, and how many people are unlike the others."""
    other = small & (way.counts != margins.counts) & (way.counts < min_cell)
    doubts = {(at, 0) for at in np.flatnonzero(other).tolist()}
    for group, places in enumerate(margins.alike):
        unlike = sum(int(way.counts[at]) for at in places)
        doubts |= {(-1 - group, number) for number in range(1, min(unlike, MOST_UNLIKE) + 1)}
    return doubts


def _keep(ways: Iterable[Way], margins: Margins, told: Any, min_cell: int) -> list[Way]:
    """Return the ways that agree with what is told."""
    return [way for way in ways if not list_broken(way, margins, told, min_cell).any()]


@dataclass(frozen=True)
class Protected:
    """What may be shown of the register, and the other registers that agree with it.

    Parameters
    ----------
    cells : DataFrame
        Columns as :func:`mcneval.disclosure.cells.collect_cells`, with shown and text.
    registers : list of DataFrame
        For each person who took part, in the order of :func:`profile_people`, who it might be.
    places : bool
        Whether it may be told how many organisations were reached, and which.
    """

    cells: pd.DataFrame
    registers: list[pd.DataFrame]
    places: bool = True


@computed
def protect_register(study: Study) -> Protected:
    """Return every count of people that a study's report shows, with what may be shown of it.

    A study with a reconstructed register, or with ``min_cell`` 0 or 1, shows everything.
    """
    cells = collect_cells(study)
    if not study.protects:
        return Protected(cells.assign(shown=True, text=cells["count"].astype(str)), [])
    least, people = study.settings.disclosure.min_cell, add_outcome(profile_people(study, False))
    people = people.sort_values(OUTCOME, ascending=False, kind="stable", ignore_index=True)
    told, margins, ways = find_protection(cells, least, list_more_levels(study), people)
    if margins is None:
        return Protected(told, [])
    places = _leaves_places_open(told, margins, ways)
    if not places:
        # Then nothing tells which were reached, and a reader has less to go by.
        bare = cells.assign(floor=0)
        told, other, ways = find_protection(bare, least, list_more_levels(study), people)
        margins = other or margins
        untold = {"shown": False, "text": WITHHELD_TEXT, "floor": 0}
        told.loc[told["table"] == NETWORK, list(untold)] = list(untold.values())
    return Protected(told, _list_registers(study, margins, ways, people), places)


def _leaves_places_open(told: pd.DataFrame, margins: Margins, ways: Sequence[Way]) -> bool:
    """Tell whether so many people from so many organisations leave open who is from where."""
    hidden = ~told["shown"] & (told["table"] == NETWORK)
    return all(
        margins.floor[at] and any(way.counts[at] != margins.counts[at] for way in ways)
        for at in margins.place[hidden.to_numpy(dtype=bool)]
    )


def _list_registers(
    study: Study, margins: Margins, ways: list[Way], people: pd.DataFrame
) -> list[pd.DataFrame]:
    """Return the registers that differ from the true one in those who took part."""
    before = profile_people(study)
    register = count_finest(code_people(people, margins), margins)
    found: list[pd.DataFrame] = []
    for way in choose_ways(ways, margins, register, study.settings.disclosure.min_cell):
        after = list_people(people, margins, way)
        took_part = after[after["status"] == RECRUITED]
        matched = match_people(before, took_part[before.columns], "phase")
        if matched is None or any(matched.equals(one) for one in (before, *found)):
            continue
        found.append(matched)
    return found


def protect_study(study: Study) -> pd.DataFrame:
    """Return the cells of :func:`protect_register`."""
    return protect_register(study).cells


@computed
def shown_counts(study: Study) -> dict[Key, str]:
    """Return what a report may say of each count of people, by (table, row, column).

    Keys are those of :func:`mcneval.disclosure.cells.collect_cells`; the text is the count,
    ``under 5`` or ``withheld``.
    """
    told = protect_study(study)
    keys = zip(told["table"], told["row"], told["column"], strict=True)
    return {key: str(text) for key, text in zip(keys, told["text"], strict=True)}


def name_role(study: Study, among: str = "register") -> str:
    """Return the dtype of counts of people of the register: ``count[people of register under 5]``.

    ``register`` are those who took part, ``approached`` all, ``groups`` some of a group; else it
    is one outcome.
    """
    under = f" under {study.settings.disclosure.min_cell}" if study.protects else ""
    return f"count[people of {among}{under}]"
