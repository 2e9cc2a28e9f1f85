"""Reach, silence and the course of recruitment: words with the numbers, nothing in the way."""

from __future__ import annotations

import pandas as pd
import pytest
from tests.figures.looking import find_faults, is_steady

from mcneval.figures.reach import draw_reach
from mcneval.figures.silence import draw_silence
from mcneval.figures.silence_cells import find_band, list_entries
from mcneval.figures.silence_columns import fill_blocks, list_groups
from mcneval.figures.timeline import draw_timeline


def list_reach(count: int) -> pd.DataFrame:
    """Return the reach of so many themes, the first of which cuts across."""
    return pd.DataFrame(
        {
            "theme_id": [f"T{number}" for number in range(count)],
            "label": [f"A factor with a rather long name to wrap {n}" for n in range(count)],
            "kind": [("barrier", "enabler", "mixed")[number % 3] for number in range(count)],
            "acts_on": [count - number for number in range(count)],
            "reach": [count for _ in range(count)],
            "cuts_across": [number == 0 for number in range(count)],
        }
    )


@pytest.mark.parametrize("count", [1, 5, 19, 40])
def test_reach_is_drawn_without_text_over_text(count: int) -> None:
    drawing = draw_reach(list_reach(count))
    assert drawing is not None
    assert find_faults(drawing) == []


def test_reach_tells_its_numbers() -> None:
    drawing = draw_reach(list_reach(2))
    assert drawing is not None
    assert "0 (barrier) acts on 2 directly and reaches 2 in all" in drawing.alt


def test_themes_that_act_on_nothing_are_counted() -> None:
    drawing = draw_reach(list_reach(3).assign(acts_on=[2, 0, 0]))
    assert drawing is not None
    assert drawing.alt.endswith("; two themes act on none.")


def test_themes_that_act_on_nothing_are_not_drawn() -> None:
    assert draw_reach(list_reach(3).assign(acts_on=0)) is None
    assert draw_reach(pd.DataFrame()) is None


def list_cells(constructs: int, groups: int) -> pd.DataFrame:
    """Return a grid of cells in which the last group is silent on the first construct."""
    rows = []
    for group in range(groups):
        for construct in range(constructs):
            quiet = construct == 0 and group == groups - 1
            rows.append(
                {
                    "construct_id": f"c{construct}",
                    "dimension": "phase" if group < 2 else "role",
                    "level": f"g{group}",
                    "group": "Phase" if group < 2 else "Role",
                    "label": f"A group of people with a long name {group}",
                    "people": 10,
                    "voiced_by": 0 if quiet else construct % 11,
                    "segments": 0 if quiet else 3,
                    "status": "not asked" if quiet else "voiced",
                }
            )
    return pd.DataFrame(rows)


def list_constructs(count: int) -> pd.DataFrame:
    """Return so many constructs."""
    return pd.DataFrame(
        {
            "construct_id": [f"c{number}" for number in range(count)],
            "label": [f"Construct {number}" for number in range(count)],
        }
    )


@pytest.mark.parametrize(("constructs", "groups"), [(6, 2), (6, 16), (3, 5), (18, 4), (40, 6)])
def test_silence_is_drawn_without_text_over_text(constructs: int, groups: int) -> None:
    drawing = draw_silence(list_cells(constructs, groups), list_constructs(constructs))
    assert drawing is not None
    assert find_faults(drawing) == []


def test_silence_is_told() -> None:
    drawing = draw_silence(list_cells(3, 3), list_constructs(3))
    assert drawing is not None
    assert drawing.alt == (
        "Grid of three constructs by three groups of people, darker where more of a group were "
        "heard. There is no evidence from A group of people with a long name 2 on Construct 0."
    )


def test_the_numbers_that_may_be_told_are_in_the_words() -> None:
    cells = list_cells(2, 3).assign(shown=["0 of 10", "1 of 10", "", "1 of 10", "", ""])
    drawing = draw_silence(
        cells.assign(label=["A"] * 2 + ["B"] * 2 + ["C"] * 2), list_constructs(2)
    )
    assert drawing is not None
    assert drawing.alt.endswith(
        "People heard by phase: Construct 0: A 0 of 10; Construct 1: A 1 of 10, B 1 of 10."
    )


def test_a_heading_stands_where_the_groups_change() -> None:
    assert [group.heading for group in list_groups(list_cells(1, 4))] == ["Phase", "", "Role", ""]


def test_groups_told_apart_in_one_way_stand_in_one_block() -> None:
    blocks = fill_blocks(list_groups(list_cells(1, 5)), 2.0, 0.5)
    assert [[group.level for group in block] for block in blocks] == [
        ["g0", "g1"],
        ["g2", "g3", "g4"],
    ]


def test_the_share_heard_is_told_by_quarters() -> None:
    assert [find_band(heard, 12) for heard in (0, 1, 3, 4, 6, 7, 9, 10, 12)] == [
        0,
        1,
        1,
        2,
        2,
        3,
        3,
        4,
        4,
    ]


def test_counts_that_may_not_be_told_all_look_alike() -> None:
    cells = list_cells(2, 3).assign(voiced_by=[1, 2, 3, 4, 5, 6], status="voiced", shown="")
    assert [words for _, _, words in list_entries(cells)] == [
        "heard; how many is not told, for numbers are small"
    ]
    drawing = draw_silence(cells, list_constructs(2))
    assert drawing is not None
    boxes = drawing.figure.axes[0].patches
    assert len({box.get_facecolor() for box in boxes}) == 1


def test_no_evidence_draws_nothing() -> None:
    cells = list_cells(2, 2).assign(status="silent")
    assert draw_silence(cells, list_constructs(2)) is None


def list_timeline(phases: int) -> pd.DataFrame:
    """Return three days of recruitment in each phase."""
    rows = [
        (f"p{phase}", pd.Timestamp(2024, 1, 1) + pd.Timedelta(days=90 * phase + 10 * day), 2)
        for phase in range(phases)
        for day in range(3)
    ]
    frame = pd.DataFrame(rows, columns=["phase", "date", "people"])
    return frame.assign(
        cumulative=frame["people"].cumsum(),
        in_phase=frame.groupby("phase")["people"].cumsum(),
    )


@pytest.mark.parametrize("phases", [1, 2, 3, 5])
def test_the_course_is_drawn_without_text_over_text(phases: int) -> None:
    labels = {f"p{phase}": f"Phase {phase}: a name" for phase in range(phases)}
    drawing = draw_timeline(list_timeline(phases), labels)
    assert drawing is not None
    assert find_faults(drawing) == []


def test_the_course_tells_its_numbers() -> None:
    drawing = draw_timeline(list_timeline(2), {"p0": "First", "p1": "Second"})
    assert drawing is not None
    assert drawing.alt == (
        "Stepped line of people recruited, from 1 January 2024 to 20 April 2024, ending at 12: "
        "First 6, Second 6."
    )


def test_one_day_and_no_day() -> None:
    one = list_timeline(1).iloc[:1]
    assert draw_timeline(one, {"p0": "First"}) is not None
    assert draw_timeline(one.iloc[:0], {"p0": "First"}) is None


def test_the_same_frames_give_the_same_bytes() -> None:
    cells, constructs, labels = list_cells(3, 3), list_constructs(3), {"p0": "One", "p1": "Two"}
    assert is_steady(lambda: draw_reach(list_reach(3)))
    assert is_steady(lambda: draw_silence(cells, constructs))
    assert is_steady(lambda: draw_timeline(list_timeline(2), labels))
