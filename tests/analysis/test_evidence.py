"""Whose words each segment is, which groups people stand in, and what speaks for which theme."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from mcneval.analysis.evidence import (
    gather_evidence,
    group_people,
    keep_for,
    list_speakers,
    locate_segments,
    pool_levels,
)
from mcneval.analysis.themes import list_evidence
from mcneval.study.frameworks import Framework
from mcneval.study.load import Study

Make = Callable[..., Study]
RECONSTRUCTED = {
    "provenance": {"kind": "published", "statement": "x", "register_is_reconstructed": True}
}
SST = {
    "id": "sst",
    "label": "Systems",
    "short": "SST",
    "citation": {"key": "x", "text": "X"},
    "constructs": [
        {"id": "people", "label": "People", "definition": "who"},
        {"id": "money", "label": "Money", "definition": "what"},
    ],
}
TWO_THEMES = {
    "themes": """
        theme_id | label | kind | definition
        T1 | Means run short | barrier | money
        T2 | Trust grows | enabler | trust
        """,
    "theme_segments": """
        theme_id | segment_id | stance
        T1 | S5 | against
        T1 | S1 |
        T2 | S4 | for
        """,
    "mappings": """
        framework | theme_id | construct_id | weight | analyst
        sst | T1 | money | primary |
        sst | T2 | people | primary |
        """,
}


# Segments and speakers


def test_a_segment_without_speaker_in_an_interview_is_that_persons(small_study: Study) -> None:
    placed = locate_segments(small_study)
    # S4 comes from a group of two organisations, so that it is nobody's and at home nowhere.
    assert placed["participant_id"].tolist() == ["P1", "P1", "P2", "", "P4"]
    assert placed["organisation_id"].tolist() == ["O1", "O1", "O1", "", "O2"]
    assert placed["phase"].tolist() == ["one", "one", "one", "one", "two"]


def test_a_group_of_one_organisation_speaks_for_it(change_small: Make) -> None:
    study = change_small(
        source_participants="source_id | participant_id\nG1 | P1\nG1 | P2\nI2 | P4"
    )
    placed = locate_segments(study).set_index("segment_id")
    assert placed.loc["S4", ["participant_id", "organisation_id"]].tolist() == ["", "O1"]


def test_a_reconstructed_register_links_nobody_to_an_organisation(change_small: Make) -> None:
    study = change_small(RECONSTRUCTED)
    placed = locate_segments(study)
    assert placed["participant_id"].tolist() == ["P1", "", "P2", "", "P4"]
    assert set(placed["organisation_id"]) == {""}
    assert set(gather_evidence(study)["organisation_id"]) == {""}


def test_who_spoke_only_where_speakers_are_unknown_cannot_be_told_apart(
    small_study: Study, change_small: Make
) -> None:
    # P3 took part in G1 alone, where S4 has no speaker; P2 is named there on S3.
    assert list_speakers(small_study) == {"P1", "P2", "P4", "P5"}
    named = """
        segment_id | source_id | participant_id | gist
        S1 | I1 | P1 | one
        S3 | G1 | P2 | three
        S5 | I2 | P4 | five
        """
    assert list_speakers(change_small(segments=named)) == {"P1", "P2", "P3", "P4", "P5"}


def test_no_segments_give_no_rows(change_small: Make) -> None:
    assert locate_segments(change_small(segments="segment_id | source_id")).empty


# Groups


@pytest.mark.parametrize(
    ("sizes", "hidden", "pools"),
    [
        ({"a": 5, "b": 6}, set(), [["a"], ["b"]]),
        ({"a": 3, "b": 6, "c": 7}, {"a", "c"}, [["a", "c"], ["b"]]),
        ({"a": 9, "b": 2, "c": 6}, {"b"}, [["a"], ["b", "c"]]),
        ({"a": 5}, set(), [["a"]]),
    ],
    ids=[
        "levels that are shown stand alone",
        "hidden levels are put together",
        "one hidden level takes in the smallest other",
        "levels without people are left out",
    ],
)
def test_levels_are_pooled(sizes: dict[str, int], hidden: set[str], pools: list[list[str]]) -> None:
    held = [level for level, size in sizes.items() for _ in range(size)]
    assert pool_levels(["a", "b", "c"], held, hidden) == pools


def test_phase_comes_first_and_attributes_follow(small_study: Study) -> None:
    phase, position = group_people(small_study)
    assert phase.groups == {"one": "Phase 1", "two": "Phase 2"}
    assert position.id == "position"
    assert position.count("spoke") == 3
    # P3 spoke only where speakers are not recorded, so two of the three can be counted.
    assert position.count("spoke", list_speakers(small_study)) == 2


def test_a_group_that_takes_in_another_says_both(change_small: Make) -> None:
    sizes = {"hub": 2, "spoke": 7, "edge": 4}
    homes = "\n".join(f"{name} | {name} | {name}" for name in sizes)
    people = "\n".join(
        f"{home}-{n} | {home} | one | recruited"
        for home, size in sizes.items()
        for n in range(size)
    )
    position = {
        "id": "position",
        "label": "Position",
        "on": "organisation",
        "levels": [{"id": name, "label": name.capitalize()} for name in sizes],
    }
    study = change_small(
        {"attributes": [position], "disclosure": {"min_cell": 3}},
        organisations=f"organisation_id | label | position\n{homes}",
        participants=f"participant_id | organisation_id | phase | status\n{people}",
    )
    assert group_people(study)[1].groups == {"hub": "Hub and Edge", "spoke": "Spoke"}
    assert group_people(study)[1].count("hub") == 6


@pytest.mark.parametrize("settings", [RECONSTRUCTED, {"disclosure": {"min_cell": 3}}])
def test_an_attribute_with_one_group_left_or_not_known_is_not_shown(
    change_small: Make, settings: dict[str, object]
) -> None:
    assert [grouping.id for grouping in group_people(change_small(settings))] == ["phase"]


# Evidence


def test_evidence_stands_in_the_order_of_themes_and_segments(change_small: Make) -> None:
    evidence = gather_evidence(change_small(**TWO_THEMES))
    assert evidence[["theme_id", "segment_id", "stance"]].to_numpy().tolist() == [
        ["T1", "S1", "for"],
        ["T1", "S5", "against"],
        ["T2", "S4", "for"],
    ]
    assert keep_for(evidence)["segment_id"].tolist() == ["S1", "S4"]


def test_a_group_of_unknown_speakers_is_one_voice(small_study: Study) -> None:
    evidence = gather_evidence(small_study)
    # The unnamed speaker of S2 is the one person of that interview.
    assert evidence["voice"].tolist() == ["P1", "P1", "G1", "P4"]


def test_the_list_follows_the_framework_and_shows_only_cleared_words(change_small: Make) -> None:
    words = {
        "segment_text": "segment_id | text\nS1 | private words one\nS5 | private words five",
        "quotations": "segment_id | text | cleared_by\nS5 | cleared words | AB",
    }
    study = change_small(**(TWO_THEMES | words))
    listed = list_evidence(replace(study, frameworks={"sst": Framework.model_validate(SST)}))
    columns = ["construct", "theme", "said", "quoted", "stance", "who", "phase", "source"]
    assert listed[columns].to_numpy().tolist() == [
        ["People", "Trust grows", "gist four", False, "for", "Focus group G1", "Phase 1",
         "focus group"],
        ["Money", "Means run short", "gist one", False, "for", "P1", "Phase 1", "interview"],
        ["Money", "Means run short", "cleared words", True, "against", "P4", "Phase 2",
         "interview"],
    ]  # fmt: skip


def test_a_study_without_evidence_gives_no_rows(make_study: Make) -> None:
    study = replace(make_study(), frameworks={"sst": Framework.model_validate(SST)})
    assert gather_evidence(study).empty
    assert list_evidence(study).empty
