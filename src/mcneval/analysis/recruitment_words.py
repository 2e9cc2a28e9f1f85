"""What the recruitment chapter says in words that depend on the data."""

from __future__ import annotations

from typing import Any

from mcneval.analysis.disclosure import shown_counts
from mcneval.analysis.disclosure_cells import APPROACHED, FLOW, RECRUITED, TOTAL
from mcneval.analysis.flow import (
    LOSSES,
    count_flow,
    count_reasons,
    tabulate_reasons,
    tell_loss,
    write_count,
)
from mcneval.analysis.network_words import (
    word_coverage,
    word_network,
    word_network_shows,
    word_overlap,
    word_plan,
    word_targets,
    word_timeline,
)
from mcneval.analysis.numbers import Number, count_words, join_words, spell
from mcneval.analysis.recruitment import cross_recruited, tell_declared
from mcneval.analysis.register import has_phases, name_phases, profile_recruited, read_dimension
from mcneval.analysis.wording import begin_small, write_percent
from mcneval.exhibits import escape_markdown
from mcneval.study.load import Study
from mcneval.study.settings import RecruitmentTable

Told = dict[tuple[str, str, str], str]


def word_recruitment(study: Study) -> list[Number]:
    """Return the phrases of the recruitment chapter; keys ``recruitment.*``."""
    phrases = {
        "by-phase": word_by_phase(study),
        "who": word_who(study),
        "sources": word_sources(study),
        "register": word_register(study),
        "flow": word_flow(study),
        "reasons": word_reasons(study),
        "tables": word_tables(study),
        "overlap": word_overlap(study),
        "coverage": word_coverage(study),
        "network-shows": word_network_shows(study),
        "network": word_network(study),
        "targets": word_targets(study),
        "strata": word_plan(study),
        "timeline": word_timeline(study),
    }
    return [Number(f"recruitment.{name}", words) for name, words in phrases.items()]


def word_by_phase(study: Study) -> str:
    """Return ``33 in phase 1 and 12 in phase 2``; ``45 in all`` where there was one phase."""
    people = profile_recruited(study)
    if not has_phases(study):
        return f"{len(people)} in all"
    told = shown_counts(study)
    return join_words(
        f"{told[FLOW, phase, RECRUITED]} in {escape_markdown(name)}"
        for phase, name in name_phases(study).items()
    )


def word_who(study: Study) -> str:
    """Return who took part: people, organisations, phases."""
    people = profile_recruited(study)
    organisations = people["organisation_id"].nunique()
    start = (
        f"In all, {count_words(len(people), 'person', 'people')} from "
        f"{count_words(organisations, 'organisation')} took part"
    )
    return f"{start}: {word_by_phase(study)}." if has_phases(study) else f"{start}."


def word_sources(study: Study) -> str:
    """Return what the material consists of: so many interviews, focus groups, documents."""
    kinds = study["sources"]["kind"].value_counts().sort_index()
    if kinds.empty:
        return "No interviews, focus groups or documents are recorded."
    order = sorted(kinds.items(), key=lambda item: (-item[1], item[0]))
    parts = [count_words(int(count), str(kind)) for kind, count in order]
    return f"The material consists of {join_words(parts)}."


def word_register(study: Study) -> str:
    """Return a caution where the register is reconstructed; else what it records."""
    if study.knows_people:
        return "Counts are taken from the study's register of the people who were approached."
    return (
        "The study's own register is not public. The one used here was reconstructed so that it "
        "adds up to every published total; nothing is shown that those totals do not settle."
    )


def word_flow(study: Study) -> str:
    """Return, phase by phase, how many were approached and took part."""
    names, told = name_phases(study), shown_counts(study)
    parts = []
    for row in count_flow(study).itertuples():
        where = f"In {escape_markdown(names[row.phase])}, " if has_phases(study) else "In all, "
        parts.append(where + _word_phase(row, told))
    if any(not words.isdigit() for (table, *_), words in told.items() if table == FLOW):
        parts.append(
            "Small numbers of those who did not take part are not shown, and further numbers are "
            "withheld where they would give one away."
        )
    return " ".join(parts)


def _word_phase(row: Any, told: Told) -> str:
    import pandas as pd

    recruited = told[FLOW, row.phase, RECRUITED]
    written = write_count(row.approached, row.approximate)
    number = told.get((FLOW, row.phase, APPROACHED), written)
    known = number.removeprefix("about ").isdigit()
    if not known or not recruited.isdigit():
        people = count_words(int(row.recruited), "person", "people")
        took = people if recruited.isdigit() else f"{recruited} people"
        why = "recorded" if pd.isna(row.approached) else "shown"
        rest = "" if known else f"; how many were approached is not {why}"
        return f"{took} took part{rest}."
    about = "about " if row.approximate else ""
    share = f" ({about}{write_percent(row.recruited / row.approached)})" if row.approached else ""
    return f"{recruited} of {number} people approached took part{share}{_word_losses(row, told)}."


def _word_losses(row: Any, told: Told) -> str:
    import pandas as pd

    known = {name: getattr(row, name) for name in LOSSES}
    if any(pd.isna(count) for count in known.values()):
        return "; why the others did not is not recorded"
    said = {name: tell_loss(told, row.phase, name, count) for name, count in known.items()}
    if not all(words.isdigit() for words in said.values()):
        return ""
    one = {"declined": "declined", "excluded": "was excluded", "no_reply": "did not reply"}
    many = one | {"excluded": "were excluded"}
    parts = [
        f"{count} {(one if count == 1 else many)[name]}" for name, count in known.items() if count
    ]
    return f"; {join_words(parts)}" if parts else ""


def word_reasons(study: Study) -> str:
    """Return what is known of why people did not take part."""
    reasons = count_reasons(study)
    lost = count_flow(study)[list(LOSSES)].sum(axis=1).sum()
    if reasons.empty:
        return "The register holds no reasons for not taking part."
    shown = tabulate_reasons(study)
    if "People" not in shown or not shown["People"].str.isdigit().all():
        words = "Reasons are recorded for some of those who did not take part."
        if len(shown) < len(reasons):
            words += " Where a reason would help to work out a small number, it is not listed."
        return words
    given = int(reasons["people"].sum())
    return f"A reason is recorded for {given} of the {int(lost)} people who did not take part."


def word_tables(study: Study) -> str:
    """Return, for each declared table, where most and where fewest participants stand."""
    sentences = [_word_table(study, table) for table in study.settings.recruitment_tables]
    known = list(dict.fromkeys(sentence for sentence in sentences if sentence))
    ids = {table.id for table in study.settings.recruitment_tables}
    told = shown_counts(study)
    if any(not words.isdigit() for (table, *_), words in told.items() if table in ids):
        known.append(
            f"Counts under {study.settings.disclosure.min_cell} could tell who somebody is and are "
            "not shown; further counts are withheld where they would give one away."
        )
    return " ".join(known) or "The study declares no further tables of its participants."


def _word_table(study: Study, table: RecruitmentTable) -> str:
    counts = cross_recruited(study, table).loc[TOTAL]
    told = {str(key): str(words) for key, words in tell_declared(study, table).loc[TOTAL].items()}
    groups = counts.drop(TOTAL)
    if not counts[TOTAL] or len(groups) < 2:
        return ""
    dimensions = [read_dimension(study, name) for name in table.columns]
    labels = {
        str(key): " ".join(
            item.levels.get(level, "not recorded")
            for item, level in zip(dimensions, str(key).split("/"), strict=True)
        )
        for key in groups.index
    }
    by = join_words(begin_small(item.label) for item in dimensions)
    if not all(told[str(key)].isdigit() for key in groups.index):
        return ""
    start = f"By {escape_markdown(by)}, "
    whole = f"of {told[TOTAL]} participants"
    if groups.nunique() == 1:
        return f"{start}each group has {groups.iloc[0]} {whole}."
    most = [labels[str(key)] for key in groups.index[groups == groups.max()]]
    fewest = [labels[str(key)] for key in groups.index[groups == groups.min()]]
    small = spell(int(groups.min()), "no one")
    return start + (
        f"{_name_groups('largest', most)} ({groups.max()} {whole}{_each(most)}) and "
        f"{_name_groups('smallest', fewest)} ({small}{_each(fewest)})."
    )


def _name_groups(which: str, labels: list[str]) -> str:
    """Return groups as the subject of a sentence: ``the largest group is Hub NHS``."""
    verb = "group is" if len(labels) == 1 else "groups are"
    return f"the {which} {verb} {escape_markdown(join_words(labels))}"


def _each(labels: list[str]) -> str:
    return " each" if len(labels) > 1 else ""
