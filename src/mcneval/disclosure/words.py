"""Participants' words that are not cleared for publication, wherever they turn up."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import numpy as np

from mcneval.disclosure.finding import Finding
from mcneval.disclosure.texts import Passage
from mcneval.study.load import Study

RUN = 8
"""So many words in a row are nobody's by chance."""

LETTERS = 20
"""So many letters of a run are looked for first where its gaps are not to be trusted."""

SHORTEST = 5
"""A segment of fewer words is not looked for: anyone may say them."""

WORD = re.compile(r"[^\W_]+")
# Signs that stand inside words or are not seen, and the marks that make accents.
UNSEEN = dict.fromkeys(
    [*map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff'’‘ʼ`´"), *range(0x300, 0x370)]
)
# An odd number, so that no two different runs fold together by a power of two.
FACTOR = np.uint64(0x9E3779B97F4A7C15)

Search = Callable[[Passage], Iterable[Finding]]
Gram = tuple[str, ...]


@dataclass(frozen=True)
class Index:
    """Runs of words to look for: which segment each is from, and their words by number.

    ``letters`` are the runs by their first letters, ``beginnings`` those letters folded: so a run
    is found wherever words are parted or joined in it.
    """

    runs: Mapping[Gram, str]
    numbers: Mapping[str, int]
    hashes: Mapping[int, Any]
    letters: Mapping[str, list[Gram]]
    beginnings: Any


def split_words(text: str) -> list[str]:
    """Return a text's words as they are compared: no case, accents or invisible signs."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text).translate(UNSEEN)
    return WORD.findall(text.replace("'", "").replace("`", "").lower())


def list_runs(text: str) -> list[Gram]:
    """Return a text's runs of eight words; a text of five to seven words is one run."""
    words = split_words(text)
    if len(words) < SHORTEST:
        return []
    size = min(RUN, len(words))
    return [tuple(words[at : at + size]) for at in range(len(words) - size + 1)]


def index_private(study: Study, also_public: Iterable[str] = ()) -> Index:
    """Return the runs of words in the private texts that stand in no public text.

    Public are the cleared quotations, the shared frameworks' files and the texts given.
    """
    public: set[Gram] = set()
    for text in [*study["quotations"]["text"], *_list_theory(study), *also_public]:
        words = split_words(text)
        for size in range(SHORTEST, RUN + 1):
            public |= {tuple(words[at : at + size]) for at in range(len(words) - size + 1)}
    rows = study["segment_text"][["segment_id", "text"]].itertuples(index=False)
    runs: dict[Gram, str] = {}
    for segment, text in rows:
        for run in list_runs(text):
            if run not in public:
                runs.setdefault(run, segment)
    numbers: dict[str, int] = {}
    for run in runs:
        for word in run:
            numbers.setdefault(word, len(numbers) + 1)
    hashes = {}
    for size in sorted({len(run) for run in runs}):
        here = [numbers[word] for run in runs if len(run) == size for word in run]
        hashes[size] = np.unique(_fold(np.array(here, dtype=np.uint64), size)[::size])
    letters: dict[str, list[Gram]] = {}
    for run in runs:
        bare = "".join(run)
        if len(bare) >= LETTERS:
            letters.setdefault(bare[:LETTERS], []).append(run)
    folded = [_fold(_number_letters(start), LETTERS)[0] for start in letters]
    return Index(runs, numbers, hashes, letters, np.unique(np.array(folded, dtype=np.uint64)))


def _number_letters(bare: str) -> Any:
    return np.frombuffer(bare.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)


def _list_theory(study: Study) -> Iterator[str]:
    for framework in study.frameworks.values():
        if not _is_own(study, framework.id):
            yield from (framework.label, framework.citation.text)
            for construct in framework.constructs:
                yield from (construct.label, construct.definition)


def _is_own(study: Study, framework: str) -> bool:
    return (study.folder / "frameworks" / f"{framework}.yml").is_file()


def _fold(numbers: Any, size: int) -> Any:
    """Return a number for each run of so many words; sums wrap around, as they may."""
    folded = np.zeros(len(numbers) - size + 1, dtype=np.uint64)
    for at in range(size):
        folded = folded * FACTOR + numbers[at : at + len(folded)]
    return folded


def find_runs(text: str, index: Index) -> list[tuple[str, int, int]]:
    """Return the runs of private words in a text: segment, first word and number of words.

    Runs of one segment that overlap or touch are one.
    """
    if not index.runs:
        return []
    words = split_words(text)
    numbers = np.fromiter(
        map(index.numbers.get, words, repeat(0)), dtype=np.uint64, count=len(words)
    )
    strange = np.concatenate([[0], np.cumsum(numbers == 0)])
    hits: list[tuple[int, int, str]] = []
    for size, hashes in index.hashes.items():
        if len(words) < size:
            continue
        whole = np.flatnonzero(strange[size:] == strange[:-size])
        if not len(whole):
            continue
        folded = _fold(numbers, size)[whole]
        near = np.searchsorted(hashes, folded).clip(max=len(hashes) - 1)
        for at in whole[hashes[near] == folded].tolist():
            segment = index.runs.get(tuple(words[at : at + size]))
            if segment is not None:
                hits.append((at, size, segment))
    return _merge(sorted(hits))


def find_respaced(text: str, index: Index) -> list[tuple[str, int, int]]:
    """Return the runs of private words in a text whatever parts or joins its words."""
    words = split_words(text)
    bare = "".join(words)
    if len(bare) < LETTERS or not len(index.beginnings):
        return []
    folded = _fold(_number_letters(bare), LETTERS)
    near = np.searchsorted(index.beginnings, folded).clip(max=len(index.beginnings) - 1)
    ends = np.cumsum([len(word) for word in words])
    hits = []
    for at in np.flatnonzero(index.beginnings[near] == folded).tolist():
        for run in index.letters.get(bare[at : at + LETTERS], ()):
            if bare.startswith("".join(run), at):
                word = int(np.searchsorted(ends, at, side="right"))
                hits.append((word, len(run), index.runs[run]))
    return _merge(sorted(hits))


def _merge(hits: list[tuple[int, int, str]]) -> list[tuple[str, int, int]]:
    merged: list[tuple[str, int, int]] = []
    for at, size, segment in hits:
        last = merged[-1] if merged else None
        if last and last[0] == segment and at <= last[1] + last[2]:
            merged[-1] = (segment, last[1], max(last[2], at + size - last[1]))
        else:
            merged.append((segment, at, size))
    return merged


def make_word_rule(study: Study) -> Search:
    """Return a search for participants' words in a report's files.

    What already stands in the study's own files is told of those files, by
    :func:`search_study`, and not again of each page that they come to.
    """
    index = index_private(study, (text for _, _, text in list_prose(study)))

    def search(passage: Passage) -> Iterator[Finding]:
        found = find_runs(passage.text, index) or find_respaced(passage.text, index)
        for segment, at, size in _first_of_each(found):
            place = passage.place or f"line {_find_line(passage.text, at)}"
            yield _tell(passage.file, place, passage.text, (segment, at, size))

    return search


def search_study(study: Study) -> Iterator[Finding]:
    """Yield participants' words in what the analysts wrote: gists, summaries, narrative."""
    index = index_private(study)
    for file, place, text in list_prose(study):
        for found in _first_of_each(find_runs(text, index) or find_respaced(text, index)):
            yield _tell(file, place, text, found)


def list_prose(study: Study) -> Iterator[tuple[str, str, str]]:
    """Yield every text of a study that a report may show: file, place, text."""
    from mcneval.study.tables import TABLES

    for table in TABLES:
        if table.file.startswith("private/") or table.name == "quotations":
            continue
        for column in table.columns:
            if column.kind == "text":
                for row, text in enumerate(study[table.name][column.name], start=2):
                    yield table.file, f"row {row}, column {column.name}", str(text)
    for stem, words in study.narrative.items():
        yield f"narrative/{stem}.md", "", words
    for stem, content in study.documents.items():
        for place, text in _list_texts(content):
            yield f"{stem}.yml", place, text
    for name, framework in study.frameworks.items():
        for place, text in _list_texts(framework.model_dump()) if _is_own(study, name) else ():
            yield f"frameworks/{name}.yml", place, text
    for place, text in _list_texts(study.settings.model_dump()):
        yield "study.yml", place, text


def _list_texts(content: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text with the keys that lead to it: ``phases, 2, label``."""
    if isinstance(content, Mapping):
        for name, one in content.items():
            yield from _list_texts(one, f"{place}, {name}" if place else str(name))
    elif isinstance(content, (list, tuple)):
        for number, one in enumerate(content, start=1):
            yield from _list_texts(one, f"{place}, {number}" if place else str(number))
    elif isinstance(content, str):
        yield place, content


def _first_of_each(found: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    first: dict[str, tuple[str, int, int]] = {}
    for one in found:
        first.setdefault(one[0], one)
    return list(first.values())


def _tell(file: str, place: str, text: str, found: tuple[str, int, int]) -> Finding:
    segment, at, size = found
    words = " ".join(split_words(text)[at : at + 3])
    return Finding(
        "quotations",
        file,
        place,
        f"{size} of a participant's words in a row, not cleared for publication",
        f"“{words} …” ({segment})",
        f"Clear them in quotations.csv for {segment}, or put them in your own words.",
    )


def _find_line(text: str, word: int) -> int:
    """Return the line on which a text's word stands, both counted from where they begin."""
    seen = 0
    for number, line in enumerate(text.split("\n"), start=1):
        seen += len(split_words(line))
        if seen > word:
            return number
    return text.count("\n") + 1
