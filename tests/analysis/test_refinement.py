"""How codes became themes: rounds, changes, and how much moved."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mcneval.analysis.refinement import (
    compare_groupings,
    compare_rounds,
    join_notes,
    measure_rounds,
    name_change,
    read_last_round,
    read_rounds,
    trace_changes,
    trace_codes,
)
from mcneval.study.load import Study

Make = Callable[..., Study]
Groups = dict[str, set[str]]
HISTORY = """
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


def change_history(change_small: Make, *rows: str) -> Study:
    """Return the small study with these rows of ``theme_history.csv``."""
    return change_small(theme_history="\n".join(["round | code_id | theme_label", *rows]))


@pytest.fixture
def refined(change_small: Make) -> Study:
    """Return the small study with two rounds of refinement."""
    return change_small(theme_history=HISTORY)


def test_rounds_come_in_order_with_their_groups(refined: Study) -> None:
    assert list(read_rounds(refined).items()) == [
        (1, {"Money": {"C1"}, "Trust": {"C2"}, "Roads": {"C3"}, "Silence": {"C4"}}),
        (2, {"Means": {"C1", "C3"}, "Trust": {"C2"}}),
    ]
    assert read_last_round(refined) == {"C1": "Means", "C3": "Means", "C2": "Trust"}


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
    before: Groups, now: Groups, label: str, change: str
) -> None:
    assert name_change(label, now[label], before, now) == change


@pytest.mark.parametrize(
    ("now", "dropped"),
    [({"A": {"1"}}, ["B"]), ({"A": {"1", "2"}}, []), ({"A": {"1"}, "C": {"2"}}, [])],
    ids=["nowhere", "merged into another", "under another name"],
)
def test_a_theme_whose_codes_stand_nowhere_is_dropped(now: Groups, dropped: list[str]) -> None:
    rows = compare_rounds(2, {"A": {"1"}, "B": {"2"}}, now)
    assert [row["theme"] for row in rows if row["change"] == "dropped"] == dropped


def test_changes_carry_the_teams_record(refined: Study) -> None:
    changes = trace_changes(refined)
    second = changes[changes["round"] == 2]
    assert second.to_dict("list") == {
        "round": [2, 2, 2],
        "theme": ["Means", "Silence", "Trust"],
        "change": ["merged", "dropped", "kept"],
        "came_from": ["Money; Roads", "", ""],
        "codes": [2, 0, 1],
        "joined": [2, 0, 0],
        "left": [0, 1, 0],
        "recorded": ["merged", "", ""],
        "why": ["one purse", "", ""],
    }
    assert set(changes.loc[changes["round"] == 1, "change"]) == {"created"}


def test_a_theme_that_gave_codes_away_says_how_many(change_small: Make) -> None:
    rows = ("1 | C1 | Means", "1 | C2 | Means", "2 | C1 | Means", "2 | C2 | Trust")
    changes = trace_changes(change_history(change_small, *rows))
    columns = ["theme", "change", "came_from", "codes", "joined", "left"]
    assert changes.loc[changes["round"] == 2, columns].to_dict("list") == {
        "theme": ["Means", "Trust"],
        "change": ["kept", "split"],
        "came_from": ["", "Means"],
        "codes": [1, 1],
        "joined": [0, 1],
        "left": [1, 0],
    }


def test_notes_are_joined_as_sentences_or_words() -> None:
    assert join_notes(["One.", "Two", "three"]) == "One. Two; three"


def test_codes_are_traced_from_round_to_round(refined: Study) -> None:
    assert trace_codes(refined).to_dict("list") == {
        "code": ["Money", "Trust", "Roads", "Silence"],
        "Round 1": ["Money", "Trust", "Roads", "Silence"],
        "Round 2": ["Means", "Trust", "Means", "In no theme"],
    }


def test_headings_are_no_codes_in_no_theme(change_small: Make) -> None:
    study = change_history(change_small, "1 | C1 | Means", "1 | C9 |", "1 | C4 |")
    assert trace_codes(study).to_dict("list") == {
        "code": ["Money", "Silence"],
        "Round 1": ["Means", "In no theme"],
    }
    assert measure_rounds(study)["unplaced"].tolist() == [1]


def test_rounds_count_codes_that_moved(refined: Study) -> None:
    last = measure_rounds(refined).iloc[1]
    assert last[["themes", "merged", "dropped", "kept", "placed", "unplaced"]].tolist() == [
        *(2, 1, 1, 1, 3, 1)
    ]
    assert last[["moved", "compared", "agreement"]].tolist() == [2, 3, 0]


def test_the_first_round_is_compared_with_nothing(refined: Study) -> None:
    first = measure_rounds(refined).iloc[0]
    assert first[["themes", "created", "placed", "compared"]].tolist() == [4, 4, 4, 0]
    assert first[["agreement"]].isna().all()


def test_a_new_name_moves_no_code(change_small: Make) -> None:
    rows = ("1 | C1 | Money", "1 | C2 | Trust", "1 | C3 | Trust")
    rows += ("2 | C1 | Means", "2 | C2 | Trust", "2 | C3 | Trust")
    frame = measure_rounds(change_history(change_small, *rows))
    assert frame.loc[1, ["renamed", "moved", "compared", "agreement"]].tolist() == [1, 0, 3, 1]


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
def test_agreement_of_groupings_is_the_adjusted_rand_index_hubert_and_arabie_1985(
    first: list[int], second: list[int], value: float
) -> None:
    groups = [
        {str(name): {str(at) for at, mark in enumerate(marks) if mark == name} for name in marks}
        for marks in (first, second)
    ]
    assert compare_groupings(*groups) == pytest.approx(value, abs=0.001)


@pytest.mark.parametrize("groups", [{"A": {"1"}}, {"A": {"1"}, "B": {"2"}}])
def test_agreement_is_not_defined_for_one_code_or_a_theme_for_each(groups: Groups) -> None:
    assert compare_groupings(groups, groups) is None


def test_without_a_history_all_is_empty(small_study: Study) -> None:
    assert read_last_round(small_study) == {}
    assert trace_changes(small_study).empty
    assert trace_codes(small_study).empty
    assert measure_rounds(small_study).empty
