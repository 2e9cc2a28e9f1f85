"""Which engine makes the book, and why."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from typing import Literal

from mcneval.book.pandoc import pandoc_version
from mcneval.book.problems import BookError, Problem

EngineChoice = Literal["auto", "embedded", "quarto"]
OLDEST_QUARTO = (1, 9)
"""Older ones make no books by Typst."""


@dataclass(frozen=True)
class Engine:
    """An engine, what it is called with its version, and why it is this one."""

    name: Literal["embedded", "quarto"]
    label: str
    reason: str


def find_engine(choice: EngineChoice = "auto") -> Engine:
    """Return the engine that ``choice`` leads to.

    Raises BookError where Quarto is asked for and is not there or is too old.
    """
    found, fits = describe_quarto()
    if choice == "quarto":
        if not fits:
            mend = "Install it (environment.yml brings it), or leave the choice to 'auto'."
            raise BookError([Problem("quarto", None, found, mend)])
        return Engine("quarto", f"Quarto {quarto_version()}", "it was asked for")
    reason = "it was asked for" if choice == "embedded" else "it is the default, and needs no other"
    return Engine("embedded", f"Pandoc {pandoc_version()}", reason)


def describe_quarto() -> tuple[str, bool]:
    """Return what there is of Quarto in words, and whether it can make the book."""
    version, oldest = quarto_version(), ".".join(map(str, OLDEST_QUARTO))
    if not version:
        return f"no Quarto was found; {oldest} or later is needed", False
    numbers = tuple(int(part) for part in re.findall(r"\d+", version)[:2])
    if numbers < OLDEST_QUARTO:
        return f"Quarto {version} is older than {oldest}", False
    return f"Quarto {version} is there: --engine quarto", True


def quarto_version() -> str:
    """Return the version of the Quarto on the path, or nothing."""
    path = shutil.which("quarto")
    if not path:
        return ""
    done = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)
    return done.stdout.strip().split("\n")[-1].strip() if done.returncode == 0 else ""
