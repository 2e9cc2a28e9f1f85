"""What was coded: the codebook, how often each code was used, by whom, and with which others."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

from mcneval.analysis.crossed import tell_groups
from mcneval.analysis.evidence import (
    Grouping,
    group_people,
    join_codings,
    list_speakers,
    pool_phases,
    settle_codings,
    tell_sources,
)
from mcneval.analysis.refinement import read_last_round
from mcneval.roles import lay_numbers
from mcneval.study.load import Study
from mcneval.study.record import computed
from mcneval.study.register import label_levels, order_words
from mcneval.study.wording import slug

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "count_by_group",
    "count_by_phase",
    "join_codings",
    "list_codebook",
    "list_numbers",
    "measure_cooccurrence",
]

FINDINGS = ("never used", "one segment", "one person", "one source", "one coder")
"""What a code may rest on, the narrowest first."""


def arrange_codes(codes: pd.DataFrame) -> pd.DataFrame:
    """Return the codebook as a tree is read: each code, then those that stand under it.

    Returns
    -------
    DataFrame
        Columns code_id, label, definition, depth (0 at the top), group (the label of the code at
        the top, "" for a code that stands alone at the top).
    """
    import pandas as pd

    by_parent: dict[str, list[int]] = {}
    known = set(codes["code_id"])
    for place, parent in enumerate(codes["parent_id"]):
        by_parent.setdefault(parent if parent in known else "", []).append(place)
    rows: list[tuple[int, int, str]] = []

    def walk(parent: str, depth: int, group: str) -> None:
        for place in by_parent.get(parent, []):
            code, label = codes["code_id"].iloc[place], codes["label"].iloc[place]
            top = group or (label if depth == 0 and code in by_parent else "")
            rows.append((place, depth, top))
            walk(code, depth + 1, top)

    walk("", 0, "")
    tree = codes.iloc[[place for place, _, _ in rows]].reset_index(drop=True)
    return tree[["code_id", "label", "definition"]].assign(
        depth=pd.Series([depth for _, depth, _ in rows], dtype="int64"),
        group=pd.Series([group for _, _, group in rows], dtype="str"),
    )


def list_descendants(codes: pd.DataFrame) -> dict[str, set[str]]:
    """Return, for each code, itself and every code beneath it."""
    parents = dict(zip(codes["code_id"], codes["parent_id"], strict=True))
    beneath: dict[str, set[str]] = {code: {code} for code in parents}
    for code in parents:
        above, seen = parents[code], {code}
        while above in parents and above not in seen:
            beneath[above].add(code)
            seen.add(above)
            above = parents[above]
    return beneath


@computed
def list_codebook(study: Study) -> pd.DataFrame:
    """Return the codebook with where each code was used, whichever coder put it on.

    Returns
    -------
    DataFrame
        In the codebook's order: code_id, code, group, depth (level in the tree), definition, theme
        (the label of the theme it stands under in the last round), people, sources, segments (each
        the number of different ones that carry the code itself), segments_beneath (that carry it
        or a code under it), heading (has codes under it and no segments of its own) and rests_on:
        ``never used``, ``one segment``, ``one person``, ``one source`` or ``one coder``, the
        narrowest that is true; "" for headings and codes that rest on more. People are missing
        where few took part in all.
    """
    import pandas as pd

    codes = study["codes", "code_id", "label", "definition", "parent_id"]
    codings = join_codings(study)
    tree = arrange_codes(codes).rename(columns={"label": "code"})
    tree["theme"] = tree["code_id"].map(read_last_round(study)).astype("object").fillna("")
    known = codings[codings["participant_id"] != ""]
    used = {
        "people": known.groupby("code_id")["participant_id"].nunique(),
        "sources": codings.groupby("code_id")["source_id"].nunique(),
        "segments": codings.groupby("code_id")["segment_id"].nunique(),
    }
    for name, counts in used.items():
        tree[name] = tree["code_id"].map(counts).fillna(0)
    family = list_descendants(codes)
    tree["segments_beneath"] = [
        codings.loc[codings["code_id"].isin(family[code]), "segment_id"].nunique()
        for code in tree["code_id"]
    ]
    several = tree["code_id"].map(lambda code: len(family[code]) > 1).astype("bool")
    tree["heading"] = several & (tree["segments"] == 0)
    by_code = dict(iter(codings.groupby("code_id")))
    coders = codings["coder"].nunique()
    if not tell_sources(study):
        tree["sources"] = None
    if study.protects and "together" in study.left_out:
        tree["segments_beneath"] = None
    rests = [_judge(row, by_code.get(row.code_id), coders) for row in tree.itertuples()]
    tree["rests_on"] = pd.Series(rests, dtype="str")
    roles = dict.fromkeys(("segments", "segments_beneath"), "count[segments]")
    roles |= {"people": "count[people of speakers]", "sources": "count[sources]"}
    if study.has_few:
        tree["people"] = None
    return tree.astype(roles | {"depth": "number[level]"})


def _judge(row: Any, codings: pd.DataFrame | None, coders: int) -> str:
    if row.heading:
        return ""
    if codings is None:
        return "never used"
    if row.segments == 1:
        return "one segment"
    if row.people == 1 and (codings["participant_id"] != "").all():
        return "one person"
    if row.sources == 1:
        return "one source"
    return "one coder" if coders > 1 and codings["coder"].nunique() == 1 else ""


@computed
def rank_codes(study: Study) -> pd.DataFrame:
    """Return the codes in use, those first that most people gave; columns code_id and code."""
    counted = list_codebook(study)
    counted = counted[counted["segments"] > 0]
    ranked = counted.sort_values(["people", "segments", "code"], ascending=[False, False, True])
    return ranked[["code_id", "code"]].reset_index(drop=True)


@computed
def count_by_phase(study: Study) -> pd.DataFrame:
    """Return how many people and segments of each phase carry each code that is in use.

    Returns
    -------
    DataFrame
        A row a code and phase, the codes that most people gave first: code, phase (the source's),
        people, of (people of that phase whose words can be told apart), segments.
    """
    grouping = group_people(study)[0]
    codings = join_codings(study)
    heard = codings.assign(group=codings["phase"].map(pool_phases(study)))
    pairs = count_people(rank_codes(study), heard, "code_id", grouping)
    segments = heard.groupby(["code_id", "group"])["segment_id"].nunique()
    keys = zip(pairs["code_id"], pairs["key"], strict=True)
    pairs["segments"] = [int(segments.get(key, 0)) for key in keys]
    known = list_speakers(study)
    pairs["of"] = [grouping.count(key, known) for key in pairs["key"]]
    pairs["phase"] = label_levels(pairs["key"], grouping.groups, "phase")
    roles = {"people": "count[people of phases]", "of": "count[people of speakers]"}
    pairs = pairs.astype(roles | {"segments": "count[segments]"})
    return pairs[["code", "phase", "people", "of", "segments"]]


@computed
def count_by_group(study: Study) -> pd.DataFrame:
    """Return how many people of each group gave each code, by every attribute that may be shown.

    Small counts are hidden, and codes of which no count in a grouping may be shown are left out
    there. Empty where people's attributes are not known one by one.

    Returns
    -------
    DataFrame
        A row a code in use and group: code, by (an attribute), group, people, of (people of that
        group who took part).
    """
    import pandas as pd

    codings = join_codings(study)
    parts = [pd.DataFrame({"code": [], "by": [], "group": [], "people": [], "of": []})]
    for grouping in group_people(study)[1:]:
        placed = codings.assign(group=codings["participant_id"].map(grouping.members))
        pairs = count_people(rank_codes(study), placed, "code_id", grouping)
        pairs = tell_groups(study, pairs, "code:" + pairs["code_id"], grouping)
        parts.append(pairs[["code", "by", "group", "people", "of"]])
    frame = pd.concat(parts[1:] or parts, ignore_index=True)
    return order_words(frame, "code", "by", "group")


def count_people(
    items: pd.DataFrame, segments: pd.DataFrame, by: str, grouping: Grouping
) -> pd.DataFrame:
    """Return the different people of each group behind each item, groups by key.

    Parameters
    ----------
    items : DataFrame
        One row an item, with its id in the column ``by``.
    segments : DataFrame
        What items rest on: the columns ``by``, participant_id and group.
    by : str
        ``code_id`` or ``theme_id``.
    grouping : Grouping
        The groups.

    Returns
    -------
    DataFrame
        The items with each group's key and people, in this order.
    """
    import pandas as pd

    known = segments[segments["participant_id"] != ""]
    people = known.groupby([by, "group"])["participant_id"].nunique()
    pairs = items.merge(pd.DataFrame({"key": list(grouping.groups)}), how="cross")
    keys = zip(pairs[by], pairs["key"], strict=True)
    return pairs.assign(people=[int(people.get(key, 0)) for key in keys])


@computed
def measure_cooccurrence(study: Study) -> pd.DataFrame:
    """Return how many segments carry two codes, whichever coder put them there.

    Returns
    -------
    DataFrame
        One row for each pair that occurs, most frequent first: code, other (labels, in the
        codebook's order), segments (with both), share (of the segments with either; Jaccard 1901).
    """
    import pandas as pd

    codings = settle_codings(study)
    labels = list_codebook(study).set_index("code_id")["code"]
    held = codings.groupby("code_id")["segment_id"].agg(set)
    rows = []
    for one, two in combinations([code for code in labels.index if code in held], 2):
        both = len(held[one] & held[two])
        if both:
            share = both / len(held[one] | held[two])
            rows.append((labels[one], labels[two], both, share))
    pairs = pd.DataFrame(rows, columns=["code", "other", "segments", "share"])
    pairs = pairs.sort_values(
        ["segments", "share", "code", "other"], ascending=[False, False, True, True]
    )
    for name in ("code", "other"):
        pairs[name] = label_levels(pairs[name], labels)
    roles = {"segments": "count[segments]", "share": "share[segments]"}
    return pairs.reset_index(drop=True).astype(roles)


@computed
def list_numbers(study: Study) -> pd.DataFrame:
    """Return the numbers on coding that prose may use, as one row.

    Columns ``segments.*`` by phase, ``coding.codes`` (without headings), ``coding.used``,
    ``coding.codings`` and ``coding.coders``.
    """
    codings = settle_codings(study)
    family = list_descendants(study["codes", "code_id", "parent_id"])
    used = set(codings["code_id"])
    headings = {code for code, beneath in family.items() if len(beneath) > 1} - used
    places = study["segments", "segment_id", "source_id"]
    phases = places.merge(study["sources", "source_id", "phase"], on="source_id")["phase"]
    counts = {"segments.total": (len(places), "count[segments]")}
    for phase in study.phase_labels:
        counts[f"segments.{slug(phase)}"] = int((phases == phase).sum()), "count[segments]"
    counts["coding.codes"] = len(set(family) - headings), "count[codes]"
    counts["coding.used"] = len(used & set(family)), "count[codes]"
    counts["coding.codings"] = len(codings), "count[codings]"
    counts["coding.coders"] = int(codings["coder"].nunique()), "count[coders]"
    return lay_numbers(counts)
