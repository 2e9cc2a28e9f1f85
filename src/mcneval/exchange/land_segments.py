"""Selections and codings of a file into segments, their words, and codings."""

from __future__ import annotations

from collections import defaultdict

from mcneval.exchange.history import mark
from mcneval.exchange.model import Coding, Selection, Source
from mcneval.exchange.naming import Keys, iso_date, key_of, sameness
from mcneval.exchange.sheets import Row
from mcneval.exchange.state import State

UNKNOWN_CODER = "unknown"


def land_segments(state: State) -> None:
    """Give every selection its segment_id, and the rows of segments and their words."""
    said_by = {
        guid: state.people[case.guid]
        for case in state.project.cases
        if case.guid in state.people
        for guid in case.selections
    }
    finder = SegmentFinder(state)
    for number, source in enumerate(state.project.sources):
        source_id = state.sources[number]
        speakers = speakers_of(state, source_id)
        alone = speakers[0] if len(speakers) == 1 else ""
        places: dict[str, str] = {}
        order = sorted(range(len(source.selections)), key=lambda i: bool(source.selections[i].twin))
        for spot in order:
            selection = source.selections[spot]
            place = locator(source, selection, spot)
            key = f"guid {selection.twin}" if selection.twin else place
            if not key:
                key = f"words {selection.name} {mark(selection.words)}"
            segment_id = places.get(key)
            new = segment_id is None
            if segment_id is None:
                segment_id = finder.find(source_id, selection, place) or finder.new(
                    source_id, selection, place
                )
                places[key] = segment_id
                ours = state.own and segment_id in finder.ids
                person = speaker_of(state, selection) or said_by.get(selection.guid, "")
                person = person or ("" if ours else alone)
                told = "" if ours else place
                note_segment(state, selection, segment_id, source_id, told, person)
            if selection.guid:
                places.setdefault(f"guid {selection.guid}", segment_id)
            tally(state, selection, new)
            state.segments[number, spot] = segment_id


def speaker_of(state: State, selection: Selection) -> str:
    """Return the participant whom the file names as speaking, where the register has them."""
    if not selection.speaker:
        return ""
    person = state.register.get(sameness(selection.speaker), "")
    if not person:
        state.strangers[selection.speaker] += 1
    return person


def speakers_of(state: State, source_id: str) -> list[str]:
    """Return who speaks in a source, by the study and by the file."""
    here = [
        row.get("participant_id", "")
        for row in state.sheets["source_participants"].rows
        if row.get("source_id") == source_id
    ]
    return list(dict.fromkeys([*here, *state.speakers.get(source_id, [])]))


def tally(state: State, selection: Selection, new: bool) -> None:
    """Tell the ledger of a selection; codings on a whole source are no selection there."""
    if selection.kind == "whole":
        return
    if new:
        state.ledger.add("selections", "imported")
    else:
        why = "page area of a passage given as text too" if selection.twin else "same place twice"
        state.ledger.add("selections", "merged", why)


def note_segment(
    state: State, selection: Selection, segment_id: str, source_id: str, place: str, person: str
) -> None:
    """Note the rows of a segment and of its words, and what to remember."""
    row: Row = {"segment_id": segment_id, "source_id": source_id}
    if place:
        row["locator"] = place
    if person:
        row["participant_id"] = person
    gist = selection.gist or (selection.description if state.own else "")
    if gist:
        row["gist"] = gist
    state.rows["segments"].append(row)
    words = selection.words or ""
    words = words if state.own else words.strip("\n")
    if words.strip():
        state.rows["segment_text"].append({"segment_id": segment_id, "text": words})
    state.records["segments"].append(
        {
            "guid": selection.guid,
            "name": selection.name,
            "description": selection.description,
            "begin": "" if selection.begin is None else str(selection.begin),
            "end": "" if selection.end is None else str(selection.end),
            "hash": mark(words),
            **row,
        }
    )


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


def land_codings(state: State) -> None:
    """Note the rows of codings, and of evidence where a theme itself was coded."""
    seen: dict[tuple[str, str, str], Row] = {}
    for number, source in enumerate(state.project.sources):
        for spot, selection in enumerate(source.selections):
            segment_id = state.segments[number, spot]
            for coding in selection.codings:
                land_coding(state, segment_id, selection, coding, seen)
    state.rows["codings"] = list(seen.values())
    state.records["codings"] = [dict(row) for row in seen.values()]
    guessed = state.ledger.in_file["codings without a user"]
    del state.ledger.in_file["codings without a user"]
    if guessed:
        state.remarks.append(
            f"{guessed:,} codings name no user; their coder is the selection's, or the project's "
            "only one."
        )


def land_coding(
    state: State,
    segment_id: str,
    selection: Selection,
    coding: Coding,
    seen: dict[tuple[str, str, str], Row],
) -> None:
    """Note one coding; the same code by the same coder on the same segment counts once."""
    theme = state.themes.get(coding.code)
    if theme is not None:
        state.rows["theme_segments"].append({"theme_id": theme, "segment_id": segment_id})
        state.ledger.add("codings", "imported")
        return
    code_id = state.codes.get(coding.code)
    if code_id is None:
        state.ledger.add("codings", "dropped", "its code is not in the codebook")
        return
    coder = coder_of(state, selection, coding)
    key = (segment_id, code_id, coder)
    day = iso_date(coding.at)
    if key not in seen:
        seen[key] = {"segment_id": segment_id, "code_id": code_id, "coder": coder, "coded_at": day}
        state.ledger.add("codings", "imported")
        return
    state.ledger.add("codings", "merged", "same code, coder and segment twice")
    if day and (not seen[key]["coded_at"] or day < seen[key]["coded_at"]):
        seen[key]["coded_at"] = day


def coder_of(state: State, selection: Selection, coding: Coding) -> str:
    """Return who coded: the coding's own user before the selection's or the only one."""
    if coding.user:
        return state.users.get(coding.user) or state.coder(coding.user)
    state.ledger.in_file["codings without a user"] += 1
    if selection.user:
        return state.users.get(selection.user) or state.coder(selection.user)
    only = set(state.users.values())
    return only.pop() if len(only) == 1 else UNKNOWN_CODER
