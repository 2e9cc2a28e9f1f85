"""What was coded: the codebook, its use by phase and group, codes that stand together."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcneval.analysis.codes import (
    arrange_codes,
    count_by_group,
    count_by_phase,
    list_codebook,
    list_descendants,
    list_numbers,
    measure_cooccurrence,
    rank_codes,
)
from mcneval.analysis.evidence import join_codings, settle_codings
from mcneval.study.load import Study

Make = Callable[..., Study]
HEAD = "segment_id | code_id | coder | round"
RECONSTRUCTED = {
    "provenance": {"kind": "published", "statement": "x", "register_is_reconstructed": True}
}


def write(*codings: str) -> str:
    """Return a table of codings."""
    return "\n".join([HEAD, *codings])


def rows(frame: pd.DataFrame, *columns: str) -> list[list[object]]:
    """Return some columns of a frame as plain rows."""
    return [list(row) for row in frame[list(columns)].itertuples(index=False)]


def count_in(frame: pd.DataFrame, code: str, *columns: str) -> list[object]:
    """Return some columns of a code's row in the codebook."""
    return rows(frame[frame["code_id"] == code], *columns)[0]


# Which codings stand


@pytest.mark.parametrize(
    ("codings", "standing"),
    [
        (["S1 | C1 | A | 1", "S1 | C2 | A | 2"], ["C2"]),
        (["S1 | C1 | A | 1", "S1 | C2 | B | 2"], ["C1", "C2"]),
        (["S1 | C1 | A |", "S1 | C2 | A | 1"], ["C2"]),
    ],
    ids=["a later round replaces", "another coder's does not", "no round is the earliest"],
)
def test_a_coders_later_round_replaces_the_earlier(
    change_small: Make, codings: list[str], standing: list[str]
) -> None:
    settled = settle_codings(change_small(codings=write(*codings)))
    assert settled["code_id"].tolist() == standing


@given(st.permutations(range(8)))
def test_the_order_of_codings_changes_nothing(make_study: Make, order: list[int]) -> None:
    codings = [
        "S1 | C1 | A | 1", "S1 | C2 | A | 1", "S1 | C1 | B | 1", "S2 | C1 | A | 2",
        "S3 | C1 | A | 1", "S4 | C2 | A | 1", "S5 | C2 | A |", "S5 | C3 | A | 1",
    ]  # fmt: skip
    settled = settle_codings(make_study(codings=write(*(codings[place] for place in order))))
    assert settled.to_numpy().tolist() == [
        ["S1", "C1", "A"], ["S1", "C1", "B"], ["S1", "C2", "A"], ["S2", "C1", "A"],
        ["S3", "C1", "A"], ["S4", "C2", "A"], ["S5", "C3", "A"],
    ]  # fmt: skip


def test_a_coding_knows_where_its_segment_comes_from(small_study: Study) -> None:
    joined = join_codings(small_study)
    assert rows(joined[joined["code_id"] == "C2"], "segment_id", "phase", "participant_id") == [
        ["S1", "one", "P1"],
        ["S4", "one", ""],
        ["S5", "two", "P4"],
    ]


# The codebook


def test_codes_are_arranged_as_a_tree(small_study: Study) -> None:
    tree = arrange_codes(small_study["codes"])
    assert rows(tree, "code_id", "depth", "group") == [
        ["C2", 0, ""],
        ["C4", 0, ""],
        ["C9", 0, "Means"],
        ["C1", 1, "Means"],
        ["C3", 1, "Means"],
    ]


def test_a_code_has_itself_and_all_beneath_it(small_study: Study) -> None:
    assert list_descendants(small_study["codes"])["C9"] == {"C9", "C1", "C3"}


def test_codes_are_counted_in_people_sources_and_segments(small_study: Study) -> None:
    # Two coders put C1 on S1, which counts once; nobody knows who speaks in S4.
    book = list_codebook(small_study)
    assert rows(book, "code", "people", "sources", "segments", "segments_beneath", "heading") == [
        ["Trust", 2, 3, 3, 3, False],
        ["Silence", 0, 0, 0, 0, False],
        ["Means", 0, 0, 0, 4, True],
        ["Money", 2, 2, 3, 3, False],
        ["Roads", 1, 1, 1, 1, False],
    ]


def test_a_code_that_is_used_is_no_heading_and_its_own_group(change_small: Make) -> None:
    book = list_codebook(change_small(codings=write("S1 | C9 | A | 1", "S5 | C1 | A | 1")))
    wanted = ["heading", "group", "segments", "segments_beneath"]
    assert count_in(book, "C9", *wanted) == [False, "Means", 1, 2]
    assert count_in(book, "C1", *wanted) == [False, "Means", 1, 1]


def test_a_code_says_how_little_it_rests_on(small_study: Study) -> None:
    assert rows(list_codebook(small_study), "code", "rests_on") == [
        ["Trust", "one coder"],
        ["Silence", "never used"],
        ["Means", ""],
        ["Money", ""],
        ["Roads", "one segment"],
    ]


def test_a_code_of_one_person_rests_on_them_unless_a_speaker_is_unknown(
    change_small: Make,
) -> None:
    codings = ["S1 | C2 | A | 1", "S2 | C2 | A | 1"]
    book = list_codebook(change_small(codings=write(*codings)))
    assert count_in(book, "C2", "people", "rests_on") == [1, "one person"]
    book = list_codebook(change_small(codings=write(*codings, "S4 | C2 | A | 1")))
    assert count_in(book, "C2", "people", "rests_on") == [1, ""]


def test_a_code_of_several_people_in_one_source_rests_on_it(change_small: Make) -> None:
    segments = """
        segment_id | source_id | participant_id | gist
        S1 | G1 | P2 | one
        S2 | G1 | P3 | two
        """
    codings = write("S1 | C2 | A | 1", "S2 | C2 | A | 1")
    book = list_codebook(change_small(segments=segments, codings=codings))
    assert count_in(book, "C2", "people", "sources", "rests_on") == [2, 1, "one source"]


# By phase and by group


def test_codes_that_most_people_gave_come_first(small_study: Study) -> None:
    assert rank_codes(small_study)["code"].tolist() == ["Money", "Trust", "Roads"]


def test_phases_count_people_among_those_who_can_be_told_apart(small_study: Study) -> None:
    by_phase = count_by_phase(small_study)
    assert rows(by_phase, "code", "phase", "people", "of", "segments") == [
        ["Money", "Phase 1", 2, 2, 3],
        ["Money", "Phase 2", 0, 2, 0],
        ["Trust", "Phase 1", 1, 2, 2],
        ["Trust", "Phase 2", 1, 2, 1],
        ["Roads", "Phase 1", 0, 2, 0],
        ["Roads", "Phase 2", 1, 2, 1],
    ]


def test_groups_count_their_own_people_among_all_who_took_part(small_study: Study) -> None:
    assert rows(count_by_group(small_study), "code", "by", "group", "people", "of") == [
        ["Money", "Position", "hub", 2, 2],
        ["Money", "Position", "spoke", 0, 3],
        ["Trust", "Position", "hub", 1, 2],
        ["Trust", "Position", "spoke", 1, 3],
        ["Roads", "Position", "hub", 0, 2],
        ["Roads", "Position", "spoke", 1, 3],
    ]


def test_a_reconstructed_register_counts_no_groups(change_small: Make) -> None:
    assert count_by_group(change_small(RECONSTRUCTED)).empty


# Codes that stand together


def test_pairs_are_counted_in_segments_whichever_coder_put_them(small_study: Study) -> None:
    # Jaccard (1901): the segments with both by those with either. Trust stands on S1, S4 and S5,
    # Roads on S5, Money on S1, S2 and S3. In the codebook's order Trust comes first.
    pairs = measure_cooccurrence(small_study)
    assert rows(pairs, "code", "other", "segments") == [
        ["Trust", "Roads", 1],
        ["Trust", "Money", 1],
    ]
    assert pairs["share"].tolist() == pytest.approx([1 / 3, 1 / 5])


def test_pairs_that_share_most_segments_come_first(change_small: Make) -> None:
    twice = [f"S{n} | {code} | A | 1" for n in (1, 2) for code in ("C1", "C2")]
    pairs = measure_cooccurrence(change_small(codings=write("S1 | C3 | A | 1", *twice)))
    assert rows(pairs, "code", "other", "segments", "share") == [
        ["Trust", "Money", 2, 1.0],
        ["Money", "Roads", 1, 0.5],
        ["Trust", "Roads", 1, 0.5],
    ]


@given(st.sets(st.tuples(st.sampled_from("12345"), st.sampled_from("123")), min_size=1))
def test_a_pair_shares_no_more_than_either_has(make_study: Make, put: set[tuple[str, str]]) -> None:
    made = make_study(
        segments="segment_id | source_id\n" + "\n".join(f"S{n} | I1" for n in "12345"),
        sources="source_id | phase | kind\nI1 | one | interview",
        codes="code_id | label\nC1 | 1\nC2 | 2\nC3 | 3",
        codings=write(*(f"S{n} | C{code} | A | 1" for n, code in sorted(put))),
    )
    held = {code: {n for n, other in put if other == code} for code in "123"}
    expected = {
        (one, two): (len(both), pytest.approx(len(both) / len(held[one] | held[two])))
        for one, two in ("12", "13", "23")
        if (both := held[one] & held[two])
    }
    pairs = measure_cooccurrence(made).itertuples()
    assert {(row.code, row.other): (row.segments, row.share) for row in pairs} == expected


# Numbers for prose


def test_a_heading_is_no_code_and_an_unused_code_is_one(small_study: Study) -> None:
    assert list_numbers(small_study).iloc[0].to_dict() == {
        "segments.total": 5,
        "segments.one": 4,
        "segments.two": 1,
        "coding.codes": 4,
        "coding.used": 3,
        "coding.codings": 8,
        "coding.coders": 2,
    }


# What a study lacks


def test_without_codings_every_code_was_never_used(change_small: Make) -> None:
    study = change_small(codings=HEAD)
    book = list_codebook(study)
    assert book[["people", "sources", "segments"]].sum().tolist() == [0, 0, 0]
    assert book["rests_on"].tolist() == ["never used", "never used", "", "never used", "never used"]
    for nothing in (rank_codes, count_by_phase, count_by_group, measure_cooccurrence):
        assert nothing(study).empty


def test_without_codes_there_is_no_codebook(change_small: Make) -> None:
    assert list_codebook(change_small(codes="code_id | label", codings=HEAD)).empty
