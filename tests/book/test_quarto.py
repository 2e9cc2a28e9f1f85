"""The wrapper of Quarto, tried with a script that behaves as Quarto was seen to do."""

from __future__ import annotations

import os
import shutil
import sys
import zipfile
from pathlib import Path

import lxml.html
import pytest
from toy_book import Report, make_stage

from mcneval.book import BookError, find_engine, render_book
from mcneval.book.assemble import read_draft
from mcneval.book.quarto import clean_page, read_messages
from mcneval.book.quarto_source import write_chapters
from mcneval.book.reader import pandoc_version

FAKE = """#!{python}
import os, pathlib, sys, zipfile
import yaml
if sys.argv[1] == "--version":
    print(os.environ.get("FAKE_VERSION", "1.5.57"))
    sys.exit(0)
assert sys.argv[1:3] == ["render", "."] and sys.argv[3] == "--to"
kind = sys.argv[4]
raw = yaml.safe_load(open("_quarto.yml"))
assert list(raw["format"]) == [kind]
book = pathlib.Path(raw["project"]["output-dir"])
paths = sorted(str(p) for p in pathlib.Path(".").rglob("*.qmd"))
name = raw["book"]["output-file"]
book.mkdir()
for number, path in enumerate(paths, 1):
    print(f"[{{number:2}}/{{len(paths)}}] {{path}}", file=sys.stderr)
    if path == os.environ.get("FAKE_AT"):
        print(os.environ["FAKE_SAYS"], file=sys.stderr)
    if kind == "html":
        page = (book / path).with_suffix(".html")
        page.parent.mkdir(exist_ok=True)
        page.write_text("<p data-notebook='x' data-notebook=\\"/home/me/x\\">" + open(path).read())
if kind == "typst":
    (book / f"{{name}}.pdf").write_bytes(b"%PDF-1.7")
if kind == "docx":
    with zipfile.ZipFile(book / f"{{name}}.docx", "w") as z:
        z.writestr("docProps/core.xml", "<dcterms:created x='y'>2026-01-01</dcterms:created>")
        z.write("figures/fig-flow.png", "word/media/fig-flow.png")
sys.exit(int(os.environ.get("FAKE_EXIT", "0")))
"""


@pytest.fixture
def quarto(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Put the script on the path; return what sets its environment."""
    folder = tmp_path / "bin"
    folder.mkdir()
    script = folder / "quarto"
    script.write_text(FAKE.format(python=sys.executable))
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return monkeypatch


@pytest.fixture
def no_quarto(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Take every Quarto off the path."""
    monkeypatch.setenv("PATH", str(tmp_path))


def test_quarto_is_taken_where_it_is_found(quarto: pytest.MonkeyPatch) -> None:
    engine = find_engine("auto")
    assert (engine.name, engine.version) == ("quarto", "1.5.57")
    assert engine.reason == "quarto 1.5.57 was found"


def test_embedded_engine_is_taken_where_quarto_is_not_found(no_quarto: None) -> None:
    engine = find_engine("auto")
    assert (engine.name, engine.version) == ("pandoc", pandoc_version())
    assert engine.reason == "no quarto was found, so the embedded engine is used"


def test_quarto_that_is_too_old_is_left_alone(quarto: pytest.MonkeyPatch) -> None:
    quarto.setenv("FAKE_VERSION", "1.3.450")
    assert find_engine("auto").reason.startswith("quarto 1.3.450 is older than 1.4")
    with pytest.raises(BookError, match=r"older than 1\.4"):
        find_engine("quarto")


def test_quarto_that_is_asked_for_and_missing_is_told(no_quarto: None) -> None:
    with pytest.raises(BookError, match="no quarto was found"):
        find_engine("quarto")


def test_all_formats_and_the_notebooks_pages_arrive(
    quarto: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stage = make_stage(tmp_path / "stage")
    outcome = render_book(stage, tmp_path / "out", ("html", "pdf", "docx"), "quarto")
    assert outcome.engine == "quarto"
    assert outcome.pages[0] == "index.html"
    assert outcome.pages[-1] == "notebooks/01-recruitment.html"
    for path in ("toy-report.pdf", "toy-report.docx", "tables/tbl-roles.csv", "assets/site.css",
                 "notebooks/01-recruitment.ipynb", "figures/fig-flow.svg"):  # fmt: skip
        assert path in outcome.files
    assert not (stage / "_book").exists()


def test_nothing_of_this_machine_stays_in_pages_or_word(
    quarto: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    render_book(make_stage(tmp_path / "stage"), tmp_path / "out", ("html", "docx"), "quarto")
    assert "/home/me" not in (tmp_path / "out/index.html").read_text()
    with zipfile.ZipFile(tmp_path / "out/toy-report.docx") as archive:
        assert b"2026" not in archive.read("docProps/core.xml")
        assert archive.read("word/media/fig-flow.png").startswith(b"\x89PNG")


def test_warning_is_an_error_at_the_place_it_names(
    quarto: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    quarto.setenv("FAKE_AT", "reports/recruitment.qmd")
    quarto.setenv("FAKE_SAYS", "WARNING: Unable to resolve crossref @tbl-organisations")
    with pytest.raises(BookError) as caught:
        render_book(make_stage(tmp_path / "stage"), tmp_path / "out", ("html",), "quarto")
    (problem,) = caught.value.problems
    assert (problem.file, problem.line) == ("reports/recruitment.qmd", 5)
    assert problem.what == "Quarto says: Unable to resolve crossref @tbl-organisations"
    assert not (tmp_path / "out").exists()


def test_failure_without_a_word_is_still_told(quarto: pytest.MonkeyPatch, tmp_path: Path) -> None:
    quarto.setenv("FAKE_EXIT", "3")
    with pytest.raises(BookError, match="quarto render stopped"):
        render_book(make_stage(tmp_path / "stage"), tmp_path / "out", ("html",), "quarto")


def test_our_own_check_comes_before_quarto(quarto: pytest.MonkeyPatch, tmp_path: Path) -> None:
    stage = make_stage(tmp_path / "stage")
    (stage / "narrative/setting.md").write_text("See {{< var none >}}.\n")
    with pytest.raises(BookError, match=r"narrative/setting\.md:1: the variable 'none'"):
        render_book(stage, tmp_path / "out", ("html",), "quarto")


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("WARN: reports/themes.qmd:7: something", ("reports/themes.qmd", 7)),
        ("[WARNING] Citeproc: citation jones2019 not found", ("reports/methods.qmd", 3)),
        ("\x1b[33mWARN: Unable to resolve link target: methods.qmd#sec-steps\x1b[39m",
         ("reports/recruitment.qmd", 20)),
        ("ERROR: it broke", ("quarto", None)),
    ],
)  # fmt: skip
def test_messages_are_placed_in_the_chapters(
    stage: Path, line: str, place: tuple[str, int | None]
) -> None:
    chapters = read_draft(stage, set()).chapters
    (problem,) = read_messages(f"\n{line}\n", chapters)
    assert (problem.file, problem.line) == place


def test_chapters_go_to_quarto_filled_in(stage: Path) -> None:
    chapters = write_chapters(read_draft(stage, set()), "html")
    assert (
        '![How people came in](../figures/fig-flow.svg){#fig-flow fig-alt="A bar: 20'
        in (chapters["reports/recruitment.qmd"])
    )
    assert ": Roles {#tbl-roles}" in chapters["reports/recruitment.qmd"]
    assert "\\<script\\>" in chapters["reports/methods.qmd"]
    assert "`{{{< var x >}}}`" in chapters["reports/methods.qmd"]
    assert "::: {#refs}" in chapters["reports/references.qmd"]
    assert "{{< var" not in chapters["index.qmd"]


def test_word_gets_pictures_and_no_links_to_files(stage: Path) -> None:
    text = write_chapters(read_draft(stage, set()), "docx")["reports/recruitment.qmd"]
    assert "(../figures/fig-flow.png)" in text
    assert "Source: notebook 01-recruitment, cell fig-flow\n" in text
    assert "CSV" not in text


def test_leaks_are_taken_out_of_pages() -> None:
    page = '<div class="cell" data-notebook="/home/a/b.ipynb" execution="{&quot;iopub&quot;}">'
    assert clean_page(page) == '<div class="cell">'


FACTS = {
    "headings": "//main//h1 | //main//h2 | //main//h3",
    "captions": "//main//figcaption | //main//caption",
    "references": "//main//a[contains(@class, 'xref')]",
    "citations": "//main//a[starts-with(@role, 'doc-biblioref') or contains(@href, '#ref-')]",
    "bibliography": "//main//*[contains(@class, 'csl-entry')]",
    "footnotes": "//main//*[contains(@class, 'footnotes')]//li",
    "cells": "//main//td | //main//th",
}


def facts_of(folder: Path, href: str) -> dict[str, list[str]]:
    """Return what both engines must agree on, its spaces and dashes made one."""
    page = lxml.html.parse(folder / href)
    found = {
        name: [" ".join(one.text_content().replace("—", " ").split()) for one in page.xpath(path)]
        for name, path in FACTS.items()
    }
    drawn = "//main//figure//svg[not(contains(@class, 'narrow'))]/@aria-label"
    found["alternatives"] = page.xpath(f"//main//figure//img/@alt | {drawn}")
    callouts = page.xpath("//main//*[contains(concat(' ', @class, ' '), ' callout ')]")
    found["callouts"] = [str(len(callouts))]
    return found


@pytest.mark.skipif(shutil.which("quarto") is None, reason="the real Quarto is not installed")
@pytest.mark.parametrize(
    "href",
    ["index", "reports/methods", "reports/recruitment", "reports/themes", "reports/references",
     "reports/evidence", "reports/numbers"],
)  # fmt: skip
def test_both_engines_agree(tmp_path: Path, href: str) -> None:
    stage = make_stage(tmp_path / "stage")
    for engine in ("pandoc", "quarto"):
        render_book(stage, tmp_path / engine, ("html",), engine)
    ours, theirs = (facts_of(tmp_path / name, f"{href}.html") for name in ("pandoc", "quarto"))
    assert theirs == ours


def test_facts_are_found_in_our_own_pages(report: Report) -> None:
    found = facts_of(report.folder, "reports/methods.html")
    assert {name: len(one) for name, one in found.items()} == {
        "headings": 4, "captions": 0, "references": 4, "citations": 3, "bibliography": 0,
        "footnotes": 1, "cells": 6, "alternatives": 0, "callouts": 1,
    }  # fmt: skip
    assert found["callouts"] == ["2"]
