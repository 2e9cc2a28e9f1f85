"""Saturation by Guest, Namey and Chen (2020)."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcneval.analysis.saturation import (
    Run,
    assess_saturation,
    count_new_codes,
    write_point,
)
from mcneval.analysis.saturation_curves import (
    mark_codes,
    measure_saturation,
    order_sources,
    trace_saturation,
    trace_scopes,
)
from mcneval.analysis.saturation_tables import tabulate_runs, tabulate_saturation, write_run
from mcneval.analysis.saturation_words import say_share, state_saturation
from mcneval.study.settings import Analysis, Saturation

RULES = Saturation(base=1, run=1, threshold=0, permutations=40)


def test_example_by_definition():
    # New codes 4, 3, 2, 1 in the base of four: 10; then 1, 0, 0, 0.
    verdict = assess_saturation([4, 3, 2, 1, 1, 0, 0, 0], base=4, run=2, threshold=0.05)
    assert verdict.base_codes == 10
    assert verdict.runs[:2] == (Run(5, 6, 1, 0.1), Run(6, 7, 0, 0.0))
    assert verdict.reached == 5
    assert verdict.last_share == 0
    assert write_point(verdict.reached, 2) == "5+2"


def test_the_threshold_itself_is_saturation():
    assert assess_saturation([20, 0, 0, 0, 1, 0], threshold=0.05).reached == 4


def test_saturation_that_is_not_reached_gives_the_last_runs_share():
    verdict = assess_saturation([2, 1, 1, 0, 1, 1], base=4, run=2)
    assert (verdict.reached, verdict.last_share) == (None, 0.5)
    assert write_point(None, 2) == "not reached"


@pytest.mark.parametrize("new_codes", [[], [3, 1], [3, 1, 1, 1, 0], [0, 0, 0, 0, 1, 1]])
def test_too_few_sources_or_no_base_give_no_run(new_codes):
    verdict = assess_saturation(new_codes, base=4, run=2)
    assert (verdict.runs, verdict.reached, verdict.last_share) == ((), None, None)


@pytest.mark.parametrize(("base", "run"), [(0, 2), (4, 0)])
def test_base_and_run_of_nothing_are_refused(base, run):
    with pytest.raises(ValueError, match="at least 1"):
        assess_saturation([1, 1], base=base, run=run)


def test_sources_are_taken_by_date_and_uncoded_ones_left_out(small_study):
    assert order_sources(small_study) == (["G1", "I1", "I2"], "date")
    assert order_sources(small_study, "two") == (["I2"], "date")


def test_sources_without_all_dates_are_taken_as_filed(change_small):
    sources = (
        "source_id | phase | kind | date\nI1 | one | interview |\nG1 | one | interview | 2024-01-02"
    )
    assert order_sources(change_small(sources=sources)) == (["I1", "G1"], "file")


def test_a_missing_date_of_an_uncoded_source_does_not_matter(change_small):
    sources = (
        "source_id | phase | kind | date\nI1 | one | interview | 2024-01-03\nX | one | interview |"
    )
    assert order_sources(change_small(sources=sources))[1] == "date"


def test_new_codes_are_those_no_earlier_source_had(small_study):
    marks = mark_codes(small_study, ["G1", "I1", "I2"])
    assert marks.tolist() == [[True, True, False], [True, True, False], [False, True, True]]
    assert count_new_codes(marks) == [2, 0, 1]


@given(st.lists(st.lists(st.booleans(), min_size=4, max_size=4), min_size=1, max_size=8))
def test_new_codes_add_up_to_all_codes(rows):
    marks = np.array(rows)
    new_codes = count_new_codes(marks)
    assert sum(new_codes) == int(marks.any(axis=0).sum())
    assert min(new_codes) >= 0


@given(st.lists(st.integers(0, 5), max_size=12), st.integers(1, 4), st.integers(1, 3))
def test_every_run_has_its_length_and_ends_at_the_last_source(new_codes, base, run):
    verdict = assess_saturation(new_codes, base, run)
    assert all(one.last - one.first + 1 == run for one in verdict.runs)
    if verdict.runs:
        assert (verdict.runs[0].first, verdict.runs[-1].last) == (base + 1, len(new_codes))


def test_measured_over_all_and_by_phase(small_study):
    measured = measure_saturation(small_study, RULES, seed=1).set_index("scope")
    assert measured["sources"].to_dict() == {"": 3, "one": 2, "two": 1}
    assert measured["codes"].to_dict() == {"": 3, "one": 2, "two": 2}
    # G1 gives two codes, I1 none: reached at 1+1, and one more code came with I2.
    assert measured.loc["", ["base_codes", "point", "later"]].tolist() == [2, "1+1", 1]
    assert measured.loc["two", "point"] == "not reached"


def test_random_orders_repeat_with_their_seed(small_study):
    one, two = (measure_saturation(small_study, RULES, seed=5) for _ in range(2))
    assert one.equals(two)


def test_bands_meet_at_the_end_and_hold_the_first_source(small_study):
    trace = trace_saturation(small_study, RULES, seed=1)
    assert trace.iloc[-1][["low", "high", "codes"]].tolist() == [3, 3, 3]
    assert trace["codes"].tolist() == [2, 2, 3]
    assert trace["low"].iloc[0] == 2


def test_no_random_orders_give_no_band(small_study):
    none = Saturation(base=1, run=1, permutations=0)
    assert trace_saturation(small_study, none, seed=1)["low"].isna().all()
    assert measure_saturation(small_study, none, seed=1)["orders_reached"].isna().all()


def test_traces_have_a_scope_for_all_and_each_phase(small_study):
    traces = trace_scopes(small_study, RULES, seed=1)
    assert list(dict.fromkeys(traces["label"])) == [
        "All coded sources",
        "Phase 1: first",
        "Phase 2: second",
    ]
    assert set(traces["basis"]) == {"date"}


def test_one_phase_has_one_assessment(change_small):
    one = change_small({"phases": [{"id": "one", "label": "Only"}]})
    assert list(measure_saturation(one, RULES, seed=1)["scope"]) == [""]


def test_nothing_coded_gives_empty_frames_and_a_sentence(change_small):
    study = change_small(codings="segment_id | code_id | coder | round")
    analysis = Analysis(saturation=RULES)
    assert measure_saturation(study, RULES, seed=1).empty
    assert trace_scopes(study, RULES, seed=1).empty
    assert tabulate_saturation(study, analysis).empty
    assert tabulate_runs(study, RULES).empty
    said = {number.key: number.written for number in state_saturation(study, analysis)}
    assert said["saturation.summary"] == "Nothing is coded, so saturation cannot be assessed."


def test_runs_are_displayed_by_first_and_last_source(small_study):
    assert tabulate_runs(small_study, RULES).to_numpy().tolist() == [
        ["2", 0, "0%"],
        ["3", 1, "50%"],
    ]
    assert write_run(Run(5, 6, 1, 0.1)) == "5 to 6"


def test_display_gives_point_and_share(small_study):
    shown = tabulate_saturation(small_study, Analysis(saturation=RULES, seed=1))
    assert shown["All sources"].tolist()[:6] == ["3", "3", "2", "1+1", "0%", "1"]
    assert shown["Phase 2"].tolist()[3:5] == ["not reached", "–"]


def test_prose_says_point_order_and_what_came_later(small_study):
    analysis = Analysis(saturation=RULES, seed=1)
    said = {number.key: number.written for number in state_saturation(small_study, analysis)}
    assert said["saturation.summary"].endswith(
        "saturation is reached at 1+1: after one source, confirmed by the next source, which "
        "brought no new information."
    )
    assert said["saturation.order"].startswith(
        "Only coded sources count, three of the four. They were taken in the order of their dates. "
        "Of 40 random orders"
    )
    assert said["saturation.later"].startswith(
        "Even so, one of the three codes was first seen in later sources"
    )
    assert "phase 2 (one source) is too small to assess" in said["saturation.phases"]
    assert say_share(0.05) == "5% new information"


def test_prose_names_no_file_where_sources_have_no_dates(change_small):
    sources = """
        source_id | phase | kind | date
        I1 | one | interview |
        I2 | two | interview |
        G1 | one | focus group | 2024-01-02
        """
    study = change_small(sources=sources)
    said = {number.key: number.written for number in state_saturation(study, Analysis())}
    assert "in the order in which they are listed, which need not be" in said["saturation.order"]
    assert ".csv" not in said["saturation.order"]


def test_prose_says_that_published_extracts_cannot_show_it(change_small):
    secondary = {"kind": "published", "statement": "x", "tables": {"codings": "secondary"}}
    study = change_small({"provenance": secondary})
    said = {number.key: number.written for number in state_saturation(study, Analysis())}
    assert "published extracts" in said["saturation.limits"]
