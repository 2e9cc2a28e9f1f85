"""Reports made once for all tests that read them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of one study's report together, so that it is made in one worker only."""
    for item in items:
        names = {*getattr(item, "fixturenames", ())}
        if hasattr(item, "callspec"):
            names |= {value for value in item.callspec.params.values() if isinstance(value, str)}
        for study in ("synthetic", "york"):
            if study in names:
                item.add_marker(pytest.mark.xdist_group(study))
                break


@dataclass(frozen=True)
class Made:
    """A report made by the real command, with what it printed."""

    folder: Path
    code: int
    out: str
    err: str

    @property
    def report(self) -> Path:
        """The site's folder."""
        return self.folder / "report"


def run_command(*words: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run the real command."""
    line = [sys.executable, "-m", "mcneval.cli", *words]
    return subprocess.run(line, cwd=cwd, capture_output=True, text=True, check=False)


def make(study: str, results: Path, *words: str) -> Made:
    """Make a study's report into a folder of its own."""
    done = run_command("report", study, "--results", str(results), *words)
    return Made(results / study, done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="session")
def run_mcn() -> Callable[..., subprocess.CompletedProcess[str]]:
    """The real command, to be called with its words."""
    return run_command


@pytest.fixture(scope="session")
def york(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The reference study's report in all formats."""
    return make("york-2021", tmp_path_factory.mktemp("york"))


@pytest.fixture(scope="session")
def synthetic(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The made-up study's report as a site."""
    return make("synthetic-network", tmp_path_factory.mktemp("synthetic"), "--to", "html")


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
