"""Small counts are hidden, and nothing that is shown gives them away."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.disclosure.small_tables import (
    LEVELS,
    People,
    chosen,
    cross,
    list_possible,
    one_table,
    registers,
)

from mcneval.disclosure.audit import audit_counts
from mcneval.disclosure.suppress import protect_counts


def tell(counts: dict[str, int], min_cell: int = 5) -> list[str]:
    """Return what one table of trades says, its total last."""
    return list(protect_counts(one_table(counts), min_cell)["text"])


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ({"x": 3, "y": 9, "z": 20}, ["under 5", "withheld", "20", "32"]),
        ({"x": 3, "y": 2, "z": 20}, ["under 5", "under 5", "20", "25"]),
        ({"x": 0, "y": 5, "z": 7}, ["0", "5", "7", "12"]),
    ],
    ids=[
        "a small count takes the smallest other with it",
        "two small counts hide each other",
        "zeros and large counts are shown",
    ],
)
def test_small_counts_are_hidden_with_what_gives_them_away(
    counts: dict[str, int], told: list[str]
) -> None:
    assert tell(counts) == told


def test_two_counts_of_one_are_given_away_by_their_sum_unless_one_is_withheld() -> None:
    x, y, z, _ = tell({"x": 1, "y": 1, "z": 20})
    assert x != "1" and y != "1"
    assert (x, y, z) != ("under 5", "under 5", "20")


@pytest.mark.parametrize("min_cell", [0, 1])
def test_no_suppression_below_two(min_cell: int) -> None:
    assert tell({"x": 1, "y": 2, "z": 0}, min_cell) == ["1", "2", "0", "3"]


def test_under_two_would_say_one_so_it_is_withheld() -> None:
    assert tell({"x": 1, "y": 6, "z": 8}, 2)[0] == "withheld"


def test_a_total_in_another_table_gives_no_count_away_and_the_same_people_are_told_alike() -> None:
    people = [("p1", "x", "a")] * 3 + [("p1", "y", "a")] * 9
    people += [("p2", "x", "b")] * 8 + [("p2", "y", "b")] * 7
    told = protect_counts(cross(people, ["trade", "place", "both", "whole"]), 5)
    assert (told["text"] == "under 5").any()
    assert audit_counts(told, 5)["safe"].all()
    assert (told.groupby(list(LEVELS))["text"].nunique() == 1).all()


def test_fixed_counts_stay_shown() -> None:
    cells = one_table({"x": 3, "y": 0, "z": 0}).assign(fixed=[False, False, False, True])
    x, y, z, total = protect_counts(cells, 5)["text"]
    assert total == "3"
    assert x != "3" and "withheld" in (y, z)


def test_two_counts_for_one_margin_are_refused() -> None:
    cells = pd.concat([one_table({"x": 3, "y": 9}), one_table({"x": 4, "y": 9})])
    with pytest.raises(ValueError, match="table t, row x, column n counts 4 people"):
        protect_counts(cells, 5)


def test_counts_that_do_not_add_up_are_refused_unless_another_level_is_declared() -> None:
    cells = one_table({"x": 3, "y": 9})
    cells.loc[cells["row"] == "total", "count"] = 13
    with pytest.raises(ValueError, match="a total does not equal the sum of its parts"):
        protect_counts(cells, 5)
    told = protect_counts(cells, 5, {"trade": ["z"]})
    assert list(told["text"]) == ["under 5", "9", "13"]


def tell_strata(counts: dict[str, int], min_cell: int = 5) -> list[str]:
    """Return what is told of the groups of a total that everyone knows."""
    fixed = [*[False] * len(counts), True]
    return list(protect_counts(one_table(counts).assign(fixed=fixed), min_cell)["text"])[:-1]


def test_strata_of_a_known_total() -> None:
    assert tell_strata({"x": 12, "y": 7, "z": 2}) == ["12", "withheld", "under 5"]


@pytest.mark.parametrize(
    ("least", "told"),
    [
        (5, ["6", "7", "under 5", "withheld"]),
        (0, ["6", "7", "1", "8"]),
    ],
)
def test_each_item_hides_its_own_small_counts(least: int, told: list[str]) -> None:
    items = {"a": 6, "b": 7}, {"a": 1, "b": 8}
    assert [word for counts in items for word in tell_strata(counts, least)] == told


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(registers, chosen, st.integers(2, 6))
def test_no_hidden_count_can_be_solved_back(
    people: People, tables: list[str], min_cell: int
) -> None:
    told = protect_counts(cross(people, tables), min_cell)
    small = (told["count"] > 0) & (told["count"] < min_cell)
    assert not told.loc[small, "shown"].any()
    shown = told[told["shown"]]
    assert (shown["text"] == shown["count"].astype(str)).all()
    for place in np.flatnonzero(small.to_numpy()):
        possible = list_possible(told, int(place), min_cell)
        assert int(told["count"].iloc[place]) in possible
        assert len(possible) >= 2
    assert audit_counts(told, min_cell)["safe"].all()


def test_so_many_reached_organisations_have_at_least_a_person_each() -> None:
    # Four people of a sector of which four organisations were reached: one from each. "Under 5"
    # would say it, so the sector is not told at all.
    homes = {"a": 1, "b": 1, "c": 1, "d": 1, "e": 9}
    sectors = {"x": 4, "y": 9}
    in_x = "abcd"
    cells = [("home", home, "total", n, home, "", False, 1) for home, n in homes.items()]
    cells += [("sector", name, "total", n, "", name, False, 0) for name, n in sectors.items()]
    cells.append(("sector", "total", "total", 13, "", "", False, 0))
    cells += [("", "", "", 0, home, "y" if home in in_x else "x", True, 0) for home in homes]
    names = ["table", "row", "column", "count", "home", "sector", "fixed", "floor"]
    told = protect_counts(pd.DataFrame(cells, columns=names), 5)
    texts = dict(zip(told["row"], told["text"], strict=True))
    assert texts["x"] == "withheld"
    assert [texts[home] for home in in_x] == ["under 5"] * 4
