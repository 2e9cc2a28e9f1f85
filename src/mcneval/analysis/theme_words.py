"""What the chapter on themes says of their weight and of the phases, in words."""

from __future__ import annotations

from mcneval.analysis.evidence import gather_evidence
from mcneval.analysis.numbers import count_words, join_words, spell
from mcneval.analysis.register import name_phases
from mcneval.analysis.theme_voices import (
    NO_EVIDENCE,
    word_evidence,
    word_origin,
    word_voices,
)
from mcneval.analysis.themes import (
    compute_contributions,
    count_kinds,
    count_theme_evidence,
    keep_for,
)
from mcneval.analysis.wording import quote_label, start_sentence, write_percent
from mcneval.exhibits import escape_markdown
from mcneval.study.load import Study

NAMES_SHOWN = 4
"""Themes that a sentence names before it only counts them."""


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
    return join_words(quote_label(label) for label in labels)


def word_found(study: Study) -> str:
    """Return how many themes there are, of which kinds."""
    kinds = count_kinds(study)
    nouns = {"enabler": ("enabler", ""), "barrier": ("barrier", ""), "mixed": ("mixed theme", "")}
    parts = [
        count_words(row.themes, *nouns[row.kind])
        for row in kinds[kinds["themes"] > 0].itertuples(index=False)
    ]
    total = int(kinds["themes"].sum())
    if not total:
        return "No theme is recorded yet."
    return f"The analysis ended in {count_words(total, 'theme')}: {join_words(parts)}."


def word_heaviest(study: Study) -> str:
    """Return the themes with the most voices, and those with the fewest."""
    counts = count_theme_evidence(study)
    if not counts["voices"].any():
        return NO_EVIDENCE
    most, least = int(counts["voices"].max()), int(counts["voices"].min())
    if least == most:
        return f"Each theme has {count_words(most, 'voice')} for it."
    top = list(counts.loc[counts["voices"] == most, "label"])
    low = list(counts.loc[counts["voices"] == least, "label"])
    return (
        f"{start_sentence(name_themes(top))} {write_voices(len(top), most)}, the most of any. "
        f"{start_sentence(name_themes(low))} {write_voices(len(low), least)}, the fewest."
    )


def write_voices(themes: int, voices: int) -> str:
    """Return ``has six voices for it`` or ``have six voices each``."""
    words = count_words(voices, "voice")
    return f"has {words} for it" if themes == 1 else f"have {words} each"


def word_kinds(study: Study) -> str:
    """Return how the segments divide between enablers, barriers and mixed themes."""
    kinds = count_kinds(study).set_index("kind")
    total = keep_for(gather_evidence(study))["segment_id"].nunique()
    if not total:
        return NO_EVIDENCE
    parts = [
        f"{kinds.loc[kind, 'segments']} ({write_percent(kinds.loc[kind, 'segments'] / total)}) "
        f"{'is' if kinds.loc[kind, 'segments'] == 1 else 'are'} under {noun}"
        for kind, noun in (
            ("barrier", "barriers"),
            ("enabler", "enablers"),
            ("mixed", "mixed themes"),
        )
        if kinds.loc[kind, "segments"]
    ]
    verb = "speaks" if total == 1 else "speak"
    words = f"Of the {count_words(total, 'segment')} that {verb} for a theme, {join_words(parts)}."
    twice = int(kinds["segments"].sum()) - total
    shared = " A segment may count under more than one kind." if twice else ""
    return words + shared


def word_by_phase(study: Study) -> str:
    """Return for how many themes each phase gave evidence."""
    frame = compute_contributions(study)
    themes = len(study["themes"])
    if not frame["segments"].any():
        return NO_EVIDENCE
    labels = name_phases(study)
    heard = frame[frame["segments"] > 0].groupby("phase")["theme_id"].nunique()
    given = {phase: f"{int(heard.get(phase, 0))} of {themes}" for phase in labels}
    first, *later = labels
    if not later:
        return f"The one phase gave evidence for {given[first]} themes."
    name = start_sentence(escape_markdown(labels[first]))
    start = f"{name} gave evidence for {given[first]} themes"
    others = [f"{escape_markdown(labels[phase])} for {given[phase]}" for phase in later]
    return f"{join_words([start, *others])}."


def word_later(study: Study) -> str:
    """Return what was first heard in later phases, and what rests on one phase alone."""
    labels = name_phases(study)
    if len(labels) < 2:
        return ""
    frame = compute_contributions(study)
    new = frame[frame["first"] & (frame["phase"] != next(iter(labels)))]
    words = [
        f"{name_themes(list(part['label']))} {'is' if len(part) == 1 else 'are'} first heard in "
        f"{escape_markdown(labels[str(phase)])}"
        for phase, part in new.groupby("phase", sort=False)
    ]
    added = "No theme is first heard in a later phase."
    if words:
        added = f"{start_sentence(join_words(words))}."
    heard = frame[frame["segments"] > 0].groupby("theme_id").size()
    alone = int((heard == 1).sum())
    if not alone:
        return f"{added} Every theme has voices from several phases."
    whole = count_words(len(study["themes"]), "theme")
    return f"{added} For {spell(alone)} of {whole}, all the voices come from a single phase."


def word_by_attribute(study: Study) -> str:
    """Return how to read who the participants are; nothing where that cannot be told."""
    if not study.knows_people or not study.settings.attributes:
        return ""
    least = study.settings.disclosure.min_cell
    hidden = (
        f" Counts under {least} are not shown, nor those from which one could be worked out."
        if least > 1
        else ""
    )
    return (
        "The cells count participants who spoke for the theme, and not how often they did. A "
        f"group from which few took part can weigh little in any theme, whatever it thinks.{hidden}"
    )
