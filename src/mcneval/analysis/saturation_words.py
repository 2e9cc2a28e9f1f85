"""Saturation in words: whether it was reached, in what order, and how far to trust that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcneval.analysis.numbers import Number, count_words, join_words, spell
from mcneval.analysis.register import name_phases
from mcneval.analysis.saturation import NOT_REACHED
from mcneval.analysis.saturation_curves import measure_saturation
from mcneval.analysis.wording import is_unknown, start_sentence, write_percent
from mcneval.exhibits import escape_markdown

if TYPE_CHECKING:
    import pandas as pd

    from mcneval.study.load import Study
    from mcneval.study.settings import Analysis, Saturation


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
        f"{write_percent(rules.threshold)} new information, saturation is "
    )
    if whole["point"] != NOT_REACHED:
        following = "next source" if rules.run == 1 else f"next {spell(rules.run)}"
        confirmed = (
            f"reached at {whole['point']}: after {count_words(whole['reached'], 'source')}, "
            f"confirmed by the {following}, which brought {say_share(whole['share'])}."
        )
        return begin + confirmed
    if is_unknown(whole["share"]):
        return begin + "not assessed: there are too few coded sources for a base and a run."
    return f"{begin}not reached: the last run still brought {say_share(whole['share'])}."


def say_share(share: float) -> str:
    """Return how much new information a run brought."""
    return f"{write_percent(share)} new information" if share else "no new information"


def say_order(whole: pd.Series, sources: int) -> str:
    """Say in what order the sources were taken, and how much hangs on it."""
    coded = int(whole["sources"])
    which = f"Only coded sources count, {spell(coded)} of the {spell(sources)}."
    if coded == sources:
        which = f"All {count_words(sources, 'source')} are coded."
    begin = (
        f"{which} They were taken in the order of their dates."
        if whole["basis"] == "date"
        else f"{which} Not all of them have a date, so they were taken in the order in which they "
        "are listed, which need not be that of collection; another order may give another result."
    )
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
        return "The last sources still brought new codes."
    if not whole["later"]:
        return "No code was first seen after that."
    return (
        f"Even so, {spell(whole['later'])} of the {count_words(whole['codes'], 'code')} "
        f"{'was' if whole['later'] == 1 else 'were'} first seen in later sources: the point is "
        "where new codes became rare, not where they ended."
    )


def say_phases(study: Study, measured: pd.DataFrame) -> str:
    """Say where each phase, taken by itself, reached saturation."""
    if measured.empty:
        return "All coded sources belong together, so there is one assessment."
    names = name_phases(study)
    parts = []
    for row in measured.itertuples():
        point = (
            f"reaches it at {row.point}"
            if row.point != NOT_REACHED
            else "is too small to assess"
            if is_unknown(row.share)
            else "does not reach it"
        )
        name = escape_markdown(names[row.scope])
        parts.append(f"{name} ({count_words(row.sources, 'source')}) {point}")
    return start_sentence(f"taken by themselves, {join_words(parts)}.")


def say_limits(study: Study) -> str:
    """Say what the method cannot see in this study."""
    if study.settings.origin("codings") in ("secondary", "published"):
        return (
            "The codes here were put on published extracts, which had been chosen for print. What "
            "follows therefore shows whether those extracts repeat one another; it cannot show "
            "whether the study itself had heard enough."
        )
    return (
        "The method counts codes, not what they mean: a code seen early may still have gained "
        "depth from later sources."
    )
