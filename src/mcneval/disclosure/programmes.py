"""Integer programmes that look for another world: who else could stand behind some tokens."""

from __future__ import annotations

from typing import Any

import numpy as np

from mcneval.disclosure.ways import is_whole
from mcneval.disclosure.worlds import ALWAYS, Fact, Knowledge, World, mask_group

DEAREST = 1e3
NEARNESS = 1e-3
MOST_CANDIDATES = 20
"""A speaker is looked for among so many people: more would take long, fewer is safe."""
HOPE = 0.5
CONSTANT, GAP = 5.0, 0.2
MOST_NODES = 50
"""Of a search; a limit in seconds would give other results on a slower machine."""

Put = tuple[int, frozenset[int]]
"""A token, and the people of whom one is to stand behind it."""


def find_world(
    known: Knowledge,
    base: World,
    own: frozenset[str],
    *,
    want: tuple[Fact, float, float] | None = None,
    put: Put | None = None,
    hope: str | None = None,
    far: Any = None,
    free: bool = False,
    hard: bool = True,
    within: frozenset[str] = frozenset(),
) -> tuple[World, list[Fact]] | None:
    """Return a world in which other people are behind some items, and what it contradicts.

    Parameters
    ----------
    known : Knowledge
        The crossing, and what is told of it.
    base : World
        The world to change.
    own : frozenset of str
        The items whose people may change.
    want : (Fact, float, float), optional
        A count that must lie within these bounds.
    put : (int, frozenset of int), optional
        A token that must stand with one of these people.
    hope : str, optional
        An attribute: others whose level of it is not in doubt yet may stand with other people too.
    far : numpy.random.Generator, optional
        Chance, which takes the world far from the base; without it the world stays near.
    free : bool
        Whether nothing that is told may be contradicted.
    hard : bool
        Whether the bounds of what is told in any case hold; else they are only wished for.
    within : frozenset of str
        The phases to which the change is confined; none for all.
    """
    programme = _Programme(known, base, own, within)
    programme.place_tokens(put, far)
    if hope is not None:
        programme.hope(hope)
    slack = programme.hold_facts(want, free, hard)
    programme.keep_meetings()
    return programme.run(slack)


class _Programme:
    """An integer programme: which person stands behind each token that is free."""

    def __init__(
        self, known: Knowledge, base: World, own: frozenset[str], within: frozenset[str]
    ) -> None:
        self.known, self.base, self.own = known, base, own
        self.crossing = known.crossing
        tokens = self.crossing.tokens
        self.moving = [
            at
            for at in known.list_tokens(own)
            if tokens[at].items <= own and (not within or tokens[at].place & within)
        ]
        self.costs: list[float] = []
        self.whole: list[bool] = []
        self.rows: list[tuple[dict[int, float], float, float]] = []
        self.at: dict[tuple[int, int], int] = {}

    def _add(self, cost: float, whole: bool = True) -> int:
        self.costs.append(cost)
        self.whole.append(whole)
        return len(self.costs) - 1

    def _list_candidates(self, at: int, put: Put | None) -> list[int]:
        token = self.crossing.tokens[at]
        able = [person for person, spoke in enumerate(self.crossing.spoke) if token.place <= spoke]
        if len(able) > MOST_CANDIDATES:
            drawn = np.random.default_rng(at).permutation(able)[:MOST_CANDIDATES].tolist()
            asked = sorted(put[1])[:MOST_CANDIDATES] if put and put[0] == at else []
            able = sorted({*drawn, *asked, int(self.base.persons[at])} & set(able))
        return able

    def hold_facts(
        self, want: tuple[Fact, float, float] | None, free: bool, hard: bool
    ) -> dict[int, Fact]:
        """Hold what is told of each fact; return the variables by which some may be broken."""
        slack: dict[int, Fact] = {}
        for fact in self.known.list_facts(self.own):
            wanted = want is not None and fact.key == want[0].key
            bounds = want[1:] if want is not None and wanted else self.known.bound(fact)
            if bounds == (0, np.inf):
                continue
            parts, known = self._count(fact)
            soft = not wanted and not free and (fact.price != ALWAYS or not hard)
            if soft:
                self._slacken(fact, parts, known, bounds, slack)
            else:
                self.rows.append((parts, bounds[0] - known, bounds[1] - known))
        return slack

    def hope(self, name: str) -> None:
        """Make it cheaper that others stand with people of another level of an attribute."""
        truth, now = self.known.truth, self.base.groups[name]
        for (token, person), at in self.at.items():
            level = truth.groups[name][truth.persons[token]]
            if len(self.known.levels[token, name]) < 2 and now[person] != level:
                self.costs[at] -= HOPE

    def _slacken(
        self, fact: Fact, parts: dict[int, float], known: float, bounds: Any, slack: dict[int, Fact]
    ) -> None:
        """Add a rule that may be broken, at a price for each person too few or too many."""
        price = min(fact.price, DEAREST) / (8 if fact.weighed else 1)
        less, more = self._add(price, whole=False), self._add(price, whole=False)
        slack[less] = slack[more] = fact
        self.rows.append((parts | {less: 1.0, more: -1.0}, bounds[0] - known, bounds[1] - known))

    def place_tokens(self, put: Put | None, far: Any) -> None:
        """Let each free token stand with one person, and nobody twice behind an item."""
        for token in self.moving:
            for person in self._list_candidates(token, put):
                away = person != self.base.persons[token]
                cost = -far.random() if far is not None else NEARNESS
                self.at[token, person] = self._add(cost * away)
        by_token: dict[int, list[tuple[int, int]]] = {}
        for (token, person), at in self.at.items():
            by_token.setdefault(token, []).append((person, at))
        for token, places in by_token.items():
            self.rows.append(({at: 1.0 for _, at in places}, 1, 1))
            if put and put[0] == token:
                self.rows.append(({at: 1.0 for p, at in places if p in put[1]}, 1, 1))
        if put and put[0] not in by_token:
            self.rows.append(({}, 1, 1))
        for item in sorted(self.own & self.crossing.distinct):
            here = self.known.by_item.get(item, [])
            still = {int(self.base.persons[token]) for token in here if token not in by_token}
            for person in range(len(self.crossing.spoke)):
                parts = {self.at[t, person]: 1.0 for t in here if (t, person) in self.at}
                if parts:
                    self.rows.append((parts, -np.inf, 0 if person in still else 1))

    def _count(self, fact: Fact) -> tuple[dict[int, float], float]:
        """Return a fact's count as a sum of variables and what is known of it."""
        inside = mask_group(self.base.groups, fact, len(self.crossing.spoke))
        here = sorted({t for item in fact.items for t in self.known.by_item.get(item, [])})
        moving = set(self.moving)
        still = [token for token in here if token not in moving]
        if fact.weighed:
            weights = self.crossing.tokens
            known = sum(weights[t].weight for t in still if inside[self.base.persons[t]])
            parts = {
                at: float(weights[token].weight)
                for (token, person), at in self.at.items()
                if inside[person] and weights[token].items & fact.items
            }
            return parts, known
        there = {int(self.base.persons[token]) for token in still}
        known = sum(bool(inside[person]) for person in there)
        free = [token for token in here if token in moving]
        parts = {}
        for person in np.flatnonzero(inside).tolist():
            mine = [self.at[t, person] for t in free if (t, person) in self.at]
            if mine and person not in there:
                parts |= self._once(mine, free)
        return parts, known

    def _once(self, mine: list[int], free: list[int]) -> dict[int, float]:
        """Return variables that add up to 1 where any of some are 1."""
        held = [self.crossing.tokens[token].items & self.crossing.distinct for token in free]
        if len(mine) == 1 or frozenset.intersection(*held):
            return dict.fromkeys(mine, 1.0)
        any_of = self._add(0.0)
        for at in mine:
            self.rows.append(({any_of: 1.0, at: -1.0}, 0, np.inf))
        self.rows.append(({any_of: -1.0, **dict.fromkeys(mine, 1.0)}, 0, np.inf))
        return {any_of: 1.0}

    def keep_meetings(self) -> None:
        """Let as many people stay behind both items of a pair as are known to be."""
        moving = set(self.moving)
        for one in sorted(self.own):
            for two, least in self.known.met.get(one, {}).items():
                if two in self.own and two < one:
                    continue
                sides = [self._stand(one, moving), self._stand(two, moving)]
                sure = sides[0][0] & sides[1][0]
                if len(sure) >= least:
                    continue
                parts: dict[int, float] = {}
                for person in range(len(self.crossing.spoke)):
                    able = [still | set(free) for still, free in sides]
                    if person not in sure and all(person in here for here in able):
                        both = self._add(0.0)
                        parts[both] = 1.0
                        for still, free in sides:
                            if person not in still:
                                self.rows.append(
                                    ({**dict.fromkeys(free[person], 1.0), both: -1.0}, 0, np.inf)
                                )
                self.rows.append((parts, least - len(sure), np.inf))

    def _stand(self, item: str, moving: set[int]) -> tuple[set[int], dict[int, list[int]]]:
        """Return who is behind an item in any case, and the variables that put others there."""
        still: set[int] = set()
        free: dict[int, list[int]] = {}
        for token in self.known.by_item.get(item, []):
            if token not in moving:
                still.add(int(self.base.persons[token]))
        for (token, person), at in self.at.items():
            if item in self.crossing.tokens[token].items:
                free.setdefault(person, []).append(at)
        return still, free

    def run(self, slack: dict[int, Fact]) -> tuple[World, list[Fact]] | None:
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import coo_array

        if not self.moving:
            return None
        if any(not parts and not low <= 0 <= high for parts, low, high in self.rows):
            return None
        # The search stops at so many parts of the cost of the best, which must not be next to
        # nothing: a constant makes it stop where no cheaper count could be told.
        self.rows.append(({self._add(CONSTANT): 1.0}, 1, 1))
        self.rows = [row for row in self.rows if row[0]]
        places = [
            (row, at, part)
            for row, (parts, _, _) in enumerate(self.rows)
            for at, part in parts.items()
        ]
        rows, columns, values = zip(*places, strict=True)
        shape = (len(self.rows), len(self.costs))
        sums = coo_array((values, (rows, columns)), shape=shape).tocsr()
        low = np.array([low for _, low, _ in self.rows], dtype=float)
        high = np.array([high for _, _, high in self.rows], dtype=float)
        whole = np.array(self.whole)
        limits = Bounds(0, np.where(whole, 1, np.inf))
        rules = LinearConstraint(sums, low, high)
        # Near a world of whole people the best is mostly whole of itself, and found faster so.
        for kinds in (np.zeros(len(whole)), whole.astype(int)):
            found = milp(
                np.array(self.costs),
                integrality=kinds,
                bounds=limits,
                constraints=rules,
                options={"node_limit": MOST_NODES, "mip_rel_gap": GAP},
            )
            if found.x is None:
                return None
            if is_whole(found.x[whole]):
                break
        persons = self.base.persons.copy()
        for (token, person), at in self.at.items():
            if found.x[at] > 0.5:
                persons[token] = person
        broken = list(dict.fromkeys(fact for at, fact in slack.items() if found.x[at] > 1e-6))
        return World(self.base.groups, persons), broken
