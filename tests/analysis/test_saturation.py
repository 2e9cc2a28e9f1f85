"""Saturation by Guest, Namey and Chen (2020)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcneval.analysis.saturation import (
    Run,
    assess_saturation,
    count_new_codes,
    list_numbers,
    mark_codes,
    measure_saturation,
    order_sources,
    trace_codes,
    write_point,
)
from mcneval.study.load import Study

Make = Callable[..., Study]


def set_rules(orders: int = 40) -> dict[str, object]:
    """Return settings with a base of one, a run of one and so many random orders."""
    rules = {"base": 1, "run": 1, "threshold": 0, "permutations": orders}
    return {"analysis": {"saturation": rules, "seed": 1}}


@pytest.fixture
def study(change_small: Make) -> Study:
    """Return the small study with a base of one and a run of one."""
    return change_small(set_rules())


def test_example_by_definition() -> None:
    # New codes 4, 3, 2, 1 in the base of four: 10; then 1, 0, 0, 0.
    verdict = assess_saturation([4, 3, 2, 1, 1, 0, 0, 0], base=4, run=2, threshold=0.05)
    assert verdict.base_codes == 10
    assert verdict.runs[:2] == (Run(5, 6, 1, 0.1), Run(6, 7, 0, 0.0))
    assert verdict.reached == 5
    assert verdict.last_share == 0
    assert write_point(verdict.reached, 2) == "5+2"


def test_the_threshold_itself_is_saturation() -> None:
    assert assess_saturation([20, 0, 0, 0, 1, 0], threshold=0.05).reached == 4


def test_saturation_that_is_not_reached_gives_the_last_runs_share() -> None:
    verdict = assess_saturation([2, 1, 1, 0, 1, 1], base=4, run=2)
    assert (verdict.reached, verdict.last_share) == (None, 0.5)
    assert write_point(None, 2) == "not reached"


@pytest.mark.parametrize("new_codes", [[], [3, 1], [3, 1, 1, 1, 0], [0, 0, 0, 0, 1, 1]])
def test_too_few_sources_or_no_base_give_no_run(new_codes: list[int]) -> None:
    verdict = assess_saturation(new_codes, base=4, run=2)
    assert (verdict.runs, verdict.reached, verdict.last_share) == ((), None, None)


@pytest.mark.parametrize(("base", "run"), [(0, 2), (4, 0)])
def test_base_and_run_of_nothing_are_refused(base: int, run: int) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        assess_saturation([1, 1], base=base, run=run)


def test_sources_are_taken_by_date_and_uncoded_ones_left_out(study: Study) -> None:
    assert order_sources(study) == (["G1", "I1", "I2"], "date")
    assert order_sources(study, "two") == (["I2"], "date")


@pytest.mark.parametrize(
    ("rows", "order"),
    [
        ("I1 | one | interview |\nG1 | one | interview | 2024-01-02", (["I1", "G1"], "file")),
        # X is not coded, so that its date does not matter.
        ("I1 | one | interview | 2024-01-03\nX | one | interview |", (["I1"], "date")),
    ],
)
def test_sources_without_all_dates_are_taken_as_filed(
    change_small: Make, rows: str, order: tuple[list[str], str]
) -> None:
    sources = f"source_id | phase | kind | date\n{rows}"
    assert order_sources(change_small(sources=sources)) == order


def test_new_codes_are_those_no_earlier_source_had(study: Study) -> None:
    marks = mark_codes(study, ["G1", "I1", "I2"])
    assert marks.tolist() == [[True, True, False], [True, True, False], [False, True, True]]
    assert count_new_codes(marks) == [2, 0, 1]


@given(st.lists(st.lists(st.booleans(), min_size=4, max_size=4), min_size=1, max_size=8))
def test_new_codes_add_up_to_all_codes(rows: list[list[bool]]) -> None:
    marks = np.array(rows)
    new_codes = count_new_codes(marks)
    assert sum(new_codes) == int(marks.any(axis=0).sum())
    assert min(new_codes) >= 0


@given(st.lists(st.integers(0, 5), max_size=12), st.integers(1, 4), st.integers(1, 3))
def test_every_run_has_its_length_and_ends_at_the_last_source(
    new_codes: list[int], base: int, run: int
) -> None:
    verdict = assess_saturation(new_codes, base, run)
    assert all(one.last - one.first + 1 == run for one in verdict.runs)
    if verdict.runs:
        assert (verdict.runs[0].first, verdict.runs[-1].last) == (base + 1, len(new_codes))


def test_saturation_is_measured_over_all_and_by_phase(study: Study) -> None:
    measured = measure_saturation(study)
    assert measured[["scope", "sources", "basis", "codes"]].to_dict("list") == {
        "scope": ["All sources", "Phase 1", "Phase 2"],
        "sources": [3, 2, 1],
        "basis": ["date"] * 3,
        "codes": [3, 2, 2],
    }
    # G1 gives two codes, I1 none: reached at 1+1, and one more code came with I2.
    row = measured.iloc[0]
    assert row[["base_codes", "reached", "saturation", "later"]].tolist() == [2, 1, "1+1", 1]
    assert (row["new_information"], row["orders"]) == (0, 40)
    assert measured["saturation"].tolist() == ["1+1", "1+1", "not reached"]
    assert measured.loc[2, ["reached", "later", "new_information"]].isna().all()


def test_random_orders_repeat_with_their_seed(change_small: Make) -> None:
    one, two = (change_small(set_rules()) for _ in range(2))
    assert measure_saturation(one).equals(measure_saturation(two))
    assert trace_codes(one).equals(trace_codes(two))


def test_traces_have_a_scope_for_all_and_each_phase(study: Study) -> None:
    trace = trace_codes(study)
    assert trace[["scope", "position", "source_id", "phase"]].to_numpy(dtype="str").tolist() == [
        ["All sources", "1", "G1", "Phase 1"],
        ["All sources", "2", "I1", "Phase 1"],
        ["All sources", "3", "I2", "Phase 2"],
        ["Phase 1", "1", "G1", "Phase 1"],
        ["Phase 1", "2", "I1", "Phase 1"],
        ["Phase 2", "1", "I2", "Phase 2"],
    ]
    assert trace["codes"].tolist() == [2, 2, 3, 2, 2, 2]
    assert trace["new_codes"].tolist() == [2, 0, 1, 2, 0, 2]


def test_bands_meet_at_the_end_and_hold_the_first_source(study: Study) -> None:
    trace = trace_codes(study)
    # Every source carries two codes.
    assert (trace.loc[0, "low"], trace.loc[0, "high"]) == (2, 2)
    assert (trace.loc[2, "low"], trace.loc[2, "high"]) == (3, 3)


def test_no_random_orders_give_no_band(change_small: Make) -> None:
    none = change_small(set_rules(orders=0))
    assert trace_codes(none)["low"].isna().all()
    assert measure_saturation(none)["orders_reached"].isna().all()


def test_one_phase_has_one_assessment(change_small: Make) -> None:
    one = change_small({"phases": [{"id": "one", "label": "Only"}]})
    assert measure_saturation(one)["scope"].tolist() == ["All sources"]


def test_nothing_coded_gives_empty_frames(change_small: Make) -> None:
    bare = change_small(codings="segment_id | code_id | coder | round")
    assert measure_saturation(bare).empty
    assert trace_codes(bare).empty
    assert list_numbers(bare).iloc[0].tolist() == ["not assessed"]


def test_the_point_is_a_number_for_prose(study: Study) -> None:
    assert list_numbers(study).to_dict("list") == {"saturation.point": ["1+1"]}
