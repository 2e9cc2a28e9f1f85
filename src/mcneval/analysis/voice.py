"""Whose voice the evidence carries, against who took part."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from mcneval.analysis.crossed import find_share, protect_themes
from mcneval.analysis.evidence import (
    find_attenders,
    group_people,
    locate_segments,
    pool_phases,
)
from mcneval.analysis.people import count_sources
from mcneval.disclosure.crossing import Protection
from mcneval.disclosure.suppress import WITHHELD_TEXT, name_role
from mcneval.disclosure.ways import SHOWN
from mcneval.study.load import Study
from mcneval.study.record import computed
from mcneval.study.register import label_levels, name_phases, order_words, profile_people

if TYPE_CHECKING:
    import pandas as pd

Groups = dict[str, tuple[set[str] | frozenset[str], int]]
"""Label to the people of a group and the segments that they gave."""
STANDINGS = ("heard", "speaker not recorded", "not heard")


@computed
def locate_evidence(study: Study) -> pd.DataFrame:
    """Return where each segment that is evidence for a theme comes from, each once."""
    placed = locate_segments(study)
    cited = placed["segment_id"].isin(set(study["theme_segments", "segment_id"]["segment_id"]))
    return placed[cited].reset_index(drop=True)


@computed
def count_voice(study: Study) -> pd.DataFrame:
    """Count what each person who took part is heard saying.

    Returns
    -------
    DataFrame
        One row for each person who took part, those heard most first: participant_id, phase,
        segments, evidence (segments under a theme), share (of all evidence), and standing:
        ``heard``, ``not heard``, or ``speaker not recorded`` for one who is not heard by name but
        took part in a source with evidence whose speaker is not known.
    """
    placed, cited = locate_segments(study), locate_evidence(study)
    voices = profile_people(study)[["participant_id", "phase"]]
    names = voices["participant_id"]
    for name, rows in (("segments", placed), ("evidence", cited)):
        voices[name] = names.map(rows["participant_id"].value_counts()).fillna(0)
    voices["share"] = voices["evidence"] / max(1, len(cited))
    near = find_attenders(study, set(cited.loc[cited["participant_id"] == "", "source_id"]))
    standing = [
        STANDINGS[0] if count else STANDINGS[1] if name in near else STANDINGS[2]
        for name, count in zip(names, voices["evidence"], strict=True)
    ]
    voices["standing"] = label_levels(standing, STANDINGS)
    voices["phase"] = label_levels(voices["phase"], name_phases(study), "phase")
    counts = dict.fromkeys(("segments", "evidence"), "count[segments]")
    voices = voices.astype(counts | {"share": "share[segments]"})
    return voices.sort_values(
        ["evidence", "segments", "participant_id"],
        ascending=[False, False, True],
        ignore_index=True,
    )


def compute_gini(counts: Sequence[int]) -> float | None:
    """Return the Gini coefficient of counts: 0 where all are equal, near 1 where one has all.

    The mean difference over twice the mean (Gini 1912), on the people given and so at most
    (n - 1) / n. None where there are fewer than two people or nothing to share.

    Examples
    --------
    >>> compute_gini([1, 1, 1, 1]), compute_gini([0, 0, 0, 4])
    (0.0, 0.75)
    """
    ordered = sorted(counts)
    size, total = len(ordered), sum(ordered)
    if size < 2 or total == 0:
        return None
    weighted = sum((2 * place - size - 1) * count for place, count in enumerate(ordered, start=1))
    return weighted / (size * total)


@computed
def measure_voice_groups(study: Study) -> pd.DataFrame:
    """Compare each group's share of the evidence with its share of the people.

    Groups are phases, kinds of source and, where people are known, the levels of each attribute.
    A person who took part in two kinds of source counts in both. Where small counts are hidden,
    the shares of the evidence by attribute come in steps of five per cent and without the number
    of segments, from which it could be worked out who spoke most.

    Returns
    -------
    DataFrame
        One row per group with people or evidence: by, group, people, heard (of them, by name; as
        it may be shown, and missing where a group has evidence and no speaker of it), segments
        (evidence), share_of_people and share_of_segments (of those that can be placed in that
        way), per_person (segments).
    """
    import pandas as pd

    cited, voices = locate_evidence(study), count_voice(study)
    heard = set(voices.loc[voices["evidence"] > 0, "participant_id"])
    parts = []
    for grouping in group_people(study):
        members = cited["participant_id"].map(grouping.members)
        phased = cited["phase"].map(pool_phases(study))
        spoken = list(phased if grouping.id == "phase" else members)
        groups: Groups = {}
        for group, label in grouping.groups.items():
            people = {person for person, member in grouping.members.items() if member == group}
            groups[label] = people, spoken.count(group)
        part = _compare(grouping.label, groups, heard)
        if grouping.id != "phase" and study.protects:
            part = _guard(part, list(grouping.groups), grouping.id, protect_themes(study))
        parts.append(part)
    kinds: Groups = {
        kind.capitalize(): (people, int((cited["kind"] == kind).sum()))
        for kind, people in find_people_by_kind(study).items()
    }
    least = study.settings.disclosure.min_cell if study.protects else 0
    shared = count_shared(people for people, _ in kinds.values())
    parts = [_hide_few(part, least) for part in parts]
    by_kind = _hide_few(_compare("Kind of source", kinds, heard), least, shared)
    parts.insert(1, _hide_kinds(study, by_kind))
    frame = pd.concat(parts, ignore_index=True)
    frame = frame[(frame["people"] != 0) | (frame["segments"] > 0)] if len(cited) else frame[:0]
    roles = {"people": name_role(study), "heard": name_role(study, "groups")}
    roles |= {"segments": "count[segments]", "share_of_people": "share[people of register]"}
    roles |= {"share_of_segments": "share[segments]", "per_person": "rate[segments of register]"}
    return order_words(frame, "by", "group").astype(roles)


def _compare(by: str, groups: Groups, heard: set[str]) -> pd.DataFrame:
    import pandas as pd

    everyone = len(set().union(*(people for people, _ in groups.values())))
    total = sum(number for _, number in groups.values())
    rows: list[tuple[Any, ...]] = []
    for group, (people, segments) in groups.items():
        known = len(people & heard)
        named = known if known or not segments else None
        share = len(people) / everyone if people else None
        rate = segments / len(people) if people else None
        counts = (len(people), named, segments, share, segments / total if total else None, rate)
        rows.append((by, group, *counts))
    columns = ["by", "group", "people", "heard", "segments", "share_of_people"]
    frame = pd.DataFrame(rows, columns=[*columns, "share_of_segments", "per_person"])
    return frame.astype("object")


def _hide_few(part: pd.DataFrame, least: int, shared: int = 0) -> pd.DataFrame:
    """Return groups without their people, or who was heard of them, where one of them is small.

    Phases and kinds of source are few, and a person may be in two: nothing less hides one, or the
    few that are in two.
    """
    small = {
        name: any(isinstance(count, int) and 0 < count < least for count in [*part[name], shared])
        for name in ("people", "heard")
    }
    if small["people"]:
        part = part.assign(people=WITHHELD_TEXT, share_of_people=WITHHELD_TEXT, per_person=None)
    return part.assign(heard=WITHHELD_TEXT) if small["people"] or small["heard"] else part


def _hide_kinds(study: Study, part: pd.DataFrame) -> pd.DataFrame:
    """Return kinds of source without what would tell, with the sources by phase, of few people."""
    if not study.protects:
        return part
    part = part.assign(heard=WITHHELD_TEXT)
    if (count_sources(study)["people"].astype("str") == WITHHELD_TEXT).any():
        part = part.assign(people=WITHHELD_TEXT, share_of_people=WITHHELD_TEXT, per_person=None)
    return part


def _guard(part: pd.DataFrame, groups: list[str], by: str, told: Protection) -> pd.DataFrame:
    """Return what may be told of the voices of groups of people."""
    total = int(part["segments"].sum())
    shares = [find_share(count, total)[0] if total else None for count in part["segments"]]
    kept = [told.told.get(("segments", by, group), SHOWN) == SHOWN for group in groups]
    heard = [
        count if told.told.get(("heard", by, group), SHOWN) == SHOWN else WITHHELD_TEXT
        for group, count in zip(groups, part["heard"], strict=True)
    ]
    shares = [share if one else None for share, one in zip(shares, kept, strict=True)]
    changed = {"heard": heard, "segments": None, "share_of_segments": shares, "per_person": None}
    return part.assign(**changed)


def count_shared(groups: Iterable[Collection[str]]) -> int:
    """Return how often people are in more than one group: once for each group after the first."""
    held = [set(group) for group in groups]
    return sum(map(len, held)) - len(set().union(*held))


def find_people_by_kind(study: Study) -> dict[str, frozenset[str]]:
    """Return who took part in each kind of source that people spoke in."""
    sources = study["sources", "source_id", "kind"]
    took = study["source_participants"].merge(sources)
    took = took[took["participant_id"].isin(set(profile_people(study)["participant_id"]))]
    found = {
        kind: frozenset(took.loc[took["kind"] == kind, "participant_id"])
        for kind in dict.fromkeys(sources["kind"])
    }
    return {kind: people for kind, people in found.items() if people}
