"""Which engine makes the book, and why."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from typing import Literal

from mcneval.book.problems import BookError, Problem
from mcneval.book.reader import pandoc_version

EngineChoice = Literal["auto", "pandoc", "quarto"]
OLDEST_QUARTO = (1, 4)


@dataclass(frozen=True)
class Engine:
    """An engine: its name, its version, and why it is this one."""

    name: Literal["pandoc", "quarto"]
    version: str
    reason: str


def find_engine(choice: EngineChoice = "auto") -> Engine:
    """Return the engine that ``choice`` leads to.

    Raises BookError where Quarto is asked for and is not there or is too old.
    """
    if choice == "pandoc":
        return Engine("pandoc", pandoc_version(), "the embedded engine was asked for")
    version = quarto_version()
    oldest = ".".join(str(part) for part in OLDEST_QUARTO)
    if version and _numbers(version) >= OLDEST_QUARTO:
        reason = "it was asked for" if choice == "quarto" else f"quarto {version} was found"
        return Engine("quarto", version, reason)
    found = f"quarto {version} is older than {oldest}" if version else "no quarto was found"
    if choice == "quarto":
        mend = f"Install Quarto {oldest} or later, or leave the choice to 'auto'."
        raise BookError([Problem("quarto", None, found, mend)])
    return Engine("pandoc", pandoc_version(), f"{found}, so the embedded engine is used")


def quarto_version() -> str:
    """Return the version of the Quarto on the path, or nothing."""
    path = shutil.which("quarto")
    if not path:
        return ""
    done = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)
    return done.stdout.strip().split("\n")[-1].strip() if done.returncode == 0 else ""


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version)[:2])
