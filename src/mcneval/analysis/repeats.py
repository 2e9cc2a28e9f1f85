"""Evidence that may have been used twice: segments whose words are nearly the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from mcneval.analysis.evidence import gather_evidence, name_voices
from mcneval.study.load import Study

if TYPE_CHECKING:
    import pandas as pd

SHORTEST = 6
"""Words that a segment needs before one that holds it counts as repeating it."""

RUN = 10
"""Words in a row that two segments share only where one passage stands in both."""

COMMON_RUN, COMMON = 3, 20
"""Texts are compared that share so many words in a row, unless so many texts hold them."""

MANY = 2000
"""Texts from which on the closest pair is not looked for."""

Pair = tuple[str, str]
Facts = dict[str, Any]

HEADS = ["Segments", "Who", "Themes", "First gist", "Second gist", "Likeness", "What it is"]
COLUMNS = ["first", "second", "similarity", "shared", "compared"]


def find_repeats(study: Study, similarity: int = 85) -> pd.DataFrame:
    """Return pairs of evidence segments that say nearly the same.

    Words are compared with words (the private text, else the cleared quotation), and gists with
    gists where either segment has no words. Likeness is the normalised edit similarity
    (Levenshtein 1966; 0 to 100), or that of the shorter with the part of the longer it fits best
    where the shorter has at least ``SHORTEST`` words. A pair is also taken where both hold the
    same ``RUN`` words in a row.

    Parameters
    ----------
    study : Study
        The study.
    similarity : int
        The likeness from which a pair is taken.

    Returns
    -------
    DataFrame
        One row per pair of segment ids (first, second, in the order of the file): similarity,
        shared (whether a run of words is in both), compared (``words`` or ``gists``); the most
        alike first. No words are in it.
    """
    import pandas as pd

    words, gists = read_words(study), read_gists(study)
    found: dict[Pair, Facts] = {}
    if set(gists) - set(words):
        found = {
            pair: {"compared": "gists", **facts}
            for pair, facts in compare_texts(gists, similarity).items()
            if not set(pair) <= set(words)
        }
    for pair, facts in compare_texts(words, similarity).items():
        found[pair] = {"compared": "words", **facts}
    place = {name: number for number, name in enumerate(study["segments"]["segment_id"])}
    rows = [
        {"first": first, "second": second, **facts}
        for (first, second), facts in sorted(
            found.items(),
            key=lambda item: (-item[1]["similarity"], *(place[name] for name in item[0])),
        )
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def read_words(study: Study) -> dict[str, str]:
    """Return the words of evidence segments: private text, else the cleared quotation."""
    used = set(study["theme_segments"]["segment_id"])
    words: dict[str, str] = {}
    for table in ("quotations", "segment_text"):
        words |= dict(zip(study[table]["segment_id"], study[table]["text"], strict=True))
    return {
        name: words[name]
        for name in study["segments"]["segment_id"]
        if name in used and words.get(name)
    }


def read_gists(study: Study) -> dict[str, str]:
    """Return the gists of evidence segments."""
    used = set(study["theme_segments"]["segment_id"])
    rows = study["segments"][["segment_id", "gist"]].itertuples(index=False)
    return {row.segment_id: row.gist for row in rows if row.segment_id in used and row.gist}


def compare_texts(texts: Mapping[str, str], similarity: int) -> dict[Pair, Facts]:
    """Return the pairs of texts that are nearly the same, with similarity and shared.

    Only texts that hold the same ``COMMON_RUN`` words in a row are compared: those that are
    nearly the same do, and so the work grows with the texts and not with their pairs.
    """
    plain = {name: split_words(text) for name, text in texts.items()}
    runs = find_shared(plain, RUN)
    found: dict[Pair, Facts] = {}
    for pair in find_shared(plain, COMMON_RUN):
        likeness = compare_pair(plain[pair[0]], plain[pair[1]])
        if likeness >= similarity or pair in runs:
            found[pair] = {"similarity": likeness, "shared": pair in runs}
    return found


def compare_pair(first: list[str], second: list[str]) -> int:
    """Return how alike two texts are, or the shorter and the part of the longer it fits best.

    A text of fewer than ``SHORTEST`` words is compared as a whole only: it would fit anywhere.
    """
    from rapidfuzz import fuzz

    score = fuzz.ratio if min(len(first), len(second)) < SHORTEST else fuzz.partial_ratio
    return round(float(score(" ".join(first), " ".join(second))))


def split_words(text: str) -> list[str]:
    """Return a text's words in lower case, without signs and without what was left out."""
    import re

    kept = re.sub(r"\[[^\]]*\]", " ", text.lower().replace("’", "'"))
    return re.findall(r"[^\W_]+(?:'[^\W_]+)*", kept)


def find_shared(plain: Mapping[str, list[str]], length: int) -> set[Pair]:
    """Return the pairs of texts that hold the same run of this many words.

    Runs that stand in more than ``COMMON`` texts are figures of speech and are passed over.
    """
    from itertools import combinations

    holders: dict[tuple[str, ...], list[str]] = {}
    for name, words in plain.items():
        for run in {tuple(words[at : at + length]) for at in range(len(words) - length + 1)}:
            holders.setdefault(run, []).append(name)
    return {
        pair
        for names in holders.values()
        if len(names) <= COMMON
        for pair in combinations(names, 2)
    }


def find_closest(study: Study) -> tuple[str, str, int] | None:
    """Return the two most alike segments, by words where there are any, and their likeness.

    None where there are fewer than two, or so many that comparing each with each takes long.
    """
    import numpy as np
    from rapidfuzz import fuzz, process

    words = read_words(study)
    texts = words if len(words) > 1 else read_gists(study)
    if not 2 <= len(texts) <= MANY:
        return None
    plain = [" ".join(split_words(text)) for text in texts.values()]
    scores = np.triu(process.cdist(plain, plain, scorer=fuzz.ratio), k=1)
    row, column = np.unravel_index(scores.argmax(), scores.shape)
    names = list(texts)
    return names[row], names[column], round(float(scores[row, column]))


def tabulate_repeats(study: Study, similarity: int = 85) -> pd.DataFrame:
    """Return the pairs ready to read, with gists only and with what each pair is."""
    import pandas as pd

    pairs = find_repeats(study, similarity)
    evidence = gather_evidence(study)
    labels = dict(zip(study["themes"]["theme_id"], study["themes"]["label"], strict=True))
    voices = name_voices(evidence)
    gists = read_gists(study)
    rows = []
    for pair in pairs.itertuples(index=False):
        sides = [evidence[evidence["segment_id"] == name] for name in (pair.first, pair.second)]
        themes = [list(dict.fromkeys(side["theme_id"].map(labels))) for side in sides]
        speakers = [side["voice"].iloc[0] for side in sides]
        rows.append(
            {
                "Segments": f"{pair.first} and {pair.second}",
                "Who": " and ".join(dict.fromkeys(voices[name] for name in speakers)),
                "Themes": "; ".join(dict.fromkeys(themes[0] + themes[1])),
                "First gist": gists.get(pair.first, ""),
                "Second gist": gists.get(pair.second, ""),
                "Likeness": pair.similarity,
                "What it is": describe_pair(
                    not set(themes[0]).isdisjoint(themes[1]), speakers[0] == speakers[1]
                ),
            }
        )
    return pd.DataFrame(rows, columns=HEADS)


def describe_pair(one_theme: bool, one_voice: bool) -> str:
    """Return what a pair is: by who said it, and whether one theme holds both."""
    who = "One speaker" if one_voice else "Two speakers"
    return f"{who}; {'counted twice under one theme' if one_theme else 'under different themes'}"
