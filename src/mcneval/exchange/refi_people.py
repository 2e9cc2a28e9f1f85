"""The register as REFI-QDA: people and organisations as cases, what is known as variables."""

from __future__ import annotations

from collections.abc import Iterator

from mcneval.exchange.naming import own_guid
from mcneval.exchange.sheets import Row
from mcneval.exchange.study_view import StudyView, group
from mcneval.exchange.xml_text import element, reference
from mcneval.study.settings import Carrier

SOURCE_COLUMNS = ("phase", "kind", "date", "minutes", "transcribed")
REGISTERS: tuple[tuple[str, Carrier], ...] = (
    ("organisations", "organisation"),
    ("participants", "participant"),
)


def names_of(view: StudyView, table: str, carrier: Carrier) -> dict[str, str]:
    """Return what each column of a register is called in the tool."""
    labels = {a.id: a.label for a in view.settings.attributes_on(carrier)}
    return {
        column: labels.get(column, column)
        for column in view.sheets[table].columns
        if column and column != f"{carrier}_id" and column in view.sheets[table].declared
    }


def variables(view: StudyView) -> Iterator[str]:
    """Yield a variable for each column of the register and of sources."""
    names: dict[str, None] = {}
    for table, carrier in REGISTERS:
        names |= dict.fromkeys(names_of(view, table, carrier).values())
    columns = view.sheets["sources"].columns
    names |= dict.fromkeys(name for name in SOURCE_COLUMNS if name in columns)
    for name in names:
        yield from element(
            "Variable",
            {"guid": own_guid("variable", name), "name": name, "typeOfVariable": "Text"},
        )


def cases(view: StudyView) -> Iterator[str]:
    """Yield the organisations and the people as cases."""
    for row in view.rows("organisations"):
        told = values(view, row, "organisations", "organisation")
        yield from case("organisation", row["organisation_id"], told)
    said_in = group(view.rows("source_participants"), "participant_id")
    said = group(view.rows("segments"), "participant_id")
    known = {row["source_id"] for row in view.rows("sources")}
    for row in view.rows("participants"):
        key = row["participant_id"]
        inside = [*values(view, row, "participants", "participant")]
        inside += [
            reference("SourceRef", own_guid("source", one["source_id"]))
            for one in said_in.get(key, ())
            if one.get("source_id") in known
        ]
        inside += [
            reference("SelectionRef", own_guid("segment", one["segment_id"]))
            for one in said.get(key, ())
            if one.get("source_id") in known
        ]
        yield from case("participant", key, iter(inside))


def case(kind: str, key: str, inside: Iterator[str]) -> Iterator[str]:
    """Yield one case."""
    yield from element("Case", {"guid": own_guid(kind, key), "name": key}, inside)


def values(view: StudyView, row: Row, table: str, carrier: Carrier) -> Iterator[str]:
    """Yield what is known of a person or organisation."""
    levels = {
        (attribute.id, level.id): level.label
        for attribute in view.settings.attributes_on(carrier)
        for level in attribute.levels
    }
    for column, name in names_of(view, table, carrier).items():
        if row.get(column):
            yield from value(name, levels.get((column, row[column]), row[column]))


def source_values(view: StudyView, row: Row) -> Iterator[str]:
    """Yield what is known of a source."""
    for column in SOURCE_COLUMNS:
        if row.get(column):
            yield from value(column, row[column])


def value(name: str, word: str) -> Iterator[str]:
    """Yield one value of a variable."""
    inside = [reference("VariableRef", own_guid("variable", name))]
    inside += element("TextValue", {}, word)
    yield from element("VariableValue", {}, inside)
