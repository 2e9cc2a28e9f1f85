"""``mcn check``, ``mcn new`` and ``mcn synthesise`` as people call them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from mcneval.disclosure.commands import check
from mcneval.study.commands import new, synthesise

SHARED = Path(__file__).parents[2] / "data" / "frameworks"


def call(command: click.Command, *words: str | Path) -> Result:
    return CliRunner().invoke(command, [str(word) for word in words])


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(SHARED, tmp_path / "data" / "frameworks", dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_study_without_problems_exits_0(tiny: Path) -> None:
    result = call(check, tiny)
    assert result.exit_code == 0
    assert result.output == f"{tiny}: no problems.\n"


def test_warnings_exit_0(tiny: Path) -> None:
    (tiny / "narrative" / "summary.md").unlink()
    result = call(check, tiny)
    assert result.exit_code == 0
    assert result.output.splitlines() == [
        "warning: narrative/summary.md: nothing is written here yet, and the report says so.",
        f"{tiny}: 1 warning.",
    ]


def test_what_must_not_be_published_is_told_before_anything_runs(tiny: Path) -> None:
    words = (tiny / "segments.csv").read_text()
    (tiny / "segments.csv").write_text(words.replace("filled late.", "late; ask r.o@fen.example."))
    result = call(check, tiny)
    assert result.exit_code == 1
    assert result.output.splitlines() == [
        "error: segments.csv: row 2, column gist: an e-mail address: r•••@f••••••••e. Take it out "
        "of the study's files.",
        f"{tiny}: 1 error.",
    ]


def test_errors_exit_1_and_are_sorted_by_file_and_row(tiny: Path, texts: dict[str, str]) -> None:
    (tiny / "themes.csv").write_text(texts["themes.csv"].replace("barrier", "bar"))
    (tiny / "organisations.csv").write_text(
        texts["organisations.csv"].replace("hub", "hib").replace("spoke", "spook")
    )
    result = call(check, tiny)
    assert result.exit_code == 1
    lines = result.output.splitlines()
    assert [line.split(":")[1] for line in lines[:-1]] == [
        " organisations.csv, row 2, column position",
        " organisations.csv, row 3, column position",
        " themes.csv, row 2, column kind",
    ]
    assert lines[-1] == f"{tiny}: 3 errors."


def test_json_holds_each_problem_with_all_its_parts(tiny: Path, texts: dict[str, str]) -> None:
    (tiny / "organisations.csv").write_text(texts["organisations.csv"].replace("hub", "Huub"))
    result = call(check, tiny, "--format", "json")
    assert result.exit_code == 1
    assert json.loads(result.output) == {
        "study": str(tiny),
        "errors": 1,
        "warnings": 0,
        "notes": 0,
        "problems": [
            {
                "file": "organisations.csv",
                "message": "'Huub' is not a level of position: did you mean 'hub'?",
                "mend": "Write one of: hub or spoke; or declare the level in study.yml.",
                "row": 2,
                "column": "position",
                "found": "Huub",
                "allowed": "hub, spoke",
                "severity": "error",
                "rule": "not-level",
            }
        ],
    }


def test_a_study_that_does_not_exist_is_json_too(home: Path) -> None:
    result = call(check, "nowhere", "--format", "json")
    assert result.exit_code == 1
    assert json.loads(result.output)["problems"][0]["rule"] == "no-study"


def test_a_folder_without_settings_is_checked_all_the_same(tiny: Path) -> None:
    (tiny / "study.yml").unlink()
    result = call(check, tiny)
    assert result.exit_code == 1
    assert result.output.splitlines()[0] == (
        "error: study.yml: the file is not there. It declares the study. mcn new NAME writes one "
        "to begin with."
    )


def test_a_new_study_says_what_to_fill_in_first(home: Path) -> None:
    made = call(new, "leeds-2027", "--attributes", "profession:nurse,doctor", "--phases", "1")
    assert made.exit_code == 0
    assert made.output.splitlines()[-1] == (
        "Begin with data/leeds-2027/study.yml, then run: mcn check leeds-2027"
    )
    result = call(check, "leeds-2027")
    assert result.exit_code == 1
    assert result.output.splitlines()[-1] == (
        "Fill in first, in this order: study.yml, organisations.csv, participants.csv, "
        "sources.csv, source_participants.csv, segments.csv, themes.csv, "
        "theme_segments.csv. GUIDE.md says how."
    )


def test_a_new_study_is_made_in_the_data_folder_above(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "notebooks").mkdir()
    monkeypatch.chdir(home / "notebooks")
    assert call(new, "leeds-2027").exit_code == 0
    assert (home / "data" / "leeds-2027" / "study.yml").is_file()


def test_a_study_is_copied_by_name_without_its_data(home: Path, tiny: Path) -> None:
    result = call(new, "leeds-2027", "--from", "tiny")
    assert result.exit_code == 0
    text = (home / "data" / "leeds-2027" / "study.yml").read_text("utf-8")
    assert "levels: [hub, spoke]" in text
    assert "tiny" not in text


def test_what_cannot_be_made_is_one_line_and_exit_1(home: Path) -> None:
    result = call(new, "../leeds")
    assert result.exit_code == 1
    assert result.output == (
        "Error: '../leeds' is not a name for a study: it becomes a folder in data, so use letters, "
        "digits, '-', '_' and '.' only, such as leeds-2027.\n"
    )


def test_a_synthetic_study_of_any_size_passes_the_check(home: Path) -> None:
    made = call(synthesise, "data/big", "--segments", "60", "--seed", "7")
    assert made.output == "Made data/big: synthetic, 60 segments, seed 7.\n"
    assert call(check, "big").exit_code == 0


def test_a_synthetic_study_is_never_written_over(home: Path) -> None:
    call(synthesise, "data/big", "--segments", "60")
    result = call(synthesise, "data/big", "--segments", "60")
    assert result.exit_code == 1
    assert "is not empty" in result.output
