"""What acts on what, by the recorded links alone."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.analysis.mapped_study import make_mapped

from mcneval.analysis.links import (
    find_loops,
    list_links,
    measure_reach,
    measure_themes,
)
from mcneval.study.load import Study

Make = Callable[..., Study]


def link_themes(make_study: Make, *rows: str) -> Study:
    """Return the mapped study with these rows of ``theme_links.csv``."""
    heads = "from_theme | to_theme | relation | basis"
    return make_mapped(make_study, theme_links="\n".join([heads, *rows]))


def test_reach_counts_direct_links_and_chains_those_that_act_on_most_first(
    make_study: Make,
) -> None:
    assert measure_reach(make_mapped(make_study)).to_dict("list") == {
        "theme_id": ["T1", "T5", "T3", "T4", "T2"],
        "theme": [
            *("Means run short", "Old machines", "Posts stand empty", "Training", "Trust grows")
        ],
        "kind": ["barrier", "barrier", "barrier", "mixed", "enabler"],
        "construct": ["Money", "Tools", "People", "People", "People"],
        "acts_on": [2, 1, 1, 1, 0],
        "acted_on_by": [1, 1, 1, 0, 2],
        "reaches": [3, 3, 1, 1, 0],
        "constructs_reached": [2, 2, 1, 1, 0],
        "elsewhere": [2, 2, 0, 0, 0],
        "circle": ["A", "A", "", "", ""],
        # By direct links, by reach and by constructs.
        "reaches_far": [True, False, False, False, False],
    }


def test_another_map_changes_the_constructs_reached(make_study: Make) -> None:
    themes = {row["theme_id"]: row for row in measure_themes(make_mapped(make_study), "B")}
    assert (themes["T1"]["constructs_reached"], themes["T1"]["elsewhere"]) == (3, 2)


def test_links_of_a_theme_to_itself_and_doubles_are_left_out(make_study: Make) -> None:
    rows = ("T1 | T1 | is | S1", "T1 | T2 | helps | S1", "T1 | T2 | hinders | S2")
    links = list_links(link_themes(make_study, *rows, "T1 | T9 | helps | S2"))
    assert links[["from_id", "to_id", "relation"]].to_numpy().tolist() == [["T1", "T2", "helps"]]


def test_links_come_as_filed_and_say_what_they_rest_on(make_study: Make) -> None:
    links = list_links(make_mapped(make_study))
    columns = ["from_id", "to_id", "theme", "relation", "other", "basis", "rests_on"]
    assert links[columns].to_numpy().tolist() == [
        ["T1", "T3", "Means run short", "empties", "Posts stand empty", "S1", "own place"],
        ["T3", "T2", "Posts stand empty", "hinders", "Trust grows", "S3", "own place"],
        ["T1", "T5", "Means run short", "ages", "Old machines", "S1", "own place"],
        ["T5", "T1", "Old machines", "costs", "Means run short", "S5", "own place"],
        ["T4", "T2", "Training", "helps", "Trust grows", "S2", "own place"],
    ]


def test_a_link_of_one_sentence_is_listed_and_reaches_nothing(make_study: Make) -> None:
    heads = "from_theme | to_theme | relation | basis | rests_on"
    rows = ("T1 | T2 | hinders | S1 | one sentence", "T1 | T3 | empties | S1 | own place")
    study = make_mapped(make_study, theme_links="\n".join([heads, *rows]))
    assert list_links(study)["rests_on"].tolist() == ["one sentence", "own place"]
    assert measure_reach(study).set_index("theme_id")["acts_on"].to_dict() == {"T1": 1, "T3": 0}


def test_loops_are_the_themes_that_act_on_one_another(make_study: Make) -> None:
    assert find_loops(make_mapped(make_study)) == [["T1", "T5"]]


def test_without_links_there_is_no_reach(make_study: Make) -> None:
    study = link_themes(make_study)
    assert measure_reach(study).empty
    assert list_links(study).empty
    assert find_loops(study) == []


NUMBERS = range(1, 6)


@settings(max_examples=20)
@given(st.lists(st.tuples(st.sampled_from(NUMBERS), st.sampled_from(NUMBERS)), max_size=12))
def test_reach_is_the_closure_of_links_and_circles_reach_each_other(
    make_study: Make, pairs: list[tuple[int, int]]
) -> None:
    reached = {(one, two) for one, two in pairs if one != two}
    for middle in NUMBERS:  # Warshall (1962)
        ahead = [two for one, two in reached if one == middle]
        reached |= {(one, two) for one, there in reached if there == middle for two in ahead}
    study = link_themes(make_study, *(f"T{one} | T{two} | helps | S1" for one, two in pairs))
    reach = measure_reach(study).set_index("theme_id")
    assert set(reach.index) == {f"T{one}" for pair in reached for one in pair}
    for one, two in reached:
        others = {end for start, end in reached if start == one and end != one}
        assert reach.loc[f"T{one}", "reaches"] == len(others)
        same = reach.loc[f"T{one}", "circle"] == reach.loc[f"T{two}", "circle"] != ""
        assert same == ((two, one) in reached)
