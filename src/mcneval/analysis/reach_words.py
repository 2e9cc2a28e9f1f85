"""What the mapping chapter says of links: what acts on what, what cuts across, what circles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcneval.analysis.numbers import count_words, join_words, spell
from mcneval.analysis.reach import find_loops, list_links, measure_reach, name_published
from mcneval.analysis.wording import quote_label, start_sentence, write_percent
from mcneval.study.load import Study

if TYPE_CHECKING:
    import pandas as pd

NO_LINKS = "No links between themes are recorded, so what acts on what cannot be told."


def word_links(study: Study) -> str:
    """Return how many links there are, from what kind of theme, and what most act on."""
    links = list_links(study)
    if links.empty:
        return NO_LINKS
    reach = measure_reach(study)
    kinds = dict(zip(study["themes"]["theme_id"], study["themes"]["kind"], strict=True))
    barriers = sum(kinds[name] == "barrier" for name in links["from_theme"])
    most = int(reach["acted_on_by"].max())
    top = [quote_label(label) for label in reach.loc[reach["acted_on_by"] == most, "label"]]
    if len(top) == 1:
        share = f"{spell(most)} of {spell(len(links))}"
        led = f"More links lead to {top[0]} than to any other theme: {share}."
    else:
        led = f"The most links lead to {join_words(top)}: {spell(most)} each."
    start = "start" if barriers != 1 else "starts"
    recorded = count_words(len(links), "link between themes is", "links between themes are")
    return (
        f"{start_sentence(recorded)} recorded, of which {spell(barriers)} {start} from a barrier. "
        f"{word_reading(study)}{led}"
    )


def word_reading(study: Study) -> str:
    """Return whose reading the links are, where they are not the study's own."""
    secondary = study.settings.origin("theme_links") == "secondary"
    return "They are this project’s reading of what was published. " if secondary else ""


def word_reach(study: Study) -> str:
    """Return which theme acts on most others, and which reaches furthest along chains."""
    reach = measure_reach(study)
    if reach.empty:
        return ""
    others = len(study["themes"]) - 1
    direct, far = int(reach["acts_on"].max()), int(reach["reach"].max())
    acting = [quote_label(label) for label in reach.loc[reach["acts_on"] == direct, "label"]]
    reaching = [quote_label(label) for label in reach.loc[reach["reach"] == far, "label"]]
    if len(acting) == 1:
        others_told = count_words(direct, "other theme")
        words = f"{acting[0]} acts directly on {others_told}, more than any other does"
    else:
        words = f"{join_words(acting)} each act on {count_words(direct, 'other theme')}, the most"
    verb = "reaches" if len(reaching) == 1 else "reach"
    return (
        f"{words}. Along chains of links, {join_words(reaching)} {verb} furthest: {far} of the "
        f"{others} others ({write_percent(far / others)})."
    )


def word_crossing(study: Study) -> str:
    """Return which barriers and which enablers cut across the system."""
    reach = measure_reach(study)
    if reach.empty:
        return ""
    parts = []
    for kind, plural in (
        ("barrier", "barriers"),
        ("enabler", "enablers"),
        ("mixed", "mixed themes"),
    ):
        labels = [quote_label(row.label) for row in _crossing(reach, kind).itertuples()]
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
        return ""
    reach = measure_reach(study)
    crossing = list(reach.loc[reach["cuts_across"] & (reach["kind"] == "barrier"), "theme_id"])
    labels = dict(zip(study["themes"]["theme_id"], study["themes"]["label"], strict=True))
    found = [theme for theme in named if theme in crossing]
    missed = [quote_label(labels[theme]) for theme in named if theme not in crossing]
    added = [quote_label(labels[theme]) for theme in crossing if theme not in named]
    words = f"The study’s authors call {count_words(len(named), 'barrier')} cross-cutting. "
    if found:
        same = f"the same {spell(len(named))}" if not missed else f"{spell(len(found))} of them"
        words += f"The links show {same}"
        words += f", but not {join_words(missed)}" if missed else ""
        words += f", and {spell(len(added))} more: {join_words(added)}" if added else ""
        return f"{words}."
    words += "By the links, none of them cuts across"
    return f"{words}, but {join_words(added)}." if added else f"{words}."


def word_loops(study: Study) -> str:
    """Return which themes act on one another in circles."""
    links = list_links(study)
    if links.empty:
        return ""
    labels = dict(zip(study["themes"]["theme_id"], study["themes"]["label"], strict=True))
    loops = find_loops(links)
    if not loops:
        return "No theme acts back on one that acts on it."
    parts = [
        f"{start_sentence(count_words(len(loop), 'theme'))} are bound together (circle "
        f"{chr(64 + place)}): each acts on the others, directly or in turn, so that none can be "
        "mended alone. They are "
        f"{join_words(quote_label(labels[theme]) for theme in loop)}."
        for place, loop in enumerate(loops, start=1)
    ]
    return " ".join(parts)
