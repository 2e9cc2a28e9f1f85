"""The page that tells what was tried and what came of it."""

from __future__ import annotations

import platform
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from mcneval import __version__

ROOT = Path(__file__).parents[2]
ORDINARY = {
    "Broken studies, each with the whole message expected": ["tests/study/test_broken.py"],
    "Hostile files of other tools": ["tests/exchange/test_hostile.py"],
    "Private words, names and numbers, in every kind of file": ["tests/disclosure/test_search.py"],
    "Patterns, each with hostile texts of two lengths": ["tests/test_patterns.py"],
    "Reports of random studies, attacked with a solver": [
        "tests/disclosure/test_attacker.py", "-k", "drawn_at_random"
    ],
}  # fmt: skip
HEAD = """\
# Reliability

The figures of one run of `make test-all`, which wrote this page (mcneval {version}, Python
{python}, {system}). *Lost* is what was there before and was not as it was afterwards: the last
results, the study's data. Each case is a test that fails where something is lost, a traceback is
shown, or something is left in the system's temporary folder or beside the results.

## Kills and faults

A report of the example study was killed or stopped at evenly spaced moments of its run, with the
last results in place; after a kill the next run clears up. Faults are full and read-only disks, a
full temporary folder, a file in the place of results, a name too long, and cells that end Python,
are killed, fail, or ask.

| What | Tried | Lost |
|------|------:|-----:|
"""
FUZZ = """
## Broken files, by reader

Each file of the example study and of each tool was disturbed at random (the same each time): parts
lost, doubled, overwritten, odd signs put in; archives are packed well again, so that what is inside
is reached. A file is *read*, perhaps with warnings, or *told*: refused in plain words. Nothing else
happened, and none took ten seconds. Nothing was written.

| Reader | Tried | Read | Told |
|--------|------:|-----:|-----:|
"""
REST = """
## In the ordinary suite

These run with every `make test`.

| What | Cases |
|------|------:|
"""


def write_figures(target: Path, figures: Mapping[str, Counter[str]]) -> None:
    """Write the page from what was counted."""
    broken = "Broken files: "
    lines = [
        f"| {part} | {held['tried']} | {held['lost']} |"
        for part, held in figures.items()
        if not part.startswith(broken)
    ]
    fuzz = [
        f"| {part.removeprefix(broken)} | {held['tried']:,} | {held['read']:,} | {held['told']:,} |"
        for part, held in figures.items()
        if part.startswith(broken)
    ]
    cases = [f"| {what} | {count_tests(words):,} |" for what, words in ORDINARY.items()]
    head = HEAD.format(
        version=__version__, python=platform.python_version(), system=platform.system()
    )
    parts = [head, *_end(lines), FUZZ, *_end(fuzz), REST, *_end(cases)]
    target.write_text("".join(parts), "utf-8")


def _end(lines: list[str]) -> list[str]:
    return [f"{line}\n" for line in lines]


def count_tests(words: list[str]) -> int:
    """Return how many tests the suite has there."""
    line = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider"]
    line += ["-o", "addopts=--import-mode=importlib", *words]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=True)
    return len(re.findall(r"^\S+::", done.stdout, re.MULTILINE))
