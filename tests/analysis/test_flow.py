"""From being approached to taking part."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.analysis.register_study import EMPTY, RECRUITED_ONLY, REGISTER, SETTINGS

from mcneval.analysis.flow import (
    count_flow,
    count_reasons,
    explain_no_reasons,
    judge_target,
    tabulate_flow,
    tabulate_reasons,
)
from mcneval.study.load import Study

Make = Callable[..., Study]
PHASES = [
    {"id": "one", "label": "Phase 1", "invited": 7, "invited_is_approximate": True},
    {"id": "two", "label": "Phase 2", "target": {"low": 4, "high": 6}},
]


def test_the_register_gives_everyone_approached_and_what_came_of_it(make_study: Make) -> None:
    flow = count_flow(make_study(SETTINGS, **REGISTER))
    names = ["phase", "approached", "recruited", "declined", "excluded", "no_reply"]
    assert flow[names].to_numpy().tolist() == [["one", 5, 3, 1, 1, 0], ["two", 4, 2, 1, 0, 1]]


def test_where_it_holds_only_recruits_the_settings_say_who_was_approached(make_study: Make) -> None:
    study = make_study({"phases": PHASES}, **(REGISTER | {"participants": RECRUITED_ONLY}))
    flow = count_flow(study)
    assert flow["approached"].isna().tolist() == [False, True]
    assert flow["approached"].iloc[0] == 7
    assert flow["declined"].isna().all()


def test_the_table_says_what_is_not_recorded(make_study: Make) -> None:
    study = make_study({"phases": PHASES}, **(REGISTER | {"participants": RECRUITED_ONLY}))
    assert tabulate_flow(study).to_dict("list") == {
        "Phase": ["Phase 1", "Phase 2", "All phases"],
        "Approached": ["about 7", "not recorded", "not recorded"],
        "Recruited": [3, 2, 5],
        "Target": ["none set", "4 to 6", "–"],
        "Against target": ["–", "2 short", "–"],
    }


def test_the_table_adds_the_phases_up(make_study: Make) -> None:
    shown = tabulate_flow(make_study(SETTINGS, **REGISTER))
    assert shown.iloc[-1].to_dict() == {
        "Phase": "All phases",
        "Approached": "9",
        "Recruited": 5,
        "Declined": "2",
        "Excluded": "1",
        "No reply": "1",
    }


def test_one_phase_has_no_row_for_all(make_study: Make) -> None:
    rows = RECRUITED_ONLY.replace("| two", "| one")
    study = make_study(
        {"phases": [{"id": "one", "label": "Only"}]}, **(REGISTER | {"participants": rows})
    )
    assert tabulate_flow(study)["Phase"].tolist() == ["Only"]


def test_a_register_without_people_gives_an_empty_table(make_study: Make) -> None:
    assert tabulate_flow(make_study(SETTINGS, **EMPTY)).empty


def test_everyone_invited_took_part_so_nobody_declined(make_study: Make) -> None:
    phases = [{"id": "one", "label": "Phase 1", "invited": 3}, {"id": "two", "label": "Phase 2"}]
    study = make_study({"phases": phases}, **(REGISTER | {"participants": RECRUITED_ONLY}))
    assert count_flow(study)["declined"].iloc[0] == 0


def test_reasons_are_counted_most_frequent_first(make_study: Make) -> None:
    reasons = count_reasons(make_study(SETTINGS, **REGISTER))
    assert reasons.to_numpy().tolist() == [
        ["declined", "no time", 2],
        ["excluded", "had left", 1],
    ]


def test_small_numbers_of_losses_and_reasons_are_not_told(make_study: Make) -> None:
    study = make_study(SETTINGS | {"disclosure": {"min_cell": 3}}, **REGISTER)
    shown = tabulate_flow(study)
    assert "1" not in shown["Declined"].tolist()
    assert list(tabulate_reasons(study).columns) == ["Outcome", "Reason"]


def test_a_reason_of_which_nothing_may_be_told_is_not_listed(make_study: Make) -> None:
    study = make_study(SETTINGS | {"disclosure": {"min_cell": 2}}, **REGISTER)
    assert tabulate_reasons(study).to_numpy().tolist() == [["Declined", "no time", "2"]]


@pytest.mark.parametrize(
    ("recruited", "words"), [(3, "1 short"), (4, "met"), (6, "met"), (8, "2 over")]
)
def test_a_target_is_met_missed_or_passed(recruited: int, words: str) -> None:
    row = {"recruited": recruited, "target_low": 4, "target_high": 6}
    assert judge_target(row) == words


def test_why_there_are_no_reasons_is_said(make_study: Make) -> None:
    assert explain_no_reasons(make_study(SETTINGS, **REGISTER)) == ""
    alone = make_study(SETTINGS, **(REGISTER | {"participants": RECRUITED_ONLY}))
    assert explain_no_reasons(alone) == ("The register lists only people who took part.")
