"""A coded project as any tool may hold it: what the readers fill and the writers take."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Literal

SourceKind = Literal["text", "pdf", "picture", "audio", "video", "other"]
SelectionKind = Literal["text", "page", "picture", "time", "whole", "other"]


@dataclass
class User:
    """Someone who coded."""

    guid: str
    name: str


@dataclass
class Code:
    """A code, or a folder of codes where ``codable`` is False.

    ``path`` holds the names from the root down to the code itself; ``parent`` is the
    guid of the code or folder it stands under.
    """

    guid: str
    path: tuple[str, ...]
    parent: str = ""
    codable: bool = True
    colour: str = ""
    description: str = ""
    notes: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The code's own name."""
        return self.path[-1]


@dataclass(slots=True)
class Coding:
    """One user put one code on a selection; ``at`` is the time as the file writes it."""

    code: str
    user: str = ""
    at: str = ""
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class Selection:
    """A piece of a source.

    Parameters
    ----------
    kind : SelectionKind
        What ``begin`` and ``end`` count: characters of a text, milliseconds, or nothing.
    part : int
        Which text of the source it lies in; -1 for none.
    begin, end : int or None
        As the file gives them, before any offset convention is applied.
    known : str
        Its words as the file repeats them; ``sure`` where they are verbatim and whole.
    span : tuple of int or None
        Begin and end in code points of the part's text, once the convention is known.
    words : str or None
        The words themselves, where they could be had.
    twin : str
        The guid of another selection that the file gives for the same place.
    place : str or None
        Where it lies, in the file's own words; ``""`` where the file does not say.
    speaker : str
        Who speaks, as the file names them.
    """

    guid: str
    kind: SelectionKind
    name: str = ""
    part: int = -1
    begin: int | None = None
    end: int | None = None
    page: int | None = None
    area: tuple[int, int, int, int] | None = None
    description: str = ""
    user: str = ""
    at: str = ""
    codings: list[Coding] = field(default_factory=list)
    notes: tuple[str, ...] = ()
    known: str = ""
    sure: bool = False
    span: tuple[int, int] | None = None
    words: str | None = None
    twin: str = ""
    times: tuple[int, int] | None = None
    place: str | None = None
    gist: str = ""
    speaker: str = ""


@dataclass
class TextPart:
    """A text of a source: its own, a PDF's text layer, a transcript.

    ``text`` has LF line ends and no byte order mark; ``crlf`` are the places of line
    ends that were CRLF, ``uncounted`` those of characters that offsets leave out.
    ``stand_in`` says that it is not the source's own text but was put together.
    """

    label: str
    text: str | None = None
    crlf: list[int] = field(default_factory=list)
    uncounted: list[int] = field(default_factory=list)
    bom: bool = False
    declared: bool = True
    stand_in: bool = False
    missing: str = ""
    convention: str = ""


@dataclass
class Value:
    """A variable's value on a case or source."""

    variable: str
    value: str


@dataclass
class Source:
    """An interview, document, picture or recording."""

    guid: str
    name: str
    kind: SourceKind = "text"
    description: str = ""
    parts: list[TextPart] = field(default_factory=list)
    selections: list[Selection] = field(default_factory=list)
    values: list[Value] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    speakers: list[str] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)


@dataclass
class Case:
    """A person, organisation or other unit, with its values and where it speaks."""

    guid: str
    name: str
    description: str = ""
    codes: list[str] = field(default_factory=list)
    values: list[Value] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    selections: list[str] = field(default_factory=list)


@dataclass
class Variable:
    """Something known of cases or sources."""

    guid: str
    name: str
    type: str = "Text"
    description: str = ""


@dataclass
class Group:
    """A set of codes, sources or notes."""

    guid: str
    name: str
    description: str = ""
    codes: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass
class Link:
    """One thing linked to another."""

    guid: str
    name: str
    direction: str = ""
    origin: str = ""
    target: str = ""
    notes: list[str] = field(default_factory=list)


@dataclass
class Note:
    """A memo; ``about`` names what it belongs to where the tool tells."""

    guid: str
    name: str
    text: str = ""
    description: str = ""
    user: str = ""
    at: str = ""
    about: str = ""


@dataclass
class Drawing:
    """A map or network drawn in the tool: the labels of its points and lines."""

    guid: str
    name: str
    lines: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass
class Register:
    """Rows of a study's table that a file gives directly, such as a register."""

    table: str
    rows: list[dict[str, str]] = field(default_factory=list)


@dataclass
class ProjectFile:
    """All that a file holds.

    ``counted`` is what the reader met, counted apart from what it understood, so that
    the ledger can tell when something was not read. ``traces`` are words that no table
    takes but that may identify people, with where they stand: paths, addresses.
    """

    file: str
    tool: str
    name: str = ""
    base_path: str = ""
    description: str = ""
    users: list[User] = field(default_factory=list)
    codes: list[Code] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    variables: list[Variable] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    drawings: list[Drawing] = field(default_factory=list)
    registers: list[Register] = field(default_factory=list)
    counted: Counter[str] = field(default_factory=Counter)
    remarks: list[str] = field(default_factory=list)
    traces: list[tuple[str, str]] = field(default_factory=list)
    carried: dict[str, Any] = field(default_factory=dict)
    digest: str = ""
