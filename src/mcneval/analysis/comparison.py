"""The themes beside earlier research: what of it is present here, absent, or not heard of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from mcneval.analysis.evidence import gather_evidence
from mcneval.analysis.mapping import read_map
from mcneval.analysis.mapping_tables import count_evidence
from mcneval.analysis.wording import start_sentence
from mcneval.study.load import Study

if TYPE_CHECKING:
    import pandas as pd

    from mcneval.study.frameworks import Construct

PRESENT, PARTLY, ABSENT = "present", "present in part", "absent"
TOUCHED, NEW, NOT_HEARD = "touched on", "not on the list", "not heard of"
VERDICTS = (PRESENT, PARTLY, ABSENT, TOUCHED, NOT_HEARD, NEW)

SAID = re.compile(r"(present in part|present|absent)\s*[:.]\s*", re.IGNORECASE)
"""The analyst's own verdict, at the beginning of a mapping's rationale."""


def judge_theme(kind: str, stance: str, rationale: str = "") -> str:
    """Return whether, by a theme, an item of earlier research is found in this network.

    The analyst's own verdict counts, where the mapping's rationale begins with *Present:*,
    *Present in part:* or *Absent:*. Else a barrier is present where earlier research has it as a
    barrier, and so for enablers; the opposite means that the item is absent, such as an enabler
    that the network lacks; a mixed theme means that it is present in part. An item without a
    stance is only touched on.
    """
    said = SAID.match(rationale.strip())
    if said:
        return said[1].lower()
    if not stance:
        return TOUCHED
    if kind == "mixed":
        return PARTLY
    return PRESENT if kind == stance else ABSENT


def sum_up(verdicts: list[str]) -> str:
    """Return the verdict on an item from those of its themes."""
    if not verdicts:
        return NOT_HEARD
    if ABSENT in verdicts:
        return ABSENT if set(verdicts) <= {ABSENT, TOUCHED} else PARTLY
    return next(word for word in (PRESENT, PARTLY, TOUCHED) if word in verdicts)


def compare_framework(study: Study) -> pd.DataFrame:
    """Return the verdict on each item of the comparison framework, and the themes not in it.

    Returns
    -------
    DataFrame
        Columns construct_id (``""`` for a theme that is not on the list), label, group, stance,
        verdict (one of ``VERDICTS``), themes (ids joined by a space, also of secondary places),
        why (for each theme, its name and the reason given for it), segments (for or against
        these themes). The framework's order, then the other themes in theirs. Empty without
        such a framework.
    """
    import pandas as pd

    name = study.settings.comparison_framework
    columns = ["construct_id", "label", "group", "stance", "verdict", "themes", "why", "segments"]
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
            fresh = ("", theme["label"], "", theme["kind"], NEW, theme["theme_id"])
            named = f"“{theme['label']}”"
            rows.append((*fresh, named, _count(study, [theme["theme_id"]])))
    return pd.DataFrame(rows, columns=columns)


def _judge_construct(study: Study, construct: Construct, places: pd.DataFrame) -> tuple[Any, ...]:
    themes = study["themes"].set_index("theme_id")
    here = places[places["construct_id"] == construct.id].drop_duplicates("theme_id")
    here = here[here["theme_id"].isin(themes.index)]
    verdicts = [
        judge_theme(themes.loc[row.theme_id, "kind"], construct.stance, row.rationale)
        for row in here.itertuples()
    ]
    differ = len(set(verdicts)) > 1
    reasons = [
        write_reason(themes.loc[row.theme_id, "label"], verdict if differ else "", row.rationale)
        for row, verdict in zip(here.itertuples(), verdicts, strict=True)
    ]
    names = list(here["theme_id"])
    start = (construct.id, construct.label, construct.group, construct.stance)
    return (*start, sum_up(verdicts), " ".join(names), " ".join(reasons), _count(study, names))


def write_reason(label: str, verdict: str, rationale: str) -> str:
    """Return a theme's name with the reason why it is placed there, else with its verdict."""
    reason = SAID.sub("", rationale.strip(), count=1).rstrip(".")
    if reason:
        return f"“{label}”: {reason}."
    return f"“{label}” ({verdict})." if verdict else f"“{label}”."


def _count(study: Study, themes: list[str]) -> int:
    evidence = gather_evidence(study)
    return count_evidence(evidence[evidence["theme_id"].isin(themes)])["segments"]


def tabulate_comparison(study: Study) -> pd.DataFrame:
    """Return the comparison with earlier research, ready to read.

    Columns Earlier research (with enabler or barrier, where the framework says so), In this
    network, Themes and why, Segments; themes that are not on the list stand last.
    """
    found = compare_framework(study)
    if found.empty:
        return found
    shown = found.assign(
        earlier=[_head(row) for row in found.itertuples()],
        verdict=found["verdict"].map(start_sentence),
        why=found["why"].replace("", "–"),
    )
    heads = {
        "earlier": "Earlier research",
        "verdict": "In this network",
        "why": "Themes, and why",
        "segments": "Segments",
    }
    return shown[list(heads)].rename(columns=heads)


def _head(row: Any) -> str:
    if not row.construct_id:
        return "–"
    return f"{row.label} ({row.stance})" if row.stance else row.label
