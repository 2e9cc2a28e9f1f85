"""A small book that uses every feature of the common subset."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from toy_notebooks import recruitment

TOY = Path(__file__).parent / "toy"


def make_stage(folder: Path) -> Path:
    """Return a stage folder with the toy book in it."""
    shutil.copytree(TOY, folder)
    (folder / "notebooks").mkdir()
    (folder / "notebooks" / "01-recruitment.ipynb").write_text(recruitment(), encoding="utf-8")
    return folder


@pytest.fixture
def stage(tmp_path: Path) -> Path:
    """Return a stage folder that a test may change."""
    return make_stage(tmp_path / "stage")
