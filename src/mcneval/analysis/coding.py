"""How often each code was used, by whom and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcneval.analysis.register import profile_recruited
from mcneval.analysis.segments import locate_segments
from mcneval.analysis.speakers import list_speakers

if TYPE_CHECKING:
    import pandas as pd

    from mcneval.analysis.strata import Grouping
    from mcneval.study.load import Study

COUNTED = ["segments", "sources", "participants", "organisations"]


def settle_codings(codings: pd.DataFrame) -> pd.DataFrame:
    """Return the codings that stand: each coder's last round on each segment.

    A coder who coded a segment again in a later round replaced the earlier codes. Codings
    without a round count as the earliest.

    Returns
    -------
    DataFrame
        Columns segment_id, code_id, coder; each triple once, sorted.
    """
    rounds = codings["round"].astype("Int64").fillna(0)
    last = rounds.groupby([codings["segment_id"], codings["coder"]]).transform("max")
    kept = codings.loc[rounds == last, ["segment_id", "code_id", "coder"]]
    return kept.drop_duplicates().sort_values(list(kept.columns)).reset_index(drop=True)


def join_codings(study: Study) -> pd.DataFrame:
    """Return the codings that stand, each with where its segment comes from.

    Returns
    -------
    DataFrame
        Columns segment_id, code_id, coder, source_id, phase, kind, participant_id,
        organisation_id; see :func:`mcneval.analysis.segments.locate_segments`.
    """
    return settle_codings(study["codings"]).merge(
        locate_segments(study), on="segment_id", how="left"
    )


def arrange_codes(codes: pd.DataFrame) -> pd.DataFrame:
    """Return the codebook as a tree is read: each code, then those that stand under it.

    Returns
    -------
    DataFrame
        Columns code_id, label, definition, parent_id, depth (0 at the top), group (the label
        of the code at the top, "" for a code that stands alone at the top).
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
    tree = tree[["code_id", "label", "definition", "parent_id"]]
    return tree.assign(
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


def count_codes(study: Study) -> pd.DataFrame:
    """Count where each code was used, whichever coder put it on.

    Returns
    -------
    DataFrame
        In the codebook's order: code_id, label, group, depth, segments, sources,
        participants, organisations (each the number of different ones that carry the code
        itself), beneath (segments that carry it or a code under it) and is_heading (has codes
        under it and none of its own segments).
    """
    import pandas as pd

    codings = join_codings(study)
    tree = arrange_codes(study["codes"])[["code_id", "label", "group", "depth"]]
    used = codings.groupby("code_id")[["segment_id", "source_id"]].nunique()
    for column in ("participant_id", "organisation_id"):
        known = codings[codings[column] != ""]
        used[column] = known.groupby("code_id")[column].nunique()
    used.columns = COUNTED
    tree[COUNTED] = used.reindex(tree["code_id"]).fillna(0).astype("int64").to_numpy()
    family = list_descendants(study["codes"])
    tree["beneath"] = [
        codings.loc[codings["code_id"].isin(family[code]), "segment_id"].nunique()
        for code in tree["code_id"]
    ]
    is_heading = [
        len(family[code]) > 1 and count == 0
        for code, count in zip(tree["code_id"], tree["segments"], strict=True)
    ]
    # Typed, because an empty list of no type selects columns instead of rows.
    return tree.assign(is_heading=pd.Series(is_heading, dtype="bool"))


def count_codes_by(study: Study, grouping: Grouping) -> pd.DataFrame:
    """Count where each code was used, by group of people.

    A segment belongs to its source's phase and to its speaker's groups.

    Parameters
    ----------
    study : Study
        The study.
    grouping : Grouping
        One of :func:`mcneval.analysis.strata.group_people`.

    Returns
    -------
    DataFrame
        One row for each code that is no heading, and group, in order: code_id, label, group,
        segments, sources, participants, people (how many of that group could have been counted:
        see :func:`mcneval.analysis.speakers.list_speakers`).
    """
    import pandas as pd

    codings, speakers = join_codings(study), list_speakers(study)
    groups = [grouping.members.get(person, "") for person in codings["participant_id"]]
    codings["group"] = codings["phase"] if grouping.id == "phase" else groups
    counted = count_codes(study)
    shown = counted.loc[~counted["is_heading"], ["code_id", "label"]]
    pairs = shown.merge(pd.DataFrame({"group": list(grouping.groups)}), how="cross")
    keys = pd.MultiIndex.from_frame(pairs[["code_id", "group"]])
    for name, column in zip(
        COUNTED[:3], ("segment_id", "source_id", "participant_id"), strict=True
    ):
        known = codings[codings[column] != ""]
        found = known.groupby(["code_id", "group"])[column].nunique()
        pairs[name] = found.reindex(keys).fillna(0).astype("int64").to_numpy()
    return pairs.assign(people=[grouping.count(group, speakers) for group in pairs["group"]])


def rank_codes(counted: pd.DataFrame) -> pd.DataFrame:
    """Return counted codes with those first that most people gave, then most segments."""
    return counted.sort_values(
        ["participants", "segments", "label"], ascending=[False, False, True]
    ).reset_index(drop=True)


def label_codes(study: Study) -> dict[str, str]:
    """Return the codes' labels by id, in the codebook's order."""
    tree = arrange_codes(study["codes"])
    return dict(zip(tree["code_id"], tree["label"], strict=True))


def count_totals(study: Study) -> dict[str, int]:
    """Return the denominators: segments, sources, participants and organisations in all.

    Participants are those whose words can be told apart (see
    :func:`mcneval.analysis.speakers.list_speakers`), organisations those that anyone who took
    part spoke from.
    """
    people = profile_recruited(study)
    return {
        "segments": len(study["segments"]),
        "sources": len(study["sources"]),
        "participants": len(list_speakers(study)),
        "organisations": int(people["organisation_id"].nunique()),
    }
