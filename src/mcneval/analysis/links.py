"""Which themes act on which others, directly and along chains of links."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mcneval.analysis.places import list_places, place_themes
from mcneval.analysis.speakers import reword_keys
from mcneval.study.load import Study
from mcneval.study.record import computed
from mcneval.study.tables import OWN_PLACE

if TYPE_CHECKING:
    import pandas as pd

DIRECT, SHARE, ELSEWHERE = 2, 1 / 3, 2
"""When a theme reaches far: see :func:`measure_reach`."""


@computed
def list_links(study: Study) -> pd.DataFrame:
    """Return the links between known themes, each pair once and none to itself.

    Returns
    -------
    DataFrame
        Columns from_id, to_id, theme (that acts), kind (of it), relation, other (the theme acted
        on), place (where it is stated, which may name who said it: only where speakers are
        followed), basis (what is stated there), rests_on (``own place`` or ``one sentence`` on
        several themes at once).
    """
    rows = study["theme_links"].drop_duplicates(["from_theme", "to_theme"])
    rows = rows.rename(columns={"from_theme": "from_id", "to_theme": "to_id"})
    frame = rows.set_index(["from_id", "to_id"]).loc[_pair_links(study)].reset_index()
    themes = list_places(study).set_index("theme_id")
    frame["theme"], frame["other"] = (
        frame[end].map(themes["theme"]) for end in ("from_id", "to_id")
    )
    frame["kind"] = themes["kind"].loc[frame["from_id"]].array
    frame["rests_on"] = frame["rests_on"].replace("", OWN_PLACE)
    frame["basis"] = reword_keys(study, frame["basis"])
    columns = ["from_id", "to_id", "theme", "kind", "relation", "other", "place", "basis"]
    told = [name for name in columns if study.follows or name != "place"]
    return frame[[*told, "rests_on"]]


@computed
def _pair_links(study: Study, own: bool = False) -> list[tuple[str, str]]:
    known = set(study["themes", "theme_id"]["theme_id"])
    rows = study["theme_links", "from_theme", "to_theme", "rests_on"]
    rows = rows[rows["rests_on"].isin(["", OWN_PLACE])] if own else rows
    pairs = dict.fromkeys(zip(rows["from_theme"], rows["to_theme"], strict=True))
    return [pair for pair in pairs if set(pair) <= known and pair[0] != pair[1]]


@computed
def measure_themes(study: Study, analyst: str | None = None) -> list[dict[str, Any]]:
    """Measure each theme's reach on an analyst's map; rows as :func:`measure_reach` returns."""
    import networkx

    graph = networkx.DiGraph(_pair_links(study, own=True))
    placed = place_themes(study, study.settings.primary_framework, analyst)
    loops = {name: number for number, loop in enumerate(find_loops(study), 1) for name in loop}
    rows = []
    for theme in list_places(study).to_dict("records"):
        name = theme["theme_id"]
        downstream = networkx.descendants(graph, name) if name in graph else set()
        there = {construct for other in downstream for construct in placed[other]}
        row = {key: theme[key] for key in ("theme_id", "theme", "kind", "construct")}
        row["acts_on"] = graph.out_degree(name) if name in graph else 0
        row["acted_on_by"] = graph.in_degree(name) if name in graph else 0
        row |= {"reaches": len(downstream), "constructs_reached": len(there)}
        elsewhere = len(there - set(placed[name]))
        wide = len(downstream) >= SHARE * (len(placed) - 1) and elsewhere >= ELSEWHERE
        row |= {"elsewhere": elsewhere, "circle": loops.get(name, 0)}
        rows.append(row | {"reaches_far": row["acts_on"] >= DIRECT and wide})
    return rows


@computed
def measure_reach(study: Study) -> pd.DataFrame:
    """Return how far each theme acts on others, by the links stated at their own place alone.

    A link that rests on one sentence about several themes at once cannot show that one of them
    reaches far: that would find again what the sentence says of all.

    A theme *reaches far* where it acts directly on at least two others, reaches at least a third
    of all other themes along chains of links, and they lie in at least two constructs beside its
    own.

    Returns
    -------
    DataFrame
        One row per theme that stands in a link, those that act on most first: theme_id, theme,
        kind, construct, acts_on and acted_on_by (direct links), reaches (themes downstream),
        constructs_reached (in which these lie), elsewhere (of these, other than its own), circle (a
        letter shared by themes that act on one another in a circle) and reaches_far. Empty where no
        links are recorded.
    """
    import pandas as pd

    columns = ["theme_id", "theme", "kind", "construct", "acts_on", "acted_on_by", "reaches"]
    columns += ["constructs_reached", "elsewhere", "circle", "reaches_far"]
    frame = pd.DataFrame(measure_themes(study), columns=columns)
    for name in ("kind", "construct"):
        frame[name] = frame[name].astype(list_places(study)[name].dtype)
    frame = frame[(frame["acts_on"] > 0) | (frame["acted_on_by"] > 0)]
    order = ["acts_on", "reaches", "elsewhere", "acted_on_by"]
    frame = frame.sort_values(order, ascending=False, kind="stable", ignore_index=True)
    frame["circle"] = ["" if not number else chr(64 + number) for number in frame["circle"]]
    counts = dict.fromkeys(("acts_on", "acted_on_by"), "count[links]") | {
        "reaches": "count[themes]"
    }
    counts |= dict.fromkeys(("constructs_reached", "elsewhere"), "count[constructs]")
    kinds = {"reaches_far": "bool", "circle": "str"}
    return frame.astype(counts | kinds)


@computed
def find_loops(study: Study) -> list[list[str]]:
    """Return the groups of themes that act on one another in circles, largest first.

    They are the strongly connected components of two or more themes (Tarjan, 1972).
    """
    import networkx

    graph = networkx.DiGraph(_pair_links(study, own=True))
    loops = [sorted(part) for part in networkx.strongly_connected_components(graph)]
    return sorted((loop for loop in loops if len(loop) > 1), key=lambda loop: (-len(loop), loop))
