"""A study's folder written whole or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path


def write_folder(folder: Path, files: Mapping[str, str]) -> Path:
    """Write texts by path into a new or empty folder, and return it.

    They are written beside it first, so that a full disk leaves nothing half done.

    Raises
    ------
    OSError
        Where the disk is full, or the folder cannot be written or holds anything.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    built = Path(tempfile.mkdtemp(prefix=".new-", dir=folder.parent))
    try:
        for path, text in files.items():
            (built / path).parent.mkdir(parents=True, exist_ok=True)
            (built / path).write_text(text, "utf-8", newline="\n")
        built.chmod(0o755)
        if folder.is_dir():
            folder.rmdir()
        built.rename(folder)
    except BaseException:
        shutil.rmtree(built, ignore_errors=True)
        raise
    return folder
