"""Themes on frameworks, with the evidence behind them."""

from __future__ import annotations

from collections.abc import Callable

from tests.analysis.mapped_study import make_mapped

from mcneval.analysis.places import (
    count_constructs,
    list_analysts,
    list_places,
    place_themes,
    read_map,
)
from mcneval.study.load import Study

Make = Callable[..., Study]


def map_themes(make_study: Make, *rows: str) -> Study:
    """Return the mapped study with these rows of ``mappings.csv`` alone."""
    heads = "framework | theme_id | construct_id | weight | analyst"
    return make_mapped(make_study, mappings="\n".join([heads, *rows]))


def test_the_map_in_force_is_the_agreed_one(make_study: Make) -> None:
    study = make_mapped(make_study)
    assert place_themes(study, "sst")["T3"] == ["people"]
    assert place_themes(study, "sst", "B")["T3"] == ["money"]
    assert place_themes(study, "sst", weight="secondary")["T3"] == ["money"]
    assert list_analysts(study, "sst") == ["A", "B"]


def test_without_an_agreed_map_the_first_analysts_counts(make_study: Make) -> None:
    rows = ("sst | T1 | tools | primary | Z", "sst | T1 | money | primary | B")
    assert place_themes(map_themes(make_study, *rows), "sst")["T1"] == ["money"]


def test_an_unknown_construct_is_left_out(make_study: Make) -> None:
    assert read_map(map_themes(make_study, "sst | T1 | nowhere | primary |"), "sst").empty


def test_themes_are_numbered_construct_by_construct(make_study: Make) -> None:
    places = list_places(make_mapped(make_study))
    assert places[["number", "theme_id", "kind", "construct", "also"]].to_dict("list") == {
        "number": [1, 2, 3, 4, 5],
        "theme_id": ["T2", "T3", "T4", "T1", "T5"],
        "kind": ["enabler", "barrier", "mixed", "barrier", "barrier"],
        "construct": ["People", "People", "People", "Money", "Tools"],
        "also": ["", "Money", "", "", ""],
    }


def test_a_theme_without_a_place_stands_last(make_study: Make) -> None:
    places = list_places(make_mapped(make_study), "npt")
    assert places["construct"].tolist() == ["Sense", "Work", *["No construct"] * 3]


def test_evidence_is_counted_at_the_chief_place(make_study: Make) -> None:
    counts = count_constructs(make_mapped(make_study))
    # Further frameworks stand after the primary one, that for comparison stands apart.
    assert counts.to_dict("list") == {
        "framework": ["Systems"] * 3 + ["Process"] * 2,
        "construct": ["People", "Money", "Tools", "Sense", "Work"],
        "definition": [
            *("Who works there.", "What pays for it.", "What is used."),
            *("Making sense.", "Doing it."),
        ],
        "themes": [
            "Trust grows; Posts stand empty; Training",
            "Means run short; (Posts stand empty)",
            *("Old machines", "Trust grows", "Means run short"),
        ],
        "enablers": [1, 0, 0, 1, 0],
        "barriers": [1, 1, 1, 0, 1],
        "mixed": [1, 0, 0, 0, 0],
        "segments": [3, 2, 0, 1, 2],
        "people": [2, 2, 0, 0, 2],
        "groups": [1, 0, 0, 1, 0],
    }


def test_a_theme_with_two_chief_places_counts_at_both(make_study: Make) -> None:
    rows = ("sst | T1 | money | primary |", "sst | T1 | tools | primary |")
    counts = count_constructs(map_themes(make_study, *rows)).iloc[:3]
    assert counts["barriers"].tolist() == [0, 1, 1]
    assert counts["segments"].tolist() == [0, 2, 2]


def test_a_framework_without_a_map_has_nothing_at_its_constructs(make_study: Make) -> None:
    counts = count_constructs(map_themes(make_study))
    assert set(counts["themes"]) == {""}
    assert counts["segments"].tolist() == [0] * 5
