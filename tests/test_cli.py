"""The command ``mcn``: exit codes and plain words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from mcneval.cli import main
from mcneval.report import make
from mcneval.report.make import ReportOutcome


def test_a_figure_that_is_not_reproduced_makes_the_command_fail(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    outcome = ReportOutcome(tmp_path / "x", "Pandoc 3", ["People: published 45, computed 44"])
    monkeypatch.setattr(make, "make_report", lambda *_, **__: outcome)
    done = CliRunner().invoke(main, ["report", "x"])
    assert done.exit_code == 1
    assert "report: " in done.output
    assert "published figures that are not reproduced:" in done.output
    assert "  People: published 45, computed 44" in done.output


def test_a_study_that_is_not_there_is_told_in_plain_words(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["report", "nowhere"])
    assert done.exit_code == 1
    assert "there is no study 'nowhere'" in done.output
    assert "mcn new nowhere" in done.output
    assert "Traceback" not in done.output


def test_a_book_cannot_be_rendered_before_the_notebooks_ran(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["render", "york-2021", "--results", str(tmp_path)])
    assert done.exit_code == 1
    assert "Run first: mcn report york-2021" in done.output


def test_studies_are_listed_by_name() -> None:
    done = CliRunner().invoke(main, ["studies", "--names"])
    assert done.output.split() == ["synthetic-network", "york-2021"]


def test_the_doctor_says_which_engine_and_why() -> None:
    done = CliRunner().invoke(main, ["doctor"])
    assert done.exit_code == 0
    assert "book engine: embedded, Pandoc " in done.output
    assert "other engine: " in done.output
    assert "papermill" in done.output


def test_all_formats_are_made_unless_one_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []

    def note(_name: str, _results: Path, wish: make.Wish) -> ReportOutcome:
        asked.append(wish.formats)
        return ReportOutcome(Path("x"), "Pandoc 3", [])

    monkeypatch.setattr(make, "make_report", note)
    CliRunner().invoke(main, ["report", "x"])
    CliRunner().invoke(main, ["report", "x", "--to", "pdf"])
    assert asked == [("html", "pdf", "docx"), ("pdf",)]


def test_a_study_that_cannot_be_read_is_listed_with_the_others(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name, words in {"a": "title: [", "b": 'title: "B\\e[31m"', "c": "- x", "d": ""}.items():
        (tmp_path / "data" / name).mkdir(parents=True)
        (tmp_path / "data" / name / "study.yml").write_text(words)
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["studies"])
    assert done.exit_code == 0
    assert [line.split(None, 1) for line in done.output.splitlines()] == [
        ["a", "(cannot be read: mcn check a)"],
        ["b", "B [31m"],
        ["c", "(cannot be read: mcn check c)"],
        ["d", "(cannot be read: mcn check d)"],
    ]


def test_what_is_nested_too_deeply_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RecursionError

    monkeypatch.setattr(make, "make_report", fail)
    done = CliRunner().invoke(main, ["report", "x"])
    assert (done.exit_code, done.output) == (
        1, "Something in it is nested too deeply to be read.\n"
    )  # fmt: skip
