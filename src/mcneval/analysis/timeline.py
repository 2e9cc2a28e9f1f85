"""When people were recruited, where dates are recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcneval.analysis.register import profile_recruited
from mcneval.study.load import Study

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ["phase", "date", "people", "cumulative", "in_phase"]


def count_timeline(study: Study) -> pd.DataFrame:
    """Return recruitment over time.

    A person counts from the day of consent; where that is not recorded, from the date of
    the first source that they spoke in. People without either are left out, and a
    reconstructed register gives nothing.

    Returns
    -------
    DataFrame
        Columns phase, date, people (that day, in that phase), cumulative (over all
        phases), in_phase (over the phase); in the order of time, then of phases.
    """
    import pandas as pd

    if not study.knows_people:
        return pd.DataFrame(columns=COLUMNS)
    people = find_dates(study).dropna(subset=["date"])
    counts = people.groupby(["date", "phase"], as_index=False).agg(people=("date", "size"))
    order = {phase: place for place, phase in enumerate(study.phase_labels)}
    counts["place"] = counts["phase"].map(order)
    counts = counts.sort_values(["date", "place"], ignore_index=True)
    counts["cumulative"] = counts["people"].cumsum()
    counts["in_phase"] = counts.groupby("phase")["people"].cumsum()
    return counts[COLUMNS]


def find_dates(study: Study) -> pd.DataFrame:
    """Return each recruited person's phase and date; columns participant_id, phase, date."""
    import pandas as pd

    people = profile_recruited(study)[["participant_id", "phase", "consented_on"]]
    spoke = study["source_participants"].merge(study["sources"], on="source_id")
    first = dict(spoke.groupby("participant_id")["date"].min())
    dates = [
        first.get(name, pd.NaT) if pd.isna(day) else day
        for name, day in zip(people["participant_id"], people["consented_on"], strict=True)
    ]
    people["date"] = pd.to_datetime(pd.Series(dates, index=people.index, dtype="object"))
    return people[["participant_id", "phase", "date"]]


def explain_no_dates(study: Study) -> str:
    """Return why recruitment over time cannot be drawn, or "" where it can."""
    return "" if len(count_timeline(study)) else "The dates of recruitment are not recorded."
