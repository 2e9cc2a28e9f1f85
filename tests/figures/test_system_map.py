"""The system map: themes in a column by construct, arcs between them, told for readers' choice."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.patches import PathPatch
from tests.figures.looking import find_faults, list_words

from mcneval.figures.style import KINDS, NARROW, WIDTH, write_svg
from mcneval.figures.system_map import system_map

NAMES = ("Goals and metrics", "People", "Infrastructure", "Technology", "Culture",
         "Processes and procedures", "Adopters", "Wider context")  # fmt: skip


def list_themes(count: int, sites: int) -> pd.DataFrame:
    """Return so many themes spread over the constructs."""
    heads = [f"{NAMES[at % 8]}{' again' * (at // 8)}" for at in range(sites)]
    at = sorted(number % sites for number in range(count))
    return pd.DataFrame(
        {
            "theme_id": [f"T{number}" for number in range(count)],
            "short": [f"A factor whose name takes some room {number}" for number in range(count)],
            "narrow": [f"A factor {number}" for number in range(count)],
            "kind": [list(KINDS)[number % 3] for number in range(count)],
            "breadth": [("nearly all", "some", "not stated", "")[n % 4] for n in range(count)],
            "construct": pd.Categorical([heads[place] for place in at], heads),
        }
    )


def list_links(count: int) -> pd.DataFrame:
    """Return two links from each theme; the second of the first rests on one sentence."""
    rows = [
        (f"T{number}", f"T{(number + step) % count}",
         "own place" if number or step == 1 else "one sentence")
        for number in range(count)
        for step in (1, count // 2)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["from_id", "to_id", "rests_on"])


def draw(count: int, sites: int, **given: Any) -> Axes:
    """Return the map of so many themes and constructs."""
    return system_map(list_themes(count, sites), list_links(count), **given)


def list_arcs(ax: Axes) -> list[PathPatch]:
    """Return the lines of a map's arcs, without their tips."""
    return [one for one in ax.patches if isinstance(one, PathPatch) and not one.get_facecolor()[3]]


def test_themes_stand_in_a_column_under_their_construct() -> None:
    spots = {words.get_text(): words.get_position() for words in draw(6, 2).texts}
    names = [f"A factor whose name takes some room {number}" for number in range(6)]
    heights = [spots[name][1] for name in names]
    assert heights == sorted(heights, reverse=True)
    assert len({spots[name][0] for name in names}) == 1
    assert heights[2] > spots["People"][1] > heights[3]


def test_a_construct_without_a_theme_has_no_heading() -> None:
    assert "Infrastructure" not in list_words(system_map(list_themes(2, 10), list_links(2)))


@pytest.mark.parametrize("width", [WIDTH, NARROW])
@pytest.mark.parametrize(("sites", "themes"), [(1, 6), (4, 40), (6, 19), (10, 19)])
def test_no_words_lie_over_others(sites: int, themes: int, width: float) -> None:
    assert find_faults(draw(themes, sites, width=width)) == []


def test_arcs_have_the_colour_of_where_they_begin_and_are_dashed_for_one_sentence() -> None:
    arcs = list_arcs(draw(6, 3))
    assert len(arcs) == 12
    assert [to_hex(arc.get_edgecolor()) for arc in arcs[:3]] == [
        KINDS["enabler"], KINDS["enabler"], KINDS["mixed"]
    ]  # fmt: skip
    assert [arc.get_linestyle() == "solid" for arc in arcs[:3]] == [True, False, True]


def test_arcs_of_the_theme_with_most_links_of_their_own_place_are_strong() -> None:
    links = list_links(6).iloc[[0, 1, 2, 3, 4]]  # T0 has one and one, T1 two, T2 one
    arcs = list_arcs(system_map(list_themes(6, 3), links))
    assert [arc.get_linewidth() for arc in arcs] == [0.9, 0.9, 1.9, 1.9, 0.9]


def test_no_arc_is_strong_where_several_themes_have_most() -> None:
    arcs = list_arcs(system_map(list_themes(6, 3), list_links(6).iloc[2:6]))
    assert {arc.get_linewidth() for arc in arcs} == {0.9}


def test_a_name_of_two_lines_is_one_link() -> None:
    svg = write_svg(draw(4, 2).figure)  # type: ignore[arg-type]
    assert svg.count("<a ") == 4
    assert svg.count("whose name takes some") == 4
    assert "_blank" not in svg


def test_the_page_can_tell_which_arc_is_whose_and_names_lead_to_their_links() -> None:
    svg = write_svg(draw(6, 3).figure)  # type: ignore[arg-type]
    assert svg.count('class="arc from-t0 to-t1"') == 2  # the line and its tip
    assert 'xlink:href="#map-t5"' in svg


def test_the_figure_brings_themes_and_links() -> None:
    figure: Any = draw(6, 3).figure
    assert [len(frame) for frame in figure.drawn_frames] == [6, 12]
    assert figure.drawn_alt.startswith(
        "6 themes (Goals and metrics 2, People 2, Infrastructure 2) and 12 links between them, "
        "11 stated at their own place. Links of this kind from each theme, the most first: "
    )


def test_without_links_there_is_no_map() -> None:
    figure: Any = system_map(list_themes(6, 3), list_links(6).head(0)).figure
    assert figure.drawn_frames[0].empty
