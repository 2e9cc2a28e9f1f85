"""The themes beside earlier research: what of it is present here, absent, or not heard of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mcneval.analysis.evidence import gather_evidence
from mcneval.analysis.places import count_behind, read_map
from mcneval.study.load import Study
from mcneval.study.record import computed
from mcneval.study.register import label_levels

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


@computed
def compare_research(study: Study) -> pd.DataFrame:
    """Return the verdict on each item of the comparison framework, and the themes not in it.

    Returns
    -------
    DataFrame
        The framework's order, then the other themes in theirs: item ("" for a theme that is not on
        the list), stance (enabler or barrier, where the framework says so), verdict (one of
        ``VERDICTS``), themes (names, also of secondary places), why (the reason given for each),
        segments (for or against these themes). Empty without such a framework.
    """
    import pandas as pd

    name = study.settings.comparison_framework
    columns = ["item", "stance", "verdict", "themes", "why", "segments"]
    places = read_map(study, name) if name else pd.DataFrame()
    rows: list[tuple[object, ...]] = []
    themes = study["themes", "theme_id", "label", "kind"].set_index("theme_id")
    if len(places):
        places = places[places["theme_id"].isin(themes.index)]
        constructs = study.find_framework(name).constructs
        rows = [_judge_construct(study, construct, places, themes) for construct in constructs]
        for theme, row in themes[~themes.index.isin(places["theme_id"])].iterrows():
            rows.append(("", row["kind"], NEW, row["label"], "", _count(study, [str(theme)])))
    frame = pd.DataFrame(rows, columns=columns).astype({"segments": "count[segments]"})
    frame["verdict"] = label_levels(frame["verdict"], VERDICTS)
    return frame


def _judge_construct(
    study: Study, construct: Construct, places: pd.DataFrame, themes: pd.DataFrame
) -> tuple[object, ...]:
    here = places[places["construct_id"] == construct.id].drop_duplicates("theme_id")
    verdicts, reasons = [], []
    for row in here.itertuples():
        theme = themes.loc[row.theme_id]
        verdicts.append(judge_theme(theme["kind"], construct.stance, row.rationale))
        reason = SAID.sub("", row.rationale.strip(), count=1).rstrip(".")
        reasons += [f"{theme['label']}: {reason}."] if reason else []
    names = list(here["theme_id"])
    labels = "; ".join(themes.loc[names, "label"])
    verdict = sum_up(verdicts)
    why = " ".join(reasons)
    return (construct.label, construct.stance, verdict, labels, why, _count(study, names))


def _count(study: Study, themes: list[str]) -> int:
    evidence = gather_evidence(study)
    return count_behind(evidence[evidence["theme_id"].isin(themes)])["segments"]
