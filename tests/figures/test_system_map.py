"""The system map: marks at their construct, arrows between them, a polygon or a list."""

from __future__ import annotations

from itertools import combinations
from math import atan2, hypot, pi
from typing import Any

import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.patches import FancyArrowPatch, Polygon
from tests.figures.looking import find_faults, list_words

from mcneval.figures.style import KINDS, NARROW, WIDTH
from mcneval.figures.system_map import PITCH, system_map

NAMES = ("Goals and metrics", "People", "Infrastructure", "Technology", "Culture",
         "Processes and procedures", "Adopters", "Wider context")  # fmt: skip


def list_themes(count: int, sites: int, crowd: int = 0) -> pd.DataFrame:
    """Return so many themes spread over the constructs, ``crowd`` of them at the first."""
    corners = [f"{NAMES[at % 8]}{' again' * (at // 8)}" for at in range(sites)]
    at = sorted((0 if number < crowd else number % sites) for number in range(count))
    return pd.DataFrame(
        {
            "number": range(1, count + 1),
            "theme_id": [f"T{number}" for number in range(count)],
            "theme": [f"A factor whose name takes some room {number}" for number in range(count)],
            "kind": [list(KINDS)[number % 3] for number in range(count)],
            "construct": pd.Categorical([corners[place] for place in at], corners),
        }
    )


def list_links(count: int) -> pd.DataFrame:
    """Return two links from each theme."""
    rows = [
        (f"T{number}", f"T{(number + step) % count}", number == 0)
        for number in range(count)
        for step in (1, count // 2)
    ]
    return pd.DataFrame(rows, columns=["from_id", "to_id", "cuts_across"])


def draw(count: int, sites: int, crowd: int = 0, **given: Any) -> Axes:
    """Return the map of so many themes and constructs."""
    return system_map(list_themes(count, sites, crowd), list_links(count), **given)


def place_marks(ax: Axes, count: int) -> list[tuple[float, float]]:
    """Return where the numbered marks stand, in the order of their numbers."""
    spots = {
        text.get_text(): text.get_position() for text in ax.texts if text.get_color() == "#ffffff"
    }
    return [spots[str(number + 1)] for number in range(count)]


def has_polygon(ax: Axes) -> bool:
    """Return whether a map is a polygon."""
    return any(type(patch) is Polygon for patch in ax.patches)


@pytest.mark.parametrize("sites", range(1, 11))
def test_three_to_eight_constructs_are_a_polygon_others_a_list(sites: int) -> None:
    assert has_polygon(draw(2 * sites, sites)) == (3 <= sites <= 8)
    assert not has_polygon(draw(2 * sites, sites, form="matrix"))


def test_a_polygon_has_its_marks_at_their_construct() -> None:
    ax = draw(18, 6)
    (outline,) = (patch for patch in ax.patches if type(patch) is Polygon)
    corners = outline.get_xy()[:6]
    for number, (x, y) in enumerate(place_marks(ax, 18)):
        far = [hypot(x - a, y - b) for a, b in corners]
        assert min(far) == far[number // 3] <= 2 * PITCH


def test_the_first_construct_stands_at_the_top_and_others_clockwise() -> None:
    ax = draw(6, 6)
    (outline,) = (patch for patch in ax.patches if type(patch) is Polygon)
    corners = outline.get_xy()[:6]
    middle = corners.mean(axis=0)
    angles = [atan2(y - middle[1], x - middle[0]) for x, y in corners]
    assert angles[0] == pytest.approx(pi / 2)
    assert angles[1] == pytest.approx(pi / 6)


def test_a_list_has_its_marks_in_a_column_under_their_construct() -> None:
    ax = draw(6, 2)
    spots = place_marks(ax, 6)
    assert len({x for x, _ in spots}) == 1
    assert [y for _, y in spots] == sorted((y for _, y in spots), reverse=True)
    heads = {words.get_text(): words.get_position()[1] for words in ax.texts}
    assert spots[2][1] > heads["People"] > spots[3][1]


def test_a_construct_without_a_theme_is_not_in_a_list() -> None:
    themes = list_themes(2, 10)
    assert "Infrastructure" not in list_words(system_map(themes, list_links(2)))


@pytest.mark.parametrize("sites", range(3, 9))
@pytest.mark.parametrize(("themes", "crowd"), [(6, 0), (19, 6), (40, 0), (40, 14)])
def test_marks_never_touch(sites: int, themes: int, crowd: int) -> None:
    for width in (WIDTH, NARROW):
        spots = place_marks(draw(themes, sites, crowd, width=width), themes)
        nearest = min(hypot(a - c, b - d) for (a, b), (c, d) in combinations(spots, 2))
        assert nearest > 15.2 / 72  # the points across a mark


@pytest.mark.parametrize("width", [WIDTH, NARROW])
@pytest.mark.parametrize(
    ("sites", "themes", "crowd"),
    [(3, 6, 0), (4, 40, 0), (5, 19, 9), (6, 19, 0), (8, 40, 9), (10, 19, 0)],
)
def test_no_words_lie_over_others(sites: int, themes: int, crowd: int, width: float) -> None:
    assert find_faults(draw(themes, sites, crowd, width=width)) == []


def test_arrows_have_the_colour_of_where_they_begin_and_are_heavy_where_it_cuts_across() -> None:
    arrows = [patch for patch in draw(6, 3).patches if isinstance(patch, FancyArrowPatch)]
    assert len(arrows) == 12
    assert [arrow.get_linewidth() for arrow in arrows[:4]] == [1.5, 1.5, 0.8, 0.8]
    assert to_hex(arrows[0].get_edgecolor()) == KINDS["enabler"]
    assert to_hex(arrows[4].get_edgecolor()) == KINDS["barrier"]


def test_the_key_names_every_theme_once() -> None:
    words = " ".join(list_words(draw(19, 6)))
    assert words.count("A factor whose name takes") == 19


def test_the_figure_brings_themes_and_links() -> None:
    figure: Any = draw(6, 3).figure
    assert [len(frame) for frame in figure.drawn_frames] == [6, 12]
    assert figure.drawn_alt == (
        "Map of 6 themes on 3 constructs, with 12 links. "
        "Themes at each: Goals and metrics 2, People 2, Infrastructure 2."
    )


def test_a_map_without_links_is_drawn() -> None:
    figure: Any = system_map(list_themes(6, 3), list_links(6).head(0)).figure
    assert "with 0 links" in figure.drawn_alt
