"""The maps of themes: polygon and strips, readable at every size that studies have."""

from __future__ import annotations

from itertools import pairwise
from math import hypot

import pandas as pd
import pytest
from tests.figures.looking import find_faults, is_steady

from mcneval.figures.map_layout import fit_radius, place_ends, place_marks
from mcneval.figures.marks import RADIUS
from mcneval.figures.style import Drawing
from mcneval.figures.system_map import draw_map
from mcneval.figures.theme_key import lay_out_key

KINDS = ("enabler", "barrier", "mixed")
NAMES = (
    "Goals and metrics",
    "People",
    "Infrastructure",
    "Technology",
    "Culture",
    "Processes and procedures",
    "Adopters",
    "Wider context",
)


def list_sites(count: int) -> pd.DataFrame:
    """Return so many constructs."""
    return pd.DataFrame(
        {
            "construct_id": [f"c{number}" for number in range(count)],
            "label": [NAMES[number % len(NAMES)] for number in range(count)],
        }
    )


def list_marks(themes: int, sites: int, crowd: int = 0) -> pd.DataFrame:
    """Return so many themes spread over the constructs, ``crowd`` of them at the first."""
    at = sorted((0 if number < crowd else number % sites) for number in range(themes))
    return pd.DataFrame(
        {
            "number": range(1, themes + 1),
            "theme_id": [f"T{number}" for number in range(themes)],
            "label": [f"A factor whose name takes some room {number}" for number in range(themes)],
            "kind": [KINDS[number % 3] for number in range(themes)],
            "construct_id": [f"c{place}" for place in at],
            "also": "",
        }
    )


def list_arrows(themes: int) -> pd.DataFrame:
    """Return two arrows from each theme, there and back included."""
    rows = [
        (f"T{number}", f"T{(number + step) % themes}", number % 4 == 0)
        for number in range(themes)
        for step in (1, themes // 2)
        if step % themes
    ]
    return pd.DataFrame(rows, columns=["from_theme", "to_theme", "strong"])


def draw(themes: int, sites: int, crowd: int = 0, draw_as: str = "auto") -> Drawing:
    """Return the map of so many themes and constructs."""
    drawing = draw_map(
        list_marks(themes, sites, crowd),
        list_sites(sites),
        list_arrows(themes),
        environment="Environment (money, regulation)",
        draw=draw_as,
    )
    assert drawing is not None
    return drawing


@pytest.mark.parametrize(
    ("sites", "themes", "crowd"),
    [(3, 6, 0), (4, 40, 0), (5, 19, 9), (6, 19, 0), (6, 40, 14), (7, 40, 0), (8, 40, 9)],
)
def test_a_polygon_has_no_text_over_another(sites: int, themes: int, crowd: int) -> None:
    assert find_faults(draw(themes, sites, crowd)) == []


@pytest.mark.parametrize("sites", range(3, 9))
@pytest.mark.parametrize(("themes", "crowd"), [(6, 0), (19, 6), (40, 0), (40, 14)])
def test_marks_never_touch(sites: int, themes: int, crowd: int) -> None:
    frame, marks = list_sites(sites), list_marks(themes, sites, crowd)
    places, _ = place_marks(marks, frame, fit_radius(marks, frame))
    spots = list(places.values())
    nearest = min(
        hypot(one[0] - two[0], one[1] - two[1])
        for number, one in enumerate(spots)
        for two in spots[:number]
    )
    assert len(spots) == themes
    assert nearest > 2 * RADIUS


@pytest.mark.parametrize(("themes", "sites"), [(19, 2), (10, 9), (19, 17)])
def test_many_or_few_constructs_are_drawn_as_strips(themes: int, sites: int) -> None:
    assert find_faults(draw(themes, sites)) == []


@pytest.mark.parametrize(("themes", "sites", "crowd"), [(40, 40, 0), (40, 8, 14)])
def test_the_largest_maps_take_a_taller_sheet(themes: int, sites: int, crowd: int) -> None:
    assert find_faults(draw(themes, sites, crowd), highest=10.2) == []


def test_a_framework_may_ask_for_strips() -> None:
    words = [text.get_text() for text in draw(12, 6, draw_as="matrix").figure.axes[0].texts]
    assert any(text.startswith("A factor whose name takes some") for text in words)


def test_a_framework_of_forty_cannot_be_a_polygon() -> None:
    # So many strips need more than a page, and are drawn smaller there.
    assert find_faults(draw(40, 40, draw_as="polygon"), highest=10.2) == []


def test_constructs_without_themes_are_named_in_strips() -> None:
    drawing = draw_map(
        list_marks(3, 3), list_sites(10), list_arrows(3), environment="", draw="auto"
    )
    assert drawing is not None
    words = " ".join(text.get_text() for text in drawing.figure.axes[0].texts)
    assert "Without a theme:" in words


def test_a_theme_without_a_place_is_drawn_apart() -> None:
    marks = list_marks(6, 3)
    marks.loc[5, "construct_id"] = "none"
    drawing = draw_map(marks, list_sites(3), list_arrows(6))
    assert drawing is not None
    assert "No construct" in [text.get_text() for text in drawing.figure.axes[0].texts]
    assert find_faults(drawing) == []


def test_no_themes_or_no_places_draw_nothing() -> None:
    marks = list_marks(3, 3)
    assert draw_map(marks.iloc[:0], list_sites(3), list_arrows(3)) is None
    assert draw_map(marks.assign(construct_id="none"), list_sites(3), list_arrows(3)) is None


def test_a_map_without_links_is_drawn() -> None:
    drawing = draw_map(list_marks(6, 3), list_sites(3), list_arrows(6).iloc[:0])
    assert drawing is not None
    assert "with no links" in drawing.alt


def test_the_alt_text_counts_kinds_and_places() -> None:
    assert draw(7, 3).alt == (
        "Map of seven themes (3 enablers, 2 barriers and 2 mixed themes) on three constructs, with "
        "14 links. "
        "Themes at each: Goals and metrics 3, People 2, Infrastructure 2."
    )


def test_the_key_names_every_theme_once() -> None:
    key = lay_out_key(list_marks(19, 6), list_sites(6), 5.0)
    numbers = [entry.number for column in key.columns for entry in column if entry.kind]
    assert sorted(numbers, key=int) == [str(number) for number in range(1, 20)]


def test_the_key_is_closer_where_there_is_less_room() -> None:
    marks, sites = list_marks(40, 6), list_sites(6)
    assert lay_out_key(marks, sites, 9.0).spacing.columns == 2
    assert lay_out_key(marks, sites, 3.0).spacing.lines == 1


def test_marks_of_a_corner_are_read_from_the_left_or_downwards() -> None:
    marks = list_marks(18, 6)
    places, _ = place_marks(marks, list_sites(6), 1.5)
    top, lower_left, bottom = ([places[f"T{n}"] for n in range(at, at + 3)] for at in (0, 12, 9))
    assert [x for x, _ in top] == sorted(x for x, _ in top)
    assert [x for x, _ in bottom] == sorted(x for x, _ in bottom)
    assert [y for _, y in lower_left] == sorted((y for _, y in lower_left), reverse=True)


def test_arrows_at_a_mark_end_apart() -> None:
    places = {"A": (0.0, 1.5), "B": (0.3, -1.5), "C": (0.0, -1.5), "D": (-0.3, -1.5)}
    ends = place_ends([("B", "A"), ("C", "A"), ("D", "A")], places)
    angles = sorted(angle for _, angle in ends)
    assert min(two - one for one, two in pairwise(angles)) > 0.3


def test_the_same_map_gives_the_same_bytes() -> None:
    assert is_steady(lambda: draw(12, 6))
    assert is_steady(lambda: draw(12, 12))
