"""A small book that uses every feature of the common subset, and its report."""

from __future__ import annotations

from pathlib import Path

import pytest
from toy_book import Report, make_stage

from mcneval.book import render_book


@pytest.fixture
def stage(tmp_path: Path) -> Path:
    """Return a filled-in folder that a test may change."""
    return make_stage(tmp_path / "stage")


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """Return the toy book in all formats, made by the embedded engine."""
    folder = tmp_path_factory.mktemp("toy")
    stage = make_stage(folder / "stage")
    outcome = render_book(stage, folder / "report", ("html", "pdf", "docx"), "embedded")
    return Report(folder / "report", outcome)
