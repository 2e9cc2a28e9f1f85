"""One section for each construct of the primary framework, as Markdown for the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcneval.analysis.evidence import (
    describe_places,
    gather_evidence,
    name_table,
    name_voices,
)
from mcneval.analysis.mapping import NOWHERE, number_themes
from mcneval.analysis.mapping_tables import count_evidence
from mcneval.analysis.numbers import count_words, join_words, slug, spell
from mcneval.analysis.reach import list_links
from mcneval.analysis.register import has_phases, name_phases
from mcneval.analysis.theme_voices import list_groups
from mcneval.analysis.wording import quote_label, start_sentence
from mcneval.exhibits import escape_markdown
from mcneval.study.load import Study

if TYPE_CHECKING:
    import pandas as pd

PIECES = 6
CHAPTER = "/reports/mapping.qmd"
EVIDENCE = "/reports/evidence.qmd"
KINDS = {"enabler": "Enabler", "barrier": "Barrier", "mixed": "Mixed: helps and hinders"}


def write_constructs(study: Study) -> str:
    """Return a section for each construct, with its themes and their evidence, as Markdown.

    Each section has the anchor ``sec-construct-<id>`` and each theme ``theme-<id>``; ids are
    lower case. Themes that no construct has stand in a section of their own at the end.
    """
    marks = number_themes(study, study.framework.id)
    evidence = gather_evidence(study)
    evidence = evidence.assign(
        who=evidence["voice"].map(name_voices(evidence)), where=describe_places(study, evidence)
    )
    links = list_links(study)
    parts = []
    for construct in study.framework.constructs:
        here = marks[marks["construct_id"] == construct.id]
        head = f"## {escape_markdown(construct.label)} {{#sec-construct-{slug(construct.id)}}}"
        parts += [head, write_opening(construct.definition, here)]
        parts += [write_theme(study, row, evidence, links) for row in here.to_dict("records")]
    rest = marks[marks["construct_id"] == NOWHERE]
    if len(rest):
        words = "These themes have no place on the framework."
        parts += ["## On no construct {#sec-construct-none}", words]
        parts += [write_theme(study, row, evidence, links) for row in rest.to_dict("records")]
    return "\n\n".join(parts)


def write_opening(definition: str, here: pd.DataFrame) -> str:
    """Return what a construct means and how many themes stand at it."""
    meaning = escape_markdown(definition)
    kinds = ["enabler", "barrier", "mixed"]
    counts = [int((here["kind"] == kind).sum()) for kind in kinds]
    if not sum(counts):
        return f"{meaning} No theme has its chief place here."
    plurals = {"mixed": "mixed theme"}
    parts = [
        count_words(count, plurals.get(kind, kind))
        for kind, count in zip(kinds, counts, strict=True)
        if count
    ]
    verb = "has its" if sum(counts) == 1 else "have their"
    return f"{meaning} {start_sentence(join_words(parts))} {verb} chief place here."


def write_theme(
    study: Study, theme: dict[str, str], evidence: pd.DataFrame, links: pd.DataFrame
) -> str:
    """Return a theme: kind, definition, weight, what it acts on, and evidence for it."""
    name = theme["theme_id"]
    known = study["themes"].set_index("theme_id").loc[name]
    here = evidence[evidence["theme_id"] == name]
    also = f" It also belongs to {escape_markdown(theme['also'])}." if theme["also"] else ""
    parts = [
        f"### {escape_markdown(theme['label'])} {{#theme-{slug(name)}}}",
        f"**{KINDS[theme['kind']]}.** {escape_markdown(known['definition'])}{also}",
        write_weight(study, here),
        write_links(study, name, links),
        write_evidence(here, name_table(name)),
    ]
    return "\n\n".join(part for part in parts if part)


def write_weight(study: Study, here: pd.DataFrame) -> str:
    """Return how much evidence a theme has: segments, people, phases, and what is against it."""
    if here.empty:
        return "There is no evidence for it among the segments."
    counts = count_evidence(here)
    voices = [count_words(counts["participants"], "participant")] if counts["participants"] else []
    if counts["groups"]:
        voices += list_groups(here)
        voices[-1] += " (speaker not recorded)"
    segments = count_words(counts["segments"], "segment")
    against = int((here["stance"] == "against").sum())
    verb = "speaks" if against == 1 else "speak"
    deviant = f" {start_sentence(spell(against))} {verb} against it." if against else ""
    return f"*Weight:* {segments} from {join_words(voices)}{_word_phases(study, here)}.{deviant}"


def _word_phases(study: Study, here: pd.DataFrame) -> str:
    if not has_phases(study):
        return ""
    counts = here.groupby("phase")["segment_id"].nunique()
    parts = [
        (int(counts[phase]), escape_markdown(name))
        for phase, name in name_phases(study).items()
        if phase in counts.index
    ]
    if len(parts) == 1:
        number, name = parts[0]
        return f", {'both' if number == 2 else 'all'} in {name}" if number > 1 else f", in {name}"
    return f", {join_words(f'{spell(number)} in {name}' for number, name in parts)}"


def write_links(study: Study, name: str, links: pd.DataFrame) -> str:
    """Return what acts on a theme and what it acts on, each with a link to it."""
    labels = dict(zip(study["themes"]["theme_id"], study["themes"]["label"], strict=True))

    def point(other: str) -> str:
        return f"[{quote_label(labels[other])}]({CHAPTER}#theme-{slug(other)})"

    out = group_links(links[links["from_theme"] == name], "to_theme")
    into = group_links(links[links["to_theme"] == name], "from_theme")
    parts = []
    if out:
        told = (
            f"{escape_markdown(relation)} {join_words(map(point, others))}"
            for relation, others in out.items()
        )
        parts.append(f"*Acts on others:* it {'; '.join(told)}.")
    if into:
        told = (
            f"{join_words(map(point, others))} "
            f"({'each ' if len(others) > 1 else ''}{escape_markdown(relation)} it)"
            for relation, others in into.items()
        )
        parts.append(f"*Acted on by:* {'; '.join(told)}.")
    return "\n\n".join(parts)


def group_links(links: pd.DataFrame, end: str) -> dict[str, list[str]]:
    """Return the themes at one end of some links, by how the link acts, in the file's order."""
    grouped: dict[str, list[str]] = {}
    for relation, theme in zip(links["relation"], links[end], strict=True):
        grouped.setdefault(relation, []).append(theme)
    return grouped


def write_evidence(here: pd.DataFrame, table: str) -> str:
    """Return some of a theme's evidence as a list: who, where, and what was said.

    Cleared quotations go first and each voice is heard once before any is heard again; the
    rest is in the theme's table of evidence.
    """
    chosen = choose_evidence(here, PIECES)
    lines = []
    for row in chosen.itertuples():
        said = f"“{escape_markdown(row.quotation)}”" if row.quotation else escape_markdown(row.gist)
        against = "; against the theme" if row.stance == "against" else ""
        where = f"{escape_markdown(row.where)}{against}"
        lines.append(f"- **{escape_markdown(row.who)}** ({where}): {said}")
    more = here["segment_id"].nunique() - len(chosen)
    if more > 0:
        verb = "is" if more == 1 else "are"
        lines.append(
            f"- {start_sentence(count_words(more, 'more segment'))} {verb} in the "
            f"[table of evidence]({EVIDENCE}#{table}) for this theme."
        )
    return "\n".join(lines)


def choose_evidence(here: pd.DataFrame, pieces: int) -> pd.DataFrame:
    """Return up to so many pieces of evidence, in the order of their files.

    Taken are first what speaks against the theme once, then cleared quotations, then a
    piece from each voice before a second from any.
    """
    if len(here) <= pieces:
        return here
    ranked = here.assign(
        _filed=range(len(here)),
        _words=(here["quotation"] == "").astype(int),
        _for=(here["stance"] != "against").astype(int),
    ).sort_values(["_words", "_filed"], kind="stable")
    ranked["_turn"] = ranked.groupby("voice").cumcount()
    ranked["_first"] = ranked["_for"].where(ranked.groupby("_for").cumcount() == 0, 1)
    chosen = ranked.sort_values(["_first", "_turn", "_words", "_filed"], kind="stable")
    return chosen.head(pieces).sort_values("_filed")[here.columns]
