"""How the evidence names who said what: keys, letters of one theme, or nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mcneval.analysis.evidence import gather_evidence
from mcneval.analysis.places import list_places
from mcneval.study.load import Study
from mcneval.study.record import computed, recording
from mcneval.study.shaping import name_column

if TYPE_CHECKING:
    import pandas as pd

KEY = re.compile(r"\w[\w.-]{0,58}\w|\w")


@computed
def name_speakers(study: Study) -> dict[tuple[str, str], str]:
    """Return how the evidence names each voice of each theme, by theme_id and voice.

    Where speakers are followed that is a participant's key, or the group: ``Focus group G1``.
    Where they are fresh it is a letter of the theme's own, in the order of what is said, which
    tells nothing of the order of sources: ``A``, and ``Focus group B``. Else it is ``""``, as it is
    for who is heard only in segments that are told under another theme.
    """
    voices = gather_evidence(study)
    if not study.follows:
        voices = voices[is_told_here(study, voices)] if study.speakers == "fresh" else voices
        voices = voices.merge(read_said(study), on="segment_id")
        voices = voices.sort_values(["theme_id", "said", "segment_id"], kind="stable")
    voices = voices.drop_duplicates(["theme_id", "voice"])
    names: dict[tuple[str, str], str] = {}
    given: dict[str, int] = {}
    for row in voices.itertuples(index=False):
        kind = "" if row.participant_id else f"{row.source_kind.capitalize()} "
        if study.follows:
            names[row.theme_id, row.voice] = row.participant_id or f"{kind}{row.source_id}"
        elif study.speakers == "none":
            names[row.theme_id, row.voice] = kind.strip()
        else:
            given[row.theme_id] = number = given.get(row.theme_id, 0) + 1
            names[row.theme_id, row.voice] = f"{kind}{name_column(number - 1)}"
    return names


def is_told_here(study: Study, evidence: pd.DataFrame) -> pd.Series:
    """Return for each row of the evidence whether this theme is the first to tell the segment.

    Where speakers have letters, only there does one stand: in a second theme it would be that
    theme's, and who has both can follow the speaker from one to the other.
    """
    rank = {theme: place for place, theme in enumerate(list_places(study)["theme_id"])}
    ranks = evidence["theme_id"].map(rank)
    return ranks == ranks.groupby(evidence["segment_id"]).transform("min")


def read_said(study: Study) -> pd.DataFrame:
    """Return what is printed of each segment: the cleared quotation, else the gist.

    Returns
    -------
    DataFrame
        Columns segment_id, said, quoted (whether these are the speaker's own words).
    """
    cleared = study["quotations", "segment_id", "text"]
    frame = study["segments", "segment_id", "gist"].merge(cleared, on="segment_id", how="left")
    quoted = frame["text"].notna() & (frame["text"] != "")
    said = frame["text"].where(quoted, frame["gist"])
    return frame[["segment_id"]].assign(said=said, quoted=quoted)


@computed
def number_segments(study: Study) -> dict[str, str]:
    """Return the key by which a report calls each segment that is evidence.

    It is the segment's own where speakers are followed. Else it is a number in the order of what
    is printed, because the study's keys stand in the order of its sources.
    """
    used = gather_evidence(study)[["segment_id"]].drop_duplicates()
    if study.follows:
        return {name: name for name in used["segment_id"]}
    ordered = used.merge(read_said(study), on="segment_id")
    ordered = ordered.sort_values(["said", "segment_id"])["segment_id"]
    width = len(str(len(ordered)))
    letter = _choose_letter(study)
    return {name: f"{letter}{number:0{width}d}" for number, name in enumerate(ordered, start=1)}


def _choose_letter(study: Study) -> str:
    """Return a letter before a number that makes no key of the study: E, if that is free."""
    keys = ("participants", "sources", "segments")
    names = [key.upper() for table in keys for key in study.tables[table].iloc[:, 0]]
    taken = {name[0] for name in names if re.fullmatch(r"[A-Z][\W_]?\d+", name)}
    return next((letter for letter in "EXQJKZ" if letter not in taken), "EX")


def reword_keys(study: Study, texts: pd.Series) -> pd.Series:
    """Return texts with what stands for each key of a person, source or segment in its place.

    Where speakers are not followed a source is its kind, ``an interview``, a person *a participant*
    and a segment what :func:`number_segments` calls it; else nothing changes.
    """
    if study.follows:
        return texts
    with recording():  # the texts are not made from what is kept out of them
        words = _reword(study)
    return texts.map(lambda text: KEY.sub(lambda key: words.get(key[0], key[0]), str(text)))


def _reword(study: Study) -> dict[str, str]:
    sources = study["sources", "source_id", "kind"].itertuples(index=False)
    words = {key: f"{'an' if kind[:1] in 'aeiou' else 'a'} {kind}" for key, kind in sources}
    people = study["participants", "participant_id"]["participant_id"]
    words |= dict.fromkeys(people, "a participant")
    words |= dict.fromkeys(study["segments", "segment_id"]["segment_id"], "a segment")
    return words | number_segments(study)
