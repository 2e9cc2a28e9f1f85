"""How far coders agree: for each code, for each theme and overall."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from mcneval.analysis.agreement import (
    bootstrap_interval,
    compute_ac1,
    compute_balance,
    compute_brennan_prediger,
    compute_fleiss,
    compute_light,
    compute_percent,
    list_categories,
    tally_ratings,
)
from mcneval.analysis.alpha import (
    combine_units,
    compare_all,
    compute_nominal_alpha,
    measure_masi,
    measure_units,
)
from mcneval.analysis.judgements import (
    Sight,
    Unit,
    gather_judgements,
    list_code_items,
    list_theme_items,
    rate_item,
)

if TYPE_CHECKING:
    import pandas as pd

    from mcneval.study.load import Study
    from mcneval.study.settings import Analysis

COEFFICIENTS = ["percent", "kappa", "fleiss", "alpha", "ac1", "brennan_prediger"]
ITEM_COLUMNS = [
    "item",
    "label",
    "units",
    "coders",
    "used",
    "agreed",
    *COEFFICIENTS,
    "low",
    "high",
    "prevalence",
    "bias",
]
YES_NO = (0, 1)


def measure_agreement(
    study: Study,
    analysis: Analysis,
    items: Literal["codes", "themes"] = "codes",
    unit: Unit = "segment",
    sight: Sight = "segment",
) -> pd.DataFrame:
    """Measure how far coders agree on each code or theme.

    Parameters
    ----------
    study : Study
        The study.
    analysis : Analysis
        Gives bootstrap, confidence and seed.
    items : str
        ``codes``, or ``themes`` of the last refinement round, on which coders agree where they
        put any of its codes.
    unit, sight : str
        See :func:`mcneval.analysis.judgements.gather_judgements`.

    Returns
    -------
    DataFrame
        A row an item that any coder used in the shared units: item, label, units, coders, used
        (units on which any coder put it), agreed (units on which all who looked put it),
        percent, kappa (Cohen 1960, or Light 1971 for more than two coders), fleiss, alpha
        (nominal), ac1, brennan_prediger, low and high (bootstrap interval of alpha), prevalence
        and bias. What is not estimable is NaN; so is the interval where coders never differ,
        for drawing such units anew cannot show how uncertain that is. Empty where no unit was
        coded by two coders.
    """
    import pandas as pd

    judgements = gather_judgements(study, unit, sight)
    known = list_code_items(study) if items == "codes" else list_theme_items(study)
    labels = dict(zip(study["codes"]["code_id"], study["codes"]["label"], strict=True))
    rows: list[dict[str, object]] = []
    for item, codes in known.items() if len(judgements) else ():
        ratings = rate_item(judgements, codes).to_numpy()
        if (ratings == 1).any():
            rows.append({"item": item, "label": labels.get(item, item)})
            rows[-1] |= measure_item(ratings, analysis)
    return pd.DataFrame(rows, columns=ITEM_COLUMNS).astype(
        dict.fromkeys([*COEFFICIENTS, "low", "high", "prevalence", "bias"], "float64")
    )


def measure_item(ratings: np.ndarray, analysis: Analysis) -> dict[str, object]:
    """Return the counts and coefficients of one item's ratings: 1, 0 or None."""
    tally = tally_ratings(ratings, YES_NO)
    prevalence, bias = compute_balance(ratings)
    interval = bootstrap_interval(
        tally,
        compute_nominal_alpha,
        samples=analysis.bootstrap,
        confidence=analysis.confidence,
        seed=analysis.seed,
    )
    low, high = interval if interval and compute_percent(tally) != 1 else (None, None)
    return {
        "units": len(tally),
        "coders": ratings.shape[1],
        "used": int((tally[:, 1] > 0).sum()),
        "agreed": int(((tally[:, 1] > 0) & (tally[:, 0] == 0)).sum()),
        **measure_coefficients(ratings),
        "low": low,
        "high": high,
        "prevalence": prevalence,
        "bias": bias,
    }


def measure_coefficients(ratings: np.ndarray) -> dict[str, float | None]:
    """Return all coefficients of yes-or-no ratings by name."""
    tally = tally_ratings(ratings, YES_NO)
    return {
        "percent": compute_percent(tally),
        "kappa": compute_light(ratings),
        "fleiss": compute_fleiss(tally),
        "alpha": compute_nominal_alpha(tally),
        "ac1": compute_ac1(tally),
        "brennan_prediger": compute_brennan_prediger(tally),
    }


OVERALL_COLUMNS = [
    "unit",
    "sight",
    "round",
    "units",
    "coders",
    "identical",
    *COEFFICIENTS,
    "masi",
    "low",
    "high",
]


def measure_overall(study: Study, analysis: Analysis) -> pd.DataFrame:
    """Measure how far coders agree over all codes, by unit and by coding round.

    Returns
    -------
    DataFrame
        One row for segments that two coders coded, one for the segments of sources in which two
        coders coded where that is more, one for sources, and one for the segments of each round
        where there are several: unit, sight, round (0 for all), units, coders, identical
        (share of units on which all who looked put the same codes), percent, kappa, fleiss,
        alpha, ac1 and brennan_prediger over all decisions to put a code on a unit or not, for
        the codes used in those units; masi (alpha of the sets of codes, by MASI distance) with
        its bootstrap interval low, high. NaN is not estimable. Empty where no unit was coded by
        two coders.
    """
    import pandas as pd

    rows = []
    coded = gather_judgements(study)
    if len(coded):
        rows.append(("segment", "segment", 0, coded))
        seen = gather_judgements(study, sight="source")
        if len(seen) > len(coded):
            rows.append(("segment", "source", 0, seen))
        rows.append(("source", "source", 0, gather_judgements(study, "source", "source")))
        rounds = sorted(study["codings"]["round"].dropna().unique())
        for number in rounds if len(rounds) > 1 else []:
            rows.append(
                ("segment", "segment", int(number), gather_judgements(study, round_=number))
            )
    found = [
        {"unit": unit, "sight": sight, "round": number} | measure_sets(judgements, analysis)
        for unit, sight, number, judgements in rows
        if len(judgements)
    ]
    return pd.DataFrame(found, columns=OVERALL_COLUMNS).astype(
        dict.fromkeys([*COEFFICIENTS, "masi", "low", "high"], "float64")
    )


def measure_sets(judgements: pd.DataFrame, analysis: Analysis) -> dict[str, object]:
    """Return the counts and coefficients of judgements over all codes used in them."""
    sets = judgements.to_numpy()
    used = sorted({code for cell in sets.ravel() if cell is not None for code in cell})
    decisions = np.vstack([rate_item(judgements, frozenset([code])).to_numpy() for code in used])
    categories = list_categories(sets)
    tally, distances = tally_ratings(sets, categories), compare_all(categories, measure_masi)
    units = measure_units(tally, distances)
    interval = bootstrap_interval(
        np.arange(len(tally)),
        lambda drawn: combine_units(tally[drawn], units[drawn], distances),
        samples=analysis.bootstrap,
        confidence=analysis.confidence,
        seed=analysis.seed,
    )
    low, high = interval or (None, None)
    return {
        "units": len(sets),
        "coders": sets.shape[1],
        "identical": float(((tally > 0).sum(axis=1) == 1).mean()),
        **measure_coefficients(decisions),
        "masi": combine_units(tally, units, distances),
        "low": low,
        "high": high,
    }
