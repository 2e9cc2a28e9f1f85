"""The final themes: how much evidence each has, of what kind, and from which phase.

What counts for a theme's weight is what speaks for it. Segments that speak against a theme are
counted by themselves and are nobody's voice for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcneval.analysis.evidence import gather_evidence
from mcneval.analysis.wording import shorten_label
from mcneval.study.load import Study
from mcneval.study.tables import THEME_KINDS

if TYPE_CHECKING:
    import pandas as pd


def count_theme_evidence(study: Study) -> pd.DataFrame:
    """Return how much evidence each theme has.

    Returns
    -------
    DataFrame
        One row per theme in the order of its file: theme_id, label, kind, definition; the
        distinct numbers of segments that speak for it, of segments that speak against it
        (against), and of the voices, participants, groups (sources whose speaker is not known),
        sources and organisations (0 where people's organisations are not known) that speak
        for it.
    """
    everything = gather_evidence(study)
    evidence = keep_for(everything)
    frame = study["themes"][["theme_id", "label", "kind", "definition"]].copy()
    groups = evidence[evidence["participant_id"] == ""]
    parts = {
        "segments": (evidence, "segment_id"),
        "against": (everything[everything["stance"] == "against"], "segment_id"),
        "voices": (evidence, "voice"),
        "participants": (evidence[evidence["participant_id"] != ""], "participant_id"),
        "groups": (groups, "voice"),
        "sources": (evidence, "source_id"),
        "organisations": (evidence[evidence["organisation_id"] != ""], "organisation_id"),
    }
    for name, (rows, column) in parts.items():
        frame[name] = _count_distinct(rows, column, frame["theme_id"])
    return frame.reset_index(drop=True)


def _count_distinct(rows: pd.DataFrame, column: str, themes: pd.Series) -> pd.Series:
    return themes.map(rows.groupby("theme_id")[column].nunique()).fillna(0).astype(int)


def keep_for(evidence: pd.DataFrame) -> pd.DataFrame:
    """Return the evidence that speaks for its theme."""
    return evidence[evidence["stance"] == "for"]


def sort_by_weight(frame: pd.DataFrame) -> pd.DataFrame:
    """Return themes by kind, then those with the most voices and segments first."""
    order = {kind: place for place, kind in enumerate(THEME_KINDS)}
    keyed = frame.assign(_kind=frame["kind"].map(order))
    keyed = keyed.sort_values(
        ["_kind", "voices", "segments"], ascending=[True, False, False], kind="stable"
    )
    return keyed.drop(columns="_kind").reset_index(drop=True)


def tabulate_themes(study: Study) -> pd.DataFrame:
    """Return the themes ready to read, by kind and with the best supported first.

    Columns Theme, Kind, What it says, Segments for it, Voices for it (participants, and groups
    whose speaker is not known) and, where some speak against their theme, Segments against it.
    """
    counts = sort_by_weight(count_theme_evidence(study))
    frame = counts.rename(
        columns={
            "label": "Theme",
            "kind": "Kind",
            "definition": "What it says",
            "voices": "Voices for it",
            "segments": "Segments for it",
            "against": "Segments against it",
        }
    )
    frame["Kind"] = frame["Kind"].str.capitalize()
    columns = ["Theme", "Kind", "What it says", "Voices for it", "Segments for it"]
    if frame["Segments against it"].any():
        columns.append("Segments against it")
    return frame[columns]


def count_kinds(study: Study) -> pd.DataFrame:
    """Return the weight of enablers, barriers and mixed themes.

    Returns
    -------
    DataFrame
        One row per kind: kind, themes, and the distinct segments, voices and sources that speak
        for them.
    """
    import pandas as pd

    kinds = study["themes"][["theme_id", "kind"]]
    evidence = keep_for(gather_evidence(study)).merge(kinds, on="theme_id")
    rows = []
    for kind in THEME_KINDS:
        part = evidence[evidence["kind"] == kind]
        rows.append(
            {
                "kind": kind,
                "themes": int((kinds["kind"] == kind).sum()),
                "segments": part["segment_id"].nunique(),
                "voices": part["voice"].nunique(),
                "sources": part["source_id"].nunique(),
            }
        )
    return pd.DataFrame(rows)


def compute_contributions(study: Study) -> pd.DataFrame:
    """Return what each phase contributed to each theme.

    Returns
    -------
    DataFrame
        One row per theme and phase, also where there is nothing: theme_id, label, kind, phase,
        phase_label, the distinct segments, voices and sources that speak for it, and first
        (whether no earlier phase has evidence for the theme, and this one does). Themes as in
        their file, phases as declared. The phase is the source's.
    """
    import pandas as pd

    evidence = keep_for(gather_evidence(study))
    counts = evidence.groupby(["theme_id", "phase"]).agg(
        segments=("segment_id", "nunique"),
        voices=("voice", "nunique"),
        sources=("source_id", "nunique"),
    )
    phases = study.phase_labels
    themes = study["themes"]
    index = pd.MultiIndex.from_product(
        [themes["theme_id"], list(phases)], names=["theme_id", "phase"]
    )
    frame = counts.reindex(index, fill_value=0).reset_index()
    frame = frame.merge(themes[["theme_id", "label", "kind"]], on="theme_id", how="left")
    frame["phase_label"] = frame["phase"].map(phases)
    heard = frame["segments"].gt(0)
    frame["first"] = heard & heard.groupby(frame["theme_id"]).cumsum().eq(1)
    columns = ["theme_id", "label", "kind", "phase", "phase_label"]
    return frame[[*columns, "segments", "voices", "sources", "first"]]


def tabulate_contributions(study: Study) -> pd.DataFrame:
    """Return each phase's voices, and segments in brackets, per theme, and who heard it first.

    The column ``First heard in`` is there where themes differ in it.
    """
    frame = compute_contributions(study)
    table = sort_by_weight(count_theme_evidence(study))[["theme_id", "label"]]
    table = table.rename(columns={"label": "Theme"})
    for phase, label in study.phase_labels.items():
        part = frame[frame["phase"] == phase]
        told = {
            row.theme_id: f"{row.voices} ({row.segments})" if row.voices else "0"
            for row in part.itertuples(index=False)
        }
        table[label] = table["theme_id"].map(told)
    if len(study.phase_labels) > 1:
        first = frame[frame["first"]].set_index("theme_id")["phase_label"].to_dict()
        heard = [first.get(theme, "no phase") for theme in table["theme_id"]]
        if len(set(heard)) > 1:
            table["First heard in"] = [shorten_label(label) for label in heard]
    return table.drop(columns="theme_id")
