"""Themes on frameworks, with the evidence behind them."""

from __future__ import annotations

from collections.abc import Callable

from tests.analysis.mapped_study import make_mapped

from mcneval.analysis.mapping import (
    list_analysts,
    number_alternative,
    number_themes,
    place_themes,
    read_map,
)
from mcneval.analysis.mapping_tables import (
    count_constructs,
    tabulate_constructs,
    tabulate_frameworks,
)
from mcneval.study.load import Study

Make = Callable[..., Study]


def test_the_map_in_force_is_the_agreed_one(make_study: Make) -> None:
    study = make_mapped(make_study)
    assert place_themes(study, "sst")["T3"] == ["people"]
    assert place_themes(study, "sst", "B")["T3"] == ["money"]
    assert list_analysts(study, "sst") == ["A", "B"]


def test_without_an_agreed_map_the_first_analysts_counts(make_study: Make) -> None:
    rows = """
        framework | theme_id | construct_id | weight | analyst
        sst | T1 | tools | primary | Z
        sst | T1 | money | primary | B
        """
    assert place_themes(make_mapped(make_study, mappings=rows), "sst")["T1"] == ["money"]


def test_an_unknown_construct_is_left_out(make_study: Make) -> None:
    rows = """
        framework | theme_id | construct_id | weight | analyst
        sst | T1 | nowhere | primary |
        """
    assert read_map(make_mapped(make_study, mappings=rows), "sst").empty


def test_themes_are_numbered_construct_by_construct(make_study: Make) -> None:
    marks = number_themes(make_mapped(make_study), "sst")
    assert marks[["number", "theme_id", "construct_id", "also"]].to_numpy().tolist() == [
        [1, "T2", "people", ""],
        [2, "T3", "people", "Money"],
        [3, "T4", "people", ""],
        [4, "T1", "money", ""],
        [5, "T5", "tools", ""],
    ]


def test_a_theme_without_a_place_stands_last(make_study: Make) -> None:
    marks = number_themes(make_mapped(make_study), "npt")
    assert marks["construct_id"].tolist() == ["sense", "work", "none", "none", "none"]


def test_another_analysts_map_keeps_the_numbers(make_study: Make) -> None:
    study = make_mapped(make_study)
    other = number_alternative(study, "B").set_index("theme_id")["number"]
    assert other.to_dict() == {"T2": 1, "T1": 4, "T3": 2, "T4": 3, "T5": 5}
    assert number_alternative(study, None).empty


def test_evidence_is_counted_at_the_chief_place(make_study: Make) -> None:
    counts = count_constructs(make_mapped(make_study), "sst").set_index("construct_id")
    names = ["themes", "enablers", "barriers", "mixed", "also"]
    assert counts.loc["people", names].tolist() == [3, 1, 1, 1, 0]
    assert counts.loc["money", names].tolist() == [1, 0, 1, 0, 1]
    evidence = ["segments", "participants", "groups", "phases"]
    assert counts.loc["people", evidence].tolist() == [3, 2, 1, 1]
    assert counts.loc["money", evidence].tolist() == [2, 2, 0, 2]
    assert counts.loc["tools", evidence].tolist() == [0, 0, 0, 0]


def test_a_theme_with_two_chief_places_counts_at_both(make_study: Make) -> None:
    rows = """
        framework | theme_id | construct_id | weight | analyst
        sst | T1 | money | primary |
        sst | T1 | tools | primary |
        """
    counts = count_constructs(make_mapped(make_study, mappings=rows), "sst")
    assert counts["themes"].tolist() == [0, 1, 1]
    assert counts["segments"].tolist() == [0, 2, 2]


def test_the_table_names_themes_and_counts_kinds_in_words(make_study: Make) -> None:
    shown = tabulate_constructs(make_mapped(make_study))
    assert shown.iloc[1].to_dict() == {
        "Construct": "Money",
        "Themes": "Means run short; (Posts stand empty)",
        "Of these": "1 barrier",
        "Segments": 2,
        "People": 2,
    }
    assert shown["Of these"].iloc[0] == "1 enabler, 1 barrier and 1 mixed"


def test_further_frameworks_are_those_beside_primary_and_comparison(make_study: Make) -> None:
    tables = tabulate_frameworks(make_mapped(make_study))
    assert list(tables) == ["tbl-npt"]
    frame, caption = tables["tbl-npt"]
    assert caption == "The themes on Process"
    assert frame["Themes"].tolist() == ["Trust grows", "Means run short"]


def test_a_framework_without_a_map_has_no_table(make_study: Make) -> None:
    rows = "framework | theme_id | construct_id | weight | analyst"
    study = make_mapped(make_study, mappings=rows)
    assert tabulate_frameworks(study) == {}
    assert tabulate_constructs(study).empty
