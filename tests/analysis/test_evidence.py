"""What each theme rests on, with who said it and where."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from mcneval.analysis.evidence import (
    find_constructs,
    gather_evidence,
    name_voices,
    tabulate_evidence,
)
from mcneval.study.frameworks import Framework
from mcneval.study.load import Study

Make = Callable[..., Study]

SST = Framework.model_validate(
    {
        "id": "sst",
        "label": "Systems",
        "short": "SST",
        "citation": {"key": "x", "text": "X"},
        "constructs": [
            {"id": "people", "label": "People", "definition": "who"},
            {"id": "money", "label": "Money", "definition": "what"},
        ],
    }
)
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
        sst | T1 | people | primary | B
        sst | T1 | people | secondary |
        """,
}


def with_framework(study: Study) -> Study:
    """Return the study with a framework of two constructs."""
    return replace(study, frameworks={"sst": SST})


def test_evidence_stands_in_the_order_of_themes_and_segments(change_small: Make) -> None:
    evidence = gather_evidence(change_small(**TWO_THEMES))
    assert evidence[["theme_id", "segment_id", "stance"]].to_numpy().tolist() == [
        ["T1", "S1", "for"],
        ["T1", "S5", "against"],
        ["T2", "S4", "for"],
    ]


def test_an_unnamed_speaker_is_the_one_person_of_an_interview(change_small: Make) -> None:
    evidence = gather_evidence(change_small()).set_index("segment_id")
    assert evidence.loc["S2", "participant_id"] == "P1"
    assert evidence.loc["S2", "voice"] == "P1"


def test_a_group_of_unknown_speakers_is_one_voice(change_small: Make) -> None:
    evidence = gather_evidence(change_small())
    assert evidence.set_index("segment_id").loc["S4", "voice"] == "G1"
    assert name_voices(evidence)["G1"] == "A focus group (G1)"


def test_a_reconstructed_register_links_nobody_to_an_organisation(change_small: Make) -> None:
    settings = {
        "provenance": {
            "kind": "published",
            "statement": "x",
            "register_is_reconstructed": True,
        }
    }
    evidence = gather_evidence(change_small(settings))
    assert set(evidence["organisation_id"]) == {""}


def test_the_agreed_map_counts_before_an_analyst(change_small: Make) -> None:
    study = with_framework(change_small(**TWO_THEMES))
    assert find_constructs(study) == {"T1": ["money"], "T2": ["people"]}


def test_one_analyst_counts_where_there_is_no_agreed_map(change_small: Make) -> None:
    rows = """
        framework | theme_id | construct_id | weight | analyst
        sst | T1 | people | primary | B
        sst | T1 | money | primary | A
        """
    study = with_framework(change_small(**(TWO_THEMES | {"mappings": rows})))
    assert find_constructs(study) == {"T1": ["money"], "T2": []}


def test_the_table_follows_the_framework(change_small: Make) -> None:
    table = tabulate_evidence(with_framework(change_small(**TWO_THEMES)))
    assert list(table) == [
        "Construct",
        "Theme",
        "What was said",
        "Speaks",
        "Who",
        "Where",
        "Segment",
    ]
    assert table.iloc[:, :6].to_numpy().tolist() == [
        [
            "People",
            "Trust grows",
            "gist four",
            "for",
            "A focus group (G1)",
            "Phase 1: first, focus group",
        ],
        ["Money", "Means run short", "gist one", "for", "P1", "Phase 1: first, interview"],
        ["Money", "Means run short", "gist five", "against", "P4", "Phase 2: second, interview"],
    ]
    assert list(table["Segment"]) == ["S4", "S1", "S5"]


def test_only_cleared_words_are_shown(change_small: Make) -> None:
    words = {
        "segment_text": "segment_id | text\nS1 | private words one\nS5 | private words five",
        "quotations": "segment_id | text | cleared_by\nS5 | cleared words | AB",
    }
    table = tabulate_evidence(with_framework(change_small(**(TWO_THEMES | words))))
    assert list(table["What was said"]) == ["gist four", "gist one", "“cleared words”"]


def test_there_is_no_stance_where_nothing_speaks_against(change_small: Make) -> None:
    table = tabulate_evidence(with_framework(change_small()))
    assert "Speaks" not in table
    assert set(table["Construct"]) == {"No construct"}


def test_a_study_without_evidence_gives_an_empty_table(make_study: Make) -> None:
    table = tabulate_evidence(with_framework(make_study()))
    assert table.empty
    assert list(table)[:3] == ["Construct", "Theme", "What was said"]
