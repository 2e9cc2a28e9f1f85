"""Planned against achieved recruitment."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.analysis.register_study import RECONSTRUCTED, RECRUITED_ONLY, REGISTER, SETTINGS

from mcneval.analysis.planned import explain_no_plan, measure_plan, tabulate_plan
from mcneval.study.load import Study

Make = Callable[..., Study]


def test_every_group_has_its_share_of_those_approached(make_study: Make) -> None:
    plan = measure_plan(make_study(SETTINGS, **REGISTER)).set_index(["dimension", "level"])
    assert plan.loc[("phase", "one"), ["planned", "achieved"]].tolist() == [5, 3]
    assert plan.loc[("position", "spoke"), ["planned", "achieved"]].tolist() == [7, 3]
    assert plan.loc[("role", "not-recorded"), ["planned", "achieved"]].tolist() == [1, 1]


def test_the_interval_is_wilsons(make_study: Make) -> None:
    plan = measure_plan(make_study(SETTINGS, **REGISTER)).set_index(["dimension", "level"])
    low, high = plan.loc[("phase", "one"), ["low", "high"]]
    assert (low, high) == (pytest.approx(0.2307, abs=1e-4), pytest.approx(0.8824, abs=1e-4))


def test_the_table_has_a_row_for_each_group(make_study: Make) -> None:
    shown = tabulate_plan(make_study(SETTINGS, **REGISTER))
    assert list(shown) == ["By", "Group", "Approached", "Recruited", "Share", "95% interval"]
    assert shown.iloc[0].tolist() == ["Phase", "Phase 1: first", 5, 3, "60%", "23% to 88%"]


def test_nothing_is_shown_where_only_recruits_are_known(make_study: Make) -> None:
    study = make_study(SETTINGS, **(REGISTER | {"participants": RECRUITED_ONLY}))
    assert tabulate_plan(study).empty
    assert explain_no_plan(study) == (
        "How many people were approached in each group is not recorded."
    )


def test_nothing_is_shown_of_a_reconstructed_register(make_study: Make) -> None:
    assert measure_plan(make_study(SETTINGS | RECONSTRUCTED, **REGISTER)).empty
    assert explain_no_plan(make_study(SETTINGS, **REGISTER)) == ""


def test_groups_with_a_count_that_may_not_be_shown_are_left_out(make_study: Make) -> None:
    study = make_study(SETTINGS | {"disclosure": {"min_cell": 4}}, **REGISTER)
    told = measure_plan(study).set_index("level")["achieved_told"]
    assert told["nurse"] == "under 4"
    assert "Nurse" not in set(tabulate_plan(study)["Group"])
