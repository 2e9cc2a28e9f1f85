"""Codes on the same segments."""

from hypothesis import given
from hypothesis import strategies as st

from mcneval.analysis.cooccurrence import (
    explain_undrawn,
    measure_cooccurrence,
    select_drawn,
    tabulate_cooccurrence,
)

NONE = "segment_id | code_id | coder | round"


def test_pairs_are_counted_in_segments_whichever_coder_put_them(small_study):
    pairs = measure_cooccurrence(small_study)
    # In the codebook's order Trust comes before what stands under Means.
    assert pairs.to_numpy().tolist() == [
        ["C2", "C3", 1, 3, 1, 1 / 3],
        ["C2", "C1", 1, 3, 3, 1 / 5],
    ]


def test_pairs_that_share_one_segment_give_way_to_those_that_share_more(change_small):
    codings = "\n".join(
        [
            NONE,
            *(f"S{n} | {code} | A | 1" for n in (1, 2) for code in ("C1", "C2")),
            "S1 | C3 | A | 1",
        ]
    )
    shown = tabulate_cooccurrence(change_small(codings=codings))
    assert shown.to_numpy().tolist() == [["Trust", "Money", 2, "100%"]]


def test_at_most_so_many_pairs_are_shown(small_study):
    assert len(tabulate_cooccurrence(small_study, most=1)) == 1


def test_no_codings_give_no_pairs(change_small):
    assert measure_cooccurrence(change_small(codings=NONE)).empty


@given(st.sets(st.tuples(st.sampled_from("12345"), st.sampled_from("123")), min_size=1))
def test_a_pair_shares_no_more_than_either_has(make_study, put):
    made = make_study(
        segments="segment_id | source_id\n" + "\n".join(f"S{n} | I1" for n in "12345"),
        sources="source_id | phase | kind\nI1 | one | interview",
        codes="code_id | label\nC1 | one\nC2 | two\nC3 | three",
        codings="\n".join([NONE, *(f"S{n} | C{code} | A | 1" for n, code in sorted(put))]),
    )
    pairs = measure_cooccurrence(made)
    held = {code: {n for n, other in put if other == code} for code in "123"}
    found = {(row.first[1], row.second[1]): row.together for row in pairs.itertuples()}
    expected = {
        (one, two): len(held[one] & held[two])
        for one in "123"
        for two in "123"
        if one < two and held[one] & held[two]
    }
    assert found == expected


def test_pairs_are_drawn_only_where_some_share_three_segments(change_small):
    rows = [f"S{n} | {code} | A | 1" for n in (1, 3, 5) for code in ("C1", "C2")]
    codings = "\n".join(["segment_id | code_id | coder | round", *rows])
    assert len(select_drawn(measure_cooccurrence(change_small(codings=codings)))) == 1
    assert explain_undrawn(change_small(codings=codings)) == ""
    fewer = change_small(codings="\n".join(codings.splitlines()[:5]))
    assert select_drawn(measure_cooccurrence(fewer)).empty
    assert explain_undrawn(fewer).startswith("No two codes share more than two segments")
    assert explain_undrawn(change_small(codings=NONE)).startswith("No two codes stand")
