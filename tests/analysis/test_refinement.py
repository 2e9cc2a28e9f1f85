"""How codes became themes: rounds, changes, churn."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mcneval.analysis.churn import (
    compare_groupings,
    list_unthemed,
    measure_churn,
    tabulate_churn,
    tabulate_unthemed,
)
from mcneval.analysis.refinement import (
    compare_rounds,
    join_notes,
    name_change,
    read_rounds,
    tabulate_changes,
    trace_changes,
    trace_strands,
)
from mcneval.study.load import Study

Make = Callable[..., Study]
HISTORY = {
    "theme_history": """
        round | code_id | theme_label | action | note
        2 | C1 | Means | merged | one purse
        2 | C2 | Trust | |
        2 | C3 | Means | |
        1 | C1 | Money | |
        1 | C2 | Trust | |
        1 | C3 | Roads | |
        1 | C4 | Silence | |
        2 | C4 | | |
        """
}


def test_rounds_come_in_order_with_their_groups(change_small: Make) -> None:
    assert read_rounds(change_small(**HISTORY)) == {
        1: {"Money": {"C1"}, "Trust": {"C2"}, "Roads": {"C3"}, "Silence": {"C4"}},
        2: {"Means": {"C1", "C3"}, "Trust": {"C2"}},
    }


@pytest.mark.parametrize(
    ("before", "now", "label", "change"),
    [
        ({}, {"A": {"1"}}, "A", "created"),
        ({"A": {"1"}}, {"A": {"1", "2"}}, "A", "kept"),
        ({"A": {"1", "2"}}, {"B": {"1", "2"}}, "B", "renamed"),
        ({"A": {"1", "2"}}, {"B": {"1"}}, "B", "renamed"),
        ({"A": {"1", "2"}}, {"B": {"1"}, "C": {"2"}}, "B", "split"),
        ({"A": {"1", "2"}}, {"A": {"1"}, "B": {"2"}}, "B", "split"),
        ({"A": {"1", "2"}}, {"A": {"1"}, "B": {"2"}}, "A", "kept"),
        ({"A": {"1"}, "B": {"2"}}, {"C": {"1", "2"}}, "C", "merged"),
        ({"A": {"1"}, "B": {"2"}}, {"A": {"1", "2"}}, "A", "merged"),
        ({"A": {"1"}, "B": {"2", "3"}}, {"A": {"1", "2"}, "B": {"3"}}, "A", "kept"),
    ],
)
def test_a_change_is_read_from_where_codes_stood(
    before: dict[str, set[str]], now: dict[str, set[str]], label: str, change: str
) -> None:
    assert name_change(label, now[label], before, now) == change


def test_a_theme_whose_codes_stand_nowhere_is_dropped() -> None:
    rows = compare_rounds(2, {"A": {"1"}, "B": {"2"}}, {"A": {"1"}})
    assert [(row["theme"], row["change"], row["after"]) for row in rows] == [
        ("A", "kept", []),
        ("B", "dropped", []),
    ]


def test_a_scattered_theme_is_dropped_and_says_where_its_codes_went() -> None:
    before = {"A": {"1"}, "B": {"2"}, "C": {"3"}}
    rows = compare_rounds(2, before | {"D": {"4"}}, {"A": {"1"}, "B": {"2"}, "C": {"3"}})
    assert [row["theme"] for row in rows if row["change"] == "dropped"] == ["D"]


def test_changes_carry_the_teams_record(change_small: Make) -> None:
    frame = trace_changes(change_small(**HISTORY))
    row = frame[(frame["round"] == 2) & (frame["theme"] == "Means")].iloc[0]
    assert row[["change", "codes", "recorded", "note"]].tolist() == [
        "merged",
        2,
        "merged",
        "one purse",
    ]
    assert row["before"] == ["Money", "Roads"]


def test_the_log_leaves_out_the_first_round_and_what_stayed(change_small: Make) -> None:
    table = tabulate_changes(change_small(**HISTORY))
    assert table[["Theme", "Change", "From or to"]].to_numpy().tolist() == [
        ["Means", "Merged", "from Money; Roads"],
        ["Silence", "Dropped", ""],
    ]
    assert "Recorded by the team" not in table


def test_another_word_of_the_team_is_shown(change_small: Make) -> None:
    rows = HISTORY["theme_history"].replace("merged", "renamed")
    table = tabulate_changes(change_small(theme_history=rows))
    assert table.loc[0, "Recorded by the team"] == "renamed"


def test_one_round_is_a_list_of_placements(change_small: Make) -> None:
    rows = "round | code_id | theme_label | note\n1 | C1 | Means | near\n1 | C9 | |"
    table = tabulate_changes(change_small(theme_history=rows))
    assert table.to_numpy().tolist() == [["Money", "Means", "near"]]


def test_strands_leave_out_headings(change_small: Make) -> None:
    rows = "round | code_id | theme_label\n1 | C1 | Means\n1 | C9 | \n1 | C4 | "
    strands = trace_strands(change_small(theme_history=rows))
    assert strands[["code_label", "theme_label"]].to_numpy().tolist() == [
        ["Money", "Means"],
        ["Silence", ""],
    ]


def test_churn_counts_codes_that_moved(change_small: Make) -> None:
    last = measure_churn(change_small(**HISTORY)).iloc[1]
    assert last[["themes", "merged", "dropped", "kept", "placed", "unplaced"]].tolist() == [
        2,
        1,
        1,
        1,
        3,
        1,
    ]
    assert last[["moved", "compared"]].tolist() == [2, 3]


def test_a_new_name_moves_no_code(change_small: Make) -> None:
    rows = """
        round | code_id | theme_label
        1 | C1 | Money
        1 | C2 | Trust
        1 | C3 | Trust
        2 | C1 | Means
        2 | C2 | Trust
        2 | C3 | Trust
        """
    frame = measure_churn(change_small(theme_history=rows))
    assert frame.loc[1, ["renamed", "moved", "compared"]].tolist() == [1, 0, 3]
    assert frame.loc[1, "agreement"] == 1


# The values that scikit-learn's documentation prints for adjusted_rand_score.
@pytest.mark.parametrize(
    ("first", "second", "value"),
    [
        ([0, 0, 1, 1], [0, 0, 1, 1], 1.0),
        ([0, 0, 1, 2], [0, 0, 1, 1], 0.571),
        ([0, 0, 1, 1], [0, 0, 1, 2], 0.571),
        ([0, 0, 0, 0], [0, 1, 2, 3], 0.0),
        ([0, 0, 1, 1], [0, 1, 0, 1], -0.5),
    ],
)
def test_agreement_of_groupings_is_the_adjusted_rand_index(
    first: list[int], second: list[int], value: float
) -> None:
    groups = [
        {str(name): {str(at) for at, mark in enumerate(marks) if mark == name} for name in marks}
        for marks in (first, second)
    ]
    assert compare_groupings(*groups) == pytest.approx(value, abs=0.001)


def test_agreement_is_not_defined_for_one_code() -> None:
    assert compare_groupings({"A": {"1"}}, {"A": {"1"}}) is None


def test_agreement_is_not_defined_where_each_code_is_a_theme_of_its_own() -> None:
    apart = {"A": {"1"}, "B": {"2"}}
    assert compare_groupings(apart, apart) is None


def test_the_churn_table_says_what_cannot_be_computed(change_small: Make) -> None:
    table = tabulate_churn(change_small(**HISTORY)).set_index("Measure")
    assert list(table.loc["Codes moved"]) == ["–", "2 of 3 (67%)"]
    assert list(table.loc["Agreement with the round before"]) == ["–", "0.00"]
    assert list(table.loc["Themes merged"]) == ["0", "1"]


def test_codes_under_no_theme_are_listed_but_headings_are_not(change_small: Make) -> None:
    frame = list_unthemed(change_small(**HISTORY))
    assert frame[["code_id", "last_theme", "last_round", "segments"]].to_numpy().tolist() == [
        ["C4", "Silence", 1, 0]
    ]


def test_a_code_that_never_stood_under_a_theme_says_so(change_small: Make) -> None:
    rows = "round | code_id | theme_label | note\n1 | C1 | Means |\n1 | C2 | | too thin"
    table = tabulate_unthemed(change_small(theme_history=rows))
    assert table.to_numpy().tolist() == [
        ["Trust", "none", 3, "too thin"],
        ["Roads", "none", 1, ""],
        ["Silence", "none", 0, ""],
    ]


def test_without_a_history_all_is_empty(change_small: Make) -> None:
    study = change_small()
    assert tabulate_changes(study).empty
    assert tabulate_churn(study).empty
    assert tabulate_unthemed(study).empty
    assert trace_strands(study).empty


def test_a_theme_that_gave_codes_away_says_how_many(change_small: Make) -> None:
    rows = """
        round | code_id | theme_label | note
        1 | C1 | Means | It began here
        1 | C2 | Means |
        2 | C1 | Means |
        2 | C2 | Trust | Told apart.
        """
    table = tabulate_changes(change_small(theme_history=rows))
    assert table[["Theme", "Change", "From or to"]].to_numpy().tolist() == [
        ["Means", "Kept", "one code left"],
        ["Trust", "Split", "from Means"],
    ]


def test_notes_are_joined_as_sentences_or_words() -> None:
    assert join_notes(["One.", "Two", "three"]) == "One. Two; three"


def test_headings_do_not_count_as_codes_in_no_theme(change_small: Make) -> None:
    rows = """
        round | code_id | theme_label
        1 | C1 | Means
        1 | C4 |
        1 | C9 |
        """
    assert measure_churn(change_small(theme_history=rows)).loc[0, "unplaced"] == 1


def test_one_round_has_no_churn_to_show(change_small: Make) -> None:
    rows = "round | code_id | theme_label\n1 | C1 | Means"
    assert tabulate_churn(change_small(theme_history=rows)).empty
