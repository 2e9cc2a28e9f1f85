"""Where nothing was heard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.analysis.mapped_study import make_mapped

from mcneval.analysis.silence import measure_silence
from mcneval.study.load import Study

Make = Callable[..., Study]
GUIDE = """
phase | framework | construct_id | question
one | sst | tools | Which tools?
two | sst | people | Who?
one | npt | sense | Why?
"""


def read_status(study: Study) -> dict[tuple[str, str], str]:
    """Return the status by construct and group."""
    rows = measure_silence(study).itertuples()
    return {(row.construct, row.group): row.status for row in rows}


def test_everyone_is_counted_by_phase_and_group(make_study: Make) -> None:
    # P3 spoke only where speakers are not recorded, so that the other four are counted.
    silence = measure_silence(make_mapped(make_study))
    assert silence.drop(columns="share").to_dict("list") == {
        "construct": [*["People"] * 2, *["Money"] * 2, *["Tools"] * 2] * 2,
        "by": ["Phase"] * 6 + ["Position"] * 6,
        "group": ["Phase 1", "Phase 2"] * 3 + ["hub", "spoke"] * 3,
        "people": [2, 0, 1, 1, 0, 0] * 2,
        "of": [2] * 12,
        "status": [
            *("heard", "silent", "heard", "heard", "silent", "silent"),
            *("heard", "unclear", "heard", "heard", "silent", "silent"),
        ],
    }
    assert silence["share"].tolist() == [1, 0, 0.5, 0.5, 0, 0] * 2


def test_a_guide_tells_not_asked_from_not_raised(make_study: Make) -> None:
    status = read_status(make_mapped(make_study, topic_guide=GUIDE))
    assert status["People", "Phase 2"] == "not raised"
    assert status["Tools", "Phase 1"] == "not raised"
    assert status["Tools", "Phase 2"] == "not asked"
    # A group was asked where a phase of its people asked.
    assert status["Tools", "hub"] == "not raised"
    assert status["Tools", "spoke"] == "not raised"


def test_an_unknown_speaker_of_a_group_may_have_been_one_of_them(make_study: Make) -> None:
    rows = "theme_id | segment_id | stance\nT2 | S4 |"
    status = read_status(make_mapped(make_study, theme_segments=rows))
    assert status["People", "hub"] == "unclear"
    assert status["People", "Phase 1"] == "heard"


@pytest.mark.parametrize(
    ("heard", "least", "shown", "share"),
    [
        (0, 5, "0", "0%"),
        (4, 5, "withheld", "withheld"),
        (5, 5, "5", "50%"),
        (9, 5, "withheld", "withheld"),  # one was not heard
        (10, 5, "10", "100%"),
        (4, 0, "4", "40%"),
    ],
)
def test_small_counts_of_people_heard_or_not_are_not_told(
    make_study: Make, heard: int, least: int, shown: str, share: str
) -> None:
    people = "\n".join(f"P{n} | O1 | one | recruited" for n in range(10))
    said = "\n".join(f"S{n} | I1 | P{n} | gist" for n in range(10))
    held = "\n".join(["T2 | S0", *(f"T1 | S{n}" for n in range(heard))])
    study = make_mapped(
        make_study,
        participants=f"participant_id | organisation_id | phase | status\n{people}",
        segments=f"segment_id | source_id | participant_id | gist\n{said}",
        theme_segments=f"theme_id | segment_id\n{held}",
    )
    rules = study.settings.disclosure.model_copy(update={"min_cell": least})
    settings = study.settings.model_copy(update={"disclosure": rules})
    silence = measure_silence(replace(study, settings=settings))
    row = silence[silence["construct"] == "Money"].iloc[[0]]
    assert row[["people", "share"]].astype("str").to_numpy().tolist() == [[shown, share]]


def test_without_evidence_nobody_is_silent(make_study: Make) -> None:
    study = make_mapped(make_study, theme_segments="theme_id | segment_id | stance")
    assert measure_silence(study).empty


def test_where_counts_are_hidden_a_silence_tells_nothing_of_the_register(make_study: Make) -> None:
    people = "\n".join(f"P{n} | O{1 + n // 10} | one | recruited" for n in range(20))
    # Those from 14 on spoke where speakers are not recorded, and the guide never asked.
    said = "\n".join(f"S{n} | I1 | {f'P{n}' if n < 14 else ''} | gist" for n in range(20))
    took_part = "\n".join(f"I1 | P{n}" for n in range(20))
    held = "\n".join(["T2 | S0", "T3 | S19", *(f"T1 | S{n}" for n in range(12))])
    study = make_mapped(
        make_study,
        participants=f"participant_id | organisation_id | phase | status\n{people}",
        segments=f"segment_id | source_id | participant_id | gist\n{said}",
        source_participants=f"source_id | participant_id\n{took_part}",
        theme_segments=f"theme_id | segment_id\n{held}",
        topic_guide=GUIDE,
    )
    rules = study.settings.disclosure.model_copy(update={"min_cell": 5})
    study = replace(study, settings=study.settings.model_copy(update={"disclosure": rules}))
    groups = measure_silence(study).query("by == 'Position'")
    assert set(groups["of"].astype("str")) == {"10"}
    assert set(groups["status"]) <= {"heard", "silent", "unclear", "withheld"}
    told = groups[groups["status"] == "withheld"]
    assert told.empty or set(told["share"].astype("str")) == {"withheld"}
