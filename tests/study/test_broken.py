"""Broken input of every kind, each with the words that its owner reads."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from mcneval.study.check import check_study

BROKEN = Path(__file__).parent / "broken"
CASES: list[tuple[str, dict[str, Any]]] = [
    (path.stem, case)
    for path in sorted(BROKEN.glob("*.yml"))
    for case in yaml.safe_load(path.read_text("utf-8"))
]


def test_the_tiny_study_has_no_problem(tiny: Path) -> None:
    study, problems = check_study(tiny)
    assert problems == []
    assert study is not None


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=f"{s}: {case['name']}") for s, case in CASES]
)
def test_broken_input_is_told(case: dict[str, Any], spoil: Callable[..., list[str]]) -> None:
    assert spoil(*case["edits"]) == case["says"]


def test_there_are_enough_kinds_of_broken_input() -> None:
    names = [(stem, case["name"]) for stem, case in CASES]
    assert len(names) == len(set(names)) >= 60
