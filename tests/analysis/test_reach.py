"""What acts on what, by the recorded links alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from tests.analysis.mapped_study import make_mapped

from mcneval.analysis.reach import (
    find_loops,
    follow_links,
    list_arrows,
    list_links,
    measure_reach,
    name_published,
    tabulate_reach,
)
from mcneval.study.load import Study

Make = Callable[..., Study]


def test_reach_counts_direct_links_and_chains(make_study: Make) -> None:
    reach = measure_reach(make_mapped(make_study)).set_index("theme_id")
    names = ["acts_on", "acted_on_by", "reach", "constructs", "elsewhere", "loop"]
    assert reach.loc["T1", names].tolist() == [2, 1, 3, 2, 2, 1]
    assert reach.loc["T5", names].tolist() == [1, 1, 3, 2, 2, 1]
    assert reach.loc["T3", names].tolist() == [1, 1, 1, 1, 0, 0]
    assert reach.loc["T2", names].tolist() == [0, 2, 0, 0, 0, 0]


def test_those_that_act_on_most_come_first(make_study: Make) -> None:
    assert measure_reach(make_mapped(make_study))["theme_id"].tolist() == [
        "T1",
        "T5",
        "T3",
        "T4",
        "T2",
    ]


def test_a_theme_cuts_across_by_direct_links_reach_and_constructs(make_study: Make) -> None:
    reach = measure_reach(make_mapped(make_study))
    assert reach.loc[reach["cuts_across"], "theme_id"].tolist() == ["T1"]


def test_another_map_changes_the_constructs_reached(make_study: Make) -> None:
    reach = measure_reach(make_mapped(make_study), "B").set_index("theme_id")
    assert reach.loc["T1", ["constructs", "elsewhere"]].tolist() == [3, 2]


def test_links_of_a_theme_to_itself_and_doubles_are_left_out(make_study: Make) -> None:
    rows = """
        from_theme | to_theme | relation | basis
        T1 | T1 | is | S1
        T1 | T2 | helps | S1
        T1 | T2 | hinders | S2
        T1 | T9 | helps | S2
        """
    links = list_links(make_mapped(make_study, theme_links=rows))
    assert links[["from_theme", "to_theme"]].to_numpy().tolist() == [["T1", "T2"]]


def test_loops_are_the_themes_that_act_on_one_another(make_study: Make) -> None:
    assert find_loops(list_links(make_mapped(make_study))) == [["T1", "T5"]]


def test_heavy_arrows_start_from_themes_that_cut_across(make_study: Make) -> None:
    arrows = list_arrows(make_mapped(make_study))
    assert arrows["strong"].tolist() == [True, False, True, False, False]


def test_without_links_there_is_no_reach(make_study: Make) -> None:
    study = make_mapped(make_study, theme_links="from_theme | to_theme | relation | basis")
    assert measure_reach(study).empty
    assert tabulate_reach(study).empty
    assert list_arrows(study).empty


def test_the_authors_list_stands_beside_the_ranking(make_study: Make) -> None:
    study = make_mapped(make_study)
    published = {"cross_cutting": {"themes": ["T3", "T9"], "printed": "Abstract"}}
    study = replace(study, documents={"published": published})
    assert name_published(study) == ["T3"]
    shown = tabulate_reach(study)
    assert shown["Named by authors"].tolist() == ["no", "no", "yes", "no", "no"]
    assert shown["Circle"].tolist() == ["A", "A", "", "", ""]


def test_columns_that_would_be_empty_are_left_out(make_study: Make) -> None:
    rows = """
        from_theme | to_theme | relation | basis
        T1 | T2 | helps | S1
        """
    shown = tabulate_reach(make_mapped(make_study, theme_links=rows))
    assert "Loop" not in shown
    assert "Named by the authors" not in shown


pairs = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=30)


@given(pairs)
def test_reach_grows_along_links_and_loops_reach_each_other(edges: list[tuple[int, int]]) -> None:
    links = pd.DataFrame(
        [(str(one), str(two)) for one, two in edges if one != two],
        columns=["from_theme", "to_theme"],
    )
    targets: dict[str, list[str]] = {}
    for one, two in links.itertuples(index=False):
        targets.setdefault(one, []).append(two)
    for one, reached in targets.items():
        assert follow_links(targets, one) >= set(reached) - {one}
        for two in reached:
            assert follow_links(targets, one) | {one} >= follow_links(targets, two)
    for loop in find_loops(links) if len(links) else []:
        for one in loop:
            assert follow_links(targets, one) >= set(loop) - {one}
