"""What the mapping chapter says in words that depend on the data."""

from __future__ import annotations

from mcneval.analysis.mapping import (
    NOWHERE,
    list_analysts,
    number_themes,
    place_themes,
    read_map,
)
from mcneval.analysis.mapping_tables import count_constructs, explain_brackets
from mcneval.analysis.numbers import count_words, join_words, spell
from mcneval.analysis.register import name_phases
from mcneval.analysis.silence import list_silent, measure_silence
from mcneval.analysis.strata import group_people
from mcneval.analysis.wording import quote_label, start_sentence
from mcneval.exhibits import escape_markdown
from mcneval.study.load import Study
from mcneval.study.settings import ORIGIN_WORDS

TOLD = 4


def word_places(study: Study) -> str:
    """Return how the themes divide over the primary framework's constructs."""
    framework = study.framework
    counts = count_constructs(study, framework.id)
    total = len(study["themes"])
    used = counts[counts["themes"] > 0]
    if used.empty:
        return f"No theme is placed on {escape_markdown(framework.label)} yet."
    parts = [f"{spell(row.themes)} on {quote_label(row.label)}" for row in used.itertuples()]
    empty = [quote_label(label) for label in counts.loc[counts["themes"] == 0, "label"]]
    lost = int((number_themes(study, framework.id)["construct_id"] == NOWHERE).sum())
    whole = count_words(len(counts), "construct")
    on = f"all {whole}" if len(used) == len(counts) else f"{len(used)} of the {whole}"
    words = (
        f"The {count_words(total, 'theme')} stand on {on} of {escape_markdown(framework.label)}: "
        f"{join_words(parts)}."
    )
    if empty:
        words += f" Nothing has its chief place at {join_words(empty)}."
    has = "has" if lost == 1 else "have"
    tail = f" {start_sentence(count_words(lost, 'theme'))} {has} no place."
    return words + tail if lost else words


def word_whose(study: Study) -> str:
    """Return whose map it is."""
    framework = study.framework.id
    rows = study["mappings"]
    agreed = bool(((rows["framework"] == framework) & (rows["analyst"] == "")).any())
    names = list_analysts(study, framework)
    if agreed and names:
        return (
            f"The map shown is the one the team agreed on; {join_words(names)} also mapped alone."
        )
    if agreed:
        return "The map shown is the one that the study gives; no analyst’s own map is recorded."
    return f"The map shown is that of {names[0]}." if names else "No map is recorded."


def word_weight(study: Study) -> str:
    """Return where most and where least evidence stands."""
    counts = count_constructs(study, study.framework.id)
    used = counts[counts["segments"] > 0]
    if used.empty:
        return "No segment is evidence for a theme on the map."
    most = used.loc[used["segments"].idxmax()]
    least = used.loc[used["segments"].idxmin()]
    start = (
        f"The most evidence stands at {quote_label(most['label'])}: "
        f"{count_words(int(most['segments']), 'segment')} from "
        f"{count_words(int(most['participants']), 'participant')}"
    )
    if len(used) < 2:
        return f"{start}."
    return (
        f"{start}; the least at {quote_label(least['label'])}: "
        f"{count_words(int(least['segments']), 'segment')} from "
        f"{count_words(int(least['participants']), 'participant')}."
    )


def word_silence(study: Study) -> str:
    """Return where nothing was heard, and whether it was asked about."""
    silence = measure_silence(study)
    if silence.empty or not (silence["status"] == "voiced").any():
        return "There is no evidence on any construct."
    groupings = group_people(study)
    nothing, parts = [], []
    for construct in study.framework.constructs:
        cells = silence[silence["construct_id"] == construct.id]
        quiet = list_silent(groupings, cells)
        if not (cells["status"] == "voiced").any():
            nothing.append(quote_label(construct.label))
        elif quiet:
            where = join_words(escape_markdown(name_group(study, group)) for group in quiet)
            parts.append(f"on {quote_label(construct.label)} from {where}")
    if not nothing and not parts:
        return "Every phase and every group that can be told apart is heard on every construct."
    sentences = [f"There is no evidence at all on {join_words(nothing)}."] if nothing else []
    if parts:
        more = len(parts) - TOLD
        rest = f"; the table lists {count_words(more, 'more construct')}" if more > 0 else ""
        sentences.append(f"There is no evidence {'; '.join(parts[:TOLD])}{rest}.")
    return " ".join(sentences)


def name_group(study: Study, group: str) -> str:
    """Return a silent group as prose names it: a phase by its short name."""
    for phase, name in name_phases(study).items():
        label = study.phase_labels[phase]
        if group == label or group.startswith(f"{label} ("):
            return name + group[len(label) :]
    return group


def word_guide(study: Study) -> str:
    """Return whether silence can be told from not having been asked."""
    guide = study["topic_guide"]
    if guide[guide["framework"] == study.framework.id].empty:
        return (
            "The questions that were asked are not among this report’s data, so it cannot be told "
            "whether a silent group had nothing to say or was not asked."
        )
    skipped = [
        f"{name} not about {join_words(map(quote_label, labels))}"
        for name, labels in list_unasked(study).items()
        if labels
    ]
    asked = f" Not every phase asked about everything: {'; '.join(skipped)}." if skipped else ""
    return f"The questions that each phase asked are recorded.{asked}"


def list_unasked(study: Study) -> dict[str, list[str]]:
    """Return, by phase, the labels of the constructs that it did not ask about."""
    guide = study["topic_guide"]
    guide = guide[guide["framework"] == study.framework.id]
    asked = set(zip(guide["phase"], guide["construct_id"], strict=True))
    return {
        name: [item.label for item in study.framework.constructs if (phase, item.id) not in asked]
        for phase, name in name_phases(study).items()
    }


def word_frameworks(study: Study) -> str:
    """Return how the themes divide over each further framework."""
    settings = study.settings
    parts: list[str] = []
    notes: set[str] = set()
    for name, framework in study.frameworks.items():
        if name in (settings.primary_framework, settings.comparison_framework):
            continue
        if read_map(study, name).empty:
            parts.append(f"No theme is placed on {escape_markdown(framework.label)} yet.")
            continue
        counts = count_constructs(study, name)
        placed = sum(bool(places) for places in place_themes(study, name).values())
        most = int(counts["themes"].max())
        labels = [quote_label(label) for label in counts.loc[counts["themes"] == most, "label"]]
        top = f"more at {labels[0]} ({most}) than at any other construct"
        if len(labels) > 1:
            top = f"the most at {join_words(labels)} ({most} each)"
        parts.append(
            f"On {escape_markdown(framework.label)}, {placed} of {len(study['themes'])} themes "
            f"have a place, {top}."
        )
        origin = settings.provenance.frameworks.get(name)
        parts += [f"This placing is {ORIGIN_WORDS[origin]}."] if origin else []
        notes.add(explain_brackets(study, name))
    return " ".join([*parts, *sorted(notes - {""})])
