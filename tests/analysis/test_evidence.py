"""What each theme rests on, with who said it and where."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from mcneval.analysis.evidence import (
    describe_places,
    find_constructs,
    gather_evidence,
    list_evidence,
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
    assert name_voices(evidence)["G1"] == "Focus group G1"


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
    table = list_evidence(with_framework(change_small(**TWO_THEMES)))
    assert list(table) == [
        "theme_id",
        "Construct",
        "Theme",
        "What was said",
        "Speaks",
        "Who",
        "Where",
        "Segment",
    ]
    assert table.iloc[:, 1:7].to_numpy().tolist() == [
        [
            "People",
            "Trust grows",
            "gist four",
            "for it",
            "Focus group G1",
            "Phase 1 focus group",
        ],
        ["Money", "Means run short", "gist one", "for it", "P1", "Phase 1 interview"],
        ["Money", "Means run short", "gist five", "against it", "P4", "Phase 2 interview"],
    ]
    assert list(table["Segment"]) == ["S4", "S1", "S5"]


def test_each_theme_has_a_table_that_says_its_name_once(change_small: Make) -> None:
    tables = tabulate_evidence(with_framework(change_small(**TWO_THEMES)))
    assert {name: caption for name, (_, caption) in tables.items()} == {
        "tbl-evidence-t2": "Trust grows (People)",
        "tbl-evidence-t1": "Means run short (Money)",
    }
    assert list(tables["tbl-evidence-t2"][0]) == ["What was said", "Who", "Where", "Segment"]
    assert list(tables["tbl-evidence-t1"][0]["Speaks"]) == ["for it", "against it"]


def test_a_place_has_the_phase_only_where_there_are_several(change_small: Make) -> None:
    study = change_small(
        {"phases": [{"id": "one", "label": "The phase"}]},
        sources="source_id | phase | kind\nI1 | one | interview",
        segments="""
            segment_id | source_id | participant_id | locator | gist
            S1 | I1 | P1 | page 2 | x
            """,
        theme_segments="theme_id | segment_id\nT1 | S1",
    )
    assert describe_places(study, gather_evidence(study)) == ["interview; page 2"]


def test_only_cleared_words_are_shown(change_small: Make) -> None:
    words = {
        "segment_text": "segment_id | text\nS1 | private words one\nS5 | private words five",
        "quotations": "segment_id | text | cleared_by\nS5 | cleared words | AB",
    }
    table = list_evidence(with_framework(change_small(**(TWO_THEMES | words))))
    assert list(table["What was said"]) == ["gist four", "gist one", "“cleared words”"]


def test_there_is_no_stance_where_nothing_speaks_against(change_small: Make) -> None:
    table, caption = tabulate_evidence(with_framework(change_small()))["tbl-evidence-t1"]
    assert "Speaks" not in table
    assert caption.endswith("(No construct)")


def test_a_study_without_evidence_gives_no_tables(make_study: Make) -> None:
    assert tabulate_evidence(with_framework(make_study())) == {}
