"""Small counts of people in a report's tables and numbers stop it."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from mcneval.analysis.disclosure import shown_counts
from mcneval.report.gate import search_report
from mcneval.study.load import Study
from mcneval.study.settings import Settings
from mcneval.study.tables import TABLES

# Phase one: 9 doctors, 2 nurses; phase two: 8 doctors, 7 nurses.
PEOPLE = {("one", "doctor"): 9, ("one", "nurse"): 2, ("two", "doctor"): 8, ("two", "nurse"): 7}
OPEN = "Phase,Doctor,Nurse,Total\nPhase 1,9,2,11\nPhase 2,8,7,15\nTotal,17,9,26\n"
PRIMARY = "Phase,Doctor,Nurse,Total\nPhase 1,9,under 5,11\nPhase 2,8,7,15\nTotal,17,9,26\n"
SAFE = (
    "Phase,Doctor,Nurse,Total\nPhase 1,withheld,under 5,11\nPhase 2,withheld,withheld,15\n"
    "Total,17,9,26\n"
)


def make_study(folder: Path, **changes: object) -> Study:
    declared: dict[str, object] = {
        "title": "A study",
        "citation": {"text": "A study"},
        "network": {"name": "The network"},
        "phases": [{"id": "one", "label": "Phase 1"}, {"id": "two", "label": "Phase 2"}],
        "attributes": [
            {
                "id": "trade",
                "label": "Trade",
                "on": "participant",
                "levels": [{"id": "doctor", "label": "Doctor"}, {"id": "nurse", "label": "Nurse"}],
            }
        ],
        "recruitment_tables": [
            {"id": "trade", "title": "T", "rows": "phase", "columns": ["trade"]}
        ],
        "frameworks": ["sst"],
        "primary_framework": "sst",
        "disclosure": {"min_cell": 5},
        "provenance": {"kind": "collected", "statement": "Collected."},
    }
    tables = {table.name: pd.DataFrame(columns=table.column_names, dtype="str") for table in TABLES}
    tables["organisations"] = pd.DataFrame({"organisation_id": ["O1"], "label": ["Old Mill"]})
    people = [pair for pair, count in PEOPLE.items() for _ in range(count)]
    tables["participants"] = pd.DataFrame(
        {
            "participant_id": [f"P{number}" for number in range(len(people))],
            "organisation_id": "O1",
            "phase": [phase for phase, _ in people],
            "status": "recruited",
            "reason": "",
            "trade": [trade for _, trade in people],
        }
    )
    for name in ("organisations", "participants"):
        columns = next(table.column_names for table in TABLES if table.name == name)
        frame = tables[name]
        tables[name] = frame.reindex(
            columns=[*columns, *frame.columns.difference(columns)], fill_value=""
        )
    return Study("small", folder, Settings.model_validate(declared | changes), tables)


@pytest.fixture
def run(tmp_path: Path) -> Path:
    (tmp_path / "run" / "tables").mkdir(parents=True)
    return tmp_path / "run"


def search(study: Study, run: Path) -> list[tuple[str, str, str]]:
    return [(one.file, one.place, one.what) for one in search_report(study, run / "report", run)]


def put(run: Path, name: str, words: str) -> None:
    (run / "tables" / f"{name}.csv").write_text(words, "utf-8")


SHOWN = "a count of people below 5 is shown"
WORKED_OUT = "a hidden count of people below 5 can be worked out from the report's other counts"
SHARE = "a share tells a count of people below 5 that is hidden beside it"


def test_a_small_count_that_is_shown_is_found(run: Path, tmp_path: Path) -> None:
    put(run, "tbl-trade", OPEN)
    assert search(make_study(tmp_path), run) == [
        ("tables/tbl-trade.csv", "row 2, column Nurse", SHOWN)
    ]


def test_a_count_that_its_row_s_total_gives_away_is_found(run: Path, tmp_path: Path) -> None:
    put(run, "tbl-trade", PRIMARY)
    assert search(make_study(tmp_path), run) == [
        ("tables/tbl-trade.csv", "row 2, column Nurse", WORKED_OUT)
    ]


def test_a_well_hidden_count_is_none(run: Path, tmp_path: Path) -> None:
    put(run, "tbl-trade", SAFE)
    assert search(make_study(tmp_path), run) == []


def test_another_table_can_give_a_well_hidden_count_away(run: Path, tmp_path: Path) -> None:
    put(run, "tbl-trade", SAFE)
    put(run, "tbl-x", "Trade,Phase,People\nDoctor,Phase 1,9\n")
    assert search(make_study(tmp_path), run) == [
        ("tables/tbl-trade.csv", "row 2, column Nurse", WORKED_OUT)
    ]


def test_a_number_of_the_prose_can_give_it_away(run: Path, tmp_path: Path) -> None:
    put(run, "tbl-trade", SAFE)
    numbers = {"table.trade.two.nurse": {"value": 7, "text": "7"}}
    (run / "variables.json").write_text(json.dumps(numbers), "utf-8")
    assert search(make_study(tmp_path), run) == [
        ("tables/tbl-trade.csv", "row 2, column Nurse", WORKED_OUT)
    ]


def test_a_small_number_of_the_prose_is_found(run: Path, tmp_path: Path) -> None:
    numbers = {"table.trade.one.nurse": {"value": 2, "text": "two"}}
    (run / "variables.json").write_text(json.dumps(numbers), "utf-8")
    assert search(make_study(tmp_path), run) == [("variables.json", "table.trade.one.nurse", SHOWN)]


def test_a_group_s_size_in_a_column_s_head_is_read(run: Path, tmp_path: Path) -> None:
    tables = [{"id": "trade", "title": "T", "rows": "trade", "columns": ["trade"]}]
    study = make_study(tmp_path, recruitment_tables=tables)
    study.tables["participants"]["phase"] = "one"
    people = study.tables["participants"].iloc[[0, 1, 2, 3, 4, 5, 6, 9, 10]]
    small = Study("small", tmp_path, study.settings, {**study.tables, "participants": people})
    put(run, "tbl-codes", "Code,Nurse (of 2)\nTravel,0\n")
    assert search(small, run) == [("tables/tbl-codes.csv", "head of column Nurse (of 2)", SHOWN)]


def test_small_counts_of_a_group_are_found(run: Path, tmp_path: Path) -> None:
    put(run, "tbl-codes", "Code,Doctor (of 17),Nurse (of 9)\nTravel,9,2\nMoney,under 5,0\n")
    assert search(make_study(tmp_path), run) == [
        ("tables/tbl-codes.csv", "row 2, column Nurse (of 9)", SHOWN)
    ]


def test_a_share_beside_a_hidden_count_is_found(run: Path, tmp_path: Path) -> None:
    put(run, "tbl-planned", "By,Group,Recruited,Share\nTrade,Nurse,under 5,22%\nTrade,Doctor,17,\n")
    assert search(make_study(tmp_path), run) == [
        ("tables/tbl-planned.csv", "row 2, column Share", SHARE)
    ]


def test_numbers_that_are_not_the_register_s_are_no_counts_of_people(
    run: Path, tmp_path: Path
) -> None:
    put(run, "tbl-segments", "Phase,Segments,People\nPhase 1,2,3\n")
    assert search(make_study(tmp_path), run) == []


def test_what_the_package_shows_passes(run: Path, tmp_path: Path) -> None:
    study = make_study(tmp_path)
    shown = shown_counts(study)
    rows = ["Phase,Doctor,Nurse,Total"]
    for row, label in (("one", "Phase 1"), ("two", "Phase 2"), ("total", "Total")):
        cells = [shown["trade", row, column] for column in ("doctor", "nurse", "total")]
        rows.append(",".join([label, *cells]))
    put(run, "tbl-trade", "\n".join(rows) + "\n")
    assert "under 5" in rows[1]
    assert search(study, run) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"disclosure": {"min_cell": 0, "reason": "Published."}},
        {
            "provenance": {
                "kind": "published",
                "statement": "P.",
                "register_is_reconstructed": True,
            }
        },
    ],
)
def test_nothing_is_looked_for_where_nothing_is_hidden(
    run: Path, tmp_path: Path, changes: dict[str, object]
) -> None:
    put(run, "tbl-trade", OPEN)
    assert search(make_study(tmp_path, **changes), run) == []
