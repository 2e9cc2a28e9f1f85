"""Small counts of people, hidden so that no total gives them away.

A count below ``min_cell`` could tell a reader who somebody is, so it is told as "under 5"
(primary suppression). What could be worked out from the totals would still be told, so further
counts are withheld (secondary suppression; Hundepool et al. 2012, Statistical Disclosure
Control, chapter 4; Fischetti and Salazar 2001).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

import mcneval.roles  # noqa: F401 – tells pandas of the dtypes count[…]
from mcneval.disclosure.cells import TOTAL, collect_cells, list_more_levels
from mcneval.disclosure.margins import Margins, build_margins
from mcneval.disclosure.ways import (
    LESS_SAID_COST,
    SHOWN,
    UNDER,
    WITHHELD,
    Way,
    find_register,
    list_broken,
    list_ways,
    serves,
)
from mcneval.study.load import Study
from mcneval.study.record import computed

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
    shown = cells.copy()
    small = (cells["count"] > 0) & (cells["count"] < min_cell)
    if not small.any():
        return shown.assign(shown=True, text=cells["count"].astype(str))
    margins = build_margins(cells, levels)
    told = choose_suppression(margins, min_cell)[margins.place]
    shown["shown"] = told == SHOWN
    shown["text"] = [
        write_told(int(count), int(one), min_cell)
        for count, one in zip(cells["count"], told, strict=True)
    ]
    return shown


def write_told(count: int, told: int, min_cell: int) -> str:
    """Return what a cell says: its count, ``under 5`` or ``withheld``."""
    return {SHOWN: str(count), UNDER: f"under {min_cell}", WITHHELD: WITHHELD_TEXT}[told]


def choose_suppression(margins: Margins, min_cell: int) -> Any:
    """Return what to tell of each margin: ``SHOWN``, ``UNDER`` or ``WITHHELD``.

    A small count that cannot be protected, because all that could hide it is fixed, stays under.
    """
    small = (margins.counts > 0) & (margins.counts < min_cell) & ~margins.fixed
    # "under 2" would say 1.
    told = np.where(small, UNDER if min_cell > 2 else WITHHELD, SHOWN)
    register, costs = find_register(margins), price_margins(margins)
    least = told.copy()
    ways: list[Way] = []
    for at in sorted(np.flatnonzero(small).tolist(), key=lambda at: (margins.counts[at], at)):
        if any(serves(way, margins, told, at, min_cell) for way in ways):
            continue
        prices = np.where(margins.fixed, np.inf, np.where(told == SHOWN, costs, LESS_SAID_COST))
        prices[told == WITHHELD] = 0.0
        found = list_ways(margins, register, told, prices, at, min_cell)
        if found:
            ways += found
            told = hide_for(min(found, key=lambda way: way.cost), margins, told, min_cell)
    return show_again(margins, told, least, ways, costs, min_cell)


def price_margins(margins: Margins) -> Any:
    """Return what it costs to withhold each margin; later ones a trifle more, to break ties."""
    sizes = np.where(margins.counts == 0, ZERO_COST, 1 + np.log2(1 + margins.counts))
    costs = sizes * BREADTH_COST**margins.breadth * margins.price
    return costs * (1 + 1e-4 * np.arange(len(costs)) / len(costs))


def hide_for(way: Way, margins: Margins, told: Any, min_cell: int) -> Any:
    """Return what is told once a way must be possible for the reader."""
    return np.where(list_broken(way, margins, told, min_cell), WITHHELD, told)


def show_again(
    margins: Margins, told: Any, least: Any, ways: Sequence[Way], costs: Any, min_cell: int
) -> Any:
    """Return what to tell with everything shown again that protects nothing."""
    told = told.copy()
    small = [
        at
        for at in np.flatnonzero(least != SHOWN).tolist()
        if any(serves(way, margins, told, at, min_cell) for way in ways)
    ]
    for at in sorted(np.flatnonzero(told != least).tolist(), key=lambda at: -costs[at]):
        trial = told.copy()
        trial[at] = least[at]
        left = [way for way in ways if not list_broken(way, margins, trial, min_cell).any()]
        if all(any(serves(way, margins, trial, one, min_cell) for way in left) for one in small):
            told = trial
    return told


def protect_strata(counts: Sequence[int], min_cell: int) -> list[str]:
    """Return what may be told of the people of each stratum of one attribute.

    The strata are all that there are, and their total is taken to be known.
    """
    import pandas as pd

    levels = [str(place) for place in range(len(counts))]
    cells = pd.DataFrame(
        {
            "table": "strata",
            "row": [*levels, TOTAL],
            "column": "people",
            "count": [*map(int, counts), sum(map(int, counts))],
            "stratum": [*levels, ""],
            "fixed": [*[False] * len(counts), True],
        }
    )
    return list(protect_counts(cells, min_cell)["text"])[:-1]


def hide_small(frame: pd.DataFrame, column: str, by: str, role: str, min_cell: int) -> pd.DataFrame:
    """Return a frame in which no small count of people can be seen or worked out.

    Parameters
    ----------
    frame : DataFrame
        One row per item and stratum.
    column : str
        The column with the counts of people.
    by : str
        The column with the items; the total of each is taken to be known.
    role : str
        What the column counts: ``people of sector``.
    min_cell : int
        Counts below this are small; 0 and 1 hide nothing.
    """
    if min_cell < 2:
        return frame.astype({column: f"count[{role}]"})
    told = frame[column].astype("object")
    kept: dict[tuple[int, ...], list[str]] = {}
    for rows in frame.groupby(by, sort=False, observed=True).indices.values():
        counts = tuple(int(count) for count in frame[column].iloc[rows])
        if counts not in kept:
            kept[counts] = protect_strata(counts, min_cell)
        told.iloc[rows] = kept[counts]
    return frame.assign(**{column: told.astype(f"count[{role} under {min_cell}]")})


@computed
def protect_study(study: Study) -> pd.DataFrame:
    """Return every count of people that a study's report shows, with what may be shown of it.

    Columns as :func:`mcneval.disclosure.cells.collect_cells`, with shown and text. A study with a
    reconstructed register, or with ``min_cell`` 0 or 1, shows everything.
    """
    cells = collect_cells(study)
    if not study.knows_people or study.settings.disclosure.min_cell < 2:
        return cells.assign(shown=True, text=cells["count"].astype(str))
    return protect_counts(cells, study.settings.disclosure.min_cell, list_more_levels(study))


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
    least = study.settings.disclosure.min_cell
    under = f" under {least}" if least > 1 and study.knows_people else ""
    return f"count[people of {among}{under}]"
