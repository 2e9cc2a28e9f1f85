"""Where the themes sit in the system, what acts on what, and how sure that is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mcneval.analysis.argument import list_argument, trace_argument
from mcneval.analysis.comparison import compare_research
from mcneval.analysis.links import find_loops, list_links, measure_reach
from mcneval.analysis.maps import compare_maps, measure_map_agreement
from mcneval.analysis.places import count_constructs, list_places, place_themes
from mcneval.analysis.silence import measure_silence
from mcneval.roles import lay_numbers
from mcneval.study.load import Study
from mcneval.study.record import computed
from mcneval.study.tables import OWN_PLACE
from mcneval.study.wording import slug

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "compare_maps",
    "compare_research",
    "count_constructs",
    "find_loops",
    "list_argument",
    "list_links",
    "list_numbers",
    "list_places",
    "measure_map_agreement",
    "measure_reach",
    "measure_silence",
    "trace_argument",
]


@computed
def list_numbers(study: Study) -> pd.DataFrame:
    """Return the numbers on the map that prose may use, as one row.

    Columns ``themes.in-<framework>.<construct>`` (chief places, on frameworks other than the one
    for comparison), ``links.total``, ``links.own-place`` and ``links.one-sentence`` (by
    what they rest on), ``links.loops``, and ``comparison.*`` by verdict where it is shown.
    """
    counts: dict[str, tuple[Any, str]] = {}
    for name in study.settings.frameworks:
        if name == study.settings.comparison_framework:
            continue  # Its table counts all places, and would seem to contradict chief ones.
        placed = place_themes(study, name)
        for construct in study.find_framework(name).construct_ids:
            here = sum(construct in places for places in placed.values())
            counts[f"themes.in-{slug(name)}.{slug(construct)}"] = here, "count[themes]"
    links = list_links(study)
    own = int((links["rests_on"] == OWN_PLACE).sum())
    counts["links.total"] = len(links), "count[links]"
    counts["links.own-place"] = own, "count[links]"
    counts["links.one-sentence"] = len(links) - own, "count[links]"
    counts["links.loops"] = len(find_loops(study)), "count[loops]"
    if "comparison" in study.left_out:
        return lay_numbers(counts)
    found = compare_research(study)
    for verdict, number in found["verdict"].value_counts(sort=False).items():
        if number:
            counts[f"comparison.{slug(str(verdict))}"] = number, "count[items]"
    counts["comparison.items"] = int((found["item"] != "").sum()), "count[items]"
    return lay_numbers(counts)
