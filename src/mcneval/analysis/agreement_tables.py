"""Agreement between coders as tables for readers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from mcneval.analysis.coder_agreement import measure_agreement, measure_overall
from mcneval.analysis.disagreement import list_disagreements, summarise_disagreements
from mcneval.analysis.wording import is_unknown, write_bounds, write_estimate, write_percent

if TYPE_CHECKING:
    import pandas as pd

    from mcneval.study.load import Study
    from mcneval.study.settings import Analysis

RELIABLE, TENTATIVE = 0.8, 2 / 3
HEADS = {
    "kappa": "Cohen's kappa",
    "fleiss": "Fleiss' kappa",
    "alpha": "Krippendorff's alpha",
    "ac1": "Gwet's AC1",
    "brennan_prediger": "Brennan–Prediger",
    "prevalence": "Prevalence",
    "bias": "Bias",
}
OVERALL = ("alpha", "kappa", "fleiss", "ac1", "brennan_prediger")


def read_alpha(alpha: float | None) -> str:
    """Return how Krippendorff (2004) reads an alpha: reliable from 0.8, tentative from 0.667."""
    if alpha is None or is_unknown(alpha):
        return "not estimable"
    return "reliable" if alpha >= RELIABLE else "tentative" if alpha >= TENTATIVE else "low"


def tabulate_agreement(
    study: Study, analysis: Analysis, items: Literal["codes", "themes"] = "codes"
) -> pd.DataFrame:
    """Return agreement on each code or theme, the lowest alpha first.

    Columns Code (or Theme), Segments (that any coder gave it), Agreed (of these, by all who coded
    them), Agreement (per cent of segments), Alpha (Krippendorff's) with its interval and its
    Reading. Empty where no segment was coded by two coders.
    """
    measured = rank_items(measure_agreement(study, analysis, items))
    return measured[[]].assign(
        **{
            "Code" if items == "codes" else "Theme": measured["label"],
            "Segments": measured["used"],
            "Agreed": measured["agreed"],
            "Agreement": [write_share(value) for value in measured["percent"]],
            "Alpha": [write_estimate(value) for value in measured["alpha"]],
            f"{analysis.confidence:.0%} interval": [
                write_bounds(row.low, row.high) for row in measured.itertuples()
            ],
            "Reading": [read_alpha(alpha) for alpha in measured["alpha"]],
        }
    )


def tabulate_coefficients(study: Study, analysis: Analysis) -> pd.DataFrame:
    """Return the other coefficients for each code, in the order of :func:`tabulate_agreement`.

    Columns Code, Cohen's kappa (Light's where there are more than two coders), Fleiss' kappa,
    Gwet's AC1, Brennan–Prediger, Prevalence, Bias (the indices).
    """
    plain = analysis.model_copy(update={"bootstrap": 0})
    measured = rank_items(measure_agreement(study, plain))
    heads = name_heads(measured)
    shown = measured[["label"]].rename(columns={"label": "Code"})
    for name in ("kappa", "fleiss", "ac1", "brennan_prediger", "prevalence", "bias"):
        shown[heads[name]] = [write_estimate(value) for value in measured[name]]
    return shown


def rank_items(measured: pd.DataFrame) -> pd.DataFrame:
    """Return measured items, not estimable ones first, then the lowest alpha."""
    return measured.sort_values(
        ["alpha", "label"], na_position="first", kind="stable", ignore_index=True
    )


def name_heads(measured: pd.DataFrame) -> dict[str, str]:
    """Return the coefficients' names; the mean of kappa over pairs of coders is Light's."""
    several = measured["coders"].max() > 2 if len(measured) else False
    return HEADS | ({"kappa": "Light's kappa"} if several else {})


def write_share(value: float | None) -> str:
    """Return a share in per cent, or "not estimable"."""
    return write_estimate(None) if value is None or is_unknown(value) else write_percent(value)


def tabulate_overall(study: Study, analysis: Analysis) -> pd.DataFrame:
    """Return agreement over all codes: a row a measure, a column for what was compared.

    The rows are Compared (how many units), Same codes (share of units on which coders put the
    same set), Alpha of sets (MASI) and its interval, Decisions that agree (to put a code on a
    unit or not) and the coefficients over those. Empty where nothing was coded twice.
    """
    import pandas as pd

    measured = measure_overall(study, analysis)
    heads = name_heads(measured)
    shown: dict[str, list[str]] = {}
    for row in measured.itertuples():
        shown[name_comparison(row)] = [
            str(row.units),
            write_share(row.identical),
            write_estimate(row.masi),
            write_bounds(row.low, row.high) or "–",
            write_share(row.percent),
            *(write_estimate(getattr(row, name)) for name in OVERALL),
        ]
    measures = [
        "Compared",
        "Same codes",
        "Alpha of sets",
        f"{analysis.confidence:.0%} interval",
        "Decisions that agree",
        *(heads[name] for name in OVERALL),
    ]
    return pd.DataFrame({"Measure": measures} | shown) if shown else pd.DataFrame()


def name_comparison(row: object) -> str:
    """Return in words what a row of :func:`measure_overall` compares."""
    unit, sight, number = (getattr(row, name) for name in ("unit", "sight", "round"))
    if unit == "source":
        return "Sources"
    if sight == "source":
        return "Segments, bare ones too"
    return f"Segments, round {number}" if number > 0 else "Segments"


def tabulate_disagreements(study: Study, analysis: Analysis) -> pd.DataFrame:
    """Return the codes that coders should discuss, the worst first.

    Columns Code, Alpha (Krippendorff's), Segments (with it), In dispute, one column a coder (how
    many of the disputed that coder put it on) and Most often instead. Empty where two coders
    never differ or nothing was coded twice.
    """
    summary = summarise_disagreements(study, analysis)
    labels = dict(zip(study["codes"]["code_id"], study["codes"]["label"], strict=True))
    coders = sorted({coder for counts in summary["by_coder"] for coder in counts})
    shown = summary[[]].assign(
        **{
            "Code": summary["code_id"].map(labels),
            "Alpha": [write_estimate(alpha) for alpha in summary["alpha"]],
            "Segments": summary["used"],
            "In dispute": summary["disputed"],
        }
    )
    for coder in coders:
        shown[f"Put on by {coder}"] = [counts.get(coder, 0) for counts in summary["by_coder"]]
    return shown.assign(**{"Most often instead": summary["instead"].map(labels).fillna("")})


def tabulate_disputed_segments(study: Study, analysis: Analysis) -> pd.DataFrame:
    """Return each code on each segment on which coders differ, the worst codes first.

    Columns Code, Segment, What was said (the gist), Put on by, Left off by, Instead.
    """
    listed = list_disagreements(study, analysis)
    labels = dict(zip(study["codes"]["code_id"], study["codes"]["label"], strict=True))
    gists = dict(zip(study["segments"]["segment_id"], study["segments"]["gist"], strict=True))
    return listed[[]].assign(
        **{
            "Code": listed["code_id"].map(labels),
            "Segment": listed["segment_id"],
            "What was said": listed["segment_id"].map(gists),
            "Put on by": [", ".join(coders) for coders in listed["put_by"]],
            "Left off by": [", ".join(coders) for coders in listed["left_by"]],
            "Instead": ["; ".join(labels[code] for code in codes) for codes in listed["instead"]],
        }
    )
