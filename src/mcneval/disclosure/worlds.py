"""Who may be behind what was said: the truth, other states of affairs, and what is told of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from mcneval.disclosure.ways import SHOWN, UNDER, WITHHELD

ALWAYS = float("inf")
"""The price of what is told whatever it costs."""
PHASE = "own:phase"
"""The grouping with the phase that the register gives each person."""

Key = tuple[str, str, str]
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

    key: Key
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
    meets : list of (str, str, int)
        Pairs of items, and how many people at least are behind both of them.
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
    meets: list[tuple[str, str, int]]
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


class Counts:
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


def mask_group(groups: Groups, fact: Fact, size: int) -> Any:
    if not fact.by:
        return np.ones(size, dtype=bool)
    return np.asarray(groups[fact.by]) == fact.group


class Knowledge:
    """What a reader is told of each fact, and what has been seen in some world that agrees.

    Parameters
    ----------
    crossing : Crossing
        What would be told, and the truth.
    """

    def __init__(self, crossing: Crossing) -> None:
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
        self.met: dict[str, dict[str, int]] = {}
        for one, two, least in crossing.meets:
            self.met.setdefault(one, {})[two] = least
            self.met.setdefault(two, {})[one] = least
        self.count = Counts(crossing)
        self.place = {fact.key: at for at, fact in enumerate(crossing.facts)}
        self.counts: dict[Key, set[int]] = {}
        self.levels: dict[tuple[int, str], set[str]] = {}

    def _begin(self, fact: Fact) -> int:
        small = 0 < fact.count < self.crossing.min_cell
        if fact.bounds is not None or fact.price == ALWAYS or not small:
            return SHOWN
        return UNDER if self.crossing.min_cell > 2 else WITHHELD

    def list_facts(self, items: frozenset[str]) -> list[Fact]:
        """Return the facts of any of some items, each once."""
        facts = (fact for name in sorted(items) for fact in self.touching.get(name, ()))
        return list({fact.key: fact for fact in facts}.values())

    def list_tokens(self, items: frozenset[str]) -> list[int]:
        """Return the places of the tokens of any of some items."""
        return sorted({at for name in items for at in self.by_item.get(name, ())})

    def withhold(self, facts: Iterable[Fact]) -> None:
        """Tell nothing of some facts from here on."""
        self.told |= dict.fromkeys((fact.key for fact in facts), WITHHELD)

    def learn(self, world: World, facts: Iterable[Fact], tokens: Iterable[int]) -> None:
        """Keep what some facts and some tokens' speakers are in a world."""
        counts = self.count(world).tolist()
        for fact in facts:
            if not fact.weighed:
                self.counts.setdefault(fact.key, set()).add(counts[self.place[fact.key]])
        for at in tokens:
            for name in self.crossing.attributes:
                level = str(world.groups[name][world.persons[at]])
                self.levels.setdefault((at, name), set()).add(level)

    def is_open(self, fact: Fact) -> bool:
        """Return whether a small count of a fact can still be worked out."""
        if fact.weighed or fact.price == ALWAYS or not 0 < fact.count < self.crossing.min_cell:
            return False
        # Where nothing is told, a count that may also be large is in doubt as well.
        most = np.inf if self.told[fact.key] == WITHHELD else self.crossing.min_cell
        return not any(other != fact.count and other < most for other in self.counts[fact.key])

    def bound(self, fact: Fact) -> tuple[float, float]:
        """Return what the reader knows a fact's count to be."""
        told = self.told[fact.key]
        if told == WITHHELD:
            return 0, np.inf
        if fact.bounds is not None:
            return fact.bounds
        return (1, self.crossing.min_cell - 1) if told == UNDER else (fact.count, fact.count)

    def list_broken(self, world: World) -> list[Fact]:
        """Return the facts that do not agree with a world."""
        bounds = np.array([self.bound(fact) for fact in self.crossing.facts]).reshape(-1, 2)
        counts = self.count(world)
        wrong = (counts < bounds[:, 0]) | (counts > bounds[:, 1])
        return [self.crossing.facts[at] for at in np.flatnonzero(wrong)]
