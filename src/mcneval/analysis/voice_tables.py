"""Whose voice is heard in the evidence, as tables for readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcneval.analysis.disclosure import protect_strata
from mcneval.analysis.numbers import count_words
from mcneval.analysis.segments import locate_segments
from mcneval.analysis.voice import (
    count_voice,
    locate_quotations,
    measure_voice_strata,
)
from mcneval.analysis.wording import shorten_label, start_sentence, write_known, write_percent

if TYPE_CHECKING:
    import pandas as pd

    from mcneval.study.load import Study

UNKNOWN = "not known"
HEADS = ["Participant", "Phase", "Segments", "As evidence", "Share of the evidence"]
UNHEARD = {
    "not quoted": "no evidence from them",
    "speaker not recorded": "spoke where speakers are not recorded",
}


def tabulate_voice(study: Study) -> pd.DataFrame:
    """Return how much evidence each person gave: those who gave some one by one, others together.

    Columns Participant, Phase, Segments, As evidence (those under a theme), Share of the
    evidence; Segments is left out where all are evidence. After the people who are heard come,
    phase by phase, those who are not, and what has no known speaker, so that the columns add up
    to all segments. Empty where nothing is evidence.
    """
    import pandas as pd

    voices = count_voice(study)
    labels = {phase: shorten_label(label) for phase, label in study.phase_labels.items()}
    total = len(locate_quotations(study))
    if not total:
        return pd.DataFrame({head: [] for head in HEADS})
    rows = [
        (row.participant_id, labels[row.phase], row.segments, row.quotations)
        for row in voices[voices["quotations"] > 0].itertuples()
    ]
    for standing, words in UNHEARD.items():
        for phase, label in labels.items():
            them = voices[(voices["standing"] == standing) & (voices["phase"] == phase)]
            if len(them):
                name = start_sentence(f"{count_words(len(them), 'other')}, {words}")
                rows.append((name, label, int(them["segments"].sum()), 0))
    rows += list_unplaced(study)
    shown = pd.DataFrame(rows, columns=HEADS[:4])
    shown[HEADS[4]] = [write_percent(count / total) for count in shown[HEADS[3]]]
    same = (shown[HEADS[2]] == shown[HEADS[3]]).all()
    return shown.drop(columns=HEADS[2]) if same else shown


def tell_quoted(strata: pd.DataFrame, min_cell: int) -> list[int] | list[str]:
    """Return how many of each group are known to be heard, small counts of an attribute in words.

    Nobody is known to be heard where a group has evidence and no speaker of it.
    """
    unknown = (strata["quoted"] == 0) & (strata["quotations"] > 0)
    if unknown.any():
        known = tell_quoted(strata.assign(quotations=0), min_cell)
        return [UNKNOWN if hide else str(one) for hide, one in zip(unknown, known, strict=True)]
    if min_cell < 2:
        return list(strata["quoted"])
    told: list[str] = []
    for by, rows in strata.groupby("by", sort=False):
        if by in ("phase", "kind"):
            told += [str(count) for count in rows["quoted"]]
        else:
            told += list(protect_strata(rows, "quoted", min_cell)["text"])
    return told


def list_unplaced(study: Study) -> list[tuple[str, str, int, int]]:
    """Return a row a phase for segments and quotations without a known speaker."""
    segments, quotations = (
        frame[frame["participant_id"] == ""]
        for frame in (locate_segments(study), locate_quotations(study))
    )
    return [
        (
            "Speaker not recorded",
            shorten_label(label),
            int((segments["phase"] == phase).sum()),
            int((quotations["phase"] == phase).sum()),
        )
        for phase, label in study.phase_labels.items()
        if (segments["phase"] == phase).any()
    ]


def tabulate_voice_strata(study: Study) -> pd.DataFrame:
    """Return each group's share of the people beside its share of the quotations.

    Columns By, Group, People, Heard, Segments (that are evidence), % of people, % of
    segments, Per person (segments). Groups without people or segments are left out; small counts
    of people in a group who are known to be heard are told as "under n" or "withheld".
    """
    strata = measure_voice_strata(study)
    if not strata["quotations"].any():
        return strata.iloc[:0]
    strata = strata[(strata["people"] > 0) | (strata["quotations"] > 0)].reset_index(drop=True)
    return strata[[]].assign(
        **{
            "By": strata["by_label"],
            "Group": [shorten_label(label) for label in strata["label"]],
            "People": strata["people"],
            "Heard": tell_quoted(strata, study.settings.disclosure.min_cell),
            "Segments": strata["quotations"],
            "% of people": [write_known(share) for share in strata["share_of_people"]],
            "% of segments": [write_known(share) for share in strata["share_of_quotations"]],
            "Per person": strata["per_person"].astype("float64"),
        }
    )
