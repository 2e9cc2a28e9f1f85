"""Which organisations were reached, and how far recruitment met what was planned."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mcneval.analysis.proportions import compute_wilson, write_range
from mcneval.analysis.recruitment import (
    ALL_PHASES,
    UNKNOWN,
    count_flow,
    list_levels,
    write_count,
    write_target,
)
from mcneval.analysis.register import (
    Dimension,
    has_phases,
    list_dimensions,
    profile_approached,
    profile_recruited,
    read_dimension,
)
from mcneval.analysis.wording import write_percent
from mcneval.study.load import Study

if TYPE_CHECKING:
    import pandas as pd

SHARE_COLUMNS = ["dimension", "level", "planned", "achieved", "share", "low", "high"]
STRATA_COLUMNS = [*SHARE_COLUMNS, "basis", "approximate", "target_low", "target_high"]


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


def measure_coverage(study: Study, confidence: float = 0.95) -> pd.DataFrame:
    """Return how many of the register's organisations were reached, by their attributes.

    Nothing is returned for a reconstructed register: it holds no organisation that was
    not reached, and which ones there were is not known.

    Returns
    -------
    DataFrame
        Columns dimension, level (``all`` first), planned (organisations in the register),
        achieved (those with at least one participant), share, low, high (Wilson, 1927).
    """
    import pandas as pd

    organisations = study["organisations"]
    if not study.knows_people or organisations.empty:
        return pd.DataFrame(columns=SHARE_COLUMNS)
    reached = organisations["organisation_id"].isin(
        set(profile_recruited(study)["organisation_id"])
    )
    rows = [("all", "all", len(organisations), int(reached.sum()))]
    for attribute in study.settings.attributes_on("organisation"):
        for level in attribute.level_ids:
            here = organisations[attribute.id] == level
            rows.append((attribute.id, level, int(here.sum()), int((here & reached).sum())))
    return pd.DataFrame([_add_interval(row, confidence) for row in rows], columns=SHARE_COLUMNS)


def _add_interval(row: tuple[str, str, int, int], confidence: float) -> tuple[Any, ...]:
    *_, planned, achieved = row
    if not planned:
        return (*row, None, None, None)
    return (*row, achieved / planned, *compute_wilson(achieved, planned, confidence))


def tabulate_coverage(study: Study, confidence: float = 0.95) -> pd.DataFrame:
    """Return the coverage of the register's organisations, ready to read.

    Columns Attribute, Level, In the register, Reached, Share, Interval.
    """
    import pandas as pd

    shares = measure_coverage(study, confidence)
    labels = {item.id: item for item in list_dimensions(study)}
    rows = [
        (
            labels[row.dimension].label if row.dimension in labels else "All organisations",
            labels[row.dimension].levels[row.level] if row.dimension in labels else "",
            row.planned,
            row.achieved,
            write_percent(row.share) if row.planned else "",
            write_range(row.low, row.high) if row.planned else "",
        )
        for row in shares.itertuples()
    ]
    heads = ["Attribute", "Level", "In the register", "Reached", "Share"]
    return pd.DataFrame(rows, columns=[*heads, head_interval(confidence)])


def head_interval(confidence: float) -> str:
    """Return the head of a column of intervals: ``95% interval``."""
    return f"{confidence * 100:g}% interval"


def measure_strata(study: Study, confidence: float = 0.95) -> pd.DataFrame:
    """Return planned against achieved recruitment, by phase and by attribute.

    What was planned is the number approached; for a phase where that is not known it is
    the lower end of its target, and a share of a target has no interval.

    Returns
    -------
    DataFrame
        Columns dimension, level, planned, achieved, share, low, high (Wilson, 1927),
        basis (``approached`` or ``target``), approximate, target_low, target_high.
        Attributes appear only where the register holds everyone who was approached.
    """
    import pandas as pd

    flow = count_flow(study)
    rows = [_measure_phase(row, confidence) for row in flow.itertuples()]
    people = profile_approached(study)
    if study.knows_people and (people["status"] != "recruited").any():
        for dimension in list_dimensions(study, with_phase=False):
            rows += _measure_levels(people, dimension, confidence)
    frame = pd.DataFrame([row for row in rows if row], columns=STRATA_COLUMNS)
    return frame.astype({"target_low": "Int64", "target_high": "Int64"})


def _measure_phase(row: Any, confidence: float) -> tuple[Any, ...] | None:
    import pandas as pd

    no_target = pd.isna(row.target_low)
    target = (None, None) if no_target else (int(row.target_low), int(row.target_high))
    achieved = int(row.recruited)
    if not pd.isna(row.approached) and row.approached >= max(achieved, 1):
        start = ("phase", row.phase, int(row.approached), achieved)
        return (*_add_interval(start, confidence), "approached", row.approximate, *target)
    if no_target or not target[0]:
        return None
    share = achieved / target[0]
    return ("phase", row.phase, target[0], achieved, share, None, None, "target", False, *target)


def _measure_levels(
    people: pd.DataFrame, dimension: Dimension, confidence: float
) -> list[tuple[Any, ...]]:
    rows = []
    for level in list_levels(people, dimension):
        here = people[people[dimension.id] == level]
        recruited = int((here["status"] == "recruited").sum())
        start = _add_interval((dimension.id, level, len(here), recruited), confidence)
        rows.append((*start, "approached", False, None, None))
    return rows


def tabulate_strata(study: Study, confidence: float = 0.95) -> pd.DataFrame:
    """Return planned against achieved, ready to read.

    Columns By, Group, Planned, Recruited, Share, Interval.
    """
    import pandas as pd

    rows = [
        (
            read_dimension(study, row.dimension).label,
            _label_level(study, row.dimension, row.level),
            _write_plan(row),
            row.achieved,
            write_percent(row.share) if row.planned else "",
            _write_bounds(row),
        )
        for row in measure_strata(study, confidence).itertuples()
    ]
    heads = ["By", "Group", "Planned", "Recruited", "Share"]
    return pd.DataFrame(rows, columns=[*heads, head_interval(confidence)])


def _label_level(study: Study, dimension: str, level: str) -> str:
    return read_dimension(study, dimension).levels.get(level, "Not recorded")


def _write_plan(row: Any) -> str:
    import pandas as pd

    approached = f"{write_count(row.planned, row.approximate)} approached"
    if pd.isna(row.target_low):
        return approached
    target = f"target {write_target(row.target_low, row.target_high)}"
    return target if row.basis == "target" else f"{approached}, {target}"


def _write_bounds(row: Any) -> str:
    if row.basis == "target":
        return "none: a target is not a sample"
    return write_range(row.low, row.high) if row.planned else ""
