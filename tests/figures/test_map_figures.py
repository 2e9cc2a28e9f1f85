"""The maps of themes: polygon and strips, readable at every size that studies have."""

from __future__ import annotations

from math import hypot

import pandas as pd
import pytest
from tests.figures.looking import find_faults, is_steady

from mcneval.figures.marks import RADIUS
from mcneval.figures.style import Drawing
from mcneval.figures.system_map import cut, draw_map, fit_radius, place_marks
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
    [(3, 6, 0), (4, 40, 0), (5, 19, 9), (6, 19, 0), (6, 40, 14), (7, 40, 0), (8, 40, 14)],
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


@pytest.mark.parametrize(("themes", "sites"), [(19, 2), (10, 9), (40, 40), (19, 17)])
def test_many_or_few_constructs_are_drawn_as_strips(themes: int, sites: int) -> None:
    assert find_faults(draw(themes, sites)) == []


def test_a_framework_may_ask_for_strips() -> None:
    words = [text.get_text() for text in draw(12, 6, draw_as="matrix").figure.axes[0].texts]
    assert any(text.startswith("A factor whose name takes some") for text in words)


def test_a_framework_of_forty_cannot_be_a_polygon() -> None:
    assert find_faults(draw(40, 40, draw_as="polygon")) == []


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
    assert "with 0 links" in drawing.alt


def test_the_alt_text_counts_kinds_and_places() -> None:
    assert draw(7, 3).alt == (
        "Map of 7 themes (3 enabler, 2 barrier, 2 mixed) on 3 constructs, with 14 links. "
        "Themes at each: Goals and metrics 3, People 2, Infrastructure 2."
    )


def test_a_word_that_has_no_room_is_parted() -> None:
    assert cut("Infrastructure", 8) == ["Infrast-", "ructure"]
    assert cut("People", 8) == ["People"]


def test_the_key_names_every_theme_once() -> None:
    columns, _ = lay_out_key(list_marks(19, 6), list_sites(6))
    numbers = [entry.number for column in columns for entry in column if entry.kind]
    assert sorted(numbers, key=int) == [str(number) for number in range(1, 20)]


def test_the_same_map_gives_the_same_bytes() -> None:
    assert is_steady(lambda: draw(12, 6))
    assert is_steady(lambda: draw(12, 12))
