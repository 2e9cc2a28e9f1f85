"""The small elements of REFI-QDA: users, codes, cases, variables, sets, links, notes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from mcneval.exchange.model import (
    Case,
    Code,
    Coding,
    Drawing,
    Group,
    Link,
    Note,
    User,
    Value,
    Variable,
)
from mcneval.exchange.refi_texts import Texts


@lru_cache(maxsize=1024)
def bare(tag: str) -> str:
    """Return a tag without its namespace."""
    return tag.rsplit("}", 1)[-1]


def local(element: Any) -> str:
    """Return an element's name without its namespace."""
    return bare(element.tag)


def norm(guid: str) -> str:
    """Return a guid in one case and without braces: tools write both ways."""
    return guid.strip().strip("{}").lower()


def children(element: Any, name: str) -> Iterator[Any]:
    """Yield the direct children with this local name."""
    return (child for child in element if local(child) == name)


def child_text(element: Any, name: str) -> str:
    """Return the text of the first child with this name, or nothing."""
    for child in children(element, name):
        return child.text or ""
    return ""


def targets(element: Any, name: str) -> list[str]:
    """Return the guids to which the children with this name point."""
    return [
        norm(child.get("targetGUID") or child.get("guid") or "")
        for child in children(element, name)
    ]


def guid_of(element: Any) -> str:
    """Return an element's own guid."""
    return norm(element.get("guid") or "")


def read_user(element: Any) -> User:
    """Read a user; one without a name is known by its id or guid."""
    guid = guid_of(element)
    return User(guid, element.get("name") or element.get("id") or guid)


def read_code(element: Any, above: tuple[str, ...] = (), parent: str = "") -> list[Code]:
    """Read a code and all below it, parents first."""
    path = (*above, element.get("name") or "unnamed")
    code = Code(
        guid_of(element) or f"code {' > '.join(path)}",
        path,
        parent,
        is_codable(element),
        read_colour(element.get("color") or ""),
        child_text(element, "Description"),
        targets(element, "NoteRef"),
    )
    below = [read_code(child, path, code.guid) for child in children(element, "Code")]
    return [code, *(one for branch in below for one in branch)]


def is_codable(element: Any) -> bool:
    """Whether a code may be put on passages; one that may not is a folder."""
    return (element.get("isCodable") or "true").lower() not in ("false", "0")


def read_colour(colour: str) -> str:
    """Return a colour as ``#rrggbb``; the standard also allows ``#rgb``."""
    digits = colour.strip().lstrip("#").lower()
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    valid = len(digits) == 6 and all(digit in "0123456789abcdef" for digit in digits)
    return f"#{digits}" if valid else ""


def read_codings(element: Any) -> list[Coding]:
    """Read the codings directly under an element."""
    return [read_coding(child) for child in element if bare(child.tag) == "Coding"]


def read_coding(element: Any) -> Coding:
    """Read one coding."""
    coding = Coding(
        "", norm(element.get("creatingUser") or ""), element.get("creationDateTime") or ""
    )
    for child in element:
        name, target = bare(child.tag), norm(child.get("targetGUID") or child.get("guid") or "")
        if name == "CodeRef":
            coding.code = coding.code or target
        elif name == "NoteRef":
            coding.notes += (target,)
    return coding


def read_variable(element: Any) -> Variable:
    """Read a variable's declaration."""
    return Variable(
        guid_of(element),
        element.get("name") or "",
        element.get("typeOfVariable") or "Text",
        child_text(element, "Description"),
    )


def read_values(element: Any) -> list[Value]:
    """Read the variable values directly under a case or source."""
    found = []
    for value in children(element, "VariableValue"):
        reference = targets(value, "VariableRef")
        words = [child.text or "" for child in value if local(child) != "VariableRef"]
        found.append(Value(reference[0] if reference else "", words[0] if words else ""))
    return found


def read_case(element: Any) -> Case:
    """Read a case with its values and references."""
    return Case(
        guid_of(element),
        element.get("name") or "",
        child_text(element, "Description"),
        targets(element, "CodeRef"),
        read_values(element),
        targets(element, "SourceRef"),
        targets(element, "SelectionRef"),
    )


def read_group(element: Any) -> Group:
    """Read a set; codebooks point by ``guid``, projects by ``targetGUID``."""
    return Group(
        guid_of(element),
        element.get("name") or "",
        child_text(element, "Description"),
        targets(element, "MemberCode"),
        targets(element, "MemberSource"),
        targets(element, "MemberNote"),
    )


def read_link(element: Any) -> Link:
    """Read a link between two things."""
    return Link(
        guid_of(element),
        element.get("name") or "",
        element.get("direction") or "",
        norm(element.get("originGUID") or ""),
        norm(element.get("targetGUID") or ""),
        targets(element, "NoteRef"),
    )


def read_note(element: Any, texts: Texts) -> Note:
    """Read a memo with its text, inline or in its own file."""
    text = child_text(element, "PlainTextContent")
    path = element.get("plainTextPath") or ""
    if not text and path:
        part = texts.read(path, element.get("richTextPath") or "", "memo")
        text = part.text or ""
    return Note(
        guid_of(element),
        element.get("name") or "",
        text,
        child_text(element, "Description"),
        norm(element.get("creatingUser") or ""),
        element.get("creationDateTime") or "",
    )


def read_drawing(element: Any) -> Drawing:
    """Read a map: the labels of its points, and which are joined."""
    labels = {guid_of(vertex): vertex.get("name") or "" for vertex in children(element, "Vertex")}
    lines = [
        (
            labels.get(norm(edge.get("sourceVertex") or ""), ""),
            edge.get("name") or edge.get("direction") or "",
            labels.get(norm(edge.get("targetVertex") or ""), ""),
        )
        for edge in children(element, "Edge")
    ]
    joined = {end for line in lines for end in (line[0], line[2])}
    lines += [(label, "", "") for label in labels.values() if label not in joined]
    return Drawing(guid_of(element), element.get("name") or "", lines)
