"""What may be told of themes, codes and constructs by groups of people.

Everything that a report tells of them is gathered here once, for
:mod:`mcneval.disclosure.crossing` to decide what may be shown of it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from mcneval.analysis.evidence import (
    Grouping,
    gather_evidence,
    group_people,
    join_codings,
    keep_for,
    pool_phases,
)
from mcneval.analysis.places import place_themes
from mcneval.disclosure.audit import Told
from mcneval.disclosure.crossing import Protection, protect_crossing
from mcneval.disclosure.suppress import name_role, price_counts, protect_register, write_told
from mcneval.disclosure.ways import SHOWN
from mcneval.disclosure.worlds import PHASE, Crossing, Fact, Groups, Token
from mcneval.study.load import Study
from mcneval.study.record import computed, recording
from mcneval.study.register import list_dimensions, profile_people
from mcneval.study.tables import SPEAKING_FOR

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

STEPS = ((50, 10), (25, 5), (20, 4), (10, 2))
"""From how many people on a share is told in so many steps, each of five people or more."""
SHARE_STEPS = 20
"""A group's share of the evidence is told in steps of one in so many: 5 per cent."""
STEP_COST, SHARE_COST = 8.0, 6.0
"""What it costs not to tell of a construct's step, and of a share of the evidence."""


def count_steps(known: int) -> int:
    """Return in how many steps the share of a group of so many people is told; 1 tells nothing."""
    return next((steps for least, steps in STEPS if known >= least), 1)


def find_band(count: int, known: int) -> tuple[int, int]:
    """Return the least and the most people that a share in steps may stand for.

    Examples
    --------
    >>> find_band(16, 29), find_band(5, 7)
    ((12, 17), (1, 7))
    """
    steps = count_steps(known)
    step = min(count * steps // known, steps - 1)
    high = known if step == steps - 1 else math.ceil((step + 1) * known / steps) - 1
    return max(1, math.ceil(step * known / steps)), high


def find_share(segments: int, total: int) -> tuple[float, tuple[int, int]]:
    """Return a share of the evidence in its steps, and the pieces that it may stand for."""
    share = round(SHARE_STEPS * segments / total) / SHARE_STEPS
    half = 0.5 / SHARE_STEPS
    low, high = math.ceil((share - half) * total - 1e-9), math.floor((share + half) * total + 1e-9)
    return share, (max(0, low), min(total, high))


@computed
def protect_themes(study: Study) -> Protection:
    """Return what may be told of themes and constructs by groups of people."""
    return protect_crossing(describe_themes(study), _list_registers(study))


@computed
def protect_codes(study: Study) -> Protection:
    """Return what may be told of codes by groups of people."""
    return protect_crossing(describe_codes(study), _list_registers(study))


@computed
def tell_items(study: Study) -> dict[tuple[str, str, str], int]:
    """Return what may be told of each theme and code by group: ``SHOWN``, ``UNDER``, ``WITHHELD``.

    Where the same people are behind a theme and a code, which their totals and the codebook may
    give away, a count is told of both or of neither: else each would tell what the other hides.
    """
    told = protect_themes(study).told | protect_codes(study).told
    alike: dict[frozenset[str], list[str]] = {}
    spoken, coded = keep_for(gather_evidence(study)), join_codings(study)
    for begin, key, rows in (("for:", "theme_id", spoken), ("code:", "code_id", coded)):
        known = rows[rows["participant_id"] != ""]
        for name, people in known.groupby(key)["participant_id"]:
            alike.setdefault(frozenset(people), []).append(f"{begin}{name}")
    for items in (one for one in alike.values() if len(one) > 1):
        for by, group in dict.fromkeys((by, group) for item, by, group in told if item in items):
            least = max(told.get((item, by, group), SHOWN) for item in items)
            told |= {(item, by, group): least for item in items}
    return told


def tell_groups(
    study: Study, pairs: pd.DataFrame, items: pd.Series, grouping: Grouping
) -> pd.DataFrame:
    """Return counts of people by item and group as they may be shown, with the groups named.

    Items of which no count other than 0 may be shown are left out.

    Parameters
    ----------
    study : Study
        The study.
    pairs : DataFrame
        Columns key (the group) and people, a row an item and group.
    items : Series
        The item of each row, as the protection names it.
    grouping : Grouping
        The groups.
    """
    least = study.settings.disclosure.min_cell
    with recording():  # counts are not made from what is kept out of them
        told = tell_items(study) if study.protects else {}
    keys = zip(items, [grouping.id] * len(pairs), pairs["key"], strict=True)
    counts = [
        write_told(int(count), told.get(key, SHOWN), least)
        for key, count in zip(keys, pairs["people"], strict=True)
    ]
    role = name_role(study, "groups")
    pairs = pairs.assign(people=np.array(counts, dtype=object)).astype({"people": role})
    pairs = pairs[(pairs["people"] > 0).groupby(items).transform("any").astype("bool")]
    sizes = pairs["key"].map(grouping.count).astype("count[people of register]")
    return pairs.assign(by=grouping.label, group=pairs["key"].map(grouping.groups), of=sizes)


def list_told(study: Study) -> Told:
    """Return for each item and group, by the words that name them, whether a count may be told."""
    if not study.protects or not study.crosses:
        return Told({}, [])
    themes = study["themes", "theme_id", "label"].to_numpy().tolist()
    codes = study["codes", "code_id", "label", "parent_id"].to_numpy().tolist()
    names = {f"for:{key}": {key, label} for key, label in themes}
    names |= {f"code:{key}": {key, label} for key, label, _ in codes}
    groups = {
        (one.id, group): label
        for one in group_people(study)[1:]
        for group, label in one.groups.items()
    }
    cells = {
        (word, groups[by, group]): one == SHOWN
        for (item, by, group), one in tell_items(study).items()
        for word in (names.get(item, ()) if (by, group) in groups else ())
    }
    return Told(cells, [*protect_themes(study).exposed, *protect_codes(study).exposed])


def _list_people(study: Study) -> list[str]:
    """Return the keys of those who took part, in the order of their places."""
    return list(profile_people(study)["participant_id"])


def describe_codes(study: Study) -> Crossing:
    """Return what a report tells of the people behind codes."""
    codings = join_codings(study)
    known = codings[codings["participant_id"] != ""]
    known = known.assign(
        item="code:" + known["code_id"], phase=known["phase"].map(pool_phases(study))
    )
    tokens = _join_tokens(known, _list_people(study), linked=False)
    facts = list(_cross(study, tokens, {f"code:{c}" for c in known["code_id"]}))
    meets = [] if "together" in study.left_out else list(list_meetings(codings))
    return replace(_describe(study, tokens, facts, meets), told_apart=False)


def list_meetings(codings: pd.DataFrame) -> Iterator[tuple[str, str, int]]:
    """Yield pairs of codes with how many people are behind both, as their segments tell.

    Who is behind one code alone has a segment of it that does not carry the other.
    """
    known = codings[codings["participant_id"] != ""]
    people = known.groupby("code_id")["participant_id"].nunique()
    held = codings.groupby("code_id")["segment_id"].agg(set)
    named = set(known["segment_id"])
    for pair in combinations(sorted(held.index), 2):
        both = held[pair[0]] & held[pair[1]]
        least = [people.get(code, 0) - len(held[code] - both) for code in pair]
        if both & named:
            yield f"code:{pair[0]}", f"code:{pair[1]}", max(1, *map(int, least))


def describe_themes(study: Study) -> Crossing:
    """Return what a report tells of who is behind themes and constructs, and of who is heard."""
    import pandas as pd

    evidence = gather_evidence(study)
    known = evidence[evidence["participant_id"] != ""]
    known = known.assign(phase=known["phase"].map(pool_phases(study)))
    speaking = known["stance"].isin(SPEAKING_FOR)
    both = [known.assign(item="theme:" + known["theme_id"])]
    both.append(known[speaking].assign(item="for:" + known["theme_id"]))
    tokens = _join_tokens(pd.concat(both), _list_people(study), linked=True)
    themes = set(known["theme_id"])
    facts = list(_cross(study, tokens, {f"for:{theme}" for theme in themes}))
    facts += _unite(study, tokens)
    facts += _hear(study, tokens, frozenset(f"theme:{theme}" for theme in themes))
    return _describe(study, tokens, facts, [])


def _describe(
    study: Study, tokens: list[Token], facts: list[Fact], meets: list[tuple[str, str, int]]
) -> Crossing:
    people = profile_people(study)
    sources = study["sources", "source_id", "phase"]
    took = study["source_participants"].merge(sources, on="source_id")
    took["phase"] = took["phase"].map(pool_phases(study))
    spoke = took.groupby("participant_id")["phase"].agg(frozenset).to_dict()
    return Crossing(
        tokens,
        facts,
        meets,
        [spoke.get(person, frozenset()) for person in people["participant_id"]],
        _group(study, people),
        [f"own:{one.id}" for one in list_dimensions(study, with_phase=False)],
        study.settings.disclosure.min_cell,
        frozenset(i for t in tokens for i in t.items if not i.startswith("for:")),
    )


def _group(study: Study, people: pd.DataFrame) -> Groups:
    """Return the group of each person, as the groupings have them and as the register does."""
    before = profile_people(study)
    groups: dict[str, NDArray[np.object_]] = {PHASE: people["phase"].to_numpy(dtype=object)}
    for grouping in group_people(study):
        names = [grouping.members[person] for person in before["participant_id"]]
        pools = dict(zip(before[grouping.id], names, strict=True))
        groups[grouping.id] = people[grouping.id].map(pools).fillna("").to_numpy(dtype=object)
    for one in study.settings.attributes:
        groups[f"own:{one.id}"] = people[one.id].to_numpy(dtype=object)
    return groups


def _list_registers(study: Study) -> list[Groups]:
    """Return the groups of people in other registers, each of those that differ in them once."""
    before = profile_people(study)
    found = [_group(study, before)]
    for people in protect_register(study).registers:
        groups = _group(study, people)
        if not any(all((one[k] == groups[k]).all() for k in groups) for one in found):
            found.append(groups)
    return found[1:]


def _join_tokens(rows: pd.DataFrame, people: list[str], linked: bool) -> list[Token]:
    """Return what is known to come from one person: an item's segments, and what they share."""
    place = {person: at for at, person in enumerate(people)}
    parts: dict[tuple[str, str], int] = {}
    merged: list[int] = []
    by_segment: dict[str, int] = {}

    def find(at: int) -> int:
        while merged[at] != at:
            at = merged[at]
        return at

    for row in rows.itertuples(index=False):
        name = (row.item.partition(":")[2], row.participant_id)
        at = parts.setdefault(name, len(merged))
        if at == len(merged):
            merged.append(at)
        if linked:
            other = by_segment.setdefault(row.segment_id, at)
            merged[max(find(at), find(other))] = min(find(at), find(other))
    held: dict[int, list[Any]] = {}
    for row in rows.itertuples(index=False):
        at = find(parts[row.item.partition(":")[2], row.participant_id])
        held.setdefault(at, []).append(row)
    return [
        Token(
            frozenset(row.item for row in own),
            frozenset(row.phase for row in own),
            place[own[0].participant_id],
            len({row.segment_id for row in own}),
        )
        for own in held.values()
    ]


def _count(tokens: list[Token], items: frozenset[str]) -> set[int]:
    return {token.person for token in tokens if token.items & items}


def _list_groups(
    study: Study, groupings: list[Grouping] | None = None
) -> Iterator[tuple[Grouping, str, set[int]]]:
    """Yield each group with the places of its people, of all attributes unless others are given."""
    people = _list_people(study)
    for grouping in group_people(study)[1:] if groupings is None else groupings:
        for group in grouping.groups:
            yield (
                grouping,
                group,
                {at for at, person in enumerate(people) if grouping.members[person] == group},
            )


def _cross(study: Study, tokens: list[Token], items: set[str]) -> Iterator[Fact]:
    for item in sorted(items):
        own = frozenset({item})
        behind = _count(tokens, own)
        for grouping, group, members in _list_groups(study):
            count = len(behind & members)
            price = float(price_counts(np.array(count)))
            yield Fact((item, grouping.id, group), own, grouping.id, group, count, price=price)


def _unite(study: Study, tokens: list[Token]) -> Iterator[Fact]:
    for framework in study.frameworks:
        placed: dict[str, set[str]] = {}
        for theme, constructs in place_themes(study, framework).items():
            for construct in constructs:
                placed.setdefault(construct, set()).add(f"theme:{theme}")
        for construct, themes in placed.items():
            items = frozenset(themes)
            name = f"{framework}/{construct}"
            behind = _count(tokens, items)
            yield Fact((name, "", ""), items, "", "", len(behind))
            if framework != study.settings.primary_framework:
                continue
            for grouping, group, members in _list_groups(study):
                count = len(behind & members)
                bounds = find_band(count, len(members)) if count else (0, 0)
                yield Fact(
                    (name, grouping.id, group), items, grouping.id, group, count, bounds, STEP_COST
                )
            for _, phase, members in _list_groups(study, group_people(study)[:1]):
                yield Fact((name, "phase", phase), items, "phase", phase, len(behind & members))


def _hear(study: Study, tokens: list[Token], themes: frozenset[str]) -> Iterator[Fact]:
    behind = _count(tokens, themes)
    yield Fact(("heard", "", ""), themes, "", "", len(behind))
    total = sum(token.weight for token in tokens)
    for _, phase, members in _list_groups(study, group_people(study)[:1]):
        yield Fact(("heard", "phase", phase), themes, "phase", phase, len(behind & members))
    for grouping, group, members in _list_groups(study):
        count = len(behind & members)
        price = float(price_counts(np.array(count)))
        yield Fact(("heard", grouping.id, group), themes, grouping.id, group, count, price=price)
        segments = sum(t.weight for t in tokens if t.person in members)
        _, bounds = find_share(segments, total)
        key = ("segments", grouping.id, group)
        yield Fact(key, themes, grouping.id, group, segments, bounds, SHARE_COST, weighed=True)
