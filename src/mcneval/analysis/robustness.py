"""How far a theme rests on one person, one organisation or one source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcneval.analysis.evidence import gather_evidence, name_voices
from mcneval.analysis.numbers import WORDS, count_words
from mcneval.study.load import Study

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ["theme_id", "label", "kind", "segments", "voices", "organisations", "sources", "most"]
COLUMNS += ["without_voice", "without_organisation", "without_source", "verdict"]

UNITS = {"voice": "voice", "organisation": "organisation_id", "source": "source_id"}
"""What is left out, one at a time, and the column of the evidence that names it."""


def compute_reliance(study: Study, min_people: int = 2) -> pd.DataFrame:
    """Return what is left of each theme when one unit's evidence is left out.

    Only segments that speak for the theme count. Each participant, organisation and source is
    left out in turn, and the worst case is kept (jack-knife; Quenouille 1956).

    Parameters
    ----------
    study : Study
        The study.
    min_people : int
        How many voices a theme must rest on.

    Returns
    -------
    DataFrame
        One row per theme in the order of its file: theme_id, label, kind; distinct segments,
        voices, organisations and sources for it; most (segments of its most frequent voice);
        without_voice, without_organisation and without_source (voices left in the worst case;
        missing where organisations are not known); verdict, one of ``no evidence``,
        ``too few``, ``one organisation``, ``one source``, ``voice``, ``organisation``,
        ``source`` (it falls below min_people without one of these) and ``holds``.
    """
    import pandas as pd

    evidence = gather_evidence(study)
    evidence = evidence[evidence["stance"] == "for"]
    known = bool((evidence["organisation_id"] != "").any())
    rows = []
    for theme in study["themes"].itertuples(index=False):
        part = evidence[evidence["theme_id"] == theme.theme_id]
        row = {"theme_id": theme.theme_id, "label": theme.label, "kind": theme.kind}
        row |= _measure_theme(part, known)
        rows.append(row | {"verdict": judge_theme(row, min_people)})
    return pd.DataFrame(rows, columns=COLUMNS)


def _measure_theme(part: pd.DataFrame, known: bool) -> dict[str, int | None]:
    organised = part[part["organisation_id"] != ""]
    counts = part["voice"].value_counts()
    return {
        "segments": part["segment_id"].nunique(),
        "voices": part["voice"].nunique(),
        "organisations": organised["organisation_id"].nunique() if known else None,
        "sources": part["source_id"].nunique(),
        "most": int(counts.max()) if len(counts) else 0,
        "without_voice": count_left(part, "voice"),
        "without_organisation": count_left(part, "organisation_id") if known else None,
        "without_source": count_left(part, "source_id"),
    }


def count_left(part: pd.DataFrame, column: str) -> int:
    """Return the voices left when the unit that takes most of them away is left out."""
    units = [unit for unit in part[column].unique() if unit]
    left = [part.loc[part[column] != unit, "voice"].nunique() for unit in units]
    return int(min(left, default=part["voice"].nunique()))


def judge_theme(row: dict[str, object], min_people: int) -> str:
    """Return the verdict's key; see :func:`compute_reliance`."""
    if row["voices"] == 0:
        return "no evidence"
    if int(str(row["voices"])) < min_people:
        return "too few"
    if row["sources"] == 1:
        return "one source"
    if row["organisations"] == 1:
        return "one organisation"
    for unit in UNITS:
        left = row[f"without_{unit}"]
        if left is not None and int(str(left)) < min_people:
            return unit
    return "holds"


def write_verdict(verdict: str, voices: int, min_people: int) -> str:
    """Return a verdict in plain words."""
    words = {
        "no evidence": "Nothing speaks for it",
        "too few": f"Rests on {count_words(voices, 'voice')} only",
        "one organisation": "Rests on one organisation only",
        "one source": "Rests on one source only",
        "holds": "Holds whichever one is left out",
    }
    needed = WORDS[min_people] if min_people < len(WORDS) else str(min_people)
    article = "an" if verdict == "organisation" else "a"
    return words.get(verdict, f"Falls below {needed} voices if {article} {verdict} is left out")


def tabulate_robustness(study: Study, min_people: int = 2) -> pd.DataFrame:
    """Return what each theme rests on, what is left without one unit, and a plain verdict.

    The weakest themes come first. Columns on organisations are there only where people's
    organisations are known, and the verdict only where themes differ in it.
    """
    frame = compute_reliance(study, min_people).sort_values(
        ["without_voice", "voices", "segments"], kind="stable"
    )
    frame["Verdict"] = [
        write_verdict(row.verdict, row.voices, min_people) for row in frame.itertuples(index=False)
    ]
    frame["Most from one voice"] = [
        f"{row.most} of {row.segments}" for row in frame.itertuples(index=False)
    ]
    heads = {
        "label": "Theme",
        "Verdict": "Verdict",
        "segments": "Segments",
        "Most from one voice": "Most from one voice",
        "organisations": "Organisations",
        "sources": "Sources",
        "voices": "Voices",
        "without_voice": "Voices without one voice",
        "without_organisation": "Voices without one organisation",
        "without_source": "Voices without one source",
    }
    if frame["Verdict"].nunique() == 1:
        del heads["Verdict"]
    if frame["organisations"].isna().all():
        heads = {name: head for name, head in heads.items() if "organisation" not in name}
    table = frame[list(heads)].rename(columns=heads).reset_index(drop=True)
    whole = [head for head in table if "rganisation" in head]
    return table.astype(dict.fromkeys(whole, int))


def compute_losses(study: Study, min_people: int = 2) -> pd.DataFrame:
    """Return what leaving out each voice, organisation and source would cost.

    A source that only one voice speaks in is passed over, for it costs what its voice costs.

    Returns
    -------
    DataFrame
        One row per unit without which at least one theme falls below min_people: unit
        (``voice``, ``organisation``, ``source``), name, segments lost, and themes (labels of
        those that fall, in the order of the themes' file); most themes first.
    """
    import pandas as pd

    evidence = gather_evidence(study)
    evidence = evidence[evidence["stance"] == "for"]
    voices = evidence.groupby("theme_id")["voice"].nunique()
    standing = evidence[evidence["theme_id"].map(voices) >= min_people]
    labels = dict(zip(study["themes"]["theme_id"], study["themes"]["label"], strict=True))
    voiced = evidence.groupby("source_id")["voice"].nunique()
    rows = []
    for unit, column in UNITS.items():
        for name in sorted(value for value in standing[column].unique() if value):
            if unit == "source" and voiced[name] == 1:
                continue
            rest = standing[standing[column] != name].groupby("theme_id")["voice"].nunique()
            fallen = [
                labels[theme]
                for theme in standing["theme_id"].unique()
                if rest.get(theme, 0) < min_people
            ]
            lost = evidence.loc[evidence[column] == name, "segment_id"].nunique()
            rows.append({"unit": unit, "name": name, "segments": lost, "themes": fallen})
    frame = pd.DataFrame(rows, columns=["unit", "name", "segments", "themes"])
    frame = frame[frame["themes"].map(bool).astype(bool)]
    return frame.sort_values(
        "themes", key=lambda lists: -lists.map(len), kind="stable"
    ).reset_index(drop=True)


def name_units(study: Study) -> dict[tuple[str, str], str]:
    """Return how each voice, organisation and source is named, by unit and id."""
    voices = name_voices(gather_evidence(study))
    names = {("voice", name): words for name, words in voices.items()}
    for row in study["organisations"].itertuples(index=False):
        names["organisation", row.organisation_id] = row.label
    for row in study["sources"].itertuples(index=False):
        names["source", row.source_id] = f"Everyone in {row.kind} {row.source_id}"
    return names


def tabulate_losses(study: Study, min_people: int = 2) -> pd.DataFrame:
    """Return the units whose absence would bring themes below the threshold, in words."""
    frame = compute_losses(study, min_people)
    names = name_units(study)
    frame = frame.assign(
        **{
            "Left out": [names[key] for key in zip(frame["unit"], frame["name"], strict=True)],
            "Segments lost": frame["segments"],
            "Themes that fall": frame["themes"].map(len),
            "Which": frame["themes"].map("; ".join),
        }
    )
    return frame[["Left out", "Segments lost", "Themes that fall", "Which"]].reset_index(drop=True)
