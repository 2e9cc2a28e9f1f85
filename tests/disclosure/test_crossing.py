"""Counts by group of what was said hide each other, and nobody's attribute can be known."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mcneval.analysis.crossed import count_steps, find_band, find_share
from mcneval.disclosure.crossing import protect_crossing
from mcneval.disclosure.ways import SHOWN, UNDER, WITHHELD
from mcneval.disclosure.worlds import PHASE, Crossing, Fact, Token

# Ten doctors and ten nurses, all in one phase; half of each work in town.
SIZE = 20
TRADES = np.array(["doctor", "nurse"] * 10, dtype=object)
PLACES = np.array(["town"] * 10 + ["coast"] * 10, dtype=object)
GROUPS = {
    "trade": TRADES,
    "own:trade": TRADES,
    "own:place": PLACES,
    PHASE: np.array(["one"] * SIZE, dtype=object),
}


def cross(
    item: str, people: list[int], groups: dict[str, Any] | None = None, **more: Any
) -> Crossing:
    """Return what is told of one item that some people spoke for."""
    groups = groups or GROUPS
    tokens = [Token(frozenset({item}), frozenset({"one"}), person) for person in people]
    facts = [
        Fact((item, "trade", group), frozenset({item}), "trade", group, count, price=1.0 + count)
        for group in ("doctor", "nurse")
        for count in [sum(groups["trade"][person] == group for person in people)]
    ]
    spoke = [frozenset({"one"})] * len(groups["trade"])
    whole = Crossing(
        tokens, facts, [], spoke, groups, ["own:trade", "own:place"], 5, frozenset({item})
    )
    return replace(whole, **more)


def tell(crossing: Crossing) -> tuple[list[int], list[tuple[str, ...]]]:
    """Return what is told of doctors and nurses, and what is exposed."""
    protection = protect_crossing(crossing)
    return list(protection.told.values()), protection.exposed


@pytest.mark.parametrize(
    ("people", "told"),
    [
        ([*range(12)], [SHOWN, SHOWN]),
        ([0, 2, 4, 6, 8, 1, 3], [WITHHELD, UNDER]),
        ([0, 2, 4, 1, 3], [UNDER, UNDER]),
    ],
    ids=["six and six", "five and two", "three and two"],
)
def test_a_small_count_takes_with_it_what_would_give_it_away(
    people: list[int], told: list[int]
) -> None:
    assert tell(cross("code:C1", people, told_apart=False)) == (told, [])


def test_all_of_one_trade_would_tell_it_of_each_speaker() -> None:
    doctors = [0, 2, 4, 6, 8, 10]
    assert tell(cross("code:C1", doctors, told_apart=False)) == ([SHOWN, SHOWN], [])
    told, exposed = tell(cross("theme:T1", doctors))
    assert exposed == []
    assert WITHHELD in told


def test_the_same_passage_under_two_themes_has_one_speaker() -> None:
    # Everyone in T1 is a doctor, everyone in T2 a nurse but for the one who is in both.
    both = frozenset({"theme:T1", "theme:T2"})
    one, two = cross("theme:T1", [2, 4, 6, 8, 10]), cross("theme:T2", [1, 3, 5, 7, 9])
    shared = Token(both, frozenset({"one"}), 0, weight=2)
    facts = [
        replace(fact, count=fact.count + (fact.group == "doctor"))
        for fact in [*one.facts, *two.facts]
    ]
    whole = replace(one, tokens=[*one.tokens, *two.tokens, shared], facts=facts, distinct=both)
    protection = protect_crossing(whole)
    assert protection.exposed == []
    assert protection.told["theme:T2", "trade", "doctor"] != SHOWN


def test_where_all_people_are_alike_nothing_can_be_put_in_doubt() -> None:
    alike = dict.fromkeys(("trade", "own:trade"), np.array(["nurse"] * SIZE, dtype=object))
    _, exposed = tell(cross("theme:T1", [1, 2, 3, 4, 5], GROUPS | alike))
    assert {(item, by) for item, by, _ in exposed} == {("theme:T1", "own:trade")}


def test_another_register_lets_them_be_other_than_alike() -> None:
    alike = dict.fromkeys(("trade", "own:trade"), np.array(["nurse"] * SIZE, dtype=object))
    other = np.array(["nurse"] * 16 + ["doctor"] * 4, dtype=object)
    crossing = cross("theme:T1", [1, 2, 3, 4, 5], GROUPS | alike)
    register = GROUPS | {"trade": other, "own:trade": other}
    protection = protect_crossing(crossing, [register])
    assert protection.exposed == []


def test_what_is_told_holds_in_another_register_too() -> None:
    # In the other register all nurses are doctors: no count of either can have been told.
    other = np.array(["doctor"] * SIZE, dtype=object)
    crossing = cross("code:C1", [*range(12)], told_apart=False)
    told = protect_crossing(crossing, [GROUPS | {"trade": other}]).told
    assert set(told.values()) == {WITHHELD}


@pytest.mark.parametrize(("known", "steps"), [(60, 10), (29, 5), (20, 4), (10, 2), (9, 1)])
def test_a_step_of_a_share_stands_for_five_people_or_more(known: int, steps: int) -> None:
    assert count_steps(known) == steps
    assert known / steps >= 5


@pytest.mark.parametrize(
    ("count", "known", "band"),
    [(16, 29, (12, 17)), (29, 29, (24, 29)), (1, 29, (1, 5)), (5, 7, (1, 7))],
)
def test_a_band_holds_its_count(count: int, known: int, band: tuple[int, int]) -> None:
    assert find_band(count, known) == band
    assert band[0] <= count <= band[1]


def test_a_share_of_the_evidence_comes_in_steps_of_five_per_cent() -> None:
    assert find_share(46, 286) == (0.15, (36, 50))
    assert find_share(0, 286) == (0.0, (0, 7))


TELL = """
from tests.disclosure.random_studies import draw_study
from tests.small_studies import make_study
from mcneval.analysis.crossed import protect_themes
make = getattr(make_study, "__wrapped__", None) or make_study.__pytest_wrapped__.obj
print(sorted(protect_themes(draw_study(make(), 19, "fresh")).told.items()))
"""


def test_every_process_hides_the_same() -> None:
    # Sets of words stand in another order in each process.
    told = {
        subprocess.run(
            [sys.executable, "-c", TELL],
            env=os.environ | {"PYTHONHASHSEED": seed},
            cwd=Path(__file__).parents[2],
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(told) == 1
