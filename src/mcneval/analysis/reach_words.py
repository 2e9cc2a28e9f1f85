"""What the mapping chapter says of links: what acts on what, what cuts across, what circles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcneval.analysis.numbers import count_words, join_words
from mcneval.analysis.reach import find_loops, list_links, measure_reach, name_published
from mcneval.analysis.wording import start_sentence, write_percent
from mcneval.exhibits import escape_markdown
from mcneval.study.load import Study

if TYPE_CHECKING:
    import pandas as pd

NO_LINKS = "No links between themes are recorded, so what acts on what cannot be told."


def quote(label: str) -> str:
    """Return a theme's or construct's label as prose quotes it."""
    return f"“{escape_markdown(label)}”"


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
