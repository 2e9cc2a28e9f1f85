"""The network as a drawing needs it: its organisations, or its strata, with their people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcneval.analysis.disclosure import shown_counts
from mcneval.analysis.disclosure_cells import NETWORK, TOTAL
from mcneval.analysis.recruitment import cross_recruited
from mcneval.analysis.register import profile_recruited, read_dimension
from mcneval.study.load import Study
from mcneval.study.settings import Attribute, RecruitmentTable

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ["node", "label", "group", "group_label", "is_hub", "people", "shown"]


def find_hubs(study: Study) -> Attribute | None:
    """Return the attribute that tells hubs from spokes, if the study declares one.

    Its first level is the hub.
    """
    drawn = [item for item in study.settings.attributes if item.draw_as == "hub-and-spoke"]
    return drawn[0] if drawn else None


def measure_network(study: Study) -> pd.DataFrame:
    """Return the nodes of the network drawing, hubs first, then by people and label.

    Nodes are the register's organisations. Where the register is reconstructed they are
    the strata of a declared recruitment table instead, for no more is known.

    Returns
    -------
    DataFrame
        Columns node, label, group (level id of the hub attribute, ``""`` without one),
        group_label, is_hub, people (who took part), shown (the count as it may be
        printed; a small one is not told).
    """
    import pandas as pd

    rows = _list_organisations(study) if study.knows_people else _list_strata(study)
    frame = pd.DataFrame(rows, columns=COLUMNS)
    # Small counts are not told, so the order must not tell them either.
    frame["order"] = -frame["people"].where(frame["shown"].str.isdigit(), 1)
    frame = frame.sort_values(
        ["is_hub", "order", "label"], ascending=[False, True, True], ignore_index=True
    )
    return frame[COLUMNS]


def _list_organisations(study: Study) -> list[tuple[object, ...]]:
    hubs = find_hubs(study)
    people = profile_recruited(study)["organisation_id"].value_counts()
    labels = {level.id: level.label for level in hubs.levels} if hubs else {}
    told = shown_counts(study)
    rows: list[tuple[object, ...]] = []
    for row in study["organisations"].to_dict("records"):
        group = row[hubs.id] if hubs else ""
        is_hub = bool(hubs and group == hubs.level_ids[0])
        count = int(people.get(row["organisation_id"], 0))
        label = labels.get(group, "Not recorded" if hubs else "")
        name = row["organisation_id"]
        rows.append((name, row["label"], group, label, is_hub, count, told[NETWORK, name, TOTAL]))
    return rows


def _list_strata(study: Study) -> list[tuple[object, ...]]:
    hubs = find_hubs(study)
    table = find_strata(study)
    if hubs is None or table is None:
        return []
    counts = cross_recruited(study, table).loc[TOTAL].drop(TOTAL)
    dimensions = [read_dimension(study, name) for name in table.columns]
    rows: list[tuple[object, ...]] = []
    for key, count in counts.items():
        levels = dict(zip(table.columns, str(key).split("/"), strict=True))
        words = [item.levels.get(levels[item.id], "not recorded") for item in dimensions]
        group = levels[hubs.id]
        label = read_dimension(study, hubs.id).levels.get(group, "Not recorded")
        is_hub = group == hubs.level_ids[0]
        rows.append((key, " ".join(words), group, label, is_hub, int(count), str(count)))
    return rows


def find_strata(study: Study) -> RecruitmentTable | None:
    """Return the first declared table that crosses organisations with the hub attribute.

    It must cross attributes of organisations only, so that a stratum is a kind of
    organisation and not a kind of person.
    """
    hubs = find_hubs(study)
    on_organisations = {item.id for item in study.settings.attributes_on("organisation")}
    for table in study.settings.recruitment_tables:
        if hubs and hubs.id in table.columns and set(table.columns) <= on_organisations:
            return table
    return None
