"""The themes beside earlier research."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.analysis.mapped_study import make_mapped

from mcneval.analysis.comparison import (
    compare_framework,
    judge_theme,
    sum_up,
    tabulate_comparison,
)
from mcneval.study.load import Study

Make = Callable[..., Study]


@pytest.mark.parametrize(
    ("kind", "stance", "rationale", "verdict"),
    [
        ("barrier", "barrier", "", "present"),
        ("enabler", "enabler", "", "present"),
        ("barrier", "enabler", "", "absent"),
        ("mixed", "enabler", "", "present in part"),
        ("barrier", "", "", "touched on"),
        ("barrier", "enabler", "Present: said so.", "present"),
        ("barrier", "barrier", "Present in part: for some.", "present in part"),
        ("enabler", "enabler", "absent: in part.", "absent"),
        ("enabler", "enabler", "Presents itself in part.", "present"),
    ],
)
def test_a_theme_is_judged_by_kind_unless_the_analyst_says(
    kind: str, stance: str, rationale: str, verdict: str
) -> None:
    assert judge_theme(kind, stance, rationale) == verdict


def test_verdicts_add_up() -> None:
    assert sum_up([]) == "not heard of"
    assert sum_up(["present in part", "present"]) == "present"
    assert sum_up(["absent", "absent"]) == "absent"
    assert sum_up(["absent", "present"]) == "present in part"
    assert sum_up(["absent", "touched on"]) == "absent"


def test_each_item_has_a_verdict_and_new_themes_follow(make_study: Make) -> None:
    found = compare_framework(make_mapped(make_study))
    assert list(zip(found["label"], found["verdict"], strict=True)) == [
        ("Cash", "absent"),
        ("Debt", "present"),
        ("Heart", "present in part"),
        ("Fame", "not heard of"),
        ("Posts stand empty", "not on the list"),
        ("Training", "not on the list"),
        ("Old machines", "not on the list"),
    ]
    assert found["segments"].tolist() == [2, 2, 1, 0, 1, 1, 0]


def test_the_table_gives_the_reason_where_the_mapping_has_one(make_study: Make) -> None:
    shown = tabulate_comparison(make_mapped(make_study))
    assert list(shown) == ["Earlier research", "In this network", "Themes, and why", "Segments"]
    assert shown.iloc[0].tolist() == [
        "Cash (enabler)",
        "Absent",
        "“Means run short”.",
        2,
    ]
    assert shown.iloc[2].tolist() == [
        "Heart (enabler)",
        "Present in part",
        "“Trust grows”: at some sites.",
        1,
    ]
    assert shown.iloc[3]["Themes, and why"] == "–"
    assert shown.iloc[4].tolist() == ["–", "Not on the list", "“Posts stand empty”", 1]


def test_without_a_framework_for_comparison_there_is_no_table(make_study: Make) -> None:
    study = make_mapped(make_study)
    settings = study.settings.model_copy(update={"comparison_framework": ""})
    assert tabulate_comparison(replace(study, settings=settings)).empty
