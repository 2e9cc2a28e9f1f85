"""The framework matrix and the deviant cases."""

from __future__ import annotations

from collections.abc import Callable

from mcneval.analysis.matrix import (
    choose_case,
    count_matrix,
    tabulate_deviant,
    tabulate_matrix,
)
from mcneval.study.load import Study

Make = Callable[..., Study]
HIDDEN = {"provenance": {"kind": "published", "statement": "x", "register_is_reconstructed": True}}
AGAINST = """
    theme_id | segment_id | stance
    T1 | S1 |
    T1 | S2 | against
    T1 | S4 |
    T1 | S5 |
    """


def test_organisations_are_the_cases_where_they_are_known(change_small: Make) -> None:
    assert choose_case(change_small()) == "organisation"
    assert choose_case(change_small(HIDDEN)) == "participant"


def test_people_are_the_cases_where_small_counts_are_hidden(change_small: Make) -> None:
    assert choose_case(change_small({"disclosure": {"min_cell": 5}})) == "participant"


def test_the_matrix_counts_segments_of_each_case(change_small: Make) -> None:
    frame = count_matrix(change_small(theme_segments=AGAINST), "organisation")
    assert frame[["case_label", "phase", "segments", "against"]].to_numpy().tolist() == [
        ["Alder", "Phase 1: first", 2, 1],
        ["Birch", "Phase 2: second", 1, 0],
        ["Focus group G1", "Phase 1: first", 1, 0],
    ]


def test_people_stand_by_phase_and_groups_after_them(change_small: Make) -> None:
    frame = count_matrix(change_small(), "participant")
    assert list(frame["case_id"]) == ["P1", "P4", "G1"]


def test_cells_hold_gists_where_there_is_no_summary(change_small: Make) -> None:
    table = tabulate_matrix(change_small(HIDDEN))
    assert table.to_numpy().tolist() == [
        ["P1", "Means run short", 1, "gist one"],
        ["P4", "Means run short", 1, "gist five"],
        ["Focus group G1", "Means run short", 1, "gist four"],
        ["Interview I1", "Means run short", 1, "gist two"],
    ]


def test_the_teams_summary_takes_the_place_of_gists(change_small: Make) -> None:
    table = tabulate_matrix(change_small(summaries="case_id | theme_id | summary\nP1 | T1 | short"))
    assert table.loc[0].tolist() == ["P1", "Means run short", 2, "short", "Summary"]


def test_an_organisation_has_summaries_but_no_gists(change_small: Make) -> None:
    table = tabulate_matrix(
        change_small(summaries="case_id | theme_id | summary\nO2 | T1 | in a word")
    )
    assert table[["Case", "What was said"]].to_numpy().tolist() == [
        ["Birch", "in a word"],
        ["P1", "gist one / gist two"],
        ["P4", "gist five"],
        ["Focus group G1", "gist four"],
    ]


def test_deviant_cases_carry_the_balance(change_small: Make) -> None:
    table = tabulate_deviant(change_small(theme_segments=AGAINST))
    assert table.to_numpy().tolist() == [
        ["Means run short", "gist two", "P1", "Phase 1", "1 of 4", "S2"]
    ]


def test_nothing_against_gives_an_empty_table(change_small: Make, make_study: Make) -> None:
    assert tabulate_deviant(change_small()).empty
    assert tabulate_deviant(make_study()).empty
    assert tabulate_matrix(make_study()).empty
