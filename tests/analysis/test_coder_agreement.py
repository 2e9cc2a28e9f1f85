"""Agreement between coders, from a study's tables to what is displayed."""

from itertools import product

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mcneval.analysis.agreement_tables import (
    read_alpha,
    tabulate_agreement,
    tabulate_coefficients,
    tabulate_disagreements,
    tabulate_disputed_segments,
    tabulate_overall,
)
from mcneval.analysis.agreement_words import (
    explain_absence,
    say_lower_end,
    state_agreement,
)
from mcneval.analysis.coder_agreement import measure_agreement, measure_overall
from mcneval.analysis.disagreement import list_disagreements, summarise_disagreements
from mcneval.study.settings import Analysis

ANALYSIS = Analysis(bootstrap=50, seed=1)
SEGMENTS = "segment_id | source_id | gist\n" + "\n".join(f"S{n} | I1 | gist {n}" for n in range(4))
CODES = "code_id | label | definition\nC1 | Money | m\nC2 | Trust | t\nC3 | Roads | r"
HISTORY = "round | code_id | theme_label\n1 | C1 | Means\n1 | C2 | Means\n1 | C3 | Way"
# On C1 they agree on S0 and S3, and differ on S1; on C2 B alone; on C3 they agree.
PUT = "S0 C1 A,S0 C1 B,S1 C1 A,S1 C2 B,S2 C3 A,S2 C3 B,S3 C1 A,S3 C1 B,S3 C3 A,S3 C3 B"


def write_codings(put, round_="1"):
    rows = [" | ".join([*row.split(), round_]) for row in put.split(",")]
    return "\n".join(["segment_id | code_id | coder | round", *rows])


@pytest.fixture
def study(make_study):
    """Return four segments that two people coded with three codes."""
    return make_study(
        sources="source_id | phase | kind\nI1 | one | interview",
        segments=SEGMENTS,
        codes=CODES,
        codings=write_codings(PUT),
        theme_history=HISTORY,
    )


@pytest.fixture
def coded_once(make_study):
    """Return the same segments, coded by one person."""
    return make_study(
        sources="source_id | phase | kind\nI1 | one | interview",
        segments=SEGMENTS,
        codes=CODES,
        codings=write_codings("S0 C1 A,S1 C2 A"),
    )


def test_a_code_is_measured_on_the_segments_coded_twice(study):
    row = measure_agreement(study, ANALYSIS).set_index("item").loc["C1"]
    assert (row["units"], row["coders"], row["used"], row["agreed"]) == (4, 2, 3, 2)
    # A puts it on 3 of 4, B on 2 of 4: observed 3/4, by chance 3/4 * 1/2 + 1/4 * 1/2 = 1/2.
    assert row["percent"] == 0.75
    assert row["kappa"] == pytest.approx(0.5)
    assert (row["prevalence"], row["bias"]) == (0.25, 0.25)


def test_a_code_that_coders_never_differ_on_has_no_interval(study):
    row = measure_agreement(study, ANALYSIS).set_index("item").loc["C3"]
    assert row["alpha"] == 1
    assert row[["low", "high"]].isna().all()


def test_coders_who_differ_on_codes_may_agree_on_the_theme(study):
    themes = measure_agreement(study, ANALYSIS, "themes").set_index("item")
    assert themes.loc["Means", "percent"] == 1
    assert themes.loc["Means", "alpha"] == 1


def test_overall_compares_segments_and_sources(study):
    overall = measure_overall(study, ANALYSIS)
    assert overall[["unit", "units"]].to_numpy().tolist() == [["segment", 4], ["source", 1]]
    assert overall["identical"].tolist() == [0.75, 0.0]
    # Of 12 decisions, two differ: C1 and C2 on S1.
    assert overall["percent"].iloc[0] == pytest.approx(10 / 12)


def test_rounds_have_rows_where_there_are_several(make_study):
    later = write_codings("S0 C2 A,S0 C3 B", "2").split("\n", 1)[1]
    two = make_study(
        sources="source_id | phase | kind\nI1 | one | interview",
        segments=SEGMENTS,
        codes=CODES,
        codings=f"{write_codings(PUT)}\n{later}",
    )
    overall = measure_overall(two, ANALYSIS)
    assert overall.loc[overall["round"] > 0, ["round", "units"]].to_numpy().tolist() == [
        [1, 4],
        [2, 1],
    ]


def test_one_coder_is_not_estimable_and_says_so(coded_once):
    assert measure_agreement(coded_once, ANALYSIS).empty
    assert measure_overall(coded_once, ANALYSIS).empty
    assert tabulate_overall(coded_once, ANALYSIS).empty
    said = {number.key: number.written for number in state_agreement(coded_once, ANALYSIS)}
    assert said["agreement.alpha"] == "not estimable"
    assert "one person did all the coding" in said["agreement.summary"]


def test_nothing_coded_gives_an_empty_table(make_study):
    assert tabulate_overall(make_study(), ANALYSIS).empty


def test_disagreements_begin_with_the_worst_code(study):
    listed = list_disagreements(study, ANALYSIS)
    assert listed.to_numpy().tolist() == [
        ["C2", "S1", ("B",), ("A",), ("C1",)],
        ["C1", "S1", ("A",), ("B",), ("C2",)],
    ]


def test_summary_counts_what_each_coder_put_alone(study):
    summary = summarise_disagreements(study, ANALYSIS).set_index("code_id")
    assert summary.loc["C1", ["used", "disputed", "instead"]].tolist() == [3, 1, "C2"]
    assert summary.loc["C1", "by_coder"] == {"A": 1}


def test_disagreements_are_displayed_with_labels_and_gists(study):
    shown = tabulate_disputed_segments(study, ANALYSIS)
    assert shown.iloc[0].tolist() == ["Trust", "S1", "gist 1", "B", "A", "Money"]
    assert tabulate_disagreements(study, ANALYSIS)["Most often instead"].tolist() == [
        "Money",
        "Trust",
    ]


def test_agreement_is_displayed_worst_first_in_words(study):
    shown = tabulate_agreement(study, ANALYSIS)
    assert shown["Code"].tolist() == ["Trust", "Money", "Roads"]
    assert shown["Reading"].tolist() == ["low", "low", "reliable"]
    assert shown["Agreement"].tolist() == ["75%", "75%", "100%"]


def test_other_coefficients_come_in_the_same_order(study):
    shown = tabulate_coefficients(study, ANALYSIS)
    assert shown["Code"].tolist() == tabulate_agreement(study, ANALYSIS)["Code"].tolist()
    assert shown.set_index("Code").loc["Money", "Cohen's kappa"] == "0.50"


def test_overall_has_a_row_a_measure(study):
    shown = tabulate_overall(study, ANALYSIS).set_index("Measure")
    assert list(shown.columns) == ["Segments", "Sources"]
    assert shown["Segments"][["Compared", "Same codes", "Decisions that agree"]].tolist() == [
        *("4", "75%", "83%")
    ]


def test_three_coders_are_headed_light(make_study):
    three = make_study(
        sources="source_id | phase | kind\nI1 | one | interview",
        segments=SEGMENTS,
        codes=CODES,
        codings=write_codings(f"{PUT},S0 C1 D,S1 C2 D"),
    )
    assert "Light's kappa" in tabulate_coefficients(three, ANALYSIS)


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
def test_alpha_is_read_by_krippendorffs_bounds(alpha, reading):
    assert read_alpha(alpha) == reading


ONE = st.sets(st.sampled_from(list(product("0123", ("C1", "C2", "C3")))), min_size=1)


@settings(max_examples=15)
@given(put=st.tuples(ONE, ONE), swap=st.booleans())
def test_what_coders_are_called_changes_nothing(make_study, put, swap):
    def measure(names):
        rows = [
            f"S{n} {code} {name}"
            for name, mine in zip(names, put, strict=True)
            for n, code in sorted(mine)
        ]
        made = make_study(
            sources="source_id | phase | kind\nI1 | one | interview",
            segments=SEGMENTS,
            codes=CODES,
            codings=write_codings(",".join(rows)),
        )
        return measure_agreement(made, Analysis(bootstrap=0)).drop(columns=["low", "high"])

    one, two = measure("AB"), measure("YX" if swap else "XY")
    assert one.round(9).equals(two.round(9))


@settings(max_examples=15)
@given(put=ONE)
def test_two_coders_with_the_same_codes_agree_wholly(make_study, put):
    rows = [f"S{n} {code} {name}" for name in "AB" for n, code in sorted(put)]
    made = make_study(
        sources="source_id | phase | kind\nI1 | one | interview",
        segments=SEGMENTS,
        codes=CODES,
        codings=write_codings(",".join(rows)),
    )
    measured = measure_agreement(made, Analysis(bootstrap=0))
    assert (measured["percent"] == 1).all()
    assert (measured["used"] == measured["agreed"]).all()
    assert measured["alpha"].dropna().eq(1).all()
    assert list_disagreements(made, Analysis(bootstrap=0)).empty


@settings(max_examples=15)
@given(put=st.tuples(ONE, ONE))
def test_decisions_overall_are_the_sum_of_those_on_codes(make_study, put):
    rows = [
        f"S{n} {code} {name}"
        for name, mine in zip("AB", put, strict=True)
        for n, code in sorted(mine)
    ]
    made = make_study(
        sources="source_id | phase | kind\nI1 | one | interview",
        segments=SEGMENTS,
        codes=CODES,
        codings=write_codings(",".join(rows)),
    )
    codes, overall = (
        measure(made, Analysis(bootstrap=0)) for measure in (measure_agreement, measure_overall)
    )
    if len(overall):
        assert overall["percent"].iloc[0] == pytest.approx(codes["percent"].mean())
        disputed = (codes["used"] - codes["agreed"]).sum()
        assert len(list_disagreements(made, Analysis(bootstrap=0))) == disputed


def test_absence_is_explained_only_where_coders_cannot_be_compared(study, coded_once, make_study):
    assert explain_absence(study) == ""
    assert explain_absence(coded_once).startswith("One person did all the coding")
    assert explain_absence(make_study()).startswith("No segment was coded by two people")


@pytest.mark.parametrize(
    ("alpha", "low", "words"),
    [
        (0.70, 0.64, "; the lower end of the interval would be too low for any"),
        (0.85, 0.70, "; the lower end of the interval would allow tentative conclusions only"),
        (0.85, 0.81, ""),
        (0.70, None, ""),
    ],
)
def test_the_lower_end_is_told_where_it_allows_less(alpha, low, words):
    assert say_lower_end(pd.Series({"masi": alpha, "low": low}, dtype="object")) == words
