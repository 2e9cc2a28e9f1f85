"""Wilson's interval, against published values and another library."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from mcneval.analysis.proportions import compute_wilson, write_range


def test_it_gives_the_example_of_newcombe_1998() -> None:
    # Newcombe (1998), Statistics in Medicine 17:857-872, table I: 81/263, 15/148, 0/20, 1/29.
    assert compute_wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert compute_wilson(15, 148) == pytest.approx((0.0624, 0.1605), abs=5e-5)
    assert compute_wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=5e-5)
    assert compute_wilson(1, 29) == pytest.approx((0.0061, 0.1718), abs=5e-5)


@given(st.integers(1, 200), st.data(), st.sampled_from([0.8, 0.9, 0.95, 0.99]))
def test_it_agrees_with_statsmodels(trials: int, data: st.DataObject, confidence: float) -> None:
    successes = data.draw(st.integers(0, trials))
    other = proportion_confint(successes, trials, 1 - confidence, method="wilson")
    assert compute_wilson(successes, trials, confidence) == pytest.approx(other, abs=1e-9)


@pytest.mark.parametrize(("successes", "trials"), [(0, 0), (3, 2), (-1, 2)])
def test_it_refuses_what_is_no_proportion(successes: int, trials: int) -> None:
    with pytest.raises(ValueError, match="no proportion"):
        compute_wilson(successes, trials)


def test_an_interval_is_written_in_per_cent() -> None:
    assert write_range(0.814, 0.982) == "81% to 98%"
    assert write_range(None, None) == "not estimable"
