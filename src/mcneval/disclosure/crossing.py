"""Small counts in tables that cross themes or codes with groups of people, hidden together.

The people behind each theme, code and construct are sets within one register. Who reads the
report knows how large each set is, in each phase too, which counts of it by group are shown, that
the same passage under two themes has one speaker, and how two codes go together. What such a
reader can work out is what holds in every *world* that agrees with all of it. A hidden count is
in doubt while there is a world with another small count in its place, and so is an attribute of a
speaker while there is one in which the speaker has another level.

Worlds are sought by integer programming, each a small change of the truth: who gave one or two
items, with all others as they are. That is a bound on the safe side. The reader is taken to know
the register without names and every other set of people, and still cannot tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from mcneval.disclosure.ways import SHOWN, UNDER, WITHHELD, is_whole

ALWAYS = float("inf")
"""The price of what is told whatever it costs."""
DEAREST = 1e3
PHASE = "own:phase"
"""The grouping with the phase that the register gives each person."""
NEARNESS = 1e-3
MOST_CANDIDATES = 20
"""A speaker is looked for among so many people: more would take long, fewer is safe."""
HOPE = 0.5
CONSTANT, GAP = 5.0, 0.2
MOST_NODES = 50
"""Of a search; a limit in seconds would give other results on a slower machine."""

Put = tuple[int, frozenset[int]]
"""A token, and the people of whom one is to stand behind it."""
Groups = Mapping[str, Any]
"""For each way of grouping people, and each attribute, the group of each person."""


@dataclass(frozen=True)
class Token:
    """What is known to come from one person, whoever it is.

    Parameters
    ----------
    items : frozenset of str
        The themes, codes and so on that it speaks for.
    place : frozenset of str
        The phases in which it was said.
    person : int
        Who said it.
    weight : int
        How many pieces of evidence it is.
    """

    items: frozenset[str]
    place: frozenset[str]
    person: int
    weight: int = 1


@dataclass(frozen=True)
class Fact:
    """How many people of a group are behind any of some items.

    Parameters
    ----------
    key : tuple of str
        What names it: of what, by what, which group.
    items : frozenset of str
        The items; who is behind several counts once.
    by, group : str
        The group; ``""`` for everyone.
    count : int
        How many there are.
    bounds : tuple of int or None
        What is told where that is no count: the least and the most.
    price : float
        What it costs not to tell it; ``ALWAYS`` for what is told in any case.
    weighed : bool
        Whether pieces of evidence are counted instead of people.
    """

    key: tuple[str, str, str]
    items: frozenset[str]
    by: str
    group: str
    count: int
    bounds: tuple[int, int] | None = None
    price: float = ALWAYS
    weighed: bool = False


@dataclass(frozen=True)
class Crossing:
    """Everything that a report tells of the people behind its items.

    Parameters
    ----------
    tokens : list of Token
        What was said, by unknown people.
    facts : list of Fact
        What is told of them.
    meets : list of (str, str)
        Pairs of items that somebody is behind both of.
    spoke : list of frozenset of str
        The phases in which each person took part.
    groups : mapping of str to array
        The group of each person, for each way of grouping and each attribute.
    attributes : sequence of str
        Those of the groupings that are attributes, which must not be known of a speaker.
    min_cell : int
        Counts from 1 to one less are small.
    distinct : frozenset of str
        The items of which a person has one token at most.
    told_apart : bool
        Whether a reader sees what each token is: rows of evidence, with a letter or without.
    """

    tokens: list[Token]
    facts: list[Fact]
    meets: list[tuple[str, str]]
    spoke: list[frozenset[str]]
    groups: Groups
    attributes: Sequence[str]
    min_cell: int
    distinct: frozenset[str]
    told_apart: bool = True


@dataclass(frozen=True)
class World:
    """A state of affairs: the groups of each person, and who stands behind each token."""

    groups: Groups
    persons: Any


@dataclass
class Protection:
    """What is told of each fact, and what cannot be put in doubt for all that."""

    told: dict[tuple[str, str, str], int]
    exposed: list[tuple[str, ...]] = field(default_factory=list)


def protect_crossing(crossing: Crossing, registers: Sequence[Groups] = ()) -> Protection:
    """Return what may be told of each fact, so that nobody can work out what is hidden.

    Small counts are told as small first; then further counts of the same item are withheld until
    each small count and each speaker's attributes are in doubt, at the least cost in what is told.

    Parameters
    ----------
    crossing : Crossing
        What would be told, and the truth.
    registers : sequence of Groups
        Other registers that agree with all tables of the register. What is told here must agree
        with them too, or else it would give those tables away.

    References
    ----------
    Fischetti and Salazar (2001); Hundepool et al. (2012), Statistical Disclosure Control, ch. 4.
    """
    return _Protector(crossing, registers).protect()


class _Protector:
    """The search for worlds, with what it has found so far."""

    def __init__(self, crossing: Crossing, registers: Sequence[Groups]) -> None:
        self.crossing = crossing
        persons = np.array([token.person for token in crossing.tokens], dtype=int)
        self.truth = World(crossing.groups, persons)
        self.told = {fact.key: self._begin(fact) for fact in crossing.facts}
        self.touching: dict[str, list[Fact]] = {}
        for fact in crossing.facts:
            for item in fact.items:
                self.touching.setdefault(item, []).append(fact)
        self.by_item: dict[str, list[int]] = {}
        for at, token in enumerate(crossing.tokens):
            for item in token.items:
                self.by_item.setdefault(item, []).append(at)
        self.met: dict[str, list[str]] = {}
        for one, two in crossing.meets:
            self.met.setdefault(one, []).append(two)
            self.met.setdefault(two, []).append(one)
        self.count = _Counts(crossing)
        self.place = {fact.key: at for at, fact in enumerate(crossing.facts)}
        self.registers = registers
        self.bases = [self.truth]
        self.counts: dict[tuple[str, str, str], set[int]] = {}
        self.levels: dict[tuple[int, str], set[str]] = {}
        self.failed: set[tuple[Any, ...]] = set()
        self.random = np.random.default_rng(len(crossing.tokens))

    def _begin(self, fact: Fact) -> int:
        small = 0 < fact.count < self.crossing.min_cell
        if fact.bounds is not None or fact.price == ALWAYS or not small:
            return SHOWN
        return UNDER if self.crossing.min_cell > 2 else WITHHELD

    def protect(self) -> Protection:
        self._learn(self.truth, self.crossing.facts, range(len(self.crossing.tokens)))
        for groups in self.registers:
            self._admit(World(groups, self.truth.persons.copy()))
        exposed: list[tuple[str, ...]] = []
        for item in sorted(
            self.crossing.distinct, key=lambda name: (len(self.by_item[name]), name)
        ):
            exposed += self._protect_item(item)
        return Protection(self.told, exposed)

    # What has been seen in some world

    def _learn(self, world: World, facts: Iterable[Fact], tokens: Iterable[int]) -> None:
        counts = self.count(world).tolist()
        for fact in facts:
            if not fact.weighed:
                self.counts.setdefault(fact.key, set()).add(counts[self.place[fact.key]])
        for at in tokens:
            for name in self.crossing.attributes:
                level = str(world.groups[name][world.persons[at]])
                self.levels.setdefault((at, name), set()).add(level)

    def _is_open(self, fact: Fact) -> bool:
        """Return whether a small count of a fact can still be worked out."""
        if fact.weighed or fact.price == ALWAYS or not 0 < fact.count < self.crossing.min_cell:
            return False
        # Where nothing is told, a count that may also be large is in doubt as well.
        most = np.inf if self.told[fact.key] == WITHHELD else self.crossing.min_cell
        return not any(other != fact.count and other < most for other in self.counts[fact.key])

    # One item at a time

    def _protect_item(self, item: str) -> Iterator[tuple[str, ...]]:
        own = _family(item)
        facts = [fact for name in sorted(own) for fact in self.touching.get(name, [])]
        self._roam(own)
        for fact in dict.fromkeys(facts):
            if not self._is_open(fact):
                continue
            met = (other for name in sorted(own) for other in self.met.get(name, ()))
            wider = own | _join(_family(name) for name in [*fact.items, *met])
            if not (
                self._doubt_count(fact, own)
                or (wider > own and self._doubt_count(fact, wider))
                or any(self._exchange(person, fact.by, fact) for person in self._list_behind(fact))
            ):
                yield fact.key
        for at in self.by_item[item] if self.crossing.told_apart else ():
            for name in self.crossing.attributes:
                person = int(self.truth.persons[at])
                if not (
                    len(self.levels[at, name]) > 1
                    or self._exchange(person, name, most=0)
                    or self._doubt_level(at, name)
                    or self._exchange(person, name)
                ):
                    yield (item, name, str(self.truth.groups[name][self.truth.persons[at]]))

    def _roam(self, own: frozenset[str]) -> None:
        """Look for one world far from the truth, which may settle many doubts at once."""
        self._try(self.truth, own, far=True, free=True)

    def _doubt_count(self, fact: Fact, own: frozenset[str]) -> bool:
        least = 1 if self.told[fact.key] == UNDER else 0
        most = self.crossing.min_cell - 1
        for bounds in ((fact.count + 1, most), (least, fact.count - 1)):
            for base in self.bases if bounds[0] <= bounds[1] else ():
                if self._try(base, own, want=(fact, *bounds)):
                    return True
        return any(
            self._try(base, own, want=(fact, *bounds), loosen=fact.key)
            for bounds in ((0, 0), (most + 1, np.inf))
            for base in self.bases
        )

    def _doubt_level(self, at: int, name: str) -> bool:
        token = self.crossing.tokens[at]
        own = _join(_family(item) for item in token.items)
        level = str(self.truth.groups[name][token.person])
        if self._swap(at, name, level):
            return True
        # What has failed for one fails for all that are like it.
        alike = (token.items, token.place, token.weight, name, level)
        if alike in self.failed:
            return False
        able = np.array([token.place <= spoke for spoke in self.crossing.spoke])
        for base in self.bases:
            other = np.flatnonzero(able & (np.asarray(base.groups[name]).astype(str) != level))
            if not len(other):
                continue
            put = (at, frozenset(other.tolist()))
            if self._try(base, own, put=put, hope=name):
                return True
            # Those people may be held where they are by what they said of other themes as well.
            held = (
                t for item in own for t in self.by_item.get(item, ()) if base.persons[t] in put[1]
            )
            wider = own | _join(
                _family(name) for t in held for name in self.crossing.tokens[t].items
            )
            if wider > own and self._try(base, wider, put=put, hope=name):
                return True
        self.failed.add(alike)
        return False

    def _swap(self, at: int, name: str, level: str) -> bool:
        """Return whether two tokens may change places, which leaves all counts of people alone."""
        token = self.crossing.tokens[at]
        for base in self.bases:
            for other, one in enumerate(self.crossing.tokens):
                alike = one.items == token.items and one.place == token.place
                if alike and str(base.groups[name][base.persons[other]]) != level:
                    persons = base.persons.copy()
                    persons[[at, other]] = persons[[other, at]]
                    world = World(base.groups, persons)
                    if not self._list_broken(world):
                        self._learn(world, (), (at, other))
                        return True
        return False

    def _list_behind(self, fact: Fact) -> list[int]:
        """Return who of a group is behind what a fact is of."""
        there = {self.crossing.tokens[at].person for one in fact.items for at in self.by_item[one]}
        inside = _mask(self.truth.groups, fact, len(self.crossing.spoke))
        return [person for person in sorted(there) if inside[person]]

    def _exchange(
        self, person: int, name: str, fact: Fact | None = None, most: float = np.inf
    ) -> bool:
        """Let two people be each other in all that the register holds of them, at the least cost.

        The register is then the same, and so is all that was said; only counts by group change,
        and those that do are not told. The last resort.
        """
        best: tuple[float, World, list[Fact]] | None = None
        for world in self._list_exchanges(person, name):
            broken = self._list_broken(world)
            cost = sum(one.price for one in broken)
            if fact is not None:
                count = int(self.count(world)[self.place[fact.key]])
                cost += ALWAYS if count == fact.count or count >= self.crossing.min_cell else 0
            if best is None or cost < best[0]:
                best = cost, world, broken
            if not cost:
                break
        if best is None or best[0] == ALWAYS or best[0] > most:
            return False
        for told in best[2]:
            self.told[told.key] = WITHHELD
        self._learn(best[1], self.crossing.facts, range(len(self.truth.persons)))
        return True

    def _list_exchanges(self, person: int, name: str) -> Iterator[World]:
        """Yield the worlds in which somebody is another, of another group or level."""
        level = self.truth.groups[name][person]
        for base in self.bases:
            for other, spoke in enumerate(self.crossing.spoke):
                if (
                    base.groups[name][other] == level
                    or spoke != self.crossing.spoke[person]
                    or base.groups[PHASE][other] != base.groups[PHASE][person]
                ):
                    continue
                groups = {key: np.array(one, copy=True) for key, one in base.groups.items()}
                for one in groups.values():
                    one[[person, other]] = one[[other, person]]
                yield World(groups, base.persons)

    def _try(self, base: World, own: frozenset[str], loosen: Any = None, **wish: Any) -> bool:
        found = change_world(self, base, own, **wish)
        if found is None:
            return False
        world, broken = found
        for fact in broken:
            self.told[fact.key] = WITHHELD
        if loosen:
            self.told[loosen] = WITHHELD
        facts = {fact.key: fact for name in sorted(own) for fact in self.touching.get(name, [])}
        tokens = sorted({at for name in own for at in self.by_item.get(name, [])})
        self._learn(world, facts.values(), tokens)
        return True

    # Other registers

    def _admit(self, world: World) -> None:
        """Let another register be possible: move speakers, or tell less, until all agrees."""
        changed = self._list_changed(world.groups)
        for item in sorted({name for fact in self._list_broken(world) for name in fact.items}):
            own = _family(item)
            if any(fact.items & own for fact in self._list_broken(world)):
                found = change_world(self, world, own, hard=False, within=changed)
                if found is None or found[1]:
                    found = change_world(self, world, own, hard=False) or found
                world = found[0] if found else world
        broken = self._list_broken(world)
        if any(fact.price == ALWAYS for fact in broken):
            return
        for fact in broken:
            self.told[fact.key] = WITHHELD
        self.bases.append(world)
        self._learn(world, self.crossing.facts, range(len(world.persons)))

    def _list_changed(self, groups: Groups) -> frozenset[str]:
        """Return the phases in which the people of another register differ."""
        differ = np.logical_or.reduce(
            [groups[name] != one for name, one in self.truth.groups.items()]
        )
        return _join(self.crossing.spoke[at] for at in np.flatnonzero(differ))

    def _list_broken(self, world: World) -> list[Fact]:
        """Return the facts that do not agree with a world."""
        bounds = np.array([self.bound(fact) for fact in self.crossing.facts]).reshape(-1, 2)
        counts = self.count(world)
        wrong = (counts < bounds[:, 0]) | (counts > bounds[:, 1])
        return [self.crossing.facts[at] for at in np.flatnonzero(wrong)]

    def bound(self, fact: Fact) -> tuple[float, float]:
        """Return what the reader knows a fact's count to be."""
        told = self.told[fact.key]
        if told == WITHHELD:
            return 0, np.inf
        if fact.bounds is not None:
            return fact.bounds
        return (1, self.crossing.min_cell - 1) if told == UNDER else (fact.count, fact.count)


def _join(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*sets)


def _family(item: str) -> frozenset[str]:
    """Return an item with its two faces: all who speak of a theme, and those who speak for it."""
    kind, _, name = item.partition(":")
    return (
        frozenset({f"theme:{name}", f"for:{name}"})
        if kind in ("theme", "for")
        else frozenset({item})
    )


class _Counts:
    """The counts of all facts in a world, worked out together."""

    def __init__(self, crossing: Crossing) -> None:
        self.size, self.facts = len(crossing.spoke), crossing.facts
        sets = list(dict.fromkeys((fact.items, fact.weighed) for fact in crossing.facts))
        self.rows, self.tokens = np.zeros(0, dtype=int), np.zeros(0, dtype=int)
        for at, (items, _) in enumerate(sets):
            here = [t for t, token in enumerate(crossing.tokens) if token.items & items]
            self.rows = np.append(self.rows, np.full(len(here), at))
            self.tokens = np.append(self.tokens, np.array(here, dtype=int))
        self.weights = np.array([token.weight for token in crossing.tokens], dtype=int)
        self.weighed = np.array([weighed for _, weighed in sets], dtype=bool)
        place = {one: at for at, one in enumerate(sets)}
        self.parts: dict[str, tuple[list[int], list[int], list[str]]] = {}
        for at, fact in enumerate(crossing.facts):
            facts, own, names = self.parts.setdefault(fact.by, ([], [], []))
            facts.append(at)
            own.append(place[fact.items, fact.weighed])
            names.append(fact.group)

    def list_behind(self, world: World) -> Any:
        """Return for each set of items who is behind it, or with how many pieces."""
        behind = np.zeros((len(self.weighed), self.size), dtype=int)
        persons = world.persons[self.tokens]
        np.add.at(behind, (self.rows, persons), self.weights[self.tokens])
        behind[~self.weighed] = behind[~self.weighed] > 0
        return behind

    def __call__(self, world: World) -> Any:
        """Return the count of each fact."""
        behind = self.list_behind(world)
        counts = np.zeros(len(self.facts), dtype=int)
        for by, (facts, own, names) in self.parts.items():
            known = list(dict.fromkeys(names))
            if by:
                inside = np.asarray(world.groups[by])[:, None] == np.array(known, dtype=object)
            else:
                inside = np.ones((self.size, 1), dtype=bool)
            sums = behind @ inside.astype(int)
            counts[facts] = sums[own, [known.index(name) for name in names]]
        return counts


def _mask(groups: Groups, fact: Fact, size: int) -> Any:
    if not fact.by:
        return np.ones(size, dtype=bool)
    return np.asarray(groups[fact.by]) == fact.group


def change_world(
    state: _Protector,
    base: World,
    own: frozenset[str],
    want: tuple[Fact, float, float] | None = None,
    put: Put | None = None,
    hope: str | None = None,
    far: bool = False,
    free: bool = False,
    hard: bool = True,
    within: frozenset[str] = frozenset(),
) -> tuple[World, list[Fact]] | None:
    """Return a world in which other people are behind some items, and what it contradicts.

    Parameters
    ----------
    state : _Protector
        The crossing and what is told.
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
    far : bool
        Whether to go far from the base instead of staying near.
    free : bool
        Whether nothing that is told may be contradicted.
    hard : bool
        Whether the bounds of what is told in any case hold; else they are only wished for.
    within : frozenset of str
        The phases to which the change is confined; none for all.
    """
    programme = _Programme(state, base, own, far, within, put)
    return programme.solve(want, put, hope, free, hard)


class _Programme:
    """An integer programme: which person stands behind each token that is free."""

    def __init__(
        self,
        state: _Protector,
        base: World,
        own: frozenset[str],
        far: bool,
        within: frozenset[str],
        put: Put | None,
    ) -> None:
        self.state, self.base, self.own = state, base, own
        self.crossing = state.crossing
        tokens = self.crossing.tokens
        touched = sorted({at for name in own for at in state.by_item.get(name, [])})
        self.moving = [
            at
            for at in touched
            if tokens[at].items <= own and (not within or tokens[at].place & within)
        ]
        self.costs: list[float] = []
        self.whole: list[bool] = []
        self.rows: list[tuple[dict[int, float], float, float]] = []
        self.at: dict[tuple[int, int], int] = {}
        for token in self.moving:
            for person in self._list_candidates(token, put):
                away = person != base.persons[token]
                cost = -self.state.random.random() if far else NEARNESS
                self.at[token, person] = self._add(cost * away)

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

    def solve(
        self,
        want: tuple[Fact, float, float] | None,
        put: Put | None,
        hope: str | None,
        free: bool,
        hard: bool,
    ) -> tuple[World, list[Fact]] | None:
        self._place_tokens(put)
        if hope is not None:
            self._hope(hope)
        told = {
            fact.key: fact
            for name in sorted(self.own)
            for fact in self.state.touching.get(name, [])
        }
        slack: dict[int, Fact] = {}
        for fact in told.values():
            bounds = self.state.bound(fact)
            wanted = want is not None and fact.key == want[0].key
            if wanted and want is not None:
                bounds = want[1:]
            if bounds == (0, np.inf):
                continue
            parts, known = self._count(fact)
            soft = not wanted and not free and (fact.price != ALWAYS or not hard)
            if soft:
                self._slacken(fact, parts, known, bounds, slack)
            else:
                self.rows.append((parts, bounds[0] - known, bounds[1] - known))
        self._keep_meetings()
        return self._run(slack)

    def _hope(self, name: str) -> None:
        truth, now = self.state.truth, self.base.groups[name]
        for (token, person), at in self.at.items():
            level = truth.groups[name][truth.persons[token]]
            if len(self.state.levels[token, name]) < 2 and now[person] != level:
                self.costs[at] -= HOPE

    def _slacken(
        self, fact: Fact, parts: dict[int, float], known: float, bounds: Any, slack: dict[int, Fact]
    ) -> None:
        """Add a rule that may be broken, at a price for each person too few or too many."""
        price = min(fact.price, DEAREST) / (8 if fact.weighed else 1)
        less, more = self._add(price, whole=False), self._add(price, whole=False)
        slack[less] = slack[more] = fact
        self.rows.append((parts | {less: 1.0, more: -1.0}, bounds[0] - known, bounds[1] - known))

    def _place_tokens(self, put: Put | None) -> None:
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
            here = self.state.by_item.get(item, [])
            still = {int(self.base.persons[token]) for token in here if token not in by_token}
            for person in range(len(self.crossing.spoke)):
                parts = {self.at[t, person]: 1.0 for t in here if (t, person) in self.at}
                if parts:
                    self.rows.append((parts, -np.inf, 0 if person in still else 1))

    def _count(self, fact: Fact) -> tuple[dict[int, float], float]:
        """Return a fact's count as a sum of variables and what is known of it."""
        inside = _mask(self.base.groups, fact, len(self.crossing.spoke))
        here = sorted({t for item in fact.items for t in self.state.by_item.get(item, [])})
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

    def _keep_meetings(self) -> None:
        """Let somebody stay behind both items of each pair of which that is told."""
        moving = set(self.moving)
        for one in sorted(self.own):
            for two in self.state.met.get(one, []):
                if two in self.own and two < one:
                    continue
                sides = [self._stand(one, moving), self._stand(two, moving)]
                if sides[0][0] & sides[1][0]:
                    continue
                parts: dict[int, float] = {}
                for person in range(len(self.crossing.spoke)):
                    able = [still | set(free) for still, free in sides]
                    if all(person in here for here in able):
                        both = self._add(0.0)
                        parts[both] = 1.0
                        for still, free in sides:
                            if person not in still:
                                self.rows.append(
                                    ({**dict.fromkeys(free[person], 1.0), both: -1.0}, 0, np.inf)
                                )
                self.rows.append((parts, 1, np.inf))

    def _stand(self, item: str, moving: set[int]) -> tuple[set[int], dict[int, list[int]]]:
        """Return who is behind an item in any case, and the variables that put others there."""
        still: set[int] = set()
        free: dict[int, list[int]] = {}
        for token in self.state.by_item.get(item, []):
            if token not in moving:
                still.add(int(self.base.persons[token]))
        for (token, person), at in self.at.items():
            if item in self.crossing.tokens[token].items:
                free.setdefault(person, []).append(at)
        return still, free

    def _run(self, slack: dict[int, Fact]) -> tuple[World, list[Fact]] | None:
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
