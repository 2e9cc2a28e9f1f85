"""What a reader can work out about hidden counts from everything that is shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from mcneval.analysis.disclosure_margins import Margins, build_margins
from mcneval.analysis.disclosure_ways import (
    SHOWN,
    UNDER,
    WITHHELD,
    Way,
    find_register,
    limit_margins,
    list_ways,
    serves,
    solve,
)

if TYPE_CHECKING:
    import pandas as pd


def audit_counts(
    cells: pd.DataFrame, min_cell: int, levels: Mapping[str, Sequence[str]] | None = None
) -> pd.DataFrame:
    """Return how closely each small count can be worked out from all that is shown.

    The reader is taken to know the tables' structure, every shown count, and that a count told
    as "under 5" is from 1 to 4. The range of each small count over all finest tables that agree
    with this comes from two linear programmes (the attacker's problem; Fischetti and Salazar
    2001; Hundepool et al. 2012, chapter 4). Whether it is safe is decided in whole numbers.

    Parameters
    ----------
    cells : DataFrame
        As :func:`mcneval.analysis.disclosure.protect_counts` returns it. Without the column
        ``text`` a hidden small count is taken to be told as small.
    min_cell : int
        Counts from 1 to one less than this are small.
    levels : mapping of str to sequence of str, optional
        Levels of a dimension that occur in no cell.

    Returns
    -------
    DataFrame
        One row per cell with a small count, in the order of the cells: table, row, column,
        count, low, high (float; infinite where nothing bounds it) and safe (bool): at least two
        whole numbers below ``min_cell`` are possible, so that nobody can tell which it is.

    Raises
    ------
    ValueError
        Where the counts cannot all be true of one register.
    """
    names = ["table", "row", "column", "count"]
    small = ((cells["count"] > 0) & (cells["count"] < min_cell)).to_numpy(dtype=bool)
    report = cells.loc[small, names].reset_index(drop=True)
    if not small.any():
        return report.assign(low=0.0, high=0.0, safe=True)
    margins = build_margins(cells, levels)
    told = combine_told(margins, read_told(cells, min_cell))
    wanted = np.unique(margins.place[small])
    safe = find_safe(margins, told, wanted, min_cell)
    ranges = {int(at): find_range(margins, told, int(at), min_cell) for at in wanted}
    places = margins.place[small]
    return report.assign(
        low=[ranges[at][0] for at in places],
        high=[ranges[at][1] for at in places],
        safe=[at in safe for at in places],
    )


def read_told(cells: pd.DataFrame, min_cell: int) -> list[int]:
    """Return what each cell tells its reader: ``SHOWN``, ``UNDER`` or ``WITHHELD``."""
    if "text" in cells:
        small = [str(text).startswith("under") for text in cells["text"]]
    else:
        small = [0 < count < min_cell for count in cells["count"]]
    return [
        SHOWN if shown else UNDER if little else WITHHELD
        for shown, little in zip(cells["shown"], small, strict=True)
    ]


def combine_told(margins: Margins, told: Iterable[int]) -> Any:
    """Return what is told of each margin: the most that any of its cells tells."""
    combined = np.where(margins.fixed, SHOWN, WITHHELD)
    np.minimum.at(combined, margins.place, np.array(list(told)))
    return combined


def find_safe(margins: Margins, told: Any, wanted: Iterable[int], min_cell: int) -> set[int]:
    """Return those margins whose small count stays in doubt."""
    register = find_register(margins)
    prices = np.full(len(told), np.inf)
    ways: list[Way] = []
    safe = set()
    for at in map(int, wanted):
        if told[at] == SHOWN:
            continue
        if not any(serves(way, margins, told, at, min_cell) for way in ways):
            ways += list_ways(margins, register, told, prices, at, min_cell)
        if any(serves(way, margins, told, at, min_cell) for way in ways):
            safe.add(at)
    return safe


def find_range(margins: Margins, told: Any, at: int, min_cell: int) -> tuple[float, float]:
    """Return the least and the largest count of a margin that agree with what is told."""
    if told[at] == SHOWN:
        return float(margins.counts[at]), float(margins.counts[at])
    rules = [(margins.sums, *limit_margins(margins, told, min_cell)), (margins.links, 0, 0)]
    target = margins.sums[[at]].toarray().ravel()
    least, most = (solve(sign * target, rules, np.inf) for sign in (1, -1))
    # The counts that are shown come from a register, so only an open end has no solution.
    low = 0.0 if least is None else float(target @ least)
    high = float("inf") if most is None else float(target @ most)
    return round(low, 6), round(high, 6)
