"""Cases and their values: to the register where they fit, else kept aside."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mcneval.exchange.model import Case, Value
from mcneval.exchange.naming import Keys, iso_date, key_of, own_guid, sameness
from mcneval.exchange.sheets import Row
from mcneval.exchange.state import State
from mcneval.study.settings import Carrier
from mcneval.study.tables import STATUSES

LIKE_AN_ID = re.compile(r"[A-Za-z]{0,12}[ _.-]?\d{1,6}[A-Za-z]?\Z")
TABLE = {"participant": "participants", "organisation": "organisations"}
SPEAKER = {"participant", "participant-id", "speaker", "interviewee", "respondent"}
ORGANISATION = {"organisation", "organisation-id", "organization", "organization-id"}


@dataclass(frozen=True)
class Fit:
    """Where a value belongs in the register; ``column`` is empty where nowhere."""

    column: str = ""
    value: str = ""


def match_cases(state: State) -> None:
    """Find which cases are people or organisations of the register.

    Where the register is still empty, cases whose names are ids begin it; names of people
    never leave the private folder.
    """
    organisations = {
        sameness(word): row["organisation_id"]
        for row in state.sheets["organisations"].rows
        for word in (row.get("label", ""), row["organisation_id"])
        if word
    }
    told = {
        row.get("guid", ""): row.get("participant_id", "") for row in state.history.of_all["people"]
    }
    begin = not state.register
    own = {own_guid("organisation", key): key for key in set(organisations.values())}
    keys = Keys()
    unmatched = []
    for case in state.project.cases:
        name = sameness(case.name)
        known = told.get(case.guid, "") if case.guid else ""
        if case.guid in own:
            state.organisations[case.guid] = own[case.guid]
        elif name in state.register or (sameness(known) in state.register and known):
            state.people[case.guid] = state.register.get(name) or known
        elif name in organisations:
            state.organisations[case.guid] = organisations[name]
        elif begin and LIKE_AN_ID.match(case.name.strip()):
            state.people[case.guid] = keys.new(key_of(case.name.strip().replace(" ", "-")))
        else:
            unmatched.append(case.name or "(no name)")
    if unmatched:
        state.remarks.append(
            f"{len(unmatched)} of {len(state.project.cases)} cases match no participant_id or "
            f"organisation: {', '.join(unmatched[:12])}{' …' if len(unmatched) > 12 else ''}"
        )


def land_people(state: State) -> None:
    """Note rows for the register, and who speaks in which source."""
    for case in state.project.cases:
        person = state.people.get(case.guid)
        organisation = state.organisations.get(case.guid)
        if person:
            land_case(state, case, "participant", person)
            land_speaker(state, case, person)
        elif organisation:
            land_case(state, case, "organisation", organisation)
        else:
            state.ledger.add("cases", "kept_aside", "no such id in the register")
            state.ledger.add(
                "variable values", "kept_aside", "of cases not in the register", len(case.values)
            )


def land_case(state: State, case: Case, carrier: Carrier, key: str) -> None:
    """Note one row of the register, with the values that fit its columns."""
    state.ledger.add("cases", "imported")
    row: Row = {f"{carrier}_id": key}
    if carrier == "participant" and sameness(key) not in state.register:
        row |= begin_person(state, case)
    for value in case.values:
        fit = fit_value(state, value, carrier)
        if fit.column:
            row[fit.column] = fit.value
            state.landed.add(value.variable)
            state.ledger.add("variable values", "imported")
        else:
            state.ledger.add("variable values", "kept_aside", "no such attribute or level")
    state.rows[TABLE[carrier]].append(row)
    state.records["people"].append({"guid": case.guid, "name": case.name, **row})


def begin_person(state: State, case: Case) -> Row:
    """Return what is known of a new person: in whose source they speak, in which phase."""
    row: Row = {"status": "recruited"} if case.sources or case.selections else {}
    phases = {
        state.rows["sources"][state.source_of_guid[guid]].get("phase", "")
        for guid in case.sources
        if guid in state.source_of_guid
    } - {""}
    if len(phases) == 1:
        row["phase"] = phases.pop()
    elif len(state.settings.phases) == 1:
        row["phase"] = state.settings.phases[0].id
    return row


def land_speaker(state: State, case: Case, person: str) -> None:
    """Note the sources in which a person speaks."""
    for guid in case.sources:
        number = state.source_of_guid.get(guid)
        if number is not None:
            add_speaker(state, state.sources[number], person)


def add_speaker(state: State, source_id: str, person: str) -> None:
    """Note that a person speaks in a source, once."""
    if person not in state.speakers[source_id]:
        state.speakers[source_id].append(person)


def fit_value(state: State, value: Value, carrier: Carrier) -> Fit:
    """Find the column of the register that a value belongs to, and its own way of writing."""
    name = sameness(state.variable_names.get(value.variable, value.variable))
    word = value.value.strip()
    if not word:
        return Fit()
    for attribute in state.settings.attributes_on(carrier):
        if name in (sameness(attribute.id), sameness(attribute.label)):
            for level in attribute.levels:
                if sameness(word) in (sameness(level.id), sameness(level.label)):
                    return Fit(attribute.id, level.id)
            return Fit()
    return fit_person(state, name, word) if carrier == "participant" else fit_place(name, word)


def fit_person(state: State, name: str, word: str) -> Fit:
    """Find the fixed column of participants that a value belongs to."""
    if name == "phase":
        return (
            Fit("phase", state.phases[sameness(word)]) if sameness(word) in state.phases else Fit()
        )
    if name == "status":
        return Fit("status", word.lower()) if word.lower() in STATUSES else Fit()
    if name in ("invited-on", "consented-on"):
        day = iso_date(word)
        return Fit(name.replace("-", "_"), day) if day else Fit()
    if name == "reason":
        return Fit("reason", word)
    if name in ORGANISATION:
        for row in state.sheets["organisations"].rows:
            if sameness(word) in (sameness(row["organisation_id"]), sameness(row.get("label", ""))):
                return Fit("organisation_id", row["organisation_id"])
    return Fit()


def fit_place(name: str, word: str) -> Fit:
    """Find the fixed column of organisations that a value belongs to."""
    if name == "periphery" and word.lower() in ("yes", "no"):
        return Fit("periphery", word.lower())
    return Fit(name, word) if name in ("label", "locality") else Fit()
