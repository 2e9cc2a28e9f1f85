"""Saturation in a study: its sources in order, traced and measured over all and by phase."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from mcneval.analysis.coding import join_codings
from mcneval.analysis.saturation import (
    NOT_REACHED,
    assess_saturation,
    count_new_codes,
    shuffle_orders,
    write_point,
)

if TYPE_CHECKING:
    import pandas as pd

    from mcneval.study.load import Study
    from mcneval.study.settings import Saturation

Basis = Literal["date", "file"]
SATURATION_COLUMNS = [
    "scope",
    "sources",
    "basis",
    "codes",
    "base_codes",
    "reached",
    "point",
    "later",
    "share",
    "orders",
    "orders_reached",
    "orders_median",
]


def order_sources(study: Study, phase: str = "") -> tuple[list[str], Basis]:
    """Return the coded sources in the order of collection, and what that order rests on.

    Sources without a coded segment are left out: nothing is known of what was new in them. The
    order is by date where each of them has one, and else that of ``sources.csv``.
    """
    coded = set(join_codings(study)["source_id"])
    sources = study["sources"]
    sources = sources[sources["source_id"].isin(coded)]
    if phase:
        sources = sources[sources["phase"] == phase]
    if len(sources) and sources["date"].notna().all():
        return list(sources.sort_values("date", kind="stable")["source_id"]), "date"
    return list(sources["source_id"]), "file"


def mark_codes(study: Study, order: Sequence[str]) -> NDArray[np.bool_]:
    """Return whether each source (row, in this order) carries each code (column, sorted)."""
    codings = join_codings(study)
    here = codings[codings["source_id"].isin(set(order))]
    codes = sorted(set(here["code_id"]))
    marks = np.zeros((len(order), len(codes)), dtype=bool)
    rows = {source: place for place, source in enumerate(order)}
    columns = {code: place for place, code in enumerate(codes)}
    for source, code in zip(here["source_id"], here["code_id"], strict=True):
        marks[rows[source], columns[code]] = True
    return marks


def trace_saturation(
    study: Study, saturation: Saturation, seed: int, phase: str = ""
) -> pd.DataFrame:
    """Trace the codes that each source brought, in order, with a band of random orders.

    Returns
    -------
    DataFrame
        One row a source: position (from 1), source_id, phase, new_codes, codes (so far), low
        and high (the middle 95% of random orders; NaN without), run_share (new information in
        the run that begins here; NaN in the base and at the end). Empty where nothing is coded.
    """
    import pandas as pd

    order, _ = order_sources(study, phase)
    marks = mark_codes(study, order)
    new_codes = count_new_codes(marks)
    verdict = assess_saturation(new_codes, saturation.base, saturation.run, saturation.threshold)
    shuffled = shuffle_orders(marks, saturation.permutations, seed) if order else []
    curves = np.cumsum(shuffled, axis=1) if shuffled else np.full((1, len(order)), np.nan)
    low, high = np.quantile(curves, [0.025, 0.975], axis=0)
    phases = dict(zip(study["sources"]["source_id"], study["sources"]["phase"], strict=True))
    shares = {run.first: run.share for run in verdict.runs}
    return pd.DataFrame(
        {
            "position": range(1, len(order) + 1),
            "source_id": order,
            "phase": [phases[source] for source in order],
            "new_codes": new_codes,
            "codes": np.cumsum(new_codes, dtype=np.int64),
            "low": low,
            "high": high,
            "run_share": [shares.get(place, np.nan) for place in range(1, len(order) + 1)],
        }
    )


def trace_scopes(study: Study, saturation: Saturation, seed: int) -> pd.DataFrame:
    """Trace all sources and, where there are several phases, those of each.

    Returns
    -------
    DataFrame
        As :func:`trace_saturation`, with scope ("" for all, else a phase id), label, basis (of
        the order: date or file), reached (NaN where it was not) and point (as the paper writes
        it). Empty where nothing is coded.
    """
    import pandas as pd

    parts = []
    for row in measure_saturation(study, saturation, seed).itertuples():
        label = study.phase_labels.get(row.scope, "All coded sources")
        parts.append(
            trace_saturation(study, saturation, seed, row.scope).assign(
                scope=row.scope,
                label=label,
                basis=row.basis,
                reached=np.nan if row.point == NOT_REACHED else float(row.reached),
                point=row.point,
            )
        )
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()


def measure_saturation(study: Study, saturation: Saturation, seed: int) -> pd.DataFrame:
    """Measure saturation over all sources and, where there are several phases, in each.

    Returns
    -------
    DataFrame
        Columns scope ("" for all, else a phase id), sources (coded), basis (date or file), codes
        (different ones), base_codes, reached (NA where it was not), point (as the paper writes
        it), later (codes first seen after the run that confirmed it; 0 where it was not
        reached), share (new information in that run, or else in the last), orders (random ones
        tried), orders_reached (share of them in which it was reached), orders_median (the middle
        point among those; NaN without). Empty where nothing is coded.
    """
    import pandas as pd

    phases = list(study.phase_labels)
    rows = []
    for scope in ["", *(phases if len(phases) > 1 else [])]:
        order, basis = order_sources(study, scope)
        if order:
            marks = mark_codes(study, order)
            counts = {"scope": scope, "sources": len(order), "basis": basis}
            rows.append(counts | measure_marks(marks, saturation, seed))
    return pd.DataFrame(rows, columns=SATURATION_COLUMNS).astype(
        {"reached": "Int64", "share": "float64"}
    )


def measure_marks(marks: NDArray[np.bool_], saturation: Saturation, seed: int) -> dict[str, object]:
    """Measure one order of sources and random orders of the same; keys as columns above."""
    rules = (saturation.base, saturation.run, saturation.threshold)
    new_codes = count_new_codes(marks)
    verdict = assess_saturation(new_codes, *rules)
    end = None if verdict.reached is None else verdict.reached + saturation.run
    shuffled = shuffle_orders(marks, saturation.permutations, seed)
    points = [assess_saturation(counts, *rules).reached for counts in shuffled]
    known = [point for point in points if point is not None]
    return {
        "codes": marks.shape[1],
        "base_codes": verdict.base_codes,
        "reached": verdict.reached,
        "point": write_point(verdict.reached, saturation.run),
        "later": 0 if end is None else sum(new_codes[end:]),
        "share": verdict.last_share,
        "orders": len(points),
        "orders_reached": len(known) / len(points) if points else np.nan,
        "orders_median": float(np.median(known)) if known else np.nan,
    }
