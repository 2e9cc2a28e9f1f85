"""The drawing of a study's argument."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Polygon
from tests.figures.looking import find_faults, list_words

from mcneval.figures.argument import BROAD, argument
from mcneval.figures.style import KINDS, NARROW, PAPER

STEPS = pd.DataFrame(
    [
        ("in-place", "T1", "Shared vision", "Vision", "nearly all", "nearly all, both phases"),
        ("in-place", "", "Committed leaders", "Leaders", "", "named in the discussion"),
        ("across", "T2", "Network underfunded", "Network underfunded", "many", "many"),
        ("across", "T3", "No shared records", "No shared records", "not stated", ""),
        ("held-back", "T4", "Making changes", "Making changes", "", ""),
        ("worn-down", "T5", "Taking part", "Taking part", "", ""),
    ],
    columns=["part", "theme_id", "label", "narrow", "breadth", "said"],
)
CROSSINGS = pd.DataFrame(
    [
        ("Network underfunded", "Making changes", "held-back", "own place"),
        ("Network underfunded", "Taking part", "worn-down", "one sentence"),
        ("No shared records", "Making changes", "held-back", ""),
        ("No shared records", "Taking part", "worn-down", "one sentence"),
    ],
    columns=["barrier", "what", "part", "rests_on"],
)


@pytest.mark.parametrize("width", [BROAD, NARROW])
def test_no_words_lie_over_others_or_off_the_page(width: float) -> None:
    assert find_faults(argument(STEPS, CROSSINGS, width=width)) == []


def test_a_mark_is_filled_for_its_own_place_and_open_for_one_sentence() -> None:
    ax = argument(STEPS, CROSSINGS)
    marks = [one for one in ax.collections if to_hex(one.get_edgecolor()[0]) == KINDS["barrier"]]
    # Two barriers, three crossings of which two are open, and both in the key.
    faces = [to_hex(one.get_facecolor()[0]) for one in marks]
    assert faces.count(PAPER) == 3
    assert faces.count(KINDS["barrier"]) == 4


def test_a_claim_that_is_no_theme_has_an_open_mark() -> None:
    ax = argument(STEPS, CROSSINGS)
    marks = [one for one in ax.collections if to_hex(one.get_edgecolor()[0]) == KINDS["enabler"]]
    assert [to_hex(one.get_facecolor()[0]) for one in marks] == [KINDS["enabler"], PAPER]


def test_a_barrier_that_wears_nothing_down_has_no_tip() -> None:
    bare = CROSSINGS.assign(rests_on=["own place", "own place", "own place", ""])
    drawn = [argument(STEPS, rows).patches for rows in (CROSSINGS, bare)]
    tips = [sum(isinstance(one, Polygon) for one in patches) for patches in drawn]
    assert tips == [2, 1]


def test_the_key_has_only_what_occurs() -> None:
    own = CROSSINGS.assign(rests_on=["own place", "", "", "own place"])
    plain = STEPS.assign(breadth="")
    assert "only of several together" in list_words(argument(STEPS, CROSSINGS))
    assert "only of several together" not in list_words(argument(STEPS, own))
    assert "how widely said" not in list_words(argument(plain, own))


def test_the_words_for_it_tell_every_part() -> None:
    figure: Any = argument(STEPS, CROSSINGS).figure
    assert figure.drawn_alt == (
        "In place: Shared vision (nearly all, both phases); "
        "Committed leaders (named in the discussion). "
        "Network underfunded (many): stated for it: Making changes; only of several: Taking part. "
        "No shared records: only of several: Taking part."
    )
    assert [len(frame) for frame in figure.drawn_frames] == [6, 4]


def test_without_an_argument_nothing_is_drawn() -> None:
    figure: Any = argument(STEPS.head(0), CROSSINGS.head(0)).figure
    assert figure.drawn_frames[0].empty
