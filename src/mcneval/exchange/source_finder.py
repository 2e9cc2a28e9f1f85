"""How a source is known again: by guid and name, by its words, by what was coded in it."""

from __future__ import annotations

from collections import Counter, defaultdict

from mcneval.exchange.history import mark
from mcneval.exchange.model import Source
from mcneval.exchange.naming import Keys, key_of, own_guid, sameness
from mcneval.exchange.sheets import Row
from mcneval.exchange.state import State

SAMPLE = 20


class SourceFinder:
    """Knows the study's sources again."""

    def __init__(self, state: State) -> None:
        self.state = state
        rows = state.sheets["sources"].rows
        self.ids = {row.get("source_id", "") for row in rows}
        self.keys = Keys(self.ids)
        self.taken: set[str] = set()
        self.by_own = {own_guid("source", key): key for key in self.ids}
        self.by_name = {sameness(key): key for key in sorted(self.ids, reverse=True)}
        self.told: dict[str, list[Row]] = defaultdict(list)
        self.by_hash: dict[str, str] = {}
        for row in state.history.of_all["sources"]:
            if row.get("source_id") in self.ids:
                self.told[row.get("name", "")].append(row)
                if row.get("hash"):
                    self.by_hash[row["hash"]] = row["source_id"]
        self.words = words_of_sources(state)
        self.passages = passages_of_sources(state)

    def was_known(self, source_id: str) -> bool:
        """Whether the study had this source before."""
        return source_id in self.ids

    def find(self, source: Source) -> str | None:
        """Return the id of the source that the study has already, or None."""
        words = mark("".join(part.text or "" for part in source.parts))
        told = self.told.get(source.name, [])
        key = self.by_name.get(sameness(source.name)) if source.name else None
        found = [
            self.by_own.get(source.guid),
            *(row["source_id"] for row in told if words and row.get("hash") == words),
            *(row["source_id"] for row in told if source.guid and row.get("guid") == source.guid),
            *(key for row in told if self.may_be(source, key := row["source_id"])),
            self.by_hash.get(words) if words else None,
            key if key and self.may_be(source, key) else None,
            self.most_alike(source),
        ]
        key = next((one for one in found if one and one not in self.taken), None)
        if key:
            self.taken.add(key)
        return key

    def may_be(self, source: Source, key: str) -> bool:
        """Whether a source of the same name is the same, not another of that name.

        It is another where none of the passages known of it stands in the new text.
        """
        text = "".join("".join((part.text or "").split()) for part in source.parts)
        known = self.passages.get(key, [])
        return not text or not known or any(passage in text for passage in known)

    def most_alike(self, source: Source) -> str | None:
        """Return the source in which most of this one's coded words stand already."""
        votes: Counter[str] = Counter()
        marks = {mark(s.words) for s in source.selections if s.words} - {""}
        for one in marks:
            votes.update(self.words.get(one, ()))
        best = votes.most_common(1)
        return best[0][0] if best and best[0][1] * 2 > len(marks) > 1 else None

    def new(self, source: Source) -> str:
        """Return a new id, made of the source's name."""
        key = self.keys.new(key_of(source.name or f"{source.kind}-source"))
        self.taken.add(key)
        return key


def passages_of_sources(state: State) -> dict[str, list[str]]:
    """Return some verbatim passages of each source, without white space."""
    source_of = {
        row.get("segment_id", ""): row.get("source_id", "") for row in state.sheets["segments"].rows
    }
    found: dict[str, list[str]] = defaultdict(list)
    for row in state.sheets["segment_text"].rows:
        passages = found[source_of.get(row.get("segment_id", ""), "")]
        words = "".join(row.get("text", "").split())
        if words and len(passages) < SAMPLE:
            passages.append(words)
    return found


def words_of_sources(state: State) -> dict[str, set[str]]:
    """Return the sources in which each verbatim passage of the study stands, by its hash."""
    source_of = {
        row.get("segment_id", ""): row.get("source_id", "") for row in state.sheets["segments"].rows
    }
    found: dict[str, set[str]] = defaultdict(set)
    for row in state.sheets["segment_text"].rows:
        source_id = source_of.get(row.get("segment_id", ""))
        if source_id and row.get("text"):
            found[mark(row["text"])].add(source_id)
    return found
