"""Who was approached and who took part, by phase and by the declared attributes."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from mcneval.analysis.numbers import slug
from mcneval.analysis.register import (
    NOT_RECORDED,
    Dimension,
    profile_approached,
    profile_recruited,
    read_dimension,
)
from mcneval.study.load import Study
from mcneval.study.settings import Phase, RecruitmentTable

if TYPE_CHECKING:
    import pandas as pd

LOSSES = {"declined": "Declined", "excluded": "Excluded", "no_reply": "No reply"}
UNKNOWN = "not recorded"
ALL_PHASES = "All phases"


def count_flow(study: Study) -> pd.DataFrame:
    """Return how many people were approached and what came of it, by phase.

    Where the register holds only people who took part, the number approached is the one
    that ``study.yml`` gives, and what became of the others is not known.

    Returns
    -------
    DataFrame
        Columns phase, approached (Int64, missing where not known), approximate (whether
        ``approached`` is), recruited, declined, excluded, no_reply (Int64, missing where
        not known), target_low, target_high (Int64, missing where none was set).
    """
    import pandas as pd

    people = profile_approached(study)
    holds_all = bool((people["status"] != "recruited").any())
    rows = [
        _count_phase(phase, people[people["phase"] == phase.id]["status"], holds_all)
        for phase in study.settings.phases
    ]
    frame = pd.DataFrame(rows)
    whole = [name for name in frame.columns if name not in ("phase", "approximate")]
    return frame.astype(dict.fromkeys(whole, "Int64"))


def _count_phase(phase: Phase, statuses: pd.Series, holds_all: bool) -> dict[str, object]:
    counts = {status: int((statuses == status).sum()) for status in statuses.unique()}
    recruited = counts.get("recruited", 0)
    losses = [counts.get(name.replace("_", " "), 0) for name in LOSSES]
    approached: int | None = len(statuses)
    approximate = False
    if not holds_all:
        approached, approximate = phase.invited, phase.invited_is_approximate
    known = holds_all or (approached == recruited and not approximate)
    return {
        "phase": phase.id,
        "approached": approached,
        "approximate": approximate,
        "recruited": recruited,
        **{name: (lost if known else None) for name, lost in zip(LOSSES, losses, strict=True)},
        "target_low": phase.target.low if phase.target else None,
        "target_high": phase.target.high if phase.target else None,
    }


def tabulate_flow(study: Study) -> pd.DataFrame:
    """Return the flow of people by phase, with a row for all; what is not known says so.

    Columns Phase, Approached, Recruited, then Declined, Excluded and No reply where any
    of them is recorded, and Target where any phase had one.
    """
    import pandas as pd

    flow = count_flow(study)
    if not flow["recruited"].sum() and not flow["approached"].sum():
        return pd.DataFrame()
    lost = [name for name in LOSSES if flow[name].notna().any()]
    shown = pd.DataFrame({"Phase": flow["phase"].map(study.phase_labels)})
    shown["Approached"] = [
        write_count(count, approximate)
        for count, approximate in zip(flow["approached"], flow["approximate"], strict=True)
    ]
    shown["Recruited"] = flow["recruited"].astype(int)
    for name in lost:
        shown[LOSSES[name]] = [write_count(count) for count in flow[name]]
    if flow["target_low"].notna().any():
        shown["Target"] = [
            write_target(low, high)
            for low, high in zip(flow["target_low"], flow["target_high"], strict=True)
        ]
    return _add_all(shown, flow, lost)


def _add_all(shown: pd.DataFrame, flow: pd.DataFrame, lost: list[str]) -> pd.DataFrame:
    import pandas as pd

    if len(flow) < 2:
        return shown
    whole = flow["approached"].sum() if flow["approached"].notna().all() else None
    row: dict[str, object] = {
        "Phase": ALL_PHASES,
        "Approached": write_count(whole, bool(flow["approximate"].any())),
        "Recruited": int(flow["recruited"].sum()),
    }
    for name in lost:
        row[LOSSES[name]] = write_count(flow[name].sum() if flow[name].notna().all() else None)
    if "Target" in shown:
        whole_target = flow["target_low"].notna().all()
        low, high = flow["target_low"].sum(), flow["target_high"].sum()
        row["Target"] = write_target(low, high) if whole_target else ""
    return pd.concat([shown, pd.DataFrame([row])], ignore_index=True)


def write_count(count: object, approximate: bool = False) -> str:
    """Return a count, ``about 35`` or ``not recorded``."""
    import pandas as pd

    if count is None or pd.isna(count):
        return UNKNOWN
    return f"about {count}" if approximate else f"{count}"


def write_target(low: object, high: object) -> str:
    """Return a target as ``20 to 30``; ``none set`` where there was none."""
    import pandas as pd

    if low is None or pd.isna(low):
        return "none set"
    return f"{low}" if low == high else f"{low} to {high}"


def count_reasons(study: Study) -> pd.DataFrame:
    """Return why people did not take part, where that is recorded.

    Columns status, reason, people; most frequent first.
    """
    people = profile_approached(study)
    lost = people[(people["status"] != "recruited") & (people["reason"] != "")]
    counts = lost.groupby(["status", "reason"], as_index=False).agg(
        people=("participant_id", "size")
    )
    return counts.sort_values(
        ["people", "status", "reason"], ascending=[False, True, True], ignore_index=True
    )


def tabulate_reasons(study: Study) -> pd.DataFrame:
    """Return the reasons for not taking part; columns Outcome, Reason, People."""
    counts = count_reasons(study)
    counts["status"] = counts["status"].str.capitalize()
    return counts.rename(columns={"status": "Outcome", "reason": "Reason", "people": "People"})


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
    counts["total"] = counts.sum(axis=1)
    counts.loc["total"] = counts.sum(axis=0)
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


def _tabulate(study: Study, table: RecruitmentTable) -> pd.DataFrame:
    people = profile_recruited(study)
    counts = cross_recruited(study, table)
    down = read_dimension(study, table.rows)
    rows = list_levels(people, down) | {"total": "Total"}
    across = [list_levels(people, read_dimension(study, name)) for name in table.columns]
    heads = {
        "/".join(ids): " ".join(labels[level] for labels, level in zip(across, ids, strict=True))
        for ids in product(*across)
    }
    shown = counts.rename(columns=heads | {"total": "Total"})
    shown.insert(0, down.label, [rows[row] for row in counts.index])
    return shown.reset_index(drop=True).rename_axis(columns=None)


def key_cell(table: str, row: str, column: str) -> str:
    """Return the key of a displayed cell: ``table.role.phase-1.nursing``."""
    levels = "-".join(slug(level) for level in column.split("/"))
    return f"table.{table}.{slug(row)}.{levels}"
