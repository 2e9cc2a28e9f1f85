"""What each theme rests on: segment by segment, with who said it and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcneval.analysis.numbers import slug
from mcneval.analysis.register import has_phases, name_phases
from mcneval.analysis.segments import locate_segments
from mcneval.analysis.wording import start_sentence
from mcneval.study.load import Study

if TYPE_CHECKING:
    import pandas as pd

STANCES = {"for": "for it", "against": "against it"}

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
    """Return how a source whose speaker is not known is named: ``Focus group G1``."""
    return f"{start_sentence(kind)} {source_id}"


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


def list_evidence(study: Study) -> pd.DataFrame:
    """Return all the evidence in one table, by construct and theme, with every id.

    Cleared quotations stand in quotation marks; all else is the analysts' gist.
    """
    evidence = gather_evidence(study)
    labels = dict(zip(study["themes"]["theme_id"], study["themes"]["label"], strict=True))
    constructs, voices = name_constructs(study), name_voices(evidence)
    frame = evidence.assign(
        **{
            "Construct": evidence["theme_id"].map(constructs),
            "Theme": evidence["theme_id"].map(labels),
            "What was said": write_said(evidence),
            "Speaks": evidence["stance"].map(STANCES),
            "Who": evidence["voice"].map(voices),
            "Where": [start_sentence(place) for place in describe_places(study, evidence)],
            "Segment": evidence["segment_id"],
        }
    )
    order = {label: place for place, label in enumerate(_order_constructs(study))}
    frame = frame.sort_values("Construct", key=lambda names: names.map(order), kind="stable")
    columns = ["Construct", "Theme", "What was said", "Speaks", "Who", "Where", "Segment"]
    return frame[["theme_id", *columns]].reset_index(drop=True)


def tabulate_evidence(study: Study) -> dict[str, tuple[pd.DataFrame, str]]:
    """Return the evidence as one table for each theme, by construct.

    Returns
    -------
    dict of str to tuple of (DataFrame, str)
        By ``tbl-evidence-<theme id>``: columns What was said, Speaks (only where some of it
        speaks against the theme), Who, Where, Segment; and the caption, which says theme and
        construct once. A theme without evidence has no table.
    """
    tables = {}
    for (theme, construct, label), rows in list_evidence(study).groupby(
        ["theme_id", "Construct", "Theme"], sort=False
    ):
        shown = rows.drop(columns=["theme_id", "Construct", "Theme"]).reset_index(drop=True)
        if not (rows["Speaks"] == STANCES["against"]).any():
            shown = shown.drop(columns="Speaks")
        tables[name_table(str(theme))] = (shown, f"{label} ({construct})")
    return tables


def name_table(theme_id: str) -> str:
    """Return the label of a theme's table of evidence."""
    return f"tbl-evidence-{slug(theme_id)}"


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
    """Return where each segment was said: ``phase 1 interview; minute 12``.

    The phase is left out where the study has only one.
    """
    phases = name_phases(study) if has_phases(study) else {}
    return [
        "; ".join(
            part
            for part in (f"{phases.get(row.phase, '')} {row.source_kind}".strip(), row.locator)
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
