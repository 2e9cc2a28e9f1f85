"""A run's folder: made beside the last good one and swapped in whole."""

from __future__ import annotations

import atexit
import contextlib
import hashlib
import json
import os
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from mcneval.errors import McnevalError


class PlaceError(McnevalError):
    """Something stands where results are to go."""


@contextmanager
def make_beside(final: Path) -> Iterator[Path]:
    """Give a temporary folder beside ``final`` and swap it in when the work is whole.

    Where the work fails, ``final`` stays as it was. What there is goes to ``<final>.failed`` where
    somebody may want to look into it, after a mistake in what was given, and is deleted otherwise.
    What a run left that was killed is cleared away first.

    Yields
    ------
    Path
        The folder to fill.

    Raises
    ------
    PlaceError
        Where ``final`` is no folder.
    """
    if final.is_symlink() or (final.exists() and not final.is_dir()):
        raise PlaceError(f"{final} is no folder. Move it away, or choose another place.")
    final.parent.mkdir(parents=True, exist_ok=True)
    _clear_away(final)
    made = Path(tempfile.mkdtemp(prefix=f".{final.name}-{os.getpid()}-", dir=final.parent))
    # Whoever stops a run may do so while this clears up: then it is done as Python ends.
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    made.chmod(0o755)
    failed = final.with_name(f"{final.name}.failed")
    try:
        yield made
    except McnevalError:
        _replace(made, failed)
        raise
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise
    _replace(made, final)
    shutil.rmtree(failed, ignore_errors=True)


def _clear_away(final: Path) -> None:
    """Delete the folders of runs that were killed; put back results that were being swapped."""
    pattern = re.compile(rf"\.{re.escape(final.name)}-(\d+)-\w+(-old)?")
    for path in final.parent.iterdir():
        found = pattern.fullmatch(path.name)
        if not found or is_running(int(found[1])):
            continue
        if found[2] and not final.exists():
            path.rename(final)
        else:
            _remove(path)


def is_running(number: int) -> bool:
    """Return whether a process is still there."""
    import psutil

    try:
        return bool(psutil.Process(number).status() != psutil.STATUS_ZOMBIE)
    except psutil.Error:
        return False


@contextmanager
def make_aside() -> Iterator[Path]:
    """Give a folder in the system's temporary folder, and clear away those of runs killed."""
    pattern = re.compile(r"mcn-(\d+)-\w+")
    with contextlib.suppress(OSError):
        for path in Path(tempfile.gettempdir()).iterdir():
            found = pattern.fullmatch(path.name)
            if found and not is_running(int(found[1])):
                shutil.rmtree(path, ignore_errors=True)
    folder = tempfile.mkdtemp(prefix=f"mcn-{os.getpid()}-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)  # as above
    try:
        yield Path(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _replace(made: Path, final: Path) -> None:
    if not final.exists():
        made.rename(final)
        return
    aside = final.with_name(f".{final.name}-{os.getpid()}-{made.name.rsplit('-', 1)[-1]}-old")
    final.rename(aside)
    try:
        made.rename(final)
    except BaseException:
        aside.rename(final)
        raise
    _remove(aside)


def _remove(folder: Path) -> None:
    """Delete a folder, also where somebody has write-protected what is in it."""
    for place, _, _ in os.walk(folder):
        with contextlib.suppress(OSError):
            Path(place).chmod(0o755)
    shutil.rmtree(folder, ignore_errors=True)


def write_json(path: Path, content: Any) -> None:
    """Write JSON with sorted keys and a closing line break; the same bytes each time."""
    words = json.dumps(content, indent=2, sort_keys=True, ensure_ascii=False)
    path.write_text(words + "\n", "utf-8", newline="")


def hash_files(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file below a folder, by relative path."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


class Log:
    """Progress lines, told as they come and kept for ``run.log``."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell
        self._start = time.monotonic()
        self.lines: list[str] = []

    def __call__(self, line: str) -> None:
        """Tell a line and keep it with the seconds since the start."""
        self._tell(line)
        self.lines.append(f"{time.monotonic() - self._start:7.2f} s  {line}")

    def write(self, path: Path) -> None:
        """Write the lines so far."""
        path.write_text("\n".join(self.lines) + "\n", "utf-8")
