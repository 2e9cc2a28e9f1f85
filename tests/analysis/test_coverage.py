"""Organisations by phase, their overlap, and coverage of the register."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.analysis.register_study import RECONSTRUCTED, REGISTER, SETTINGS

from mcneval.analysis.coverage import (
    count_organisations,
    explain_no_coverage,
    measure_coverage,
    tabulate_coverage,
    tabulate_organisations,
)
from mcneval.study.load import Study

Make = Callable[..., Study]


def test_an_organisation_counts_in_each_phase_and_once_in_all(make_study: Make) -> None:
    counts = count_organisations(make_study(SETTINGS, **REGISTER))
    assert counts.to_numpy().tolist() == [
        ["one", 2, 1, 2, 3],
        ["two", 2, 1, 1, 2],
        ["all", 3, 1, 3, 5],
    ]


def test_one_phase_needs_no_overlap(make_study: Make) -> None:
    people = REGISTER["participants"].replace("| two |", "| one |")
    study = make_study(
        SETTINGS | {"phases": [{"id": "one", "label": "Only"}]},
        **(REGISTER | {"participants": people}),
    )
    assert tabulate_organisations(study).to_dict("list") == {
        "Phase": ["Only"],
        "Organisations": [3],
        "Participants": [5],
    }


def test_a_third_phase_of_a_reconstructed_register_does_not_tell_what_is_new(
    make_study: Make,
) -> None:
    phases = [{"id": name, "label": name} for name in ("zero", "one", "two")]
    study = make_study(SETTINGS | RECONSTRUCTED | {"phases": phases}, **REGISTER)
    assert count_organisations(study)["fresh"].isna().tolist() == [False, False, True, False]
    assert "Reached for the first time" not in tabulate_organisations(study)


def test_coverage_counts_organisations_with_someone_who_took_part(make_study: Make) -> None:
    coverage = measure_coverage(make_study(SETTINGS, **REGISTER))
    rows = coverage[["dimension", "level", "planned", "achieved"]].to_numpy().tolist()
    assert rows == [
        ["all", "all", 4, 3],
        ["position", "hub", 1, 1],
        ["position", "spoke", 3, 2],
        ["sector", "nhs", 3, 2],
        ["sector", "other", 1, 1],
    ]
    assert coverage["share"].iloc[0] == pytest.approx(0.75)


def test_coverage_is_a_share_of_the_whole_register(make_study: Make) -> None:
    shown = tabulate_coverage(make_study(SETTINGS, **REGISTER))
    assert list(shown) == ["By", "Group", "In the register", "Reached", "Share"]
    assert shown.iloc[0].tolist() == ["All organisations", "", 4, 3, "75%"]


def test_a_reconstructed_register_tells_nothing_of_coverage(make_study: Make) -> None:
    study = make_study(SETTINGS | RECONSTRUCTED, **REGISTER)
    assert measure_coverage(study).empty
    assert explain_no_coverage(study).startswith("Which organisations of the network were not")
    assert explain_no_coverage(make_study(SETTINGS, **REGISTER)) == ""


def test_all_phases_together_reach_nothing_for_the_first_time(make_study: Make) -> None:
    shown = tabulate_organisations(make_study(SETTINGS, **REGISTER))
    assert shown["Reached for the first time"].tolist() == ["2", "1", "–"]
