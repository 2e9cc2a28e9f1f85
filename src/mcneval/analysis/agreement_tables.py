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
    "prevalence": "Prevalence index",
    "bias": "Bias index",
}


def read_alpha(alpha: float | None) -> str:
    """Return how Krippendorff (2004) reads an alpha: reliable from 0.8, tentative from 0.667."""
    if alpha is None or is_unknown(alpha):
        return "not estimable"
    return "reliable" if alpha >= RELIABLE else "tentative" if alpha >= TENTATIVE else "low"


def tabulate_agreement(
    study: Study, analysis: Analysis, items: Literal["codes", "themes"] = "codes"
) -> pd.DataFrame:
    """Return agreement on each code or theme, the lowest alpha first.

    Columns Code (or Theme), Segments with it (that any coder gave it), Agreed (of these, by all
    who coded them), Agreement (per cent of segments), the coefficients, the interval of alpha
    and its Reading. Cohen's kappa is headed Light's where there are more than two coders. Empty
    where no segment was coded by two coders.
    """
    measured = measure_agreement(study, analysis, items)
    measured = measured.sort_values(
        ["alpha", "label"], na_position="first", kind="stable", ignore_index=True
    )
    several = measured["coders"].max() > 2 if len(measured) else False
    heads = HEADS | ({"kappa": "Light's kappa"} if several else {})
    shown = measured[[]].assign(
        **{
            "Code" if items == "codes" else "Theme": measured["label"],
            "Segments with it": measured["used"],
            "Agreed": measured["agreed"],
            "Agreement": [write_share(value) for value in measured["percent"]],
        }
    )
    for name in ("alpha", "kappa", "fleiss", "ac1", "brennan_prediger"):
        shown[heads[name]] = [write_estimate(value) for value in measured[name]]
        if name == "alpha":
            shown[f"{analysis.confidence:.0%} interval"] = [
                write_bounds(row.low, row.high) for row in measured.itertuples()
            ]
    for name in ("prevalence", "bias"):
        shown[heads[name]] = measured[name]
    return shown.assign(Reading=[read_alpha(alpha) for alpha in measured["alpha"]])


def write_share(value: float | None) -> str:
    """Return a share in per cent, or "not estimable"."""
    return write_estimate(None) if value is None or is_unknown(value) else write_percent(value)


def tabulate_overall(study: Study, analysis: Analysis) -> pd.DataFrame:
    """Return agreement over all codes, by what was compared.

    Columns Compared, Units, Same codes (share of units on which coders put the same set),
    Alpha of sets (MASI) with its interval, Agreement (share of yes-or-no decisions) and the
    coefficients over those decisions. Where nothing was coded twice, one row says that it is
    not estimable; empty where nothing is coded.
    """
    measured = measure_overall(study, analysis)
    if measured.empty and len(study["codings"]):
        measured.loc[0, ["unit", "sight", "round", "units", "coders"]] = [
            *("segment", "segment"),
            *(0, 0, study["codings"]["coder"].nunique()),
        ]
    shown = measured[[]].assign(
        Compared=[name_comparison(row) for row in measured.itertuples()],
        Units=measured["units"],
    )
    shown["Same codes"] = [write_share(value) for value in measured["identical"]]
    shown["Alpha of sets"] = [write_estimate(value) for value in measured["masi"]]
    shown[f"{analysis.confidence:.0%} interval"] = [
        write_bounds(row.low, row.high) for row in measured.itertuples()
    ]
    shown["Agreement"] = [write_share(value) for value in measured["percent"]]
    several = measured["coders"].max() > 2 if len(measured) else False
    heads = HEADS | ({"kappa": "Light's kappa"} if several else {})
    for name in ("alpha", "kappa", "fleiss", "ac1", "brennan_prediger"):
        shown[heads[name]] = [write_estimate(value) for value in measured[name]]
    return shown


def name_comparison(row: object) -> str:
    """Return in words what a row of :func:`measure_overall` compares."""
    unit, sight, number = (getattr(row, name) for name in ("unit", "sight", "round"))
    if unit == "source":
        return "Sources coded by two or more"
    if sight == "source":
        return "Segments in sources coded by two or more, no code counting as a decision"
    return "Segments coded by two or more" + (f", round {number}" if number > 0 else "")


def tabulate_disagreements(study: Study, analysis: Analysis) -> pd.DataFrame:
    """Return the codes that coders should discuss, the worst first.

    Columns Code, Krippendorff's alpha, Segments with it, In dispute, one column a coder (how
    many of the disputed that coder put it on) and Most often instead. Empty where two coders
    never differ or nothing was coded twice.
    """
    summary = summarise_disagreements(study, analysis)
    labels = dict(zip(study["codes"]["code_id"], study["codes"]["label"], strict=True))
    coders = sorted({coder for counts in summary["by_coder"] for coder in counts})
    shown = summary[[]].assign(
        **{
            "Code": summary["code_id"].map(labels),
            "Krippendorff's alpha": [write_estimate(alpha) for alpha in summary["alpha"]],
            "Segments with it": summary["used"],
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
