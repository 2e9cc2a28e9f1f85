"""Whose words can be told apart, so that they can be counted as people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcneval.analysis.numbers import count_words, spell
from mcneval.analysis.register import profile_recruited
from mcneval.analysis.segments import locate_segments

if TYPE_CHECKING:
    from mcneval.study.load import Study


def list_speakers(study: Study) -> frozenset[str]:
    """Return the ids of those who took part and whose words can be told apart.

    Left out is who is named on no segment and took part in a source with segments whose
    speaker is not recorded: what such a person said is not known, so that nobody can count it.
    """
    placed = locate_segments(study)
    named = set(placed["participant_id"])
    blurred = set(placed.loc[placed["participant_id"] == "", "source_id"])
    took_part = study["source_participants"]
    near = set(took_part.loc[took_part["source_id"].isin(blurred), "participant_id"])
    people = profile_recruited(study)["participant_id"]
    return frozenset(name for name in people if name in named or name not in near)


def explain_speakers(study: Study) -> str:
    """Return who cannot be counted among the people, as a note; nothing where all can be."""
    everyone, known = len(profile_recruited(study)), len(list_speakers(study))
    if known == everyone:
        return ""
    left = count_words(everyone - known, "other person", "other people")
    return (
        f"People are counted among the {spell(known)} whose words can be told apart; {left} took "
        "part only where speakers were not recorded."
    )
