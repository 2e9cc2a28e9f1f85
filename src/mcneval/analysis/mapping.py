"""Where the themes sit on a framework of theory, and how much evidence stands behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcneval.analysis.evidence import gather_evidence
from mcneval.analysis.numbers import join_words
from mcneval.study.frameworks import Framework
from mcneval.study.load import Study
from mcneval.study.settings import ORIGIN_WORDS
from mcneval.study.tables import THEME_KINDS

if TYPE_CHECKING:
    import pandas as pd

KIND_PLURALS = {"enabler": "enablers", "barrier": "barriers", "mixed": "mixed"}
MARK_COLUMNS = ["number", "theme_id", "label", "kind", "construct_id", "also"]
NOWHERE = "none"


def list_analysts(study: Study, framework: str) -> list[str]:
    """Return the analysts who mapped themes on a framework by themselves, sorted."""
    rows = study["mappings"]
    names = rows.loc[rows["framework"] == framework, "analyst"]
    return sorted(set(names) - {""})


def read_map(study: Study, framework: str, analyst: str | None = None) -> pd.DataFrame:
    """Return one map of the themes on a framework.

    Parameters
    ----------
    study : Study
        The study.
    framework : str
        The framework's id.
    analyst : str or None
        Whose map; ``""`` is the team's agreed one. None takes the agreed map and, where
        there is none, that of the first analyst by key.

    Returns
    -------
    DataFrame
        Columns theme_id, construct_id, weight, rationale; primary places first, then in
        the framework's order. Constructs that the framework does not have are left out.
    """
    rows = study["mappings"]
    rows = rows[rows["framework"] == framework]
    chosen = rows["analyst"].min() if analyst is None and len(rows) else analyst
    order = {name: place for place, name in enumerate(study.frameworks[framework].construct_ids)}
    rows = rows[(rows["analyst"] == chosen) & rows["construct_id"].isin(order)]
    rows = rows.assign(_place=rows["construct_id"].map(order))
    rows = rows.sort_values(["weight", "_place"], kind="stable", ignore_index=True)
    return rows[["theme_id", "construct_id", "weight", "rationale"]]


def place_themes(study: Study, framework: str, analyst: str | None = None) -> dict[str, list[str]]:
    """Return each theme's primary constructs, in the framework's order; empty for none."""
    rows = read_map(study, framework, analyst)
    return _gather(study, rows[rows["weight"] == "primary"])


def place_secondary(
    study: Study, framework: str, analyst: str | None = None
) -> dict[str, list[str]]:
    """Return each theme's secondary constructs, in the framework's order; empty for none."""
    rows = read_map(study, framework, analyst)
    return _gather(study, rows[rows["weight"] == "secondary"])


def _gather(study: Study, rows: pd.DataFrame) -> dict[str, list[str]]:
    placed: dict[str, list[str]] = {theme: [] for theme in study["themes"]["theme_id"]}
    for theme, construct in zip(rows["theme_id"], rows["construct_id"], strict=True):
        if theme in placed:
            placed[theme].append(construct)
    return placed


def number_themes(study: Study, framework: str, analyst: str | None = None) -> pd.DataFrame:
    """Return the themes as a map draws them, numbered construct by construct.

    A theme with several primary constructs is drawn at the first.

    Returns
    -------
    DataFrame
        Columns number (from 1), theme_id, label, kind, construct_id (``none`` where the
        map has no place for it; those stand last), also (labels of its other constructs).
    """
    import pandas as pd

    known = study.frameworks[framework]
    first = place_themes(study, framework, analyst)
    second = place_secondary(study, framework, analyst)
    order = [*known.construct_ids, NOWHERE]
    rows = []
    for theme in study["themes"].to_dict("records"):
        places = first[theme["theme_id"]]
        rest = [*places[1:], *second[theme["theme_id"]]]
        also = ", ".join(known.find(name).label for name in dict.fromkeys(rest))
        rows.append(
            (theme["theme_id"], theme["label"], theme["kind"], (places or [NOWHERE])[0], also)
        )
    frame = pd.DataFrame(rows, columns=MARK_COLUMNS[1:])
    frame = frame.sort_values(
        "construct_id", key=lambda names: names.map(order.index), kind="stable", ignore_index=True
    )
    frame.insert(0, "number", range(1, len(frame) + 1))
    return frame


def number_alternative(study: Study, analyst: str | None) -> pd.DataFrame:
    """Return the themes on another analyst's map, with their numbers on the map in force.

    Columns as :func:`number_themes`; empty where there is no such analyst.
    """
    framework = study.framework.id
    known = number_themes(study, framework)
    if analyst is None:
        return known.iloc[:0]
    numbers = dict(zip(known["theme_id"], known["number"], strict=True))
    other = number_themes(study, framework, analyst)
    return other.assign(number=other["theme_id"].map(numbers))


def list_constructs(framework: Framework) -> pd.DataFrame:
    """Return a framework's constructs in its order; columns construct_id, label, group."""
    import pandas as pd

    rows = [(item.id, item.label, item.group) for item in framework.constructs]
    return pd.DataFrame(rows, columns=["construct_id", "label", "group"])


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
