"""Krippendorff's alpha against the published example and two other libraries."""

import krippendorff
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nltk.metrics.agreement import AnnotationTask
from nltk.metrics.distance import masi_distance

from mcneval.analysis.alpha import compute_alpha, compute_alpha_of_sets, measure_masi

# Krippendorff (2011), "Computing Krippendorff's alpha-reliability", example C.
OBSERVERS = (
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)
UNITS = np.array(
    [[None if cell == "." else int(cell) for cell in row.split()] for row in OBSERVERS],
    dtype=object,
).T
LEVELS = ("nominal", "ordinal", "interval", "ratio")


@pytest.mark.parametrize(
    ("level", "published"), list(zip(LEVELS, (0.743, 0.815, 0.849, 0.797), strict=True))
)
def test_krippendorff_2011(level, published):
    assert compute_alpha(UNITS, level) == pytest.approx(published, abs=0.0005)


def test_alpha_of_two_abstractors_gwet_2014():
    table = [[13, 0, 0], [0, 20, 7], [0, 4, 56]]
    ratings = [
        [row, column]
        for row, counts in enumerate(table)
        for column, count in enumerate(counts)
        for _ in range(count)
    ]
    assert compute_alpha(ratings) == pytest.approx(0.7972585, abs=1e-6)


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
def test_masi_distance_by_definition(one, two, distance):
    assert measure_masi(frozenset(one), frozenset(two)) == pytest.approx(distance)
    assert measure_masi(frozenset(two), frozenset(one)) == pytest.approx(distance)


def test_masi_distance_is_that_of_nltk_to_its_two_decimals():
    sets = [frozenset(letters) for letters in ("a", "ab", "abc", "bcd", "d")]
    for one in sets:
        for two in sets:
            assert measure_masi(one, two) == pytest.approx(masi_distance(one, two), abs=0.004)


def test_constant_sets_are_not_estimable():
    assert compute_alpha_of_sets([[frozenset("a"), frozenset("a")]] * 3) is None


def test_alpha_of_sets_by_hand():
    # Observed: (0 + 2/3) / 2. Of the six pairs of {a} {a} {a} {ab}, three lie 2/3 apart: 1/3 too.
    sets = [[frozenset("a"), frozenset("a")], [frozenset("a"), frozenset("ab")]]
    assert compute_alpha_of_sets(sets) == pytest.approx(0)


def units(values, coders=3):
    """Generate ratings with gaps."""
    row = st.lists(st.one_of(st.none(), values), min_size=coders, max_size=coders)
    return st.lists(row, min_size=2, max_size=10)


@pytest.mark.parametrize("level", LEVELS)
@given(ratings=units(st.integers(1, 4)))
def test_alpha_is_that_of_the_krippendorff_package(level, ratings):
    ours = compute_alpha(ratings, level)
    if ours is not None:
        data = np.array([[np.nan if c is None else c for c in row] for row in ratings], float).T
        theirs = krippendorff.alpha(reliability_data=data, level_of_measurement=level)
        assert ours == pytest.approx(theirs)


@given(units(st.frozensets(st.sampled_from("abc"), min_size=1)))
def test_alpha_of_sets_is_that_of_nltk(ratings):
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


@given(units(st.frozensets(st.sampled_from("abc"))), st.randoms(use_true_random=False))
def test_the_order_of_coders_and_units_changes_nothing(ratings, random):
    mixed = [[row[place] for place in (2, 0, 1)] for row in ratings]
    random.shuffle(mixed)
    assert compute_alpha_of_sets(ratings) == pytest.approx(compute_alpha_of_sets(mixed))


@given(st.lists(st.frozensets(st.sampled_from("abc")), min_size=2, max_size=8))
def test_identical_sets_agree_wholly(sets):
    expected = None if len(set(sets)) == 1 else pytest.approx(1)
    assert compute_alpha_of_sets([[one, one] for one in sets]) == expected
