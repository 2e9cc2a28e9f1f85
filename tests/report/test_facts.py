"""What readings are told of a study and of its report."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from mcneval.exhibit import Exhibit
from mcneval.report.facts import (
    compare_published,
    count_by_construction,
    describe_study,
    find_used_keys,
    list_absent,
    list_cells,
    list_recommendations,
    list_versions,
)
from mcneval.report.make import list_mismatches
from mcneval.study.load import load_study

ROOT = Path(__file__).resolve().parents[2]
NUMBER = {
    "value": 45,
    "text": "45",
    "notebook": "01-recruitment",
    "cell": "num-recruitment",
    "inputs": ["participants.csv"],
}
FIGURES: list[dict[str, Any]] = [
    {"item": "People", "key": "participants.total", "value": 45, "printed": "Table 4"},
    {"item": "Themes", "key": "themes.total", "value": 19},
]


def test_published_figures_are_compared_one_by_one() -> None:
    compared = compare_published(FIGURES, {"participants.total": NUMBER})
    assert [list(row.values()) for row in compared] == [
        ["People", "Table 4", 45, 45, "yes"],
        ["Themes", "", 19, "not computed", "no"],
    ]
    assert list_mismatches(compared) == ["Themes: published 19, computed not computed"]


@pytest.mark.parametrize(("reconstructed", "expected"), [(True, 1), (False, 0)])
def test_figures_counted_from_a_reconstructed_register_are_by_construction(
    reconstructed: bool, expected: int
) -> None:
    provenance = SimpleNamespace(register_is_reconstructed=reconstructed)
    study: Any = SimpleNamespace(settings=SimpleNamespace(provenance=provenance))
    themes = NUMBER | {"inputs": ["participants.csv", "themes.csv"]}
    variables = {"participants.total": NUMBER, "themes.total": themes}
    assert count_by_construction(study, FIGURES, variables) == expected


def test_used_numbers_are_listed_by_their_cell_with_files_and_rows() -> None:
    other = NUMBER | {"notebook": "02-coding", "cell": "num-coding", "inputs": []}
    variables = {"a.b": other, "participants.total": NUMBER, "not.used": NUMBER}
    rows = {"participants.csv": 61}
    assert list_cells(variables, rows, {"a.b", "participants.total"}) == [
        {
            "notebook": "01-recruitment",
            "cell": "num-recruitment",
            "files": [{"name": "participants.csv", "rows": 61}],
            "rows": [{"key": "participants.total", "id": "participants-total", "text": "45"}],
        },
        {
            "notebook": "02-coding",
            "cell": "num-coding",
            "files": [],
            "rows": [{"key": "a.b", "id": "a-b", "text": "45"}],
        },
    ]


def test_keys_are_found_in_chapters_narrative_and_findings() -> None:
    keys = find_used_keys(ROOT, load_study(ROOT / "data" / "york-2021"))
    assert {"participants.total", "committee.members", "quotations.total"} <= keys


def test_the_hash_of_all_inputs_is_that_of_their_list() -> None:
    versions = dict(list_versions({"b.csv": "22", "a.csv": "11"}))
    assert versions["Input files"] == "2"
    # printf '11  a.csv\n22  b.csv\n' | sha256sum
    assert versions["SHA-256 of their list, first half"] == "c2bbc516efdbe4bb06ec57582232787b"


def test_a_study_tells_where_tables_and_columns_come_from() -> None:
    told = describe_study(load_study(ROOT / "data" / "york-2021"))
    origin = {row["file"].partition(" ")[0]: row for row in told["tables"]}
    assert origin["sources.csv"]["origin"].startswith("reconstructed")
    assert origin["sources.csv"]["file"].endswith("(source_id, phase, kind: published)")


def test_a_recommendation_takes_the_themes_of_its_findings_and_leads_the_first() -> None:
    findings = [{"id": "F1", "themes": ["T1", "T2"]}, {"id": "F2", "themes": ["T3"]}]
    items = [
        {"text": "A", "findings": ["F1"], "themes": ["T2"]},
        {"text": "B", "findings": ["F1", "F2"], "themes": []},
        {"text": "C", "findings": ["F1"], "themes": []},
    ]
    listed = list_recommendations({"findings": findings, "recommendations": items})
    assert [(one["number"], one["first_of"], one["themes"]) for one in listed] == [
        (1, "F1", ["T2"]),
        (2, "F2", ["T1", "T2", "T3"]),
        (3, "", ["T1", "T2"]),
    ]


def test_what_has_nothing_to_show_is_named_unless_it_is_left_out() -> None:
    study = load_study(ROOT / "data" / "york-2021")
    exhibits = [
        Exhibit(label="tbl-reasons", kind="absent", caption="Reasons, by outcome", reason="None."),
        Exhibit(label="fig-voice", kind="absent", caption="Shares", reason="Left out."),
        Exhibit(label="tbl-flow", kind="table", caption="People"),
    ]
    assert list_absent(study, exhibits) == ["Reasons"]
