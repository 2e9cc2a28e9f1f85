"""Whose voice is heard."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcneval.analysis.voice import compute_gini, count_voice, measure_voice_groups
from mcneval.study.load import Study

Make = Callable[..., Study]
RECONSTRUCTED = {
    "provenance": {"kind": "published", "statement": "x", "register_is_reconstructed": True}
}


def test_people_are_counted_those_heard_most_first(small_study: Study) -> None:
    # P6 declined. Who spoke where speakers are not recorded is not called silent.
    assert count_voice(small_study).to_dict("list") == {
        "participant_id": ["P1", "P4", "P2", "P3", "P5"],
        "phase": ["Phase 1", "Phase 2", "Phase 1", "Phase 1", "Phase 2"],
        "segments": [2, 1, 1, 0, 0],
        "evidence": [2, 1, 0, 0, 0],
        "share": [0.5, 0.25, 0, 0, 0],
        "standing": ["heard"] * 2 + ["speaker not recorded"] * 2 + ["not heard"],
    }


@pytest.mark.parametrize(
    ("counts", "gini"),
    [([3, 3, 3], 0), ([0, 0, 0, 5], 0.75), ([1, 3], 0.25), ([1, 2, 3, 4], 0.25)],
)
def test_gini_by_hand(counts: list[int], gini: float) -> None:
    assert compute_gini(counts) == pytest.approx(gini)


@pytest.mark.parametrize("counts", [[], [4], [0, 0]])
def test_gini_of_nothing_to_share_is_none(counts: list[int]) -> None:
    assert compute_gini(counts) is None


@given(st.lists(st.integers(0, 20), min_size=2, max_size=10), st.integers(2, 5))
def test_gini_is_the_mean_difference_and_knows_no_scale(counts: list[int], times: int) -> None:
    gini = compute_gini(counts)
    if gini is not None:
        size, total = len(counts), sum(counts)
        differences = sum(abs(one - two) for one in counts for two in counts)
        assert gini == pytest.approx(differences / (2 * size * total))
        assert compute_gini([times * count for count in counts]) == pytest.approx(gini)
        assert 0 <= gini <= (size - 1) / size + 1e-12


def test_groups_compare_people_with_evidence(small_study: Study) -> None:
    groups = measure_voice_groups(small_study)
    assert groups[["by", "group", "people", "segments"]].to_dict("list") == {
        "by": ["Phase"] * 2 + ["Kind of source"] * 2 + ["Position"] * 2,
        "group": ["Phase 1", "Phase 2", "Interview", "Focus group", "hub", "spoke"],
        "people": [3, 2, 3, 2, 2, 3],
        # What an unknown speaker said has no position.
        "segments": [3, 1, 3, 1, 2, 1],
    }
    # In the focus group there is evidence and no speaker of it: how many are heard is not known.
    assert groups["heard"].isna().tolist() == [False] * 3 + [True] + [False] * 2
    assert groups["heard"].dropna().tolist() == [1, 1, 2, 1, 1]
    assert groups["share_of_people"].tolist() == pytest.approx([0.6, 0.4] * 2 + [0.4, 0.6])
    assert groups["share_of_segments"].tolist() == pytest.approx(
        [0.75, 0.25, 0.75, 0.25, 2 / 3, 1 / 3]
    )
    assert groups["per_person"].tolist() == pytest.approx([1, 0.5, 1, 0.5, 1, 1 / 3])


def test_a_reconstructed_register_compares_phases_and_kinds_only(change_small: Make) -> None:
    groups = measure_voice_groups(change_small(RECONSTRUCTED))
    assert groups["by"].unique().tolist() == ["Phase", "Kind of source"]


def test_who_took_part_in_two_kinds_of_source_counts_once_in_the_whole(change_small: Make) -> None:
    took = "source_id | participant_id\nI1 | P1\nG1 | P1\nG1 | P2\nI2 | P4"
    groups = measure_voice_groups(change_small(source_participants=took)).set_index("group")
    assert groups.loc["Interview", "share_of_people"] == pytest.approx(2 / 3)
    assert groups.loc["Focus group", "share_of_people"] == pytest.approx(2 / 3)


def test_a_share_of_evidence_that_nobody_can_place_is_missing(change_small: Make) -> None:
    groups = measure_voice_groups(change_small(theme_segments="theme_id | segment_id\nT1 | S4"))
    shares = groups.set_index("group")["share_of_segments"]
    assert shares[["Phase 1", "Phase 2"]].tolist() == [1, 0]
    assert shares[["hub", "spoke"]].isna().all()


def test_small_groups_tell_neither_people_nor_their_share(change_small: Make) -> None:
    groups = measure_voice_groups(change_small({"disclosure": {"min_cell": 3}}))
    told = groups.set_index("group")
    # Phase 2 has two people, and is put together with the first.
    assert told.loc["Phase 1 and Phase 2", ["people", "share_of_segments"]].tolist() == [5, 1]
    kinds = told.loc[["Interview", "Focus group"]]
    assert kinds["people"].astype("str").tolist() == ["withheld", "withheld"]
    assert kinds[["share_of_people", "per_person"]].isna().all(axis=None)
    assert kinds["heard"].astype("str").tolist() == ["withheld", "withheld"]
    assert kinds["share_of_segments"].tolist() == [0.75, 0.25]


def test_a_study_without_evidence_compares_no_groups(change_small: Make) -> None:
    bare = change_small(theme_segments="theme_id | segment_id")
    assert measure_voice_groups(bare).empty
    assert count_voice(bare)["share"].tolist() == [0] * 5
