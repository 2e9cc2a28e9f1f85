"""Where the themes sit on a framework of theory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcneval.analysis.evidence import gather_evidence
from mcneval.study.load import Study
from mcneval.study.record import computed
from mcneval.study.register import label_levels
from mcneval.study.tables import THEME_KINDS
from mcneval.study.wording import join_words

if TYPE_CHECKING:
    import pandas as pd

Placed = dict[str, list[str]]
"""Theme id to construct ids, in the framework's order."""
NOWHERE = "No construct"


@computed
def list_analysts(study: Study, framework: str) -> list[str]:
    """Return the analysts who mapped themes on a framework by themselves, sorted."""
    rows = study["mappings", "framework", "analyst"]
    return sorted(set(rows.loc[rows["framework"] == framework, "analyst"]) - {""})


@computed
def read_map(study: Study, framework: str, analyst: str | None = None) -> pd.DataFrame:
    """Return one map of the themes on a framework.

    Parameters
    ----------
    study : Study
        The study.
    framework : str
        The framework's id.
    analyst : str or None
        Whose map; ``""`` is the team's agreed one. None takes the agreed map and, where there is
        none, that of the first analyst by key.

    Returns
    -------
    DataFrame
        Columns theme_id, construct_id, weight, rationale; primary places first, then in the
        framework's order. Constructs that the framework does not have are left out.
    """
    rows = study["mappings"]
    rows = rows[(rows["framework"] == framework) & (framework != "")]
    chosen = rows["analyst"].min() if analyst is None and len(rows) else analyst
    constructs = study.find_framework(framework).construct_ids
    order = {name: place for place, name in enumerate(constructs)}
    rows = rows[(rows["analyst"] == chosen) & rows["construct_id"].isin(order)]
    rows = rows.assign(_place=rows["construct_id"].map(order))
    rows = rows.sort_values(["weight", "_place"], kind="stable", ignore_index=True)
    return rows[["theme_id", "construct_id", "weight", "rationale"]]


def place_themes(
    study: Study, framework: str, analyst: str | None = None, weight: str = "primary"
) -> Placed:
    """Return each theme's primary (or secondary) constructs, in the framework's order."""
    rows = read_map(study, framework, analyst)
    rows = rows[rows["weight"] == weight]
    placed: Placed = {theme: [] for theme in study["themes", "theme_id"]["theme_id"]}
    for theme, construct in zip(rows["theme_id"], rows["construct_id"], strict=True):
        if theme in placed:
            placed[theme].append(construct)
    return placed


@computed
def list_places(study: Study, framework: str = "") -> pd.DataFrame:
    """Return the themes with their places on a framework (the primary one by default).

    Returns
    -------
    DataFrame
        In the order of the constructs, then of the file: number (from 1), theme_id, theme, kind
        (enabler, barrier or mixed), construct (its first chief place; ``No construct`` for none),
        also (labels of its other places), definition; short and narrow (names for figures);
        breadth, said and printed (how widely it was said, in steps and in the authors' words, and
        where they say so).
    """
    known = study.find_framework(framework or study.settings.primary_framework)
    first = place_themes(study, known.id)
    second = place_themes(study, known.id, weight="secondary")
    labels = {item.id: item.label for item in known.constructs}
    frame = study["themes"]
    frame = frame.rename(columns={"label": "theme"})
    bare = any(not places for places in first.values())
    order = labels | ({NOWHERE: NOWHERE} if bare else {})
    chief = [(first[theme] or [NOWHERE])[0] for theme in frame["theme_id"]]
    rest = [dict.fromkeys([*first[t][1:], *second[t]]) for t in frame["theme_id"]]
    frame["also"] = [join_words(labels[name] for name in names) for names in rest]
    frame["kind"] = label_levels(frame["kind"], THEME_KINDS)
    frame["construct"] = label_levels(chief, order, "construct")
    frame = frame.sort_values("construct", kind="stable", ignore_index=True)
    frame.insert(0, "number", range(1, len(frame) + 1))
    frame["short"] = frame["short"].where(frame["short"] != "", frame["theme"])
    frame["narrow"] = frame["narrow"].where(frame["narrow"] != "", frame["short"])
    columns = ["number", "theme_id", "theme", "short", "narrow", "kind", "construct", "also"]
    columns += ["definition", "breadth", "said", "printed"]
    return frame[columns].astype({"number": "number[place]", "also": "str"})


@computed
def count_constructs(study: Study) -> pd.DataFrame:
    """Return how many themes and how much evidence stand at each construct, by framework.

    All frameworks but the one for comparison; the primary one first.

    Returns
    -------
    DataFrame
        One row per construct in its framework's order: framework, construct, definition, themes
        (names of those with a chief place there; in brackets those with another place), enablers,
        barriers and mixed (by chief place), segments (for or against these), people (whom they can
        be traced to) and groups (sources whose speaker is not known).
    """
    import pandas as pd

    settings = study.settings
    names = [*filter(None, [settings.primary_framework]), *settings.frameworks]
    rows = [
        row
        for name in dict.fromkeys(names)
        if name != settings.comparison_framework
        for row in _count_framework(study, name)
    ]
    columns = ["framework", "construct", "definition", "themes", "enablers", "barriers", "mixed"]
    frame = pd.DataFrame(rows, columns=[*columns, "segments", "people", "groups"])
    labels = [study.frameworks[name].label for name in names]
    frame["framework"] = label_levels(frame["framework"], labels)
    roles = dict.fromkeys(columns[4:], "count[themes]")
    roles |= {"segments": "count[segments]", "people": "count[people of speakers]"}
    return frame.astype(roles | {"groups": "count[sources]"})


def _count_framework(study: Study, framework: str) -> list[dict[str, object]]:
    known = study.find_framework(framework)
    first = place_themes(study, framework)
    second = place_themes(study, framework, weight="secondary")
    themes = study["themes", "theme_id", "label", "kind"].set_index("theme_id")
    evidence = gather_evidence(study)
    rows = []
    for construct in known.constructs:
        here = [theme for theme, places in first.items() if construct.id in places]
        also = [theme for theme, places in second.items() if construct.id in places]
        names = [*themes["label"][here], *(f"({label})" for label in themes["label"][also])]
        kinds = list(themes["kind"][here])
        row: dict[str, object] = {"framework": known.label, "construct": construct.label}
        row |= {"definition": construct.definition, "themes": "; ".join(names)}
        row |= {"enablers": kinds.count("enabler"), "barriers": kinds.count("barrier")}
        row |= {"mixed": kinds.count("mixed")}
        rows.append(row | count_behind(evidence[evidence["theme_id"].isin(here)]))
    return rows


def count_behind(part: pd.DataFrame) -> dict[str, int]:
    """Return the distinct segments, people and groups in a piece of evidence."""
    unknown = part["participant_id"] == ""
    return {
        "segments": part["segment_id"].nunique(),
        "people": part.loc[~unknown, "participant_id"].nunique(),
        "groups": part.loc[unknown, "voice"].nunique(),
    }
