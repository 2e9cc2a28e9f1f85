"""Rules on people, phases and sources: who was asked when, and who speaks where."""

from __future__ import annotations

from collections.abc import Iterator

from mcneval.study.problems import Problem
from mcneval.study.story import Rule, Story, find_unknown
from mcneval.study.values import parse_date
from mcneval.study.wording import count_things, join_words, name_rows

SPOKEN = ("interview", "focus group")
TOOK = ("recruited", "")


def check_phases(story: Story) -> Iterator[Problem]:
    """Yield each phase in a table that ``study.yml`` does not declare."""
    phases = [phase.id for phase in story.settings.phases]
    mend = f"Write one of: {join_words(phases, 'or')}; or declare it in study.yml."
    for table in ("participants", "sources", "topic_guide"):
        if story.has(table):
            yield from find_unknown(
                story.grids[table], "phase", phases, "a phase of study.yml", mend
            )


def check_presence(story: Story) -> Iterator[Problem]:
    """Yield people who speak in a source of another phase, or though they did not take part."""
    if not story.has("participants", "sources", "source_participants"):
        return
    grid = story.grids["source_participants"]
    person_phase = story.map("participants", "participant_id", "phase")
    status = story.map("participants", "participant_id", "status")
    source_phase = story.map("sources", "source_id", "phase")
    declared = {phase.id for phase in story.settings.phases}
    for row, source, person in grid.records("source_id", "participant_id"):
        if person not in person_phase or source not in source_phase:
            continue
        phases = person_phase[person], source_phase[source]
        if phases[0] != phases[1] and declared.issuperset(phases):
            words = f"'{person}' is of phase '{phases[0]}', but '{source}' is of '{phases[1]}'."
            mend = (
                "Correct one of them. A person asked in two phases has a row for each in "
                "participants.csv, with a key of its own."
            )
            yield grid.flag(row, "participant_id", words, mend, found=person, rule="other-phase")
        if status[person] in ("declined", "excluded", "no reply"):
            words = f"'{person}' speaks in '{source}', but has the status '{status[person]}'."
            mend = "Write recruited in participants.csv, or delete this row."
            yield grid.flag(row, "participant_id", words, mend, found=person, rule="not-recruited")


def check_silence(story: Story) -> Iterator[Problem]:
    """Yield people who took part and speak nowhere, and interviews in which nobody speaks."""
    if not story.has("participants", "sources", "source_participants"):
        return
    spoken = story.grids["source_participants"]
    speakers, sources = spoken.values("participant_id"), spoken.values("source_id")
    people = story.grids["participants"]
    for row, person, status in people.records("participant_id", "status"):
        if person and status == "recruited" and person not in speakers:
            words = f"'{person}' was recruited, but speaks in no source."
            mend = "Add them to source_participants.csv, or correct the status."
            yield people.flag(
                row, "participant_id", words, mend, severity="warning", rule="silent-person"
            )
    listed = story.grids["sources"]
    for row, source, kind in listed.records("source_id", "kind"):
        if source and kind in SPOKEN and source not in sources:
            words = f"nobody speaks in the {kind} '{source}'."
            mend = "Add who spoke to source_participants.csv."
            yield listed.flag(
                row, "source_id", words, mend, severity="warning", rule="silent-source"
            )


def check_speakers(story: Story) -> Iterator[Problem]:
    """Yield segments whose speaker was not in the source."""
    if not story.has("segments", "sources", "participants", "source_participants"):
        return
    spoken = story.grids["source_participants"]
    pairs = {tuple(pair) for _, *pair in spoken.records("source_id", "participant_id")}
    people = story.grids["participants"].values("participant_id")
    sources = story.grids["sources"].values("source_id")
    grid = story.grids["segments"]
    for row, source, person in grid.records("source_id", "participant_id"):
        if person in people and source in sources and (source, person) not in pairs:
            words = f"'{person}' does not speak in '{source}'."
            mend = "Correct one of them, or add the person in source_participants.csv."
            yield grid.flag(row, "participant_id", words, mend, found=person, rule="not-in-source")


def check_days(story: Story) -> Iterator[Problem]:
    """Yield consent given before the invitation, and sources held before consent."""
    if not story.has("participants"):
        return
    people = story.grids["participants"]
    for row, invited, consented in people.records("invited_on", "consented_on"):
        first, then = parse_date(invited), parse_date(consented)
        if first and then and then < first:
            words = f"consent on {then} comes before the invitation on {first}."
            mend = "Correct one of the two days."
            yield people.flag(row, "consented_on", words, mend, severity="warning", rule="days")
    if not story.has("sources", "source_participants"):
        return
    consents = story.map("participants", "participant_id", "consented_on")
    dates = story.map("sources", "source_id", "date")
    spoken = story.grids["source_participants"]
    for row, source, person in spoken.records("source_id", "participant_id"):
        held, agreed = parse_date(dates.get(source, "")), parse_date(consents.get(person, ""))
        if held and agreed and held < agreed:
            words = f"'{source}' on {held} comes before '{person}' consented on {agreed}."
            mend = "Correct one of the two days."
            yield spoken.flag(row, "source_id", words, mend, severity="warning", rule="days")


def check_attributes(story: Story) -> Iterator[Problem]:
    """Yield, for each attribute, how many who took part have no value for it."""
    if not story.has("participants", "organisations"):
        return
    recruited = [
        (person, organisation)
        for _, person, organisation, status in story.grids["participants"].records(
            "participant_id", "organisation_id", "status"
        )
        if status == "recruited"
    ]
    present = {name for pair in recruited for name in pair}
    for attribute in story.settings.attributes:
        grid = story.grids[f"{attribute.on}s"]
        records = grid.records(f"{attribute.on}_id", attribute.id)
        rows = [row for row, name, value in records if name in present and not value]
        if rows and attribute.id not in grid.absent:
            words = f"{count_things(len(rows), attribute.on)} who took part without a value "
            words += f"({name_rows(rows)}), counted as 'not recorded'."
            mend = f"Write one of: {join_words(attribute.level_ids, 'or')}."
            yield grid.flag(
                None, attribute.id, words, mend, severity="warning", rule="not-recorded"
            )


def check_alike(story: Story) -> Iterator[Problem]:
    """Yield phases of which everyone has one level of an attribute: prose must not say so."""
    settings = story.settings
    known = not settings.provenance.register_is_reconstructed
    if not (settings.protects and known and story.has("participants")):
        return
    people = story.grids["participants"].records(
        "participant_id", "status", "phase", "organisation_id"
    )
    took_part = [(name, phase, home) for _, name, status, phase, home in people if status in TOOK]
    for attribute in settings.attributes:
        on = "participants" if attribute.on == "participant" else "organisations"
        held = story.map(on, f"{attribute.on}_id", attribute.id)
        levels: dict[str, list[str]] = {}
        for name, phase, home in took_part:
            key = name if attribute.on == "participant" else home
            levels.setdefault(phase, []).append(held.get(key, ""))
        for phase, found in levels.items():
            several = len(set().union(*levels.values())) > 1
            if several and len(set(found)) == 1 and len(found) >= settings.disclosure.min_cell:
                words = (
                    f"everyone in '{phase}' who took part has the same {attribute.label}, "
                    f"'{found[0]}'. The report hides it."
                )
                mend = "See that your prose, and what study.yml says of the phase, hide it, too."
                yield Problem("participants.csv", words, mend, severity="note", rule="alike")


RULES = (
    Rule(("Every phase in a table is declared in `study.yml`.",), check_phases),
    Rule(
        (
            "A person speaks only in sources of their own phase.",
            "Only people with the status recruited speak in a source.",
        ),
        check_presence,
    ),
    Rule(
        (
            "Whoever was recruited speaks in a source (warning).",
            "Somebody speaks in every interview and focus group (warning).",
        ),
        check_silence,
    ),
    Rule(("A segment's participant speaks in its source.",), check_speakers),
    Rule(
        ("Where small counts are hidden, prose does not say what all of a phase share (note).",),
        check_alike,
    ),
    Rule(
        ("Invitation, consent and source follow each other in time (warning).",),
        check_days,
    ),
    Rule(
        (
            "Every attribute has a value for whoever took part; without one they are counted as "
            "not recorded (warning).",
        ),
        check_attributes,
    ),
)
