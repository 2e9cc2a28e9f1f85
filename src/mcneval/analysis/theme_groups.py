"""Who stands behind each theme: participants by what is known of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcneval.analysis.disclosure import protect_strata
from mcneval.analysis.evidence import gather_evidence
from mcneval.analysis.strata import Grouping, group_people
from mcneval.analysis.themes import count_theme_evidence, keep_for, sort_by_weight
from mcneval.study.load import Study

if TYPE_CHECKING:
    import pandas as pd


def count_themes_by(study: Study, grouping: Grouping) -> pd.DataFrame:
    """Count the participants behind each theme, by group of people.

    Returns
    -------
    DataFrame
        One row per theme and group, the themes by kind and weight: theme_id, label, group,
        participants (distinct, who spoke for the theme).
    """
    import pandas as pd

    evidence = keep_for(gather_evidence(study))
    evidence = evidence.assign(group=evidence["participant_id"].map(grouping.members))
    found = evidence.groupby(["theme_id", "group"])["participant_id"].nunique()
    themes = sort_by_weight(count_theme_evidence(study))[["theme_id", "label"]]
    pairs = themes.merge(pd.DataFrame({"group": list(grouping.groups)}), how="cross")
    keys = zip(pairs["theme_id"], pairs["group"], strict=True)
    return pairs.assign(participants=[int(found.get(key, 0)) for key in keys])


def tabulate_by_attribute(study: Study) -> dict[str, tuple[pd.DataFrame, str]]:
    """Return one table for each declared attribute, by its label ``tbl-theme-by-<id>``.

    Returns
    -------
    dict of str to tuple of (DataFrame, str)
        The table and its caption. Columns Theme, then "<group> (of n)": how many of the n
        people of that group who took part spoke for the theme; under
        ``disclosure.min_cell`` it is told so that no smaller count can be worked out. No tables
        where the register is reconstructed: what is known of it may not be linked to what was
        said.
    """
    tables: dict[str, tuple[pd.DataFrame, str]] = {}
    for grouping in group_people(study)[1:] if study.knows_people else []:
        counts = count_themes_by(study, grouping)
        if counts.empty:
            continue
        cells = _tell_counts(counts, study.settings.disclosure.min_cell)
        table = counts.drop_duplicates("theme_id")[["theme_id", "label"]].set_index("theme_id")
        for group, label in grouping.groups.items():
            told = cells[counts["group"] == group]
            table[f"{label} (of {grouping.count(group)})"] = told.to_numpy()
        caption = f"Participants behind each theme, by {grouping.label.lower()}"
        shown = table.rename(columns={"label": "Theme"}).reset_index(drop=True)
        tables[f"tbl-theme-by-{grouping.id}"] = (shown, caption)
    return tables


def _tell_counts(counts: pd.DataFrame, min_cell: int) -> pd.Series:
    """Return what may be told of each count; a theme's total is known from elsewhere."""
    if min_cell < 2:
        return counts["participants"]
    return (
        counts.groupby("theme_id", sort=False, group_keys=False)[["participants"]]
        .apply(lambda rows: protect_strata(rows, "participants", min_cell)["text"])
        .reindex(counts.index)
    )
