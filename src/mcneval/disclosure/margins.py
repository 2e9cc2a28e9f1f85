"""Counts of people as margins of one table that nobody sees: the ground of suppression.

Every count that a report shows is a sum over the cells of one finest table of people, by phase,
status and all attributes. What a reader can work out from the counts is what holds in every
finest table of whole numbers that agrees with them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

RESERVED = ("table", "row", "column", "count", "fixed", "floor", "price", "alike", "shown", "text")
"""Columns of a frame of cells that are no dimension."""

Margin = tuple[str, ...]
Clique = tuple[int, ...]


@dataclass(frozen=True)
class Margins:
    """The different counts among the cells of tables, and how they hang together.

    Parameters
    ----------
    counts : array of int
        One count for each margin.
    place : array of int
        For each row of the cells, the margin that it shows.
    fixed : array of bool
        Margins that are known whatever is hidden.
    breadth : array of int
        How much of a total each is: 0 for those that cross the most dimensions, and one more for
        each dimension less.
    sums : sparse matrix
        Margins by finest cells: 1 where a cell belongs to a margin.
    links : sparse matrix
        Rows that are 0 for every possible table.
    price : array of float
        How much a reader would miss each, where 1 is the rule.
    floor : array of int
        How many people of each there are at least, as everybody knows.
    """

    counts: Any
    place: Any
    fixed: Any
    breadth: Any
    sums: Any
    links: Any
    price: Any
    floor: Any
    alike: list[tuple[int, ...]]
    names: list[str]
    levels: list[list[str]]
    cliques: list[Clique]
    finest: list[Any]
    tree: list[tuple[int, int]]


def list_dimensions(cells: pd.DataFrame) -> list[str]:
    """Return the columns that tell people apart: all that are not reserved."""
    return [name for name in cells.columns if name not in RESERVED]


def build_margins(
    cells: pd.DataFrame, levels: Mapping[str, Sequence[str]] | None = None
) -> Margins:
    """Return the margins that cells show.

    The finest table is not held as a whole where that is not needed: dimensions that are never
    crossed need only agree in what they share (decomposable tables; Dobra and Fienberg 2000).

    Parameters
    ----------
    cells : DataFrame
        See :func:`mcneval.disclosure.suppress.protect_counts`.
    levels : mapping of str to sequence of str, optional
        Levels of a dimension that occur in no cell.

    Raises
    ------
    ValueError
        Where one margin has two counts.
    """
    names = [name for name in list_dimensions(cells) if (cells[name] != "").any()]
    keys = [tuple(row) for row in cells[names].to_numpy(dtype=object)]
    margins = list(dict.fromkeys(keys))
    index = {margin: place for place, margin in enumerate(margins)}
    place = np.array([index[key] for key in keys], dtype=int)
    counts = _agree_counts(cells, place, len(margins))
    fixed = np.zeros(len(margins), dtype=bool)
    flags = cells["fixed"] if "fixed" in cells else [False] * len(cells)
    np.logical_or.at(fixed, place, np.array(list(flags), dtype=bool))
    price = np.zeros(len(margins))
    prices = cells["price"] if "price" in cells else [1.0] * len(cells)
    np.maximum.at(price, place, np.array(list(prices), dtype=float))
    floor = np.zeros(len(margins), dtype=int)
    floors = cells["floor"] if "floor" in cells else [0] * len(cells)
    np.maximum.at(floor, place, np.array(list(floors), dtype=int))
    known = [
        list(dict.fromkeys([*(levels or {}).get(name, ()), *(key[at] for key in keys if key[at])]))
        for at, name in enumerate(names)
    ]
    coded = np.array(
        [[known[at].index(level) if level else -1 for at, level in enumerate(m)] for m in margins],
        dtype=int,
    ).reshape(len(margins), len(names))
    crossed = (coded >= 0).sum(axis=1)
    empty = coded[fixed & (counts == 0)]
    sizes = [len(values) for values in known]
    cliques = find_cliques(coded)
    finest = [list_cells(clique, sizes, empty) for clique in cliques]
    tree = _join_tree(cliques)
    sums, links = _add_up(coded, cliques, finest), _link(cliques, finest, tree)
    breadth = crossed.max(initial=0) - crossed
    alike = _list_alike(cells, place)
    known_as = (names, known, cliques, finest, tree)
    return Margins(counts, place, fixed, breadth, sums, links, price, floor, alike, *known_as)


def _list_alike(cells: pd.DataFrame, place: Any) -> list[tuple[int, ...]]:
    groups: dict[str, list[int]] = {}
    for at, name in zip(place.tolist(), cells.get("alike", ()), strict=False):
        if name:
            groups.setdefault(name, []).append(at)
    return [tuple(places) for places in groups.values()]


def _agree_counts(cells: pd.DataFrame, place: Any, size: int) -> Any:
    counts = np.full(size, -1, dtype=int)
    for row, (at, count) in enumerate(zip(place, cells["count"], strict=True)):
        if counts[at] not in (-1, int(count)):
            where = cells.iloc[row]
            raise ValueError(
                f"table {where['table']}, row {where['row']}, column {where['column']} counts "
                f"{count} people, but another cell that counts the same people has {counts[at]}."
            )
        counts[at] = int(count)
    return counts


def _scope(margin: Any) -> Clique:
    """Return the places of the dimensions that a margin crosses."""
    return tuple(np.flatnonzero(margin >= 0).tolist())


def find_cliques(coded: Any) -> list[Clique]:
    """Return the sets of dimensions that must be held together, as places, sorted.

    Dimensions that one margin crosses are joined, and the graph made chordal by least fill.
    """
    scopes = {_scope(row) for row in coded}
    left = set(range(coded.shape[1]))
    joined: dict[int, set[int]] = {at: set() for at in left}
    for scope in scopes:
        for one, two in combinations(scope, 2):
            joined[one].add(two)
            joined[two].add(one)
    found: list[set[int]] = []
    while left:
        lacking = {
            at: sum(two not in joined[one] for one, two in combinations(sorted(joined[at]), 2))
            for at in sorted(left)
        }
        here = min(lacking, key=lambda at: (lacking[at], at))
        for one, two in combinations(sorted(joined[here]), 2):
            joined[one].add(two)
            joined[two].add(one)
        found.append({here} | joined[here])
        left.remove(here)
        for other in joined.pop(here):
            joined[other].discard(here)
    largest = [one for one in found if not any(one < other for other in found)]
    return sorted({tuple(sorted(one)) for one in largest}) or [()]


def list_cells(clique: Clique, sizes: Sequence[int], empty: Any) -> Any:
    """Return the combinations of a clique's levels that are possible, one a row.

    Those are left out that a margin known to be empty rules out.
    """
    order = sorted(range(len(clique)), key=lambda at: -sizes[clique[at]])
    cells = np.full((1, len(clique)), -1, dtype=int)
    scopes = [frozenset(_scope(row)) for row in empty]
    done: set[int] = set()
    for at in order:
        cells = np.repeat(cells, sizes[clique[at]], axis=0)
        cells[:, at] = np.tile(np.arange(sizes[clique[at]]), len(cells) // sizes[clique[at]])
        done.add(clique[at])
        ready = {one for one in scopes if clique[at] in one and one <= done}
        for scope in sorted(ready, key=sorted):
            dims = sorted(scope)
            shape = [sizes[dim] for dim in dims]
            ruled_out = [row[dims] for row, one in zip(empty, scopes, strict=True) if one == scope]
            gone = np.ravel_multi_index(np.array(ruled_out).T, shape)
            here = cells[:, [clique.index(dim) for dim in dims]]
            cells = cells[~np.isin(np.ravel_multi_index(here.T, shape), gone)]
    return cells


def _add_up(coded: Any, cliques: list[Clique], finest: list[Any]) -> Any:
    """Return which finest cells each margin adds up, from the first clique that holds it."""
    from scipy.sparse import coo_array

    starts = np.cumsum([0, *(len(cells) for cells in finest)])
    rows: list[Any] = []
    columns: list[Any] = []
    for number, margin in enumerate(coded):
        scope = list(_scope(margin))
        home = next(at for at, clique in enumerate(cliques) if set(scope) <= set(clique))
        places = [cliques[home].index(dim) for dim in scope]
        inside = np.flatnonzero((finest[home][:, places] == margin[scope]).all(axis=1))
        columns.append(inside + starts[home])
        rows.append(np.full(len(inside), number))
    at = (np.concatenate(rows), np.concatenate(columns))
    return coo_array((np.ones(len(at[0])), at), shape=(len(coded), starts[-1])).tocsr()


def _link(cliques: list[Clique], finest: list[Any], tree: list[tuple[int, int]]) -> Any:
    """Return the rows that make cliques agree in what they share, along a tree of cliques."""
    from scipy.sparse import coo_array

    starts = np.cumsum([0, *(len(cells) for cells in finest)])
    rows: list[int] = []
    columns: list[int] = []
    signs: list[float] = []
    total = 0
    for one, two in tree:
        shared = sorted(set(cliques[one]) & set(cliques[two]))
        groups: dict[tuple[int, ...], int] = {}
        for clique, sign in ((one, 1.0), (two, -1.0)):
            places = [cliques[clique].index(dim) for dim in shared]
            for at, levels in enumerate(finest[clique][:, places]):
                rows.append(groups.setdefault(tuple(levels), total + len(groups)))
                columns.append(starts[clique] + at)
                signs.append(sign)
        total += len(groups)
    return coo_array((signs, (rows, columns)), shape=(total, starts[-1])).tocsr()


def _join_tree(cliques: list[Clique]) -> list[tuple[int, int]]:
    """Return the pairs of cliques that are joined: the most shared first, without a ring."""
    pairs = sorted(
        combinations(range(len(cliques)), 2),
        key=lambda pair: (-len(set(cliques[pair[0]]) & set(cliques[pair[1]])), pair),
    )
    group = list(range(len(cliques)))
    tree = []
    for one, two in pairs:
        if group[one] != group[two]:
            tree.append((one, two))
            group = [group[one] if other == group[two] else other for other in group]
    return tree
