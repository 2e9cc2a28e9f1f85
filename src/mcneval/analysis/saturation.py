"""Whether new sources still brought new codes (Guest, Namey and Chen 2020)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

NOT_REACHED = "not reached"


@dataclass(frozen=True)
class Run:
    """A run of sources after the base.

    Parameters
    ----------
    first, last : int
        Its sources, counted from 1.
    new_codes : int
        Codes that had not occurred before the run.
    share : float
        New codes for each code of the base: the new information.
    """

    first: int
    last: int
    new_codes: int
    share: float


@dataclass(frozen=True)
class Verdict:
    """What the method says of one order of sources.

    Parameters
    ----------
    sources : int
        How many there were.
    base_codes : int
        Different codes in the base.
    runs : tuple of Run
        Each run after the base, moved on by one source at a time; none where there are too few
        sources, or no codes in the base.
    reached : int or None
        After how many sources saturation was reached: the one before the first run at or under
        the threshold.
    """

    sources: int
    base_codes: int
    runs: tuple[Run, ...]
    reached: int | None

    @property
    def last_share(self) -> float | None:
        """The new information in the run that confirmed saturation, or else the last run."""
        found = [run.share for run in self.runs if run.first - 1 == self.reached]
        return found[0] if found else self.runs[-1].share if self.runs else None


def assess_saturation(
    new_codes: Sequence[int], base: int = 4, run: int = 2, threshold: float = 0.05
) -> Verdict:
    """Assess saturation from the new codes that each source brought, in order.

    Parameters
    ----------
    new_codes : sequence of int
        For each source how many of its codes no earlier source had.
    base, run : int
        How many sources make the base and a run.
    threshold : float
        The share of new information at or under which saturation is reached.

    Returns
    -------
    Verdict

    Raises
    ------
    ValueError
        Where base or run is under 1.
    """
    if base < 1 or run < 1:
        raise ValueError(f"Base and run must be at least 1, not {base} and {run}.")
    base_codes = sum(new_codes[:base])
    starts = range(base, len(new_codes) - run + 1) if base_codes else range(0)
    runs = tuple(
        Run(start + 1, start + run, counted, counted / base_codes)
        for start in starts
        for counted in [sum(new_codes[start : start + run])]
    )
    reached = next((one.first - 1 for one in runs if one.share <= threshold), None)
    return Verdict(len(new_codes), base_codes, runs, reached)


def write_point(reached: int | None, run: int) -> str:
    """Return the point as the paper writes it: ``6+2`` is six sources, confirmed by two more."""
    return NOT_REACHED if reached is None else f"{reached}+{run}"


def count_new_codes(marks: NDArray[np.bool_]) -> list[int]:
    """Return for each source, in order, how many of its codes no earlier one had."""
    reached = np.maximum.accumulate(marks, axis=0).sum(axis=1) if len(marks) else np.zeros(0)
    return [int(count) for count in np.diff(reached, prepend=0)]


def shuffle_orders(marks: NDArray[np.bool_], orders: int, seed: int) -> list[list[int]]:
    """Return the new codes a source in each of so many random orders of the sources."""
    generator = np.random.default_rng(seed)
    return [count_new_codes(marks[generator.permutation(len(marks))]) for _ in range(orders)]
