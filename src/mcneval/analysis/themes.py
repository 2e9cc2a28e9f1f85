"""The final themes: what each rests on, who speaks for it, how firmly it stands.

What counts for a theme's weight is what speaks for it. Segments that speak against a theme are
counted by themselves and are nobody's voice for it. Each participant is one voice and so is each
source whose speaker is not recorded, for how many people in it said a thing is not known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mcneval.analysis.codes import count_people
from mcneval.analysis.crossed import tell_groups
from mcneval.analysis.evidence import (
    gather_evidence,
    group_people,
    keep_for,
    name_pools,
    pool_phases,
    tell_sources,
)
from mcneval.analysis.places import list_places
from mcneval.analysis.refinement import measure_rounds, trace_changes, trace_codes
from mcneval.analysis.repeats import find_repeats
from mcneval.analysis.speakers import is_told_here, name_speakers, number_segments, read_said
from mcneval.analysis.voice import compute_gini, count_voice, measure_voice_groups
from mcneval.disclosure.cells import FLOW, TOTAL
from mcneval.disclosure.suppress import name_role, shown_counts
from mcneval.roles import lay_numbers
from mcneval.study.load import Study
from mcneval.study.record import computed
from mcneval.study.register import RECRUITED, label_levels, order_words
from mcneval.study.tables import THEME_KINDS
from mcneval.study.wording import slug

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "compute_gini",
    "count_by_group",
    "count_by_phase",
    "count_evidence",
    "count_voice",
    "find_repeats",
    "gather_evidence",
    "list_evidence",
    "list_numbers",
    "list_summaries",
    "measure_reliance",
    "measure_rounds",
    "measure_voice_groups",
    "trace_changes",
    "trace_codes",
]

UNITS = {"voice": "voice", "organisation": "organisation_id", "source": "source_id"}
"""What is left out, one at a time, and the column of the evidence that names it."""
KINDS = {"enabler": "enablers", "barrier": "barriers", "mixed": "mixed"}


@computed
def count_evidence(study: Study) -> pd.DataFrame:
    """Return the themes with how much evidence each has, by kind and the most speakers first.

    Returns
    -------
    DataFrame
        One row per theme: theme_id, theme, kind, construct (its chief place on the primary
        framework, missing for none), also (its other places), definition; the distinct speakers,
        people, groups (sources whose speaker is not known), segments and sources that speak for it;
        against (segments that speak against it); firm (whether enough speakers speak for it, by the
        parameter ``min_people``).
    """
    evidence = gather_evidence(study)
    speaks_for = keep_for(evidence)
    people = speaks_for["participant_id"] != ""
    parts = {
        "speakers": (speaks_for, "voice"),
        "people": (speaks_for[people], "participant_id"),
        "groups": (speaks_for[~people], "voice"),
        "segments": (speaks_for, "segment_id"),
        "sources": (speaks_for, "source_id"),
        "against": (evidence[evidence["stance"] == "against"], "segment_id"),
    }
    frame = list_places(study)
    for name, (rows, column) in parts.items():
        frame[name] = frame["theme_id"].map(rows.groupby("theme_id")[column].nunique()).fillna(0)
    frame = frame.astype(
        {
            "speakers": "count[speakers]",
            "people": "count[people of speakers]",
            "groups": "count[sources]",
            "segments": "count[segments]",
            "sources": "count[sources]",
            "against": "count[segments]",
        }
    )
    if not tell_sources(study):
        frame["sources"] = None
    frame["firm"] = (frame["speakers"] >= study.analysis.min_people).astype("bool")
    frame = frame.sort_values(
        ["kind", "speakers", "segments"], ascending=[True, False, False], kind="stable"
    )
    return frame.reset_index(drop=True)


def _order_themes(study: Study) -> pd.DataFrame:
    return count_evidence(study)[["theme_id", "theme", "kind"]]


@computed
def count_by_phase(study: Study) -> pd.DataFrame:
    """Return what each phase contributed to each theme.

    Returns
    -------
    DataFrame
        One row per theme and phase, also where there is nothing: theme, kind, phase (the source's),
        speakers and segments that speak for it, and first (whether no earlier phase has evidence
        for the theme, and this one does).
    """
    import pandas as pd

    evidence = keep_for(gather_evidence(study))
    evidence["phase"] = evidence["phase"].map(pool_phases(study))
    phases = name_pools(study)
    frame = _order_themes(study).merge(pd.DataFrame({"phase": list(phases)}), how="cross")
    keys = list(zip(frame["theme_id"], frame["phase"], strict=True))
    found = evidence.groupby(["theme_id", "phase"])
    for name, column in (("speakers", "voice"), ("segments", "segment_id")):
        counts = found[column].nunique()
        frame[name] = [int(counts.get(key, 0)) for key in keys]
    heard = frame["segments"].gt(0)
    frame["first"] = heard & heard.groupby(frame["theme_id"]).cumsum().eq(1)
    frame["phase"] = label_levels(frame["phase"], phases, "phase")
    frame = frame.astype({"speakers": "count[speakers]", "segments": "count[segments]"})
    return order_words(frame.drop(columns="theme_id"), "theme")


@computed
def count_by_group(study: Study) -> pd.DataFrame:
    """Return how many people of each group spoke for each theme, by every attribute.

    Small counts are hidden. Empty where people's attributes are not known one by one.

    Returns
    -------
    DataFrame
        A row a theme and group: theme, kind, by (an attribute), group, people, of (people of that
        group who took part).
    """
    import pandas as pd

    evidence = keep_for(gather_evidence(study))
    parts = [pd.DataFrame({name: [] for name in ("theme", "kind", "by", "group", "people", "of")})]
    for grouping in group_people(study)[1:]:
        placed = evidence.assign(group=evidence["participant_id"].map(grouping.members))
        pairs = count_people(_order_themes(study), placed, "theme_id", grouping)
        pairs = tell_groups(study, pairs, "for:" + pairs["theme_id"], grouping)
        parts.append(pairs[["theme", "kind", "by", "group", "people", "of"]])
    frame = pd.concat(parts[1:] or parts, ignore_index=True)
    return order_words(frame, "theme", "by", "group")


@computed
def measure_reliance(study: Study) -> pd.DataFrame:
    """Return what is left of each theme when one unit's evidence is left out.

    Only segments that speak for the theme count. Each voice, organisation and source is left out
    in turn, and the worst case is kept (jack-knife; Quenouille 1956). Where small counts of people
    are hidden, organisations, and sources in which several people spoke, are left out of it: how
    many speak from one would tell where they work; and how much the most frequent voice says would
    tell which letters are one person.

    Returns
    -------
    DataFrame
        One row per theme, by kind and the most speakers first: theme, kind, segments, speakers,
        organisations and sources for it; most (segments of its most frequent voice); without_voice,
        without_organisation and without_source (speakers left in the worst case; organisations are
        missing where they are not known); fewest (the least of these); verdict: ``no evidence``,
        ``too few``, ``one organisation``, ``one source``, ``voice``, ``organisation``, ``source``
        (it falls below ``min_people`` without one of these) and ``holds``.
    """
    import pandas as pd

    evidence = keep_for(gather_evidence(study))
    known = bool((evidence["organisation_id"] != "").any()) and not study.protects
    untold = {"organisation": not known, "source": not tell_sources(study)}
    rows = []
    for theme in _order_themes(study).itertuples(index=False):
        part = evidence[evidence["theme_id"] == theme.theme_id]
        row: dict[str, Any] = {"theme": theme.theme, "kind": theme.kind}
        row |= _measure_theme(part, untold)
        row["most"] = None if study.protects and not study.follows else row["most"]
        rows.append(row | {"verdict": judge_theme(row, study.analysis.min_people)})
    columns = ["theme", "kind", "segments", "speakers", "organisations", "sources", "most"]
    columns += [*(f"without_{unit}" for unit in UNITS), "fewest", "verdict"]
    frame = pd.DataFrame(rows, columns=columns)
    frame["kind"] = label_levels(frame["kind"], THEME_KINDS)
    roles = dict.fromkeys(("segments", "most"), "count[segments]")
    roles |= {"organisations": "count[organisations]", "sources": "count[sources]"}
    roles |= dict.fromkeys(("speakers", "fewest", *columns[7:10]), "count[speakers]")
    return frame.astype(roles)


def _measure_theme(part: pd.DataFrame, untold: dict[str, bool]) -> dict[str, int | None]:
    organised = part[part["organisation_id"] != ""]
    counts = part["voice"].value_counts()
    left = {
        f"without_{unit}": None if untold.get(unit) else count_left(part, column)
        for unit, column in UNITS.items()
    }
    return {
        "segments": part["segment_id"].nunique(),
        "speakers": part["voice"].nunique(),
        "organisations": (
            None if untold["organisation"] else organised["organisation_id"].nunique()
        ),
        "sources": None if untold["source"] else part["source_id"].nunique(),
        "most": int(counts.max()) if len(counts) else 0,
        **left,
        "fewest": min(count for count in left.values() if count is not None),
    }


def count_left(part: pd.DataFrame, column: str) -> int:
    """Return the speakers left when the unit that takes most of them away is left out."""
    units = [unit for unit in part[column].unique() if unit]
    left = [part.loc[part[column] != unit, "voice"].nunique() for unit in units]
    return int(min(left, default=part["voice"].nunique()))


def judge_theme(row: dict[str, Any], min_people: int) -> str:
    """Return the verdict's key; see :func:`measure_reliance`."""
    if row["speakers"] == 0:
        return "no evidence"
    if row["speakers"] < min_people:
        return "too few"
    for unit in ("source", "organisation"):
        if row[f"{unit}s"] == 1:
            return f"one {unit}"
    for unit in UNITS:
        left = row[f"without_{unit}"]
        if left is not None and left < min_people:
            return unit
    return "holds"


@computed
def list_summaries(study: Study) -> pd.DataFrame:
    """Return what the team wrote of each case and theme: case, theme, summary.

    Where speakers are not followed, the case is the speaker's letter in that theme (missing for
    one who gave it no evidence), and what is written of whole organisations is left out.
    """
    summaries = study["summaries"]
    labels = _order_themes(study).set_index("theme_id")["theme"]
    names = name_speakers(study)
    homes = study["organisations", "organisation_id", "label"]
    known = dict(zip(homes["organisation_id"], homes["label"], strict=True))
    if not study.follows:
        summaries = summaries[~summaries["case_id"].isin(set(known))]
    pairs = zip(summaries["theme_id"], summaries["case_id"], strict=True)
    if study.follows:
        everywhere = {voice: name for (_, voice), name in names.items()} | known
        cases = [everywhere.get(case, case) for _, case in pairs]
    else:
        cases = [names.get(pair, "") for pair in pairs]
    frame = summaries.assign(case=cases, theme=summaries["theme_id"].map(labels))
    frame = frame.astype({"case": "str"})
    order = ["case", "theme"] if study.follows else ["theme", "case", "summary"]
    return frame[["case", "theme", "summary"]].sort_values(order, ignore_index=True)


@computed
def list_evidence(study: Study) -> pd.DataFrame:
    """Return all the evidence in one table, by construct and theme.

    Returns
    -------
    DataFrame
        One row per theme and segment: theme_id, theme, kind, construct, said (the cleared
        quotation, else the analysts' gist), quoted (whether these are the speaker's own words),
        stance, note, who (see :func:`mcneval.analysis.speakers.name_speakers`; where speakers have
        letters, only in the first theme that a segment stands in), phase, source (its
        kind) and place (in the source), both only where speakers are followed, and segment_id (see
        :func:`mcneval.analysis.speakers.number_segments`).
    """
    evidence = gather_evidence(study)
    places = study["segments", "segment_id", "locator"]
    frame = evidence.merge(read_said(study), on="segment_id").merge(places, on="segment_id")
    names = name_speakers(study)
    pairs = zip(frame["theme_id"], frame["voice"], strict=True)
    frame["who"] = [names.get(pair, "") for pair in pairs]
    if study.speakers == "fresh":
        frame["who"] = frame["who"].where(is_told_here(study, frame), "")
    frame["phase"] = frame["phase"].map(pool_phases(study))
    frame["segment_id"] = frame["segment_id"].map(number_segments(study))
    if not study.follows:
        # Sorted by what all can see: the order of files is that of the sources.
        frame = frame.sort_values(["theme_id", "phase", "who", "said"], kind="stable")
    frame["phase"] = label_levels(frame["phase"], name_pools(study), "phase")
    places = list_places(study)[["theme_id", "theme", "kind", "construct"]]
    frame = places.merge(frame, on="theme_id")
    frame = frame.rename(columns={"source_kind": "source", "locator": "place"})
    columns = ["theme_id", "theme", "kind", "construct", "said", "quoted", "stance", "note", "who"]
    whence = ["source", "place"] if study.follows else []
    return frame[[*columns, "phase", *whence, "segment_id"]].reset_index(drop=True)


@computed
def list_numbers(study: Study) -> pd.DataFrame:
    """Return the numbers on themes and evidence that prose may use, as one row.

    Columns ``themes.*`` by kind, ``quotations.*`` (distinct segments that are evidence) by phase
    and, where the balance of voices is shown, ``voice.people`` (who took part), ``voice.quoted``
    (of them, those known to be heard) and ``voice.gini`` (how unevenly; missing where not
    estimable).
    """
    kinds = study["themes", "kind"]["kind"]
    used = gather_evidence(study).drop_duplicates("segment_id")
    counts: dict[str, tuple[Any, str]] = {"themes.total": (len(kinds), "count[themes]")}
    for kind, name in KINDS.items():
        counts[f"themes.{name}"] = int((kinds == kind).sum()), "count[themes]"
    counts["quotations.total"] = len(used), "count[segments]"
    for phase in study.phase_labels:
        counts[f"quotations.{slug(phase)}"] = int((used["phase"] == phase).sum()), "count[segments]"
    if "voice" in study.left_out:
        return lay_numbers(counts)
    speakers = count_voice(study)
    everyone = shown_counts(study)[FLOW, TOTAL, RECRUITED]
    counts["voice.people"] = everyone, name_role(study)
    counts["voice.quoted"] = int((speakers["evidence"] > 0).sum()), "count[people of speakers]"
    known = speakers.loc[speakers["standing"] != "speaker not recorded", "evidence"]
    counts["voice.gini"] = compute_gini(list(known)), "number[unevenness]"
    return lay_numbers(counts)
