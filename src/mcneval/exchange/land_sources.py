"""Sources of a file into the study: known by guid and name, by words, by what was coded."""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict

from mcneval.exchange.history import mark
from mcneval.exchange.land_people import SPEAKER, add_speaker
from mcneval.exchange.model import Source, Value
from mcneval.exchange.naming import Keys, iso_date, key_of, own_guid, sameness
from mcneval.exchange.sheets import Row
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

    def was_known(self, source_id: str) -> bool:
        """Whether the study had this source before."""
        return source_id in self.ids

    def find(self, source: Source) -> str | None:
        """Return the id of the source that the study has already, or None."""
        words = mark("".join(part.text or "" for part in source.parts))
        told = self.told.get(source.name, [])
        found = [
            self.by_own.get(source.guid),
            *(row["source_id"] for row in told if words and row.get("hash") == words),
            *(row["source_id"] for row in told if source.guid and row.get("guid") == source.guid),
            *(row["source_id"] for row in told),
            self.by_hash.get(words) if words else None,
            self.by_name.get(sameness(source.name)) if source.name else None,
            self.most_alike(source),
        ]
        key = next((one for one in found if one and one not in self.taken), None)
        if key:
            self.taken.add(key)
        return key

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
