"""Files written in whole or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from mcneval.exchange.problems import ExchangeError


def write_all(folder: Path, files: Mapping[str, str]) -> None:
    """Write texts into a folder, all or none.

    They are first written to a hidden folder inside, then renamed into place; where one
    fails, those already renamed are put back.

    Raises
    ------
    ExchangeError
        Where the disk is full, a file is held open, or a path leads out of the folder.
    """
    root = folder.resolve()
    for name in files:
        if not (root / name).resolve().is_relative_to(root):
            raise ExchangeError(f"{name} leads out of {folder}. Nothing was written.")
    room = Path(tempfile.mkdtemp(prefix=".import-", dir=folder))
    try:
        for number, text in enumerate(files.values()):
            (room / f"{number}.new").write_bytes(text.encode("utf-8", "replace"))
        swap(folder, room, list(files))
    except OSError as error:
        raise ExchangeError(
            f"{error.filename or folder} could not be written ({error.strerror}). The study is as "
            "it was. Close the file if it is open elsewhere, and try again."
        ) from error
    finally:
        shutil.rmtree(room, ignore_errors=True)


def swap(folder: Path, room: Path, names: list[str]) -> None:
    """Rename the new files into place; on failure put the old ones back."""
    done: list[tuple[Path, Path | None]] = []
    try:
        for number, name in enumerate(names):
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            old = room / f"{number}.old" if target.exists() else None
            if old is not None:
                target.replace(old)
            done.append((target, old))
            (room / f"{number}.new").replace(target)
    except OSError:
        for target, old in reversed(done):
            if old is not None:
                old.replace(target)
            else:
                target.unlink(missing_ok=True)
        raise


def write_bytes(target: Path, data: bytes) -> None:
    """Write one file, whole or not at all.

    Raises
    ------
    ExchangeError
        Where the folder is not there or cannot be written to.
    """
    try:
        # A room of its own: a file of a known name could be somebody's link to another.
        with tempfile.TemporaryDirectory(prefix=".export-", dir=target.parent) as room:
            beside = Path(room) / "new"
            beside.write_bytes(data)
            beside.replace(target)
    except OSError as error:
        raise ExchangeError(f"{target} could not be written ({error.strerror}).") from error
