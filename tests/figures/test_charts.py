"""Bars, dots, intervals, spans, lines and heat maps: what is drawn of which numbers."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from tests.figures.looking import find_faults, list_words

from mcneval.figures.charts import MOST_SAID, bars, choose_colours, dots, heat, intervals, spans
from mcneval.figures.charts import lines as draw_lines
from mcneval.figures.style import GRID, KINDS, MUTED, NARROW, PALETTE, WIDTH, write_svg

HIDING = "count[people of register under 5]"


def count(**people: object) -> pd.DataFrame:
    """Return groups with their people, of which some may not be told."""
    frame = pd.DataFrame({"group": list(people), "people": [str(n) for n in people.values()]})
    return frame.astype({"people": HIDING})


def tell(ax: Axes) -> str:
    """Return the words that stand for a drawing."""
    figure: Any = ax.figure
    return str(figure.drawn_alt)


@pytest.fixture
def hidden() -> pd.DataFrame:
    """Return four groups of whom two may not be told."""
    return count(Alder=9, Birch="under 5", Cedar="withheld", Dogwood=0)


def test_a_bar_is_as_long_as_its_number_in_the_order_of_the_frame(hidden: pd.DataFrame) -> None:
    ax = bars(hidden, "people", "group")
    assert [text.get_text() for text in ax.get_yticklabels()] == list(hidden["group"])
    assert [bar.get_width() for bar in ax.patches if bar.get_width() > 0] == [9.0]


@pytest.mark.parametrize("draw", [bars, dots])
def test_a_count_that_may_not_be_told_is_written_in_grey(draw: Any, hidden: pd.DataFrame) -> None:
    ax = draw(hidden, "people", "group")
    assert [(text.get_text(), text.get_position()[1]) for text in ax.texts] == [
        (" <5", 1),
        (" ?", 2),
    ]
    assert {to_hex(text.get_color()) for text in ax.texts} == {MUTED}
    assert tell(ax) == "People: Alder 9; Dogwood 0."


def test_hidden_counts_of_a_heat_map_are_grey_cells(hidden: pd.DataFrame) -> None:
    ax = heat(hidden.set_index("group").rename_axis(None))
    assert list_words(ax) == ["9", "0", "<5", "?"]
    grey = [patch for patch in ax.patches if to_hex(patch.get_facecolor()) == GRID]
    assert [patch.get_xy() for patch in grey] == [(0, 1), (0, 2)]


def test_a_missing_number_of_a_heat_map_is_no_cell() -> None:
    ax = heat(pd.DataFrame({"a": [1.0, None], "b": [2.5, 0.0]}, index=["x", "y"]))
    assert list_words(ax) == ["1", "2.5", "0"]
    assert not ax.patches


def test_columns_of_two_levels_are_set_apart_by_the_first() -> None:
    heads = pd.MultiIndex.from_tuples([("Role", "Nurse"), ("Role", "Doctor"), ("Phase", "One")])
    frame = pd.DataFrame([[1, 2, 3]], index=["x"], columns=heads)
    ax = heat(frame.astype("count[people of register]"))
    assert list_words(ax) == ["1", "2", "3", "Role", "Phase"]
    figure: Any = ax.figure
    assert list(figure.drawn_frames[0].columns) == (
        ["index", "Role: Nurse", "Role: Doctor", "Phase: One"]
    )


def test_many_columns_of_long_names_do_not_lie_over_one_another() -> None:
    heads = [f"A profession of long name {at}" for at in range(14)]
    ax = heat(pd.DataFrame([[7] * 14] * 3, index=["x", "y", "z"], columns=heads))
    figure: Any = ax.figure
    assert find_faults(ax) == []
    assert figure.draw_narrow is None  # so many columns are no telephone's


def test_kinds_of_theme_have_their_own_colours_and_others_the_palettes() -> None:
    assert choose_colours(["barrier", "enabler"]) == {
        "barrier": KINDS["barrier"],
        "enabler": KINDS["enabler"],
    }
    assert choose_colours(["barrier", "other"]) == {"barrier": PALETTE[0], "other": PALETTE[1]}
    assert choose_colours([str(at) for at in range(9)])["8"] == PALETTE[0]


def test_the_words_count_what_they_do_not_name() -> None:
    many = count(**{f"g{at}": at for at in range(MOST_SAID + 3)})
    assert tell(bars(many, "people", "group")).endswith("g11 11; and 3 more.")


def test_an_estimate_without_bounds_is_drawn_and_one_that_is_missing_is_not() -> None:
    frame = pd.DataFrame(
        {
            "code": ["Money", "Trust", "Roads"],
            "alpha": [0.9, 0.3, None],
            "low": [0.7, None, None],
            "high": [1.0, None, None],
        }
    )
    ax = intervals(frame, "alpha", "code", marks={"low": 0.667, "enough": 0.8})
    assert [text.get_text() for text in ax.get_yticklabels()] == ["Money", "Trust"]
    assert list_words(ax) == ["low", "enough"]
    assert tell(ax) == "Alpha: Money 0.90; Trust 0.30."
    assert tell(intervals(frame.assign(alpha=None), "alpha", "code")) == ""


def test_shares_are_written_in_per_cent() -> None:
    share = {"share": "share[people of register]"}
    frame = pd.DataFrame({"group": ["a", "b"], "share": [0.5, 0.25], "low": 0, "high": 1})
    ax = intervals(frame.astype(share), "share", "group")
    assert tell(ax) == "Share: a 50%; b 25%."
    assert ax.xaxis.get_major_formatter()(0.5) == "50%"


def test_a_way_leads_from_an_open_mark_to_a_filled_one() -> None:
    frame = pd.DataFrame({"theme": ["a", "b"], "fewest": [1, 3], "speakers": [2, 5]})
    ax = spans(frame, "fewest", "speakers", "theme", least=2)
    opened, filled = (points.get_offsets().tolist() for points in ax.collections[1:3])
    assert opened == [[1.0, 0.0], [3.0, 1.0]]
    assert filled == [[2.0, 0.0], [5.0, 1.0]]
    assert ax.get_xlabel() == "Speakers (filled), fewest (open)"
    assert tell(ax) == "Speakers: a 2; b 5. Fewest: a 1; b 3."


@pytest.mark.parametrize("width", [WIDTH, NARROW])
def test_a_long_legend_does_not_press_the_drawing_together(width: float) -> None:
    levels = ["Kind of source", "Position in the network", "Sector", "Setting", "Profession"]
    frame = pd.DataFrame(
        {
            "group": [f"A group of people with a long name {at}" for at in range(5)],
            "of": pd.Categorical(levels, levels),
            "people": [0.2, 0.3, 0.4, 0.5, 0.6],
            "segments": [0.3, 0.3, 0.3, 0.3, 0.3],
        }
    )
    ax = spans(frame, "people", "segments", "group", "of", width=width)
    assert find_faults(ax) == []
    figure: Any = ax.figure
    assert ax.get_position().width * figure.get_figwidth() > 1.3


def test_a_legend_of_one_entry_is_left_out() -> None:
    frame = pd.DataFrame({"theme": ["a", "b"], "n": [1, 2], "kind": ["barrier", "barrier"]})
    assert bars(frame, "n", "theme", "kind").get_legend() is None


def test_ticks_stand_at_whole_numbers() -> None:
    ax = bars(count(a=1, b=2), "people", "group")
    assert all(float(tick).is_integer() for tick in ax.get_xticks())


def test_lines_end_in_words_and_begin_at_nothing() -> None:
    frame = pd.DataFrame(
        {
            "source": [1, 2, 1, 2],
            "codes": [3, 5, 1, 1],
            "phase": ["One", "One", "Two", "Two"],
            "low": [2, 4, 0, 0],
            "high": [4, 6, 2, 2],
        }
    )
    ax = draw_lines(frame, "source", "codes", "phase", "low", "high", steps=True)
    assert tell(ax) == "Codes at the end: One 5; Two 1."
    assert ax.get_ylim()[0] == 0
    assert [line.get_drawstyle() for line in ax.get_lines()[:2]] == ["steps-post"] * 2


def test_numbers_in_the_cells_of_a_heat_map_do_not_change_with_the_page() -> None:
    ax = heat(pd.DataFrame({"a": [1, 9]}, index=["x", "y"]))
    assert [str(words.get_color()) for words in ax.texts] == ["#010101", "#fefefe"]
    assert "var(" not in "".join(re.findall("<text[^>]*>[19]<", write_svg(ax.figure)))


def test_words_on_a_heat_map_can_be_read_on_every_tone() -> None:
    from seaborn.utils import relative_luminance

    ax = heat(pd.DataFrame({"a": range(21)}, index=[f"row {at}" for at in range(21)]))
    mesh: Any = ax.collections[0]
    for words, tone in zip(ax.texts, mesh.get_facecolors(), strict=True):
        light, dark = sorted(
            (relative_luminance(tone), relative_luminance(words.get_color())), reverse=True
        )
        assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_a_heat_map_tells_its_highest_cells() -> None:
    frame = pd.DataFrame({"One": [2, 0], "Two": [7, 3]}, index=["Money", "Trust"])
    words = (
        "Heat map of 2 rows by 2 columns. The highest: Money, Two 7; Trust, Two 3; Money, One 2."
    )
    assert tell(heat(frame)) == words


def test_dots_begin_at_nought_and_have_a_shape_for_each_kind() -> None:
    frame = pd.DataFrame({"name": ["A", "B"], "n": [5, 9], "kind": ["enabler", "barrier"]})
    ax = dots(frame, "n", "name", "kind")
    assert ax.get_xlim()[0] <= 0
    shapes = [len(one.get_paths()[0].vertices) for one in ax.collections]
    assert len(set(shapes)) == 2
    assert [tuple(one.get_offsets()[0]) for one in ax.collections] == [(5, 0), (9, 1)]


def test_dots_of_one_row_are_set_apart() -> None:
    frame = pd.DataFrame({"name": ["A", "A"], "n": [5, 5], "phase": ["One", "Two"]})
    ax = dots(frame, "n", "name", "phase")
    heights = [one.get_offsets()[0][1] for one in ax.collections]
    assert heights == pytest.approx([-0.2, 0.2])
