"""What each theme rests on, from whom and from which phase, and how firmly it stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.analysis.mapped_study import CITATION

from mcneval.analysis.themes import (
    count_by_group,
    count_by_phase,
    count_evidence,
    count_left,
    judge_theme,
    list_evidence,
    list_numbers,
    list_summaries,
    measure_reliance,
)
from mcneval.study.frameworks import Framework
from mcneval.study.load import Study

Make = Callable[..., Study]
SST = Framework.model_validate(
    {
        "id": "sst",
        "label": "Systems",
        "short": "SST",
        "citation": CITATION,
        "constructs": [{"id": "people", "label": "People", "definition": "who"}],
    }
)
HIDDEN = {"provenance": {"kind": "published", "statement": "x", "register_is_reconstructed": True}}
THEMES = {
    "themes": """
        theme_id | label | kind | definition
        T1 | Means run short | barrier | money
        T2 | Trust grows | enabler | trust
        T3 | Roads are long | barrier | miles
        """,
    "theme_segments": """
        theme_id | segment_id | stance
        T1 | S1 |
        T1 | S2 |
        T1 | S4 | against
        T1 | S5 |
        T3 | S5 |
        T2 | S3 |
        """,
}
EVIDENCE = {
    "themes": """
        theme_id | label | kind | definition
        T1 | Means run short | barrier | money
        T2 | Trust grows | enabler | trust
        T3 | Nobody says so | mixed | none
        """,
    "theme_segments": """
        theme_id | segment_id | stance
        T1 | S1 |
        T1 | S2 |
        T1 | S4 |
        T1 | S5 |
        T2 | S3 |
        T2 | S5 | against
        """,
}
AGAINST = {
    "theme_segments": """
        theme_id | segment_id | stance
        T1 | S1 |
        T1 | S2 | against
        T1 | S4 |
        T1 | S5 |
        """
}


@pytest.fixture
def change(change_small: Make) -> Make:
    """Return a function that makes the small study with a framework and some changes."""

    def make(settings: dict[str, object] | None = None, **tables: str) -> Study:
        return replace(change_small(settings, **tables), frameworks={"sst": SST})

    return make


def set_least(people: int) -> dict[str, object]:
    """Return settings with another number of speakers that a theme must rest on."""
    return {"analysis": {"min_people": people}}


def test_themes_are_weighed_by_kind_and_the_most_voices_first(change: Make) -> None:
    counts = count_evidence(change(**THEMES))
    names = ["short", "narrow", "breadth", "said", "printed"]
    counts = counts.drop(columns=["number", "theme_id", "construct", "also", *names])
    assert counts.to_dict("list") == {
        "theme": ["Trust grows", "Means run short", "Roads are long"],
        "kind": ["enabler", "barrier", "barrier"],
        "definition": ["trust", "money", "miles"],
        "speakers": [1, 2, 1],
        "people": [1, 2, 1],
        "groups": [0, 0, 0],
        "segments": [1, 3, 1],
        "sources": [1, 2, 1],
        "against": [0, 1, 0],
        "firm": [False, True, False],
    }


def test_a_group_whose_speaker_is_not_known_is_one_voice(change: Make) -> None:
    row = count_evidence(change()).iloc[0]
    assert row[["speakers", "people", "groups", "segments"]].tolist() == [3, 2, 1, 4]


@pytest.mark.parametrize(("least", "firm"), [(2, True), (3, True), (4, False)])
def test_a_theme_is_firm_from_as_many_voices_as_asked_for(
    change: Make, least: int, firm: bool
) -> None:
    assert count_evidence(change(set_least(least)))["firm"].tolist() == [firm]


def test_a_phase_contributes_what_its_sources_hold(change: Make) -> None:
    assert count_by_phase(change(**THEMES)).drop(columns="kind").to_dict("list") == {
        "theme": ["Trust grows"] * 2 + ["Means run short"] * 2 + ["Roads are long"] * 2,
        "phase": ["Phase 1", "Phase 2"] * 3,
        "speakers": [1, 0, 1, 1, 0, 1],
        "segments": [1, 0, 2, 1, 0, 1],
        "first": [True, False, True, False, False, True],
    }


def test_groups_count_participants_beside_those_who_took_part(change: Make) -> None:
    assert count_by_group(change(**THEMES)).drop(columns="kind").to_dict("list") == {
        "theme": ["Trust grows"] * 2 + ["Means run short"] * 2 + ["Roads are long"] * 2,
        "by": ["Position"] * 6,
        "group": ["hub", "spoke"] * 3,
        "people": [1, 0, 1, 1, 0, 1],
        "of": [2, 3] * 3,
    }


def test_small_counts_are_not_told(change: Make) -> None:
    # Odd numbers work at a spoke, even ones at the hub.
    people = "\n".join(
        f"P{number} | O{1 + number % 2} | {phase} | recruited"
        for number, phase in enumerate(["one"] * 10 + ["two"] * 10)
    )
    said = "\n".join(f"S{n} | I1 | P{n} | gist {n}" for n in range(10))
    took_part = "\n".join(f"I1 | P{n}" for n in range(10))
    # Three of the hub and three of the spokes speak for T1, four and one of them for T2.
    first = [f"T1 | S{n}" for n in (0, 2, 4, 1, 3, 5)]
    second = [f"T2 | S{n}" for n in (0, 2, 6, 8, 7)]
    study = change(
        {"disclosure": {"min_cell": 3}},
        participants=f"participant_id | organisation_id | phase | status\n{people}",
        source_participants=f"source_id | participant_id\n{took_part}",
        segments=f"segment_id | source_id | participant_id | gist\n{said}",
        themes=THEMES["themes"],
        theme_segments="\n".join(["theme_id | segment_id", *first, *second]),
    )
    assert count_by_group(study).astype({"people": "str"}).to_dict("list") == {
        "theme": ["Means run short"] * 2,
        "kind": ["barrier"] * 2,
        "by": ["Position"] * 2,
        "group": ["hub", "spoke"],
        "people": ["3", "3"],
        "of": [10, 10],
    }


def test_a_reconstructed_register_has_no_groups_to_show(change: Make) -> None:
    assert count_by_group(change(HIDDEN)).empty


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_rows_changes_no_count_and_phases_add_up(change: Make, seed: int) -> None:
    study = change(**THEMES)
    mixed = {
        name: frame.sample(frac=1, random_state=seed).reset_index(drop=True)
        for name, frame in study.tables.items()
    }
    other = replace(study, tables=mixed)
    counts, again = (
        count_evidence(one).drop(columns="number").set_index("theme") for one in (study, other)
    )
    assert again.loc[counts.index].equals(counts)
    phases = count_by_phase(other).groupby("theme", observed=True)["segments"].sum()
    assert phases.to_dict() == counts["segments"].to_dict()


def test_reliance_is_the_worst_case_of_each_unit(change: Make) -> None:
    # For T1 speak P1 (O1), the group (of two organisations, so of none) and P4 (O2). What speaks
    # against T2 does not hold it up.
    reliance = measure_reliance(change(**EVIDENCE))
    assert reliance.to_dict("list") == {
        "theme": ["Trust grows", "Means run short", "Nobody says so"],
        "kind": ["enabler", "barrier", "mixed"],
        "segments": [1, 4, 0],
        "speakers": [1, 3, 0],
        "organisations": [1, 2, 0],
        "sources": [1, 3, 0],
        "most": [1, 2, 0],
        "without_voice": [0, 2, 0],
        "without_organisation": [0, 2, 0],
        "without_source": [0, 2, 0],
        "fewest": [0, 2, 0],
        "verdict": ["too few", "holds", "no evidence"],
    }


@pytest.mark.parametrize(("least", "verdict"), [(2, "holds"), (3, "voice"), (9, "too few")])
def test_the_verdict_follows_the_threshold(change: Make, least: int, verdict: str) -> None:
    assert measure_reliance(change(set_least(least)))["verdict"].tolist() == [verdict]


def test_a_source_can_take_several_voices_with_it(change: Make) -> None:
    study = change(
        theme_segments="theme_id | segment_id\nT1 | S1\nT1 | S3\nT1 | S4",
        segments="""
            segment_id | source_id | participant_id | gist
            S1 | I1 | P1 | a
            S3 | G1 | P2 | b
            S4 | G1 | P3 | c
            """,
    )
    row = measure_reliance(study).iloc[0]
    assert row[["without_voice", "without_organisation", "without_source"]].tolist() == [2, 1, 1]
    assert row[["fewest", "verdict"]].tolist() == [1, "organisation"]


def test_the_most_frequent_voice_is_not_told_where_speakers_have_fresh_letters(
    change: Make,
) -> None:
    reliance = measure_reliance(change({"disclosure": {"min_cell": 3}}, **EVIDENCE))
    assert reliance["most"].isna().all()


def test_sources_in_which_several_spoke_are_not_told_where_counts_are_hidden(change: Make) -> None:
    hidden = change({"disclosure": {"min_cell": 3}}, **EVIDENCE)
    assert measure_reliance(hidden)[["sources", "without_source"]].isna().all(axis=None)
    assert count_evidence(hidden)["sources"].isna().all()
    assert count_evidence(change(**EVIDENCE))["sources"].notna().all()


def test_organisations_that_are_not_known_are_missing(change: Make) -> None:
    reliance = measure_reliance(change(HIDDEN, **EVIDENCE))
    assert reliance[["organisations", "without_organisation"]].isna().all(axis=None)


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        ({"speakers": 3, "sources": 1, "organisations": 1}, "one source"),
        ({"speakers": 3, "sources": 2, "organisations": 1}, "one organisation"),
        ({"speakers": 3, "sources": 2, "organisations": 2, "without_source": 1}, "source"),
        ({"speakers": 3, "sources": 2, "organisations": None}, "holds"),
    ],
)
def test_a_verdict_names_the_weakest_point(row: dict[str, Any], verdict: str) -> None:
    left = {"without_voice": 2, "without_organisation": 2, "without_source": 2}
    assert judge_theme(left | row, 2) == verdict


@given(
    st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from(["x", "y", "z", ""])), min_size=1)
)
def test_leaving_out_takes_what_the_biggest_unit_holds(rows: list[tuple[str, str]]) -> None:
    left = count_left(pd.DataFrame(rows, columns=["voice", "unit"]), "unit")
    everyone = {voice for voice, _ in rows}
    units = {unit for _, unit in rows} - {""}
    others = [{voice for voice, unit in rows if unit != name} for name in units]
    assert left == min((len(speakers) for speakers in others), default=len(everyone))


def test_the_teams_summaries_are_told_by_case(change: Make) -> None:
    rows = "case_id | theme_id | summary\nP1 | T1 | short\nO2 | T1 | in a word"
    assert list_summaries(change(summaries=rows)).to_dict("list") == {
        "case": ["Birch", "P1"],
        "theme": ["Means run short"] * 2,
        "summary": ["in a word", "short"],
    }


def test_evidence_is_a_cleared_quotation_or_else_a_gist(change: Make) -> None:
    quotations = "segment_id | text | cleared_by\nS1 | We had nothing. | AB"
    evidence = list_evidence(change(quotations=quotations, **AGAINST))
    columns = ["said", "quoted", "stance", "who", "phase", "source", "segment_id"]
    assert evidence[columns].to_dict("list") == {
        "said": ["We had nothing.", "gist two", "gist four", "gist five"],
        "quoted": [True, False, False, False],
        "stance": ["for", "against", "for", "for"],
        "who": ["P1", "P1", "Focus group G1", "P4"],
        "phase": ["Phase 1", "Phase 1", "Phase 1", "Phase 2"],
        "source": ["interview", "interview", "focus group", "interview"],
        "segment_id": ["S1", "S2", "S4", "S5"],
    }


def test_numbers_for_prose_count_themes_evidence_and_people(change: Make) -> None:
    numbers = list_numbers(change()).iloc[0]
    assert numbers.drop("voice.gini").to_dict() == {
        "themes.total": 1,
        "themes.enablers": 0,
        "themes.barriers": 1,
        "themes.mixed": 0,
        "quotations.total": 4,
        "quotations.one": 3,
        "quotations.two": 1,
        "voice.people": 5,
        "voice.quoted": 2,
    }
    # 0, 1 and 2 among the three whose words can be told apart: (-2 * 0 + 0 * 1 + 2 * 2) / (3 * 3).
    assert numbers["voice.gini"] == pytest.approx(4 / 9)
    assert [(a, b) for a in numbers.index for b in numbers.index if b.startswith(f"{a}.")] == []


def test_a_study_without_themes_gives_empty_frames(make_study: Make) -> None:
    study = replace(make_study(), frameworks={"sst": SST})
    counted = (count_evidence, count_by_phase, count_by_group, measure_reliance)
    for count in (*counted, list_summaries, list_evidence):
        assert count(study).empty
    assert list_numbers(study)["themes.total"].tolist() == [0]
    assert list_numbers(study)["voice.gini"].isna().all()
