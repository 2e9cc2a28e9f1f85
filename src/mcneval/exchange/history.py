"""What earlier imports wrote, so that the next one knows the same things again.

Each import leaves records in ``private/imported/``: which code, source and segment of the
study came from which thing in the file, by guid, name, position and a hash of the words.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from mcneval.exchange.sheets import Row, read_rows

PLACE = Path("private") / "imported"
IMPORTS = "imports.csv"
RECORDS = ("codes", "sources", "segments", "codings", "people")


@dataclass
class History:
    """The records of all earlier imports, and those of the same project apart.

    ``of_all``, ``of_project`` and ``of_others`` give rows by kind of record; ``imports``
    has one row a file: file, tool, project, sha256.
    """

    imports: list[Row] = field(default_factory=list)
    of_all: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    of_project: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    of_others: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))


def read_history(folder: Path, file: str, project: str) -> History:
    """Read the records of a study; those of ``file`` or ``project`` count as the same's.

    Parameters
    ----------
    folder : Path
        The study's folder.
    file : str
        The key of the file now imported.
    project : str
        The name the tool gave the project; empty where it gave none.
    """
    history = History()
    place = folder / PLACE
    if not (place / IMPORTS).is_file():
        return history
    history.imports = records(place / IMPORTS)
    for done in history.imports:
        same = done["file"] == file or (bool(project) and done.get("project") == project)
        for kind in RECORDS:
            path = place / f"{done['file']}.{kind}.csv"
            if path.is_file():
                rows = records(path)
                history.of_all[kind].extend(rows)
                (history.of_project if same else history.of_others)[kind].extend(rows)
    return history


def records(path: Path) -> list[Row]:
    """Read one record's rows."""
    return read_rows(path.read_text("utf-8"), path.name)[1]


def mark(words: str | None) -> str:
    """Return a short hash of words, however they are spaced; nothing for none."""
    plain = "".join((words or "").split())
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()[:16] if plain else ""
