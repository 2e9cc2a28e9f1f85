"""What the mapping chapter says in words that depend on the data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcneval.analysis.mapping import (
    NOWHERE,
    count_constructs,
    list_analysts,
    number_themes,
    place_themes,
    read_map,
)
from mcneval.analysis.numbers import count_words, join_words
from mcneval.analysis.reach import find_loops, list_links, measure_reach, name_published
from mcneval.analysis.silence import list_silent, measure_silence
from mcneval.analysis.strata import group_people
from mcneval.analysis.wording import start_sentence, write_percent
from mcneval.exhibits import escape_markdown
from mcneval.study.load import Study

if TYPE_CHECKING:
    import pandas as pd

NO_LINKS = "No links between themes are recorded, so what acts on what cannot be told."


def quote(label: str) -> str:
    """Return a theme's or construct's label as prose quotes it."""
    return f"“{escape_markdown(label)}”"


def word_places(study: Study) -> str:
    """Return how the themes divide over the primary framework's constructs."""
    framework = study.framework
    counts = count_constructs(study, framework.id)
    total = len(study["themes"])
    used = counts[counts["themes"] > 0]
    if used.empty:
        return f"No theme is placed on {escape_markdown(framework.label)} yet."
    parts = [f"{escape_markdown(row.label)} {row.themes}" for row in used.itertuples()]
    empty = [escape_markdown(label) for label in counts.loc[counts["themes"] == 0, "label"]]
    lost = int((number_themes(study, framework.id)["construct_id"] == NOWHERE).sum())
    whole = count_words(len(counts), "construct")
    on = f"all {whole}" if len(used) == len(counts) else f"{len(used)} of the {whole}"
    words = (
        f"The {count_words(total, 'theme')} stand on {on} of {escape_markdown(framework.label)}: "
        f"{join_words(parts)}."
    )
    if empty:
        words += f" Nothing has its chief place at {join_words(empty)}."
    return f"{words} {start_sentence(count_words(lost, 'theme'))} have no place." if lost else words


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
        return "The map shown is the one the study gives; no analyst's own map is recorded."
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
        f"Most evidence stands at {escape_markdown(most['label'])}: "
        f"{count_words(int(most['segments']), 'segment')} from "
        f"{count_words(int(most['participants']), 'participant')}"
    )
    if len(used) < 2:
        return f"{start}."
    return (
        f"{start}; least at {escape_markdown(least['label'])}: "
        f"{count_words(int(least['segments']), 'segment')} from "
        f"{count_words(int(least['participants']), 'participant')}."
    )


def word_links(study: Study) -> str:
    """Return how many links there are, from what kind of theme, and what most act on."""
    links = list_links(study)
    if links.empty:
        return NO_LINKS
    reach = measure_reach(study)
    kinds = dict(zip(study["themes"]["theme_id"], study["themes"]["kind"], strict=True))
    barriers = sum(kinds[name] == "barrier" for name in links["from_theme"])
    most = reach.loc[reach["acted_on_by"].idxmax()]
    return (
        f"{start_sentence(count_words(len(links), 'link'))} between themes "
        f"{'is' if len(links) == 1 else 'are'} recorded; {barriers} of them start from a barrier. "
        f"Most links lead to {quote(most['label'])}, on which "
        f"{count_words(int(most['acted_on_by']), 'other theme')} "
        f"{'acts' if most['acted_on_by'] == 1 else 'act'}."
    )


def word_reach(study: Study) -> str:
    """Return which theme acts on most others, and which reaches furthest along chains."""
    reach = measure_reach(study)
    if reach.empty:
        return NO_LINKS
    first = reach.iloc[0]
    far = reach.loc[reach["reach"].idxmax()]
    others = len(study["themes"]) - 1
    words = (
        f"{quote(first['label'])} acts on {count_words(int(first['acts_on']), 'other theme')} "
        f"directly, more than any other does"
    )
    if (reach["acts_on"] == first["acts_on"]).sum() > 1:
        words = words.replace("more than any other does", "which none exceeds")
    share = write_percent(far["reach"] / others)
    return (
        f"{words}. Along chains of links, {quote(far['label'])} reaches furthest: "
        f"{far['reach']} of the {others} others ({share})."
    )


def word_crossing(study: Study) -> str:
    """Return which barriers and which enablers cut across the system."""
    reach = measure_reach(study)
    if reach.empty:
        return "Without links, no barrier can be called cross-cutting."
    parts = []
    for kind, plural in (
        ("barrier", "barriers"),
        ("enabler", "enablers"),
        ("mixed", "mixed themes"),
    ):
        labels = [quote(row.label) for row in _crossing(reach, kind).itertuples()]
        if labels:
            noun = count_words(len(labels), plural.removesuffix("s"), plural)
            verb = "cuts" if len(labels) == 1 else "cut"
            parts.append(f"{start_sentence(noun)} {verb} across: {join_words(labels)}.")
    return " ".join(parts) or "By the links alone, no theme cuts across the system."


def _crossing(reach: pd.DataFrame, kind: str) -> pd.DataFrame:
    return reach[reach["cuts_across"] & (reach["kind"] == kind)]


def word_named(study: Study) -> str:
    """Return how the links compare with what the authors called cross-cutting."""
    named = name_published(study)
    if not named:
        return "The study's authors published no list of cross-cutting barriers to compare with."
    reach = measure_reach(study)
    crossing = list(reach.loc[reach["cuts_across"] & (reach["kind"] == "barrier"), "theme_id"])
    labels = dict(zip(study["themes"]["theme_id"], study["themes"]["label"], strict=True))
    found = [theme for theme in named if theme in crossing]
    missed = [quote(labels[theme]) for theme in named if theme not in crossing]
    added = [quote(labels[theme]) for theme in crossing if theme not in named]
    words = (
        f"The authors call {count_words(len(named), 'barrier')} cross-cutting; the links alone "
        f"bring out {'all' if len(found) == len(named) else len(found)} of them"
    )
    words += f", but not {join_words(missed)}" if missed else ""
    words += f", and besides {join_words(added)}" if added else ""
    return f"{words}."


def word_loops(study: Study) -> str:
    """Return which themes act on one another in circles."""
    links = list_links(study)
    if links.empty:
        return NO_LINKS
    labels = dict(zip(study["themes"]["theme_id"], study["themes"]["label"], strict=True))
    loops = find_loops(links)
    if not loops:
        return "No themes act on one another in a circle."
    parts = [
        f"{start_sentence(count_words(len(loop), 'theme'))} act on one another in a circle, so "
        f"that none can be mended alone: {join_words(quote(labels[theme]) for theme in loop)}."
        for loop in loops
    ]
    return " ".join(parts)


def word_silence(study: Study) -> str:
    """Return where nothing was heard, and whether it was asked about."""
    silence = measure_silence(study)
    if silence.empty or not (silence["status"] == "voiced").any():
        return "There is no evidence on any construct."
    groupings = group_people(study)
    parts = []
    for construct in study.framework.constructs:
        quiet = list_silent(groupings, silence[silence["construct_id"] == construct.id])
        if quiet:
            where = join_words(escape_markdown(group) for group in quiet)
            parts.append(f"on {escape_markdown(construct.label)} from {where}")
    if not parts:
        return "Every phase and every group that can be told apart is heard on every construct."
    return f"There is no evidence {'; '.join(parts)}."


def word_guide(study: Study) -> str:
    """Return whether silence can be told from not having been asked."""
    if study["topic_guide"].empty:
        return (
            "The topic guide is not recorded, so it cannot be told whether a group had nothing to "
            "say or was not asked."
        )
    return "The topic guide is recorded, so that silence is told from not having been asked."


def word_frameworks(study: Study) -> str:
    """Return how the themes divide over each further framework."""
    settings = study.settings
    parts = []
    for name, framework in study.frameworks.items():
        if name in (settings.primary_framework, settings.comparison_framework):
            continue
        if read_map(study, name).empty:
            parts.append(f"No theme is placed on {escape_markdown(framework.label)} yet.")
            continue
        counts = count_constructs(study, name)
        placed = sum(bool(places) for places in place_themes(study, name).values())
        most = counts.loc[counts["themes"].idxmax()]
        parts.append(
            f"On {escape_markdown(framework.label)}, {placed} of {len(study['themes'])} themes "
            f"have a place, most of them at {escape_markdown(most['label'])} ({most['themes']})."
        )
    return " ".join(parts) or "The study uses no further framework."
