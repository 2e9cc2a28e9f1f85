"""Where each segment comes from: its source, phase, speaker and organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from mcneval.study.load import Study

COLUMNS = ["segment_id", "source_id", "phase", "kind", "participant_id", "organisation_id"]


def locate_segments(study: Study) -> pd.DataFrame:
    """Return one row for each segment with where it comes from.

    Where the register is known, a segment without a speaker belongs to the one person of its
    source, if there is one, or else to the one organisation of everyone in it.

    Returns
    -------
    DataFrame
        Columns segment_id, source_id, phase, kind (of source), participant_id ("" where the
        speaker is not known) and organisation_id ("" where it is not one, and always where the
        register is reconstructed: then the link from person to organisation is not known).
    """
    placed = study["segments"][["segment_id", "source_id", "participant_id"]].merge(
        study["sources"][["source_id", "phase", "kind"]], on="source_id", how="left"
    )
    if not study.knows_people:
        return placed.assign(organisation_id="")[COLUMNS]
    people = study["participants"][["participant_id", "organisation_id"]]
    took_part = study["source_participants"].merge(people, on="participant_id")
    alone, shared = (
        find_single(took_part, column) for column in ("participant_id", "organisation_id")
    )
    homes = dict(zip(people["participant_id"], people["organisation_id"], strict=True))
    speakers = [
        person or alone.get(source, "")
        for person, source in zip(placed["participant_id"], placed["source_id"], strict=True)
    ]
    organisations = [
        homes.get(person) or shared.get(source, "")
        for person, source in zip(speakers, placed["source_id"], strict=True)
    ]
    typed = {"participant_id": "str", "organisation_id": "str"}
    placed = placed.assign(participant_id=speakers, organisation_id=organisations)
    return placed.astype(typed)[COLUMNS]


def find_single(took_part: pd.DataFrame, column: str) -> dict[str, str]:
    """Return the value of a column for each source in which it has one value only."""
    distinct = took_part[["source_id", column]].drop_duplicates()
    single = distinct[~distinct["source_id"].duplicated(keep=False)]
    return dict(zip(single["source_id"], single[column], strict=True))
