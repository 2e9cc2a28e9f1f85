"""How the evidence names who said what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Literal

import pytest
from tests.analysis.mapped_study import make_mapped

from mcneval.analysis.links import list_links
from mcneval.analysis.people import (
    count_sources,
    count_timeline,
    measure_recruitment,
)
from mcneval.analysis.repeats import find_repeats
from mcneval.analysis.speakers import name_speakers, number_segments
from mcneval.analysis.themes import list_evidence
from mcneval.analysis.voice import count_shared
from mcneval.study.load import Study
from mcneval.study.settings import Disclosure

Make = Callable[..., Study]
FRESH = {"disclosure": {"min_cell": 5, "speakers": "fresh"}}
ONE_PHASE = {
    "phases": [{"id": "one", "label": "Only"}],
    "frameworks": [],
    "primary_framework": "",
}


def make_register(count: int) -> dict[str, str]:
    """Return as many people of one phase, each with an interview of the same number."""
    numbers = range(count)
    return {
        "organisations": "organisation_id | label | position\nO1 | Alder | hub\nO2 | Birch | spoke",
        "participants": "\n".join(
            ["participant_id | organisation_id | phase | status | consented_on"]
            + [
                f"P{n} | O{1 + n % 2} | one | recruited | 2026-0{1 + n // 12}-{10 + n % 12}"
                for n in numbers
            ]
        ),
        "sources": "\n".join(
            ["source_id | phase | kind", *(f"I{n} | one | interview" for n in numbers)]
        ),
        "source_participants": "\n".join(
            ["source_id | participant_id", *(f"I{n} | P{n}" for n in numbers)]
        ),
    }


@pytest.fixture
def study(make_study: Make) -> Study:
    """Return twelve people, of whom the first three speak; S1 stands in both themes."""
    gists = {
        "S1": "apples are ripe here",
        "S2": "berries",
        "S3": "cherries",
        "S4": "apples are ripe there",
    }
    spoken = zip(gists, (0, 0, 1, 2), strict=True)
    return make_study(
        FRESH | ONE_PHASE,
        **make_register(12),
        segments="\n".join(
            ["segment_id | source_id | participant_id | gist"]
            + [f"{name} | I{who} | P{who} | {gists[name]}" for name, who in spoken]
        ),
        themes="theme_id | label | kind | definition\n"
        "T1 | One | barrier | a\nT2 | Two | barrier | b",
        theme_segments="theme_id | segment_id\nT1 | S1\nT1 | S3\nT2 | S1\nT2 | S2\nT2 | S4",
    )


def test_a_group_of_unknown_speakers_is_one_voice(small_study: Study) -> None:
    assert name_speakers(small_study) == {
        ("T1", "P1"): "P1",
        ("T1", "G1"): "Focus group G1",
        ("T1", "P4"): "P4",
    }


def test_segments_have_numbers_in_the_order_of_what_is_printed(study: Study) -> None:
    assert number_segments(study) == {"S1": "E1", "S4": "E2", "S2": "E3", "S3": "E4"}


def test_a_segment_is_called_by_no_key_of_the_study(study: Study) -> None:
    people = study.tables["participants"].assign(participant_id=lambda p: "E" + p.index.map(str))
    renamed = replace(study, tables=study.tables | {"participants": people})
    assert set(number_segments(renamed).values()) == {"X1", "X2", "X3", "X4"}


def test_letters_are_new_in_each_theme_and_follow_what_is_said(study: Study) -> None:
    assert name_speakers(study) == {
        ("T1", "P0"): "A",
        ("T1", "P1"): "B",
        ("T2", "P2"): "A",
        ("T2", "P0"): "B",
    }


def test_a_segment_in_two_themes_has_its_letter_in_the_first_alone(study: Study) -> None:
    listed = list_evidence(study)
    assert listed[["theme_id", "segment_id", "who"]].to_numpy().tolist() == [
        ["T1", "E1", "A"],
        ["T1", "E4", "B"],
        ["T2", "E1", ""],
        ["T2", "E2", "A"],
        ["T2", "E3", "B"],
    ]


def test_what_is_said_twice_is_told_within_a_theme_alone(study: Study) -> None:
    # Both words on apples are in T2.
    assert find_repeats(study)[["first", "second"]].to_numpy().tolist() == [["E1", "E2"]]


def test_what_is_said_twice_in_two_themes_joins_no_letters(make_study: Make, study: Study) -> None:
    tables = study.tables | {
        "theme_segments": study.tables["theme_segments"].iloc[[0, 1, 3, 4]],
    }
    apart = Study("small", study.folder, study.settings, tables, study.missing)
    assert find_repeats(apart).empty


@pytest.mark.parametrize(("speakers", "told"), [("followed", True), ("fresh", False)])
def test_a_link_s_place_is_told_where_speakers_are_followed(
    make_study: Make, speakers: Literal["followed", "fresh"], told: bool
) -> None:
    study = make_mapped(make_study)
    rules = Disclosure(min_cell=5, speakers=speakers, reason="They are public.")
    settings = study.settings.model_copy(update={"disclosure": rules})
    assert ("place" in list_links(replace(study, settings=settings))) is told


def test_days_between_which_few_joined_are_not_told(study: Study) -> None:
    # One a day from the 10th to the 21st: after five, and all the rest with the last.
    days = count_timeline(study).astype({"people": "str"})
    assert [(str(one.date.date()), one.people) for one in days.itertuples()] == [
        ("2026-01-14", "5"),
        ("2026-01-21", "12"),
    ]


def test_a_phase_of_few_dated_people_has_no_days(make_study: Make) -> None:
    assert count_timeline(make_study(FRESH | ONE_PHASE, **make_register(4))).empty


def test_groups_that_leave_few_others_are_not_told(make_study: Make) -> None:
    tables = make_register(24)
    # All twelve of the hubs; of the spokes nine took part and three did not.
    for number in (1, 3, 5):
        old = f"P{number} | O2 | one | recruited"
        tables["participants"] = tables["participants"].replace(
            old, old.replace("recruited", "declined")
        )
    for table in ("sources", "source_participants"):
        tables[table] = "\n".join(
            line
            for line in tables[table].splitlines()
            if line.split(" ")[0] not in ("I1", "I3", "I5")
        )
    assert measure_recruitment(make_study(FRESH | ONE_PHASE, **tables)).empty
    told = measure_recruitment(make_study(ONE_PHASE, **tables))
    assert list(told["group"]) == ["Only", "hub", "spoke"]


def test_few_people_in_two_kinds_of_source_are_not_told(make_study: Make) -> None:
    tables = make_register(12)
    tables["sources"] += "\nG1 | one | focus group"
    tables["source_participants"] += "".join(f"\nG1 | P{number}" for number in range(6))
    told = count_sources(make_study(FRESH | ONE_PHASE, **tables)).astype({"people": "str"})
    assert told["people"].tolist() == ["6", "12"]
    # Now four of the six are in the group alone, and two in both.
    for number in range(2, 6):
        tables["source_participants"] = tables["source_participants"].replace(
            f"I{number} | P{number}\n", ""
        )
    told = count_sources(make_study(FRESH | ONE_PHASE, **tables)).astype({"people": "str"})
    assert told["people"].tolist() == ["withheld", "withheld"]


def test_people_in_several_groups_count_once_more_for_each() -> None:
    assert count_shared([{"a", "b"}, {"b", "c"}, {"b"}]) == 2
    assert count_shared([]) == 0
