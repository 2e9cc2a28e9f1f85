"""Evidence that may have been used twice: segments whose words are nearly the same."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import combinations
from typing import TYPE_CHECKING, Any

from mcneval.analysis.evidence import gather_evidence
from mcneval.analysis.speakers import name_speakers, number_segments
from mcneval.study.load import Study
from mcneval.study.record import computed

if TYPE_CHECKING:
    import pandas as pd

SHORTEST = 6
"""Words that a segment needs before one that holds it counts as repeating it."""

RUN = 10
"""Words in a row that two segments share only where one passage stands in both."""

COMMON_RUN, COMMON = 3, 20
"""Texts are compared that share so many words in a row, unless so many texts hold them."""


Pair = tuple[str, str]
Facts = dict[str, Any]

COLUMNS = ["first", "second", "likeness", "shared", "compared", "who", "themes", "one_theme"]
COLUMNS += ["one_voice", "first_gist", "second_gist"]
FOLLOWING = ("who", "one_theme", "one_voice")


@computed
def find_repeats(study: Study) -> pd.DataFrame:
    """Return pairs of evidence segments that say nearly the same.

    Words are compared with words (the private text, else the cleared quotation), and gists with
    gists where either segment has no words. Likeness is the normalised edit similarity
    (Levenshtein 1966; 0 to 100), or that of the shorter with the part of the longer it fits best
    where the shorter has at least ``SHORTEST`` words. A pair is taken from the parameter
    ``similarity`` on, and where both hold the same ``RUN`` words in a row.

    Returns
    -------
    DataFrame
        One row per pair, the most alike first: first, second (as
        :func:`mcneval.analysis.speakers.number_segments` calls the segments), likeness, shared
        (whether a run of words is in both), compared (``words`` or ``gists``), who, themes,
        one_theme (whether one theme holds both, and so counts the passage twice), one_voice
        (whether one said both), and the gists. No other words are in it; who, one_theme,
        one_voice and pairs across themes only where speakers are followed.
    """
    import pandas as pd

    words, gists, least = read_words(study), read_gists(study), study.analysis.similarity
    found: dict[Pair, Facts] = {}
    if set(gists) - set(words):
        for pair, facts in compare_texts(gists, least).items():
            if not set(pair) <= set(words):
                found[pair] = {"compared": "gists", **facts}
    for pair, facts in compare_texts(words, least).items():
        found[pair] = {"compared": "words", **facts}
    order = study["segments", "segment_id"]["segment_id"]
    place = {name: number for number, name in enumerate(order)}
    ranked = sorted(
        found.items(), key=lambda item: (-item[1]["likeness"], *(place[name] for name in item[0]))
    )
    rows = [{"first": pair[0], "second": pair[1], **facts} for pair, facts in ranked]
    evidence = gather_evidence(study)
    speakers, keys = evidence.groupby("segment_id")["voice"].first(), number_segments(study)
    names = {voice: name for (_, voice), name in name_speakers(study).items()}
    themes = study["themes", "theme_id", "label"].set_index("theme_id")["label"]
    held = evidence["theme_id"].map(themes).groupby(evidence["segment_id"]).agg(list)
    for row in rows:
        one, two = row["first"], row["second"]
        row |= {"first": keys[one], "second": keys[two]}
        row["themes"] = "; ".join(dict.fromkeys(held[one] + held[two]))
        row["one_theme"] = bool(set(held[one]) & set(held[two]))
        if study.follows:
            row["one_voice"] = speakers[one] == speakers[two]
            row["who"] = " and ".join(dict.fromkeys(names[speakers[name]] for name in (one, two)))
        row |= {"first_gist": gists.get(one, ""), "second_gist": gists.get(two, "")}
    if not study.follows:
        # What is said twice is mostly said by one person: across themes it would join letters.
        rows = [row for row in rows if row["one_theme"]]
    columns = [name for name in COLUMNS if study.follows or name not in FOLLOWING]
    return pd.DataFrame(rows, columns=columns).astype({"likeness": "number[percent alike]"})


def read_words(study: Study) -> dict[str, str]:
    """Return the words of evidence segments: private text, else the cleared quotation."""
    used = set(study["theme_segments", "segment_id"]["segment_id"])
    words: dict[str, str] = {}
    for table in ("quotations", "segment_text"):
        rows = study[table, "segment_id", "text"]
        words |= dict(zip(rows["segment_id"], rows["text"], strict=True))
    return {
        name: words[name]
        for name in study["segments", "segment_id"]["segment_id"]
        if name in used and words.get(name)
    }


def read_gists(study: Study) -> dict[str, str]:
    """Return the gists of evidence segments."""
    used = set(study["theme_segments", "segment_id"]["segment_id"])
    rows = study["segments", "segment_id", "gist"].itertuples(index=False)
    return {row.segment_id: row.gist for row in rows if row.segment_id in used and row.gist}


def compare_texts(texts: Mapping[str, str], similarity: int) -> dict[Pair, Facts]:
    """Return the pairs of texts that are nearly the same, with likeness and shared.

    Only texts that hold the same ``COMMON_RUN`` words in a row are compared: those that are
    nearly the same do, and so the work grows with the texts and not with their pairs.
    """
    plain = {name: split_words(text) for name, text in texts.items()}
    runs = find_shared(plain, RUN)
    found: dict[Pair, Facts] = {}
    for pair in find_shared(plain, COMMON_RUN):
        likeness = compare_pair(plain[pair[0]], plain[pair[1]])
        if likeness >= similarity or pair in runs:
            found[pair] = {"likeness": likeness, "shared": pair in runs}
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
    kept = re.sub(r"\[[^\[\]]*\]", " ", text.lower().replace("’", "'"))
    return re.findall(r"[^\W_]+(?:'[^\W_]+)*", kept)


def find_shared(plain: Mapping[str, list[str]], length: int) -> set[Pair]:
    """Return the pairs of texts that hold the same run of this many words.

    Runs that stand in more than ``COMMON`` texts are figures of speech and are passed over.
    """
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
