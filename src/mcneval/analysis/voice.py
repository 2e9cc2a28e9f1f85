"""Whose voice the evidence carries, against who took part."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mcneval.analysis.register import profile_recruited
from mcneval.analysis.segments import locate_segments
from mcneval.analysis.strata import group_people

if TYPE_CHECKING:
    import pandas as pd

    from mcneval.study.load import Study

STRATA = ["by", "by_label", "group", "label", "people", "quoted", "quotations"]


def locate_quotations(study: Study) -> pd.DataFrame:
    """Return where each quotation comes from: the segments that are evidence for a theme.

    Columns as of :func:`mcneval.analysis.segments.locate_segments`.
    """
    placed = locate_segments(study)
    cited = placed["segment_id"].isin(set(study["theme_segments"]["segment_id"]))
    return placed[cited].reset_index(drop=True)


def count_unplaced(study: Study) -> int:
    """Count the quotations whose speaker is not known."""
    return int((locate_quotations(study)["participant_id"] == "").sum())


def count_voice(study: Study) -> pd.DataFrame:
    """Count what each person who took part is heard saying.

    Returns
    -------
    DataFrame
        One row for each recruited participant, the most quoted first: participant_id,
        organisation_id ("" where the register is reconstructed), phase, segments, quotations,
        share (of all quotations, 0 to 1) and standing: ``quoted``, ``not quoted``, or
        ``speaker not recorded`` for one who is not quoted by name but took part in a source
        with quotations whose speaker is not known.
    """
    placed, cited = locate_segments(study), locate_quotations(study)
    people = profile_recruited(study)[["participant_id", "organisation_id", "phase"]]
    if not study.knows_people:
        people = people.assign(organisation_id="")
    names = people["participant_id"]
    segments, quotations = (
        names.map(frame["participant_id"].value_counts()).fillna(0).astype("int64")
        for frame in (placed, cited)
    )
    blurred = set(cited.loc[cited["participant_id"] == "", "source_id"])
    took_part = study["source_participants"]
    near = set(took_part.loc[took_part["source_id"].isin(blurred), "participant_id"])
    standing = [
        "quoted" if count else "speaker not recorded" if name in near else "not quoted"
        for name, count in zip(names, quotations, strict=True)
    ]
    voices = people.assign(
        segments=segments,
        quotations=quotations,
        share=quotations / max(1, len(cited)),
        standing=standing,
    )
    return voices.sort_values(
        ["quotations", "segments", "participant_id"], ascending=[False, False, True]
    ).reset_index(drop=True)


def compute_gini(counts: Sequence[int]) -> float | None:
    """Return the Gini coefficient of counts: 0 where all are equal, near 1 where one has all.

    The mean difference over twice the mean (Gini 1912), on the people given and so at most
    (n - 1) / n. None where there are fewer than two people or nothing to share.
    """
    ordered = sorted(counts)
    size, total = len(ordered), sum(ordered)
    if size < 2 or total == 0:
        return None
    weighted = sum((2 * place - size - 1) * count for place, count in enumerate(ordered, start=1))
    return weighted / (size * total)


def measure_voice_strata(study: Study) -> pd.DataFrame:
    """Compare each group's share of the quotations with its share of the people.

    Groups are phases, kinds of source and, where people are known, the levels of each
    attribute. A person who took part in two kinds of source counts in both.

    Returns
    -------
    DataFrame
        Columns by (phase, kind or an attribute's id), by_label, group, label, people, quoted
        (of them, by name), quotations, share_of_people and share_of_quotations (0 to 1, of
        the different people and the quotations that can be placed in that way) and per_person;
        the shares and per_person are NaN where there is nothing to divide by.
    """
    import pandas as pd

    cited, voices = locate_quotations(study), count_voice(study)
    quoted = set(voices.loc[voices["quotations"] > 0, "participant_id"])
    rows: list[tuple[str, str, str, str, int, int, int]] = []
    for grouping in group_people(study):
        speakers = cited["participant_id"].map(grouping.members)
        spoken = list(cited["phase"] if grouping.id == "phase" else speakers)
        for group, label in grouping.groups.items():
            here = {person for person, member in grouping.members.items() if member == group}
            counts = (len(here), len(here & quoted), spoken.count(group))
            rows.append((grouping.id, grouping.label, group, label, *counts))
    rows[len(study.phase_labels) : len(study.phase_labels)] = count_kinds(study, cited, quoted)
    strata = pd.DataFrame(rows, columns=STRATA)
    everyone = strata.groupby("by")["people"].transform("sum")
    in_kinds = len(frozenset[str]().union(*find_people_by_kind(study).values()))
    everyone = everyone.mask(strata["by"] == "kind", in_kinds)
    said = strata.groupby("by")["quotations"].transform("sum")
    strata["share_of_people"] = strata["people"] / everyone.where(everyone > 0)
    strata["share_of_quotations"] = strata["quotations"] / said.where(said > 0)
    strata["per_person"] = strata["quotations"] / strata["people"].where(strata["people"] > 0)
    return strata


def count_kinds(
    study: Study, cited: pd.DataFrame, quoted: set[str]
) -> list[tuple[str, str, str, str, int, int, int]]:
    """Count people, those quoted and quotations for each kind of source that people spoke in."""
    rows = []
    for kind, here in find_people_by_kind(study).items():
        counts = (len(here), len(here & quoted), int((cited["kind"] == kind).sum()))
        rows.append(("kind", "Kind of source", kind, kind.capitalize(), *counts))
    return rows


def find_people_by_kind(study: Study) -> dict[str, frozenset[str]]:
    """Return who took part in each kind of source that people spoke in."""
    took = study["source_participants"].merge(study["sources"][["source_id", "kind"]])
    took = took[took["participant_id"].isin(set(profile_recruited(study)["participant_id"]))]
    found = {
        kind: frozenset(took.loc[took["kind"] == kind, "participant_id"])
        for kind in dict.fromkeys(study["sources"]["kind"])
    }
    return {kind: people for kind, people in found.items() if people}


def list_unheard_organisations(study: Study) -> pd.DataFrame:
    """List the organisations whose people took part and are never quoted by name.

    Returns
    -------
    DataFrame
        Columns organisation_id, label, people, unrecorded (how many of those people took part
        where speakers are not recorded), in the order of ``organisations.csv``. Empty where the
        register is reconstructed.
    """
    voices = count_voice(study)
    names = ["organisation_id", "label", "people", "unrecorded"]
    if not study.knows_people:
        return voices.reindex(columns=names).iloc[:0]
    by_home = voices.groupby("organisation_id")
    homes = study["organisations"][["organisation_id", "label"]]
    homes = homes[homes["organisation_id"].isin(set(voices["organisation_id"]))]
    unrecorded = voices[voices["standing"] == "speaker not recorded"]
    homes = homes.assign(
        people=homes["organisation_id"].map(by_home.size()),
        unrecorded=homes["organisation_id"]
        .map(unrecorded["organisation_id"].value_counts())
        .fillna(0)
        .astype("int64"),
        quotations=homes["organisation_id"].map(by_home["quotations"].sum()),
    )
    return homes.loc[homes["quotations"] == 0, names].reset_index(drop=True)
