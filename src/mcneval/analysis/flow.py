"""From being approached to taking part: how many people, by phase, and why some did not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from mcneval.analysis.disclosure import WITHHELD_TEXT, shown_counts
from mcneval.analysis.disclosure_cells import APPROACHED, FLOW, REASONS, RECRUITED, TOTAL
from mcneval.analysis.register import profile_approached
from mcneval.study.load import Study
from mcneval.study.settings import Phase

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
    of them is recorded, and Target and Against target where any phase had one. Small counts are
    not shown.
    """
    import pandas as pd

    flow = count_flow(study)
    if not flow["recruited"].sum() and not flow["approached"].sum():
        return pd.DataFrame()
    lost = [name for name in LOSSES if flow[name].notna().any()]
    told = shown_counts(study)
    rows = [_write_row(study, row, lost, told) for row in flow.to_dict("records")]
    if len(flow) > 1:
        rows.append(_write_row(study, _add_up(flow), lost, told))
    shown = pd.DataFrame(rows)
    if shown["Recruited"].str.isdigit().all():
        shown["Recruited"] = shown["Recruited"].astype(int)
    if flow["target_low"].notna().any():
        return shown
    return shown.drop(columns=["Target", "Against target"])


def _add_up(flow: pd.DataFrame) -> dict[str, object]:
    """Return the row of all phases; what is not known of one is not known of all."""
    counts = flow.drop(columns=["phase", "approximate"])
    whole = {
        str(name): (column.sum() if column.notna().all() else None)
        for name, column in counts.items()
    }
    return {"phase": TOTAL, "approximate": bool(flow["approximate"].any()), **whole}


def _write_row(
    study: Study, row: dict[str, object], lost: list[str], told: dict[tuple[str, str, str], str]
) -> dict[str, str]:
    phase = str(row["phase"])
    approached = write_count(row["approached"], bool(row["approximate"]))
    no_target = "–" if phase == TOTAL else "none set"
    known = told[FLOW, phase, RECRUITED].isdigit()
    return {
        "Phase": (study.phase_labels | {TOTAL: ALL_PHASES})[phase],
        "Approached": told.get((FLOW, phase, APPROACHED), approached),
        "Recruited": told[FLOW, phase, RECRUITED],
        **{LOSSES[name]: tell_loss(told, phase, name, row[name]) for name in lost},
        "Target": write_target(row["target_low"], row["target_high"]) or no_target,
        "Against target": judge_target(row) if known else "–",
    }


def judge_target(row: Mapping[str, Any]) -> str:
    """Return how a phase stands against its target: ``met``, ``8 short``, ``3 over``."""
    import pandas as pd

    if row["target_low"] is None or pd.isna(row["target_low"]):
        return "–"
    if row["recruited"] < row["target_low"]:
        return f"{row['target_low'] - row['recruited']} short"
    over = row["recruited"] - row["target_high"]
    return f"{over} over" if over > 0 else "met"


def tell_loss(told: dict[tuple[str, str, str], str], phase: str, name: str, count: object) -> str:
    """Return what may be said of a phase's people who declined, were excluded, did not reply."""
    return told.get((FLOW, phase, name.replace("_", " ")), write_count(count))


def write_count(count: object, approximate: bool = False) -> str:
    """Return a count, ``about 35`` or ``not recorded``."""
    import pandas as pd

    if count is None or pd.isna(count):
        return UNKNOWN
    return f"about {count}" if approximate else f"{count}"


def write_target(low: object, high: object) -> str:
    """Return a target as ``20 to 30``; ``""`` where there was none."""
    import pandas as pd

    if low is None or pd.isna(low):
        return ""
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
    """Return the reasons for not taking part; columns Outcome, Reason, People.

    Small counts are not told; where all are small, the column People is left out. A reason of
    which nothing may be told is not listed: to name it is to say that someone gave it.
    """
    counts, told = count_reasons(study), shown_counts(study)
    words = counts["people"].astype(str)
    if study.knows_people:
        words = [told[REASONS, row.status, row.reason] for row in counts.itertuples()]
    shown = counts.astype({"status": str, "reason": str}).assign(people=words)
    shown = shown[shown["people"] != WITHHELD_TEXT].astype({"people": str})
    if not shown["people"].str.isdigit().any():
        shown = shown.sort_values(["status", "reason"]).drop(columns="people")
    shown["status"] = shown["status"].str.capitalize()
    return shown.rename(columns={"status": "Outcome", "reason": "Reason", "people": "People"})


def explain_no_reasons(study: Study) -> str:
    """Return why no reasons are shown, or "" where there are some."""
    if len(count_reasons(study)):
        if len(tabulate_reasons(study)):
            return ""
        return "So few people gave each reason that it could tell who somebody is."
    if not (profile_approached(study)["status"] != "recruited").any():
        return "The register lists only people who took part."
    return "No reasons are recorded."
