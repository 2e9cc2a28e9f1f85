"""Krippendorff's alpha: nominal, ordinal, interval, ratio, and for sets of codes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mcneval.analysis.agreement import (
    Level,
    Tally,
    keep_pairable,
    list_categories,
    tally_ratings,
)

Distances = NDArray[np.float64]


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
