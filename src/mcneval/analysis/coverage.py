"""Which organisations were reached, phase by phase and of those on the register."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcneval.analysis.flow import ALL_PHASES, UNKNOWN, write_count
from mcneval.analysis.register import (
    has_phases,
    list_dimensions,
    profile_recruited,
)
from mcneval.analysis.wording import write_percent
from mcneval.study.load import Study

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ["dimension", "level", "planned", "achieved", "share"]


def count_organisations(study: Study) -> pd.DataFrame:
    """Return the organisations that people who took part spoke from, by phase.

    Returns
    -------
    DataFrame
        Columns phase (an id, or ``all``), organisations, elsewhere (of them, those that
        also took part in another phase), fresh (of them, those that no earlier phase had
        reached; missing where a reconstructed register does not determine it),
        participants.
    """
    import pandas as pd

    people = profile_recruited(study)
    phases = list(study.phase_labels)
    reached = {phase: _reach(people, phase) for phase in phases}
    several = find_returning(people)
    earlier: set[str] = set()
    rows = []
    for place, phase in enumerate(phases):
        fresh = len(reached[phase] - earlier)
        known = study.knows_people or place < 2
        here = int((people["phase"] == phase).sum())
        counts = (len(reached[phase]), len(reached[phase] & several))
        rows.append((phase, *counts, fresh if known else None, here))
        earlier |= reached[phase]
    rows.append(("all", len(earlier), len(several), len(earlier), len(people)))
    names = ["phase", "organisations", "elsewhere", "fresh", "participants"]
    return pd.DataFrame(rows, columns=names).astype({"fresh": "Int64"})


def _reach(people: pd.DataFrame, phase: str) -> set[str]:
    return set(people.loc[people["phase"] == phase, "organisation_id"])


def find_returning(people: pd.DataFrame) -> set[str]:
    """Return the ids of organisations whose people took part in more than one phase."""
    phases = people.groupby("organisation_id")["phase"].nunique()
    return set(phases[phases > 1].index)


def tabulate_organisations(study: Study) -> pd.DataFrame:
    """Return the organisations by phase with their overlap, ready to read.

    With one phase there is one row; columns Phase, Organisations, then Reached for the
    first time and Also in another phase where there are several, and Participants.
    """
    counts = count_organisations(study)
    if not counts["participants"].sum():
        return counts.iloc[:0]
    counts["phase"] = counts["phase"].map(study.phase_labels | {"all": ALL_PHASES})
    counts["fresh"] = [write_count(count) for count in counts["fresh"]]
    counts.loc[counts["phase"] == ALL_PHASES, "fresh"] = "–"
    names = {
        "phase": "Phase",
        "organisations": "Organisations",
        "fresh": "Reached for the first time",
        "elsewhere": "Also in another phase",
        "participants": "Participants",
    }
    if not has_phases(study):
        counts, names = counts.iloc[:1], _without(names, "fresh", "elsewhere")
    elif (counts["fresh"] == UNKNOWN).any():
        names = _without(names, "fresh")
    return counts[list(names)].rename(columns=names)


def _without(names: dict[str, str], *gone: str) -> dict[str, str]:
    return {name: label for name, label in names.items() if name not in gone}


def measure_coverage(study: Study) -> pd.DataFrame:
    """Return how many of the register's organisations were reached, by their attributes.

    Nothing is returned for a reconstructed register: it holds no organisation that was
    not reached, and which ones there were is not known. The register is the whole network and
    no sample of it, so the shares have no intervals.

    Returns
    -------
    DataFrame
        Columns dimension, level (``all`` first), planned (organisations in the register),
        achieved (those with at least one participant), share (missing where there are none).
    """
    import pandas as pd

    organisations = study["organisations"]
    if not study.knows_people or organisations.empty:
        return pd.DataFrame(columns=COLUMNS)
    reached = organisations["organisation_id"].isin(
        set(profile_recruited(study)["organisation_id"])
    )
    rows = [("all", "all", len(organisations), int(reached.sum()))]
    for attribute in study.settings.attributes_on("organisation"):
        for level in attribute.level_ids:
            here = organisations[attribute.id] == level
            rows.append((attribute.id, level, int(here.sum()), int((here & reached).sum())))
    shares = pd.DataFrame(rows, columns=COLUMNS[:4])
    return shares.assign(share=shares["achieved"] / shares["planned"].where(shares["planned"] > 0))


def tabulate_coverage(study: Study) -> pd.DataFrame:
    """Return the coverage of the register's organisations, ready to read.

    Columns By, Group, In the register, Reached, Share.
    """
    import pandas as pd

    labels = {item.id: item for item in list_dimensions(study)}
    rows = [
        (
            labels[row.dimension].label if row.dimension in labels else "All organisations",
            labels[row.dimension].levels[row.level] if row.dimension in labels else "",
            row.planned,
            row.achieved,
            write_percent(row.share) if row.planned else "",
        )
        for row in measure_coverage(study).itertuples()
    ]
    return pd.DataFrame(rows, columns=["By", "Group", "In the register", "Reached", "Share"])


def explain_no_coverage(study: Study) -> str:
    """Return why coverage cannot be worked out, or "" where it can."""
    if len(measure_coverage(study)):
        return ""
    return "Which organisations of the network were not reached is not recorded."
