"""Where a segment lies, in words, and how it is known again."""

from __future__ import annotations

from collections import defaultdict

from mcneval.exchange.history import mark
from mcneval.exchange.model import Selection, Source
from mcneval.exchange.naming import Keys, key_of
from mcneval.exchange.state import State


def locator(source: Source, selection: Selection, spot: int) -> str:
    """Return where a selection lies, in words; the same place gives the same words."""
    if selection.place is not None:
        return selection.place
    if selection.kind == "whole":
        return "whole source"
    part = source.parts[selection.part].label if 0 <= selection.part < len(source.parts) else ""
    pieces = [part] if part not in ("", "text", "text layer") else []
    if selection.page is not None:
        pieces.append(f"page {selection.page + 1}")
    span = selection.span or (
        (selection.begin, selection.end)
        if selection.begin is not None and selection.end is not None
        else None
    )
    if selection.kind == "time" and span:
        pieces.append(f"{clock(span[0])} to {clock(span[1])}")
    elif selection.kind == "text" and span:
        pieces.append(f"characters {span[0]}-{span[1]}")
    elif selection.times:
        pieces.append(f"{clock(selection.times[0])} to {clock(selection.times[1])}")
    elif selection.area:
        x1, y1, x2, y2 = selection.area
        pieces.append(f"area {x1},{y1} to {x2},{y2}")
    else:
        pieces.append(f"selection {spot + 1}")
    return ", ".join(pieces)


def clock(milliseconds: int) -> str:
    """Return a time as h:mm:ss.mmm."""
    seconds, rest = divmod(max(0, milliseconds), 1000)
    minutes, second = divmod(seconds, 60)
    return f"{minutes // 60}:{minutes % 60:02}:{second:02}.{rest:03}"


def short_place(selection: Selection, place: str) -> str:
    """Return a place as the end of a segment's key."""
    if selection.kind == "whole":
        return "all"
    if not place:
        return mark(selection.words) or "1"
    letters = {"characters": "", "area": "a", "page": "p", "to": "", "transcript": "t"}
    words = place.replace(",", " ").replace("-", " ").split()
    return "-".join(
        piece
        for word in words
        if (piece := letters.get(word, word.replace(":", "").replace(".", "")))
    )


class SegmentFinder:
    """Knows the study's segments again, by place, words and, within a source, guid."""

    def __init__(self, state: State) -> None:
        self.own = state.own
        rows = state.sheets["segments"].rows
        self.ids = {row.get("segment_id", "") for row in rows}
        self.source_of = {row.get("segment_id", ""): row.get("source_id", "") for row in rows}
        self.keys = Keys(self.ids)
        self.taken: set[str] = set()
        words = {
            r.get("segment_id", ""): r.get("text", "") for r in state.sheets["segment_text"].rows
        }
        self.words = {key: mark(text) for key, text in words.items()}
        self.by_place: dict[tuple[str, str], str] = {}
        self.by_words: dict[tuple[str, str], list[str]] = defaultdict(list)
        for row in rows:
            key, source_id = row.get("segment_id", ""), row.get("source_id", "")
            if row.get("locator"):
                self.by_place.setdefault((source_id, row["locator"]), key)
            if self.words.get(key):
                self.by_words[source_id, self.words[key]].append(key)
        self.told: dict[str, set[str]] = defaultdict(set)
        for row in state.history.of_all["segments"]:
            key = row.get("segment_id", "")
            if key in self.ids and row.get("hash"):
                self.told[key].add(row["hash"])
                self.by_words[self.source_of[key], row["hash"]].append(key)
        self.by_guid = {
            (self.source_of[row["segment_id"]], row["guid"]): row["segment_id"]
            for row in state.history.of_all["segments"]
            if row.get("guid") and row.get("segment_id") in self.ids
        }

    def find(self, source_id: str, selection: Selection, place: str) -> str | None:
        """Return the id of the segment that the study has already, or None."""
        words = mark(selection.words)
        named = selection.name if self.source_of.get(selection.name) == source_id else None
        at_place = self.by_place.get((source_id, place))
        here = {self.words.get(at_place or "", ""), *self.told.get(at_place or "", ())} - {""}
        if words and here and words not in here:
            at_place = None
        found = [
            named,
            at_place,
            *self.by_words.get((source_id, words), ()),
            self.by_guid.get((source_id, selection.guid)),
        ]
        key = next((one for one in found if one and one not in self.taken), None)
        if key:
            self.taken.add(key)
        return key

    def new(self, source_id: str, selection: Selection, place: str) -> str:
        """Return a new id, made of the source's and the place."""
        wanted = f"{source_id}-{short_place(selection, place)}"
        if selection.place is not None and selection.name:
            named = key_of(selection.name)
            wanted = f"{source_id}-{named}" if named.isdigit() else named
        if self.own and selection.name and selection.name not in self.ids:
            wanted = selection.name
        key = self.keys.new(wanted)
        self.taken.add(key)
        return key
