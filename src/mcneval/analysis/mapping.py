"""Where the themes sit on a framework of theory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcneval.study.frameworks import Framework
from mcneval.study.load import Study

if TYPE_CHECKING:
    import pandas as pd

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
