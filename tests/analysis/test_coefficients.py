"""Coefficients of agreement against published examples, other libraries and what must hold."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import krippendorff
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nltk.metrics.agreement import AnnotationTask
from nltk.metrics.distance import masi_distance
from statsmodels.stats.inter_rater import aggregate_raters, cohens_kappa, fleiss_kappa, to_table
from statsmodels.stats.tests.test_inter_rater import diagnoses

from mcneval.analysis.coefficients import (
    Level,
    bootstrap_interval,
    compute_ac1,
    compute_alpha,
    compute_alpha_of_sets,
    compute_balance,
    compute_brennan_prediger,
    compute_cohen,
    compute_fleiss,
    compute_light,
    compute_nominal_alpha,
    compute_percent,
    list_categories,
    measure_masi,
    tally_ratings,
)

Rows = list[list[Any]]
Statistic = Callable[[Any], float | None]
# Krippendorff (2011), example C, also in Gwet (2014): four coders, twelve units, gaps.
OBSERVERS = (
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)
FOUR_RATERS = np.array(
    [[None if cell == "." else int(cell) for cell in row.split()] for row in OBSERVERS],
    dtype=object,
).T
LEVELS: tuple[Level, ...] = ("nominal", "ordinal", "interval", "ratio")
TALLIED = (compute_percent, compute_fleiss, compute_ac1, compute_brennan_prediger)
CORRECTED = (*TALLIED[1:], compute_nominal_alpha)


def spread(table: list[list[int]]) -> Rows:
    """Return the ratings of two coders from a table of counts."""
    return [
        [row, column]
        for row, counts in enumerate(table)
        for column, count in enumerate(counts)
        for _ in range(count)
    ]


ABSTRACTORS = spread([[13, 0, 0], [0, 20, 7], [0, 4, 56]])  # Gwet (2014), two abstractors


def test_fleiss_1971_six_psychiatrists() -> None:
    assert compute_fleiss(tally_ratings(diagnoses)) == pytest.approx(0.430, abs=0.0005)


@pytest.mark.parametrize(
    ("statistic", "published"),
    [
        (compute_percent, 0.89),
        (compute_fleiss, 0.7962397),  # of two coders: Scott's pi
        (compute_ac1, 0.8493305),
        (compute_brennan_prediger, 0.835),
        (compute_nominal_alpha, 0.7972585),
    ],
)
def test_two_abstractors_gwet_2014(statistic: Statistic, published: float) -> None:
    assert statistic(tally_ratings(ABSTRACTORS)) == pytest.approx(published, abs=1e-6)


def test_cohen_of_two_abstractors_gwet_2014() -> None:
    assert compute_light(ABSTRACTORS) == pytest.approx(0.7964094, abs=1e-6)


@pytest.mark.parametrize(
    ("statistic", "published"),
    [(compute_ac1, 0.77544), (compute_fleiss, 0.76117), (compute_percent, 0.81818)],
)
def test_missing_ratings_gwet_2014(statistic: Statistic, published: float) -> None:
    assert statistic(tally_ratings(FOUR_RATERS)) == pytest.approx(published, abs=5e-6)


@pytest.mark.parametrize(
    ("level", "published"), list(zip(LEVELS, (0.743, 0.815, 0.849, 0.797), strict=True))
)
def test_alpha_krippendorff_2011(level: Level, published: float) -> None:
    assert compute_alpha(FOUR_RATERS, level) == pytest.approx(published, abs=0.0005)


def test_ac1_of_a_rare_trait_gwet_2008() -> None:
    ratings = spread([[118, 5], [2, 0]])
    assert compute_ac1(tally_ratings(ratings)) == pytest.approx(0.941, abs=0.0005)
    assert compute_light(ratings) == pytest.approx(-0.023, abs=0.0005)


@pytest.mark.parametrize(
    ("table", "kappa", "prevalence", "bias"),
    [([[40, 9], [6, 45]], 0.70, 0.05, 0.03), ([[80, 10], [5, 5]], 0.32, 0.75, 0.05)],
)
def test_kappa_falls_with_prevalence_feinstein_and_cicchetti_1990(
    table: list[list[int]], kappa: float, prevalence: float, bias: float
) -> None:
    ratings = spread(table)
    assert compute_percent(tally_ratings(ratings)) == pytest.approx(0.85)
    assert compute_light(ratings) == pytest.approx(kappa, abs=0.005)
    assert compute_balance(ratings) == pytest.approx((prevalence, bias))


def test_cohen_by_hand() -> None:
    # Observed 5/6, by chance (3 * 2 + 3 * 4) / 36 = 1/2, so (5/6 - 1/2) / (1/2).
    assert compute_cohen([1, 1, 1, 0, 0, 0], [1, 1, 0, 0, 0, 0]) == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    "ratings",
    [
        [[1, 1], [1, 0], [0, None]],  # a unit that one coder rated is left out
        [[1, 0, None], [1, 1, 1]],  # units count the same, not pairs: (0 + 1) / 2
    ],
)
def test_percent_averages_units_that_two_rated(ratings: Rows) -> None:
    assert compute_percent(tally_ratings(ratings)) == 0.5


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
def test_what_cannot_be_estimated_is_none(statistic: Statistic, ratings: Rows) -> None:
    assert statistic(tally_ratings(ratings, (0, 1))) is None
    assert compute_light(ratings) is None


def test_kappa_of_one_constant_coder_is_nought_not_missing() -> None:
    assert compute_light([[0, 0], [0, 0], [0, 1]]) == 0


def test_light_is_the_mean_over_pairs() -> None:
    # The first two agree wholly, 1; each agrees with the third as by chance, 0.
    ratings = [[1, 1, 0], [0, 0, 0], [1, 1, 1], [0, 0, 1]]
    assert compute_light(ratings) == pytest.approx(1 / 3)


def test_balance_of_nothing_in_common_is_none() -> None:
    assert compute_balance([[1, None], [None, 0]]) == (None, None)


def test_a_rating_outside_the_categories_is_refused() -> None:
    with pytest.raises(ValueError, match="2 of unit 1 is none of"):
        tally_ratings([[0, 1], [2, 0]], (0, 1))


def test_sets_of_codes_come_in_the_order_of_their_members() -> None:
    sets = [frozenset(words) for words in ("ab", "", "c", "abc", "b", "ac")]
    found = list_categories([sets[:3], sets[3:]])
    assert ["".join(sorted(one)) for one in found] == ["", "ab", "abc", "ac", "b", "c"]


def test_categories_that_cannot_be_ordered_are_sorted_as_written() -> None:
    ratings = [[frozenset("b"), "a"], [None, float("nan")]]
    assert list_categories(ratings) == ["a", frozenset("b")]


def draw(ratings: Rows, **changes: Any) -> tuple[float, float] | None:
    """Return the bootstrap interval of alpha."""
    given_ = {"samples": 200, "confidence": 0.95, "seed": 7} | changes
    return bootstrap_interval(tally_ratings(ratings, (0, 1, 2)), compute_nominal_alpha, **given_)


def test_bootstrap_without_draws_or_differences_is_none() -> None:
    assert draw(ABSTRACTORS, samples=0) is None
    assert draw([[0, 0]] * 5, samples=50, confidence=0.9) is None


def test_bootstrap_repeats_with_its_seed() -> None:
    assert draw(ABSTRACTORS) == draw(ABSTRACTORS)
    assert draw(ABSTRACTORS) != draw(ABSTRACTORS, seed=8)


def test_bootstrap_is_near_the_published_interval_of_alpha() -> None:
    # Gwet (2014) gives (0.68, 0.914) by linearisation for the two abstractors.
    interval = draw(ABSTRACTORS, samples=1000, seed=3)
    assert interval == pytest.approx((0.68, 0.914), abs=0.03)


@pytest.mark.parametrize(
    ("one", "two", "distance"),
    [
        ("ab", "ab", 0),
        ("", "", 0),
        ("a", "b", 1),
        ("", "a", 1),
        ("ab", "a", 1 - 1 / 2 * 2 / 3),
        ("ab", "abcd", 1 - 2 / 4 * 2 / 3),
        ("ab", "bc", 1 - 1 / 3 * 1 / 3),
    ],
)
def test_masi_distance_by_definition_passonneau_2006(one: str, two: str, distance: float) -> None:
    assert measure_masi(frozenset(one), frozenset(two)) == pytest.approx(distance)
    assert measure_masi(frozenset(two), frozenset(one)) == pytest.approx(distance)


def test_masi_distance_is_that_of_nltk_to_its_two_decimals() -> None:
    sets = [frozenset(letters) for letters in ("a", "ab", "abc", "bcd", "d")]
    for one in sets:
        for two in sets:
            assert measure_masi(one, two) == pytest.approx(masi_distance(one, two), abs=0.004)


def test_constant_sets_are_not_estimable() -> None:
    assert compute_alpha_of_sets([[frozenset("a"), frozenset("a")]] * 3) is None


def test_alpha_of_sets_by_hand() -> None:
    # Observed: (0 + 2/3) / 2. Of the six pairs of {a} {a} {a} {ab}, three lie 2/3 apart: 1/3 too.
    sets = [[frozenset("a"), frozenset("a")], [frozenset("a"), frozenset("ab")]]
    assert compute_alpha_of_sets(sets) == pytest.approx(0)


def rate(
    values: st.SearchStrategy[Any], coders: int = 4, gaps: bool = True
) -> st.SearchStrategy[Rows]:
    """Generate ratings, with or without gaps."""
    cell = st.one_of(st.none(), values) if gaps else values
    return st.lists(st.lists(cell, min_size=coders, max_size=coders), min_size=2, max_size=12)


THREE = st.integers(0, 2)
SETS = st.frozensets(st.sampled_from("abc"))


@given(rate(THREE, gaps=False))
def test_kappas_of_several_are_those_of_statsmodels(ratings: Rows) -> None:
    tally, table = tally_ratings(ratings), aggregate_raters(ratings)[0]
    fleiss, randolph = compute_fleiss(tally), compute_brennan_prediger(tally)
    if fleiss is not None:
        assert fleiss == pytest.approx(fleiss_kappa(table))
        assert randolph == pytest.approx(fleiss_kappa(table, method="randolph"))


@given(rate(THREE, coders=2, gaps=False))
def test_cohen_is_that_of_statsmodels(ratings: Rows) -> None:
    ours = compute_light(ratings)
    if ours is not None:
        theirs = cohens_kappa(to_table(ratings)[0], return_results=False)
        assert ours == pytest.approx(theirs)


@pytest.mark.parametrize("level", LEVELS)
@given(ratings=rate(st.integers(1, 4), coders=3))
def test_alpha_is_that_of_the_krippendorff_package(level: Level, ratings: Rows) -> None:
    ours = compute_alpha(ratings, level)
    if ours is not None:
        data = np.array([[np.nan if c is None else c for c in row] for row in ratings], float).T
        theirs = krippendorff.alpha(reliability_data=data, level_of_measurement=level)
        assert ours == pytest.approx(theirs)


@given(rate(st.frozensets(st.sampled_from("abc"), min_size=1), coders=3))
def test_alpha_of_sets_is_that_of_nltk(ratings: Rows) -> None:
    ours = compute_alpha_of_sets(ratings)
    if ours is not None:
        triples = [
            (coder, unit, cell)
            for unit, row in enumerate(ratings)
            if sum(cell is not None for cell in row) >= 2
            for coder, cell in enumerate(row)
            if cell is not None
        ]
        assert ours == pytest.approx(AnnotationTask(triples, distance=measure_masi).alpha())


def mix(ratings: Rows, random: Random) -> Rows:
    """Return ratings with their units and coders in another order."""
    order = random.sample(range(4), 4)
    return [[row[place] for place in order] for row in random.sample(ratings, len(ratings))]


@given(rate(THREE), rate(SETS), st.randoms(use_true_random=False))
def test_the_order_of_coders_and_units_changes_nothing(
    ratings: Rows, sets: Rows, random: Random
) -> None:
    mixed = mix(ratings, random)
    one, two = (tally_ratings(rows, (0, 1, 2)) for rows in (ratings, mixed))
    for statistic in (*TALLIED, compute_nominal_alpha):
        assert statistic(one) == pytest.approx(statistic(two))
    assert compute_light(ratings) == pytest.approx(compute_light(mixed))
    assert compute_alpha_of_sets(sets) == pytest.approx(compute_alpha_of_sets(mix(sets, random)))


@given(rate(THREE))
def test_the_names_of_categories_change_nothing(ratings: Rows) -> None:
    renamed = [[None if cell is None else "zyx"[cell] for cell in row] for row in ratings]
    one, two = tally_ratings(ratings, (0, 1, 2)), tally_ratings(renamed, ("z", "y", "x"))
    assert (one == two).all()
    assert compute_alpha(ratings) == pytest.approx(compute_alpha(renamed))


@given(st.lists(THREE, min_size=2, max_size=12), st.integers(2, 5))
def test_identical_coders_agree_wholly(codes: list[int], coders: int) -> None:
    ratings = [[code] * coders for code in codes]
    tally = tally_ratings(ratings, (0, 1, 2))
    assert compute_percent(tally) == 1
    expected = None if len(set(codes)) == 1 else pytest.approx(1)
    sets = [[frozenset([code])] * coders for code in codes]
    assert compute_light(ratings) == expected
    assert compute_alpha_of_sets(sets) == expected
    for statistic in CORRECTED:
        assert statistic(tally) == expected


@given(rate(THREE))
def test_coefficients_never_pass_one_or_percent(ratings: Rows) -> None:
    tally = tally_ratings(ratings, (0, 1, 2))
    percent = compute_percent(tally)
    for statistic in CORRECTED[:3]:
        value = statistic(tally)
        assert value is None or value <= percent + 1e-9
