"""Small counts are hidden, and nothing that is shown gives them away."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from mcneval.analysis.disclosure import audit_counts, protect_counts, protect_strata

LEVELS = {"phase": ("p1", "p2", "p3"), "trade": ("x", "y", "z"), "place": ("a", "b")}
TABLES = {
    "trade": ("phase", "trade"),
    "place": ("phase", "place"),
    "both": ("trade", "place"),
    "whole": ("phase", "trade", "place"),
}


def cross(people: list[tuple[str, str, str]], tables: list[str]) -> pd.DataFrame:
    """Return the cells of tables with all their totals, from people's phase, trade and place."""
    rows = []
    for table in tables:
        down, *across = TABLES[table]
        for row in [*LEVELS[down], "total"]:
            for levels in [*product(*(LEVELS[name] for name in across)), None]:
                margin = dict.fromkeys(LEVELS, "")
                margin |= {} if row == "total" else {down: row}
                margin |= dict(zip(across, levels, strict=True)) if levels else {}
                column = "/".join(levels) if levels else "total"
                count = sum(
                    all(level in ("", has) for level, has in zip(margin.values(), one, strict=True))
                    for one in people
                )
                rows.append(
                    {"table": table, "row": row, "column": column, "count": count, **margin}
                )
    return pd.DataFrame(rows)


def list_possible(told: pd.DataFrame, place: int, min_cell: int) -> list[int]:
    """Return the small values that a cell may have, from every register of whole numbers.

    Written without the package's own model: all combinations of levels, one programme a value.
    """
    finest = np.array(list(product(*LEVELS.values())), dtype=object)
    sums = np.array(
        [
            [
                all(m in ("", level) for m, level in zip(margin, cell, strict=True))
                for cell in finest
            ]
            for margin in told[list(LEVELS)].to_numpy()
        ],
        dtype=float,
    )
    bounds = {"under": (1, min_cell - 1), "withheld": (0, np.inf)}
    limits = [bounds.get(text.split(" ")[0]) or (int(text), int(text)) for text in told["text"]]
    rules = LinearConstraint(sums, [low for low, _ in limits], [high for _, high in limits])
    found = []
    for value in range(min_cell):
        exactly = LinearConstraint(sums[place][None, :], value, value)
        result = milp(
            np.zeros(len(finest)), integrality=np.ones(len(finest)), bounds=Bounds(0, 100),
            constraints=[rules, exactly],
        )  # fmt: skip
        found += [value] if result.status == 0 else []
    return found


def one_table(counts: dict[str, int]) -> pd.DataFrame:
    rows = [
        {"table": "t", "row": level, "column": "n", "count": count, "trade": level}
        for level, count in counts.items()
    ]
    total = sum(counts.values())
    return pd.DataFrame(
        [*rows, {"table": "t", "row": "total", "column": "n", "count": total, "trade": ""}]
    )


def texts(cells: pd.DataFrame, min_cell: int) -> dict[str, str]:
    told = protect_counts(cells, min_cell)
    return dict(zip(told["row"], told["text"], strict=True))


def test_a_single_small_count_takes_the_smallest_other_count_with_it() -> None:
    assert texts(one_table({"x": 3, "y": 9, "z": 20}), 5) == {
        "x": "under 5", "y": "withheld", "z": "20", "total": "32",
    }  # fmt: skip


def test_two_small_counts_hide_each_other() -> None:
    assert texts(one_table({"x": 3, "y": 2, "z": 20}), 5) == {
        "x": "under 5", "y": "under 5", "z": "20", "total": "25",
    }  # fmt: skip


def test_two_counts_of_one_are_given_away_by_their_sum_unless_one_is_withheld() -> None:
    told = texts(one_table({"x": 1, "y": 1, "z": 20}), 5)
    assert told["x"] != "1" and told["y"] != "1"
    assert (told["x"], told["y"], told["z"]) != ("under 5", "under 5", "20")


def test_zeros_and_large_counts_are_shown() -> None:
    assert texts(one_table({"x": 0, "y": 5, "z": 7}), 5) == {
        "x": "0", "y": "5", "z": "7", "total": "12",
    }  # fmt: skip


@pytest.mark.parametrize("min_cell", [0, 1])
def test_no_suppression_below_two(min_cell: int) -> None:
    assert texts(one_table({"x": 1, "y": 2, "z": 0}), min_cell) == {
        "x": "1", "y": "2", "z": "0", "total": "3",
    }  # fmt: skip


def test_under_two_would_say_one_so_it_is_withheld() -> None:
    assert texts(one_table({"x": 1, "y": 6, "z": 8}), 2)["x"] == "withheld"


def test_a_total_in_another_table_does_not_give_a_count_away() -> None:
    people = [("p1", "x", "a")] * 3 + [("p1", "y", "a")] * 9 + [("p2", "x", "b")] * 8
    people += [("p2", "y", "b")] * 7
    told = protect_counts(cross(people, ["trade", "place", "both"]), 5)
    hidden = told[~told["shown"]]
    assert (hidden["text"] == "under 5").sum() > 0
    assert audit_counts(told, 5)["safe"].all()


def test_the_same_people_are_told_the_same_way_in_every_table() -> None:
    people = [("p1", "x", "a")] * 3 + [("p1", "y", "a")] * 9 + [("p2", "x", "b")] * 8
    told = protect_counts(cross(people, ["trade", "place", "both", "whole"]), 5)
    assert (told.groupby(list(LEVELS))["text"].nunique() == 1).all()


def test_fixed_counts_stay_shown() -> None:
    cells = one_table({"x": 3, "y": 0, "z": 0}).assign(fixed=[False, False, False, True])
    told = texts(cells, 5)
    assert told["total"] == "3"
    assert told["x"] != "3" and "withheld" in (told["y"], told["z"])


def test_two_counts_for_one_margin_are_refused() -> None:
    cells = pd.concat([one_table({"x": 3, "y": 9}), one_table({"x": 4, "y": 9})])
    with pytest.raises(ValueError, match="table t, row x, column n counts 4 people"):
        protect_counts(cells, 5)


def test_counts_that_do_not_add_up_are_refused() -> None:
    cells = one_table({"x": 3, "y": 9})
    cells.loc[cells["row"] == "total", "count"] = 13
    with pytest.raises(ValueError, match="a total does not equal the sum of its parts"):
        protect_counts(cells, 5)


def test_a_level_that_no_cell_names_can_be_declared() -> None:
    cells = one_table({"x": 3, "y": 9})
    cells.loc[cells["row"] == "total", "count"] = 13
    told = protect_counts(cells, 5, {"trade": ["z"]})
    assert list(told["text"]) == ["under 5", "9", "13"]


def test_the_audit_solves_a_count_back_from_its_total() -> None:
    cells = one_table({"x": 3, "y": 9}).assign(shown=[False, True, True])
    audit = audit_counts(cells, 5)
    assert audit.to_dict("records") == [
        {"table": "t", "row": "x", "column": "n", "count": 3, "low": 3.0, "high": 3.0,
         "safe": False},
    ]  # fmt: skip


def test_the_audit_uses_that_under_five_means_one_to_four() -> None:
    cells = one_table({"x": 4, "y": 4, "z": 9}).assign(shown=[False, False, True, True])
    cells["text"] = ["under 5", "under 5", "9", "17"]
    assert list(audit_counts(cells, 5)["safe"]) == [False, False]
    cells["text"] = ["under 5", "withheld", "9", "17"]
    assert list(audit_counts(cells, 5)["low"]) == [1.0, 4.0]
    assert list(audit_counts(cells, 5)["safe"]) == [True, False]


def test_the_audit_finds_a_small_count_that_is_shown() -> None:
    cells = one_table({"x": 3, "y": 9}).assign(shown=True)
    assert list(audit_counts(cells, 5)["safe"]) == [False]


def test_strata_of_a_known_total() -> None:
    frame = pd.DataFrame({"group": ["doctor", "nurse", "porter"], "people": [12, 7, 2]})
    told = protect_strata(frame, "people", 5)
    assert list(told["text"]) == ["12", "withheld", "under 5"]
    assert list(told["shown"]) == [True, False, False]


person = st.tuples(*(st.sampled_from(levels) for levels in LEVELS.values()))
registers = st.lists(st.tuples(person, st.integers(1, 9)), min_size=1, max_size=8).map(
    lambda groups: [one for one, size in groups for _ in range(size)]
)
chosen = st.lists(st.sampled_from(list(TABLES)), min_size=1, max_size=4, unique=True)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(registers, chosen, st.integers(2, 6))
def test_no_hidden_count_can_be_solved_back(
    people: list[tuple[str, str, str]], tables: list[str], min_cell: int
) -> None:
    cells = cross(people, tables)
    told = protect_counts(cells, min_cell)
    small = (told["count"] > 0) & (told["count"] < min_cell)
    assert not told.loc[small, "shown"].any()
    shown = told[told["shown"]]
    assert (shown["text"] == shown["count"].astype(str)).all()
    for place in np.flatnonzero(small.to_numpy()):
        possible = list_possible(told, int(place), min_cell)
        assert int(told["count"].iloc[place]) in possible
        assert len(possible) >= 2
    assert audit_counts(told, min_cell)["safe"].all()


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(registers, chosen, st.randoms(use_true_random=False))
def test_the_audit_agrees_with_all_registers(
    people: list[tuple[str, str, str]], tables: list[str], chance: object
) -> None:
    cells = cross(people, tables)
    keys = cells[list(LEVELS)].agg("/".join, axis=1)
    hidden = {key for key in sorted(set(keys)) if chance.random() < 0.5}  # type: ignore[attr-defined]
    cells["shown"] = [key not in hidden for key in keys]
    small = (cells["count"] > 0) & (cells["count"] < 4)
    cells["text"] = [
        str(count) if shown else "under 4" if 0 < count < 4 else "withheld"
        for count, shown in zip(cells["count"], cells["shown"], strict=True)
    ]
    audit = audit_counts(cells, 4)
    for place, safe in zip(np.flatnonzero(small.to_numpy()), audit["safe"], strict=True):
        assert safe == (len(list_possible(cells, int(place), 4)) >= 2)
