"""Planned against achieved recruitment."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.analysis.register_study import RECONSTRUCTED, RECRUITED_ONLY, REGISTER, SETTINGS

from mcneval.analysis.planned import measure_plan, tabulate_plan
from mcneval.study.load import Study

Make = Callable[..., Study]
PHASES = [
    {"id": "one", "label": "Phase 1", "invited": 4, "target": {"low": 3, "high": 3}},
    {"id": "two", "label": "Phase 2", "target": {"low": 4, "high": 6}},
]


def test_every_group_has_its_share_of_those_approached(make_study: Make) -> None:
    plan = measure_plan(make_study(SETTINGS, **REGISTER)).set_index(["dimension", "level"])
    assert plan.loc[("phase", "one"), ["planned", "achieved"]].tolist() == [5, 3]
    assert plan.loc[("position", "spoke"), ["planned", "achieved"]].tolist() == [7, 3]
    assert plan.loc[("role", "not-recorded"), ["planned", "achieved"]].tolist() == [1, 1]


def test_the_interval_is_wilsons(make_study: Make) -> None:
    plan = measure_plan(make_study(SETTINGS, **REGISTER)).set_index(["dimension", "level"])
    low, high = plan.loc[("phase", "one"), ["low", "high"]]
    assert (low, high) == (pytest.approx(0.2307, abs=1e-4), pytest.approx(0.8824, abs=1e-4))


def test_a_target_has_a_share_but_no_interval(make_study: Make) -> None:
    study = make_study({"phases": PHASES}, **(REGISTER | {"participants": RECRUITED_ONLY}))
    assert tabulate_plan(study).to_numpy().tolist() == [
        ["Phase", "Phase 1", "4 approached, target 3", 3, "75%", "30% to 95%"],
        ["Phase", "Phase 2", "target 4 to 6", 2, "50%", "none: a target is not a sample"],
    ]


def test_groups_are_left_out_where_only_recruits_are_known(make_study: Make) -> None:
    study = make_study(SETTINGS, **(REGISTER | {"participants": RECRUITED_ONLY}))
    assert measure_plan(study).empty


def test_groups_of_a_reconstructed_register_are_not_shown(make_study: Make) -> None:
    plan = measure_plan(make_study(SETTINGS | RECONSTRUCTED, **REGISTER))
    assert set(plan["dimension"]) == {"phase"}


def test_a_share_of_a_count_that_is_not_told_is_not_told(make_study: Make) -> None:
    study = make_study(SETTINGS | {"disclosure": {"min_cell": 4}}, **REGISTER)
    shown = tabulate_plan(study).set_index("Group")
    assert shown.loc["Nurse", "Recruited"] == "under 4"
    assert shown.loc["Nurse", "Share"] == ""
