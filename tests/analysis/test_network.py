"""The nodes of the network drawing."""

from __future__ import annotations

from collections.abc import Callable

from tests.analysis.register_study import (
    ATTRIBUTES,
    EMPTY,
    RECONSTRUCTED,
    REGISTER,
    SETTINGS,
    TABLES,
)

from mcneval.analysis.network import find_strata, measure_network
from mcneval.study.load import Study

Make = Callable[..., Study]


def test_hubs_come_first_then_those_with_most_people(make_study: Make) -> None:
    nodes = measure_network(make_study(SETTINGS, **REGISTER))
    assert nodes[["label", "is_hub", "people", "shown"]].to_numpy().tolist() == [
        ["Alder", True, 2, "2"],
        ["Birch", False, 2, "2"],
        ["Cedar", False, 1, "1"],
        ["Dogwood", False, 0, "0"],
    ]


def test_a_reconstructed_register_shows_kinds_and_no_organisation(make_study: Make) -> None:
    nodes = measure_network(make_study(SETTINGS | RECONSTRUCTED, **REGISTER))
    assert nodes[["label", "people"]].to_numpy().tolist() == [
        ["Hub NHS", 2],
        ["Hub Other", 0],
        ["Spoke NHS", 2],
        ["Spoke Other", 1],
    ]


def test_a_table_that_crosses_people_is_no_kind_of_organisation(make_study: Make) -> None:
    tables = [{"id": "x", "title": "X", "columns": ["position", "role"]}, TABLES[0]]
    study = make_study(SETTINGS | {"recruitment_tables": tables}, **REGISTER)
    found = find_strata(study)
    assert found is not None
    assert found.id == "kind"


def test_without_hubs_nothing_is_a_hub(make_study: Make) -> None:
    plain = [ATTRIBUTES[1], ATTRIBUTES[2]]
    study = make_study({"attributes": plain}, **REGISTER)
    nodes = measure_network(study)
    assert not nodes["is_hub"].any()
    assert set(nodes["group_label"]) == {""}


def test_neither_count_nor_order_tells_a_small_number(make_study: Make) -> None:
    study = make_study(SETTINGS | {"disclosure": {"min_cell": 3}}, **REGISTER)
    nodes = measure_network(study)
    assert nodes["shown"].tolist()[:3] == ["under 3", "under 3", "under 3"]
    assert nodes["label"].tolist() == ["Alder", "Birch", "Cedar", "Dogwood"]


def test_a_study_without_organisations_has_no_nodes(make_study: Make) -> None:
    assert measure_network(make_study(SETTINGS, **EMPTY)).empty
