"""Who took part: flow, groups, organisations, coverage, the network, dates.

Counts of people are those that may be shown: a small one is *under 5*, and one that would give
another away is *withheld* (see :mod:`mcneval.disclosure.suppress`).
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

from mcneval.disclosure.cells import (
    APPROACHED,
    FLOW,
    NETWORK,
    PLANNED,
    REASONS,
    STRATA,
    TOTAL,
    list_keys,
    name_column,
)
from mcneval.disclosure.suppress import (
    WITHHELD_TEXT,
    name_role,
    protect_register,
    shown_counts,
)
from mcneval.roles import lay_numbers
from mcneval.study.load import Study
from mcneval.study.record import computed
from mcneval.study.register import (
    NOT_RECORDED,
    RECRUITED,
    holds_all,
    label_levels,
    list_alike,
    list_dimensions,
    list_levels,
    list_tables,
    name_phases,
    profile_people,
    read_dimension,
    shorten_label,
)
from mcneval.study.settings import Attribute, RecruitmentTable
from mcneval.study.wording import slug

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "compute_wilson",
    "count_flow",
    "count_groups",
    "count_organisations",
    "count_reasons",
    "count_sources",
    "count_timeline",
    "list_network",
    "list_numbers",
    "measure_coverage",
    "measure_recruitment",
    "profile_people",
]

LOSSES = {"declined": "declined", "excluded": "excluded", "no_reply": "no reply"}
ALL_PHASES = "All phases"
ALL = "All"


def _label_phases(study: Study, phases: list[str]) -> pd.Series:
    whole = {TOTAL: ALL_PHASES} if TOTAL in phases else {}
    return label_levels(phases, name_phases(study) | whole, "phase")


@computed
def count_flow(study: Study) -> pd.DataFrame:
    """Return how many people were approached and what came of it, by phase.

    Where the register holds only people who took part, the number approached is the one that
    ``study.yml`` gives, and what became of the others is missing.

    Returns
    -------
    DataFrame
        A row a phase and, with several, one for all: phase, approached, approximate (whether
        ``approached`` is), recruited, declined, excluded, no_reply (counts of people), target_low,
        target_high (missing where none was set). Empty where the register is.
    """
    import pandas as pd

    people = profile_people(study, recruited=False)
    whole = holds_all(people)
    told = shown_counts(study)
    rows: list[dict[str, Any]] = []
    for phase in study.settings.phases if len(people) else []:
        number = int((people["phase"] == phase.id).sum())
        approached = number if whole else phase.invited
        known = whole or (approached == number and not phase.invited_is_approximate)
        row = {"phase": phase.id, "approached": told.get((FLOW, phase.id, APPROACHED), approached)}
        row |= {"approximate": not whole and phase.invited_is_approximate}
        row |= {"recruited": told[FLOW, phase.id, RECRUITED]}
        for name, status in LOSSES.items():
            row[name] = told.get((FLOW, phase.id, status), 0) if known else None
        target = phase.target
        row |= {"target_low": target.low if target else None}
        rows.append(row | {"target_high": target.high if target else None})
    if len(rows) > 1:
        rows.append(_add_up(rows, told))
    columns = ["phase", "approached", "approximate", "recruited", *LOSSES]
    frame = pd.DataFrame(rows, columns=[*columns, "target_low", "target_high"])
    frame["phase"] = _label_phases(study, list(frame["phase"]))
    roles = {name: name_role(study, status) for name, status in LOSSES.items()}
    roles |= {"approached": name_role(study, APPROACHED), "recruited": name_role(study)}
    aimed = dict.fromkeys(("target_low", "target_high"), "number[people aimed at]")
    return frame.astype(roles | aimed | {"approximate": "bool"})


def _add_up(rows: list[dict[str, Any]], told: dict[Any, str]) -> dict[str, Any]:
    """Return the row of all phases; what is not known of one is not known of all."""
    whole: dict[str, Any] = {"phase": TOTAL, "recruited": told[FLOW, TOTAL, RECRUITED]}
    whole["approximate"] = any(row["approximate"] for row in rows)
    for name, status in {"approached": APPROACHED, **LOSSES}.items():
        parts = [row[name] for row in rows]
        known = None if None in parts else sum(part for part in parts if isinstance(part, int))
        whole[name] = told.get((FLOW, TOTAL, status), known)
    return whole


@computed
def count_reasons(study: Study) -> pd.DataFrame:
    """Return why people did not take part, where that is recorded, most frequent first.

    A reason of which nothing may be told is not listed: to name it is to say that someone gave it.

    Returns
    -------
    DataFrame
        Columns outcome, reason, people (count of people).
    """
    import pandas as pd

    people = profile_people(study, recruited=False)
    lost = people[(people["status"] != RECRUITED) & (people["reason"] != "")]
    counts = lost.groupby(["status", "reason"], as_index=False).agg(
        people=("participant_id", "size")
    )
    told = shown_counts(study)
    texts = [
        told.get((REASONS, row.status, row.reason), str(row.people)) for row in counts.itertuples()
    ]
    counts["text"] = pd.Series(texts, dtype="str")
    counts = counts[counts["text"] != WITHHELD_TEXT]
    # The order must not tell what the words do not.
    counts["people"] = counts["people"].where(counts["text"].str.isdigit(), 0)
    counts = counts.sort_values(["people", "status", "reason"], ascending=[False, True, True])
    counts["people"] = counts["text"].astype("object")
    counts = counts.astype({"people": name_role(study, "lost")}).reset_index(drop=True)
    return counts.rename(columns={"status": "outcome"})[["outcome", "reason", "people"]]


@computed
def count_groups(study: Study) -> pd.DataFrame:
    """Return the tables of participants that ``study.yml`` declares, as one long table.

    Returns
    -------
    DataFrame
        A row a cell, totals too: table (its title), group (the levels that are crossed, ``All`` for
        their total), row (the phase, ``All`` for their total and in tables that are not by phase),
        people (count of people who took part), and the phase and each attribute with its level
        (missing for any); an attribute that has one of these names has ``_`` after it.
    """
    import pandas as pd

    names = ["phase", *(attribute.id for attribute in study.settings.attributes)]
    rows = [cell for table in list_tables(study) for cell in _list_cells(study, table)]
    own = ["table", "group", "row", "people"]
    frame = pd.DataFrame(rows, columns=[*own, *(name_level(name) for name in names)])
    titles = [table.title for table in list_tables(study)]
    frame["table"] = label_levels(frame["table"], titles)
    for name in names:
        labels = read_dimension(study, name).levels if name != "phase" else name_phases(study)
        levels = labels | {NOT_RECORDED: "Not recorded"}
        frame[name_level(name)] = label_levels(frame[name_level(name)], levels, name)
    for name in ("group", "row"):
        order = [word for word in frame[name] if word != ALL]
        frame[name] = label_levels(frame[name], [*order, ALL])
    return frame.astype({"people": name_role(study)})


def _list_cells(study: Study, table: RecruitmentTable) -> list[dict[str, str]]:
    """Return a declared table's cells; rows other than phases become a part of the group."""
    told, by_phase = shown_counts(study), table.rows == "phase"
    down, *across = _label_dimensions(study, [table.rows, *table.columns])
    rows = {**down, TOTAL: ALL}
    crossed = list(product(*across))
    cells = []
    for (row, label), levels in product(rows.items(), [*crossed, None]):
        if not by_phase and (row == TOTAL) != (levels is None):
            continue  # Totals of one side alone are those of other tables.
        pairs = zip(across, levels or (), strict=False)
        words = " ".join(known[level] for known, level in pairs) or ALL
        margin = dict(zip(table.columns, levels, strict=True)) if levels else {}
        margin |= {} if row == TOTAL else {table.rows: row}
        text = told[table.id, row, "/".join(levels) if levels else TOTAL]
        if not by_phase:
            words, label = (f"{label}, {words}" if levels else ALL), ALL
        cell = {"table": table.title, "group": words, "row": shorten_label(label), "people": text}
        cells.append(cell | {name_level(name): level for name, level in margin.items()})
    return cells


def _label_dimensions(study: Study, names: list[str]) -> list[dict[str, str]]:
    """Return the levels with labels that people who took part have, of each dimension named."""
    people = profile_people(study)
    return [list_levels(people, read_dimension(study, name)) for name in names]


def name_level(dimension: str) -> str:
    """Return the column of :func:`count_groups` with a cell's level of a dimension."""
    return f"{dimension}_" if dimension in ("table", "group", "row", "people") else dimension


@computed
def count_sources(study: Study) -> pd.DataFrame:
    """Return the sources by phase and kind, with the people who spoke in them.

    Returns
    -------
    DataFrame
        Columns phase, kind, sources (count), people (count, each person once in a phase and kind;
        withheld in a phase in which one of them, the phase itself, or the people in two kinds of
        source are few).
    """
    spoke = study["source_participants"]
    sources = study["sources", "source_id", "phase", "kind"]
    joined = sources.merge(spoke, on="source_id", how="left")
    counts = joined.groupby(["phase", "kind"], as_index=False).agg(
        sources=("source_id", "nunique"), people=("participant_id", "nunique")
    )
    if study.protects:
        least, told = study.settings.disclosure.min_cell, shown_counts(study)
        small = {row.phase for row in counts.itertuples() if 0 < row.people < least}
        small |= {phase for phase in counts["phase"] if not told[FLOW, phase, RECRUITED].isdigit()}
        several = counts.groupby("phase")["people"].sum()
        several -= joined.groupby("phase")["participant_id"].nunique()
        small |= {phase for phase, people in several.items() if 0 < people < least}
        hidden = counts["phase"].isin(small) & (counts["people"] > 0)
        counts["people"] = counts["people"].astype("object").mask(hidden, WITHHELD_TEXT)
    counts["phase"] = _label_phases(study, list(counts["phase"]))
    counts = counts.astype({"sources": "count[sources]", "people": name_role(study)})
    return counts.sort_values(["phase", "kind"], ignore_index=True)


@computed
def count_organisations(study: Study) -> pd.DataFrame:
    """Return the organisations that people who took part spoke from, by phase.

    Returns
    -------
    DataFrame
        A row a phase and, with several, one for all: phase, organisations, new (of them, those
        that no earlier phase had reached; missing where a reconstructed register does not
        determine it), in_other_phases (of them, those that another phase reached too), people
        (who took part).
    """
    import pandas as pd

    people = profile_people(study)
    told = shown_counts(study)
    phases = list(study.phase_labels)
    here = {phase: set(people.loc[people["phase"] == phase, "organisation_id"]) for phase in phases}
    several = {
        home for home in set().union(*here.values()) if sum(home in h for h in here.values()) > 1
    }
    earlier: set[str] = set()
    rows: list[tuple[Any, ...]] = []
    for place, phase in enumerate(phases):
        new = len(here[phase] - earlier) if study.knows_people or place < 2 else None
        counts = (len(here[phase]), new, len(here[phase] & several))
        rows.append((phase, *counts, told[FLOW, phase, RECRUITED]))
        earlier |= here[phase]
    if len(phases) > 1:
        rows.append((TOTAL, len(earlier), None, len(several), told[FLOW, TOTAL, RECRUITED]))
    columns = ["phase", "organisations", "new", "in_other_phases", "people"]
    if not (len(people) and protect_register(study).places):
        rows = []
    frame = pd.DataFrame(rows, columns=columns)
    frame["phase"] = _label_phases(study, list(frame["phase"]))
    kept = dict.fromkeys(columns[1:4], "count[organisations]")
    return frame.astype(kept | {"people": name_role(study)})


@computed
def measure_coverage(study: Study) -> pd.DataFrame:
    """Return how many of the register's organisations were reached, by their attributes.

    Nothing is returned for a reconstructed register: it holds no organisation that was not
    reached. The register is the whole network and no sample of it, so the shares have no
    intervals.

    Returns
    -------
    DataFrame
        Columns by (the attribute), group (its level), organisations (in the register), reached
        (those with at least one participant), share (of the organisations).
    """
    import pandas as pd

    rows: list[tuple[str, str, int, int]] = []
    places = study.knows_people and protect_register(study).places
    if places and len(study.tables["organisations"]):
        organisations = study["organisations"]
        reached = organisations["organisation_id"].isin(
            set(profile_people(study)["organisation_id"])
        )
        rows.append(("All organisations", "", len(organisations), int(reached.sum())))
        # So many people from so many organisations of a group could be one from each.
        known = () if study.protects else study.settings.attributes_on("organisation")
        for attribute in known:
            for level in attribute.levels:
                here = organisations[attribute.id] == level.id
                counts = int(here.sum()), int((here & reached).sum())
                rows.append((attribute.label, level.label, *counts))
    frame = pd.DataFrame(rows, columns=["by", "group", "organisations", "reached"])
    frame["share"] = frame["reached"] / frame["organisations"].where(frame["organisations"] > 0)
    roles = dict.fromkeys(("organisations", "reached"), "count[organisations]")
    return frame.astype(roles | {"share": "share[organisations]"})


def find_hubs(study: Study) -> Attribute | None:
    """Return the attribute that tells hubs (its first level) from spokes, if there is one."""
    alike = list_alike(study)
    drawn = [
        item
        for item in study.settings.attributes
        if item.draw_as == "hub-and-spoke" and item.id not in alike
    ]
    return drawn[0] if drawn else None


@computed
def list_network(study: Study) -> pd.DataFrame:
    """Return the parts of the network and how many people of each took part.

    Parts are the register's organisations. Where the register is reconstructed they are the groups
    of the first declared table that crosses attributes of organisations, hubs among them, for no
    more is known.

    Returns
    -------
    DataFrame
        Columns part (its name), position (level of the hub attribute, missing without one), hub,
        people (who took part); hubs first, then by people and name.
    """
    import pandas as pd

    hubs = find_hubs(study)
    rows = _list_homes(study, hubs) if study.knows_people else _list_strata(study, hubs)
    frame = pd.DataFrame(rows, columns=["part", "position", "people"])
    labels = {level.id: level.label for level in hubs.levels} if hubs else {}
    frame["hub"] = frame["position"] == (hubs.level_ids[0] if hubs else None)
    frame["position"] = label_levels(frame["position"], labels, hubs.id if hubs else "")
    # The order must not tell what the words do not.
    frame["order"] = [-int(text) if text.isdigit() else -1 for text in frame["people"]]
    frame = frame.sort_values(["hub", "order", "part"], ascending=[False, True, True])
    frame = frame.astype({"people": name_role(study)})
    return frame[["part", "position", "hub", "people"]].reset_index(drop=True)


def _list_homes(study: Study, hubs: Attribute | None) -> list[tuple[str, str, str]]:
    told = shown_counts(study)
    if not protect_register(study).places:
        return []
    return [
        (row["label"], row[hubs.id] if hubs else "", told[NETWORK, row["organisation_id"], TOTAL])
        for row in study["organisations"].to_dict("records")
    ]


def _list_strata(study: Study, hubs: Attribute | None) -> list[tuple[str, str, str]]:
    on_organisations = {item.id for item in study.settings.attributes_on("organisation")}
    for table in study.settings.recruitment_tables:
        if hubs and hubs.id in table.columns and set(table.columns) <= on_organisations:
            told = shown_counts(study)
            across = _label_dimensions(study, table.columns)
            return [
                (
                    " ".join(known[level] for known, level in zip(across, levels, strict=True)),
                    levels[table.columns.index(hubs.id)],
                    told[table.id, TOTAL, "/".join(levels)],
                )
                for levels in product(*across)
            ]
    return []


@computed
def measure_recruitment(study: Study) -> pd.DataFrame:
    """Return how many of those approached took part, by phase and by attribute.

    Returns
    -------
    DataFrame
        Columns by, group, approached, recruited (counts of people), share, low, high (its interval
        after Wilson, 1927). Groups of which a count may not be shown are left out, and all of an
        attribute's where those left out are few together; empty where the register does not hold
        everyone who was approached.
    """
    import pandas as pd

    people = profile_people(study, recruited=False)
    told = shown_counts(study)
    rows: list[tuple[Any, ...]] = []
    known = study.knows_people and holds_all(people)
    for dimension in list_dimensions(study) if known else []:
        here: list[tuple[Any, ...]] = []
        for level, label in list_levels(profile_people(study), dimension).items():
            keys = (PLANNED, dimension.id, level), (STRATA, dimension.id, level)
            if dimension.id == "phase":
                keys = (FLOW, level, APPROACHED), (FLOW, level, RECRUITED)
            of, took = (told[key] for key in keys)
            if of.isdigit() and took.isdigit() and int(of):
                bounds = compute_wilson(int(took), int(of), study.analysis.confidence)
                share = int(took) / int(of)
                here.append((dimension.label, shorten_label(label), of, took, share, *bounds))
        if not _leaves_few(study, people, [(int(of), int(took)) for _, _, of, took, *_ in here]):
            rows += here
    frame = pd.DataFrame(
        rows, columns=["by", "group", "approached", "recruited", "share", "low", "high"]
    )
    shares = dict.fromkeys(("share", "low", "high"), "share[people of approached]")
    roles = {"approached": name_role(study, APPROACHED), "recruited": name_role(study)}
    return frame.astype(roles | shares)


def _leaves_few(study: Study, people: pd.DataFrame, shown: list[tuple[int, int]]) -> bool:
    """Return whether those in no group shown are few: approached, recruited, or neither."""
    if not study.protects:
        return False
    of = len(people) - sum(one for one, _ in shown)
    took = len(profile_people(study)) - sum(one for _, one in shown)
    return any(0 < count < study.settings.disclosure.min_cell for count in (of, took, of - took))


def compute_wilson(successes: int, trials: int, confidence: float = 0.95) -> tuple[float, float]:
    """Return the score interval of a proportion (Wilson, 1927).

    Parameters
    ----------
    successes, trials : int
        How many of how many; ``trials`` must be at least 1.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    tuple of float
        The lower and the upper bound, between 0 and 1.

    Raises
    ------
    ValueError
        Where there are no trials, or more successes than trials.

    Examples
    --------
    >>> [round(bound, 3) for bound in compute_wilson(14, 18)]
    [0.548, 0.91]
    """
    if trials < 1 or not 0 <= successes <= trials:
        raise ValueError(f"{successes} of {trials} is no proportion.")
    from scipy.stats import binomtest

    interval = binomtest(successes, trials).proportion_ci(confidence, "wilson")
    return float(interval.low), float(interval.high)


@computed
def count_timeline(study: Study) -> pd.DataFrame:
    """Return recruitment over time.

    A person counts from the day of consent; where that is not recorded, from the date of the
    first source that they spoke in. People without either are left out, and so are phases whose
    size is not shown; a reconstructed register gives nothing.

    Returns
    -------
    DataFrame
        Columns date, phase, people (recruited in that phase up to and on that day), in the order
        of time; where small counts are hidden, only days between which no few people joined.
    """
    import pandas as pd

    if not study.knows_people:
        return pd.DataFrame({"date": [], "phase": [], "people": []})
    people = profile_people(study)[["participant_id", "phase", "consented_on"]]
    sources = study["sources", "source_id", "date"]
    first = study["source_participants"].merge(sources, on="source_id")
    first = first.groupby("participant_id")["date"].min()
    spoke = pd.to_datetime(people["participant_id"].map(first.to_dict()))
    people["date"] = pd.to_datetime(people["consented_on"]).fillna(spoke)
    people = people.dropna(subset=["date"])
    if study.protects:
        told = shown_counts(study)
        hidden = {
            phase for phase in study.phase_labels if not told[FLOW, phase, RECRUITED].isdigit()
        }
        people = people[~people["phase"].isin(hidden)]
    counts = people.groupby(["date", "phase"], as_index=False).agg(people=("date", "size"))
    counts["phase"] = _label_phases(study, list(counts["phase"]))
    counts = counts.sort_values(["date", "phase"], ignore_index=True)
    counts["people"] = counts.groupby("phase", observed=True)["people"].cumsum()
    if study.protects and len(counts):
        least = study.settings.disclosure.min_cell
        held = counts.groupby("phase", observed=True)["people"]
        kept = {at for _, up_to in held for at in _keep_days(up_to.to_dict(), least)}
        counts = counts[counts.index.isin(kept)].reset_index(drop=True)
    return counts.astype({"people": "count[people of dates]"})


def _keep_days(up_to: dict[int, int], least: int) -> list[int]:
    """Return the places of days between which at least so many people joined.

    The last is one of them, unless that many have not joined in all.
    """
    kept: list[int] = []
    for place, people in up_to.items():
        if people - (up_to[kept[-1]] if kept else 0) >= least:
            kept.append(place)
    # A few who joined at the end are told with those before them.
    return [*kept[:-1], next(reversed(up_to))] if kept else []


@computed
def list_numbers(study: Study) -> pd.DataFrame:
    """Return the numbers on recruitment that prose may use, as one row.

    Returns
    -------
    DataFrame
        Columns ``participants.*``, ``organisations.*`` (by phase withheld where small counts are
        hidden: how many organisations so many people come from tells of single ones),
        ``sources.*``, ``people.*`` by phase, and
        ``table.<table>.<row>.<levels>`` for every cell of the declared tables.
    """
    told, role = shown_counts(study), name_role(study)
    counts: dict[str, tuple[Any, str]] = {}
    for phase in [TOTAL, *study.phase_labels]:
        counts[f"participants.{slug(phase)}"] = told[FLOW, phase, RECRUITED], role
    people = profile_people(study)
    homes = people.groupby("organisation_id")["phase"].nunique()
    least = study.settings.disclosure.min_cell
    hidden = f"count[organisations under {least}]" if study.protects else "count[organisations]"
    total = len(homes) if protect_register(study).places else WITHHELD_TEXT
    counts["organisations.total"] = total, hidden
    for phase in study.phase_labels:
        reached = people.loc[people["phase"] == phase, "organisation_id"].nunique()
        text = WITHHELD_TEXT if study.protects else reached
        counts[f"organisations.{slug(phase)}"] = text, hidden
    several = WITHHELD_TEXT if study.protects else int((homes > 1).sum())
    counts["organisations.in-several-phases"] = several, hidden
    counts["sources.total"] = len(study["sources", "source_id"]), "count[sources]"
    ids = {label: phase for phase, label in name_phases(study).items()}
    for row in count_sources(study).astype({"people": "str"}).itertuples():
        key = f"{slug(ids[row.phase])}-{slug(row.kind)}"
        counts[f"sources.{key}"] = row.sources, "count[sources]"
        counts[f"people.{key}"] = row.people, role
    for table in study.settings.recruitment_tables:
        for row, levels in list_keys(study, people, table):
            column = name_column(levels)
            key = "-".join(slug(level) for level in column.split("/"))
            text = told.get((table.id, row, column), WITHHELD_TEXT)
            counts[f"table.{table.id}.{slug(row)}.{key}"] = text, role
    return lay_numbers(counts)
