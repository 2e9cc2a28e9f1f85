"""The argument: its steps, and where it is stated that a barrier acts on what is held back."""

from __future__ import annotations

from collections.abc import Callable

from tests.analysis.mapped_study import make_mapped

from mcneval.analysis.argument import list_argument, trace_argument
from mcneval.study.load import Study

Make = Callable[..., Study]
ARGUMENT = """
    part | theme_id | label | narrow | said
    across | T1 | Too little money | Money |
    across | T3 | Empty posts | | several
    in-place | | Willing leaders | | named in the discussion
    in-place | T2 | Trust | |
    worn-down | T2 | Trusting | |
    held-back | T3 | Filling posts | |
    held-back | T9 | Gone | |
    """
LINKS = """
    from_theme | to_theme | relation | basis | rests_on
    T1 | T3 | empties | S1 |
    T1 | T2 | wears | S1 | one sentence
    """


def test_steps_come_by_part_with_how_widely_each_was_said(make_study: Make) -> None:
    themes = """
        theme_id | label | kind | definition | breadth | said
        T1 | Means run short | barrier | Money. | many | many, phase 1
        T2 | Trust grows | enabler | Trust. | nearly all | nearly all
        T3 | Posts stand empty | barrier | Posts. | some | some
        """
    study = make_mapped(make_study, argument=ARGUMENT, themes=themes)
    assert list_argument(study).to_numpy().tolist() == [
        ["in-place", "", "Willing leaders", "Willing leaders", "", "named in the discussion"],
        ["in-place", "T2", "Trust", "Trust", "nearly all", "nearly all"],
        ["across", "T1", "Too little money", "Money", "many", "many, phase 1"],
        ["across", "T3", "Empty posts", "Empty posts", "some", "several"],
        ["held-back", "T3", "Filling posts", "Filling posts", "some", "some"],
        ["worn-down", "T2", "Trusting", "Trusting", "nearly all", "nearly all"],
    ]


def test_a_crossing_rests_on_a_link_or_on_the_theme_s_own_paragraph(make_study: Make) -> None:
    study = make_mapped(make_study, argument=ARGUMENT, theme_links=LINKS)
    assert trace_argument(study).to_numpy().tolist() == [
        ["Too little money", "Filling posts", "held-back", "own place"],
        ["Too little money", "Trusting", "worn-down", "one sentence"],
        ["Empty posts", "Filling posts", "held-back", "own place"],
        ["Empty posts", "Trusting", "worn-down", ""],
    ]


def test_a_study_without_an_argument_has_no_steps(make_study: Make) -> None:
    study = make_mapped(make_study)
    assert list_argument(study).empty
    assert trace_argument(study).empty
