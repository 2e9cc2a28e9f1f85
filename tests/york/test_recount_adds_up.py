"""The second count of the article against itself: its parts give its totals."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

RECOUNT: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent / "recount.yml").read_text(encoding="utf-8")
)
QUOTATIONS: list[dict[str, Any]] = RECOUNT["quotations"]
COUNTS: dict[str, Any] = RECOUNT["quotation_counts"]


@pytest.mark.parametrize("name", ["table_4", "table_5"])
def test_rows_and_columns_give_the_printed_totals(name: str) -> None:
    first, second, total = (RECOUNT[name][row] for row in ("phase-1", "phase-2", "total"))

    assert {column: first[column] + second[column] for column in first} == total
    for row in (first, second, total):
        assert sum(count for column, count in row.items() if column != "total") == row["total"]


@pytest.mark.parametrize("name", ["table_4", "table_5"])
def test_tables_hold_everyone(name: str) -> None:
    assert {row: cells["total"] for row, cells in RECOUNT[name].items()} == RECOUNT["participants"]


def test_sources_hold_everyone() -> None:
    sources = RECOUNT["sources"]
    phases = {phase: sources[phase] for phase in ("phase-1", "phase-2")}
    kinds = Counter(
        {
            kind: sum(phase[kind]["sources"] for phase in phases.values() if kind in phase)
            for kind in ("interview", "focus group")
        }
    )

    for phase, held in phases.items():
        assert sum(kind["people"] for kind in held.values()) == RECOUNT["participants"][phase]
    assert kinds == {"interview": sources["interviews"], "focus group": sources["focus_groups"]}
    assert kinds.total() == sources["all"]
    assert phases["phase-1"]["interview"]["people"] == RECOUNT["committee"]["interviewed"]


def test_organisations_in_both_phases_follow_from_the_printed_ones() -> None:
    held = RECOUNT["organisations"]
    assert held["phase-1"] + held["phase-2"] - held["union"] == held["both"]


def test_listed_themes_give_the_counts_beside_them() -> None:
    counted = {domain: len(labels) for domain, labels in RECOUNT["themes"].items()}
    assert counted | {"total": sum(counted.values())} == RECOUNT["themes_per_domain"]


def test_listed_quotations_are_numbered_through() -> None:
    assert [entry["n"] for entry in QUOTATIONS] == list(range(1, COUNTS["total"] + 1))


def test_listed_quotations_give_the_counts_per_place_and_phase() -> None:
    in_table = sum(entry["place"] == "Table 6" for entry in QUOTATIONS)

    assert in_table == COUNTS["table_6"]
    assert len(QUOTATIONS) - in_table == COUNTS["results_text"]
    assert Counter(entry["phase"] for entry in QUOTATIONS) == COUNTS["per_phase"]


def test_listed_quotations_give_the_counts_per_speaker() -> None:
    counted = Counter((entry["phase"], entry["speaker"]) for entry in QUOTATIONS)
    people = {
        (phase, number): count
        for phase, numbers in COUNTS["per_participant"].items()
        for number, count in numbers.items()
    }
    groups = {
        ("phase-1", f"focus group {number}"): count
        for number, count in COUNTS["per_focus_group"].items()
    }
    assert counted == people | groups


def test_listed_quotations_give_the_counts_per_theme() -> None:
    counted = Counter(entry["theme"] for entry in QUOTATIONS if "theme" in entry)
    assert counted == COUNTS["per_theme_in_table_6"]


def test_listed_quotations_give_the_counts_per_domain() -> None:
    home = {label: domain for domain, labels in RECOUNT["themes"].items() for label in labels}
    table = Counter(home[entry["theme"]] for entry in QUOTATIONS if "theme" in entry)
    text = Counter(entry["domain"] for entry in QUOTATIONS if "domain" in entry)

    assert {
        domain: {
            "table_6": table[domain],
            "results_text": text[domain],
            "total": table[domain] + text[domain],
        }
        for domain in RECOUNT["themes"]
    } == COUNTS["per_domain"]


def test_repeated_pairs_name_their_speakers() -> None:
    by_number = {entry["n"]: entry["speaker"] for entry in QUOTATIONS}
    for pair in RECOUNT["repeated"]:
        assert [by_number[n] for n in pair["quotations"]] == pair["speakers"]
