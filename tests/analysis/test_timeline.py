"""Recruitment over time."""

from __future__ import annotations

from collections.abc import Callable

from tests.analysis.register_study import EMPTY, RECONSTRUCTED, REGISTER, SETTINGS

from mcneval.analysis.timeline import count_timeline, find_dates
from mcneval.study.load import Study

Make = Callable[..., Study]


def test_people_count_from_consent_or_else_from_their_first_source(make_study: Make) -> None:
    timeline = count_timeline(make_study(SETTINGS, **REGISTER))
    rows = [
        (row.phase, f"{row.date:%Y-%m-%d}", row.people, row.cumulative, row.in_phase)
        for row in timeline.itertuples()
    ]
    assert rows == [
        ("one", "2024-01-02", 2, 2, 2),
        ("one", "2024-02-01", 1, 3, 3),
        ("two", "2024-03-01", 1, 4, 1),
        ("two", "2024-03-05", 1, 5, 2),
    ]


def test_people_without_any_date_are_left_out(make_study: Make) -> None:
    people = REGISTER["participants"].replace("2024-03-05", "")
    study = make_study(SETTINGS, **(REGISTER | {"participants": people}))
    assert count_timeline(study)["people"].sum() == 4
    assert find_dates(study)["date"].isna().sum() == 1


def test_a_reconstructed_register_has_no_course(make_study: Make) -> None:
    assert count_timeline(make_study(SETTINGS | RECONSTRUCTED, **REGISTER)).empty


def test_a_register_without_dates_has_no_course(make_study: Make) -> None:
    assert count_timeline(make_study(SETTINGS, **EMPTY)).empty
