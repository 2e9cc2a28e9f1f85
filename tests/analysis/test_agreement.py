"""Agreement between coders: what each decided, on which codes they agree, and where they differ."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mcneval.analysis.agreement import (
    gather_judgements,
    list_disagreements,
    list_items,
    list_numbers,
    measure_agreement,
    measure_overall,
    rate_item,
    read_alpha,
)
from mcneval.study.load import Study

Make = Callable[..., Study]
Put = set[tuple[str, str]]
"""Pairs of a segment's number and a code."""

SEGMENTS = "segment_id | source_id | gist\n" + "\n".join(f"S{n} | I1 | gist {n}" for n in range(4))
CODES = "code_id | label | definition\nC1 | Money | m\nC2 | Trust | t\nC3 | Roads | r"
HISTORY = "round | code_id | theme_label\n1 | C1 | Means\n1 | C2 | Means\n1 | C3 | Way"
# On C1 they agree on S0 and S3, and differ on S1; on C2 B alone; on C3 they agree.
CODED = "S0 C1 A,S0 C1 B,S1 C1 A,S1 C2 B,S2 C3 A,S2 C3 B,S3 C1 A,S3 C1 B,S3 C3 A,S3 C3 B"
AGAIN = "S0 C2 A,S0 C3 B"
SHARED = """
segment_id | code_id | coder | round
S1 | C1 | A | 1
S1 | C2 | A | 1
S1 | C1 | B | 1
S2 | C1 | A | 1
S3 | C2 | A | 2
S3 | C3 | B | 2
"""


def code(make_study: Make, put: str, again: str = "", draws: int = 50, **changes: str) -> Study:
    """Return four segments coded with three codes, ``again`` in a second round."""
    lines = ["segment_id | code_id | coder | round"]
    for number, words in ((1, put), (2, again)):
        lines += [" | ".join([*row.split(), str(number)]) for row in words.split(",") if row]
    tables = {"segments": SEGMENTS, "codes": CODES, "theme_history": HISTORY} | changes
    return make_study(
        {"analysis": {"bootstrap": draws, "seed": 1}},
        sources="source_id | phase | kind\nI1 | one | interview",
        codings="\n".join(lines),
        **tables,
    )


def code_by(make_study: Make, names: Iterable[str], put: Sequence[Put]) -> Study:
    """Return the same segments, coded by these people as given; no interval is drawn."""
    rows = [
        f"S{n} {one} {name}"
        for name, mine in zip(names, put, strict=True)
        for n, one in sorted(mine)
    ]
    return code(make_study, ",".join(rows), draws=0)


@pytest.fixture
def study(make_study: Make) -> Study:
    """Return four segments that two people coded with three codes."""
    return code(make_study, CODED)


@pytest.fixture
def shared(change_small: Make) -> Study:
    """Return the small study with two segments that two people coded."""
    history = (
        "round | code_id | theme_label\n1 | C1 | Old\n2 | C1 | Means\n2 | C3 | Means\n2 | C2 |"
    )
    return change_small(codings=SHARED, theme_history=history)


def test_only_segments_that_two_people_coded_are_compared(shared: Study) -> None:
    assert gather_judgements(shared).to_dict("index") == {
        "S1": {"A": frozenset({"C1", "C2"}), "B": frozenset({"C1"})},
        "S3": {"A": frozenset({"C2"}), "B": frozenset({"C3"})},
    }


def test_a_segment_left_bare_counts_where_the_source_was_coded(shared: Study) -> None:
    judgements = gather_judgements(shared, sight="source")
    # S4 lies in the group that both coded, but neither put a code on it: nothing to judge.
    assert list(judgements.index) == ["S1", "S2", "S3"]
    assert judgements.loc["S2"].to_dict() == {"A": frozenset({"C1"}), "B": frozenset()}


def test_a_source_carries_the_codes_of_its_segments(shared: Study) -> None:
    judgements = gather_judgements(shared, "source", "source")
    assert judgements.loc["I1"].to_dict() == {"A": {"C1", "C2"}, "B": {"C1"}}


def test_rounds_can_be_taken_one_by_one(shared: Study) -> None:
    assert list(gather_judgements(shared, round_=2).index) == ["S3"]


@pytest.mark.parametrize("row", ["S1 | C1 | A | 1", ""])
def test_one_coder_or_none_leaves_nothing_to_compare(change_small: Make, row: str) -> None:
    study = change_small(codings=f"segment_id | code_id | coder | round\n{row}".strip())
    assert gather_judgements(study).empty


def test_an_item_is_put_where_any_of_its_codes_is(shared: Study) -> None:
    ratings = rate_item(gather_judgements(shared), frozenset({"C1", "C3"}))
    assert ratings.tolist() == [[1, 1], [0, 1]]


def test_who_did_not_look_has_no_rating(change_small: Make) -> None:
    three = change_small(codings=SHARED + "S1 | C1 | D | 1\n")
    ratings = rate_item(gather_judgements(three), frozenset({"C1"}))
    assert ratings.tolist() == [[1, 1, 1], [0, 0, None]]


def test_themes_are_those_of_the_last_round(shared: Study, small_study: Study) -> None:
    assert list_items(shared, "themes") == {"Means": {"C1", "C3"}}
    assert list_items(small_study, "themes") == {}


def test_a_code_is_measured_on_the_segments_coded_twice(study: Study) -> None:
    row = measure_agreement(study).set_index("item").loc["Money"]
    assert row[["level", "segments", "agreed"]].tolist() == ["Code", 3, 2]
    # A puts it on 3 of 4, B on 2 of 4: observed 3/4, by chance 3/4 * 1/2 + 1/4 * 1/2 = 1/2.
    assert row["percent"] == 0.75
    assert row["kappa"] == pytest.approx(0.5)
    assert (row["prevalence"], row["bias"]) == (0.25, 0.25)


def test_a_code_that_coders_never_differ_on_has_no_interval(study: Study) -> None:
    row = measure_agreement(study).set_index("item").loc["Roads"]
    assert row["alpha"] == 1
    assert row[["low", "high"]].isna().all()


def test_codes_come_before_themes_the_lowest_alpha_first(study: Study) -> None:
    measured = measure_agreement(study)
    assert measured[["item", "percent", "reading"]].to_numpy().tolist() == [
        ["Trust", 0.75, "low"],
        ["Money", 0.75, "low"],
        ["Roads", 1, "reliable"],
        # Coders who differ on codes may agree on the theme.
        ["Means", 1, "reliable"],
        ["Way", 1, "reliable"],
    ]


def test_overall_compares_segments_and_sources(study: Study) -> None:
    overall = measure_overall(study)
    assert overall[["compared", "units", "identical"]].to_dict("list") == {
        "compared": ["Segments", "Sources"],
        "units": [4, 1],
        "identical": [0.75, 0],
    }
    # Of 12 decisions, two differ: C1 and C2 on S1.
    assert overall["percent"].iloc[0] == pytest.approx(10 / 12)


def test_rounds_have_rows_where_there_are_several(make_study: Make) -> None:
    units = measure_overall(code(make_study, CODED, AGAIN)).set_index("compared")["units"]
    assert units["Segments, round 1"] == 4
    assert units["Segments, round 2"] == 1


def test_bare_segments_have_a_row_of_their_own(shared: Study) -> None:
    overall = measure_overall(shared).set_index("compared")
    assert overall.loc["Segments", "units"] == 2
    assert overall.loc["Segments, bare ones too", "units"] == 3


def test_one_coder_is_not_estimable(make_study: Make) -> None:
    alone = code(make_study, "S0 C1 A,S1 C2 A")
    for empty in (alone, make_study()):
        assert measure_agreement(empty).empty
        assert measure_overall(empty).empty
        assert list_disagreements(empty).empty
    numbers = list_numbers(alone).iloc[0]
    assert numbers[["agreement.coders", "agreement.units"]].tolist() == [1, 0]
    assert list_numbers(alone)["agreement.alpha"].isna().all()


def test_disagreements_begin_with_the_worst_code(study: Study) -> None:
    listed = list_disagreements(study)
    assert listed.drop(columns="alpha").to_numpy().tolist() == [
        ["Trust", "S1", "gist 1", "B", "A", "Money"],
        ["Money", "S1", "gist 1", "A", "B", "Trust"],
    ]
    # Trust, once of 8: observed 2/8, expected 2 * 1 * 7 / (8 * 7). Money, 5 of 8: 2 * 5 * 3 / 56.
    assert listed["alpha"].tolist() == pytest.approx([0, 1 - 7 / 15])


def test_two_codes_of_one_name_have_an_alpha_each(make_study: Make) -> None:
    named = code(make_study, CODED, codes=CODES.replace("Trust", "Money"))
    assert list_disagreements(named)["alpha"].tolist() == pytest.approx([0, 1 - 7 / 15])


def test_numbers_are_those_of_the_tables(study: Study) -> None:
    numbers = list_numbers(study).iloc[0]
    names = ["coders", "units", "disputes", "disputed-segments"]
    assert numbers[[f"agreement.{name}" for name in names]].tolist() == [2, 4, 2, 1]
    assert numbers["agreement.alpha"] == measure_overall(study)["masi"].iloc[0]


@pytest.mark.parametrize(
    ("alpha", "reading"),
    [
        (0.8, "reliable"),
        (0.799, "tentative"),
        (0.667, "tentative"),
        (0.66, "low"),
        (None, "not estimable"),
        (float("nan"), "not estimable"),
    ],
)
def test_alpha_is_read_by_krippendorffs_bounds(alpha: float | None, reading: str) -> None:
    assert read_alpha(alpha) == reading


ONE = st.sets(st.sampled_from(list(product("0123", ("C1", "C2", "C3")))), min_size=1)


@settings(max_examples=15)
@given(put=st.tuples(ONE, ONE), swap=st.booleans())
def test_what_coders_are_called_changes_nothing(
    make_study: Make, put: tuple[Put, Put], swap: bool
) -> None:
    one, two = (
        measure_agreement(code_by(make_study, names, put)).round(9)
        for names in ("AB", "YX" if swap else "XY")
    )
    assert one.equals(two)


@settings(max_examples=15)
@given(put=ONE)
def test_two_coders_with_the_same_codes_agree_wholly(make_study: Make, put: Put) -> None:
    same = code_by(make_study, "AB", (put, put))
    measured = measure_agreement(same)
    assert (measured["percent"] == 1).all()
    assert (measured["segments"] == measured["agreed"]).all()
    assert measured["alpha"].dropna().eq(1).all()
    assert list_disagreements(same).empty


@settings(max_examples=15)
@given(put=st.tuples(ONE, ONE))
def test_decisions_overall_are_the_sum_of_those_on_codes(
    make_study: Make, put: tuple[Put, Put]
) -> None:
    made = code_by(make_study, "AB", put)
    measured, overall = measure_agreement(made), measure_overall(made)
    codes = measured[measured["level"] == "Code"]
    if len(overall):
        assert overall["percent"].iloc[0] == pytest.approx(codes["percent"].mean())
        disputed = codes["segments"].sum() - codes["agreed"].sum()
        assert len(list_disagreements(made)) == disputed
