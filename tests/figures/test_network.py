"""The network: circles that never touch, as large as the people who took part."""

from __future__ import annotations

from itertools import combinations
from math import hypot, sqrt
from typing import Any

import pandas as pd
import pytest
from matplotlib.axes import Axes
from tests.figures.looking import find_faults, list_words

from mcneval.figures.network import lay_key, network
from mcneval.figures.style import NARROW, WIDTH

LOOKS = "A long name of organisation number {} of all"


def list_parts(hubs: int, spokes: int, name: str = "Part {}", people: int = 0) -> pd.DataFrame:
    """Return so many parts, of 0 to 6 people or of the same number each."""
    numbers = range(hubs + spokes)
    frame = pd.DataFrame(
        {
            "part": [name.format(at) for at in numbers],
            "hub": [at < hubs for at in numbers],
            "people": [people or at * 5 % 7 for at in numbers],
        }
    )
    return frame.astype({"people": "count[people of register]"})


def list_circles(ax: Axes) -> list[tuple[float, float, float]]:
    """Return the middle and the radius of each circle, in inches."""
    circles = []
    for points in ax.collections:
        offsets, sizes = points.get_offsets(), points.get_sizes()  # type: ignore[attr-defined]
        circles += [(x, y, sqrt(sizes[0]) / 72 / 2) for x, y in offsets.tolist()]
    return circles


@pytest.mark.parametrize("width", [WIDTH, NARROW])
@pytest.mark.parametrize(("hubs", "spokes"), [(1, 4), (2, 8), (5, 14), (0, 12), (8, 72), (20, 20)])
def test_circles_never_touch_and_spokes_stay_outside(hubs: int, spokes: int, width: float) -> None:
    circles = list_circles(network(list_parts(hubs, spokes, people=25), width=width))
    assert len(circles) == hubs + spokes
    for one, other in combinations(circles, 2):
        assert hypot(one[0] - other[0], one[1] - other[1]) > one[2] + other[2]


def test_more_people_make_a_larger_circle() -> None:
    frame = list_parts(0, 4).assign(people=[0, 3, 9, 1])
    frame = frame.astype({"people": "count[people of register]"})
    radii = [radius for *_, radius in list_circles(network(frame))]
    assert sorted(radii) == [radii[0], radii[3], radii[1], radii[2]]


def test_counts_that_may_not_be_told_have_the_size_of_one_person() -> None:
    frame = list_parts(0, 4).assign(people=["under 5", "withheld", "9", "1"])
    ax = network(frame.astype({"people": "count[people of register under 5]"}))
    radii = [radius for *_, radius in list_circles(ax)]
    assert radii[0] == radii[1] == radii[3] < radii[2]
    assert [words for words in list_words(ax) if ":" in words] == [
        "Part 0: under 5",
        "Part 1: withheld",
        "Part 2: 9",
        "Part 3: 1",
    ]


@pytest.mark.parametrize("width", [WIDTH, NARROW])
@pytest.mark.parametrize(("hubs", "spokes"), [(1, 4), (2, 2), (5, 14), (0, 12), (6, 54), (20, 20)])
def test_no_words_lie_over_others(hubs: int, spokes: int, width: float) -> None:
    assert find_faults(network(list_parts(hubs, spokes, LOOKS), width=width)) == []


def test_the_key_of_many_is_in_two_columns_with_every_name_once() -> None:
    entries = [(str(at), f"Name {at}", {}) for at in range(45)]
    columns = lay_key(entries, WIDTH)
    assert [len(column) for column in columns] == [22, 23]
    assert len(lay_key(entries, NARROW)) == 1


def test_the_words_count_hubs_and_others_and_name_people() -> None:
    figure: Any = network(list_parts(1, 2)).figure
    assert figure.drawn_alt == (
        "1 hubs inside and 2 other parts around. People: Part 0: 0; Part 1: 5; Part 2: 3."
    )
