"""How far two analysts' maps agree, and what changes under the other map."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from mcneval.analysis.agreement import bootstrap_interval, compute_cohen
from mcneval.analysis.alpha import compute_alpha_of_sets
from mcneval.analysis.mapping import list_analysts, place_secondary, place_themes
from mcneval.analysis.reach import measure_reach
from mcneval.analysis.wording import write_bounds, write_estimate, write_percent
from mcneval.study.load import Study
from mcneval.study.settings import Analysis

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ["framework", "first", "second", "themes", "agreeing", "kappa", "low", "high", "alpha"]
APART = " and "


def list_pairs(study: Study) -> list[tuple[str, str, str]]:
    """Return framework, first and second analyst for every pair that mapped one framework."""
    return [
        (name, first, second)
        for name in study.frameworks
        for first, second in combinations(list_analysts(study, name), 2)
    ]


def measure_map_agreement(study: Study, analysis: Analysis) -> pd.DataFrame:
    """Return how far pairs of analysts agree on where the themes belong.

    Returns
    -------
    DataFrame
        One row per framework and pair: framework, first, second, themes (that both
        placed), agreeing (on the same primary construct or constructs), kappa (Cohen,
        1960, on the primary place) with its bootstrap interval low, high, and alpha
        (Krippendorff, 2011, by MASI distance, on all places). None where not estimable.
    """
    import pandas as pd

    rows = [_measure_pair(study, analysis, *pair) for pair in list_pairs(study)]
    return pd.DataFrame(rows, columns=COLUMNS)


def _measure_pair(
    study: Study, analysis: Analysis, framework: str, first: str, second: str
) -> tuple[object, ...]:
    import numpy

    maps = [place_themes(study, framework, name) for name in (first, second)]
    others = [place_secondary(study, framework, name) for name in (first, second)]
    both = [theme for theme in maps[0] if maps[0][theme] and maps[1][theme]]
    chief = numpy.array([[APART.join(one[theme]) for one in maps] for theme in both], dtype=object)
    chief = chief.reshape(len(both), 2)
    sets = numpy.empty((len(both), 2), dtype=object)
    for place, theme in enumerate(both):
        for side in (0, 1):
            sets[place, side] = frozenset(maps[side][theme] + others[side][theme])
    interval = bootstrap_interval(
        chief,
        lambda rows: compute_cohen(list(rows[:, 0]), list(rows[:, 1])),
        samples=analysis.bootstrap,
        confidence=analysis.confidence,
        seed=analysis.seed,
    )
    agreeing = sum(one == two for one, two in chief)
    kappa = compute_cohen(list(chief[:, 0]), list(chief[:, 1]))
    alpha = compute_alpha_of_sets(sets) if both else None
    low, high = interval or (None, None)
    return (framework, first, second, len(both), agreeing, kappa, low, high, alpha)


def tabulate_map_agreement(study: Study, analysis: Analysis) -> pd.DataFrame:
    """Return the agreement between analysts' maps, ready to read.

    Columns Framework, Analysts, Themes, Same chief place, Cohen's kappa, Interval, Alpha
    on all places.
    """
    import pandas as pd

    rows = [
        (
            study.frameworks[row.framework].label,
            f"{row.first} and {row.second}",
            row.themes,
            f"{row.agreeing} ({write_percent(row.agreeing / row.themes)})" if row.themes else "0",
            write_estimate(row.kappa),
            write_bounds(row.low, row.high),
            write_estimate(row.alpha),
        )
        for row in measure_map_agreement(study, analysis).itertuples()
    ]
    heads = ["Framework", "Analysts", "Themes", "Same chief place", "Cohen's kappa"]
    heads += [f"{analysis.confidence * 100:g}% interval", "Alpha on all places"]
    return pd.DataFrame(rows, columns=heads)


def explain_absence(study: Study) -> str:
    """Return why maps are not compared; nothing where several analysts mapped one framework."""
    if not list_pairs(study):
        return "No two analysts placed the themes on their own."
    if list_analysts(study, study.framework.id) and choose_alternative(study) is None:
        return "No analyst would place a theme elsewhere than on the map shown."
    return ""


def choose_alternative(study: Study) -> str | None:
    """Return the analyst whose map of the primary framework differs most from that in force.

    None where no analyst's map places a theme elsewhere.
    """
    framework = study.framework.id
    in_force = place_themes(study, framework)
    moved = {
        name: sum(
            places != in_force[theme]
            for theme, places in place_themes(study, framework, name).items()
        )
        for name in list_analysts(study, framework)
    }
    most = max(moved, key=lambda name: moved[name], default=None)
    return most if most and moved[most] else None


def compare_maps(study: Study) -> pd.DataFrame:
    """Return what changes under each analyst's map of the primary framework.

    Returns
    -------
    DataFrame
        One row per analyst and theme that stands elsewhere, reaches another number of
        constructs, or cuts across under one map only: analyst, theme_id, label, place and
        other_place (labels), constructs and other_constructs (reached), cuts_across and
        other_cuts_across.
    """
    import pandas as pd

    framework = study.framework
    in_force, reach = place_themes(study, framework.id), _index_reach(study, None)
    labels = {item.id: item.label for item in framework.constructs}
    rows = []
    for analyst in list_analysts(study, framework.id):
        placed, other = place_themes(study, framework.id, analyst), _index_reach(study, analyst)
        for theme, label in zip(study["themes"]["theme_id"], study["themes"]["label"], strict=True):
            here = (in_force[theme], *reach.get(theme, (0, False)))
            there = (placed[theme], *other.get(theme, (0, False)))
            if here != there:
                places = [
                    " and ".join(labels[name] for name in names) or "no construct"
                    for names in (here[0], there[0])
                ]
                rows.append((analyst, theme, label, *places, here[1], there[1], here[2], there[2]))
    columns = ["analyst", "theme_id", "label", "place", "other_place", "constructs"]
    columns += ["other_constructs", "cuts_across", "other_cuts_across"]
    return pd.DataFrame(rows, columns=columns)


def _index_reach(study: Study, analyst: str | None) -> dict[str, tuple[int, bool]]:
    reach = measure_reach(study, analyst)
    return {
        row.theme_id: (int(row.constructs), bool(row.cuts_across)) for row in reach.itertuples()
    }


def tabulate_alternatives(study: Study) -> pd.DataFrame:
    """Return what changes under each analyst's map, ready to read.

    Columns Analyst, Theme, Place, Place by the analyst, and, where links are recorded,
    Constructs reached and Cuts across, each as it is and as it would be.
    """
    changes = compare_maps(study)
    if changes.empty:
        return changes
    words = {True: "yes", False: "no"}
    shown = changes.assign(
        reached=[_show(row.constructs, row.other_constructs) for row in changes.itertuples()],
        cutting=[
            _show(words[row.cuts_across], words[row.other_cuts_across])
            for row in changes.itertuples()
        ],
    )
    heads = {
        "analyst": "Analyst",
        "label": "Theme",
        "place": "Place",
        "other_place": "Place by the analyst",
    }
    if not study["theme_links"].empty:
        heads |= {"reached": "Constructs reached", "cutting": "Cuts across"}
    return shown[list(heads)].rename(columns=heads)


def _show(here: object, there: object) -> str:
    return str(here) if here == there else f"{here}, then {there}"
