"""A report is not rendered again from numbers that are not those of the tables."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from mcneval.report.stale import StaleError, list_changes, stop_if_stale
from mcneval.study.load import Study, hash_inputs, load_study

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture
def study(tmp_path: Path) -> Study:
    shutil.copytree(DATA / "york-2021", tmp_path / "data" / "york-2021")
    shutil.copytree(DATA / "frameworks", tmp_path / "data" / "frameworks")
    return load_study(tmp_path / "data" / "york-2021")


@pytest.fixture
def run(study: Study, tmp_path: Path) -> Path:
    folder = tmp_path / "run"
    folder.mkdir()
    (folder / "manifest.json").write_text(json.dumps({"inputs": hash_inputs(study)}))
    return folder


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text("utf-8") + text, "utf-8")


def test_nothing_is_stale_right_after_a_run(study: Study, run: Path) -> None:
    stop_if_stale(study, run)


def test_words_of_the_book_make_no_number_stale(study: Study, run: Path) -> None:
    append(study.folder / "narrative" / "summary.md", "More.\n")
    append(study.folder / "findings.yml", "# More.\n")
    assert list_changes(study, run) == {}


def test_every_changed_file_is_told_with_what_to_do(study: Study, run: Path) -> None:
    append(study.folder / "themes.csv", "\n")
    append(study.folder.parent / "frameworks" / "npt.yml", "# More.\n")
    (study.folder / "theme_links.csv").unlink()
    (study.folder / "summaries.csv").write_text("theme_id,summary\n")
    with pytest.raises(StaleError) as told:
        stop_if_stale(study, run)
    assert str(told.value).splitlines()[1:] == [
        "  frameworks/npt.yml: changed since",
        "  summaries.csv: new",
        "  theme_links.csv: not there any more",
        "  themes.csv: changed since",
        "Run the notebooks again: mcn report york-2021",
    ]
