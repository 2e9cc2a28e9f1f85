"""The themes by construct of a framework, and how much evidence stands behind each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcneval.analysis.evidence import gather_evidence
from mcneval.analysis.mapping import place_secondary, place_themes
from mcneval.analysis.numbers import join_words
from mcneval.study.load import Study
from mcneval.study.settings import ORIGIN_WORDS
from mcneval.study.tables import THEME_KINDS

if TYPE_CHECKING:
    import pandas as pd

KIND_PLURALS = {"enabler": "enablers", "barrier": "barriers", "mixed": "mixed"}


def count_constructs(study: Study, framework: str) -> pd.DataFrame:
    """Return how many themes and how much evidence stand at each construct.

    Returns
    -------
    DataFrame
        One row per construct in the framework's order: construct_id, label, themes and
        enablers, barriers, mixed (by primary place), also (themes with a secondary place),
        and the distinct segments, participants, groups (sources whose speaker is not
        known) and phases behind its primary themes.
    """
    import pandas as pd

    known = study.frameworks[framework]
    first, second = place_themes(study, framework), place_secondary(study, framework)
    kinds = dict(zip(study["themes"]["theme_id"], study["themes"]["kind"], strict=True))
    evidence = gather_evidence(study)
    rows = []
    for construct in known.constructs:
        here = [theme for theme, places in first.items() if construct.id in places]
        part = evidence[evidence["theme_id"].isin(here)]
        row: dict[str, object] = {"construct_id": construct.id, "label": construct.label}
        row["themes"] = len(here)
        for kind in THEME_KINDS:
            row[KIND_PLURALS[kind]] = sum(kinds[theme] == kind for theme in here)
        row["also"] = sum(construct.id in places for places in second.values())
        row |= count_evidence(part)
        rows.append(row)
    return pd.DataFrame(rows)


def count_evidence(part: pd.DataFrame) -> dict[str, int]:
    """Return the distinct segments, participants, groups and phases in a piece of evidence."""
    unknown = part["participant_id"] == ""
    return {
        "segments": part["segment_id"].nunique(),
        "participants": part.loc[~unknown, "participant_id"].nunique(),
        "groups": part.loc[unknown, "voice"].nunique(),
        "phases": part["phase"].nunique(),
    }


def tabulate_constructs(study: Study, framework: str | None = None) -> pd.DataFrame:
    """Return the themes by construct, ready to read.

    Columns Construct, Themes (their names; in brackets those with a secondary place), Of
    these (how many enablers, barriers, mixed), Segments (for or against), People (whom these
    can be traced to).
    """
    chosen = framework or study.framework.id
    counts = count_constructs(study, chosen)
    if not counts["themes"].sum() and not counts["also"].sum():
        return counts.iloc[:0]
    counts["names"] = name_themes(study, chosen)
    counts["kinds"] = [_word_kinds(row) for row in counts.to_dict("records")]
    heads = {
        "label": "Construct",
        "names": "Themes",
        "kinds": "Of these",
        "segments": "Segments",
        "participants": "People",
    }
    return counts[list(heads)].rename(columns=heads)


def explain_brackets(study: Study, framework: str) -> str:
    """Return what brackets in the table by construct mean; nothing where there are none."""
    if not any(place_secondary(study, framework).values()):
        return ""
    return "In brackets: themes that have their chief place elsewhere and belong here, too."


def _word_kinds(row: dict[str, int]) -> str:
    parts = []
    for kind, plural in KIND_PLURALS.items():
        if row[plural]:
            parts.append(f"{row[plural]} {kind if row[plural] == 1 else plural}")
    return join_words(parts) or "none"


def name_themes(study: Study, framework: str) -> list[str]:
    """Return, for each construct in order, its themes by name, secondary ones in brackets."""
    labels = dict(zip(study["themes"]["theme_id"], study["themes"]["label"], strict=True))
    first, second = place_themes(study, framework), place_secondary(study, framework)
    cells = []
    for construct in study.frameworks[framework].construct_ids:
        chief = [labels[theme] for theme, places in first.items() if construct in places]
        also = [f"({labels[theme]})" for theme, places in second.items() if construct in places]
        cells.append("; ".join([*chief, *also]) or "none")
    return cells


def tabulate_frameworks(study: Study) -> dict[str, tuple[pd.DataFrame, str]]:
    """Return the themes by construct for each further framework, by ``tbl-<framework id>``.

    The primary framework and the one for comparison have exhibits of their own.
    """
    settings = study.settings
    rest = [
        framework
        for name, framework in study.frameworks.items()
        if name not in (settings.primary_framework, settings.comparison_framework)
    ]
    tables = {}
    for framework in rest:
        frame = tabulate_constructs(study, framework.id)
        if not frame.empty:
            tables[f"tbl-{framework.id}"] = (frame, f"The themes on {framework.label}")
    return tables


def tell_placing(study: Study, framework: str) -> str:
    """Return who placed the themes on a framework, where that is not said of the data anyway."""
    settings = study.settings
    origin = settings.provenance.frameworks.get(framework)
    known = {settings.origin(name) for name in ("mappings", "segments", "theme_segments")}
    return f"The placing: {ORIGIN_WORDS[origin]}." if origin and origin not in known else ""
