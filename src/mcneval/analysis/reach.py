"""Which themes act on which others, directly and along chains of links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcneval.analysis.mapping import place_themes
from mcneval.study.load import Study

if TYPE_CHECKING:
    import pandas as pd

DIRECT, SHARE, ELSEWHERE = 2, 1 / 3, 2
"""When a theme cuts across: see :func:`measure_reach`."""


def measure_reach(study: Study, analyst: str | None = None) -> pd.DataFrame:
    """Return how far each theme acts on others, by the recorded links alone.

    A theme *cuts across* where it acts directly on at least two others, reaches at least a
    third of all other themes along chains of links, and they lie in at least two
    constructs beside its own.

    Parameters
    ----------
    study : Study
        The study.
    analyst : str or None
        Whose map of the primary framework places the themes; None is the map in force.

    Returns
    -------
    DataFrame
        One row per theme that stands in a link, those that act on most first: theme_id,
        label, kind, acts_on and acted_on_by (direct links), reach (themes downstream),
        constructs (distinct constructs of the themes downstream), elsewhere (of these,
        other than its own), loop (a number shared by themes that act on one another in a
        circle, 0 for none), cuts_across. Empty where no links are recorded.
    """
    import pandas as pd

    links = list_links(study)
    placed = place_themes(study, study.framework.id, analyst)
    targets = _read_targets(links)
    loops = {
        theme: place for place, loop in enumerate(find_loops(links), start=1) for theme in loop
    }
    rows = []
    for theme in study["themes"].to_dict("records"):
        name = theme["theme_id"]
        downstream = follow_links(targets, name)
        here = set(placed[name])
        there = {construct for other in downstream for construct in placed[other]}
        row = {
            **{key: theme[key] for key in ("theme_id", "label", "kind")},
            "acts_on": len(targets.get(name, [])),
            "acted_on_by": int((links["to_theme"] == name).sum()),
            "reach": len(downstream),
            "constructs": len(there),
            "elsewhere": len(there - here),
            "loop": loops.get(name, 0),
        }
        row["cuts_across"] = _cuts_across(row, len(study["themes"]) - 1)
        rows.append(row)
    frame = pd.DataFrame(rows)
    frame = frame[(frame["acts_on"] > 0) | (frame["acted_on_by"] > 0)]
    order = ["acts_on", "reach", "elsewhere", "acted_on_by"]
    return frame.sort_values(order, ascending=False, kind="stable", ignore_index=True)


def _cuts_across(row: dict[str, object], others: int) -> bool:
    direct, reach, elsewhere = (int(str(row[key])) for key in ("acts_on", "reach", "elsewhere"))
    return direct >= DIRECT and reach >= SHARE * others and elsewhere >= ELSEWHERE


def list_links(study: Study) -> pd.DataFrame:
    """Return the links between known themes, each pair once and none to itself.

    Columns from_theme, to_theme, relation, basis.
    """
    links, known = study["theme_links"], set(study["themes"]["theme_id"])
    kept = links["from_theme"].isin(known) & links["to_theme"].isin(known)
    kept &= links["from_theme"] != links["to_theme"]
    return links[kept].drop_duplicates(["from_theme", "to_theme"]).reset_index(drop=True)


def list_arrows(study: Study, analyst: str | None = None) -> pd.DataFrame:
    """Return the links as a map draws them; columns from_theme, to_theme, strong.

    ``strong`` says whether the theme that acts cuts across under the analyst's map.
    """
    links, reach = list_links(study), measure_reach(study, analyst)
    crossing = set(reach.loc[reach["cuts_across"], "theme_id"]) if len(reach) else set()
    arrows = links[["from_theme", "to_theme"]]
    return arrows.assign(strong=links["from_theme"].isin(crossing))


def _read_targets(links: pd.DataFrame) -> dict[str, list[str]]:
    targets: dict[str, list[str]] = {}
    for source, target in zip(links["from_theme"], links["to_theme"], strict=True):
        targets.setdefault(source, []).append(target)
    return targets


def follow_links(targets: dict[str, list[str]], start: str) -> set[str]:
    """Return the themes that can be reached from one along links, without itself."""
    seen, waiting = {start}, [start]
    while waiting:
        fresh = [name for name in targets.get(waiting.pop(), []) if name not in seen]
        seen.update(fresh)
        waiting.extend(fresh)
    return seen - {start}


def find_loops(links: pd.DataFrame) -> list[list[str]]:
    """Return the groups of themes that act on one another in circles, largest first.

    They are the strongly connected components of two or more themes (Tarjan, 1972).
    """
    import networkx

    graph = networkx.DiGraph()
    graph.add_edges_from(zip(links["from_theme"], links["to_theme"], strict=True))
    loops = [sorted(part) for part in networkx.strongly_connected_components(graph)]
    return sorted((loop for loop in loops if len(loop) > 1), key=lambda loop: (-len(loop), loop))


def name_published(study: Study) -> list[str]:
    """Return the themes that the study's authors called cross-cutting, where that is recorded.

    It stands in ``published.yml`` as ``cross_cutting: {themes: […], printed: …}``.
    """
    published = study.documents.get("published") or {}
    known = set(study["themes"]["theme_id"])
    named = (published.get("cross_cutting") or {}).get("themes") or []
    return [theme for theme in named if theme in known]


def tabulate_reach(study: Study) -> pd.DataFrame:
    """Return the ranking of themes by reach, ready to read.

    Columns Theme, Kind, Acts on (directly), Reaches (also along chains), Constructs reached (in
    which those lie), Acted on by, Circle (where there is one), Cuts across and, where the study
    has published its own list, Named by the authors.
    """
    reach = measure_reach(study)
    if reach.empty:
        return reach
    named = name_published(study)
    shown = reach.assign(
        kind=reach["kind"].str.capitalize(),
        loop=[chr(64 + loop) if loop else "" for loop in reach["loop"]],
        cuts_across=["yes" if cuts else "no" for cuts in reach["cuts_across"]],
        named=["yes" if theme in named else "no" for theme in reach["theme_id"]],
    )
    heads = {
        "label": "Theme",
        "kind": "Kind",
        "acts_on": "Acts on",
        "reach": "Reaches",
        "constructs": "Constructs reached",
        "acted_on_by": "Acted on by",
        "loop": "Circle",
        "cuts_across": "Cuts across",
        "named": "Named by authors",
    }
    empty = [name for name in ("loop",) if not shown[name].any()]
    empty += [] if named else ["named"]
    return shown[[name for name in heads if name not in empty]].rename(columns=heads)
