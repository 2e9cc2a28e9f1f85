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
        ("barrier", "barrier", "", "confirmed"),
        ("enabler", "enabler", "", "confirmed"),
        ("barrier", "enabler", "", "contradicted"),
        ("mixed", "enabler", "", "confirmed in part"),
        ("barrier", "", "", "touched on"),
        ("barrier", "enabler", "Confirms it: said so.", "confirmed"),
        ("barrier", "barrier", "Confirms it in part: for some.", "confirmed in part"),
        ("enabler", "enabler", "Contradicts it for some, in part.", "contradicted"),
        ("enabler", "enabler", "Confirms it: in part of the region too.", "confirmed"),
    ],
)
def test_a_theme_is_judged_by_kind_unless_the_analyst_says(
    kind: str, stance: str, rationale: str, verdict: str
) -> None:
    assert judge_theme(kind, stance, rationale) == verdict


def test_verdicts_add_up() -> None:
    assert sum_up([]) == "not seen"
    assert sum_up(["confirmed in part", "confirmed"]) == "confirmed"
    assert sum_up(["contradicted", "contradicted"]) == "contradicted"
    assert sum_up(["contradicted", "confirmed"]) == "confirmed and contradicted"


def test_each_item_has_a_verdict_and_new_themes_follow(make_study: Make) -> None:
    found = compare_framework(make_mapped(make_study))
    assert list(zip(found["label"], found["verdict"], strict=True)) == [
        ("Cash", "contradicted"),
        ("Debt", "confirmed"),
        ("Heart", "confirmed in part"),
        ("Fame", "not seen"),
        ("Posts stand empty", "new"),
        ("Training", "new"),
        ("Old machines", "new"),
    ]
    assert found["segments"].tolist() == [2, 2, 1, 0, 1, 1, 0]


def test_the_table_says_who_speaks_against(make_study: Make) -> None:
    shown = tabulate_comparison(make_mapped(make_study))
    assert shown.iloc[0].tolist() == [
        "Cash (enabler)",
        "Contradicted",
        "Means run short (against)",
        2,
        2,
    ]
    assert shown.iloc[4]["Earlier research"] == "(not in the list)"


def test_without_a_framework_for_comparison_there_is_no_table(make_study: Make) -> None:
    study = make_mapped(make_study)
    settings = study.settings.model_copy(update={"comparison_framework": ""})
    assert tabulate_comparison(replace(study, settings=settings)).empty
