"""Proportions with their intervals, and how they are written."""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist

from mcneval.analysis.wording import NOT_ESTIMABLE, write_percent


def compute_wilson(successes: int, trials: int, confidence: float = 0.95) -> tuple[float, float]:
    """Return the score interval of a proportion (Wilson, 1927).

    Parameters
    ----------
    successes, trials : int
        How many of how many; ``trials`` must be at least 1.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    tuple of float
        The lower and the upper bound, between 0 and 1.

    Raises
    ------
    ValueError
        Where there are no trials, or more successes than trials.
    """
    if trials < 1 or not 0 <= successes <= trials:
        raise ValueError(f"{successes} of {trials} is no proportion.")
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    share = successes / trials
    scale = 1 + z * z / trials
    centre = (share + z * z / (2 * trials)) / scale
    half = z * sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials)) / scale
    low = 0.0 if successes == 0 else centre - half
    high = 1.0 if successes == trials else centre + half
    return low, high


def write_range(low: float | None, high: float | None) -> str:
    """Return an interval of proportions in per cent: ``81% to 98%``."""
    if low is None or high is None or low != low or high != high:
        return NOT_ESTIMABLE
    return f"{write_percent(low)} to {write_percent(high)}"
