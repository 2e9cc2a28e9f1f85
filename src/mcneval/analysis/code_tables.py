"""The codebook and the code counts as readers see them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mcneval.analysis.coding import (
    arrange_codes,
    count_codes,
    count_codes_by,
    count_totals,
    join_codings,
    rank_codes,
)
from mcneval.analysis.disclosure import protect_strata
from mcneval.analysis.strata import group_by_phase, group_people
from mcneval.analysis.wording import shorten_label

if TYPE_CHECKING:
    import pandas as pd

    from mcneval.study.load import Study

INDENT = "–\u00a0"
HEADS = {
    "participants": "People",
    "organisations": "Organisations",
    "sources": "Sources",
    "segments": "Segments",
}


def tabulate_codebook(study: Study) -> pd.DataFrame:
    """Return the codebook: Code (indented by a dash a level), Definition, Segments.

    Segments counts what a code and those beneath it carry; the column is left out where
    nothing is coded.
    """
    tree = arrange_codes(study["codes"])
    shown = tree[[]].assign(
        Code=[INDENT * row.depth + row.label for row in tree[["label", "depth"]].itertuples()],
        Definition=tree["definition"],
    )
    if not study["codings"].empty:
        shown["Segments"] = count_codes(study)["beneath"]
    return shown


def tabulate_code_frequency(study: Study) -> pd.DataFrame:
    """Return the codes that were used, those first that most people gave.

    Columns Code, Group (where codes stand in groups), and by how many People and Organisations
    (where people's organisations are known), in how many Sources and on how many Segments each
    was used, with the number there are of each in brackets. Empty where nothing is coded.
    """
    counted = count_codes(study)
    counted = rank_codes(counted[counted["segments"] > 0])
    totals = count_totals(study)
    shown = counted[["label"]].rename(columns={"label": "Code"})
    if (counted["group"] != "").any():
        own = counted["group"] == counted["label"]
        shown["Group"] = counted["group"].mask(own, "itself a group")
    for name, head in HEADS.items():
        if name != "organisations" or study.knows_people:
            shown[f"{head} (of {totals[name]})"] = counted[name]
    return shown


def tabulate_codes_by_phase(study: Study) -> pd.DataFrame:
    """Return the codes that were used, in the order of their frequency, by phase.

    Columns Code, then for each phase "<phase>: people (of n)", with the people whose words can
    be told apart, and "<phase>: segments". Empty where nothing is coded or there is one phase.
    """
    counted = count_codes_by(study, group_by_phase(study))
    shown = list_used(study)
    if shown.empty or len(study.phase_labels) < 2:
        return shown.iloc[:0]
    for phase, name in study.phase_labels.items():
        label = shorten_label(name)
        here = counted[counted["group"] == phase].set_index("code_id")
        shown[f"{label}: people (of {here['people'].iloc[0]})"] = here["participants"]
        shown[f"{label}: segments"] = here["segments"]
    return shown.rename(columns={"label": "Code"}).reset_index(drop=True)


def list_used(study: Study) -> pd.DataFrame:
    """Return the codes that were used, the most frequent first: code_id (index) and label."""
    counted = count_codes(study)
    counted = rank_codes(counted[counted["segments"] > 0])
    return counted[["code_id", "label"]].set_index("code_id")


def tabulate_codes_by_attributes(study: Study) -> dict[str, tuple[pd.DataFrame, str]]:
    """Return one table for each declared attribute, by its label ``tbl-code-by-<id>``.

    Returns
    -------
    dict of str to tuple of (DataFrame, str)
        The table and its caption. Columns Code, then "<group> (of n)": how many of the n
        people of that group who took part gave a segment with the code; under
        ``disclosure.min_cell`` it is "under n" or "withheld", so that the code's total does not
        give it away. Codes without any count to show are left out, and a table without codes.
        No tables where the register is reconstructed or nothing is coded.
    """
    tables = {}
    for grouping in group_people(study)[1:] if len(list_used(study)) else []:
        counted = hide_small(count_codes_by(study, grouping), study.settings.disclosure.min_cell)
        shown = list_used(study)
        for group, label in grouping.groups.items():
            here = counted[counted["group"] == group].set_index("code_id")
            shown[f"{label} (of {grouping.count(group)})"] = here["participants"]
        shown = keep_told(shown.rename(columns={"label": "Code"}))
        if len(shown):
            caption = f"People who gave each code, by {grouping.label.lower()}"
            tables[f"tbl-code-by-{grouping.id}"] = (shown, caption)
    return tables


def keep_told(shown: pd.DataFrame) -> pd.DataFrame:
    """Return the rows in which at least one count is told that is not 0."""
    counts = shown.iloc[:, 1:].astype(str)
    told = counts.apply(lambda column: column.str.isdigit() & (column != "0")).any(axis=1)
    return shown[told].reset_index(drop=True)


def hide_small(counted: pd.DataFrame, min_cell: int) -> pd.DataFrame:
    """Return counts by code and group with small numbers of participants told in words.

    Each code's total is known from elsewhere, so where one count is hidden another is withheld.
    """
    if min_cell < 2:
        return counted
    told = [
        protect_strata(rows, "participants", min_cell)["text"]
        for _, rows in counted.groupby("code_id", sort=False)
    ]
    return counted.assign(participants=[text for texts in told for text in texts])


def list_thin_codes(study: Study) -> pd.DataFrame:
    """List the codes that were never used or rest on one person, source, segment or coder.

    Returns
    -------
    DataFrame
        Columns code_id, label, finding, participants, sources, segments; the never used first,
        then in the codebook's order. Headings are left out. ``finding`` is one of never used,
        one segment, one participant, one source, one coder: the narrowest that is true.
    """
    counted, codings = count_codes(study), join_codings(study)
    by_code = dict(iter(codings.groupby("code_id")))
    several = codings["coder"].nunique() > 1
    findings = [judge_thin(row, by_code.get(row.code_id), several) for row in counted.itertuples()]
    thin = counted.assign(finding=findings)
    thin = thin[thin["finding"] != ""]
    order = thin["finding"].map({"never used": 0}).fillna(1)
    thin = thin.assign(order=order).sort_values("order", kind="stable")
    names = ["code_id", "label", "finding", "participants", "sources", "segments"]
    return thin[names].reset_index(drop=True)


def judge_thin(row: Any, codings: pd.DataFrame | None, several: bool) -> str:
    """Return the narrowest thing a code rests on, or "" where it is a heading or not thin.

    ``several`` says whether more than one coder worked on the study.
    """
    if row.is_heading:
        return ""
    if codings is None:
        return "never used"
    if row.segments == 1:
        return "one segment"
    if row.participants == 1 and (codings["participant_id"] != "").all():
        return "one participant"
    if row.sources == 1:
        return "one source"
    return "one coder" if several and codings["coder"].nunique() == 1 else ""


FINDINGS = {
    "never used": "Never used",
    "one segment": "Used once",
    "one participant": "One participant only",
    "one source": "One source only",
    "one coder": "One coder only",
}


def tabulate_thin_codes(study: Study) -> pd.DataFrame:
    """Return the codes that rest on little: Code, Finding, People, Sources, Segments.

    Empty where nothing is coded or no code is that thin.
    """
    thin = list_thin_codes(study)
    if study["codings"].empty:
        return thin.iloc[:0]
    return (
        thin.drop(columns="code_id")
        .rename(columns=str.capitalize)
        .rename(columns={"Label": "Code", "Participants": "People"})
        .assign(Finding=thin["finding"].map(FINDINGS))
    )
