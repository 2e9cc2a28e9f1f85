"""Files from elsewhere, opened so that they can do no harm.

Nothing is unpacked to disk; archives, XML and databases have limits that real projects
keep far below.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Any

from mcneval.exchange.problems import ExchangeError

MAX_MEMBERS = 30_000
MAX_DIRECTORY_BYTES = 4_000_000
MAX_XML_BYTES = 400_000_000
MAX_TEXT_BYTES = 50_000_000
SMALL_MEMBER = 5_000_000
MAX_RATIO = 200
MAX_DEPTH = 200
MAX_ELEMENTS = 1_500_000
MEDIA = {"wav", "bmp", "tif", "tiff", "avi", "mov", "mp4", "mp3", "m4a", "jpg", "png", "pdf"}

_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, struct.error, OSError, ValueError)


class Limited:
    """A stream that refuses to give more than a limit."""

    def __init__(self, stream: IO[bytes], limit: int, what: str) -> None:
        self._stream, self._left, self._what = stream, limit, what

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes; ExchangeError beyond the limit."""
        asked = self._left + 1 if size < 0 else min(size, self._left + 1)
        data = self._stream.read(asked)
        self._left -= len(data)
        if self._left < 0:
            raise ExchangeError(f"{self._what} unpacks to more than is allowed; not read.")
        return data


class Archive:
    """A zip file read member by member, in memory."""

    def __init__(self, source: Path | bytes, name: str = "") -> None:
        self.name = name or (source.name if isinstance(source, Path) else "an archive")
        self._stream = open_stream(source, self.name)
        try:
            check_directory(self._stream, self.name)
            self._zip = zipfile.ZipFile(self._stream)
            for member in self._zip.infolist():
                check_member(self.name, member)
        except (*_BROKEN, NotImplementedError) as error:
            self._stream.close()
            raise ExchangeError(
                f"{self.name} is no whole zip archive ({error}). Export it again."
            ) from error
        except ExchangeError:
            self._stream.close()
            raise

    @property
    def names(self) -> list[str]:
        """The names of its files, folders left out, in the archive's order."""
        return [name for name in self._zip.namelist() if not name.endswith("/")]

    @contextmanager
    def open(self, name: str, limit: int = MAX_XML_BYTES) -> Iterator[Limited]:
        """Open a member as a limited stream; damage becomes one ExchangeError."""
        where = f"{self.name}: {PurePosixPath(name).name}"
        try:
            with self._zip.open(name) as stream:
                yield Limited(stream, limit, where)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
            raise ExchangeError(f"{where} is damaged ({error}). Export it again.") from error
        except (RuntimeError, NotImplementedError) as error:
            raise ExchangeError(f"{where} cannot be unpacked ({error}).") from error

    def read(self, name: str, limit: int = MAX_TEXT_BYTES) -> bytes:
        """Return a member's bytes, up to the limit."""
        with self.open(name, limit) as stream:
            return stream.read()

    def close(self) -> None:
        """Close the archive."""
        self._zip.close()
        self._stream.close()

    def __enter__(self) -> Archive:
        """Return itself."""
        return self

    def __exit__(self, *_: Any) -> None:
        """Close the archive."""
        self.close()


def open_stream(source: Path | bytes, name: str) -> IO[bytes]:
    """Return a file, or bytes in memory, as a stream."""
    if isinstance(source, bytes):
        return io.BytesIO(source)
    try:
        return source.open("rb")
    except OSError as error:
        raise ExchangeError(f"{name} cannot be read ({error.strerror}).") from error


def check_directory(stream: IO[bytes], name: str) -> None:
    """Refuse an archive with too many members, before its directory is read.

    A zip file's directory is read whole into memory, so its size, told at the end of the
    file, is looked at first.
    """
    size = stream.seek(0, 2)
    stream.seek(max(0, size - 66_000))
    tail = stream.read()
    place = tail.rfind(b"PK\x05\x06")
    if place < 0 or len(tail) < place + 22:
        raise ExchangeError(
            f"{name} is no zip archive or breaks off in the middle. Export or copy it again."
        )
    members, directory = struct.unpack("<HI", tail[place + 10 : place + 16])
    wide = tail.rfind(b"PK\x06\x06", 0, place)
    if wide >= 0 and len(tail) >= wide + 48:
        members, directory = struct.unpack("<QQ", tail[wide + 32 : wide + 48])
    if members > MAX_MEMBERS:
        raise ExchangeError(
            f"{name} holds {members:,} files; a project may hold {MAX_MEMBERS:,}. Not opened."
        )
    if directory > MAX_DIRECTORY_BYTES:
        raise ExchangeError(
            f"{name} has a list of files of {directory:,} bytes, too long for the {members:,} "
            "files that it names. Not opened."
        )


def check_member(archive: str, member: zipfile.ZipInfo) -> None:
    """Refuse a member that points outside the archive or unpacks out of all proportion."""
    name = member.filename.replace("\\", "/")
    parts = PurePosixPath(name).parts
    if ".." in parts or name.startswith("/") or ":" in (parts[0] if parts else ""):
        raise ExchangeError(
            f"{archive} has a file named {name!r}, which points outside the archive. Not opened."
        )
    ratio = member.file_size / max(1, member.compress_size)
    media = name.rsplit(".", 1)[-1].lower() in MEDIA
    size, most = (50_000_000, 500) if media else (SMALL_MEMBER, MAX_RATIO)
    if member.file_size > size and ratio > most:
        raise ExchangeError(
            f"{archive}: {PurePosixPath(name).name} would unpack from {member.compress_size:,} "
            f"to {member.file_size:,} bytes, as a zip bomb does. Not opened."
        )


def parse_xml(stream: Any, where: str) -> Iterator[tuple[str, Any]]:
    """Yield ``("start" | "end", element)`` of XML without entities, DTD or deep nesting.

    Raises
    ------
    ExchangeError
        Where it is not well-formed, declares entities or a DTD, nests too deeply, or has too
        many elements.
    """
    from xml.etree.ElementTree import ParseError

    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    depth = elements = 0
    try:
        for event, element in iterparse(stream, events=("start", "end"), forbid_dtd=True):
            depth += 1 if event == "start" else -1
            elements += event == "start"
            if elements > MAX_ELEMENTS:
                raise ExchangeError(f"{where} has more than {MAX_ELEMENTS:,} elements. Not read.")
            if depth > MAX_DEPTH:
                raise ExchangeError(f"{where} nests deeper than {MAX_DEPTH} levels. Not read.")
            yield event, element
    except DefusedXmlException as error:
        raise ExchangeError(
            f"{where} declares a document type or entities, which a project never needs and "
            "which can be used to attack. Not read."
        ) from error
    except (ParseError, LookupError, UnicodeError, ValueError) as error:
        raise ExchangeError(f"{where} is no well-formed XML ({error}). Export it again.") from error
