"""What in a file or study identifies people, where it stands, and how to mend it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mcneval.disclosure.identifiers import BIRTH_NAME, DAY, MENDS, find_identifiers
from mcneval.exchange.model import ProjectFile
from mcneval.exchange.naming import FILE_ENDINGS, VALID_ID

USER = (
    "In the tool, rename the user to initials before exporting; for a study, name initials "
    "under coders in study.yml."
)
SOURCE = "Rename the source to the participant's id in the tool, and export again."
CASE = "Rename the case to the participant's id in the tool, and export again."
GENERAL = re.compile(
    r"(?<![^\W_])(interviews?|focus|groups?|transcripts?|documents?|notes?|participants?|int|fg|"
    r"audio|video|recording|phase|part|survey|case|source|unnamed|unknown|default|admin|master|"
    r"theme|evidence|one|two|three|first|second|third)(?![^\W_])",
    re.IGNORECASE,
)
BASE = "Export again from a folder that bears no one's name, or clear basePath in project.qde."
BORN = "Leave the variable out of the export, or replace it by an age band."
AUTHOR = "Remove the document's properties (in Word: File > Info > Inspect Document)."


@dataclass(frozen=True)
class Finding:
    """Something that identifies a person."""

    what: str
    where: str
    value: str
    mend: str


def examine(path: Path) -> list[Finding]:
    """Return what identifies people in a file of any tool, or in a study's folder.

    Raises
    ------
    ExchangeError
        Where the file cannot be read.
    """
    if path.is_dir() and (path / "study.yml").is_file():
        from mcneval.exchange.privacy_of_study import examine_study

        return unique(examine_study(path))
    return unique(examine_file(path))


def unique(findings: Iterator[Finding]) -> list[Finding]:
    """Return findings, each once, in their order."""
    return list(dict.fromkeys(findings))


def examine_file(path: Path) -> Iterator[Finding]:
    """Yield what identifies people in a file of any tool."""
    from mcneval.exchange.privacy_of_documents import examine_documents
    from mcneval.exchange.reading import SHEETS, read_for_privacy

    if path.suffix.lower() in SHEETS:
        from mcneval.exchange.privacy_of_study import examine_cells

        yield from examine_cells(path)
    else:
        yield from examine_project(read_for_privacy(path))
    yield from examine_documents(path)


def examine_project(project: ProjectFile) -> Iterator[Finding]:
    """Yield what identifies people in a project that was read."""
    file = project.file
    if project.base_path:
        yield Finding("basePath", f"{file}, Project", project.base_path, BASE)
    for user in project.users:
        if is_name(user.name):
            yield Finding("user name", f"{file}, users", user.name, USER)
    for source in project.sources:
        if is_name(source.name):
            yield Finding("source name", f"{file}, sources", source.name, SOURCE)
    for case in project.cases:
        if is_name(case.name):
            yield Finding("case name", f"{file}, cases", case.name, CASE)
    yield from births(project)
    for where, text in texts(project):
        for found in find_identifiers(text):
            yield Finding(found.kind, f"{file}, {where}", found.value, MENDS[found.kind])


def is_name(words: str) -> bool:
    """Whether words can be a person's name: letters, and not just a short key with a number."""
    bare = GENERAL.sub("", FILE_ENDINGS.sub("", words.strip())).strip(" _-.()")
    letters = sum(c.isalpha() for c in bare)
    key = bool(VALID_ID.match(bare)) and (any(c.isdigit() for c in bare) or letters <= 3)
    return letters > 1 and not key


def births(project: ProjectFile) -> Iterator[Finding]:
    """Yield values of variables that are named as dates of birth."""
    names = {variable.guid: variable.name for variable in project.variables}
    held = [(f"case {case.name}", case.values) for case in project.cases]
    held += [(f"source {source.name}", source.values) for source in project.sources]
    for where, values in held:
        for value in values:
            name = names.get(value.variable, value.variable)
            if BIRTH_NAME.search(name) and DAY.search(value.value):
                place = f"{project.file}, {where}, variable {name}"
                yield Finding("date of birth", place, value.value, BORN)


def texts(project: ProjectFile) -> Iterator[tuple[str, str]]:
    """Yield every text of a project with where it stands."""
    yield "project description", f"{project.name}\n{project.description}"
    yield from project.traces
    for user in project.users:
        yield "users", user.name
    for code in project.codes:
        yield f"code {' > '.join(code.path)}", f"{code.name}\n{code.description}"
    for source in project.sources:
        where = f"source {source.name}"
        yield f"{where}, description", f"{source.name}\n{source.description}"
        for part in source.parts:
            yield f"{where}, {part.label}", part.text or ""
        for selection in source.selections:
            told = f"{selection.name}\n{selection.description}"
            yield f"{where}, selections", told if source.parts else f"{told}\n{selection.known}"
        for value in source.values:
            yield f"{where}, values", value.value
    for case in project.cases:
        told = "\n".join(value.value for value in case.values)
        yield f"case {case.name}", f"{case.name}\n{case.description}\n{told}"
    for group in project.groups:
        yield f"set {group.name}", f"{group.name}\n{group.description}"
    for note in project.notes:
        yield f"memo {note.name}", f"{note.name}\n{note.text}\n{note.description}"
