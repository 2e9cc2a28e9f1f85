"""A run's folder: made beside the last good one and swapped in whole."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def make_beside(final: Path) -> Iterator[Path]:
    """Give a temporary folder beside ``final`` and swap it in when the work is whole.

    Where the work fails, ``final`` stays as it was; what there is goes to ``<final>.failed``.

    Yields
    ------
    Path
        The folder to fill.
    """
    final.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=f".{final.name}-", dir=final.parent))
    made.chmod(0o755)
    failed = final.with_name(f"{final.name}.failed")
    try:
        yield made
    except BaseException:
        _replace(made, failed)
        raise
    _replace(made, final)
    shutil.rmtree(failed, ignore_errors=True)


def _replace(made: Path, final: Path) -> None:
    if not final.exists():
        made.rename(final)
        return
    aside = final.with_name(f".{final.name}-{made.name.rsplit('-', 1)[-1]}-old")
    final.rename(aside)
    try:
        made.rename(final)
    except BaseException:
        aside.rename(final)
        raise
    shutil.rmtree(aside, ignore_errors=True)


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
