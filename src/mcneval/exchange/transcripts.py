"""Transcripts in Word or plain text as sources, with who speaks in them."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from mcneval.exchange.decoding import decode, plain
from mcneval.exchange.model import ProjectFile, Source, TextPart
from mcneval.exchange.problems import ExchangeError
from mcneval.exchange.safety import MAX_TEXT_BYTES
from mcneval.exchange.word_text import docx_text

ENDINGS = (".docx", ".txt", ".md")
SPEAKER = re.compile(
    r"^\s*\[?([^\s:\[\]][^:\[\]\n]{0,30}?)\]?\s*(?:\(?\d\d?:\d\d(?::\d\d)?\)?)?\s*:\s"
)
FEWEST = 2


def read_transcripts(path: Path) -> ProjectFile:
    """Read one transcript, or every transcript of a folder, as sources without codings.

    Raises
    ------
    ExchangeError
        Where a file cannot be read, or the folder holds none.
    """
    files = [path] if path.is_file() else list_files(path)
    project = ProjectFile(path.name, "transcripts")
    project.sources = [read_transcript(file) for file in files]
    project.counted = Counter({"sources": len(files), "source texts": len(files)})
    return project


def list_files(folder: Path) -> list[Path]:
    """Return the transcripts directly in a folder, sorted."""
    files = sorted(
        file
        for file in folder.iterdir()
        if file.suffix.lower() in ENDINGS
        and file.is_file()
        and not file.name.startswith((".", "~"))
    )
    if not files:
        raise ExchangeError(
            f"{folder.name} is neither a QualCoder project (no data.qda) nor a folder of "
            f"transcripts ({', '.join(ENDINGS)})."
        )
    return files


def read_transcript(file: Path) -> Source:
    """Read one transcript."""
    if file.stat().st_size > MAX_TEXT_BYTES:
        raise ExchangeError(f"{file.name} is larger than {MAX_TEXT_BYTES:,} bytes. Not read.")
    data = file.read_bytes()
    if file.suffix.lower() == ".docx":
        decoded = plain(docx_text(data, file.name))
    elif b"\0" in data[:4096] and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise ExchangeError(f"{file.name} holds zero bytes, which no text has. Save it as UTF-8.")
    else:
        decoded = decode(data)
    part = TextPart("text", decoded.text, decoded.crlf, bom=decoded.bom)
    if decoded.doubtful:
        part.missing = "not UTF-8; read as Windows-1252"
    return Source(file.name, file.name, parts=[part], speakers=speakers_in(decoded.text))


def speakers_in(text: str) -> list[str]:
    """Return the labels before a colon that begin lines more than once, most frequent first."""
    found = Counter(
        match.group(1).strip() for line in text.splitlines() if (match := SPEAKER.match(line))
    )
    return [name for name, count in found.most_common() if count >= FEWEST]
