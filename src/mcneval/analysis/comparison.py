"""The themes beside earlier research: confirmed, contradicted, new, not seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mcneval.analysis.evidence import gather_evidence
from mcneval.analysis.mapping import count_evidence, read_map
from mcneval.study.load import Study

if TYPE_CHECKING:
    import pandas as pd

    from mcneval.study.frameworks import Construct

CONFIRMED, CONTRADICTED = "confirmed", "contradicted"
PARTLY, BOTH = "confirmed in part", "confirmed and contradicted"
TOUCHED, NEW, NOT_SEEN = "touched on", "new", "not seen"
VERDICTS = (CONFIRMED, PARTLY, BOTH, CONTRADICTED, TOUCHED, NOT_SEEN, NEW)


def judge_theme(kind: str, stance: str, rationale: str = "") -> str:
    """Return what a theme says of a construct of earlier research.

    The analyst's own verdict counts, where the mapping's rationale begins with *Confirms*,
    *Confirms it in part* or *Contradicts*. Else a barrier found where earlier research has
    a barrier confirms it, and so for enablers; the opposite contradicts it, for there the
    network did not have what helps elsewhere; a mixed theme confirms it in part. A
    construct without a stance is only touched on.
    """
    said = rationale.strip().lower()
    if said.startswith("contradict"):
        return CONTRADICTED
    if said.startswith("confirm"):
        return PARTLY if "in part" in said.partition(":")[0] else CONFIRMED
    if not stance:
        return TOUCHED
    if kind == "mixed":
        return PARTLY
    return CONFIRMED if kind == stance else CONTRADICTED


def compare_framework(study: Study) -> pd.DataFrame:
    """Return the verdict on each construct of the comparison framework, and the new themes.

    Returns
    -------
    DataFrame
        Columns construct_id (``""`` for a new theme), label, group, stance, verdict,
        confirming (also in part, or only touching on it), contradicting (theme ids joined
        by a space), segments, participants. The framework's order, then new themes in
        theirs. Empty without such a framework.
    """
    import pandas as pd

    name = study.settings.comparison_framework
    columns = ["construct_id", "label", "group", "stance", "verdict", "confirming"]
    columns += ["contradicting", "segments", "participants"]
    if not name or read_map(study, name).empty:
        return pd.DataFrame(columns=columns)
    places = read_map(study, name)
    rows = [
        _judge_construct(study, construct, places)
        for construct in study.frameworks[name].constructs
    ]
    mapped = set(places["theme_id"])
    for theme in study["themes"].to_dict("records"):
        if theme["theme_id"] not in mapped:
            counts = _count(study, [theme["theme_id"]])
            fresh = ("", theme["label"], "", theme["kind"], NEW, theme["theme_id"], "")
            rows.append((*fresh, *counts))
    return pd.DataFrame(rows, columns=columns)


def _judge_construct(study: Study, construct: Construct, places: pd.DataFrame) -> tuple[Any, ...]:
    kinds = dict(zip(study["themes"]["theme_id"], study["themes"]["kind"], strict=True))
    here = places[places["construct_id"] == construct.id].drop_duplicates("theme_id")
    verdicts = {
        row.theme_id: judge_theme(kinds[row.theme_id], construct.stance, row.rationale)
        for row in here.itertuples()
        if row.theme_id in kinds
    }
    opposing = [theme for theme, verdict in verdicts.items() if verdict == CONTRADICTED]
    agreeing = [theme for theme in verdicts if theme not in opposing]
    start = (construct.id, construct.label, construct.group, construct.stance)
    named = (sum_up(list(verdicts.values())), " ".join(agreeing), " ".join(opposing))
    return (*start, *named, *_count(study, list(verdicts)))


def sum_up(verdicts: list[str]) -> str:
    """Return the verdict on a construct from those of its themes."""
    if not verdicts:
        return NOT_SEEN
    if CONTRADICTED in verdicts:
        return CONTRADICTED if set(verdicts) == {CONTRADICTED} else BOTH
    return next(word for word in (CONFIRMED, PARTLY, TOUCHED) if word in verdicts)


def _count(study: Study, themes: list[str]) -> tuple[int, int]:
    evidence = gather_evidence(study)
    counts = count_evidence(evidence[evidence["theme_id"].isin(themes)])
    return counts["segments"], counts["participants"]


def tabulate_comparison(study: Study) -> pd.DataFrame:
    """Return the comparison with earlier research, ready to read.

    Columns Earlier research (with enabler or barrier, where the framework says so), Here,
    Themes, Segments, Participants; new themes stand last.
    """
    found = compare_framework(study)
    if found.empty:
        return found
    labels = dict(zip(study["themes"]["theme_id"], study["themes"]["label"], strict=True))
    shown = found.assign(
        earlier=[_head(row) for row in found.itertuples()],
        verdict=found["verdict"].str.capitalize(),
        themes=[_name(row, labels) for row in found.itertuples()],
    )
    heads = {
        "earlier": "Earlier research",
        "verdict": "Here",
        "themes": "Themes",
        "segments": "Segments",
        "participants": "Participants",
    }
    return shown[list(heads)].rename(columns=heads)


def _head(row: Any) -> str:
    if not row.construct_id:
        return "(not in the list)"
    return f"{row.label} ({row.stance})" if row.stance else row.label


def _name(row: Any, labels: dict[str, str]) -> str:
    parts = [labels[theme] for theme in row.confirming.split()]
    parts += [f"{labels[theme]} (against)" for theme in row.contradicting.split()]
    return "; ".join(parts) or "none"
