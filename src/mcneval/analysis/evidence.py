"""What each theme rests on: segment by segment, with who said it and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcneval.analysis.segments import locate_segments
from mcneval.study.load import Study

if TYPE_CHECKING:
    import pandas as pd

EVIDENCE_COLUMNS = (
    "theme_id",
    "segment_id",
    "stance",
    "source_id",
    "phase",
    "source_kind",
    "participant_id",
    "organisation_id",
    "voice",
    "locator",
    "gist",
    "quotation",
)


def gather_evidence(study: Study) -> pd.DataFrame:
    """Return each segment that is evidence for a theme, with its origin.

    Returns
    -------
    DataFrame
        One row per theme and segment, in the order of the themes' and segments' files, with the
        columns ``EVIDENCE_COLUMNS``. ``stance`` is ``for`` or ``against``. ``participant_id``
        is the segment's own or, where that is empty and the register is known, the one person
        of the source; ``""`` where the speaker is not known. ``organisation_id`` is the
        speaker's or, for an unknown speaker, that of everyone in the source; ``""`` where it is
        not one, and always where people's attributes are not known. ``voice`` is the participant
        or, where the speaker is not known, the source: a group then counts as one voice.
        ``quotation`` holds cleared words only.
    """
    places = locate_segments(study).rename(columns={"kind": "source_kind"})
    frame = (
        study["theme_segments"]
        .merge(places, on="segment_id")
        .merge(study["segments"][["segment_id", "locator", "gist"]], on="segment_id")
    )
    frame["stance"] = frame["stance"].replace("", "for")
    frame["voice"] = frame["participant_id"].where(
        frame["participant_id"] != "", frame["source_id"]
    )
    cleared = dict(zip(study["quotations"]["segment_id"], study["quotations"]["text"], strict=True))
    frame["quotation"] = frame["segment_id"].map(lambda name: cleared.get(name, "")).astype("str")
    return _sort_as_filed(study, frame)[list(EVIDENCE_COLUMNS)]


def _sort_as_filed(study: Study, frame: pd.DataFrame) -> pd.DataFrame:
    themes = {name: place for place, name in enumerate(study["themes"]["theme_id"])}
    segments = {name: place for place, name in enumerate(study["segments"]["segment_id"])}
    places = frame.assign(
        _theme=frame["theme_id"].map(themes), _segment=frame["segment_id"].map(segments)
    )
    return places.sort_values(["_theme", "_segment"], kind="stable").reset_index(drop=True)


def name_voices(evidence: pd.DataFrame) -> dict[str, str]:
    """Return how each voice is named: a participant's key, or the group that spoke."""
    rows = evidence[["voice", "participant_id", "source_kind", "source_id"]].drop_duplicates()
    return {
        row.voice: row.participant_id or name_group(row.source_kind, row.source_id)
        for row in rows.itertuples(index=False)
    }


def name_group(kind: str, source_id: str) -> str:
    """Return how a source whose speaker is not known is named: ``A focus group (G1)``."""
    article = "An" if kind[:1] in "aeio" else "A"
    return f"{article} {kind} ({source_id})"


def find_constructs(study: Study) -> dict[str, list[str]]:
    """Return each theme's primary constructs in the primary framework, in its order.

    The team's agreed map counts; where there is none, that of the first analyst by key.
    """
    framework = study.framework
    rows = study["mappings"]
    rows = rows[(rows["framework"] == framework.id) & (rows["weight"] == "primary")]
    rows = rows[rows["analyst"] == rows["analyst"].min()]
    placed: dict[str, list[str]] = {theme: [] for theme in study["themes"]["theme_id"]}
    for construct in framework.construct_ids:
        for theme in rows.loc[rows["construct_id"] == construct, "theme_id"]:
            if theme in placed:
                placed[theme].append(construct)
    return placed


def name_constructs(study: Study) -> dict[str, str]:
    """Return how each theme's place in the primary framework is written."""
    framework = study.framework
    return {
        theme: " and ".join(framework.find(construct).label for construct in constructs)
        or "No construct"
        for theme, constructs in find_constructs(study).items()
    }


def tabulate_evidence(study: Study) -> pd.DataFrame:
    """Return the evidence table: construct, theme, what was said, who and where.

    Cleared quotations stand in quotation marks; all else is the analysts' gist. The column
    ``Speaks`` is there only where some segments speak against their theme.
    """
    evidence = gather_evidence(study)
    labels = dict(zip(study["themes"]["theme_id"], study["themes"]["label"], strict=True))
    constructs, voices = name_constructs(study), name_voices(evidence)
    frame = evidence.assign(
        **{
            "Construct": evidence["theme_id"].map(constructs),
            "Theme": evidence["theme_id"].map(labels),
            "Segment": evidence["segment_id"],
            "Who": evidence["voice"].map(voices),
            "Where": describe_places(study, evidence),
            "What was said": write_said(evidence),
            "Speaks": evidence["stance"],
        }
    )
    order = {label: place for place, label in enumerate(_order_constructs(study))}
    frame = frame.sort_values("Construct", key=lambda names: names.map(order), kind="stable")
    columns = ["Construct", "Theme", "What was said", "Speaks", "Who", "Where", "Segment"]
    if not (frame["stance"] == "against").any():
        columns.remove("Speaks")
    return frame[columns].reset_index(drop=True)


def _order_constructs(study: Study) -> list[str]:
    """Return the constructs' names as written, in the framework's order of the first."""
    ids = study.framework.construct_ids
    written = name_constructs(study)
    placed = find_constructs(study)
    return list(
        dict.fromkeys(
            written[theme]
            for theme in sorted(
                placed, key=lambda name: [ids.index(c) for c in placed[name]] or [len(ids)]
            )
        )
    )


def describe_places(study: Study, evidence: pd.DataFrame) -> list[str]:
    """Return where each segment was said: phase, kind of source, place in it."""
    return [
        ", ".join(
            part
            for part in (study.phase_labels.get(row.phase, row.phase), row.source_kind, row.locator)
            if part
        )
        for row in evidence.itertuples(index=False)
    ]


def write_said(evidence: pd.DataFrame) -> list[str]:
    """Return what was said: the cleared quotation in quotation marks, else the gist."""
    return [
        f"“{row.quotation}”" if row.quotation else row.gist
        for row in evidence.itertuples(index=False)
    ]
