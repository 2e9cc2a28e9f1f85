"""A study that somebody else made: nothing in its folder leads out of it or never ends."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from mcneval.study.decoding import blank_unseen
from mcneval.study.problems import Problem

LARGEST = 200_000_000
"""Bytes of one file; a study's tables and pictures are far smaller."""

FOLDERS = ("frameworks", "images", "narrative", "notebooks", "private", "readings")
FILES = (
    "references.bib", "*.csv", "*.xlsx", "*.yml", "narrative/*.md", "notebooks/*.ipynb",
    "frameworks/*.yml", "readings/*/*.j2",
)  # fmt: skip


def find_foreign(folder: Path) -> Iterator[Problem]:
    """Yield what in a study's folder is no plain file or folder, or cannot be read whole."""
    for place, folders, files in os.walk(folder):
        for name in sorted([*folders, *files]):
            path = Path(place) / name
            where = path.relative_to(folder).as_posix()
            if where.startswith("."):
                continue  # Beside the study's own files nothing hidden is read.
            if name == "Icon\r" or (name.startswith(".#") and not path.exists()):
                continue  # What a file manager and an editor leave; the link leads nowhere.
            problem = _judge(path, where)
            if problem:
                yield problem
        if place == str(folder):
            folders[:] = [name for name in folders if not name.startswith(".")]


def _is_read(where: str) -> bool:
    """Tell whether a file would be read at this place."""
    deep = where.count("/")
    return any(name.count("/") == deep and PurePosixPath(where).match(name) for name in FILES)


def _judge(path: Path, where: str) -> Problem | None:
    if not where.isprintable():
        words = "its name has signs that cannot be printed."
        told = where.encode("utf-8", "replace").decode()
        return Problem(
            blank_unseen(told).replace("\n", " "), words, "Rename it.", rule="foreign-file"
        )
    try:
        held = path.lstat()
    except OSError as error:
        return Problem(where, f"its kind cannot be told: {error.strerror}.", rule="foreign-file")
    if stat.S_ISLNK(held.st_mode):
        words = "it is a link; what it leads to would be read, and could be published."
        mend = "Put a copy of the file in its place."
    elif not (stat.S_ISREG(held.st_mode) or stat.S_ISDIR(held.st_mode)):
        words, mend = "it is a pipe or a device, not a file.", "Take it out of the study."
    elif not os.access(path, os.R_OK | (os.X_OK if path.is_dir() else 0)):
        words = "it cannot be read: there is no permission."
        mend = "Give yourself permission to read it, or take it out of the study."
    elif stat.S_ISREG(held.st_mode) and held.st_size > LARGEST:
        words = f"it has {held.st_size:,} bytes; up to {LARGEST:,} are read."
        mend = "Take it out of the study, or leave out what is not needed."
    elif where in FOLDERS and not path.is_dir():
        words, mend = "this is a file; a folder is expected.", "Move it away."
    elif path.is_dir() and _is_read(where):
        words, mend = "this is a folder; a file is expected.", "Move it away."
    else:
        return None
    return Problem(where, words, mend, rule="foreign-file")
