"""The numbers and phrases about recruitment that the report's prose uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcneval.analysis.coverage import count_organisations
from mcneval.analysis.disclosure import shown_counts
from mcneval.analysis.disclosure_cells import FLOW, RECRUITED, TOTAL
from mcneval.analysis.numbers import Number, slug
from mcneval.analysis.recruitment import key_cell, tell_declared
from mcneval.analysis.recruitment_words import word_recruitment
from mcneval.study.load import Study

if TYPE_CHECKING:
    import pandas as pd


def state_recruitment(study: Study) -> list[Number]:
    """Return every number and phrase about recruitment, sorted by area.

    Keys: ``participants.*``, ``organisations.*``, ``sources.*``, ``people.*``,
    ``table.<table>.<row>.<levels>`` for every cell of the declared tables, and the
    phrases ``recruitment.*``.
    """
    return [
        *_state_people(study),
        *_state_organisations(study),
        *_state_sources(study),
        *_state_tables(study),
        *word_recruitment(study),
    ]


def _state_people(study: Study) -> list[Number]:
    told = shown_counts(study)
    return [
        number_told(f"participants.{slug(phase)}", told[FLOW, phase, RECRUITED])
        for phase in [TOTAL, *study.phase_labels]
    ]


def number_told(key: str, words: str) -> Number:
    """Return a count of people as a number, or as the words that stand for a small one."""
    return Number(key, int(words) if words.isdigit() else words)


def _state_organisations(study: Study) -> list[Number]:
    counts = count_organisations(study).set_index("phase")
    phases = [
        Number(f"organisations.{slug(phase)}", int(counts.loc[phase, "organisations"]))
        for phase in study.phase_labels
    ]
    return [
        Number("organisations.total", int(counts.loc["all", "organisations"])),
        *phases,
        Number("organisations.in-several-phases", int(counts.loc["all", "elsewhere"])),
    ]


def count_sources(study: Study) -> pd.DataFrame:
    """Return the sources by phase and kind, with the people who spoke in them.

    Columns phase, kind, sources, people (each person once in a phase and kind).
    """
    spoke = study["source_participants"][["source_id", "participant_id"]]
    joined = study["sources"].merge(spoke, on="source_id", how="left")
    counts = joined.groupby(["phase", "kind"], as_index=False).agg(
        sources=("source_id", "nunique"), people=("participant_id", "nunique")
    )
    order = {phase: place for place, phase in enumerate(study.phase_labels)}
    counts["place"] = counts["phase"].map(order)
    counts = counts.sort_values(["place", "kind"], ignore_index=True)
    return counts[["phase", "kind", "sources", "people"]]


def _state_sources(study: Study) -> list[Number]:
    numbers = [Number("sources.total", len(study["sources"]))]
    least = study.settings.disclosure.min_cell
    for row in count_sources(study).itertuples():
        key = f"{slug(row.phase)}-{slug(row.kind)}"
        numbers.append(Number(f"sources.{key}", int(row.sources)))
        small = 0 < row.people < least and study.knows_people
        words = f"under {least}" if small else str(row.people)
        numbers.append(number_told(f"people.{key}", words))
    return numbers


def _state_tables(study: Study) -> list[Number]:
    return [
        number_told(key_cell(table.id, str(row), str(column)), str(words))
        for table in study.settings.recruitment_tables
        for row, cells in tell_declared(study, table).iterrows()
        for column, words in cells.items()
    ]
