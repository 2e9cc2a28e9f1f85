"""The recruitment tables that a study declares."""

from __future__ import annotations

from collections.abc import Callable

from tests.analysis.register_study import EMPTY, REGISTER, SETTINGS

from mcneval.analysis.recruitment import cross_recruited, key_cell, tabulate_declared
from mcneval.study.load import Study

Make = Callable[..., Study]


def test_a_table_has_one_header_row_and_totals(make_study: Make) -> None:
    shown, title = tabulate_declared(make_study(SETTINGS, **REGISTER))["tbl-kind"]
    assert title == "By kind"
    assert list(shown.columns) == [
        "Phase",
        "Hub NHS",
        "Hub Other",
        "Spoke NHS",
        "Spoke Other",
        "Total",
    ]
    assert shown.to_numpy().tolist() == [
        ["Phase 1: first", 2, 0, 1, 0, 3],
        ["Phase 2: second", 0, 0, 1, 1, 2],
        ["Total", 2, 0, 2, 1, 5],
    ]


def test_rows_may_be_an_attribute_and_what_is_not_recorded_is_a_row(make_study: Make) -> None:
    shown, _ = tabulate_declared(make_study(SETTINGS, **REGISTER))["tbl-role"]
    assert shown.to_numpy().tolist() == [
        ["Nurse", 1, 1, 2],
        ["Manager", 1, 1, 2],
        ["Not recorded", 0, 1, 1],
        ["Total", 2, 3, 5],
    ]
    assert shown.columns[0] == "Role"


def test_people_who_did_not_take_part_are_not_counted(make_study: Make) -> None:
    study = make_study(SETTINGS, **REGISTER)
    counts = cross_recruited(study, study.settings.recruitment_tables[0])
    assert counts.loc["total", "total"] == 5


def test_without_people_every_cell_is_zero(make_study: Make) -> None:
    study = make_study(SETTINGS, **EMPTY)
    counts = cross_recruited(study, study.settings.recruitment_tables[0])
    assert counts.to_numpy().sum() == 0
    assert list(counts.index) == ["one", "two", "total"]


def test_small_counts_are_told_as_under(make_study: Make) -> None:
    study = make_study(SETTINGS | {"disclosure": {"min_cell": 5}}, **REGISTER)
    shown, _ = tabulate_declared(study)["tbl-kind"]
    assert shown["Hub NHS"].tolist()[0] in ("under 5", "withheld")
    assert shown["Total"].tolist()[-1] == "5"


def test_keys_join_levels_by_hyphens() -> None:
    assert key_cell("kind", "phase-1", "hub/non-NHS") == "table.kind.phase-1.hub-non-nhs"
