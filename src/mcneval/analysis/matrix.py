"""The framework matrix: who spoke to which theme, how often, and what they said.

After Ritchie and Spencer (1994): one row a case, one column a theme, a summary in each cell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from mcneval.analysis.evidence import gather_evidence, name_voices, write_said
from mcneval.analysis.wording import shorten_label
from mcneval.study.load import Study

if TYPE_CHECKING:
    import pandas as pd

Case = Literal["organisation", "participant"]


def choose_case(study: Study) -> Case:
    """Return what a row of the matrix is: organisations where that tells no small count.

    Where small counts are hidden, cases are people. An organisation's position and sector are
    known, so its segments would tell how many people of few spoke to a theme.
    """
    shown = knows_homes(study) and study.settings.disclosure.min_cell <= 1
    return "organisation" if shown else "participant"


def knows_homes(study: Study) -> bool:
    """Return whether it is known who works in which of several organisations."""
    return study.knows_people and len(study["organisations"]) > 1


def gather_cases(study: Study, case: Case) -> pd.DataFrame:
    """Return the evidence with its case: case_id and case_label beside its own columns.

    A group whose speaker is not known is a case of its own, unless cases are organisations and
    all who took part in it come from one.
    """
    evidence = gather_evidence(study)
    case_id, labels = evidence["voice"], name_voices(evidence)
    if case == "organisation":
        case_id = evidence["organisation_id"].where(evidence["organisation_id"] != "", case_id)
        labels |= name_organisations(study)
    return evidence.assign(case_id=case_id, case_label=case_id.map(labels))


def name_organisations(study: Study) -> dict[str, str]:
    """Return the organisations' labels by id."""
    rows = study["organisations"]
    return dict(zip(rows["organisation_id"], rows["label"], strict=True))


def count_matrix(study: Study, case: Case) -> pd.DataFrame:
    """Return the matrix in counts.

    Returns
    -------
    DataFrame
        One row per case and theme with evidence: case_id, case_label, phase (label of the first
        phase that the case was heard in), theme_id, theme_label, kind, and the distinct segments
        and those of them that speak against the theme. Organisations in the order of their file,
        people by phase and key, groups after them; themes in the order of their file.
    """
    evidence = gather_cases(study, case)
    themes = study["themes"][["theme_id", "label", "kind"]].rename(columns={"label": "theme_label"})
    frame = (
        evidence.assign(against=evidence["stance"] == "against")
        .groupby(["case_id", "case_label", "theme_id"], sort=False)
        .agg(segments=("segment_id", "nunique"), against=("against", "sum"))
        .reset_index()
        .merge(themes, on="theme_id")
    )
    phases = list(study.phase_labels)
    first = evidence["phase"].map(phases.index).groupby(evidence["case_id"]).min()
    frame["phase"] = [study.phase_labels[phases[first[name]]] for name in frame["case_id"]]
    groups = set(evidence.loc[evidence["participant_id"] == "", "voice"])
    homes = list(name_organisations(study)) if case == "organisation" else []
    frame["_group"] = frame["case_id"].isin(groups)
    frame["_place"] = [
        homes.index(name) if name in homes else first[name] for name in frame["case_id"]
    ]
    frame["_theme"] = frame["theme_id"].map(list(themes["theme_id"]).index)
    frame = frame.sort_values(["_group", "_place", "case_id", "_theme"], kind="stable")
    columns = ["case_id", "case_label", "phase", "theme_id", "theme_label", "kind"]
    return frame[[*columns, "segments", "against"]].reset_index(drop=True)


def tabulate_matrix(study: Study) -> pd.DataFrame:
    """Return the matrix ready to read: case, theme, segments, and what was said.

    A cell holds the team's summary where there is one, else the gists or cleared quotations.
    Participants and groups have every cell. Organisations have those that the team summarised:
    a gist beside an organisation would tell where the speaker of the evidence table works.
    """
    import pandas as pd

    rows = study["summaries"].itertuples(index=False)
    summaries = {(row.case_id, row.theme_id): row.summary for row in rows}
    parts = [_fill_cells(study, "participant", summaries)]
    if knows_homes(study):
        homes = _fill_cells(study, "organisation", summaries)
        homes = homes[homes["case_id"].isin(name_organisations(study))]
        parts.insert(0, homes[homes["By"] == "Summary"])
    frame = pd.concat(parts, ignore_index=True)
    columns = ["Case", "Theme", "Segments", "What was said", "By"]
    return frame[columns if summaries else columns[:-1]]


def _fill_cells(study: Study, case: Case, summaries: dict[tuple[str, str], str]) -> pd.DataFrame:
    counts = count_matrix(study, case)
    evidence = gather_cases(study, case)
    evidence = evidence.assign(said=write_said(evidence))
    said = evidence.groupby(["case_id", "theme_id"])["said"].agg(join_said)
    keys = list(zip(counts["case_id"], counts["theme_id"], strict=True))
    return counts.assign(
        **{
            "Case": counts["case_label"],
            "Theme": counts["theme_label"],
            "Segments": counts["segments"],
            "What was said": [summaries.get(key) or said[key] for key in keys],
            "By": ["Summary" if key in summaries else "Segments" for key in keys],
        }
    )


def join_said(parts: pd.Series) -> str:
    """Return what was said in several segments as one cell."""
    return " / ".join(dict.fromkeys(parts))


def explain_deviant(study: Study) -> str:
    """Return why nothing is listed as speaking against a theme; nothing where something is."""
    if (gather_evidence(study)["stance"] == "against").any():
        return ""
    return "No segment is marked as speaking against its theme."


def tabulate_deviant(study: Study) -> pd.DataFrame:
    """Return the segments that speak against their theme, with the balance in that theme."""
    evidence = gather_evidence(study)
    labels = dict(zip(study["themes"]["theme_id"], study["themes"]["label"], strict=True))
    balance = evidence.groupby("theme_id")["stance"].value_counts().unstack(fill_value=0)
    voices = name_voices(evidence)
    cases = evidence[evidence["stance"] == "against"]
    return cases.assign(
        **{
            "Theme": cases["theme_id"].map(labels),
            "Segment": cases["segment_id"],
            "Who": cases["voice"].map(voices),
            "Phase": [shorten_label(study.phase_labels[phase]) for phase in cases["phase"]],
            "What was said against it": write_said(cases),
            "Against, of all": [
                f"{balance.loc[theme, 'against']} of {balance.loc[theme].sum()}"
                for theme in cases["theme_id"]
            ],
        }
    )[
        ["Theme", "What was said against it", "Who", "Phase", "Against, of all", "Segment"]
    ].reset_index(drop=True)
