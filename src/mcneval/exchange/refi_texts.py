"""Where the texts of a REFI-QDA project may lie: in the archive or beside a bare .qde."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Protocol

from mcneval.exchange.decoding import Decoded, decode
from mcneval.exchange.model import TextPart
from mcneval.exchange.problems import ExchangeError
from mcneval.exchange.safety import MAX_TEXT_BYTES, Archive

_SCHEME = re.compile(r"^(internal|relative|absolute|file):/{0,3}", re.IGNORECASE)


def file_of(path: str) -> str:
    """Return the last part of a path of any scheme and any system."""
    return path.replace("\\", "/").rsplit("/", 1)[-1]


class Texts(Protocol):
    """Something that finds texts by the paths in a project."""

    def read(self, path: str, rich: str, label: str) -> TextPart:
        """Return the text at ``path``, or at ``rich``, or a part that says why not."""


class ZipTexts:
    """Texts inside the archive."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.members = {key_of_file(name): name for name in archive.names}

    def read(self, path: str, rich: str, label: str) -> TextPart:
        """Return the text, from the plain file or else from the rich one."""
        for candidate in (path, rich):
            name = self.members.get(key_of_file(candidate)) if candidate else None
            if name:
                return part_of(self.archive.read(name, MAX_TEXT_BYTES), name, label)
        return absent(path or rich, label, "the archive")


class FolderTexts:
    """Texts in a ``sources`` folder beside a bare project file; nothing else is read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files: dict[str, Path] | None = None

    def read(self, path: str, rich: str, label: str) -> TextPart:
        """Return the text, from the plain file or else from the rich one."""
        if self.files is None:
            self.files = {key_of_file(file.name): file for file in self._list()}
        for candidate in (path, rich):
            file = self.files.get(key_of_file(candidate)) if candidate else None
            if file is None:
                continue
            if file.stat().st_size > MAX_TEXT_BYTES:
                raise ExchangeError(f"{file.name} is larger than a transcript can be. Not read.")
            return part_of(file.read_bytes(), file.name, label)
        return absent(path or rich, label, "a folder 'sources' beside the file")

    def _list(self) -> list[Path]:
        return [
            file
            for name in ("sources", "Sources")
            if (self.folder / name).is_dir() and not (self.folder / name).is_symlink()
            for file in sorted((self.folder / name).iterdir())
            if file.is_file() and not file.is_symlink()
        ]


def key_of_file(path: str) -> str:
    """Return what a path and the file it means have in common."""
    return file_of(_SCHEME.sub("", path)).casefold().replace("{", "").replace("}", "")


def part_of(data: bytes, name: str, label: str) -> TextPart:
    """Return a text part from a plain or Word file's bytes."""
    if data[:2] == b"PK" or name.lower().endswith(".docx"):
        from mcneval.exchange.word_text import docx_text

        decoded = Decoded(docx_text(data, file_of(name)))
    else:
        decoded = decode(data)
    part = TextPart(label, decoded.text, decoded.crlf, bom=decoded.bom)
    if decoded.doubtful:
        part.missing = "not UTF-8; read as Windows-1252"
    return part


def absent(path: str, label: str, place: str) -> TextPart:
    """Return a part without text that says where it was looked for."""
    outside = _SCHEME.match(path)
    if outside and outside.group(1).lower() != "internal":
        return TextPart(label, missing="the file points to a text outside itself")
    return TextPart(label, missing=f"{file_of(path)} is not in {place}")
