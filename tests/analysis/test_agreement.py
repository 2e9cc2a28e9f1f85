"""Coefficients of agreement against published examples, other libraries and what must hold."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.inter_rater import aggregate_raters, cohens_kappa, fleiss_kappa, to_table
from statsmodels.stats.tests.test_inter_rater import diagnoses

from mcneval.analysis.agreement import (
    bootstrap_interval,
    compute_ac1,
    compute_balance,
    compute_brennan_prediger,
    compute_cohen,
    compute_fleiss,
    compute_light,
    compute_percent,
    list_categories,
    tally_ratings,
)
from mcneval.analysis.alpha import compute_alpha, compute_nominal_alpha

# Gwet (2014), also Krippendorff (2011): four raters, twelve units, some ratings missing.
A, B = "1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3"
C, D = ". 3 3 3 2 3 4 2 2 5 1 .", "1 2 3 3 2 4 4 1 2 5 1 ."
FOUR_RATERS = np.array(
    [[None if cell == "." else int(cell) for cell in row.split()] for row in (A, B, C, D)],
    dtype=object,
).T
TALLIED = (compute_percent, compute_fleiss, compute_ac1, compute_brennan_prediger)
CORRECTED = (*TALLIED[1:], compute_nominal_alpha)


def spread(table):
    """Return the ratings of two coders from a table of counts."""
    return [
        [row, column]
        for row, counts in enumerate(table)
        for column, count in enumerate(counts)
        for _ in range(count)
    ]


ABSTRACTORS = spread([[13, 0, 0], [0, 20, 7], [0, 4, 56]])  # Gwet (2014), two abstractors


def test_fleiss_1971_six_psychiatrists():
    assert compute_fleiss(tally_ratings(diagnoses)) == pytest.approx(0.430, abs=0.0005)


def test_cohen_of_two_abstractors():
    assert compute_light(ABSTRACTORS) == pytest.approx(0.7964094, abs=1e-6)


def test_scotts_pi_is_fleiss_of_two():
    assert compute_fleiss(tally_ratings(ABSTRACTORS)) == pytest.approx(0.7962397, abs=1e-6)


def test_ac1_of_two_abstractors():
    assert compute_ac1(tally_ratings(ABSTRACTORS)) == pytest.approx(0.8493305, abs=1e-6)


def test_brennan_prediger_of_two_abstractors():
    assert compute_brennan_prediger(tally_ratings(ABSTRACTORS)) == pytest.approx(0.835, abs=1e-6)


def test_percent_of_two_abstractors():
    assert compute_percent(tally_ratings(ABSTRACTORS)) == pytest.approx(0.89)


def test_ac1_and_fleiss_with_missing_ratings_gwet_2014():
    tally = tally_ratings(FOUR_RATERS)
    assert compute_ac1(tally) == pytest.approx(0.77544, abs=5e-6)
    assert compute_fleiss(tally) == pytest.approx(0.76117, abs=5e-6)
    assert compute_percent(tally) == pytest.approx(0.81818, abs=5e-6)


def test_ac1_of_a_rare_trait_gwet_2008():
    ratings = spread([[118, 5], [2, 0]])
    assert compute_ac1(tally_ratings(ratings)) == pytest.approx(0.941, abs=0.0005)
    assert compute_light(ratings) == pytest.approx(-0.023, abs=0.0005)


@pytest.mark.parametrize(
    ("table", "kappa", "prevalence", "bias"),
    [([[40, 9], [6, 45]], 0.70, 0.05, 0.03), ([[80, 10], [5, 5]], 0.32, 0.75, 0.05)],
)
def test_kappa_falls_with_prevalence_feinstein_and_cicchetti_1990(table, kappa, prevalence, bias):
    ratings = spread(table)
    assert compute_percent(tally_ratings(ratings)) == pytest.approx(0.85)
    assert compute_light(ratings) == pytest.approx(kappa, abs=0.005)
    assert compute_balance(ratings) == pytest.approx((prevalence, bias))


def test_cohen_by_hand():
    # Observed 5/6, by chance (3 * 2 + 3 * 4) / 36 = 1/2, so (5/6 - 1/2) / (1/2).
    assert compute_cohen([1, 1, 1, 0, 0, 0], [1, 1, 0, 0, 0, 0]) == pytest.approx(2 / 3)


def test_units_that_one_coder_rated_are_left_out_of_percent():
    assert compute_percent(tally_ratings([[1, 1], [1, 0], [0, None]])) == 0.5


def test_percent_averages_units_not_pairs():
    # One unit of two coders who differ, one of three who agree: (0 + 1) / 2.
    assert compute_percent(tally_ratings([[1, 0, None], [1, 1, 1]])) == 0.5


@pytest.mark.parametrize("statistic", CORRECTED)
@pytest.mark.parametrize(
    "ratings",
    [
        [[0, 0], [0, 0]],
        [[1, 1, 1], [1, 1, 1]],
        [[1], [0]],
        [[1, None], [None, 0]],
        np.empty((0, 2)),
    ],
    ids=["never put", "always put", "one coder", "never the same unit", "no units"],
)
def test_what_cannot_be_estimated_is_none(statistic, ratings):
    assert statistic(tally_ratings(ratings, (0, 1))) is None


@pytest.mark.parametrize("ratings", [[[0, 0], [0, 0]], [[1], [0]], [[1, None], [None, 0]]])
def test_kappa_that_cannot_be_estimated_is_none(ratings):
    assert compute_light(ratings) is None


def test_kappa_of_one_constant_coder_is_nought_not_missing():
    assert compute_light([[0, 0], [0, 0], [0, 1]]) == 0


def test_light_is_the_mean_over_pairs():
    ratings = [[1, 1, 0], [0, 0, 0], [1, 1, 1], [0, 0, 1]]
    pairs = [[row[one], row[two]] for one, two in ((0, 1), (0, 2), (1, 2)) for row in ratings]
    kappas = [compute_light(pairs[4 * n : 4 * n + 4]) for n in range(3)]
    assert compute_light(ratings) == pytest.approx(np.mean(kappas))


def test_balance_of_nothing_in_common_is_none():
    assert compute_balance([[1, None], [None, 0]]) == (None, None)


def test_a_rating_outside_the_categories_is_refused():
    with pytest.raises(ValueError, match="2 of unit 1 is none of"):
        tally_ratings([[0, 1], [2, 0]], (0, 1))


def test_categories_that_cannot_be_ordered_are_sorted_as_written():
    assert list_categories([[frozenset("b"), "a"], [None, float("nan")]]) == [
        "a",
        frozenset("b"),
    ]


def test_bootstrap_of_a_constant_is_none():
    tally = tally_ratings([[0, 0]] * 5, (0, 1))
    assert (
        bootstrap_interval(tally, compute_nominal_alpha, samples=50, confidence=0.9, seed=1) is None
    )


def test_bootstrap_repeats_with_its_seed_and_holds_the_estimate():
    tally = tally_ratings(ABSTRACTORS)
    given_ = {"samples": 200, "confidence": 0.95}
    first = bootstrap_interval(tally, compute_nominal_alpha, seed=7, **given_)
    assert first == bootstrap_interval(tally, compute_nominal_alpha, seed=7, **given_)
    assert first != bootstrap_interval(tally, compute_nominal_alpha, seed=8, **given_)
    assert first[0] < compute_nominal_alpha(tally) < first[1]


def test_bootstrap_is_near_the_published_interval_of_alpha():
    # Gwet (2014) gives (0.68, 0.914) by linearisation for the two abstractors.
    low, high = bootstrap_interval(
        tally_ratings(ABSTRACTORS), compute_nominal_alpha, samples=1000, confidence=0.95, seed=3
    )
    assert low == pytest.approx(0.68, abs=0.03)
    assert high == pytest.approx(0.914, abs=0.03)


def test_no_samples_give_no_interval():
    assert (
        bootstrap_interval(
            tally_ratings(ABSTRACTORS), compute_nominal_alpha, samples=0, confidence=0.95, seed=3
        )
        is None
    )


def complete(categories=3, coders=4):
    """Generate ratings without gaps."""
    row = st.lists(st.integers(0, categories - 1), min_size=coders, max_size=coders)
    return st.lists(row, min_size=2, max_size=12)


def gapped(categories=3, coders=4):
    """Generate ratings with gaps."""
    cell = st.one_of(st.none(), st.integers(0, categories - 1))
    row = st.lists(cell, min_size=coders, max_size=coders)
    return st.lists(row, min_size=2, max_size=12)


@given(complete())
def test_fleiss_is_that_of_statsmodels(ratings):
    ours = compute_fleiss(tally_ratings(ratings))
    if ours is not None:
        assert ours == pytest.approx(fleiss_kappa(aggregate_raters(ratings)[0]))


@given(complete(categories=3, coders=3))
def test_brennan_prediger_is_randolphs_kappa_of_statsmodels(ratings):
    ours = compute_brennan_prediger(tally_ratings(ratings))
    if ours is not None:
        theirs = fleiss_kappa(aggregate_raters(ratings)[0], method="randolph")
        assert ours == pytest.approx(theirs)


@given(complete(coders=2))
def test_cohen_is_that_of_statsmodels(ratings):
    ours = compute_light(ratings)
    if ours is not None:
        theirs = cohens_kappa(to_table(ratings)[0], return_results=False)
        assert ours == pytest.approx(theirs)


@given(gapped(), st.randoms(use_true_random=False))
def test_the_order_of_coders_and_units_changes_nothing(ratings, random):
    mixed = [list(row) for row in ratings]
    random.shuffle(mixed)
    order = random.sample(range(4), 4)
    mixed = [[row[place] for place in order] for row in mixed]
    one, two = (tally_ratings(rows, (0, 1, 2)) for rows in (ratings, mixed))
    for statistic in (*TALLIED, compute_nominal_alpha):
        assert statistic(one) == pytest.approx(statistic(two))
    assert compute_light(ratings) == pytest.approx(compute_light(mixed))


@given(gapped())
def test_the_names_of_categories_change_nothing(ratings):
    renamed = [[None if cell is None else "zyx"[cell] for cell in row] for row in ratings]
    one, two = tally_ratings(ratings, (0, 1, 2)), tally_ratings(renamed, ("z", "y", "x"))
    assert (one == two).all()
    assert compute_alpha(ratings) == pytest.approx(compute_alpha(renamed))


@given(st.lists(st.integers(0, 2), min_size=2, max_size=12), st.integers(2, 5))
def test_identical_coders_agree_wholly(codes, coders):
    ratings = [[code] * coders for code in codes]
    tally = tally_ratings(ratings, (0, 1, 2))
    assert compute_percent(tally) == 1
    expected = None if len(set(codes)) == 1 else pytest.approx(1)
    assert compute_light(ratings) == expected
    for statistic in CORRECTED:
        assert statistic(tally) == expected


@given(gapped())
def test_coefficients_never_pass_one_or_percent(ratings):
    tally = tally_ratings(ratings, (0, 1, 2))
    percent = compute_percent(tally)
    for statistic in CORRECTED[:3]:
        value = statistic(tally)
        assert value is None or value <= percent + 1e-9
