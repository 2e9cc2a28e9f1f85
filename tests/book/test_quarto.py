"""The wrapper of Quarto, tried with a stand-in that refuses what Quarto refuses."""

from __future__ import annotations

import os
import shutil
import sys
import zipfile
from pathlib import Path

import pytest
from fake_quarto import NAMES, find_unknown
from page_facts import facts_of
from toy_book import Report, make_stage

from mcneval.book import BookError, ProblemList, find_engine, render_book
from mcneval.book.engines import describe_quarto
from mcneval.book.pages import read_pages
from mcneval.book.project import read_project
from mcneval.book.quarto import read_messages


@pytest.fixture
def quarto(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Put the stand-in on the path; return what sets its environment."""
    folder = tmp_path / "bin"
    folder.mkdir()
    script = folder / "quarto"
    stand_in = Path(__file__).with_name("fake_quarto.py")
    script.write_text(f'#!/bin/sh\nexec {sys.executable} {stand_in} "$@"\n')
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return monkeypatch


@pytest.fixture
def no_quarto(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Take every Quarto off the path."""
    monkeypatch.setenv("PATH", str(tmp_path))


def test_embedded_engine_is_the_default_where_quarto_is_there_too(
    quarto: pytest.MonkeyPatch,
) -> None:
    assert find_engine("auto").name == "embedded"
    assert describe_quarto() == ("Quarto 1.9.38 is there: --engine quarto", True)


def test_quarto_is_taken_where_it_is_asked_for(quarto: pytest.MonkeyPatch) -> None:
    engine = find_engine("quarto")
    assert (engine.name, engine.label) == ("quarto", "Quarto 1.9.38")


def test_quarto_that_is_too_old_is_told(quarto: pytest.MonkeyPatch) -> None:
    quarto.setenv("FAKE_VERSION", "1.8.27")
    assert describe_quarto() == ("Quarto 1.8.27 is older than 1.9", False)
    with pytest.raises(BookError, match=r"older than 1\.9"):
        find_engine("quarto")


def test_quarto_that_is_asked_for_and_missing_is_told(no_quarto: None) -> None:
    with pytest.raises(BookError, match=r"no Quarto was found; 1\.9 or later is needed"):
        find_engine("quarto")


def test_web_pages_are_quartos_and_the_rest_is_ours(
    quarto: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stage = make_stage(tmp_path / "stage")
    outcome = render_book(stage, tmp_path / "out", ("html", "pdf", "docx"), "quarto")
    assert outcome.engine.name == "quarto"
    assert (outcome.pages[0], outcome.pages[-1]) == ("index.html", "notebooks/01-recruitment.html")
    assert "<main>" in (tmp_path / "out/index.html").read_text()
    assert len((tmp_path / "out/toy-report.pdf").read_bytes()) > 10_000
    assert not (stage / "_book").exists()


def test_engine_that_made_nothing_is_not_named(quarto: pytest.MonkeyPatch, tmp_path: Path) -> None:
    outcome = render_book(make_stage(tmp_path / "stage"), tmp_path / "out", ("docx",), "quarto")
    assert outcome.engine.name == "embedded"


def test_all_by_quarto_makes_word_without_a_path_of_this_machine(
    quarto: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stage, out = make_stage(tmp_path / "stage"), tmp_path / "out"
    render_book(stage, out, ("pdf", "docx"), "quarto", all_by_quarto=True)
    assert (out / "toy-report.pdf").read_bytes() == b"%PDF-1.7"
    with zipfile.ZipFile(out / "toy-report.docx") as archive:
        words = archive.read("word/document.xml")
        assert b"/opt/quarto" not in words
        assert b'descr="note"' in words
        assert b"1980-01-01" in archive.read("docProps/core.xml")


@pytest.mark.parametrize(
    "said",
    [
        "WARNING: Unable to resolve crossref @tbl-organisations",
        "[WARNING] Citeproc: citation tbl-organisations not found",
        "WARN: Unable to resolve link target: #tbl-organisations",
    ],
)
def test_warning_of_a_broken_book_is_an_error_at_the_place_it_names(
    quarto: pytest.MonkeyPatch, tmp_path: Path, said: str
) -> None:
    quarto.setenv("FAKE_AT", "reports/recruitment.qmd")
    quarto.setenv("FAKE_SAYS", said)
    with pytest.raises(BookError) as caught:
        render_book(make_stage(tmp_path / "stage"), tmp_path / "out", ("html",), "quarto")
    (problem,) = caught.value.problems
    assert (problem.file, problem.line) == ("reports/recruitment.qmd", 15)
    assert problem.what.startswith("Quarto says: ")
    assert "The whole output of quarto render --to html:" in str(caught.value)
    assert "[ 1/8] index.qmd" in str(caught.value)
    assert not (tmp_path / "out").exists()


def test_warning_that_breaks_nothing_is_told_and_stops_nothing(
    quarto: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    quarto.setenv("FAKE_AT", "reports/recruitment.qmd")
    quarto.setenv("FAKE_SAYS", "WARN: this option is deprecated")
    outcome = render_book(make_stage(tmp_path / "stage"), tmp_path / "out", ("html",), "quarto")
    assert outcome.warnings == ["reports/recruitment.qmd: Quarto says: this option is deprecated."]


def test_failure_without_a_word_is_still_told(quarto: pytest.MonkeyPatch, tmp_path: Path) -> None:
    quarto.setenv("FAKE_EXIT", "3")
    with pytest.raises(BookError, match="quarto render stopped with 3"):
        render_book(make_stage(tmp_path / "stage"), tmp_path / "out", ("html",), "quarto")


def test_name_that_quarto_does_not_know_is_refused(
    quarto: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stage = make_stage(tmp_path / "stage")
    text = (stage / "_quarto.yml").read_text()
    (stage / "_quarto.yml").write_text(f"{text}cite-as: true\n")
    with pytest.raises(BookError, match=r"validation failed: cite-as"):
        render_book(stage, tmp_path / "out", ("html",), "quarto")


def test_names_are_told_apart_by_their_place() -> None:
    raw = {"book": {"citation": True}, "format": {"html": {"toc": True, "tocs": 1}}}
    assert find_unknown(raw) == ["book.citation", "tocs"]


def test_our_own_check_comes_before_quarto(quarto: pytest.MonkeyPatch, tmp_path: Path) -> None:
    stage = make_stage(tmp_path / "stage")
    (stage / "reports/evidence.qmd").write_text("# Evidence {#sec-evidence}\n\nSee @fig-no.\n")
    with pytest.raises(BookError, match=r"reports/evidence\.qmd:3: @fig-no refers to nothing"):
        render_book(stage, tmp_path / "out", ("html",), "quarto")


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("WARN: reports/themes.qmd:7: something", ("reports/themes.qmd", 7)),
        ("[WARNING] Citeproc: citation jones2019 not found", ("reports/methods.qmd", 3)),
        ("\x1b[33mWARN: Unable to resolve link target: methods.qmd#sec-steps\x1b[39m",
         ("reports/recruitment.qmd", 55)),
        ("ERROR: it broke", ("quarto", None)),
    ],
)  # fmt: skip
def test_messages_are_placed_in_the_chapters(
    stage: Path, line: str, place: tuple[str, int | None]
) -> None:
    pages = read_pages(stage, read_project(stage, ProblemList()), {}, ProblemList())
    line = line.replace("\x1b[33m", "").replace("\x1b[39m", "")
    ((problem, _),) = read_messages(f"\n{line}\n", pages)
    assert (problem.file, problem.line) == place


def test_message_is_placed_where_the_line_was_written(stage: Path) -> None:
    path = "reports/themes.qmd"
    count = len((stage / path).read_text("utf-8").split("\n"))
    origins = {path: [("narrative/own.md", at + 100) for at in range(count)]}
    pages = read_pages(stage, read_project(stage, ProblemList()), origins, ProblemList())
    ((problem, _),) = read_messages(f"WARN: {path}:7: something", pages)
    assert (problem.file, problem.line) == ("narrative/own.md", 106)


def test_toy_book_has_only_names_that_quarto_knows(stage: Path) -> None:
    raw = read_project(stage, ProblemList()).raw
    assert find_unknown(raw) == []
    assert "citation" not in NAMES["book"]


@pytest.mark.skipif(shutil.which("quarto") is None, reason="the real Quarto is not installed")
@pytest.mark.parametrize(
    "href",
    ["index", "reports/methods", "reports/recruitment", "reports/themes", "reports/references",
     "reports/evidence", "reports/numbers"],
)  # fmt: skip
def test_both_engines_agree(tmp_path: Path, href: str) -> None:
    stage = make_stage(tmp_path / "stage")
    for engine in ("embedded", "quarto"):
        render_book(stage, tmp_path / engine, ("html",), engine)  # type: ignore[arg-type]
    ours, theirs = (facts_of(tmp_path / name, f"{href}.html") for name in ("embedded", "quarto"))
    assert theirs == ours


def test_facts_are_found_in_our_own_pages(report: Report) -> None:
    found = facts_of(report.folder, "reports/methods.html")
    assert {name: len(one) for name, one in found.items()} == {
        "headings": 4, "captions": 0, "references": 4, "citations": 3, "bibliography": 0,
        "footnotes": 1, "cells": 6, "numbers": 0, "links": 9, "alternatives": 0, "callouts": 1,
    }  # fmt: skip
    assert found["callouts"] == ["2"]
