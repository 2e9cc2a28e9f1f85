"""Who is named in the properties of Word and Excel documents, alone or inside a project."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from mcneval.exchange.privacy import AUTHOR, Finding
from mcneval.exchange.refi_elements import local
from mcneval.exchange.safety import MAX_TEXT_BYTES, Archive, parse_xml

OFFICE = (".docx", ".xlsx", ".pptx")
PROPERTIES = "docProps/core.xml"
WHO = {"creator", "lastModifiedBy"}


def examine_documents(path: Path) -> Iterator[Finding]:
    """Yield the authors of a document, and of each document inside a project."""
    ending = path.suffix.lower()
    if ending in OFFICE:
        with Archive(path) as archive:
            yield from authors(archive, path.name)
    elif ending == ".qdpx":
        with Archive(path) as archive:
            for name in archive.names:
                if name.lower().endswith(OFFICE):
                    data = archive.read(name, MAX_TEXT_BYTES)
                    inner = PurePosixPath(name).name
                    with Archive(data, inner) as document:
                        yield from authors(document, f"{path.name}, {inner}")


def authors(archive: Archive, where: str) -> Iterator[Finding]:
    """Yield who a document's properties name."""
    if PROPERTIES not in archive.names:
        return
    with archive.open(PROPERTIES) as stream:
        for event, element in parse_xml(stream, where):
            name = (element.text or "").strip() if event == "end" else ""
            if name and local(element) in WHO:
                yield Finding("document author", f"{where}, properties", name, AUTHOR)
