"""Sources of a file into the study, with who speaks in them."""

from __future__ import annotations

import itertools
import re

from mcneval.exchange.history import mark
from mcneval.exchange.land_people import SPEAKER, add_speaker
from mcneval.exchange.model import Source, Value
from mcneval.exchange.naming import iso_date, sameness
from mcneval.exchange.sheets import Row
from mcneval.exchange.source_finder import SourceFinder
from mcneval.exchange.state import State
from mcneval.study.tables import SOURCE_KINDS

HINTS = (
    (r"focus.?group|\bfg\d*\b", "focus group"),
    (r"observ|field.?note", "observation"),
    (r"survey|questionnaire", "survey"),
    (r"interview|\bint\d*\b|transcript", "interview"),
)


def land_sources(state: State) -> None:
    """Give every source its source_id, and the rows to merge."""
    finder = SourceFinder(state)
    guessed = 0
    for number, source in enumerate(state.project.sources):
        source_id = finder.find(source) or finder.new(source)
        state.sources[number] = source_id
        row: Row = {
            "source_id": source_id,
            **source.columns,
            **fit_values(state, source, source_id),
        }
        known = finder.was_known(source_id)
        if not (known and state.own):
            row.setdefault("phase", phase_of(state, source))
        if not row.get("kind") and not known:
            row["kind"] = guess_kind(source)
            guessed += 1
        state.rows["sources"].append(row)
        state.records["sources"].append(record(source, row))
        state.ledger.add("sources", "imported")
        tally_texts(state, source)
    if guessed:
        state.remarks.append(f"The kind of {guessed} sources was guessed: look at sources.csv.")


def record(source: Source, row: Row) -> Row:
    """Return what to remember of a source."""
    words = "".join(part.text or "" for part in source.parts)
    return {
        "guid": source.guid,
        "name": source.name,
        "medium": source.kind,
        "description": source.description,
        "hash": mark(words),
        "counts": "; ".join(f"{p.label}: {p.convention}" for p in source.parts if p.convention),
        **row,
    }


def tally_texts(state: State, source: Source) -> None:
    """Tell the ledger which declared texts arrived."""
    for part in source.parts:
        if part.declared and part.text is not None:
            state.ledger.add("source texts", "imported", part.missing)
        elif part.declared:
            state.ledger.add("source texts", "dropped", short(part.missing))


def short(reason: str) -> str:
    """Return a reason without the file's name, so that like ones are counted together."""
    return re.sub(r"^\S.* is not in ", "not in ", reason)


def fit_values(state: State, source: Source, source_id: str) -> Row:
    """Return the columns of sources.csv that a source's own values fill."""
    row: Row = {}
    for value in source.values:
        column, word = fit_value(state, value, source_id)
        if column:
            state.landed.add(value.variable)
            row |= {column: word} if column != "participant_id" else {}
            state.ledger.add("variable values", "imported")
        else:
            state.ledger.add("variable values", "kept_aside", "no such column of a source")
    return row


def fit_value(state: State, value: Value, source_id: str) -> tuple[str, str]:
    """Return the column a value belongs to and what to write; empty where nowhere."""
    name = sameness(state.variable_names.get(value.variable, value.variable))
    word = value.value.strip()
    if name in SPEAKER and sameness(word) in state.register:
        add_speaker(state, source_id, state.register[sameness(word)])
        return "participant_id", word
    allowed = {
        "phase": state.phases.get(sameness(word), ""),
        "kind": word.lower() if word.lower() in SOURCE_KINDS else "",
        "date": iso_date(word),
        "minutes": word if word.isdigit() else "",
        "transcribed": word.lower() if word.lower() in ("yes", "no") else "",
    }
    fitting = allowed.get(name, "")
    return (name, fitting) if fitting else ("", "")


def phase_of(state: State, source: Source) -> str:
    """Return a source's phase: from its cases or sets, or the study's only one."""
    if len(state.settings.phases) == 1:
        return state.settings.phases[0].id
    cases = [case for case in state.project.cases if source.guid in case.sources]
    words = [value.value for case in cases for value in case.values]
    words += [case.name for case in cases]
    words += [group.name for group in state.project.groups if source.guid in group.sources]
    found = {state.phases[sameness(word)] for word in words if sameness(word) in state.phases}
    if not found:
        people = {state.people.get(case.guid, "") for case in cases} - {""}
        found = {
            row.get("phase", "")
            for row in state.sheets["participants"].rows
            if row["participant_id"] in people
        } - {""}
    return found.pop() if len(found) == 1 else ""


def guess_kind(source: Source) -> str:
    """Return what a source seems to be, from its name and medium."""
    name = source.name.lower().replace("_", " ")
    for pattern, kind in HINTS:
        if re.search(pattern, name):
            return kind
    spoken = source.kind in ("audio", "video") or bool(source.speakers)
    return "interview" if spoken else "document"


def land_speakers(state: State) -> None:
    """Note who speaks in each source, as cases, speech labels or the source's name tell."""
    by_name = 0
    for number, source in enumerate(state.project.sources):
        source_id = state.sources[number]
        for speaker in source.speakers:
            if sameness(speaker) in state.register:
                add_speaker(state, source_id, state.register[sameness(speaker)])
        told = any(
            r.get("source_id") == source_id for r in state.sheets["source_participants"].rows
        )
        if not state.speakers.get(source_id) and not told:
            named = named_people(state, source.name)
            if len(named) == 1:
                add_speaker(state, source_id, named.pop())
                by_name += 1
    if by_name:
        state.remarks.append(
            f"{by_name} sources were joined to the participant whose id stands in their name: "
            "look at source_participants.csv."
        )
    for source_id, people in state.speakers.items():
        state.rows["source_participants"] += [
            {"source_id": source_id, "participant_id": person} for person in people
        ]


def named_people(state: State, name: str) -> set[str]:
    """Return the participants whose ids stand as words in a name."""
    words = re.split(r"[^A-Za-z0-9]+", name)
    joined = {sameness(a + b) for a, b in itertools.pairwise(words)}
    return {
        person
        for person in state.register.values()
        if any(c.isdigit() for c in person)
        and (sameness(person) in {sameness(w) for w in words} or sameness(person) in joined)
    }
