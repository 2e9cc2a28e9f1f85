"""What was coded and how often, in words; and all numbers of the coding notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcneval.analysis.agreement_words import state_agreement
from mcneval.analysis.code_spread_words import (
    SHOWN,
    say_attributes,
    say_phases,
    say_thin,
    say_together,
)
from mcneval.analysis.coding import count_codes, count_totals, join_codings, rank_codes
from mcneval.analysis.numbers import Number, count_words, join_words, slug, spell
from mcneval.analysis.saturation_words import state_saturation
from mcneval.analysis.speakers import explain_speakers
from mcneval.analysis.voice_words import state_voice
from mcneval.analysis.wording import quote_label, start_sentence
from mcneval.study.settings import ORIGIN_WORDS

if TYPE_CHECKING:
    import pandas as pd

    from mcneval.study.load import Study
    from mcneval.study.settings import Analysis


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
        Number("coding.most-used", say_most_used(used, codings)),
        Number("coding.unnamed", say_unnamed(study, codings)),
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
    segments, sources = (codings[name].nunique() for name in ("segment_id", "source_id"))
    return start_sentence(
        f"{count_words(codings['coder'].nunique(), 'coder')} put {count_words(used, 'code')} on "
        f"{say_part(segments, totals['segments'], 'segment')}, from "
        f"{say_part(sources, totals['sources'], 'source')}."
    )


def say_part(part: int, whole: int, noun: str) -> str:
    """Return how many of a whole: ``20 of the 28 sources``; ``all 64 segments``."""
    if part == whole:
        return f"all {count_words(whole, noun)}" if whole > 1 else f"the one {noun}"
    return f"{spell(part)} of the {count_words(whole, noun)}"


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


def say_most_used(used: pd.DataFrame, codings: pd.DataFrame) -> str:
    """Say which codes lead in people, and whether segments would give another order."""
    if used.empty:
        return "No code was used."
    if not used["participants"].any():
        return "No speaker is known, so codes cannot be counted in people."
    known = codings[codings["participant_id"] != ""]
    said = used["code_id"].map(known.groupby("code_id")["segment_id"].nunique()).fillna(0)
    gap = used.assign(said=said.astype(int), excess=said - used["participants"])
    widest = gap.sort_values(["excess", "label"], ascending=[False, True]).iloc[0]
    words = f"Counted in people, the codes used most are {name_leaders(used)}."
    if widest["excess"] > 1:
        words += f" Counting segments would favour people who say much: {say_excess(widest)}."
    return words


def say_excess(code: pd.Series) -> str:
    """Say on how many segments a code was put and how many people these come from."""
    people = count_words(code["participants"], "person", "people")
    words = f"{quote_label(code['label'])} was put on {count_words(code['segments'], 'segment')}"
    if code["said"] == code["segments"]:
        return f"{words} from {people}"
    return f"{words}, of which {spell(code['said'])} come from {people}"


def name_leaders(used: pd.DataFrame) -> str:
    """Return the codes that most people gave: three or more, and of a tie all or none."""
    parts: list[str] = []
    named = 0
    for people, tied in rank_codes(used).groupby("participants", sort=False):
        each = f"{count_words(people, 'person', 'people')}{' each' if len(tied) > 1 else ''}"
        if named + len(tied) > SHOWN:
            parts.append(f"{count_words(len(tied), 'code')} with {each}")
            break
        parts.append(f"{join_words(map(quote_label, tied['label']))} ({each})")
        named += len(tied)
        if named > 2:
            break
    one_by_one = all(part.startswith("“") and "each)" not in part for part in parts)
    return join_words(parts) if one_by_one else ", then ".join(parts)


def say_unnamed(study: Study, codings: pd.DataFrame) -> str:
    """Say how many coded segments count for no person, and among whom people are counted."""
    unnamed = codings.loc[codings["participant_id"] == "", "segment_id"].nunique()
    if codings.empty:
        return ""
    if not unnamed:
        return "Every coded segment has a known speaker."
    verb = "counts" if unnamed == 1 else "count"
    whom = explain_speakers(study)
    return (
        f"No speaker is known for {count_words(unnamed, 'coded segment')}, which {verb} as "
        "segments and sources but not as people." + (f" {whom}" if whom else "")
    )
