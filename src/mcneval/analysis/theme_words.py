"""What the chapter on themes says of their weight and of the phases, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcneval.analysis.evidence import gather_evidence
from mcneval.analysis.numbers import count_words, join_words
from mcneval.analysis.themes import (
    compute_contributions,
    count_kinds,
    count_theme_evidence,
)
from mcneval.analysis.wording import start_sentence, write_percent
from mcneval.exhibits import escape_markdown
from mcneval.study.load import Study

if TYPE_CHECKING:
    import pandas as pd

NAMES_SHOWN = 4
"""Themes that a sentence names before it only counts them."""

NO_EVIDENCE = "No segment stands under a theme yet, so nothing can be said of their weight."


def word_themes(study: Study) -> dict[str, str]:
    """Return the phrases on weight, phases and attributes; keys ``themes.*``."""
    evidence = gather_evidence(study)
    return {
        "themes.found": word_found(study),
        "themes.voices": word_voices(study, evidence),
        "themes.origin": word_origin(study),
        "themes.heaviest": word_heaviest(study),
        "themes.kinds": word_kinds(study),
        "themes.by-phase": word_by_phase(study),
        "themes.later": word_later(study),
        "themes.by-attribute": word_by_attribute(study),
        "evidence.framework": escape_markdown(study.framework.short),
        "evidence.what": word_evidence(evidence),
    }


def name_themes(labels: list[str]) -> str:
    """Return themes by name, or their number where they are many."""
    if len(labels) > NAMES_SHOWN:
        return count_words(len(labels), "theme")
    return join_words(f"*{escape_markdown(label)}*" for label in labels)


def word_found(study: Study) -> str:
    """Return how many themes there are, of which kinds."""
    kinds = count_kinds(study)
    nouns = {"enabler": ("enabler", ""), "barrier": ("barrier", ""), "mixed": ("mixed theme", "")}
    parts = [
        count_words(row.themes, *nouns[row.kind])
        for row in kinds[kinds["themes"] > 0].itertuples(index=False)
    ]
    total = int(kinds["themes"].sum())
    return f"The analysis ended in {count_words(total, 'theme')}: {join_words(parts)}."


def word_voices(study: Study, evidence: pd.DataFrame) -> str:
    """Return what the themes rest on, and what a voice is."""
    if evidence.empty:
        return NO_EVIDENCE
    known = evidence.loc[evidence["participant_id"] != "", "participant_id"].nunique()
    groups = evidence.loc[evidence["participant_id"] == "", "voice"].nunique()
    recruited = int((study["participants"]["status"] == "recruited").sum())
    base = f"{known} of the {recruited} participants"
    segments = count_words(evidence["segment_id"].nunique(), "segment")
    if not groups:
        return f"They rest on {segments} from {base}; each participant is one voice."
    return (
        f"They rest on {segments} from {base}, and from "
        f"{count_words(groups, 'group or document', 'groups or documents')} whose speakers are "
        "not recorded. A participant is one voice; so is such a group, for how many of its "
        "members said a thing is not known."
    )


def word_origin(study: Study) -> str:
    """Return whether the segments are all the evidence or what was published of it."""
    if study.settings.origin("theme_segments") in ("published", "secondary"):
        return (
            "The segments are those that were published. The counts say how often something "
            "was quoted, not how often it was said."
        )
    return "The segments are those that the team took as evidence for a theme."


def word_heaviest(study: Study) -> str:
    """Return the themes with the most voices, and those with the fewest."""
    counts = count_theme_evidence(study)
    if not counts["voices"].any():
        return NO_EVIDENCE
    most, least = int(counts["voices"].max()), int(counts["voices"].min())
    if least == most:
        return f"Each theme has {count_words(most, 'voice')} behind it."
    top = list(counts.loc[counts["voices"] == most, "label"])
    low = list(counts.loc[counts["voices"] == least, "label"])
    return (
        f"{start_sentence(name_themes(top))} {write_voices(len(top), most)}, more than any other. "
        f"{start_sentence(name_themes(low))} {write_voices(len(low), least)}, the fewest."
    )


def write_voices(themes: int, voices: int) -> str:
    """Return ``has six voices behind it`` or ``have six voices each``."""
    words = count_words(voices, "voice")
    return f"has {words} behind it" if themes == 1 else f"have {words} each"


def word_kinds(study: Study) -> str:
    """Return how the segments divide between enablers, barriers and mixed themes."""
    kinds = count_kinds(study).set_index("kind")
    evidence = gather_evidence(study)
    total = evidence["segment_id"].nunique()
    if not total:
        return NO_EVIDENCE
    parts = [
        f"{kinds.loc[kind, 'segments']} ({write_percent(kinds.loc[kind, 'segments'] / total)}) "
        f"under {noun}"
        for kind, noun in (
            ("barrier", "barriers"),
            ("enabler", "enablers"),
            ("mixed", "mixed themes"),
        )
        if kinds.loc[kind, "segments"]
    ]
    words = f"Of {count_words(total, 'segment')}, {join_words(parts)}."
    twice = int(kinds["segments"].sum()) - total
    shared = " A segment may count under more than one kind." if twice else ""
    return words + shared


def word_by_phase(study: Study) -> str:
    """Return for how many themes each phase gave evidence."""
    frame = compute_contributions(study)
    themes = len(study["themes"])
    if not frame["segments"].any():
        return NO_EVIDENCE
    labels = study.phase_labels
    heard = frame[frame["segments"] > 0].groupby("phase")["theme_id"].nunique()
    given = {phase: f"{int(heard.get(phase, 0))} of {themes}" for phase in labels}
    first, *later = labels
    if not later:
        return f"The one phase gave evidence for {given[first]} themes."
    start = f"{escape_markdown(labels[first])} gave evidence for {given[first]} themes"
    others = [f"{escape_markdown(labels[phase])} for {given[phase]}" for phase in later]
    return f"{join_words([start, *others])}."


def word_later(study: Study) -> str:
    """Return what later phases added, and what rests on one phase alone."""
    labels = study.phase_labels
    if len(labels) < 2:
        return "With one phase, nothing can be said of what a later one would have added."
    frame = compute_contributions(study)
    new = frame[frame["first"] & (frame["phase"] != next(iter(labels)))]
    words = [
        f"{escape_markdown(labels[phase])} added {name_themes(list(part['label']))}"
        for phase, part in new.groupby("phase", sort=False)
    ]
    added = f"{join_words(words)}." if words else "No later phase added a theme."
    heard = frame[frame["segments"] > 0].groupby("theme_id").size()
    alone = int((heard == 1).sum())
    rest = count_words(alone, "theme rests", "themes rest")
    return f"{added} {start_sentence(rest)} on one phase alone."


def word_by_attribute(study: Study) -> str:
    """Return whether themes can be told apart by who the participants are."""
    if not study.knows_people:
        return (
            "Who said what cannot be told apart by what is known of the participants and their "
            "organisations, for the register was rebuilt from totals."
        )
    if not study.settings.attributes:
        return "The study declares nothing about its participants by which to tell them apart."
    least = study.settings.disclosure.min_cell
    hidden = (
        f" Counts under {least} are not told, nor those from which one could be worked out."
        if least > 1
        else ""
    )
    return (
        "The cells count participants and not how often they spoke. A group from which few took "
        f"part can weigh little in any theme, whatever it thinks.{hidden}"
    )


def word_evidence(evidence: pd.DataFrame) -> str:
    """Return what the evidence table holds."""
    if evidence.empty:
        return NO_EVIDENCE
    segments = evidence.drop_duplicates("segment_id")
    cleared = int((segments["quotation"] != "").sum())
    several = int((evidence.groupby("segment_id")["theme_id"].nunique() > 1).sum())
    given = (
        f"{start_sentence(count_words(cleared, 'segment is', 'segments are'))} given in the "
        "participant's words, cleared for publication and in quotation marks; the others as a gist"
        if cleared
        else "Each segment is given as a gist"
    )
    words = (
        f"The table has {count_words(len(evidence), 'row')} for "
        f"{count_words(len(segments), 'segment')}. {given} in the analysts' words."
    )
    if several:
        stand = count_words(several, "segment stands", "segments stand")
        words += f" {start_sentence(stand)} under more than one theme."
    return words
