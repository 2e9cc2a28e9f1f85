"""The recruitment tables that a study declares: people who took part, by their attributes."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from mcneval.analysis.disclosure import shown_counts
from mcneval.analysis.disclosure_cells import TOTAL
from mcneval.analysis.numbers import slug
from mcneval.analysis.register import (
    NOT_RECORDED,
    Dimension,
    profile_recruited,
    read_dimension,
)
from mcneval.study.load import Study
from mcneval.study.settings import RecruitmentTable

if TYPE_CHECKING:
    import pandas as pd


def cross_recruited(study: Study, table: RecruitmentTable) -> pd.DataFrame:
    """Return a declared table as counts of people who took part, with totals.

    Returns
    -------
    DataFrame
        Index: the row ids and ``total``. Columns: the level ids of the crossed attributes
        joined by a slash and ``total``. Levels without people are 0; ``not-recorded``
        stands last, and only where someone's attribute is not filled in.
    """
    import pandas as pd

    people = profile_recruited(study)
    rows = list_levels(people, read_dimension(study, table.rows))
    columns = [list_levels(people, read_dimension(study, name)) for name in table.columns]
    heads = ["/".join(levels) for levels in product(*columns)]
    joined = people[table.columns].agg("/".join, axis=1) if len(people) else pd.Series(dtype="str")
    counts = pd.crosstab(people[table.rows], joined) if len(people) else pd.DataFrame()
    counts = counts.reindex(index=list(rows), columns=heads, fill_value=0).astype(int)
    counts[TOTAL] = counts.sum(axis=1)
    counts.loc[TOTAL] = counts.sum(axis=0)
    return counts


def list_levels(people: pd.DataFrame, dimension: Dimension) -> dict[str, str]:
    """Return a dimension's levels with labels, and ``not-recorded`` where it occurs."""
    if (people[dimension.id] == NOT_RECORDED).any():
        return dimension.levels | {NOT_RECORDED: "Not recorded"}
    return dimension.levels


def tabulate_declared(study: Study) -> dict[str, tuple[pd.DataFrame, str]]:
    """Return every recruitment table that the study declares, by ``tbl-<id>``.

    Each with its title: one header row, the row attribute first, ``Total`` last.
    """
    return {
        f"tbl-{table.id}": (_tabulate(study, table), table.title)
        for table in study.settings.recruitment_tables
    }


def tell_declared(study: Study, table: RecruitmentTable) -> pd.DataFrame:
    """Return a declared table as :func:`cross_recruited`, with what may be said of each count."""
    told = shown_counts(study)
    counts = cross_recruited(study, table)
    cells = [
        [told[table.id, str(row), str(name)] for name in counts.columns] for row in counts.index
    ]
    shown = counts.astype(str)
    shown.loc[:, :] = cells
    for name in shown.columns:
        if shown[name].str.isdigit().all():
            shown[name] = shown[name].astype(int)
    return shown


def _tabulate(study: Study, table: RecruitmentTable) -> pd.DataFrame:
    people = profile_recruited(study)
    told = tell_declared(study, table)
    down = read_dimension(study, table.rows)
    rows = list_levels(people, down) | {TOTAL: "Total"}
    across = [list_levels(people, read_dimension(study, name)) for name in table.columns]
    heads = {
        "/".join(ids): " ".join(labels[level] for labels, level in zip(across, ids, strict=True))
        for ids in product(*across)
    }
    shown = told.rename(columns=heads | {TOTAL: "Total"})
    shown.insert(0, down.label, [rows[row] for row in told.index])
    return shown.reset_index(drop=True).rename_axis(columns=None)


def key_cell(table: str, row: str, column: str) -> str:
    """Return the key of a displayed cell: ``table.role.phase-1.nursing``."""
    levels = "-".join(slug(level) for level in column.split("/"))
    return f"table.{table}.{slug(row)}.{levels}"
