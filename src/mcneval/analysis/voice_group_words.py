"""Whose voice is heard in the evidence, in words: groups against their share of the people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcneval.analysis.numbers import count_words, join_words, spell
from mcneval.analysis.voice import find_people_by_kind
from mcneval.analysis.wording import begin_small, start_sentence, write_percent
from mcneval.exhibits import escape_markdown

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from mcneval.study.load import Study

GAP = 0.1
"""A group's share of the evidence is called far from its share of people from here."""


def say_wholes(study: Study, strata: pd.DataFrame) -> str:
    """Say of what the shares of people and segments are."""
    totals = strata.groupby("by", sort=False)["quotations"].sum()
    totals = totals[totals > 0]
    if totals.empty:
        return ""
    if totals.nunique() == 1:
        words = f"All shares are of the same {count_words(int(totals.iloc[0]), 'segment')}."
    else:
        other = "by every other grouping those whose speaker is known"
        heads = {"phase": "by phase all", "kind": "by kind of source those from such sources"}
        counted = {heads.get(str(by), other): int(total) for by, total in totals.items()}
        parts = [f"{head} ({total})" for head, total in counted.items()]
        words = f"Shares are of the segments that can be placed: {join_words(parts)}."
    return f"{words} {say_twice(study)}".strip()


def say_twice(study: Study) -> str:
    """Say whether people count in more than one kind of source; nothing where nobody does."""
    kinds = find_people_by_kind(study)
    everyone = frozenset[str]().union(*kinds.values())
    twice = sum(map(len, kinds.values())) - len(everyone)
    if not twice:
        return ""
    return (
        "Who took part in several kinds of source counts in each, so the shares of people add up "
        "to more than 100% there."
    )


def say_shares(strata: pd.DataFrame, names: dict[str, str]) -> str:
    """Say each phase's share of people and of the evidence."""
    known = strata.dropna(subset=["share_of_people", "share_of_quotations"])
    if known.empty:
        return "Phases cannot be compared."
    if len(known) == 1:
        return "There is one phase, so there are no phases to compare."
    parts = [
        f"{escape_markdown(names[row.group])} has {write_percent(row.share_of_people)} of the "
        f"people and {write_percent(row.share_of_quotations)} of the segments"
        for row in known.itertuples()
    ]
    return start_sentence(f"{join_words(parts)}. {judge_gap(known)}")


def judge_gap(known: pd.DataFrame) -> str:
    """Say whether shares of people and evidence lie close together."""
    gaps = (known["share_of_quotations"] - known["share_of_people"]).abs()
    if gaps.max() < GAP / 2:
        return "Each is heard roughly in line with its size."
    return "Not all are heard in line with their size."


def say_kinds(study: Study, strata: pd.DataFrame) -> str:
    """Say what each kind of source gives, a person."""
    known = strata.dropna(subset=["share_of_people", "share_of_quotations"])
    if len(known) < 2:
        return "All people were heard in one kind of source."
    labels = [begin_small(label) for label in known["label"]]
    total = int(known["quotations"].sum())
    parts = [
        f"{spell(row.quotations)} ({write_percent(row.share_of_quotations)}) "
        f"{'comes' if row.quotations == 1 else 'come'} from the "
        f"{count_words(row.people, 'person', 'people')} in {label}s"
        for row, label in zip(known.itertuples(), labels, strict=True)
    ]
    words = f"Of the {count_words(total, 'segment')} from {list_plurals(labels)}, "
    return f"{words}{join_words(parts)}. {compare_kinds(known)}"


def list_plurals(labels: Sequence[str]) -> str:
    """Return kinds of source as prose lists them: ``interviews and focus groups``."""
    return join_words(f"{label}s" for label in labels)


def compare_kinds(known: pd.DataFrame) -> str:
    """Say how much more a person is heard in one kind of source than in another."""
    per = known.set_index("label")["per_person"]
    most, least = str(per.idxmax()), str(per.idxmin())
    if per[least] == 0:
        return f"Nothing comes from {begin_small(least)}s."
    ratio = per[most] / per[least]
    if ratio < 1.5:
        return "A person was heard about as often in each."
    return (
        f"For each person that is {per[most]:.2f} segments from {begin_small(most)}s and "
        f"{per[least]:.2f} from {begin_small(least)}s: a person in {put_article(most)} is heard "
        f"{write_times(ratio)} as often as one in {put_article(least)}."
    )


def put_article(label: str) -> str:
    """Return a kind of source with its article: ``an interview``."""
    word = begin_small(label)
    return f"an {word}" if word[:1] in "aeiou" else f"a {word}"


def write_times(ratio: float) -> str:
    """Return a ratio as prose has it: ``twice``, ``2.5 times``, ``15 times``."""
    if round(ratio, 1) == 2:
        return "twice"
    return f"{ratio:.0f} times" if ratio >= 5 else f"{ratio:.1f} times"


def say_attributes(study: Study, strata: pd.DataFrame) -> str:
    """Say which groups are heard much more or much less than their share of the people."""
    if not study.knows_people:
        return (
            "Groups of people other than phases are not compared: the register is reconstructed, "
            "so it is not known which person belongs to which group."
        )
    known = strata[~strata["by"].isin(["phase", "kind"])]
    known = known.dropna(subset=["share_of_people", "share_of_quotations"])
    if known.empty:
        return "The study declares no attributes large enough to compare."
    by = join_words(map(name_head, dict.fromkeys(known["by_label"])))
    gap = known["share_of_quotations"] - known["share_of_people"]
    far = known[gap.abs() >= GAP]
    if far.empty:
        near = known.loc[gap.abs().idxmax()]
        return (
            f"Compared by {by}, no group's share of the segments lies {GAP * 100:.0f} percentage "
            "points or more from its share of the people; the furthest is "
            f"{name_group(near['label'], near['by_label'])}, with "
            f"{write_percent(near['share_of_people'])} of the people and "
            f"{write_percent(near['share_of_quotations'])} of the segments."
        )
    parts = [
        f"{name_group(row.label, row.by_label)}, {write_percent(row.share_of_people)} of "
        f"the people and {write_percent(row.share_of_quotations)} of the segments"
        for row in far.itertuples()
    ]
    return f"Compared by {by}, these lie far from their share of the people: {join_words(parts)}."


def name_head(label: str) -> str:
    """Return an attribute's head as it stands within a sentence."""
    return escape_markdown(begin_small(label))


def name_group(label: str, head: str) -> str:
    """Return a group with its attribute in brackets."""
    return f"{escape_markdown(begin_small(label))} ({name_head(head)})"
