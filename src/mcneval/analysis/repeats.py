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

BLOCK = 1000
COMMON = 20

Pair = tuple[str, str]
Facts = dict[str, Any]

HEADS = ["Segments", "Who", "Themes", "First gist", "Second gist", "Likeness", "Compared"]
HEADS += ["To check"]
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
    """Return the pairs of texts that are nearly the same, with similarity and shared."""
    plain = {name: split_words(text) for name, text in texts.items()}
    found: dict[Pair, Facts] = {
        pair: {"similarity": score, "shared": False}
        for pair, score in compare_whole(plain, similarity).items()
    }
    runs = find_shared(plain, RUN)
    for pair in find_shared(plain, 4):
        score = compare_parts(plain[pair[0]], plain[pair[1]])
        if score >= similarity or pair in runs:
            whole = found.get(pair, {"similarity": 0})["similarity"]
            found[pair] = {"similarity": max(score, int(whole)), "shared": pair in runs}
    return found


def split_words(text: str) -> list[str]:
    """Return a text's words in lower case, without signs and without what was left out."""
    import re

    kept = re.sub(r"\[[^\]]*\]", " ", text.lower().replace("’", "'"))
    return re.findall(r"[^\W_]+(?:'[^\W_]+)*", kept)


def compare_whole(plain: Mapping[str, list[str]], similarity: int) -> dict[Pair, int]:
    """Return the pairs of whole texts with at least this likeness; blocks keep memory small."""
    from rapidfuzz import fuzz, process

    names = [name for name, words in plain.items() if words]
    texts = [" ".join(plain[name]) for name in names]
    found = {}
    for start in range(0, len(texts), BLOCK):
        scores = process.cdist(
            texts[start : start + BLOCK],
            texts[start:],
            scorer=fuzz.ratio,
            score_cutoff=max(similarity, 1),
        )
        for row, column in zip(*scores.nonzero(), strict=True):
            if column > row:
                pair = (names[start + row], names[start + column])
                found[pair] = round(float(scores[row, column]))
    return found


def compare_parts(first: list[str], second: list[str]) -> int:
    """Return how like the shorter text is to the part of the longer that it fits best."""
    from rapidfuzz import fuzz

    if min(len(first), len(second)) < SHORTEST:
        return 0
    return round(float(fuzz.partial_ratio(" ".join(first), " ".join(second))))


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
    """Return the two most alike segments, by words where both have them, and their likeness."""
    words = read_words(study)
    texts = words if len(words) > 1 else read_gists(study)
    for limit in (80, 60, 40, 1):
        found = compare_whole({name: split_words(text) for name, text in texts.items()}, limit)
        if found:
            pair = max(found, key=lambda name: found[name])
            return (*pair, found[pair])
    return None


def tabulate_repeats(study: Study, similarity: int = 85) -> pd.DataFrame:
    """Return the pairs ready to read, with gists only and with what to check in each."""
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
                "Compared": f"{pair.compared}, one passage in both"
                if pair.shared
                else pair.compared,
                "To check": advise(set(themes[0]) == set(themes[1]), speakers[0] == speakers[1]),
            }
        )
    return pd.DataFrame(rows, columns=HEADS)


def advise(one_theme: bool, one_voice: bool) -> str:
    """Return what the analyst should look at in a pair."""
    if not one_voice:
        return "Two speakers for the same words: one may be given wrongly"
    if one_theme:
        return "One passage counted twice under one theme"
    return "One passage under several themes: is that meant?"
