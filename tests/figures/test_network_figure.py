"""The hub-and-spoke drawing: nothing touches at any size."""

from __future__ import annotations

from math import hypot

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.figures.looking import find_faults, is_steady

from mcneval.figures.network import draw_network, tell_briefly
from mcneval.figures.network_key import list_key
from mcneval.figures.network_layout import CROWDED, ROOMY, place_circles
from mcneval.figures.style import WIDTH


def list_nodes(hubs: int, spokes: int, name: str = "Organisation number {}") -> pd.DataFrame:
    """Return so many nodes with 0 to 6 people each."""
    rows = [
        {
            "node": f"O{number}",
            "label": name.format(number),
            "group": "hub" if number < hubs else "spoke",
            "group_label": "Hub" if number < hubs else "Spoke",
            "is_hub": number < hubs,
            "people": number * 5 % 7,
            "shown": str(number * 5 % 7),
        }
        for number in range(hubs + spokes)
    ]
    return pd.DataFrame(rows)


@settings(max_examples=80)
@given(st.lists(st.integers(0, 25), min_size=1, max_size=80), st.data())
def test_circles_never_touch_and_spokes_stay_outside(
    people: list[int], data: st.DataObject
) -> None:
    hubs = data.draw(st.integers(0, len(people)))
    room = data.draw(st.sampled_from([CROWDED, ROOMY])) if len(people) <= 8 else CROWDED
    is_hub = [place < hubs for place in range(len(people))]
    places, disc = place_circles(people, is_hub, room)
    assert len(places) == len(people)
    for number, (x, y, radius) in enumerate(places):
        assert hypot(x, y) + radius <= WIDTH / 2
        if hubs and number >= hubs:
            assert hypot(x, y) > disc + radius
        for other_x, other_y, other in places[:number]:
            assert hypot(x - other_x, y - other_y) > radius + other


@given(st.lists(st.integers(0, 25), min_size=2, max_size=60))
def test_more_people_make_a_larger_circle(people: list[int]) -> None:
    places, _ = place_circles(people, [False] * len(people), CROWDED)
    sizes = sorted(zip(people, (radius for *_, radius in places), strict=True))
    assert [radius for _, radius in sizes] == sorted(radius for _, radius in sizes)


@pytest.mark.parametrize(
    ("hubs", "spokes"), [(1, 4), (2, 2), (2, 8), (5, 14), (0, 12), (6, 54), (5, 0), (20, 20)]
)
def test_no_text_lies_over_another(hubs: int, spokes: int) -> None:
    drawing = draw_network(list_nodes(hubs, spokes, "A long name of organisation number {} of all"))
    assert drawing is not None
    assert find_faults(drawing) == []


def test_eighty_organisations_are_drawn_on_a_taller_sheet() -> None:
    drawing = draw_network(list_nodes(8, 72, "A long name of organisation number {} of all"))
    assert drawing is not None
    assert find_faults(drawing, highest=9.5) == []


@pytest.mark.parametrize(("hubs", "spokes"), [(2, 2), (1, 4), (3, 5), (0, 5)])
def test_few_brief_names_stand_by_their_circles(hubs: int, spokes: int) -> None:
    drawing = draw_network(list_nodes(hubs, spokes, "Kind {}"))
    assert drawing is not None
    assert find_faults(drawing) == []
    assert "Kind 1" in [text.get_text() for text in drawing.figure.axes[0].texts]


def test_no_nodes_no_drawing() -> None:
    assert draw_network(list_nodes(0, 0)) is None


def test_the_alt_text_has_the_numbers() -> None:
    drawing = draw_network(list_nodes(1, 2, "Alder {}"))
    assert drawing is not None
    assert drawing.alt == (
        "Hub-and-spoke drawing with 1 inside and 2 around, larger with more people who took part: "
        "Alder 1 5, Alder 2 3."
    )


def test_a_small_count_has_the_size_of_one_person() -> None:
    nodes = list_nodes(0, 3)
    nodes["people"], nodes["shown"] = [4, 2, 9], ["under 5", "under 5", "9"]
    drawing = draw_network(nodes)
    assert drawing is not None
    radii = [patch.radius for patch in drawing.figure.axes[0].patches]
    assert radii[0] == radii[1] < radii[2]
    assert tell_briefly("under 5") == "<5"
    assert tell_briefly("withheld") == "?"


def test_the_key_of_many_is_in_two_columns_with_every_name_once() -> None:
    columns = list_key(list_nodes(5, 40, "Name {}"), 2, 9.0, 2).columns
    lines = [words for column in columns for words, heading in column if not heading]
    assert len(columns) == 2
    assert len(lines) == 45


def test_the_same_nodes_give_the_same_bytes() -> None:
    assert is_steady(lambda: draw_network(list_nodes(3, 9)))
