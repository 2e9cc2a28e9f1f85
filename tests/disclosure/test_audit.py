"""What a reader could work out all the same is found before anything is published."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import replace
from random import Random

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.analysis.mapped_study import make_mapped
from tests.disclosure.small_tables import (
    LEVELS,
    People,
    chosen,
    cross,
    list_possible,
    one_table,
    registers,
)

import mcneval
from mcneval.analysis.people import count_groups, list_numbers, profile_people
from mcneval.disclosure.audit import audit_counts, audit_exhibits
from mcneval.exhibit import Exhibit, read_data
from mcneval.study.load import Study
from mcneval.study.record import recording
from mcneval.study.register import label_levels
from mcneval.study.settings import Analysis

Make = Callable[..., Study]

# Counts with what is told of them


def test_a_count_is_solved_back_from_its_total() -> None:
    cells = one_table({"x": 3, "y": 9}).assign(shown=[False, True, True])
    assert audit_counts(cells, 5).to_dict("records") == [
        {"table": "t", "row": "x", "column": "n", "count": 3, "low": 3.0, "high": 3.0,
         "safe": False},
    ]  # fmt: skip


def test_under_five_means_one_to_four() -> None:
    cells = one_table({"x": 4, "y": 4, "z": 9}).assign(shown=[False, False, True, True])
    cells["text"] = ["under 5", "under 5", "9", "17"]
    assert list(audit_counts(cells, 5)["safe"]) == [False, False]
    cells["text"] = ["under 5", "withheld", "9", "17"]
    assert list(audit_counts(cells, 5)["low"]) == [1.0, 4.0]
    # The second is 4 to 7, and nobody is told that it is small.
    assert list(audit_counts(cells, 5)["safe"]) == [True, True]


def test_a_small_count_that_is_told_is_not_safe() -> None:
    cells = one_table({"x": 3, "y": 9}).assign(shown=True)
    assert list(audit_counts(cells, 5)["safe"]) == [False]


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(registers, chosen, st.randoms(use_true_random=False))
def test_the_audit_agrees_with_all_registers(
    people: People, tables: list[str], chance: Random
) -> None:
    cells = cross(people, tables)
    keys = cells[list(LEVELS)].agg("/".join, axis=1)
    hidden = {key for key in sorted(set(keys)) if chance.random() < 0.5}
    cells["shown"] = [key not in hidden for key in keys]
    small = (cells["count"] > 0) & (cells["count"] < 4)
    cells["text"] = [
        str(count) if shown else "under 4" if 0 < count < 4 else "withheld"
        for count, shown in zip(cells["count"], cells["shown"], strict=True)
    ]
    audit = audit_counts(cells, 4)
    for place, safe in zip(np.flatnonzero(small.to_numpy()), audit["safe"], strict=True):
        assert safe == (len(list_possible(cells, int(place), 4)) >= 2)


# Exhibits. Phase one: 9 doctors, 2 nurses; phase two: 8 doctors, 7 nurses.

TRADES = {("one", "doctor"): 9, ("one", "nurse"): 2, ("two", "doctor"): 8, ("two", "nurse"): 7}
HOMES = {"O1": 12, "O2": 2, "O3": 12}
"""How many people took part from each organisation."""
DECLARED: dict[str, object] = {
    "phases": [{"id": "one", "label": "Phase 1"}, {"id": "two", "label": "Phase 2"}],
    "attributes": [
        {
            "id": "trade",
            "label": "Trade",
            "on": "participant",
            "levels": [{"id": "doctor", "label": "Doctor"}, {"id": "nurse", "label": "Nurse"}],
        }
    ],
    "recruitment_tables": [{"id": "trade", "title": "T", "rows": "phase", "columns": ["trade"]}],
    "disclosure": {"min_cell": 5},
}
OPEN = {"disclosure": {"min_cell": 0, "reason": "Published."}}
RECONSTRUCTED = {
    "provenance": {"kind": "published", "statement": "P.", "register_is_reconstructed": True}
}
SHOWN = "a count of people below 5 is shown"
WORKED_OUT = "a hidden count of people below 5 can be worked out from the others"
SHARE = "a share tells a count of people below 5 that is hidden beside it"
BY_KEY = "people are named by keys, by which they can be followed"
NAMED = "people are named one by one beside one of their attributes"
NURSES = "phase: one, status: recruited, trade: nurse"


@pytest.fixture
def trades(make_study: Make) -> Callable[..., Study]:
    """Return a function that makes the study of doctors and nurses, with settings changed."""
    homes = [home for home, count in HOMES.items() for _ in range(count)]
    people = [pair for pair, count in TRADES.items() for _ in range(count)]
    rows = [
        f"P{number} | {home} | {phase} | recruited | {trade}"
        for number, (home, (phase, trade)) in enumerate(zip(homes, people, strict=True))
    ]
    named = [f"{home} | Home {number}" for number, home in enumerate(HOMES, start=1)]

    def make(changes: dict[str, object] | None = None) -> Study:
        return make_study(
            DECLARED | (changes or {}),
            organisations="\n".join(["organisation_id | label", *named]),
            participants="\n".join(
                ["participant_id | organisation_id | phase | status | trade", *rows]
            ),
        )

    return make


def put(study: Study, label: str, frame: pd.DataFrame) -> Exhibit:
    """Return a frame as an exhibit that was made from the register."""
    ids = set(study.tables["participants"]["participant_id"])
    return Exhibit(label=label, kind="table", data=[read_data(frame, {"participants.trade"}, ids)])


def audit(study: Study, *frames: pd.DataFrame) -> list[tuple[str, str, str]]:
    """Return the file, place and words of each finding in tables tbl-a, tbl-b and so on."""
    shown = [put(study, f"tbl-{name}", frame) for name, frame in zip("abc", frames, strict=False)]
    return [(one.file, one.place, one.what) for one in audit_exhibits(study, shown)]


def count(among: str = "register", **columns: list[object]) -> pd.DataFrame:
    """Return a frame with a column of people."""
    return pd.DataFrame(columns).astype({"people": f"count[people of {among}]"})


def label(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame with its phases and trades in the words that a reader sees."""
    phases = {"one": "Phase 1", "two": "Phase 2"}
    levels = {"phase": phases, "trade": {"doctor": "Doctor", "nurse": "Nurse"}}
    return frame.assign(**{n: label_levels(frame[n], levels[n], n) for n in frame if n in levels})


def test_a_small_count_of_a_group_is_found(trades: Make) -> None:
    assert audit(trades(), count_groups(trades(OPEN))) == [
        ("tables/tbl-a.csv", "row 3, column people", SHOWN)
    ]


def test_a_small_number_for_prose_is_found(trades: Make) -> None:
    shown = list_numbers(trades(OPEN))[["table.trade.one.doctor", "table.trade.one.nurse"]]
    assert audit(trades(), shown) == [
        ("tables/tbl-a.csv", "row 2, column table.trade.one.nurse", SHOWN)
    ]


def test_what_the_package_hides_passes(trades: Make) -> None:
    shown = count_groups(trades())
    assert "under 5" in shown["people"].astype("str").tolist()
    assert audit(trades(), shown, list_numbers(trades())) == []


def test_a_count_that_the_totals_give_away_is_found(trades: Make) -> None:
    shown = count_groups(trades(OPEN)).assign(
        people=lambda frame: frame["people"].astype("str").replace("2", "under 5")
    )
    shown = shown.astype({"people": "count[people of register under 5]"})
    assert audit(trades(), shown) == [("tables/tbl-a.csv", NURSES, WORKED_OUT)]


DOCTORS = {"trade": ["doctor"], "phase": ["one"], "people": [9]}


@pytest.mark.parametrize("write", [label, lambda frame: frame], ids=["labels", "ids"])
@pytest.mark.parametrize("last", [True, False])
def test_another_exhibit_can_give_a_hidden_count_away(
    trades: Make, write: Callable[[pd.DataFrame], pd.DataFrame], last: bool
) -> None:
    frames = [count_groups(trades()), write(count(**DOCTORS))]
    (found,) = audit(trades(), *(frames if last else frames[::-1]))
    assert found == (f"tables/tbl-{'a' if last else 'b'}.csv", NURSES, WORKED_OUT)


@pytest.mark.parametrize("homes", [["O1", "O3"], ["Home 1", "Home 3"]])
def test_organisations_can_give_another_away(trades: Make, homes: list[str]) -> None:
    # All 26 took part from three organisations, so that 2 are left for the other.
    assert audit(trades(), count(where=homes, people=[12, 12])) == [
        ("tables", "organisation_id: O2, status: recruited", WORKED_OUT)
    ]


def test_a_number_that_is_not_the_registers_gives_nothing_away(trades: Make) -> None:
    fewer = label(count(**(DOCTORS | {"people": [6]})))
    others = label(count(**DOCTORS)).assign(said=["Roads are bad"])
    assert audit(trades(), count_groups(trades()), fewer, others) == []


def test_small_counts_behind_a_code_are_found_in_groups_and_not_in_phases(trades: Make) -> None:
    columns = {"code": ["Travel", "Money"], "people": [2, 9]}
    assert audit(trades(), count("groups", **columns)) == [
        ("tables/tbl-a.csv", "row 2, column people", SHOWN)
    ]
    assert audit(trades(), count("speakers", **columns), count("phases", **columns)) == []
    segments = pd.DataFrame({"phase": ["one"], "segments": [2]}).astype("object")
    assert audit(trades(), segments.astype({"segments": "count[segments]"})) == []


@pytest.mark.parametrize(
    "role", ["share[people of register]", "share[people of approached]", "rate[segments of people]"]
)
def test_a_share_beside_a_hidden_count_is_found(trades: Make, role: str) -> None:
    shown = pd.DataFrame({"group": ["Nurse", "Doctor"], "people": ["under 5", 17]})
    shown = shown.assign(told=[0.22, 0.6]).astype(
        {"people": "count[people of register under 5]", "told": role}
    )
    assert audit(trades(), shown) == [("tables/tbl-a.csv", "row 2, column told", SHARE)]
    assert audit(trades(), shown.assign(told=[np.nan, 0.6]).astype({"told": role})) == []
    assert audit(trades(), shown.astype({"told": "share[segments]"})) == []


@pytest.mark.parametrize("write", [label, lambda frame: frame], ids=["labels", "ids"])
def test_people_named_one_by_one_beside_an_attribute_are_found(
    trades: Make, write: Callable[[pd.DataFrame], pd.DataFrame]
) -> None:
    people = write(profile_people(trades())[["participant_id", "phase", "trade"]])
    by_key = ("tables/tbl-a.csv", "column participant_id", BY_KEY)
    assert audit(trades(), people) == [by_key, ("tables/tbl-a.csv", "column trade", NAMED)]
    assert audit(trades(), people.drop(columns="trade")) == [by_key]
    assert audit(trades(), people.drop(columns="participant_id")) == []


@pytest.mark.parametrize("changes", [OPEN, RECONSTRUCTED])
def test_nothing_is_looked_for_where_nothing_is_hidden(
    trades: Make, changes: dict[str, object]
) -> None:
    study = trades(changes)
    assert audit(study, count_groups(study), profile_people(study)) == []


# Everything that the package computes, of studies that lack something

GAPS = {
    "nothing lacks": {},
    "no codes": {
        "codes": "code_id | label",
        "codings": "segment_id | code_id | coder | round",
    },
    "codes without codings": {"codings": "segment_id | code_id | coder | round"},
    "no segments": {
        "segments": "segment_id | source_id",
        "codings": "segment_id | code_id | coder | round",
        "theme_segments": "theme_id | segment_id",
    },
    "nobody took part": {
        "participants": "participant_id | organisation_id | phase | status",
        "source_participants": "source_id | participant_id",
        "segments": "segment_id | source_id | participant_id\nS1 | I1 |\nS2 | I1 |",
        "codings": "segment_id | code_id | coder | round\nS1 | C1 | A | 1",
        "theme_segments": "theme_id | segment_id\nT1 | S1",
    },
    "no speakers": {"source_participants": "source_id | participant_id"},
    "one phase": {
        "participants": "participant_id | organisation_id | phase | status\n"
        "P1 | O1 | one | recruited\nP4 | O2 | one | recruited",
        "sources": "source_id | phase | kind\nI1 | one | interview\nI2 | one | interview",
        "source_participants": "source_id | participant_id\nI1 | P1\nI2 | P4",
        "segments": "segment_id | source_id | participant_id\nS1 | I1 |\nS5 | I2 |",
        "codings": "segment_id | code_id | coder | round\nS1 | C1 | A | 1\nS5 | C2 | A | 1",
        "theme_segments": "theme_id | segment_id\nT1 | S1",
    },
    "documents only": {
        "sources": "source_id | phase | kind | date\nI1 | one | document |",
        "source_participants": "source_id | participant_id",
        "segments": "segment_id | source_id | participant_id\nS1 | I1 |",
        "codings": "segment_id | code_id | coder | round\nS1 | C1 | A |\nS1 | C1 | B |",
        "theme_segments": "theme_id | segment_id\nT1 | S1",
    },
}
KINDS = {
    "as it is": {},
    "no attributes": {"attributes": []},
    "small counts hidden": {"disclosure": {"min_cell": 5}},
    "reconstructed": RECONSTRUCTED,
}
ROOMS = ("agreement", "codes", "people", "saturation", "system", "themes")
QUICK = Analysis.model_validate({"bootstrap": 2, "saturation": {"permutations": 2}})


def list_results(study: Study) -> Iterator[Exhibit]:
    """Yield every frame that the package's rooms make of a study alone, as an exhibit."""
    ids = set(study.tables["participants"]["participant_id"])
    for room in map(mcneval.__getattr__, ROOMS):
        for name in room.__all__:
            function = getattr(room, name)
            if [*inspect.signature(function).parameters][:1] != ["study"]:
                continue
            with recording() as reads:
                result = function(study)
            if isinstance(result, pd.DataFrame):
                assert all(isinstance(column, str) and column for column in result)
                data = [] if result.empty else [read_data(result, reads, ids)]
                yield Exhibit(label=f"tbl-{name}", kind="table", data=data)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("gap", GAPS)
def test_every_result_is_an_exhibit_that_passes(make_study: Make, gap: str, kind: str) -> None:
    study = make_mapped(make_study, **GAPS[gap])
    changed = study.settings.model_copy(
        update={name: getattr(make_study(KINDS[kind]).settings, name) for name in KINDS[kind]}
    )
    study = replace(study, settings=changed, parameters=QUICK)
    results = list(list_results(study))
    assert len(results) > 40
    found = [one.what for one in audit_exhibits(study, results)]
    assert set(found) <= (set() if study.follows else {BY_KEY})
