"""Short keys out of names that people gave, always the same for the same names."""

from __future__ import annotations

import datetime
import re
import unicodedata
import uuid
from functools import lru_cache

VALID_ID = re.compile(r"\A[A-Za-z0-9][A-Za-z0-9._-]*+\Z")
NAMESPACE = uuid.UUID("6f1f0d5e-5c0b-5b43-9e0e-2f1c7d3a4b59")
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
SPELT = re.compile(
    rf"\A\s*+\w++ ({'|'.join(MONTHS)}) +(\d{{1,2}}) \d\d:\d\d:\d\d (?:\w+ )?(\d{{4}})",
    re.IGNORECASE,
)
FILE_ENDINGS = re.compile(
    r"\.(docx?|txt|rtf|pdf|odt|md|html?|csv|xlsx?|m4a|mp3|mp4|wav|mov|avi|jpe?g|png|gif|tiff?)\Z",
    re.IGNORECASE,
)


def slug(name: str) -> str:
    """Return a key of lower-case ASCII letters, digits and ``-``; ``"unnamed"`` for none."""
    plain = unicodedata.normalize("NFKD", name)
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:80].strip("-") or "unnamed"


def key_of(name: str) -> str:
    """Return a name that is a key already as it stands, any other as its slug.

    A file's ending is left off: ``P07.docx`` is ``P07``.
    """
    bare = FILE_ENDINGS.sub("", name.strip())
    return bare if VALID_ID.match(bare) and len(bare) <= 80 else slug(bare)


def path_key(path: tuple[str, ...]) -> str:
    """Return the key of a code from the names on its path."""
    return ".".join(slug(name) for name in path)


def sameness(name: str) -> str:
    """Return what two names share that differ only in case, spaces and marks."""
    return slug(FILE_ENDINGS.sub("", name.strip()))


class Keys:
    """Hands out keys, each once: a second ``a`` becomes ``a-2``."""

    def __init__(self, taken: set[str] | None = None) -> None:
        self._taken = {key.casefold() for key in taken or set()}
        self._last: dict[str, int] = {}

    def new(self, wanted: str) -> str:
        """Return the wanted key, with a number where it is taken."""
        # From the number given last: a file may hold a name ten thousand times.
        key, count = wanted, self._last.get(wanted, 1)
        while key.casefold() in self._taken:
            count += 1
            key = f"{wanted}-{count}"
        self._taken.add(key.casefold())
        self._last[wanted] = count
        return key


def file_key(name: str) -> str:
    """Return a file's name made safe to write: no folders, no control characters."""
    safe = re.sub(r"[^\w.() -]+", "_", name.replace("\\", "/").rsplit("/", 1)[-1])
    return safe.strip(". ")[:120] or "file"


@lru_cache(maxsize=65536)
def own_guid(kind: str, key: str) -> str:
    """Return the guid that this project gives a thing, always the same for the same key."""
    return str(uuid.uuid5(NAMESPACE, f"{kind}:{key}"))


def iso_date(time: str) -> str:
    """Return the day of a time as tools write it, as YYYY-MM-DD; nothing where it is none."""
    found = re.match(r"\A\s*+(\d{4})-(\d{2})-(\d{2})(?!\d)", time)
    words = found.groups() if found else ()
    if not found and (spelt := SPELT.match(time)):
        words = (spelt.group(3), str(MONTHS.index(spelt.group(1).lower()) + 1), spelt.group(2))
    try:
        year, month, day = (int(word) for word in words)
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return ""
