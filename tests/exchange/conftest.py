"""Made-up projects and studies, small enough to check by hand."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

STUDY = """
title: A made-up study
citation: {text: made up}
network: {name: A made-up network}
phases:
  - {id: phase-1, label: First phase}
  - {id: phase-2, label: Second phase}
attributes:
  - {id: role, label: Role, "on": participant, levels: [{id: clin, label: Clinical}, managerial]}
  - {id: position, label: Position, "on": organisation, levels: [hub, spoke]}
frameworks: [sst]
primary_framework: sst
provenance: {kind: synthetic, statement: Made up for tests.}
"""
PROJECT = "urn:QDA-XML:project:1.0"
SAMPLES = Path(__file__).parents[3] / "shared" / "samples" / "refi-qda"


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """Return a study with two phases, and no tables."""
    folder = tmp_path / "study"
    folder.mkdir()
    (folder / "study.yml").write_text(STUDY, encoding="utf-8")
    return folder


@pytest.fixture
def samples() -> Path:
    """Return the folder of real files; the test is skipped where it is not there."""
    if not SAMPLES.is_dir():
        pytest.skip(f"the sample files are not in {SAMPLES}")
    return SAMPLES


@pytest.fixture
def qdpx(tmp_path: Path) -> Callable[..., Path]:
    """Return a maker of .qdpx files out of the XML inside <Project> and texts by name."""

    def make(
        body: str,
        texts: dict[str, bytes | str] | None = None,
        name: str = "project.qdpx",
        member: str = "project.qde",
        folder: str = "Sources",
        attributes: str = 'name="made up" origin="a tool"',
    ) -> Path:
        path = tmp_path / name
        xml = f'<?xml version="1.0" encoding="utf-8"?><Project xmlns="{PROJECT}" {attributes}>'
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(member, f"{xml}{body}</Project>")
            for key, text in (texts or {}).items():
                data = text.encode() if isinstance(text, str) else text
                archive.writestr(f"{folder}/{key}", data)
        return path

    return make


@pytest.fixture
def rows() -> Callable[[Path], list[dict[str, str]]]:
    """Return a reader of CSV files as dicts."""

    def read(path: Path) -> list[dict[str, str]]:
        with path.open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))

    return read


@pytest.fixture
def table(tmp_path: Path) -> Callable[[Path, str], None]:
    """Return a writer of a study's tables from lines without indentation."""

    def write(path: Path, text: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = [line.strip() for line in text.strip().splitlines()]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    return write


@pytest.fixture
def mcn() -> Callable[..., Result]:
    """Return a caller of the commands, as the shell would call them."""
    from mcneval.exchange import commands

    group = click.Group(
        commands={
            command.name or "": command
            for command in vars(commands).values()
            if isinstance(command, click.Command)
        }
    )

    def call(*words: Any) -> Result:
        result = CliRunner().invoke(group, [str(word) for word in words])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return call
