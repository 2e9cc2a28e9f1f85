"""Codings of a file: who put which code on which segment, each once."""

from __future__ import annotations

from mcneval.exchange.model import Coding, Selection
from mcneval.exchange.naming import iso_date
from mcneval.exchange.sheets import Row
from mcneval.exchange.state import State

UNKNOWN_CODER = "unknown"


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
