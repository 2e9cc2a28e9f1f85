"""Counting codes."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from mcneval.analysis.coding import (
    arrange_codes,
    count_codes,
    count_codes_by,
    count_totals,
    label_codes,
    list_descendants,
    settle_codings,
)
from mcneval.analysis.strata import group_by_phase, group_people


def codings(*rows):
    frame = pd.DataFrame(rows, columns=["segment_id", "code_id", "coder", "round"])
    return frame.astype({"round": "Int64"})


def test_a_coders_later_round_replaces_the_earlier():
    settled = settle_codings(codings(("S1", "C1", "A", 1), ("S1", "C2", "A", 2)))
    assert settled.to_numpy().tolist() == [["S1", "C2", "A"]]


def test_another_coders_later_round_replaces_nothing():
    settled = settle_codings(codings(("S1", "C1", "A", 1), ("S1", "C2", "B", 2)))
    assert set(settled["code_id"]) == {"C1", "C2"}


def test_a_missing_round_counts_as_the_earliest():
    settled = settle_codings(codings(("S1", "C1", "A", None), ("S1", "C2", "A", 1)))
    assert list(settled["code_id"]) == ["C2"]


def test_codes_are_arranged_as_a_tree(small_study):
    tree = arrange_codes(small_study["codes"])
    assert list(tree["code_id"]) == ["C2", "C4", "C9", "C1", "C3"]
    assert list(tree["depth"]) == [0, 0, 0, 1, 1]
    assert list(tree["group"]) == ["", "", "Means", "Means", "Means"]
    assert list(label_codes(small_study)) == list(tree["code_id"])


def test_a_code_has_itself_and_all_beneath_it(small_study):
    assert list_descendants(small_study["codes"])["C9"] == {"C9", "C1", "C3"}


def test_codes_are_counted_in_segments_sources_people_and_organisations(small_study):
    counted = count_codes(small_study).set_index("code_id")
    assert counted.loc["C1", ["segments", "sources", "participants", "organisations"]].tolist() == [
        *(3, 2, 2, 1)
    ]
    assert counted.loc["C2", ["segments", "sources", "participants", "organisations"]].tolist() == [
        *(3, 3, 2, 2)
    ]


def test_two_coders_on_one_segment_count_once(small_study):
    assert count_codes(small_study).set_index("code_id").loc["C1", "segments"] == 3


def test_a_heading_carries_what_is_beneath_it(small_study):
    heading = count_codes(small_study).set_index("code_id").loc["C9"]
    assert (heading["segments"], heading["beneath"], heading["is_heading"]) == (0, 4, True)


def test_an_unused_code_is_no_heading(small_study):
    silent = count_codes(small_study).set_index("code_id").loc["C4"]
    assert (silent["segments"], silent["is_heading"]) == (0, False)


def test_phases_add_up_to_the_whole(small_study):
    by_phase = count_codes_by(small_study, group_by_phase(small_study))
    whole = count_codes(small_study).set_index("code_id")["segments"]
    summed = by_phase.groupby("code_id")["segments"].sum()
    assert summed.to_dict() == {"C1": 3, "C2": 3, "C3": 1, "C4": 0}
    assert all(summed[code] == whole[code] for code in summed.index)


def test_groups_count_their_own_people(small_study):
    by_position = count_codes_by(small_study, group_people(small_study)[1])
    row = by_position.set_index(["code_id", "group"]).loc[("C2", "spoke")]
    # P3 spoke only where speakers are not recorded, so two of the three can be counted.
    assert (row["participants"], row["people"]) == (1, 2)


def test_denominators_count_people_whose_words_can_be_told_apart(small_study):
    assert count_totals(small_study) == {
        "segments": 5,
        "sources": 4,
        "participants": 4,
        "organisations": 3,
    }


def test_without_codings_nothing_is_counted(change_small):
    study = change_small(codings="segment_id | code_id | coder | round")
    assert count_codes(study)["segments"].sum() == 0
    assert set(count_codes_by(study, group_by_phase(study))["participants"]) == {0}


def test_without_codes_there_are_no_rows(change_small):
    study = change_small(codes="code_id | label", codings="segment_id | code_id | coder")
    assert count_codes(study).empty


@given(st.permutations(range(8)))
def test_the_order_of_codings_changes_nothing(order):
    rows = codings(
        ("S1", "C1", "A", 1),
        ("S1", "C2", "A", 1),
        ("S1", "C1", "B", 1),
        ("S2", "C1", "A", 2),
        ("S3", "C1", "A", 1),
        ("S4", "C2", "A", 1),
        ("S5", "C2", "A", None),
        ("S5", "C3", "A", 1),
    )
    assert settle_codings(rows.iloc[list(order)]).equals(settle_codings(rows))
