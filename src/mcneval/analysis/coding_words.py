"""What was coded and how often, in words; and all numbers of the coding notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcneval.analysis.agreement_words import state_agreement
from mcneval.analysis.code_tables import list_thin_codes
from mcneval.analysis.coding import count_codes, count_codes_by, count_totals, join_codings
from mcneval.analysis.cooccurrence import measure_cooccurrence
from mcneval.analysis.numbers import Number, count_words, join_words, slug
from mcneval.analysis.register import name_phases
from mcneval.analysis.saturation_tables import state_saturation
from mcneval.analysis.strata import group_by_phase, group_people
from mcneval.analysis.voice_words import state_voice
from mcneval.analysis.wording import start_sentence
from mcneval.study.settings import ORIGIN_WORDS

if TYPE_CHECKING:
    import pandas as pd

    from mcneval.study.load import Study
    from mcneval.study.settings import Analysis

SHOWN = 5
"""How many codes a sentence names before it counts the rest."""


def state_coding(study: Study, analysis: Analysis) -> list[Number]:
    """State all that the chapter on coding says: codes, agreement, saturation and voice."""
    return [
        *state_codes(study),
        *state_agreement(study, analysis),
        *state_saturation(study, analysis),
        *state_voice(study),
    ]


def state_codes(study: Study) -> list[Number]:
    """State how much was coded, which codes lead, where they differ and which are thin.

    Keys segments.total, segments.<phase id>, coding.codes, .used, .codings, .summary, .origin,
    .codebook, .most-used, .unnamed, .phases, .attributes, .thin, .together.
    """
    counted, codings = count_codes(study), join_codings(study)
    codes = counted[~counted["is_heading"]]
    used = codes[codes["segments"] > 0]
    phases = study["segments"].merge(study["sources"], on="source_id")["phase"]
    return [
        Number("segments.total", len(study["segments"])),
        *(
            Number(f"segments.{slug(phase)}", int((phases == phase).sum()))
            for phase in study.phase_labels
        ),
        Number("coding.codes", len(codes)),
        Number("coding.used", len(used)),
        Number("coding.codings", len(codings)),
        Number("coding.summary", say_summary(study, codings, len(used))),
        Number("coding.origin", say_origin(study)),
        Number("coding.codebook", say_codebook(counted)),
        Number("coding.most-used", say_most_used(used)),
        Number("coding.unnamed", say_unnamed(codings)),
        Number("coding.phases", say_phases(study)),
        Number("coding.attributes", say_attributes(study)),
        Number("coding.thin", say_thin(study)),
        Number("coding.together", say_together(study)),
    ]


def say_summary(study: Study, codings: pd.DataFrame, used: int) -> str:
    """Say who put how many codes on how many segments of how many sources."""
    if codings.empty:
        return "Nothing is coded in this study, so this chapter has little to show."
    totals = count_totals(study)
    return start_sentence(
        f"{count_words(codings['coder'].nunique(), 'coder')} put {count_words(used, 'code')} on "
        f"{codings['segment_id'].nunique()} of {totals['segments']} segments, from "
        f"{codings['source_id'].nunique()} of {totals['sources']} sources."
    )


def say_origin(study: Study) -> str:
    """Say whose codes these are, where they are not the study team's own."""
    origin = study.settings.origin("codings")
    if origin == "collected" or study["codings"].empty:
        return ""
    return f"The codings are {ORIGIN_WORDS[origin]}."


def say_codebook(counted: pd.DataFrame) -> str:
    """Say how large the codebook is and how it is built."""
    if counted.empty:
        return "The study has no codebook."
    headings = int(counted["is_heading"].sum())
    words = f"The codebook has {count_words(len(counted) - headings, 'code')}"
    if headings:
        bare = "carries no segments itself" if headings == 1 else "carry no segments themselves"
        words += f", under {count_words(headings, 'heading')} that {bare}"
    return f"{words}."


def say_most_used(used: pd.DataFrame) -> str:
    """Say which codes lead in people, and whether segments would give another order."""
    if used.empty:
        return "No code was used."
    by_people = used.sort_values(
        ["participants", "segments", "label"], ascending=[False, False, True]
    )
    named = join_words(
        f"{row.label} ({count_words(row.participants, 'person', 'people')}, "
        f"{count_words(row.segments, 'segment')})"
        for row in by_people.head(3).itertuples()
    )
    gap = used.assign(excess=used["segments"] - used["participants"])
    widest = gap.sort_values(["excess", "label"], ascending=[False, True]).iloc[0]
    words = f"Counted in people, the most used are {named}."
    if widest["excess"] > 1:
        words += (
            f" Counting segments favours people who say much: {widest['label']} has "
            f"{count_words(widest['segments'], 'segment')} from "
            f"{count_words(widest['participants'], 'person', 'people')} by name."
        )
    return words


def say_unnamed(codings: pd.DataFrame) -> str:
    """Say how many coded segments count for no person."""
    unnamed = codings.loc[codings["participant_id"] == "", "segment_id"].nunique()
    if not unnamed:
        return "Every coded segment has a known speaker."
    verb, subject = ("has", "counts") if unnamed == 1 else ("have", "count")
    return start_sentence(
        f"{count_words(unnamed, 'coded segment')} {verb} no known speaker and so {subject} as "
        "segments and sources, not as people."
    )


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
    found = counted[counted["segments"] > 0].groupby("code_id", sort=False)
    labels, where = found["label"].first(), found["group"].agg(tuple)
    everywhere = int((where.map(len) == len(names)).sum())
    verb = "occurs" if everywhere == 1 else "occur"
    some = count_words(everywhere, "of", "of")
    parts = [f"{some} the {len(where)} used codes {verb} in every phase"]
    for phase, name in names.items():
        alone = list(labels[where == (phase,)])
        if alone:
            parts.append(
                f"{count_words(len(alone), 'only', 'only')} in {name} ({name_some(alone)})"
            )
    return start_sentence(f"{join_words(parts)}.")


def name_some(labels: list[str]) -> str:
    """Return labels as prose lists them; where they are many, the first and a count."""
    if len(labels) <= SHOWN:
        return join_words(labels)
    return f"{', '.join(labels[:SHOWN])} and {len(labels) - SHOWN} more"


def say_attributes(study: Study) -> str:
    """Say by what else codes are broken down, or why they are not."""
    if study["codings"].empty:
        return ""
    if not study.knows_people:
        return (
            "Codes are not broken down by attributes of people or organisations: the register is "
            "reconstructed, so it is not known which person has which."
        )
    shown = [grouping.label.lower() for grouping in group_people(study)[1:]]
    if not shown:
        return "The study declares no attributes by which codes could be broken down."
    least = study.settings.disclosure.min_cell
    hidden = (
        f" Where fewer than {least} people of a group gave a code, or where their number could "
        "be worked out from another, the count is not shown."
        if least > 1
        else ""
    )
    return f"Codes are also broken down by {join_words(shown)}.{hidden}"


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
            f"{count_words(len(never), 'code was', 'codes were')} never used: {join_words(never)}."
        )
    if len(single):
        words = count_words(len(single), "code rests", "codes rest")
        parts.append(
            f"{words} on one segment, person or source: {name_some(list(single['label']))}."
        )
    if not parts:
        return "Every code was used, and none rests on a single person or source."
    return " ".join(start_sentence(part) for part in parts)


def say_together(study: Study) -> str:
    """Say which codes stand together most."""
    pairs = measure_cooccurrence(study)
    if pairs.empty:
        return "No two codes stand on the same segment."
    labels = dict(zip(study["codes"]["code_id"], study["codes"]["label"], strict=True))
    most = pairs[pairs["together"] == pairs["together"].iloc[0]].head(3)
    named = join_words(
        f"{labels[row.first]} with {labels[row.second]}" for row in most.itertuples()
    )
    return start_sentence(
        f"{count_words(len(pairs), 'pair')} of codes stand on the same segment at least once; "
        f"most often {named}, on {count_words(int(most['together'].iloc[0]), 'segment')}"
        f"{' each' if len(most) > 1 else ''}."
    )
