"""The themes beside earlier research."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.analysis.mapped_study import make_mapped

from mcneval.analysis.comparison import compare_research, judge_theme, sum_up
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


@pytest.mark.parametrize(
    ("verdicts", "verdict"),
    [
        ([], "not heard of"),
        (["present in part", "present"], "present"),
        (["absent", "absent"], "absent"),
        (["absent", "present"], "present in part"),
        (["absent", "touched on"], "absent"),
    ],
)
def test_verdicts_add_up(verdicts: list[str], verdict: str) -> None:
    assert sum_up(verdicts) == verdict


def test_each_item_has_a_verdict_and_new_themes_follow(make_study: Make) -> None:
    new = ["Posts stand empty", "Training", "Old machines"]
    assert compare_research(make_mapped(make_study)).to_dict("list") == {
        "item": ["Cash", "Debt", "Heart", "Fame", "", "", ""],
        "stance": ["enabler", "barrier", "enabler", "enabler", "barrier", "mixed", "barrier"],
        "verdict": [
            *("absent", "present", "present in part", "not heard of"),
            *["not on the list"] * 3,
        ],
        "themes": ["Means run short", "Means run short", "Trust grows", "", *new],
        # The reason, where the mapping gives one, without the verdict that it begins with.
        "why": ["", "", "Trust grows: at some sites.", "", "", "", ""],
        "segments": [2, 2, 1, 0, 1, 1, 0],
    }


def test_without_a_framework_for_comparison_there_is_nothing(make_study: Make) -> None:
    study = make_mapped(make_study)
    settings = study.settings.model_copy(update={"comparison_framework": ""})
    assert compare_research(replace(study, settings=settings)).empty
