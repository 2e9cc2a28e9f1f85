"""The codebook as REFI-QDA: themes as parent codes, the mapping as sets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from mcneval.exchange.naming import own_guid
from mcneval.exchange.problems import ExchangeError
from mcneval.exchange.refi_elements import read_colour
from mcneval.exchange.sheets import Row, csv_text
from mcneval.exchange.study_view import ROOT, StudyView
from mcneval.exchange.xml_text import HEAD, element, opening, section, words

NAMESPACE = "urn:QDA-XML:codebook:1.0"


@dataclass
class CodeSet:
    """A set of codes: a construct with its themes, or a heading with its codes."""

    name: str
    description: str = ""
    members: list[str] = field(default_factory=list)

    @property
    def guid(self) -> str:
        """Its guid."""
        return own_guid("set", self.name)


def codebook_text(view: StudyView, origin: str) -> str:
    """Return a codebook (.qdc) with themes, codes and sets.

    Raises
    ------
    ExchangeError
        Where there are neither codes nor themes.
    """
    attributes = {"xmlns": NAMESPACE, "origin": origin}
    if not view.rows("codes") and not view.rows("themes"):
        raise ExchangeError(f"{view.folder.name} has neither codes nor themes: nothing to write.")
    inside = [*section("Codes", codes(view)), *section("Sets", codebook_sets(view))]
    return HEAD + "".join([opening("CodeBook", attributes), "\n", *inside, "</CodeBook>\n"])


def codes(view: StudyView) -> Iterator[str]:
    """Yield the themes with their codes, then the codes that stand under none."""
    for theme in view.rows("themes"):
        inside = branch(view, ("theme", theme["theme_id"]))
        yield from code("theme", theme["theme_id"], theme, inside)
    yield from branch(view, (ROOT, ROOT))


def branch(view: StudyView, above: tuple[str, str]) -> Iterator[str]:
    """Yield the codes under a theme, a code or the root."""
    for row in view.tree.get(above, ()):
        yield from code("code", row["code_id"], row, branch(view, ("code", row["code_id"])))


def code(kind: str, key: str, row: Row, inside: Iterator[str]) -> Iterator[str]:
    """Yield one code with what stands under it."""
    attributes = {
        "guid": own_guid(kind, key),
        "name": row.get("label") or key,
        "isCodable": "true",
        "color": read_colour(row.get("colour", "")),
    }
    yield opening("Code", attributes)
    yield from description(row.get("definition", ""))
    yield from inside
    yield "</Code>\n"


def description(text: str) -> Iterator[str]:
    """Yield a description, where there is one."""
    if text:
        yield f"<Description>{words(text)}</Description>"


def codebook_sets(view: StudyView) -> Iterator[str]:
    """Yield the sets as a codebook writes them."""
    for one in code_sets(view):
        inside = [*description(one.description)]
        inside += [opening("MemberCode", {"guid": guid}, closed=True) for guid in one.members]
        yield from element("Set", {"guid": one.guid, "name": one.name}, inside)


def code_sets(view: StudyView) -> list[CodeSet]:
    """Return a set for each construct that themes are mapped on, and for each heading.

    A heading is a code whose codes moved under themes; the set keeps them together.
    """
    found: dict[str, CodeSet] = {}
    themes = {row["theme_id"] for row in view.rows("themes")}
    for row in view.rows("mappings"):
        name, meaning = name_set(view, row)
        one = found.setdefault(name, CodeSet(name, meaning))
        guid = own_guid("theme", row.get("theme_id", ""))
        if row.get("theme_id") in themes and guid not in one.members:
            one.members.append(guid)
    labels = {row["code_id"]: row.get("label", "") for row in view.rows("codes")}
    for code_id, above in view.parent_of.items():
        if above and view.place_of(code_id)[0] == "theme":
            name = f"Heading: {labels[above]} ({above})"
            one = found.setdefault(name, CodeSet(name, "Codes that stood under this heading."))
            one.members.append(own_guid("code", code_id))
    return list(found.values())


def name_set(view: StudyView, row: Row) -> tuple[str, str]:
    """Return the name and meaning of the set that a mapping's row belongs to."""
    key = row.get("framework", "")
    name, label, meaning = key.upper(), row.get("construct_id", ""), ""
    framework = view.frameworks.get(key)
    if framework is not None:
        name = framework.short
        construct = {one.id: one for one in framework.constructs}.get(label)
        if construct is not None:
            label, meaning = construct.label, construct.definition
    weight = " (secondary)" if row.get("weight") == "secondary" else ""
    analyst = f" by {row['analyst']}" if row.get("analyst") else ""
    return f"{name}: {label}{weight}{analyst}", meaning


def carried_text(view: StudyView, table: str) -> str:
    """Return a table as the memo that travels with a project."""
    sheet = view.sheets[table]
    header = ["segment_id"] if table == "segment_text" else sheet.columns
    return csv_text(header, sheet.rows)
