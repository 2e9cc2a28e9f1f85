"""The numbers and phrases about the system map that the report's prose uses."""

from __future__ import annotations

from mcneval.analysis.comparison_words import state_comparison
from mcneval.analysis.map_agreement import compare_maps, measure_map_agreement
from mcneval.analysis.mapping import place_themes
from mcneval.analysis.mapping_words import (
    word_frameworks,
    word_guide,
    word_places,
    word_silence,
    word_weight,
    word_whose,
)
from mcneval.analysis.numbers import Number, count_words, join_words, slug
from mcneval.analysis.reach import find_loops, list_links, measure_reach
from mcneval.analysis.reach_words import (
    word_crossing,
    word_links,
    word_loops,
    word_named,
    word_reach,
)
from mcneval.analysis.wording import quote_label, write_bounds, write_estimate
from mcneval.exhibits import escape_markdown
from mcneval.study.load import Study
from mcneval.study.settings import Analysis


def state_mapping(study: Study, analysis: Analysis) -> list[Number]:
    """Return every number and phrase about the map.

    Keys: ``themes.in-<framework>.<construct>`` (chief places, on frameworks other than the one
    for comparison), ``links.*``, ``comparison.*`` and the phrases ``mapping.*``.
    """
    phrases = {
        "framework": escape_markdown(study.framework.label),
        "framework-short": escape_markdown(study.framework.short),
        "places": word_places(study),
        "whose": word_whose(study),
        "weight": word_weight(study),
        "links": word_links(study),
        "reach": word_reach(study),
        "crossing": word_crossing(study),
        "named": word_named(study),
        "loops": word_loops(study),
        "silence": word_silence(study),
        "guide": word_guide(study),
        "frameworks": word_frameworks(study),
        "agreement": word_agreement(study, analysis),
        "alternative": word_alternative(study),
    }
    return [
        *_state_places(study),
        *_state_links(study),
        *state_comparison(study),
        *(Number(f"mapping.{name}", words) for name, words in phrases.items()),
    ]


def _state_places(study: Study) -> list[Number]:
    numbers = []
    for name, framework in study.frameworks.items():
        if name == study.settings.comparison_framework:
            continue  # Its table counts all places, and would seem to contradict chief ones.
        placed = place_themes(study, name)
        for construct in framework.construct_ids:
            count = sum(construct in places for places in placed.values())
            numbers.append(Number(f"themes.in-{slug(name)}.{slug(construct)}", count))
    return numbers


def _state_links(study: Study) -> list[Number]:
    reach = measure_reach(study)
    crossing = reach[reach["cuts_across"]] if len(reach) else reach
    barriers = int((crossing["kind"] == "barrier").sum()) if len(crossing) else 0
    links = list_links(study)
    return [
        Number("links.total", len(links)),
        Number("links.loops", len(find_loops(links)) if len(links) else 0),
        Number("links.cross-cutting", len(crossing)),
        Number("links.cross-cutting-barriers", barriers),
    ]


def word_agreement(study: Study, analysis: Analysis) -> str:
    """Return how far analysts agree on the maps."""
    found = measure_map_agreement(study, analysis)
    if found.empty:
        return ""
    parts = []
    for row in found.itertuples():
        bounds = write_bounds(row.low, row.high)
        interval = f", {analysis.confidence * 100:g}% interval {bounds}" if bounds else ""
        framework = escape_markdown(study.frameworks[row.framework].label)
        parts.append(
            f"On {framework}, {row.first} and {row.second} chose the same chief place for "
            f"{row.agreeing} of {row.themes} themes (Cohen's kappa {write_estimate(row.kappa)}"
            f"{interval})."
        )
    return " ".join(parts)


def word_alternative(study: Study) -> str:
    """Return what changes under another analyst's map of the primary framework."""
    changes = compare_maps(study)
    if changes.empty:
        return ""
    parts = []
    for analyst, rows in changes.groupby("analyst", sort=True):
        moved = int((rows["place"] != rows["other_place"]).sum())
        turned = rows[rows["cuts_across"] != rows["other_cuts_across"]]
        words = f"Under the map of {analyst}, {count_words(moved, 'theme')} would stand elsewhere"
        if list_links(study).empty:
            parts.append(f"{words}.")
        elif turned.empty:
            parts.append(f"{words}, and the same themes would cut across.")
        else:
            labels = join_words(quote_label(label) for label in turned["label"])
            parts.append(f"{words}, and the answer would change for {labels}: does it cut across?")
    return " ".join(parts)
