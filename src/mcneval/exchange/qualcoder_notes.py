"""What people wrote beside their coding in QualCoder: journals, annotations, memos."""

from __future__ import annotations

from collections.abc import Iterator

from mcneval.exchange.model import Note
from mcneval.exchange.sqlite_files import Database, Row, text

CODED = {"code_text": "fid", "code_image": "id", "code_av": "id"}


def read_notes(database: Database) -> list[Note]:
    """Return journals, annotations, and memos on codings, with what they are about."""
    return [*journals(database), *remarks(database), *memos(database)]


def journals(database: Database) -> Iterator[Note]:
    """Yield the journals."""
    for number, row in enumerate(database.rows("journal")):
        yield note(f"journal {number}", text(row["name"]), text(row["jentry"]), row, "")


def remarks(database: Database) -> Iterator[Note]:
    """Yield the annotations of texts."""
    names = {row["id"]: text(row["name"]) for row in database.rows("source")}
    for number, row in enumerate(database.rows("annotation")):
        about = f"{names.get(row['fid'], '')}, characters {text(row['pos0'])}-{text(row['pos1'])}"
        yield note(f"annotation {number}", "annotation", text(row["memo"]), row, about)


def memos(database: Database) -> Iterator[Note]:
    """Yield the memos on codings."""
    names = {row["id"]: text(row["name"]) for row in database.rows("source")}
    codes = {row["cid"]: text(row["name"]) for row in database.rows("code_name")}
    for table, column in CODED.items():
        for number, row in enumerate(database.rows(table)):
            if text(row.get("memo")):
                about = f"{names.get(row[column], '')}, code {codes.get(row['cid'], '')}"
                name = "memo on a coding"
                yield note(f"{table} {number}", name, text(row["memo"]), row, about)


def note(guid: str, name: str, words: str, row: Row, about: str) -> Note:
    """Return a memo with its author and date."""
    return Note(
        guid, name, words, user=text(row.get("owner")), at=text(row.get("date")), about=about
    )
