"""A small study and its report, to be killed, starved and fed with broken files; and the figures.

These tests take minutes and run by ``make test-all`` only. Where the variable ``RELIABILITY`` names
a file, what they counted is written there.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.reliability.figures import write_figures

ROOT = Path(__file__).parents[2]
NAME = "borderland"
FIGURES: dict[str, Counter[str]] = {}
"""What was tried and what came of it, by part."""


@dataclass(frozen=True)
class Place:
    """A study's data, its results and a temporary folder, all in one."""

    folder: Path

    @property
    def results(self) -> Path:
        """The folder of results."""
        return self.folder / "results"

    @property
    def study(self) -> Path:
        """The study's folder."""
        return self.folder / "data" / NAME

    @property
    def aside(self) -> Path:
        """What is the system's temporary folder there."""
        return self.folder / "tmp"

    def start(self, *words: str, **more: str) -> subprocess.Popen[str]:
        """Start the real command."""
        return subprocess.Popen(
            [sys.executable, "-m", "mcneval.cli", *words],
            cwd=ROOT,
            env=os.environ | {"TMPDIR": str(self.aside)} | more,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def report(self) -> subprocess.Popen[str]:
        """Start making the report."""
        where = ["--results", str(self.results), "--to", "html"]
        return self.start("report", str(self.study), *where)

    def hash_all(self) -> tuple[str, str]:
        """Return what the data and the results are, in one hash each."""
        return hash_folder(self.study), hash_folder(self.results / NAME)

    def list_left(self) -> list[str]:
        """Return what lies beside the results and in the temporary folder."""
        beside = [path.name for path in self.results.iterdir() if path.name != NAME]
        return sorted(beside) + sorted(path.name for path in self.aside.iterdir())


def hash_folder(folder: Path) -> str:
    """Return one hash of all files below a folder but the log, whose times differ."""
    found = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != "run.log":
            found.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return found.hexdigest()


def lay_out(folder: Path) -> Place:
    """Copy the example study into a folder that has everything of its own."""
    place = Place(folder)
    shutil.copytree(ROOT / "docs" / "examples" / NAME, place.study)
    shutil.copytree(ROOT / "data" / "frameworks", place.study.parent / "frameworks")
    place.results.mkdir()
    place.aside.mkdir()
    return place


@pytest.fixture
def bare(tmp_path: Path) -> Place:
    """Return a study without results."""
    return lay_out(tmp_path)


@pytest.fixture(scope="session")
def first(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Return a study with its report, never to be changed."""
    place = lay_out(tmp_path_factory.mktemp("first"))
    out, _ = (done := place.report()).communicate(timeout=300)
    assert done.returncode == 0, out
    return place


@pytest.fixture
def made(first: Place, tmp_path: Path) -> Place:
    """Return a study with its report."""
    place = Place(tmp_path / "made")
    shutil.copytree(first.folder, place.folder)
    return place


@pytest.fixture(scope="session", autouse=True)
def figures() -> Iterator[None]:
    """Write what was counted where the variable says."""
    yield
    target = os.environ.get("RELIABILITY")
    if target:
        write_figures(Path(target), FIGURES)


def count(part: str, **what: int) -> None:
    """Take in what was tried and what came of it."""
    FIGURES.setdefault(part, Counter()).update(what)
