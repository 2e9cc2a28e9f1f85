"""Where codes occur, which of them rest on little and which stand together, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcneval.analysis.code_tables import list_thin_codes, list_used
from mcneval.analysis.coding import count_codes, count_codes_by, rank_codes
from mcneval.analysis.cooccurrence import measure_cooccurrence
from mcneval.analysis.numbers import count_words, join_words, spell
from mcneval.analysis.register import name_phases
from mcneval.analysis.strata import group_by_phase, group_people
from mcneval.analysis.wording import quote_label, start_sentence
from mcneval.exhibits import escape_markdown

if TYPE_CHECKING:
    import pandas as pd

    from mcneval.study.load import Study

SHOWN = 5
"""How many codes a sentence names before it counts the rest."""


def say_phases(study: Study) -> str:
    """Say which codes occur in one phase only."""
    names = name_phases(study)
    if study["codings"].empty or len(names) < 2:
        return (
            "There is one phase, so codes are not compared between phases."
            if len(names) < 2
            else ""
        )
    counted = count_codes_by(study, group_by_phase(study))
    found = counted[counted["segments"] > 0].groupby("code_id")
    labels = list_used(study)["label"]
    where = found["group"].agg(tuple).reindex(labels.index)
    everywhere = int((where.map(len) == len(names)).sum())
    verb = "occurs" if everywhere < 2 else "occur"
    parts = [f"{spell(everywhere)} {verb} in every phase"]
    for phase, name in names.items():
        alone = list(labels[where == (phase,)])
        if alone:
            parts.append(
                f"{spell(len(alone))} only in {escape_markdown(name)} ({name_some(alone)})"
            )
    return f"Of the {count_words(len(where), 'code')} in use, {join_words(parts)}."


def name_some(labels: list[str]) -> str:
    """Return labels in quotation marks; where they are many, the first and how many more."""
    quoted = [quote_label(label) for label in labels]
    if len(labels) <= SHOWN:
        return join_words(quoted)
    return f"{', '.join(quoted[:SHOWN])} and {spell(len(labels) - SHOWN)} more"


def say_attributes(study: Study) -> str:
    """Say by what else codes are broken down, or why they are not."""
    if study["codings"].empty:
        return ""
    if not study.knows_people:
        return (
            "Codes are not counted by group: the register is reconstructed, so it is not known "
            "which person belongs to which group."
        )
    shown = [grouping.label.lower() for grouping in group_people(study)[1:]]
    if not shown:
        return "The study declares no groups large enough to count codes by."
    least = study.settings.disclosure.min_cell
    few = "one person" if least < 3 else f"1 to {least - 1} people"
    hidden = (
        f" Where only {few} of a group gave a code, or where their number could "
        "be worked out from another, the count is not shown; a code without any count that may "
        "be shown is left out."
        if least > 1
        else ""
    )
    return f"Codes are also counted by {escape_markdown(join_words(shown))}.{hidden}"


def say_thin(study: Study) -> str:
    """Say which codes were never used and which rest on one person or source."""
    if study["codings"].empty:
        return ""
    thin = list_thin_codes(study)
    never = list(thin.loc[thin["finding"] == "never used", "label"])
    single = thin[thin["finding"].isin(["one segment", "one participant", "one source"])]
    parts = []
    if never:
        parts.append(
            f"{count_words(len(never), 'code was', 'codes were')} never used: {name_some(never)}."
        )
    if len(single):
        words = count_words(len(single), "code rests", "codes rest")
        parts.append(
            f"{words} on one segment, person or source: {name_some(list(single['label']))}."
        )
    parts += say_maybe_thin(study)
    if not parts:
        return "Every code was used, and none rests on a single person or source."
    return " ".join(start_sentence(part) for part in parts)


def say_maybe_thin(study: Study) -> list[str]:
    """Say how many more codes have one known speaker, and others whom nobody recorded."""
    thin = set(list_thin_codes(study)["code_id"])
    counted = rank_codes(count_codes(study))
    alone = counted[
        (counted["participants"] == 1) & ~counted["is_heading"] & ~counted["code_id"].isin(thin)
    ]
    if alone.empty:
        return []
    words = count_words(len(alone), "more code has", "more codes have")
    return [
        f"{words} one known speaker, and segments whose speaker is not recorded: "
        f"{name_some(list(alone['label']))}."
    ]


def say_together(study: Study) -> str:
    """Say how many pairs of codes share a segment, and which share most."""
    pairs = measure_cooccurrence(study)
    if pairs.empty:
        return "No two codes stand on the same segment."
    often = int((pairs["together"] > 1).sum())
    share = "shares" if len(pairs) == 1 else "share"
    words = f"In all, {count_words(len(pairs), 'pair')} of codes {share} at least one segment"
    if not often:
        return f"{words}, and none more than one."
    least = f"{spell(often)} of them {'shares' if often == 1 else 'share'} two or more"
    return f"{words}; {least}. {name_closest(study, pairs)}"


def name_closest(study: Study, pairs: pd.DataFrame) -> str:
    """Name the pairs of codes that share most segments, or count them where many tie."""
    labels = dict(zip(study["codes"]["code_id"], study["codes"]["label"], strict=True))
    top = int(pairs["together"].iloc[0])
    most = pairs[pairs["together"] == top]
    on = count_words(top, "segment")
    if len(most) > SHOWN:
        return start_sentence(f"{count_words(len(most), 'pair')} share most: {on} each.")
    named = join_words(
        f"{quote_label(labels[row.first])} with {quote_label(labels[row.second])}"
        for row in most.itertuples()
    )
    return f"Most often together: {named}, on {on}{' each' if len(most) > 1 else ''}."
