"""A small book that uses every feature of the common subset, and its report."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from toy_book import Report, make_stage

from mcneval.book import render_book

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture
def stage(tmp_path: Path) -> Path:
    """Return a stage folder that a test may change."""
    return make_stage(tmp_path / "stage")


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """Return the toy book in all formats, made by the embedded engine."""
    folder = tmp_path_factory.mktemp("toy")
    stage = make_stage(folder / "stage")
    outcome = render_book(stage, folder / "report", ("html", "pdf", "docx"), "pandoc")
    return Report(folder / "report", outcome)


@pytest.fixture(scope="session")
def chromium() -> Iterator[object]:
    """Return a browser, or skip where there is none."""
    if CHROMIUM is None:
        pytest.skip("no Chromium is installed, so pages cannot be opened in a browser")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()
