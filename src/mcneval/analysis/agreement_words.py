"""Agreement between coders, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcneval.analysis.agreement_tables import RELIABLE, TENTATIVE, read_alpha
from mcneval.analysis.coder_agreement import measure_agreement, measure_overall
from mcneval.analysis.coding import settle_codings
from mcneval.analysis.disagreement import list_disagreements
from mcneval.analysis.judgements import gather_judgements
from mcneval.analysis.numbers import Number, count_words, join_words, spell
from mcneval.analysis.wording import (
    quote_label,
    start_sentence,
    write_bounds,
    write_estimate,
    write_percent,
)
from mcneval.exhibits import escape_markdown

if TYPE_CHECKING:
    import pandas as pd

    from mcneval.study.load import Study
    from mcneval.study.settings import Analysis

READINGS = {
    "reliable": "which is reliable",
    "tentative": "which is enough for tentative conclusions only",
    "low": "which is too low to rest conclusions on",
}

LOWER_ENDS = {
    "tentative": "would allow tentative conclusions only",
    "low": "would be too low for any",
}


def state_agreement(study: Study, analysis: Analysis) -> list[Number]:
    """State who coded what twice and how far they agree, overall, by code, by round.

    Keys agreement.coders, .units, .alpha, .summary, .rule, .decisions, .codes, .themes, .rounds,
    .unseen, .who, .disputes.
    """
    overall = measure_overall(study, analysis)
    coders = int(study["codings"]["coder"].nunique())
    if overall.empty:
        keys = ("rule", "decisions", "codes", "themes", "rounds", "unseen", "who", "disputes")
        return [
            Number("agreement.coders", coders),
            Number("agreement.units", 0),
            Number("agreement.alpha", "not estimable"),
            Number("agreement.summary", say_not_estimable(coders)),
            *(Number(f"agreement.{key}", "") for key in keys),
        ]
    whole = overall.iloc[0]
    shared, coded = int(whole["units"]), settle_codings(study["codings"])["segment_id"].nunique()
    plain = analysis.model_copy(update={"bootstrap": 0})
    return [
        Number("agreement.coders", coders),
        Number("agreement.units", shared),
        Number("agreement.alpha", write_estimate(whole["masi"])),
        Number("agreement.summary", say_overall(whole, coders, coded, analysis.confidence)),
        Number("agreement.rule", say_rule()),
        Number("agreement.decisions", say_decisions(whole)),
        Number("agreement.codes", say_items(measure_agreement(study, plain), "code")),
        Number("agreement.themes", say_items(measure_agreement(study, plain, "themes"), "theme")),
        Number("agreement.rounds", say_rounds(overall)),
        Number("agreement.unseen", say_unseen(overall)),
        Number("agreement.who", say_who(study)),
        Number("agreement.disputes", say_disputes(study, analysis)),
    ]


def explain_absence(study: Study) -> str:
    """Return why coders cannot be compared, or "" where they can."""
    if not gather_judgements(study).empty:
        return ""
    coders = int(study["codings"]["coder"].nunique())
    if coders == 1:
        return "One person did all the coding, so there is nobody to compare."
    return "No segment was coded by two people, so there is nothing to compare."


def say_not_estimable(coders: int) -> str:
    """Say why agreement cannot be estimated."""
    if not coders:
        return "Agreement between coders is not estimable: nothing is coded."
    if coders == 1:
        return (
            "Agreement between coders is not estimable: one person did all the coding. Nothing "
            "here shows that a second person would have put the same codes on the same segments."
        )
    return (
        f"Agreement between coders is not estimable: {count_words(coders, 'person', 'people')} "
        "coded, but no segment was coded by two of them."
    )


def say_overall(whole: pd.Series, coders: int, coded: int, confidence: float) -> str:
    """Say how many segments were coded twice and how far the sets of codes agree."""
    bounds = write_bounds(whole["low"], whole["high"])
    interval = f" ({confidence * 100:g}% interval {bounds})" if bounds else ""
    reading = READINGS.get(read_alpha(whole["masi"]))
    shared = say_shared(int(whole["units"]), coded)
    return start_sentence(
        f"{count_words(coders, 'coder')} worked on the study, and {shared} were coded by "
        f"{'both' if coders == 2 else 'two or more of them'}. On "
        f"{write_percent(whole['identical'])} of those they put exactly the same codes. "
        "Krippendorff's alpha is 1 where coders always agree and 0 where they agree as often as by "
        "chance. For the sets of codes, with credit for codes in common, it is "
        f"{write_estimate(whole['masi'])}{interval}"
        + (f", {reading}{say_lower_end(whole)}." if reading else ".")
    )


def say_lower_end(whole: pd.Series) -> str:
    """Say what the lower end of the interval allows, where that is less than the alpha does."""
    reading = read_alpha(whole["low"])
    if reading == read_alpha(whole["masi"]) or reading not in LOWER_ENDS:
        return ""
    return f"; the lower end of the interval {LOWER_ENDS[reading]}"


def say_shared(units: int, coded: int) -> str:
    """Return how many of the coded segments were coded twice."""
    return f"all {coded} coded segments" if units == coded else f"{units} of {coded} coded segments"


def say_rule() -> str:
    """Say how an alpha is read."""
    return (
        f"By the usual rule an alpha of {RELIABLE:g} or more is reliable, one from "
        f"{TENTATIVE:.3f} up to that is enough for tentative conclusions, and a lower one is too "
        "low to rest conclusions on."
    )


def say_who(study: Study) -> str:
    """Say who the coders are whose initials head columns; nothing where it is not declared."""
    known = study.settings.coders
    here = sorted(set(study["codings"]["coder"]) & set(known))
    parts = [f"{escape_markdown(name)} is {escape_markdown(known[name])}" for name in here]
    return f"Of the coders, {'; '.join(parts)}." if parts else ""


def say_decisions(whole: pd.Series) -> str:
    """Say how far the single decisions agree, and why per cent agreement flatters."""
    return (
        f"Coders agree in {write_percent(whole['percent'])} of these decisions. Most codes do not "
        "belong on most segments, so much of that is agreement on what is not there; corrected for "
        "chance it is "
        f"{write_estimate(whole['kappa'])} by Cohen's kappa and {write_estimate(whole['alpha'])} "
        f"by Krippendorff's alpha, while Gwet's AC1 ({write_estimate(whole['ac1'])}) counts "
        "agreement on absence in full."
    )


def say_items(measured: pd.DataFrame, noun: str) -> str:
    """Say how many codes or themes are agreed on how well, and name the worst."""
    if measured.empty:
        return f"Agreement by {noun} is not estimable."
    readings = [read_alpha(alpha) for alpha in measured["alpha"]]
    counts = {
        f"an alpha of {RELIABLE:g} or more": readings.count("reliable"),
        f"one from {TENTATIVE:.3f} up to that": readings.count("tentative"),
        "a lower one": readings.count("low"),
        "none that could be estimated": readings.count("not estimable"),
    }
    parts = join_words(
        f"{'all' if count == len(measured) else spell(count)} {have(count)} {words}"
        for words, count in counts.items()
        if count
    )
    low = measured[measured["alpha"] < TENTATIVE].sort_values(["alpha", "label"]).head(3)
    worst = join_words(
        f"{quote_label(row.label)} ({write_estimate(row.alpha)})" for row in low.itertuples()
    )
    words = f"Of {count_words(len(measured), noun)} used on segments coded twice, {parts}."
    return f"{words} The lowest: {worst}." if worst else words


def have(number: int) -> str:
    """Return "has" for one and "have" for any other number."""
    return "has" if number == 1 else "have"


def say_rounds(overall: pd.DataFrame) -> str:
    """Say how agreement moved from round to round."""
    rounds = overall[overall["round"] > 0]
    if len(rounds) < 2:
        return "There was one round of coding by two people, so no change can be shown."
    parts = [f"{write_estimate(row.masi)} in round {row.round}" for row in rounds.itertuples()]
    return f"By round of coding the alpha of the sets of codes was {join_words(parts)}."


def say_unseen(overall: pd.DataFrame) -> str:
    """Say what changes where a segment left without a code counts as a decision."""
    seen = overall[(overall["unit"] == "segment") & (overall["sight"] == "source")]
    if seen.empty:
        return (
            "In the sources that two people coded, each segment has a code from both, so nothing "
            "hangs on how a segment without a code is read."
        )
    whole, other = overall.iloc[0], seen.iloc[0]
    return (
        "Codings do not say whether a coder who left a segment without a code had read it. If "
        "everything in a source that two people coded counts as read, there are "
        f"{other['units']} segments instead of {whole['units']}, and the alpha of the sets of "
        f"codes is {write_estimate(other['masi'])} instead of {write_estimate(whole['masi'])}."
    )


def say_disputes(study: Study, analysis: Analysis) -> str:
    """Say how often coders differed."""
    listed = list_disagreements(study, analysis)
    if listed.empty:
        return "The coders never differed."
    return (
        f"In all, the coders differed {count_words(len(listed), 'time')}, on "
        f"{count_words(listed['segment_id'].nunique(), 'segment')} and "
        f"{count_words(listed['code_id'].nunique(), 'code')}."
    )
