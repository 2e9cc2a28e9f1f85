"""What the themes rest on: how many segments, from whom, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcneval.analysis.numbers import count_words, join_words
from mcneval.analysis.speakers import list_speakers
from mcneval.analysis.wording import start_sentence
from mcneval.study.load import Study

if TYPE_CHECKING:
    import pandas as pd

NO_EVIDENCE = "No segment stands under a theme yet, so nothing can be said of their weight."


def word_voices(study: Study, evidence: pd.DataFrame) -> str:
    """Return what the themes rest on, and what a voice is."""
    if evidence.empty:
        return NO_EVIDENCE
    known = evidence.loc[evidence["participant_id"] != "", "participant_id"].nunique()
    segments = count_words(evidence["segment_id"].nunique(), "segment")
    words = f"They rest on {segments} from {word_share(study, known)}"
    groups = join_words(list_groups(evidence))
    if groups:
        words += (
            f" and, where the speaker is not recorded, from {groups}. Each participant is one "
            "voice, and so is each of these, for how many people in it said a thing is not known."
        )
    else:
        words += ". Each participant is one voice."
    return words + word_against(evidence)


def word_share(study: Study, known: int) -> str:
    """Return how many people were heard, of all or of those whose words can be told apart."""
    recruited = int((study["participants"]["status"] == "recruited").sum())
    speakers = len(list_speakers(study))
    people = count_words(speakers, "participant")
    if speakers != recruited:
        people += " whose words can be told apart"
    return f"all {people}" if known == speakers > 1 else f"{known} of the {people}"


def list_groups(evidence: pd.DataFrame) -> list[str]:
    """Return the sources whose speakers are not known, by kind: ``two focus groups``."""
    unknown = evidence[evidence["participant_id"] == ""]
    kinds = unknown.groupby("source_kind", sort=False)["voice"].nunique()
    return [count_words(int(count), str(kind)) for kind, count in kinds.items()]


def word_against(evidence: pd.DataFrame) -> str:
    """Return that some evidence speaks against its theme and is counted by itself."""
    count = evidence.loc[evidence["stance"] == "against", "segment_id"].nunique()
    if not count:
        return ""
    speak = count_words(count, "segment speaks against its", "segments speak against their")
    return (
        f" {start_sentence(speak)} theme. What speaks against a theme is shown by itself, and a "
        "theme’s voices are those that speak for it."
    )


def word_origin(study: Study) -> str:
    """Return whether the segments are all the evidence or what was published of it."""
    if study.settings.origin("theme_segments") in ("published", "secondary"):
        return (
            "The segments are those that were published. The counts say how often something "
            "was quoted, not how often it was said."
        )
    return "The segments are those that the team took as evidence for a theme."


def word_evidence(evidence: pd.DataFrame) -> str:
    """Return what the tables of evidence hold."""
    if evidence.empty:
        return NO_EVIDENCE
    segments = evidence.drop_duplicates("segment_id")
    cleared = int((segments["quotation"] != "").sum())
    several = int((evidence.groupby("segment_id")["theme_id"].nunique() > 1).sum())
    whole = count_words(len(segments), "segment")
    words = f"Together they hold {whole}. {word_given(len(segments), cleared)}"
    if several:
        stand = count_words(several, "segment stands", "segments stand")
        words += f" {start_sentence(stand)} under more than one theme."
    return words


def word_given(segments: int, cleared: int) -> str:
    """Return how many segments are given in words, and how many as a gist."""
    if not cleared:
        return "Each is given as a gist in the analysts’ words; nobody is quoted."
    given = start_sentence(count_words(cleared, "segment is", "segments are"))
    rest = {0: "", 1: "; the other is a gist in the analysts’ words"}.get(
        segments - cleared, "; the others are gists in the analysts’ words"
    )
    return (
        f"{given} given in the speaker’s own words, cleared for publication and in quotation "
        f"marks{rest}. Nothing else that participants said is given in their own words."
    )
