"""Other registers, person by person: who could have taken part for all that the tables tell.

:mod:`mcneval.disclosure.ways` finds them as counts. What is told of themes and codes must agree
with them as well, and for that they are needed as people.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from mcneval.disclosure.margins import RESERVED, Margins
from mcneval.disclosure.ways import Way
from mcneval.study.register import NOT_RECORDED

if TYPE_CHECKING:
    import pandas as pd

BARRED = 1e6


def code_people(people: pd.DataFrame, margins: Margins) -> Any:
    """Return the places of people's levels, a row a person and a column a dimension.

    Raises
    ------
    ValueError
        Where somebody has a level that the margins do not know.
    """
    coded = np.empty((len(people), len(margins.names)), dtype=int)
    for at, name in enumerate(_name_columns(margins)):
        known = {level: place for place, level in enumerate(margins.levels[at])}
        try:
            words = people[name].fillna("").replace("", NOT_RECORDED)
            coded[:, at] = [known[word] for word in words]
        except KeyError as error:
            raise ValueError(f"{error} occurs in the register and in no cell") from None
    return coded


def _name_columns(margins: Margins) -> list[str]:
    bare = (name.removesuffix("_") for name in margins.names)
    return [one if one in RESERVED else name for one, name in zip(bare, margins.names, strict=True)]


def count_finest(coded: Any, margins: Margins) -> Any:
    """Return how many people there are in each finest cell."""
    counts = []
    for clique, cells in zip(margins.cliques, margins.finest, strict=True):
        index = {tuple(cell): at for at, cell in enumerate(cells.tolist())}
        here = np.zeros(len(cells))
        for row in coded[:, clique].tolist():
            here[index[tuple(row)]] += 1
        counts.append(here)
    return np.concatenate(counts)


def list_people(people: pd.DataFrame, margins: Margins, way: Way) -> pd.DataFrame:
    """Return the people of a register, the same ones with as few other levels as may be.

    Where there are more or fewer people, the last are there several times or not at all.

    Parameters
    ----------
    people : DataFrame
        The true ones, with a column for each dimension; those who took part first.
    margins : Margins
        The margins.
    way : Way
        The register.
    """
    ends = np.cumsum([len(cells) for cells in margins.finest])
    size = int(way.finest[: ends[0]].sum())
    people = people.iloc[np.minimum(np.arange(size), len(people) - 1)].reset_index(drop=True)
    coded = code_people(people, margins)
    done: set[int] = set()
    for at in _walk(margins):
        cells = margins.finest[at]
        wanted = way.finest[ends[at] - len(cells) : ends[at]]
        _settle(coded, margins.cliques[at], cells, wanted, done)
        done |= set(margins.cliques[at])
    words = {
        name: [margins.levels[at][place] for place in coded[:, at]]
        for at, name in enumerate(_name_columns(margins))
    }
    return people.assign(**words)


def _walk(margins: Margins) -> Iterator[int]:
    """Yield the cliques so that each shares all it has in common with those before with one."""
    seen = {0}
    yield 0
    while len(seen) < len(margins.cliques):
        for one, two in margins.tree:
            if (one in seen) != (two in seen):
                new = two if one in seen else one
                seen.add(new)
                yield new


def _settle(coded: Any, clique: tuple[int, ...], cells: Any, wanted: Any, done: set[int]) -> None:
    """Give people other levels of a clique, the fewest, so that its counts are those wanted."""
    from scipy.optimize import linear_sum_assignment

    fixed = [place for place, name in enumerate(clique) if name in done]
    index = {tuple(cell): at for at, cell in enumerate(cells.tolist())}
    now = [tuple(row) for row in coded[:, clique].tolist()]
    counts = dict.fromkeys(index, 0)
    for cell in now:
        counts[cell] = counts.get(cell, 0) + 1
    # What somebody had before may not be possible beside the levels that are settled.
    goal = {cell: int(wanted[at]) for cell, at in index.items()}
    over = {cell: number - goal.get(cell, 0) for cell, number in counts.items()}
    movers = [at for at, cell in enumerate(now) if over[cell] > 0]
    slots = [cell for cell in index for _ in range(max(0, -over[cell]))]
    # Of the movers of one cell some stay.
    slots += [cell for cell in counts if over[cell] > 0 for _ in range(counts[cell] - over[cell])]
    if not movers:
        return
    before = np.array([now[at] for at in movers])
    after = np.array(slots)
    differ = (before[:, None, :] != after[None, :, :]).astype(float)
    costs = differ.sum(axis=2) + BARRED * differ[:, :, fixed].sum(axis=2)
    for one, two in zip(*linear_sum_assignment(costs), strict=True):
        coded[movers[one], clique] = after[two]


def match_people(before: pd.DataFrame, after: pd.DataFrame, keep: str) -> pd.DataFrame | None:
    """Return those of one frame in the order of the other: each beside the one most like it.

    None where there are more or fewer, or more or fewer of one level of the column to keep.
    """
    from scipy.optimize import linear_sum_assignment

    if before[keep].value_counts().to_dict() != after[keep].value_counts().to_dict():
        return None
    names = [name for name in before.columns if name in after.columns]
    costs = np.zeros((len(before), len(after)))
    for name in names:
        differ = before[name].to_numpy(dtype=object)[:, None] != after[name].to_numpy(dtype=object)
        costs += differ * (BARRED if name == keep else 1.0)
    _, order = linear_sum_assignment(costs)
    return after.iloc[order].reset_index(drop=True)
