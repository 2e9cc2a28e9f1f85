"""What no table of a study has a place for, as CSV in ``private/imported/``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mcneval.exchange.land_codes import SEPARATOR
from mcneval.exchange.ledger import Ledger
from mcneval.exchange.model import ProjectFile
from mcneval.exchange.sheets import Row, csv_text
from mcneval.exchange.state import State


def keep_aside(state: State) -> dict[str, str]:
    """Return CSV texts by what they hold, and tell the ledger."""
    project = state.project
    tables = {
        "users": users(state),
        "folders": [
            {"path": SEPARATOR.join(code.path), "definition": code.description}
            for code in project.codes
            if code.guid not in state.codes and code.guid not in state.themes
        ],
        "cases": cases(state),
        "variables": variables(state),
        "values": list(values(state)),
        "sets": list(sets(state)),
        "links": list(links(state)),
        "memos": memos(state),
        "maps": maps(project),
        "project": project_rows(project),
    }
    for kind in ("sets", "links", "memos", "maps"):
        tell(state.ledger, kind, project, state.carries)
    return {kind: csv_text(list(rows[0]), rows) for kind, rows in tables.items() if rows}


def tell(ledger: Ledger, kind: str, project: ProjectFile, own: bool) -> None:
    """Tell the ledger of things that only lie aside, or that an export drew from tables."""
    held: dict[str, list[Any]] = {
        "sets": project.groups,
        "links": project.links,
        "memos": project.notes,
        "maps": project.drawings,
    }
    if own and kind in ("sets", "links"):
        ledger.add(kind, "imported", "drawn from tables that travelled along", len(held[kind]))
    else:
        ledger.add(kind, "kept_aside", "no table of a study holds them", len(held[kind]))


def users(state: State) -> list[Row]:
    """Return who is named in the file, and whether they coded."""
    coded = {
        coding.user or selection.user
        for source in state.project.sources
        for selection in source.selections
        for coding in selection.codings
    }
    rows = []
    for user in state.project.users:
        active = user.guid in coded
        state.ledger.add(
            "users", "imported" if active else "kept_aside", "" if active else "coded nothing"
        )
        rows.append(
            {"coder": state.users[user.guid], "name": user.name, "coded": "yes" if active else "no"}
        )
    return rows


def cases(state: State) -> list[Row]:
    """Return the cases, with the study's id where one was found."""
    return [
        {
            "case": case.name,
            "participant_id": state.people.get(case.guid, ""),
            "organisation_id": state.organisations.get(case.guid, ""),
            "description": case.description,
            "sources": "; ".join(source_ids(state, case.sources)),
            "codes": "; ".join(state.codes.get(code, code) for code in case.codes),
        }
        for case in state.project.cases
    ]


def source_ids(state: State, guids: list[str]) -> list[str]:
    """Return the study's ids of sources."""
    return [
        state.sources[state.source_of_guid[guid]] for guid in guids if guid in state.source_of_guid
    ]


def variables(state: State) -> list[Row]:
    """Return the variables' declarations."""
    for variable in state.project.variables:
        fits = variable.guid in state.landed
        why = "" if fits else "no value of it fits a column of the study"
        state.ledger.add("variables", "imported" if fits else "kept_aside", why)
    return [
        {"variable": v.name, "type": v.type, "description": v.description}
        for v in state.project.variables
    ]


def values(state: State) -> Iterator[Row]:
    """Yield every variable value, on what it stands."""
    names = state.variable_names
    for case in state.project.cases:
        for value in case.values:
            yield {
                "on": "case",
                "name": case.name,
                "variable": names.get(value.variable, value.variable),
                "value": value.value,
            }
    for number, source in enumerate(state.project.sources):
        for value in source.values:
            yield {
                "on": "source",
                "name": state.sources[number],
                "variable": names.get(value.variable, value.variable),
                "value": value.value,
            }


def sets(state: State) -> Iterator[Row]:
    """Yield a row for each member of a set; an empty set has one row."""
    notes = {note.guid: note.name for note in state.project.notes}
    for group in state.project.groups:
        members = [("code", state.codes.get(g) or state.themes.get(g) or g) for g in group.codes]
        members += [("source", key) for key in source_ids(state, group.sources)]
        members += [("memo", notes.get(guid, guid)) for guid in group.notes]
        for kind, member in members or [("", "")]:
            yield {
                "set": group.name,
                "description": group.description,
                "kind": kind,
                "member": member,
            }


def places(state: State) -> dict[str, str]:
    """Return what each guid stands for, in words."""
    project = state.project
    found = {note.guid: f"memo {note.name}" for note in project.notes}
    found |= {case.guid: f"case {case.name}" for case in project.cases}
    for number, source in enumerate(project.sources):
        for spot, selection in enumerate(source.selections):
            found.setdefault(selection.guid, f"segment {state.segments[number, spot]}")
    found |= {source.guid: f"source {state.sources[n]}" for n, source in enumerate(project.sources)}
    found |= {guid: f"code {key}" for guid, key in state.codes.items()}
    found |= {guid: f"theme {key}" for guid, key in state.themes.items()}
    return found


def links(state: State) -> Iterator[Row]:
    """Yield the links, with what they join."""
    known = places(state) if state.project.links else {}
    for link in state.project.links:
        yield {
            "link": link.name,
            "direction": link.direction,
            "from": known.get(link.origin, link.origin),
            "to": known.get(link.target, link.target),
        }


def memos(state: State) -> list[Row]:
    """Return the memos, with what points to them."""
    about = pointers(state)
    return [
        {
            "memo": note.name,
            "about": note.about or "; ".join(about.get(note.guid, [])),
            "by": state.users.get(note.user, note.user),
            "on": note.at,
            "text": note.text,
            "description": note.description,
        }
        for note in state.project.notes
    ]


def pointers(state: State) -> dict[str, list[str]]:
    """Return what points to each memo."""
    found: dict[str, list[str]] = {}
    for code in state.project.codes:
        for guid in code.notes:
            found.setdefault(guid, []).append(f"code {state.codes.get(code.guid, code.name)}")
    for number, source in enumerate(state.project.sources):
        for guid in source.notes:
            found.setdefault(guid, []).append(f"source {state.sources[number]}")
        for spot, selection in enumerate(source.selections):
            told = [*selection.notes, *(g for c in selection.codings for g in c.notes)]
            for guid in told:
                found.setdefault(guid, []).append(f"segment {state.segments[number, spot]}")
    return found


def maps(project: ProjectFile) -> list[Row]:
    """Return what is drawn in the tool's maps: points, and lines between them."""
    return [
        {"map": drawing.name, "from": line[0], "line": line[1], "to": line[2]}
        for drawing in project.drawings
        for line in drawing.lines
    ]


def project_rows(project: ProjectFile) -> list[Row]:
    """Return what the file says of itself."""
    said = {"tool": project.tool, "name": project.name, "description": project.description}
    return [{"what": what, "value": value} for what, value in said.items() if value]
