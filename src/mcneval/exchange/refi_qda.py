"""REFI-QDA projects (.qdpx, .qde) and codebooks (.qdc), namespaces of any version.

The XML is read as a stream and each part is let go once it is understood, so that large
projects fit. Elements are known by their local names: tools write at least five variants
of the namespace.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from mcneval.exchange.model import ProjectFile, Selection
from mcneval.exchange.problems import ExchangeError
from mcneval.exchange.refi_counts import ledger_counts
from mcneval.exchange.refi_elements import (
    is_codable,
    local,
    norm,
    read_case,
    read_code,
    read_drawing,
    read_group,
    read_link,
    read_note,
    read_user,
    read_variable,
)
from mcneval.exchange.refi_sources import read_selection, read_source
from mcneval.exchange.refi_texts import FolderTexts, Texts, ZipTexts, file_of
from mcneval.exchange.safety import MAX_XML_BYTES, Archive, Limited, parse_xml

ROOTS = {"Project", "CodeBook"}
PATHS = ("path", "currentPath", "plainTextPath", "richTextPath")
SECTIONS = {
    "Users": "User",
    "Codes": "Code",
    "Variables": "Variable",
    "Cases": "Case",
    "Notes": "Note",
    "Links": "Link",
    "Sets": "Set",
    "Graphs": "Graph",
}


def read_refi(path: Path) -> ProjectFile:
    """Read a REFI-QDA project or codebook.

    Parameters
    ----------
    path : Path
        A ``.qdpx`` archive, a bare ``.qde`` or a ``.qdc``.

    Returns
    -------
    ProjectFile
        Selections have the positions of the file; offsets are not yet applied.

    Raises
    ------
    ExchangeError
        Where the file is damaged, hostile, or holds no project.
    """
    if path.suffix.lower() != ".qdpx":
        with path.open("rb") as stream:
            limited = Limited(stream, MAX_XML_BYTES, path.name)
            return Reader(path.name, FolderTexts(path.parent)).read(limited)
    with Archive(path) as archive:
        name = project_member(archive)
        with archive.open(name) as stream:
            return Reader(path.name, ZipTexts(archive)).read(stream)


def project_member(archive: Archive) -> str:
    """Return the archive's project XML, however it is named.

    Raises
    ------
    ExchangeError
        Where there is none.
    """
    found = [
        name
        for name in archive.names
        if name.lower().endswith(".qde") and not file_of(name).startswith("._")
    ]
    if not found:
        raise ExchangeError(
            f"{archive.name} has no project.qde in it, so it is no REFI-QDA project. "
            "Export it again as a REFI-QDA project (.qdpx)."
        )
    return min(found, key=lambda name: (name.count("/"), file_of(name).lower() != "project.qde"))


class Reader:
    """Reads one XML stream into a :class:`ProjectFile`."""

    def __init__(self, file: str, texts: Texts) -> None:
        self.project = ProjectFile(file, "REFI-QDA")
        self.texts = texts
        self.open: list[Any] = []
        self.names: list[str] = []
        self.pending: dict[int, list[Selection]] = {}
        self.selecting = 0

    def read(self, stream: Any) -> ProjectFile:
        """Read the stream to its end and return what it held."""
        for event, element in parse_xml(stream, self.project.file):
            if event == "start":
                self.enter(element)
            else:
                self.leave(element)
        self.project.counted = ledger_counts(self.project.counted)
        self.make_guids_unique()
        return self.project

    def make_guids_unique(self) -> None:
        """Give a code whose guid stands twice a guid of its own; the first keeps it."""
        seen: set[str] = set()
        for number, code in enumerate(self.project.codes):
            if code.guid in seen:
                code.guid = f"{code.guid} {number}"
            seen.add(code.guid)

    def enter(self, element: Any) -> None:
        """Note where the stream stands, and check the root."""
        name = local(element)
        if not self.open:
            self.read_root(element, name)
        self.open.append(element)
        self.names.append(name)
        if name.endswith("Selection"):
            self.selecting += 1

    def leave(self, element: Any) -> None:
        """Understand an element that is complete, where its place is known."""
        self.open.pop()
        name = self.names.pop()
        parent = self.names[-1] if self.names else ""
        self.count(element, name, parent)
        if name.endswith("Selection"):
            self.selecting -= 1
            if not self.selecting:
                self.keep_selection(element)
            return
        if parent == "Sources":
            self.project.sources.append(read_source(element, self.pending, self.texts))
            self.keep_traces(element)
            self.pending.clear()
            element.clear()
        elif SECTIONS.get(parent) == name:
            self.keep(name, element)
            element.clear()
        elif name == "Description" and parent == "Project":
            self.project.description = element.text or ""

    def read_root(self, element: Any, name: str) -> None:
        if name not in ROOTS:
            raise ExchangeError(
                f"{self.project.file} begins with <{name}>, not with <Project> or <CodeBook>, "
                "so it is no REFI-QDA file."
            )
        self.project.tool = element.get("origin") or "REFI-QDA"
        self.project.name = element.get("name") or ""
        self.project.base_path = element.get("basePath") or ""

    def keep_traces(self, element: Any) -> None:
        """Keep the paths of a source, which may bear a user's name."""
        told = [element.get(name) or "" for name in PATHS]
        self.project.traces += [
            (f"source {element.get('name') or ''}, path", path) for path in told if path
        ]

    def count(self, element: Any, name: str, parent: str) -> None:
        """Count what the file holds, apart from how it is understood."""
        counted = self.project.counted
        counted[name] += 1
        if name == "Code" and not is_codable(element):
            counted["folder"] += 1
        if parent == "Sources":
            counted["source"] += 1
        inline = name == "PlainTextContent" and not self.selecting
        if (inline or element.get("plainTextPath")) and "Notes" not in self.names:
            counted["text"] += 1

    def keep_selection(self, element: Any) -> None:
        """Read an outermost selection and let its elements go."""
        parent = self.open[-1]
        self.pending.setdefault(id(parent), []).append(read_selection(element))
        element.clear()

    def keep(self, name: str, element: Any) -> None:
        """Read one element of a section."""
        project = self.project
        if name == "Code":
            project.codes.extend(read_code(element))
        elif name == "Note":
            self.keep_note(element)
        else:
            readers: dict[str, tuple[list[Any], Callable[[Any], Any]]] = {
                "User": (project.users, read_user),
                "Variable": (project.variables, read_variable),
                "Case": (project.cases, read_case),
                "Link": (project.links, read_link),
                "Set": (project.groups, read_group),
                "Graph": (project.drawings, read_drawing),
            }
            target, reader = readers[name]
            target.append(reader(element))

    def keep_note(self, element: Any) -> None:
        """Keep a memo; one with codings on its text is a source as well."""
        note = read_note(element, self.texts)
        self.project.notes.append(note)
        pending = [s for found in self.pending.values() for s in found]
        coded = any(s.codings for s in pending) or element.find("{*}Coding") is not None
        if coded:
            source = read_source(element, self.pending, self.texts)
            source.name = source.name or f"memo {norm(note.guid)[:8]}"
            self.project.sources.append(source)
            self.project.counted["source"] += 1
            self.project.counted["text"] += sum(part.declared for part in source.parts)
        else:
            self.project.counted["note selection"] += len(pending)
        self.pending.clear()
