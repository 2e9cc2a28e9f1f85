"""Saturation as a table for readers, and in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcneval.analysis.numbers import Number, count_words, join_words
from mcneval.analysis.register import name_phases
from mcneval.analysis.saturation import NOT_REACHED, assess_saturation, count_new_codes
from mcneval.analysis.saturation_curves import mark_codes, measure_saturation, order_sources
from mcneval.analysis.wording import (
    is_unknown,
    shorten_label,
    start_sentence,
    write_known,
    write_percent,
)

if TYPE_CHECKING:
    import pandas as pd

    from mcneval.study.load import Study
    from mcneval.study.settings import Analysis, Saturation


MEASURES = [
    "Coded sources",
    "Codes",
    "Codes in the base",
    "Saturation",
    "New information",
    "Codes first seen later",
    "Random orders that reach it",
    "Middle point of those",
]


def tabulate_saturation(study: Study, analysis: Analysis) -> pd.DataFrame:
    """Return where saturation was reached: a row a measure, a column for all and each phase.

    The rows are Coded sources, Codes, Codes in the base, Saturation (as "6+2": six sources,
    confirmed by two more), New information (in the run that confirmed it, else in the last),
    Codes first seen later, Random orders that reach it, Middle point of those. Empty where
    nothing is coded.
    """
    import pandas as pd

    measured = measure_saturation(study, analysis.saturation, analysis.seed)
    labels = {scope: shorten_label(label) for scope, label in study.phase_labels.items()}
    labels[""] = "All sources"
    shown = {
        labels[row.scope]: [
            str(row.sources),
            str(row.codes),
            str(row.base_codes),
            row.point,
            write_known(row.share),
            str(row.later) if row.point != NOT_REACHED else "–",
            write_known(row.orders_reached),
            "–" if is_unknown(row.orders_median) else f"{row.orders_median:g}",
        ]
        for row in measured.itertuples()
    }
    return pd.DataFrame({"Measure": MEASURES} | shown) if shown else pd.DataFrame()


def tabulate_runs(study: Study, saturation: Saturation) -> pd.DataFrame:
    """Return each run after the base over all sources, in the order of collection.

    Columns Run (its first and last source), New codes, New information (new codes for each code
    of the base). Empty where there are too few sources for one run.
    """
    import pandas as pd

    order, _ = order_sources(study)
    verdict = assess_saturation(
        count_new_codes(mark_codes(study, order)),
        saturation.base,
        saturation.run,
        saturation.threshold,
    )
    rows = [
        (f"({one.first}, {one.last})", one.new_codes, write_percent(one.share))
        for one in verdict.runs
    ]
    return pd.DataFrame(rows, columns=["Run", "New codes", "New information"])


def state_saturation(study: Study, analysis: Analysis) -> list[Number]:
    """State whether saturation was reached, in what order, and how far that may be trusted.

    Keys saturation.point, .summary, .order, .later, .phases, .limits.
    """
    rules = analysis.saturation
    measured = measure_saturation(study, rules, analysis.seed)
    if measured.empty:
        silent = "Nothing is coded, so saturation cannot be assessed."
        keys = ("point", "order", "later", "phases", "limits")
        return [
            Number("saturation.summary", silent),
            *(
                Number(f"saturation.{key}", "not assessed" if key == "point" else "")
                for key in keys
            ),
        ]
    whole = measured.iloc[0]
    return [
        Number("saturation.point", whole["point"]),
        Number("saturation.summary", say_point(whole, rules)),
        Number("saturation.order", say_order(whole, len(study["sources"]))),
        Number("saturation.later", say_later(whole)),
        Number("saturation.phases", say_phases(study, measured.iloc[1:])),
        Number("saturation.limits", say_limits(study)),
    ]


def say_point(whole: pd.Series, rules: Saturation) -> str:
    """Say where saturation was reached over all sources."""
    begin = (
        f"With the first {count_words(rules.base, 'source')} as the base "
        f"({count_words(whole['base_codes'], 'code')}), runs of "
        f"{count_words(rules.run, 'source')} and a threshold of "
        f"{write_percent(rules.threshold)} new information, saturation was "
    )
    if whole["point"] != NOT_REACHED:
        confirmed = (
            f"reached at {whole['point']}: after {count_words(whole['reached'], 'source')}, "
            f"confirmed by the next {count_words(rules.run, 'source')}, which brought "
            f"{write_percent(whole['share'])} new information."
        )
        return begin + confirmed
    if is_unknown(whole["share"]):
        return begin + "not assessed: there are too few coded sources for a base and a run."
    return begin + (
        f"not reached: the last run still brought {write_percent(whole['share'])} new information."
    )


def say_order(whole: pd.Series, sources: int) -> str:
    """Say in what order the sources were taken, and how much hangs on it."""
    by = (
        "by date"
        if whole["basis"] == "date"
        else "in the order of sources.csv, for not all of them have a date"
    )
    begin = f"The {whole['sources']} coded sources (of {sources}) were taken {by}."
    if not whole["orders"]:
        return f"{begin} Random orders were not tried."
    return (
        f"{begin} Of {whole['orders']} random orders of the same sources, "
        f"{write_percent(whole['orders_reached'])} reach saturation"
        + (
            "."
            if is_unknown(whole["orders_median"])
            else f", half of those by source {whole['orders_median']:g}."
        )
    )


def say_later(whole: pd.Series) -> str:
    """Say what came after the point, which the method does not look at."""
    if whole["point"] == NOT_REACHED:
        return "New codes were still coming when collection ended."
    if not whole["later"]:
        return "No code was first seen after that."
    return (
        f"Even so, {count_words(whole['later'], 'code')} of {whole['codes']} "
        f"{'was' if whole['later'] == 1 else 'were'} first seen in sources after those, so the "
        "point is where new codes became rare, not where they ended."
    )


def say_phases(study: Study, measured: pd.DataFrame) -> str:
    """Say where each phase, taken by itself, reached saturation."""
    if measured.empty:
        return "All coded sources belong together, so there is one assessment."
    names = name_phases(study)
    parts = []
    for row in measured.itertuples():
        point = (
            f"reached it at {row.point}"
            if row.point != NOT_REACHED
            else "was too small to assess"
            if is_unknown(row.share)
            else "did not reach it"
        )
        parts.append(f"{names[row.scope]} ({count_words(row.sources, 'source')}) {point}")
    return start_sentence(f"taken by themselves, {join_words(parts)}.")


def say_limits(study: Study) -> str:
    """Say what the method cannot see in this study."""
    if study.settings.origin("codings") in ("secondary", "published"):
        return (
            "These codes were put on published extracts, which were chosen for print; so this "
            "shows whether the extracts repeat each other, and cannot show whether the "
            "interviews did."
        )
    return (
        "The method counts codes, not what they mean: a code seen early may still have gained "
        "depth from later sources."
    )
