"""What each coder decided, made from codings."""

import pytest

from mcneval.analysis.judgements import (
    gather_judgements,
    list_theme_items,
    rate_item,
    translate_judgements,
)

TWO = """
segment_id | code_id | coder | round
S1 | C1 | A | 1
S1 | C2 | A | 1
S1 | C1 | B | 1
S2 | C1 | A | 1
S3 | C2 | A | 2
S3 | C3 | B | 2
"""


@pytest.fixture
def coded_twice(change_small):
    """Return the small study with two segments that two people coded."""
    return change_small(
        codings=TWO,
        theme_history="""
            round | code_id | theme_label
            1 | C1 | Old
            2 | C1 | Means
            2 | C3 | Means
            2 | C2 |
            """,
    )


def test_only_segments_that_two_people_coded_are_compared(coded_twice):
    judgements = gather_judgements(coded_twice)
    assert judgements.to_dict("index") == {
        "S1": {"A": frozenset({"C1", "C2"}), "B": frozenset({"C1"})},
        "S3": {"A": frozenset({"C2"}), "B": frozenset({"C3"})},
    }


def test_a_segment_left_bare_counts_where_the_source_was_coded(coded_twice):
    judgements = gather_judgements(coded_twice, sight="source")
    assert judgements.loc["S2"].to_dict() == {"A": frozenset({"C1"}), "B": frozenset()}


def test_a_segment_nobody_coded_is_nothing_to_judge(coded_twice):
    # S4 lies in the group that both coded, but neither put a code on it.
    assert list(gather_judgements(coded_twice, sight="source").index) == ["S1", "S2", "S3"]


def test_a_source_carries_the_codes_of_its_segments(coded_twice):
    judgements = gather_judgements(coded_twice, "source", "source")
    assert judgements.loc["I1"].to_dict() == {
        "A": frozenset({"C1", "C2"}),
        "B": frozenset({"C1"}),
    }


def test_rounds_can_be_taken_one_by_one(coded_twice):
    assert list(gather_judgements(coded_twice, round_=2).index) == ["S3"]


def test_one_coder_leaves_nothing_to_compare(change_small):
    one = "segment_id | code_id | coder | round\nS1 | C1 | A | 1"
    assert gather_judgements(change_small(codings=one)).empty


def test_no_codings_leave_nothing_to_compare(change_small):
    none = "segment_id | code_id | coder | round"
    assert gather_judgements(change_small(codings=none)).empty


def test_an_item_is_put_where_any_of_its_codes_is(coded_twice):
    judgements = gather_judgements(coded_twice)
    assert rate_item(judgements, frozenset({"C1", "C3"})).to_numpy().tolist() == [[1, 1], [0, 1]]


def test_who_did_not_look_has_no_rating(change_small):
    three = TWO + "S1 | C1 | D | 1\n"
    ratings = rate_item(gather_judgements(change_small(codings=three)), frozenset({"C1"}))
    assert ratings.to_numpy().tolist() == [[1, 1, 1], [0, 0, None]]


def test_themes_are_those_of_the_last_round(coded_twice):
    assert list_theme_items(coded_twice) == {"Means": frozenset({"C1", "C3"})}


def test_without_a_history_there_are_no_themes_to_agree_on(small_study):
    assert list_theme_items(small_study) == {}


def test_codes_are_translated_into_themes(coded_twice):
    themes = translate_judgements(gather_judgements(coded_twice), list_theme_items(coded_twice))
    assert themes.loc["S3"].to_dict() == {"A": frozenset(), "B": frozenset({"Means"})}
