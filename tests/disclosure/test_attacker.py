"""Nobody can be worked out from what a report publishes, with a solver and all tables at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.disclosure.attacker import Attacker
from tests.disclosure.random_studies import draw_study, publish

from mcneval.study.load import Study

Make = Callable[..., Study]


@pytest.mark.parametrize("speakers", ["fresh", "followed", "none"])
@pytest.mark.parametrize("seed", range(20))
def test_a_study_drawn_at_random_gives_nobody_away(
    make_study: Make, tmp_path: Path, seed: int, speakers: str
) -> None:
    study = draw_study(make_study, seed, speakers)
    attacker = Attacker(publish(study, tmp_path))
    assert attacker.list_shown() == []
    assert attacker.list_counts() == []
    assert attacker.list_attributes() == []
