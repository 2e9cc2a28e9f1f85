"""Whether new sources still brought new codes (Guest, Namey and Chen 2020)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from mcneval.analysis.evidence import settle_codings
from mcneval.study.load import Study
from mcneval.study.record import computed
from mcneval.study.register import label_levels, name_phases, order_words

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["assess_saturation", "list_numbers", "measure_saturation", "trace_codes"]

NOT_REACHED = "not reached"
ALL = "All sources"


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


Basis = Literal["date", "file"]


@computed
def place_codes(study: Study) -> pd.DataFrame:
    """Return the codings that stand by source; columns source_id, code_id."""
    homes = study["segments", "segment_id", "source_id"]
    return settle_codings(study).merge(homes, on="segment_id")[["source_id", "code_id"]]


def order_sources(study: Study, phase: str = "") -> tuple[list[str], Basis]:
    """Return the coded sources in the order of collection, and what that order rests on.

    Sources without a coded segment are left out: nothing is known of what was new in them. The
    order is by date where each of them has one, and else that of ``sources.csv``.
    """
    coded = set(place_codes(study)["source_id"])
    sources = study["sources", "source_id", "phase"]
    here = sources["source_id"].isin(coded) & ((sources["phase"] == phase) | (phase == ""))
    # Dates that are not there are not read, so that their origin marks nothing.
    if here.any() and study.tables["sources"].loc[here, "date"].notna().all():
        dated = study["sources", "source_id", "date"][here]
        return list(dated.sort_values("date", kind="stable")["source_id"]), "date"
    return list(sources.loc[here, "source_id"]), "file"


def mark_codes(study: Study, order: Sequence[str]) -> NDArray[np.bool_]:
    """Return whether each source (row, in this order) carries each code (column, sorted)."""
    codings = place_codes(study)
    here = codings[codings["source_id"].isin(set(order))]
    codes = sorted(set(here["code_id"]))
    marks = np.zeros((len(order), len(codes)), dtype=bool)
    rows = {source: place for place, source in enumerate(order)}
    columns = {code: place for place, code in enumerate(codes)}
    marks[here["source_id"].map(rows), here["code_id"].map(columns)] = True
    return marks


@computed
def mark_scope(study: Study, phase: str) -> tuple[NDArray[np.bool_], list[list[int]]]:
    """Return the codes of a scope's sources in order, and the new codes in its random orders."""
    marks = mark_codes(study, order_sources(study, phase)[0])
    orders = study.analysis.saturation.permutations if len(marks) else 0
    return marks, shuffle_orders(marks, orders, study.analysis.seed)


def list_scopes(study: Study) -> dict[str, str]:
    """Return what is assessed: all sources and, with several phases, those of each."""
    phases = name_phases(study)
    return {"": ALL} | (phases if len(phases) > 1 else {})


@computed
def trace_codes(study: Study) -> pd.DataFrame:
    """Trace the codes that each source brought, in order, with a band of random orders.

    Returns
    -------
    DataFrame
        For all sources and, with several phases, those of each, one row a source: scope, position
        (from 1), source_id (where speakers are followed), phase, new_codes, codes (so far), low
        and high (the middle 95% of random orders; missing without), run_share (new information in
        the run that begins here; missing in the base and at the end). Empty where nothing is coded.
    """
    import pandas as pd

    parts = [_trace(study, scope, label) for scope, label in list_scopes(study).items()]
    frame = pd.concat(parts, ignore_index=True)
    frame = order_words(frame, "scope")
    roles = dict.fromkeys(("new_codes", "codes"), "count[codes]")
    roles |= dict.fromkeys(("low", "high"), "number[codes]") | {"run_share": "share[codes]"}
    return frame.astype(roles | {"position": "number[source]"})


def _trace(study: Study, scope: str, label: str) -> pd.DataFrame:
    import pandas as pd

    rules, (order, _) = study.analysis.saturation, order_sources(study, scope)
    marks, shuffled = mark_scope(study, scope)
    new_codes = count_new_codes(marks)
    verdict = assess_saturation(new_codes, rules.base, rules.run, rules.threshold)
    curves = np.cumsum(shuffled, axis=1) if shuffled else np.full((1, len(order)), np.nan)
    low, high = np.quantile(curves, [0.025, 0.975], axis=0)
    sources = study["sources", "source_id", "phase"].set_index("source_id")["phase"]
    shares = {run.first: run.share for run in verdict.runs}
    places = range(1, len(order) + 1)
    columns: dict[str, Any] = {"scope": [label] * len(order), "position": places}
    columns |= {"source_id": order} if study.follows else {}
    columns["phase"] = label_levels(list(sources.reindex(order)), name_phases(study), "phase")
    columns |= {"new_codes": new_codes, "codes": np.cumsum(new_codes, dtype=np.int64)}
    columns |= {"low": low, "high": high}
    return pd.DataFrame(columns | {"run_share": [shares.get(place, np.nan) for place in places]})


@computed
def measure_saturation(study: Study) -> pd.DataFrame:
    """Measure saturation over all sources and, where there are several phases, in each.

    Returns
    -------
    DataFrame
        A row a scope: scope, sources (coded), basis (of their order: date or file), codes
        (different ones), base_codes, reached (after how many sources; missing where it was not),
        saturation (as the paper writes it: ``6+2`` is six sources, confirmed by two more), later
        (codes first seen after the run that confirmed it; missing where it was not reached),
        new_information (new codes for each code of the base, in that run or else in the last),
        orders (random ones tried), orders_reached (share of them in which it was reached) and
        orders_median (the middle point among those). Empty where nothing is coded.
    """
    import pandas as pd

    rows = []
    for scope, label in list_scopes(study).items():
        order, basis = order_sources(study, scope)
        if order:
            counts = {"scope": label, "sources": len(order), "basis": basis}
            rows.append(counts | measure_marks(study, scope))
    columns = ["scope", "sources", "basis", "codes", "base_codes", "reached", "saturation", "later"]
    columns += ["new_information", "orders", "orders_reached", "orders_median"]
    counted = {"sources": "count[sources]"} | dict.fromkeys(("reached",), "number[sources]")
    counted |= dict.fromkeys(("codes", "base_codes", "later"), "count[codes]")
    counted |= {"new_information": "share[codes]", "orders": "number[orders]"}
    counted |= {"orders_reached": "share[orders]", "orders_median": "number[sources]"}
    return pd.DataFrame(rows, columns=columns).astype(counted)


def measure_marks(study: Study, scope: str) -> dict[str, Any]:
    """Measure the order of a scope's sources and random ones; keys as columns above."""
    marks, shuffled = mark_scope(study, scope)
    chosen = study.analysis.saturation
    rules = (chosen.base, chosen.run, chosen.threshold)
    new_codes = count_new_codes(marks)
    verdict = assess_saturation(new_codes, *rules)
    points = [assess_saturation(counts, *rules).reached for counts in shuffled]
    known = [point for point in points if point is not None]
    reached = verdict.reached
    return {
        "codes": marks.shape[1],
        "base_codes": verdict.base_codes,
        "reached": reached,
        "saturation": write_point(reached, chosen.run),
        "later": None if reached is None else sum(new_codes[reached + chosen.run :]),
        "new_information": verdict.last_share,
        "orders": len(points),
        "orders_reached": len(known) / len(points) if points else None,
        "orders_median": float(np.median(known)) if known else None,
    }


@computed
def list_numbers(study: Study) -> pd.DataFrame:
    """Return ``saturation.point`` as one row; ``not assessed`` where nothing is coded."""
    import pandas as pd

    if "saturation" in study.left_out:
        return pd.DataFrame(index=[0])
    measured = measure_saturation(study)
    point = measured["saturation"].iloc[0] if len(measured) else "not assessed"
    return pd.DataFrame({"saturation.point": [point]})
