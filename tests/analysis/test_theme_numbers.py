"""The numbers and phrases of the chapters on themes and evidence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from mcneval.analysis.theme_numbers import state_themes
from mcneval.analysis.theme_voices import word_given, word_share
from mcneval.study.frameworks import Framework
from mcneval.study.load import Study

Make = Callable[..., Study]
SST = Framework.model_validate(
    {
        "id": "sst",
        "label": "Systems",
        "short": "SST",
        "citation": {"key": "x", "text": "X"},
        "constructs": [{"id": "people", "label": "People", "definition": "who"}],
    }
)
HISTORY = """
    round | code_id | theme_label
    1 | C1 | Money
    1 | C2 | Trust
    1 | C3 | Roads
    2 | C1 | Means run short
    2 | C2 | Trust
    2 | C3 | Means run short
    """


def write(study: Study, **parameters: int) -> dict[str, str]:
    """Return each key with its text."""
    whole = replace(study, frameworks={"sst": SST})
    return {number.key: number.written for number in state_themes(whole, **parameters)}


def test_counts_are_stated(change_small: Make) -> None:
    texts = write(change_small())
    assert texts["themes.total"] == "1"
    assert texts["themes.barriers"] == "1"
    assert texts["themes.enablers"] == "0"
    assert texts["quotations.total"] == "4"
    assert texts["quotations.one"] == "3"
    assert texts["quotations.two"] == "1"


def test_no_key_is_the_beginning_of_another(change_small: Make) -> None:
    keys = list(write(change_small(theme_history=HISTORY)))
    assert len(keys) == len(set(keys))
    assert [(a, b) for a in keys for b in keys if b.startswith(f"{a}.")] == []


def test_voices_say_how_groups_are_counted(change_small: Make) -> None:
    assert write(change_small())["themes.voices"].startswith(
        "They rest on four segments from 2 of the four participants whose words can be told "
        "apart and, where the speaker is not recorded, from one focus group. Each participant is "
        "one voice, and so is each of these"
    )


def test_without_groups_each_participant_is_a_voice(change_small: Make) -> None:
    texts = write(change_small(theme_segments="theme_id | segment_id\nT1 | S1"))
    assert texts["themes.voices"] == (
        "They rest on one segment from 1 of the four participants whose words can be told apart. "
        "Each participant is one voice."
    )


def test_where_everyone_is_heard_all_are_counted(change_small: Make) -> None:
    study = change_small()
    assert word_share(study, 4) == "all four participants whose words can be told apart"
    assert word_share(study, 3) == "3 of the four participants whose words can be told apart"


@pytest.mark.parametrize(
    ("segments", "cleared", "words"),
    [
        (4, 0, "Each is given as a gist in the analysts’ words; nobody is quoted."),
        (4, 1, "One segment is given in the speaker’s own words, cleared for publication and in "),
        (4, 1, "quotation marks; the others are gists in the analysts’ words. Nothing else "),
        (4, 3, "quotation marks; the other is a gist in the analysts’ words. Nothing else "),
        (4, 4, "quotation marks. Nothing else that participants said is given in their own words."),
    ],
)
def test_tables_of_evidence_say_what_is_quoted(segments: int, cleared: int, words: str) -> None:
    assert words in word_given(segments, cleared)


def test_later_phases_say_what_they_added(change_small: Make) -> None:
    texts = write(change_small(theme_segments="theme_id | segment_id\nT1 | S5"))
    assert texts["themes.later"] == (
        "“Means run short” is first heard in phase 2. For one of one theme, all the voices come "
        "from a single phase."
    )


def test_one_phase_is_not_compared(change_small: Make) -> None:
    sources = """
        source_id | phase | kind
        I1 | one | interview
        G1 | one | focus group
        I2 | one | interview
        """
    phases = {"phases": [{"id": "one", "label": "The phase"}]}
    texts = write(change_small(phases, sources=sources))
    assert texts["themes.later"] == ""
    assert texts["themes.by-phase"] == "The one phase gave evidence for 1 of 1 themes."


def test_published_evidence_says_what_its_counts_mean(change_small: Make) -> None:
    texts = write(change_small({"provenance": {"kind": "published", "statement": "x"}}))
    assert texts["themes.origin"].startswith("The segments are those that were published.")


def test_refinement_is_told_in_words(change_small: Make) -> None:
    texts = write(change_small(theme_history=HISTORY))
    assert texts["refinement.rounds"] == (
        "The record has two rounds. The first had three themes; the last put three codes in two "
        "themes."
    )
    assert texts["refinement.log"] == "One theme was made by merging after the first round."
    assert texts["refinement.drawing"] == "“Trust” of the last round is not a final theme."
    assert texts["refinement.unthemed"] == (
        "One code ended under no theme: “Silence”. No segment was coded with it."
    )


@pytest.mark.parametrize(
    ("least", "words"),
    [
        (2, "The one theme holds whichever voice, organisation or source is left out."),
        (3, "The one theme falls below three voices without one voice, organisation or source."),
        (9, "The one theme has fewer than nine voices to begin with."),
    ],
)
def test_the_verdict_follows_the_threshold(change_small: Make, least: int, words: str) -> None:
    assert write(change_small(), min_people=least)["robustness.verdict"] == words


def test_the_verdict_counts_themes(change_small: Make) -> None:
    study = change_small(
        themes="""
            theme_id | label | kind | definition
            T1 | Means run short | barrier | money
            T2 | Trust grows | enabler | trust
            T3 | Roads are long | barrier | miles
            """,
        theme_segments="""
            theme_id | segment_id
            T1 | S1
            T1 | S4
            T1 | S5
            T2 | S1
            T3 | S5
            """,
    )
    assert write(study)["robustness.verdict"] == (
        "Of three themes, one holds whichever voice, organisation or source is left out and two "
        "have fewer than two voices to begin with."
    )


def test_labels_from_data_are_escaped(change_small: Make) -> None:
    themes = "theme_id | label | kind | definition\nT1 | <b>Cost_ | barrier | x"
    texts = write(change_small(themes=themes), min_people=9)
    assert texts["robustness.worst"].startswith(r"“\<b\>Cost\_” should be read")


def test_a_study_without_anything_still_reads(make_study: Make) -> None:
    texts = write(make_study())
    assert texts["themes.found"] == "No theme is recorded yet."
    assert texts["refinement.churn"] == ""
    assert not [text for text in texts.values() if "nan" in text]
