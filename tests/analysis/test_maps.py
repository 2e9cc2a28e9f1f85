"""How far analysts' maps agree, and what changes under another."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.analysis.mapped_study import make_mapped

from mcneval.analysis.maps import compare_maps, measure_map_agreement
from mcneval.study.load import Study

Make = Callable[..., Study]


def map_themes(make_study: Make, *rows: str) -> Study:
    """Return the mapped study with these rows of ``mappings.csv`` alone."""
    heads = "framework | theme_id | construct_id | weight | analyst"
    return make_mapped(make_study, mappings="\n".join([heads, *rows]))


def test_agreement_is_on_the_chief_place(make_study: Make) -> None:
    found = measure_map_agreement(make_mapped(make_study))
    assert found[["framework", "analysts", "themes", "agreeing"]].to_dict("list") == {
        "framework": ["Systems"],
        "analysts": ["A and B"],
        "themes": [5],
        "agreeing": [3],
    }
    # A: money people people people tools; B: money people money tools tools.
    # Observed 3/5; by chance (1*2 + 3*1 + 1*2) / 25 = 7/25; kappa = (15 - 7) / (25 - 7).
    assert found["kappa"].tolist() == [pytest.approx(8 / 18)]
    # Of ten places 3, 4 and 3: expected 2 * (3*4 + 3*3 + 4*3) / 90 = 66/90; alpha 1 - 36/66.
    assert found["alpha"].tolist() == [pytest.approx(5 / 11)]


def test_the_same_seed_gives_the_same_interval(make_study: Make) -> None:
    one, two = (measure_map_agreement(make_mapped(make_study)) for _ in range(2))
    assert one.equals(two)
    assert one.loc[0, "low"] <= one.loc[0, "kappa"] <= one.loc[0, "high"]


def test_one_map_has_no_agreement(make_study: Make) -> None:
    study = map_themes(make_study, "sst | T1 | money | primary | A")
    assert measure_map_agreement(study).empty
    assert compare_maps(study).empty


def test_analysts_without_a_theme_in_common_are_not_estimable(make_study: Make) -> None:
    rows = ("sst | T1 | money | primary | A", "sst | T2 | money | primary | B")
    found = measure_map_agreement(map_themes(make_study, *rows))
    assert found[["themes", "agreeing"]].to_dict("list") == {"themes": [0], "agreeing": [0]}
    assert found[["kappa", "low", "high", "alpha"]].isna().all(axis=None)


def test_changes_name_both_places_and_what_follows(make_study: Make) -> None:
    # A would place every theme where it stands.
    assert compare_maps(make_mapped(make_study)).to_dict("list") == {
        "analyst": ["B"] * 3,
        "theme": ["Means run short", "Posts stand empty", "Training"],
        "place": ["Money", "People", "People"],
        "other_place": ["Money", "Money", "Tools"],
        "constructs_reached": [2, 1, 1],
        "other_constructs_reached": [3, 1, 1],
        "reaches_far": [True, False, False],
        "other_reaches_far": [True, False, False],
    }
