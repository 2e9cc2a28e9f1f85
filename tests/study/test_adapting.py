"""The page on adapting can be followed as it stands, from a new study to a checked one."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from mcneval.cli import main
from mcneval.study.load import load_study
from mcneval.study.tables import TABLES

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "adapting.md").read_text("utf-8")
BLOCKS = re.findall(r"^```sh\n(.*?)^```$", PAGE, flags=re.DOTALL | re.MULTILINE)
COMMANDS = [shlex.split(line) for block in BLOCKS for line in block.splitlines()]


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(ROOT / "docs", tmp_path / "docs")
    shutil.copytree(ROOT / "data" / "frameworks", tmp_path / "data" / "frameworks")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def follow(words: list[str]) -> str:
    if words[0] == "cp":
        shutil.copytree(words[2], words[3], dirs_exist_ok=True)
        return ""
    assert words[0] == "mcn", words
    result = CliRunner().invoke(main, words[1:])
    assert result.exit_code == 0, result.output
    return result.output


def test_the_commands_lead_from_nothing_to_a_study_that_can_be_reported(clone: Path) -> None:
    steps = [words for words in COMMANDS if words[0] in ("mcn", "cp") and words[1] != "report"]
    said = [follow(words) for words in steps]
    assert said[-1].splitlines()[-1] == "borderland: 5 warnings."
    study = load_study("borderland")
    assert len(study["participants"]) == 20
    assert len(study["codings"]) == 38
    assert sorted(study["codings"]["coder"].unique()) == ["AB", "CD"]
    assert study["segments"]["gist"].ne("").all()


def test_the_last_command_is_the_report() -> None:
    assert COMMANDS[-1] == ["mcn", "report", "borderland"]


def test_the_page_explains_every_table() -> None:
    for table in TABLES:
        assert f"| `{table.file}` |" in PAGE


def test_the_message_it_shows_is_what_the_check_says(clone: Path) -> None:
    for words in COMMANDS:
        if words[0] in ("mcn", "cp") and words[1] not in ("report", "privacy", "check"):
            follow(words)
    path = clone / "data" / "borderland" / "organisations.csv"
    text = path.read_text("utf-8")
    path.write_text(text.replace("O2,Hilltop service (synthetic),high", "O2,Hilltop,moderat"))
    said = CliRunner().invoke(main, ["check", "borderland"]).output
    (shown,) = [line for line in PAGE.splitlines() if line.startswith("error: ")]
    assert shown in said.splitlines()
