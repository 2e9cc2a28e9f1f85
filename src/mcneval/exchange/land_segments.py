"""Selections of a file into segments and their words."""

from __future__ import annotations

from mcneval.exchange.history import mark
from mcneval.exchange.model import Selection
from mcneval.exchange.naming import sameness
from mcneval.exchange.segment_finder import SegmentFinder, locator
from mcneval.exchange.sheets import Row
from mcneval.exchange.state import State


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
