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

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from mcneval.disclosure.programmes import find_world
from mcneval.disclosure.ways import UNDER
from mcneval.disclosure.worlds import (
    ALWAYS,
    PHASE,
    Crossing,
    Fact,
    Groups,
    Key,
    Knowledge,
    World,
    mask_group,
)


@dataclass
class Protection:
    """What is told of each fact, and what cannot be put in doubt for all that."""

    told: dict[Key, int]
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
    """The search for worlds: each doubt is tried in turn, the cheapest ways first."""

    def __init__(self, crossing: Crossing, registers: Sequence[Groups]) -> None:
        self.crossing, self.registers = crossing, registers
        self.known = Knowledge(crossing)
        self.truth = self.known.truth
        self.bases = [self.truth]
        self.failed: set[tuple[Any, ...]] = set()
        self.random = np.random.default_rng(len(crossing.tokens))

    def protect(self) -> Protection:
        everyone = range(len(self.crossing.tokens))
        self.known.learn(self.truth, self.crossing.facts, everyone)
        for groups in self.registers:
            self._admit(World(groups, self.truth.persons.copy()))
        exposed: list[tuple[str, ...]] = []
        for item in sorted(
            self.crossing.distinct, key=lambda name: (len(self.known.by_item[name]), name)
        ):
            exposed += self._protect_item(item)
        return Protection(self.known.told, exposed)

    # One item at a time

    def _protect_item(self, item: str) -> Iterator[tuple[str, ...]]:
        own = _family(item)
        # One world far from the truth may settle many doubts at once.
        self._try(self.truth, own, far=self.random, free=True)
        for fact in self.known.list_facts(own):
            if not self.known.is_open(fact):
                continue
            met = (other for name in sorted(own) for other in self.known.met.get(name, ()))
            wider = own | _join(_family(name) for name in [*fact.items, *met])
            if not (
                self._doubt_count(fact, own)
                or (wider > own and self._doubt_count(fact, wider))
                or any(self._exchange(person, fact.by, fact) for person in self._list_behind(fact))
            ):
                yield fact.key
        for at in self.known.by_item[item] if self.crossing.told_apart else ():
            for name in self.crossing.attributes:
                person = int(self.truth.persons[at])
                if not (
                    len(self.known.levels[at, name]) > 1
                    or self._exchange(person, name, most=0)
                    or self._doubt_level(at, name)
                    or self._exchange(person, name)
                ):
                    yield (item, name, str(self.truth.groups[name][self.truth.persons[at]]))

    def _doubt_count(self, fact: Fact, own: frozenset[str]) -> bool:
        least = 1 if self.known.told[fact.key] == UNDER else 0
        most = self.crossing.min_cell - 1
        for bounds in ((fact.count + 1, most), (least, fact.count - 1)):
            for base in self.bases if bounds[0] <= bounds[1] else ():
                if self._try(base, own, want=(fact, *bounds)):
                    return True
        return any(
            self._try(base, own, want=(fact, *bounds), loosen=fact)
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
            held = (t for t in self.known.list_tokens(own) if base.persons[t] in put[1])
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
                    if not self.known.list_broken(world):
                        self.known.learn(world, (), (at, other))
                        return True
        return False

    def _list_behind(self, fact: Fact) -> list[int]:
        """Return who of a group is behind what a fact is of."""
        there = {self.crossing.tokens[at].person for at in self.known.list_tokens(fact.items)}
        inside = mask_group(self.truth.groups, fact, len(self.crossing.spoke))
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
            broken = self.known.list_broken(world)
            cost = sum(one.price for one in broken)
            if fact is not None:
                count = int(self.known.count(world)[self.known.place[fact.key]])
                cost += ALWAYS if count == fact.count or count >= self.crossing.min_cell else 0
            if best is None or cost < best[0]:
                best = cost, world, broken
            if not cost:
                break
        if best is None or best[0] == ALWAYS or best[0] > most:
            return False
        self.known.withhold(best[2])
        self.known.learn(best[1], self.crossing.facts, range(len(self.truth.persons)))
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

    def _try(
        self, base: World, own: frozenset[str], loosen: Fact | None = None, **wish: Any
    ) -> bool:
        """Look for a world near another, and tell no more than it leaves possible."""
        found = find_world(self.known, base, own, **wish)
        if found is None:
            return False
        world, broken = found
        self.known.withhold([*broken, loosen] if loosen else broken)
        self.known.learn(world, self.known.list_facts(own), self.known.list_tokens(own))
        return True

    # Other registers

    def _admit(self, world: World) -> None:
        """Let another register be possible: move speakers, or tell less, until all agrees."""
        changed = self._list_changed(world.groups)
        for item in sorted({name for fact in self.known.list_broken(world) for name in fact.items}):
            own = _family(item)
            if any(fact.items & own for fact in self.known.list_broken(world)):
                found = find_world(self.known, world, own, hard=False, within=changed)
                if found is None or found[1]:
                    found = find_world(self.known, world, own, hard=False) or found
                world = found[0] if found else world
        broken = self.known.list_broken(world)
        if any(fact.price == ALWAYS for fact in broken):
            return
        self.known.withhold(broken)
        self.bases.append(world)
        self.known.learn(world, self.crossing.facts, range(len(world.persons)))

    def _list_changed(self, groups: Groups) -> frozenset[str]:
        """Return the phases in which the people of another register differ."""
        differ = np.logical_or.reduce(
            [groups[name] != one for name, one in self.truth.groups.items()]
        )
        return _join(self.crossing.spoke[at] for at in np.flatnonzero(differ))


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
