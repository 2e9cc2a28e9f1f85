"""What a report leaves out follows from what the study is."""

from __future__ import annotations

from typing import Any

import pytest

from mcneval.study.sections import EXHIBITS, SECTIONS, WITH_EXCERPTS, leave_out
from mcneval.study.settings import Settings

BASE: dict[str, Any] = {
    "title": "A study",
    "citation": {"text": "X"},
    "network": {"name": "N"},
    "phases": [{"id": "p1", "label": "One"}, {"id": "p2", "label": "Two"}],
    "provenance": {"kind": "collected", "statement": "Ours."},
}
OPEN: dict[str, Any] = {"disclosure": {"min_cell": 0, "reason": "Published already."}}
HIDING = {"min_cell": 5}


def choose(**changes: Any) -> dict[str, str]:
    """Return what a study with these settings leaves out."""
    return dict(leave_out(Settings.model_validate(BASE | OPEN | changes)))


def test_a_coded_study_of_several_phases_shows_all() -> None:
    assert choose() == {}


def test_where_small_counts_are_hidden_organisations_are_not_told_by_phase() -> None:
    assert choose(disclosure=HIDING) == {"organisations": "known"}


def test_groups_are_compared_or_speakers_followed() -> None:
    attributes = [{"id": "trade", "label": "Trade", "on": "participant", "levels": ["a", "b"]}]
    followed = {**HIDING, "speakers": "followed", "reason": "Printed already."}
    assert choose(attributes=attributes, disclosure=followed)["groups"] == "speakers"
    assert choose(attributes=attributes, disclosure=HIDING)["disputed"] == "speakers"


def test_codes_are_shown_together_or_by_groups() -> None:
    attributes = [{"id": "trade", "label": "Trade", "on": "participant", "levels": ["a", "b"]}]
    assert choose(attributes=attributes, disclosure=HIDING)["together"] == "groups"
    alone = choose(attributes=attributes, disclosure=HIDING, report={"without": ["groups"]})
    assert "together" not in alone
    assert "groups" not in choose(attributes=attributes, disclosure=HIDING)


def test_where_few_took_part_nobody_behind_a_theme_is_counted() -> None:
    left = leave_out(Settings.model_validate(BASE), few=True)
    assert {"support", "codes", "voice"} <= {name for name, why in left.items() if why == "few"}


def test_published_excerpts_carry_no_counts_of_how_widely_something_was_said() -> None:
    published = {**BASE["provenance"], "evidence": "published-excerpts"}
    left = choose(provenance=published)
    assert left == dict.fromkeys(WITH_EXCERPTS, "excerpts")
    assert {"voice", "robustness", "phases", "silence", "saturation"} <= set(left)


@pytest.mark.parametrize("approach", ["reflexive", "codebook"])
def test_agreement_and_saturation_belong_to_two_approaches(approach: str) -> None:
    assert choose(analysis={"approach": approach}) == {
        "agreement": "approach",
        "disputed": "approach",
        "saturation": "approach",
    }
    assert choose(analysis={"approach": "coding-reliability"}) == {}


def test_one_phase_has_nothing_to_compare() -> None:
    assert choose(phases=BASE["phases"][:1]) == {"phases": "phase", "organisations": "phase"}


def test_a_register_from_totals_is_not_drawn_again() -> None:
    rebuilt = {**BASE["provenance"], "register_is_reconstructed": True}
    assert set(choose(provenance=rebuilt)) == {"coverage", "network", "rates"}


def test_the_team_may_leave_out_and_add() -> None:
    report = {"without": ["comparison"], "also": ["saturation"]}
    left = choose(analysis={"approach": "reflexive"}, report=report)
    assert left == {"comparison": "declared", "agreement": "approach", "disputed": "approach"}


def test_each_exhibit_belongs_to_one_section() -> None:
    assert len(SECTIONS) == sum(map(len, EXHIBITS.values()))
