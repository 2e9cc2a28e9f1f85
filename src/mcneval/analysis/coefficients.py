"""Coefficients of agreement between coders, on plain arrays.

Ratings are arrays with a row a unit and a column a coder; a missing rating is None or NaN.
All coefficients but Cohen's need only a tally: how many coders put each unit in each category.
What cannot be estimated is None: too few ratings, or all of them the same, for then chance
alone explains the agreement and the coefficient is 0/0.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from collections.abc import Set as AbstractSet
from itertools import combinations
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

Level = Literal["nominal", "ordinal", "interval", "ratio"]
Tally = NDArray[np.int64]
Distances = NDArray[np.float64]


def is_missing(value: Any) -> bool:
    """Return whether a rating is missing: None or NaN."""
    return value is None or (isinstance(value, float) and np.isnan(value))


def list_categories(ratings: ArrayLike) -> list[Any]:
    """Return the different ratings, in order where they have one, else by how they are written.

    Sets come in the order of their sorted members: they compare by inclusion, which is no order,
    and sums over them would end in other digits each time.
    """
    found = {value for value in np.asarray(ratings, dtype=object).ravel() if not is_missing(value)}
    if all(isinstance(value, AbstractSet) for value in found):
        return sorted(found, key=sorted)
    try:
        return sorted(found)
    except TypeError:
        return sorted(found, key=repr)


def tally_ratings(ratings: ArrayLike, categories: Sequence[Hashable] | None = None) -> Tally:
    """Count how many coders put each unit in each category.

    Parameters
    ----------
    ratings : array of shape (units, coders)
        The ratings.
    categories : sequence or None
        The possible ratings; None means those that occur.

    Returns
    -------
    array of int, shape (units, categories)

    Raises
    ------
    ValueError
        Where a rating is none of the categories.
    """
    table = np.asarray(ratings, dtype=object)
    names = list_categories(table) if categories is None else list(categories)
    places = {name: place for place, name in enumerate(names)}
    tally = np.zeros((len(table), len(names)), dtype=np.int64)
    for unit, row in enumerate(table):
        for value in row:
            if is_missing(value):
                continue
            if value not in places:
                raise ValueError(f"The rating {value!r} of unit {unit} is none of {names}.")
            tally[unit, places[value]] += 1
    return tally


def keep_pairable(tally: Tally) -> Tally:
    """Return the units that two or more coders rated."""
    return tally[tally.sum(axis=1) >= 2]


def is_constant(tally: Tally) -> bool:
    """Return whether fewer than two categories were used."""
    return int((tally.sum(axis=0) > 0).sum()) < 2


def compute_percent(tally: Tally) -> float | None:
    """Return the share of agreeing pairs of coders, averaged over units.

    The observed agreement of Fleiss (1971); units may have different numbers of ratings.
    None where no unit was rated twice.
    """
    rated = keep_pairable(tally)
    if not len(rated):
        return None
    counts = rated.sum(axis=1)
    agreeing = (rated * (rated - 1)).sum(axis=1)
    return float((agreeing / (counts * (counts - 1))).mean())


def compute_shares(tally: Tally) -> NDArray[np.float64]:
    """Return each category's share, every rated unit counting the same (Gwet 2014)."""
    rated = tally[tally.sum(axis=1) >= 1]
    shares: NDArray[np.float64] = (rated / rated.sum(axis=1, keepdims=True)).mean(axis=0)
    return shares


def correct_for_chance(observed: float | None, expected: float) -> float | None:
    """Return (observed - expected) / (1 - expected), None where that is 0/0."""
    if observed is None or expected >= 1 - 1e-12:
        return None
    return float((observed - expected) / (1 - expected))


def compute_fleiss(tally: Tally) -> float | None:
    """Return Fleiss' kappa (Fleiss 1971), with missing ratings as in Gwet (2014)."""
    if not len(keep_pairable(tally)) or is_constant(tally):
        return None
    return correct_for_chance(compute_percent(tally), float((compute_shares(tally) ** 2).sum()))


def compute_ac1(tally: Tally) -> float | None:
    """Return Gwet's AC1 (Gwet 2008), for any number of coders and with missing ratings.

    The categories are the tally's columns, whether or not they were used.
    """
    if not len(keep_pairable(tally)) or is_constant(tally):
        return None
    shares = compute_shares(tally)
    expected = float((shares * (1 - shares)).sum()) / (tally.shape[1] - 1)
    return correct_for_chance(compute_percent(tally), expected)


def compute_brennan_prediger(tally: Tally) -> float | None:
    """Return the coefficient of Brennan and Prediger (1981): chance is one in the categories.

    With two categories it is the prevalence- and bias-adjusted kappa of Byrt, Bishop and
    Carlin (1993).
    """
    if not len(keep_pairable(tally)) or is_constant(tally):
        return None
    return correct_for_chance(compute_percent(tally), 1 / tally.shape[1])


def compute_cohen(first: Sequence[Any], second: Sequence[Any]) -> float | None:
    """Return Cohen's kappa (Cohen 1960) of two coders, on the units that both rated."""
    pairs = [
        (one, two)
        for one, two in zip(first, second, strict=True)
        if not is_missing(one) and not is_missing(two)
    ]
    if not pairs:
        return None
    used = {value for pair in pairs for value in pair}
    ones, twos = [one for one, _ in pairs], [two for _, two in pairs]
    size = len(pairs)
    observed = sum(one == two for one, two in pairs) / size
    expected = sum(ones.count(value) * twos.count(value) for value in used) / size**2
    return None if len(used) < 2 else correct_for_chance(observed, expected)


def compute_light(ratings: ArrayLike) -> float | None:
    """Return the mean of Cohen's kappa over all pairs of coders (Light 1971).

    Pairs for which it is not estimable are left out; with two coders it is Cohen's kappa.
    """
    table = np.asarray(ratings, dtype=object)
    kappas = [
        compute_cohen(list(table[:, one]), list(table[:, two]))
        for one, two in combinations(range(table.shape[1]), 2)
    ]
    known = [kappa for kappa in kappas if kappa is not None]
    return float(np.mean(known)) if known else None


def compute_balance(ratings: ArrayLike) -> tuple[float | None, float | None]:
    """Return the prevalence and the bias index of yes-or-no ratings (Byrt et al. 1993).

    Prevalence is the difference between how often both say yes and how often both say no, bias
    that between how often each alone says yes, both without sign, as a share of the units; with
    more than two coders their mean over pairs. The nearer prevalence is to 1, the lower is kappa
    at the same agreement.
    """
    table = np.asarray(ratings, dtype=object)
    found: list[tuple[float, float]] = []
    for one, two in combinations(range(table.shape[1]), 2):
        pairs = [
            (bool(row[one]), bool(row[two]))
            for row in table
            if not is_missing(row[one]) and not is_missing(row[two])
        ]
        if pairs:
            both, neither = pairs.count((True, True)), pairs.count((False, False))
            bias = abs(pairs.count((True, False)) - pairs.count((False, True)))
            found.append((abs(both - neither) / len(pairs), bias / len(pairs)))
    if not found:
        return None, None
    prevalence, lean = np.mean(found, axis=0)
    return float(prevalence), float(lean)


def bootstrap_interval(
    rows: NDArray[Any],
    statistic: Callable[[NDArray[Any]], float | None],
    *,
    samples: int,
    confidence: float,
    seed: int,
) -> tuple[float, float] | None:
    """Return a percentile interval from drawing units anew with replacement (Efron 1979).

    Parameters
    ----------
    rows : array
        One row a unit.
    statistic : callable
        Gives the coefficient of such an array, or None.
    samples : int
        How many times to draw; 0 means no interval.
    confidence : float
        Between 0 and 1.
    seed : int
        The same seed gives the same interval.

    Returns
    -------
    tuple of float or None
        None where there is nothing to draw from, or where the coefficient could not be
        estimated in half of the draws or more.
    """
    if not samples or not len(rows):
        return None
    draws = np.random.default_rng(seed).integers(0, len(rows), size=(samples, len(rows)))
    values = [value for value in (statistic(rows[draw]) for draw in draws) if value is not None]
    if 2 * len(values) <= samples:
        return None
    tail = (1 - confidence) / 2
    low, high = np.quantile(values, [tail, 1 - tail])
    return float(low), float(high)


def compute_alpha(ratings: ArrayLike, level: Level = "nominal") -> float | None:
    """Return Krippendorff's alpha of ratings, missing ones allowed (Krippendorff 2011).

    Parameters
    ----------
    ratings : array of shape (units, coders)
        The ratings; numbers, but for the nominal level.
    level : str
        nominal, ordinal, interval or ratio.

    Returns
    -------
    float or None
        None where fewer than two different ratings can be paired.
    """
    categories = list_categories(ratings)
    tally = tally_ratings(ratings, categories)
    totals = keep_pairable(tally).sum(axis=0)
    return compute_alpha_of_tally(tally, measure_distances(categories, level, totals))


def compute_alpha_of_sets(ratings: ArrayLike) -> float | None:
    """Return alpha where each rating is a set of codes, by MASI distance (Passonneau 2006)."""
    categories = list_categories(ratings)
    distances = compare_all(categories, measure_masi)
    return compute_alpha_of_tally(tally_ratings(ratings, categories), distances)


def compute_nominal_alpha(tally: Tally) -> float | None:
    """Return nominal alpha of a tally."""
    return compute_alpha_of_tally(tally, 1.0 - np.eye(tally.shape[1]))


def compute_alpha_of_tally(tally: Tally, distances: Distances) -> float | None:
    """Return 1 - observed over expected disagreement, from a tally and squared distances.

    Units rated once are left out, as Krippendorff does. None where there is no expected
    disagreement.
    """
    return combine_units(tally, measure_units(tally, distances), distances)


def measure_units(tally: Tally, distances: Distances) -> NDArray[np.float64]:
    """Return each unit's disagreement, summed over its pairs of ratings; 0 for a single rating."""
    others = tally.sum(axis=1) - 1
    # A rating is at no distance from itself, so no pair of one with itself has to be taken out.
    summed = ((tally @ distances) * tally).sum(axis=1)
    return np.divide(summed, others, out=np.zeros(len(tally)), where=others > 0)


def combine_units(
    tally: Tally, disagreements: NDArray[np.float64], distances: Distances
) -> float | None:
    """Return alpha from the units' tally and disagreements, in that order.

    Drawing units anew needs only this part, so that their disagreements are measured once.
    """
    paired = tally.sum(axis=1) >= 2
    totals = tally[paired].sum(axis=0)
    if (totals > 0).sum() < 2:
        return None
    size = totals.sum()
    observed = float(disagreements[paired].sum()) / size
    expected = float(totals @ distances @ totals) / (size * (size - 1))
    return None if expected <= 0 else 1 - observed / expected


def measure_distances(
    categories: Sequence[Any], level: Level, totals: NDArray[np.int64]
) -> Distances:
    """Return the squared distances between categories at a level of measurement.

    ``totals`` is how often each was used, which the ordinal distance needs.
    """
    if level == "nominal":
        return 1.0 - np.eye(len(categories))
    if level == "ordinal":
        reached = np.cumsum(totals) - totals / 2
        return np.asarray((reached[:, None] - reached[None, :]) ** 2, dtype=np.float64)
    values = np.asarray(categories, dtype=np.float64)
    gaps = values[:, None] - values[None, :]
    if level == "ratio":
        sums = values[:, None] + values[None, :]
        gaps = np.divide(gaps, sums, out=np.zeros_like(gaps), where=sums != 0)
    return np.asarray(gaps**2, dtype=np.float64)


def compare_all(categories: Sequence[Any], distance: Callable[[Any, Any], float]) -> Distances:
    """Return the distances between all pairs of categories."""
    size = len(categories)
    found = [distance(one, two) for one in categories for two in categories]
    return np.array(found, dtype=np.float64).reshape(size, size)


def measure_masi(one: AbstractSet[Any], two: AbstractSet[Any]) -> float:
    """Return the MASI distance of two sets: 0 the same, 1 nothing in common (Passonneau 2006).

    One minus the share in common times 1 for the same set, 2/3 where one holds the other, 1/3
    where they overlap. Two empty sets are the same.
    """
    if one == two:
        return 0.0
    common = len(one & two)
    if not common:
        return 1.0
    weight = 2 / 3 if one <= two or two <= one else 1 / 3
    return 1 - weight * common / len(one | two)
