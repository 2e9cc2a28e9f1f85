"""How far coders agree: for each code, for each theme and overall, and where they differ."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from mcneval.analysis.coefficients import (
    bootstrap_interval,
    combine_units,
    compare_all,
    compute_ac1,
    compute_balance,
    compute_brennan_prediger,
    compute_fleiss,
    compute_light,
    compute_nominal_alpha,
    compute_percent,
    list_categories,
    measure_masi,
    measure_units,
    tally_ratings,
)
from mcneval.analysis.evidence import settle_codings
from mcneval.analysis.refinement import read_last_groups
from mcneval.roles import lay_numbers
from mcneval.study.load import Study
from mcneval.study.record import computed

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "list_disagreements",
    "list_numbers",
    "measure_agreement",
    "measure_overall",
    "read_alpha",
]

Unit = Literal["segment", "source"]
Sight = Literal["segment", "source"]
RELIABLE, TENTATIVE = 0.8, 2 / 3
COEFFICIENTS = ["percent", "kappa", "fleiss", "alpha", "ac1", "brennan_prediger"]
BOUNDS = ["low", "high"]
YES_NO = (0, 1)


@computed
def gather_judgements(
    study: Study, unit: Unit = "segment", sight: Sight = "segment", round_: int | None = None
) -> pd.DataFrame:
    """Return the set of codes that each coder put on each unit.

    A coder's silence is a decision only where the coder looked, and codings do not say where
    that was. So a coder is taken to have looked at a segment that carries a code of theirs
    (``sight="segment"``), or at all segments of a source in which they coded anything
    (``sight="source"``), where a segment without a code of theirs then counts as one they
    gave none.

    Parameters
    ----------
    study : Study
        The study.
    unit : str
        ``segment``, or ``source``: a code is on a source where it is on one of its segments.
    sight : str
        Where a coder is taken to have looked.
    round_ : int or None
        One coding round; None means the codings that stand.

    Returns
    -------
    DataFrame
        A row a unit that two or more coders looked at, a column a coder, both sorted; cells
        are frozensets of code ids, or None where that coder did not look.
    """
    import pandas as pd

    codings = settle_codings(study)
    if round_ is not None:
        every = study["codings", "segment_id", "code_id", "coder", "round"]
        here = (every["round"] == round_).fillna(False).astype(bool)
        codings = every[here].drop_duplicates(["segment_id", "code_id", "coder"])
    places = study["segments", "segment_id", "source_id"]
    homes = dict(zip(places["segment_id"], places["source_id"], strict=True))
    codings = codings.assign(source_id=codings["segment_id"].map(homes))
    key = "segment_id" if unit == "segment" else "source_id"
    given = codings.groupby([key, "coder"])["code_id"].agg(frozenset).to_dict()
    seen = set(zip(codings["source_id"], codings["coder"], strict=True))
    coders = sorted(set(codings["coder"]))
    rows: dict[str, list[frozenset[str] | None]] = {}
    for name in sorted(homes if unit == "segment" else set(homes.values())):
        cells = [given.get((name, coder)) for coder in coders]
        if unit == "segment" and sight == "source":
            looked = [(homes[name], coder) in seen for coder in coders]
            cells = [
                frozenset() if cell is None and here else cell
                for cell, here in zip(cells, looked, strict=True)
            ]
        # Nobody's code means that nothing was there to judge.
        if sum(cell is not None for cell in cells) >= 2 and any(cells):
            rows[name] = cells
    return pd.DataFrame.from_dict(rows, orient="index", columns=coders, dtype=object)


def rate_item(judgements: pd.DataFrame, codes: frozenset[str]) -> np.ndarray:
    """Return whether each coder put any of these codes on each unit: 1, 0 or None."""
    cells = [
        [None if cell is None else int(bool(cell & codes)) for cell in row]
        for row in judgements.to_numpy()
    ]
    return np.array(cells, dtype=object).reshape(judgements.shape)


def list_items(study: Study, items: Literal["codes", "themes"]) -> dict[str, frozenset[str]]:
    """Return each code, or each theme of the last round, by label, with the codes that it is."""
    if items == "codes":
        codes = study["codes", "code_id", "label"]
        return {row.label: frozenset([row.code_id]) for row in codes.itertuples()}
    return {label: frozenset(codes) for label, codes in read_last_groups(study).items()}


def read_alpha(alpha: float | None) -> str:
    """Return how Krippendorff (2004) reads an alpha: reliable from 0.8, tentative from 0.667."""
    if alpha is None or alpha != alpha:
        return "not estimable"
    return "reliable" if alpha >= RELIABLE else "tentative" if alpha >= TENTATIVE else "low"


@computed
def measure_agreement(study: Study) -> pd.DataFrame:
    """Measure how far coders agree on each code, and on each theme of the last round.

    Coders agree on a theme where each of them put any of its codes.

    Returns
    -------
    DataFrame
        A row an item that any coder used in the shared segments, codes before themes, the lowest
        alpha first: level (Code or Theme), item (its label), segments (on which any coder put it),
        agreed (of them, those on which all who coded them put it), percent (of all shared
        segments), kappa (Cohen 1960, or Light 1971 for more than two coders), fleiss, alpha
        (Krippendorff's, nominal) with low and high (its bootstrap interval), ac1,
        brennan_prediger, prevalence and bias (indices of Byrt et al. 1993), reading (of alpha).
        What is not estimable is missing; so is the interval where coders never differ, for drawing
        such segments anew cannot show how uncertain that is. Empty where nothing was coded by two.
    """
    import pandas as pd

    judgements = gather_judgements(study)
    rows: list[dict[str, Any]] = []
    for level, items in (("Code", "codes"), ("Theme", "themes")):
        known = list_items(study, items) if len(judgements) else {}  # type: ignore[arg-type]
        for item, codes in known.items():
            ratings = rate_item(judgements, codes)
            if (ratings == 1).any():
                rows.append({"level": level, "item": item} | measure_item(study, ratings))
    numbers = [*COEFFICIENTS, *BOUNDS, "prevalence", "bias"]
    frame = pd.DataFrame(rows, columns=["level", "item", "segments", "agreed", *numbers])
    frame["reading"] = [read_alpha(alpha) for alpha in frame["alpha"]]
    counts = dict.fromkeys(("segments", "agreed"), "count[segments]")
    frame = frame.astype(dict.fromkeys(numbers, "float64") | counts)
    return frame.sort_values(
        ["level", "alpha", "item"], na_position="first", kind="stable", ignore_index=True
    )


def measure_item(study: Study, ratings: np.ndarray) -> dict[str, Any]:
    """Return the counts and coefficients of one item's ratings: 1, 0 or None."""
    tally = tally_ratings(ratings, YES_NO)
    prevalence, bias = compute_balance(ratings)
    interval = draw_interval(study, tally, compute_nominal_alpha)
    low, high = interval if interval and compute_percent(tally) != 1 else (None, None)
    return {
        "segments": int((tally[:, 1] > 0).sum()),
        "agreed": int(((tally[:, 1] > 0) & (tally[:, 0] == 0)).sum()),
        **measure_coefficients(ratings, tally),
        "low": low,
        "high": high,
        "prevalence": prevalence,
        "bias": bias,
    }


def draw_interval(
    study: Study, rows: np.ndarray, statistic: Callable[[np.ndarray], float | None]
) -> tuple[float, float] | None:
    """Return the bootstrap interval of a coefficient by the study's parameters."""
    rules = study.analysis
    return bootstrap_interval(
        rows, statistic, samples=rules.bootstrap, confidence=rules.confidence, seed=rules.seed
    )


def measure_coefficients(ratings: np.ndarray, tally: np.ndarray) -> dict[str, float | None]:
    """Return all coefficients of yes-or-no ratings, of which ``tally`` is the tally, by name."""
    return {
        "percent": compute_percent(tally),
        "kappa": compute_light(ratings),
        "fleiss": compute_fleiss(tally),
        "alpha": compute_nominal_alpha(tally),
        "ac1": compute_ac1(tally),
        "brennan_prediger": compute_brennan_prediger(tally),
    }


@computed
def measure_overall(study: Study) -> pd.DataFrame:
    """Measure how far coders agree over all codes, by what is compared and by coding round.

    Returns
    -------
    DataFrame
        One row for segments that two coders coded, one for the segments of sources in which two
        coders coded where that is more (bare ones too), one for sources, and one for the segments
        of each round where there are several: compared (what), units, identical (share of units
        on which all who looked put the same codes), masi (alpha of the sets of codes, with part of
        the credit for codes in common; Passonneau 2006) with low and high (its bootstrap interval),
        and, over all decisions to put a code on a unit or not, percent, alpha, kappa, fleiss, ac1
        and brennan_prediger; reading (of masi). Missing is not estimable. Empty where no unit was
        coded by two.
    """
    import pandas as pd

    kinds: list[tuple[str, pd.DataFrame]] = []
    coded = gather_judgements(study)
    if len(coded):
        kinds.append(("Segments", coded))
        seen = gather_judgements(study, sight="source")
        kinds += [("Segments, bare ones too", seen)] if len(seen) > len(coded) else []
        kinds.append(("Sources", gather_judgements(study, "source", "source")))
        rounds = sorted(study["codings", "round"]["round"].dropna().unique())
        for number in rounds if len(rounds) > 1 else []:
            name = f"Segments, round {int(number)}"
            kinds.append((name, gather_judgements(study, round_=int(number))))
    rows = [{"compared": name} | measure_sets(study, one) for name, one in kinds if len(one)]
    order = ["percent", "alpha", "kappa", "fleiss", "ac1", "brennan_prediger"]
    numbers = ["identical", "masi", *BOUNDS, *order]
    frame = pd.DataFrame(rows, columns=["compared", "units", *numbers])
    frame["reading"] = [read_alpha(alpha) for alpha in frame["masi"]]
    shares = dict.fromkeys(("identical", "percent"), "share[units]")
    return frame.astype(dict.fromkeys(numbers, "float64") | shares | {"units": "count[units]"})


def measure_sets(study: Study, judgements: pd.DataFrame) -> dict[str, Any]:
    """Return the counts and coefficients of judgements over all codes used in them."""
    sets = judgements.to_numpy()
    used = sorted({code for cell in sets.ravel() if cell is not None for code in cell})
    decisions = np.vstack([rate_item(judgements, frozenset([code])) for code in used])
    categories = list_categories(sets)
    tally, distances = tally_ratings(sets, categories), compare_all(categories, measure_masi)
    units = measure_units(tally, distances)
    interval = draw_interval(
        study,
        np.arange(len(tally)),
        lambda drawn: combine_units(tally[drawn], units[drawn], distances),
    )
    low, high = interval or (None, None)
    return {
        "units": len(sets),
        "identical": float(((tally > 0).sum(axis=1) == 1).mean()),
        **measure_coefficients(decisions, tally_ratings(decisions, YES_NO)),
        "masi": combine_units(tally, units, distances),
        "low": low,
        "high": high,
    }


@computed
def list_disagreements(study: Study) -> pd.DataFrame:
    """List each code on each segment that some coders put there and others did not.

    Segments are called by the study's own keys, which stand in the order of its sources: a report
    shows this only where speakers are followed.

    Returns
    -------
    DataFrame
        The codes on which coders agree least come first, then segments by id: code, alpha (of the
        code), segment_id, gist, applied_by and not_applied_by (coders), other_codes (codes that
        those who left it off put there and those who put it on did not). Only segments that two or
        more coded.
    """
    import pandas as pd

    codes, said = study["codes", "code_id", "label"], study["segments", "segment_id", "gist"]
    labels = dict(zip(codes["code_id"], codes["label"], strict=True))
    gists = dict(zip(said["segment_id"], said["gist"], strict=True))
    judgements, rows = gather_judgements(study), []
    for segment, cells in judgements.to_dict("index").items():
        given = {coder: codes for coder, codes in cells.items() if codes is not None}
        for code, put, left, instead in _compare_coders(given):
            names = ", ".join(put), ", ".join(left), "; ".join(labels[other] for other in instead)
            rows.append((code, labels[code], segment, gists[segment], *names))
    columns = ["code", "segment_id", "gist", "applied_by", "not_applied_by", "other_codes"]
    found = pd.DataFrame(rows, columns=["code_id", *columns])
    alphas = {
        code: compute_nominal_alpha(tally_ratings(rate_item(judgements, frozenset([code])), YES_NO))
        for code in set(found["code_id"])
    }
    found.insert(2, "alpha", found["code_id"].map(alphas).astype("float64"))
    order = ["alpha", "code", "code_id", "segment_id"]
    found = found.sort_values(order, na_position="first", ignore_index=True)
    return found.drop(columns="code_id")


def _compare_coders(
    given: dict[str, frozenset[str]],
) -> list[tuple[str, list[str], list[str], list[str]]]:
    rows = []
    for code in sorted(frozenset[str]().union(*given.values())):
        put = [coder for coder, codes in given.items() if code in codes]
        left = [coder for coder in given if coder not in put]
        if left:
            theirs = frozenset[str]().union(*(given[coder] for coder in left))
            ours = frozenset[str]().union(*(given[coder] for coder in put))
            rows.append((code, put, left, sorted(theirs - ours)))
    return rows


@computed
def list_numbers(study: Study) -> pd.DataFrame:
    """Return the numbers on agreement that prose may use, as one row.

    Columns ``agreement.coders``, ``agreement.units`` (segments that two coded), ``agreement.alpha``
    (of the sets of codes; missing where not estimable) and ``agreement.disputes``.
    """
    if "agreement" in study.left_out:
        return lay_numbers({})
    overall, listed = measure_overall(study), list_disagreements(study)
    whole = overall.iloc[0] if len(overall) else {"units": 0, "masi": None}
    coders = study["codings", "coder"]["coder"].nunique()
    counts = {
        "agreement.coders": (coders, "count[coders]"),
        "agreement.units": (whole["units"], "count[segments]"),
        "agreement.alpha": (whole["masi"], "number[alpha]"),
        "agreement.disputes": (len(listed), "count[disputes]"),
        "agreement.disputed-segments": (listed["segment_id"].nunique(), "count[segments]"),
    }
    return lay_numbers(counts)
