"""How far two analysts' maps agree, and what changes under the other map."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from mcneval.analysis.agreement import draw_interval
from mcneval.analysis.coefficients import compute_alpha_of_sets, compute_cohen
from mcneval.analysis.links import measure_themes
from mcneval.analysis.places import NOWHERE, list_analysts, place_themes
from mcneval.study.load import Study
from mcneval.study.record import computed
from mcneval.study.wording import join_words

if TYPE_CHECKING:
    import pandas as pd

APART = " and "


@computed
def measure_map_agreement(study: Study) -> pd.DataFrame:
    """Return how far pairs of analysts agree on where the themes belong.

    Returns
    -------
    DataFrame
        One row per framework and pair: framework, analysts, themes (that both placed), agreeing
        (on the same primary construct or constructs), kappa (Cohen, 1960, on the primary place)
        with its bootstrap interval low, high, and alpha (Krippendorff, 2011, by MASI distance, on
        all places). Missing where not estimable.
    """
    import pandas as pd

    rows = [
        {"framework": study.find_framework(name).label} | _measure_pair(study, name, first, second)
        for name in study.settings.frameworks
        for first, second in combinations(list_analysts(study, name), 2)
    ]
    numbers = ["kappa", "low", "high", "alpha"]
    frame = pd.DataFrame(rows, columns=["framework", "analysts", "themes", "agreeing", *numbers])
    counts = dict.fromkeys(("themes", "agreeing"), "count[themes]")
    return frame.astype(dict.fromkeys(numbers, "float64") | counts)


def _measure_pair(study: Study, framework: str, first: str, second: str) -> dict[str, Any]:
    names = (first, second)
    maps = [place_themes(study, framework, name) for name in names]
    others = [place_themes(study, framework, name, "secondary") for name in names]
    both = [theme for theme in maps[0] if maps[0][theme] and maps[1][theme]]
    chief = np.array([[APART.join(one[theme]) for one in maps] for theme in both], dtype=object)
    chief = chief.reshape(len(both), 2)
    sets = np.empty((len(both), 2), dtype=object)
    for place, theme in enumerate(both):
        for side in (0, 1):
            sets[place, side] = frozenset(maps[side][theme] + others[side][theme])
    interval = draw_interval(
        study, chief, lambda rows: compute_cohen(list(rows[:, 0]), list(rows[:, 1]))
    )
    low, high = interval or (None, None)
    return {
        "analysts": APART.join(names),
        "themes": len(both),
        "agreeing": sum(one == two for one, two in chief),
        "kappa": compute_cohen(list(chief[:, 0]), list(chief[:, 1])),
        "low": low,
        "high": high,
        "alpha": compute_alpha_of_sets(sets) if both else None,
    }


@computed
def compare_maps(study: Study) -> pd.DataFrame:
    """Return what changes under each analyst's map of the primary framework.

    Returns
    -------
    DataFrame
        One row per analyst and theme that stands elsewhere, reaches another number of constructs,
        or reaches far under one map only: analyst, theme, place and other_place (labels),
        constructs_reached and other_constructs_reached, reaches_far and other_reaches_far.
    """
    import pandas as pd

    framework = study.framework
    labels = {item.id: item.label for item in framework.constructs}
    themes = study["themes", "theme_id", "label"].set_index("theme_id")["label"]
    columns = ["place", "constructs_reached", "reaches_far"]

    def read(analyst: str | None) -> dict[str, tuple[Any, ...]]:
        placed = place_themes(study, framework.id, analyst)
        reach = {row["theme_id"]: row for row in measure_themes(study, analyst)}
        return {
            theme: (
                join_words(labels[name] for name in placed[theme]) or NOWHERE,
                *(reach[theme][name] for name in columns[1:]),
            )
            for theme in themes.index
        }

    here, rows = read(None), []
    for analyst in list_analysts(study, framework.id):
        there = read(analyst)
        for theme, label in themes.items():
            if here[theme] != there[theme]:
                pairs = zip(here[theme], there[theme], strict=True)
                rows.append((analyst, label, *(value for pair in pairs for value in pair)))
    names = [name for column in columns for name in (column, f"other_{column}")]
    frame = pd.DataFrame(rows, columns=["analyst", "theme", *names])
    counts = dict.fromkeys((names[2], names[3]), "count[constructs]")
    return frame.astype(counts | dict.fromkeys(names[4:], "bool"))
