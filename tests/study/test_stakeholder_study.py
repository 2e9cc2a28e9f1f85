"""A network of another shape, made by ``mcn new`` and plain file edits only."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from mcneval.study.check import check_study
from mcneval.study.commands import new
from mcneval.study.load import Study
from mcneval.study.tables import TABLES

HERE = Path(__file__).parent
SHARED = HERE.parents[1] / "data" / "frameworks"
FILLED = HERE.parents[1] / "docs" / "examples" / "borderland"
WORDS = (
    "--attributes",
    "impact@organisation:high,moderate,low;country@organisation:England,Wales",
    "--attributes",
    "group:nurses,families",
    "--phases",
    "1",
)


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Study:
    """The study with the files that its team would have written in place of the template's."""
    shutil.copytree(SHARED, tmp_path / "data" / "frameworks")
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(new, ["borderland", *WORDS]).exit_code == 0
    folder = tmp_path / "data" / "borderland"
    for table in TABLES:
        if not (FILLED / table.file).exists():
            (folder / table.file).unlink()
    shutil.copytree(FILLED, folder, dirs_exist_ok=True)
    built, problems = check_study(folder)
    assert [str(problem) for problem in problems] == []
    assert built is not None
    return built


def test_it_passes_the_check_and_has_no_codings(study: Study) -> None:
    assert study.missing == {
        "argument",
        "codes",
        "codings",
        "quotations",
        "segment_text",
        "summaries",
        "theme_history",
        "topic_guide",
    }


def test_two_groups_of_ten_people_are_told_apart(study: Study) -> None:
    assert study["participants"]["group"].value_counts().to_dict() == {
        "nurses": 10,
        "families": 10,
    }
    assert study["organisations"]["impact"].value_counts().to_dict() == {
        "high": 2,
        "moderate": 2,
        "low": 2,
    }


def test_its_framework_is_its_own(study: Study) -> None:
    assert study.framework.construct_ids == ["reach", "skill", "trust", "means"]
    assert len(study["themes"]) == 6


def test_nothing_in_it_speaks_of_another_network(study: Study) -> None:
    text = "".join(path.read_text("utf-8") for path in study.folder.rglob("*.*") if path.is_file())
    filled = "".join(path.read_text("utf-8") for path in FILLED.rglob("*.*") if path.is_file())
    assert not re.search(r"\b(hubs?|spokes?|NHS|phase[ -]2)\b", filled)
    assert not re.search(r"\b(NHS|phase[ -]2|York)\b", text)
