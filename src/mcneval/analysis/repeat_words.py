"""What the chapter on evidence says of passages that are used twice, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcneval.analysis.numbers import count_words, spell
from mcneval.analysis.repeats import RUN, find_closest, find_repeats, read_words
from mcneval.analysis.wording import start_sentence
from mcneval.exhibits import escape_markdown
from mcneval.study.load import Study

if TYPE_CHECKING:
    import pandas as pd


def word_method(study: Study, similarity: int) -> str:
    """Return what was compared with what, and from where on it counts."""
    words, used = len(read_words(study)), study["theme_segments"]["segment_id"].nunique()
    start = "The gists were compared, for this report’s data do not hold the participants’ words"
    if words:
        whole = count_words(used, "segment")
        start = f"The words of {f'{words} of' if words < used else 'all'} {whole} were compared"
        start += "" if words == used else ", and the gists of the others"
        start += "; no words are shown here that are not cleared"
    return (
        f"{start}. Likeness goes from 0 to 100, where 100 means the same letters throughout, or "
        "that the whole of the shorter stands in the longer. A pair is listed from "
        f"{similarity} on, or where the same {RUN} words in a row stand in both."
    )


def word_doubled(study: Study, pairs: pd.DataFrame) -> str:
    """Return whether any theme counts a passage twice."""
    placed = study["theme_segments"].groupby("segment_id")["theme_id"].agg(set)
    doubled = sum(
        bool(placed[first] & placed[second])
        for first, second in zip(pairs["first"], pairs["second"], strict=True)
    )
    if not doubled:
        return "No theme holds both of a pair, so none counts a passage twice."
    if doubled == 1:
        return "One theme holds both of a pair, and so counts the passage twice."
    return f"In {spell(doubled)} of them one theme holds both, and so counts the passage twice."


def word_repeats(study: Study, similarity: int) -> str:
    """Return how many pairs say nearly the same, and the closest where there are none."""
    pairs = find_repeats(study, similarity)
    if len(pairs):
        found = count_words(len(pairs), "pair of segments says", "pairs of segments say")
        return f"{start_sentence(found)} nearly the same. {word_doubled(study, pairs)}"
    closest = find_closest(study)
    if closest is None:
        return "No two segments are alike."
    first, second, score = closest
    words = (
        f"No pair is as alike as that. The closest are {escape_markdown(first)} and "
        f"{escape_markdown(second)}, {score} of 100 alike."
    )
    if not read_words(study):
        words += " Gists can hide that the words behind them were the same."
    return words
