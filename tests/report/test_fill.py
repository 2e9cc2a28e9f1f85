"""The filled-in book is a standard Quarto project that needs nothing of ours."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from fake_quarto import check_chapter, find_unknown, list_files

from mcneval.book.pandoc import parse_markdown, run_pandoc
from mcneval.book.source import mark_lines
from mcneval.book.tree import ATTR_PLACE, Element, classes, elements, identifier, text_of
from mcneval.report.fill import copy_pictures, find_labels, link_number, nest_keys

KEYS = Path(__file__).parents[3] / "shared" / "quarto" / "keys.json"


@pytest.fixture(params=["york", "synthetic"])
def book(request: pytest.FixtureRequest) -> Path:
    """Return the filled-in folder of a study."""
    folder: Path = request.getfixturevalue(request.param).folder
    return folder / "book"


def read_project(book: Path) -> dict[str, Any]:
    """Return what ``_quarto.yml`` says."""
    read: dict[str, Any] = yaml.safe_load((book / "_quarto.yml").read_text("utf-8"))
    return read


def test_keys_are_nested() -> None:
    assert nest_keys({"a.b": "1", "a.c.d": "2"}) == {"a": {"b": "1", "c": {"d": "2"}}}


def test_a_number_is_a_link_to_its_row() -> None:
    assert link_number("participants.total", "45") == (
        "[45](/reports/numbers.qmd#num-participants-total){.number}"
    )


def test_labels_are_found_where_an_exhibit_stands() -> None:
    lines = mark_lines("::: {#fig-a}\n:::\n::: {.notes}\n:::\n::: {#tbl-b .sortable}\n:::", "a.qmd")
    assert find_labels(lines, {"fig-a", "tbl-b", "fig-c"}) == ["fig-a", "tbl-b"]


def test_quarto_knows_every_name_of_the_project(book: Path) -> None:
    assert find_unknown(read_project(book)) == []


@pytest.mark.skipif(not KEYS.is_file(), reason="Quarto's own list of names is not here")
def test_quarto_s_own_list_has_every_name_of_the_project(book: Path) -> None:
    raw, names = read_project(book), json.loads(KEYS.read_text("utf-8"))
    assert set(raw["project"]) <= set(names["project"])
    assert set(raw["book"]) <= set(names["book"])
    options = {key for one in raw["format"].values() for key in one}
    rest = set(raw) - {"project", "book"}
    assert options | rest <= set(names["top-level and formats"])


def test_every_chapter_and_page_is_there_and_has_nothing_left_to_fill_in(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(book)
    paths = sorted(Path().rglob("*.qmd"))
    assert len(paths) >= 15
    assert [told for path in paths for told in check_chapter(str(path))] == []


def read_facts(blocks: list[Element]) -> dict[str, list[str]]:
    """Return what a reader of Markdown found in a text."""
    kinds = ("Header", "Table", "Cite", "Link", "Code", "CodeBlock", "Math")
    found = {kind: [text_of(one) for one in elements(blocks, kind)] for kind in kinds}
    found["Image"] = [one["c"][2][0] for one in elements(blocks, "Image")]
    marked = elements(blocks, "Div", "Span", "Link")
    found["marks"] = [f"{identifier(one)} {' '.join(classes(one))}" for one in marked]
    found["raw"] = [one["c"][1] for one in elements(blocks, "RawBlock", "RawInline")]
    return found


def test_quarto_s_reader_finds_in_every_chapter_what_ours_finds(book: Path) -> None:
    # Quarto reads Pandoc's whole Markdown, ours leaves out what could run or hide.
    texts = [path.read_text("utf-8") for path in sorted(book.rglob("*.qmd"))]
    for text, ours in zip(texts, parse_markdown(texts), strict=True):
        whole = json.loads(run_pandoc(["-f", "markdown", "-t", "json"], text))["blocks"]
        assert read_facts(whole) == read_facts(ours)
        assert not [mark for mark in (":::", "{#", "{.", "{{<") if mark in text_of(whole)]


def test_notebooks_are_pages_of_the_footer_and_no_chapters(book: Path) -> None:
    raw = read_project(book)["book"]
    assert [one["href"] for one in raw["page-footer"]["right"]] == [
        "notebooks/01-recruitment.qmd",
        "notebooks/02-coding.qmd",
        "notebooks/03-themes.qmd",
        "notebooks/04-sst-mapping.qmd",
    ]
    assert "notebooks/" not in json.dumps(raw["chapters"])


def test_language_style_and_filter_are_in_the_folder(book: Path) -> None:
    raw = read_project(book)
    assert raw["lang"] == "en-GB"
    assert [(one["at"], (book / one["path"]).is_file()) for one in raw["filters"]] == [
        ("pre-ast", True)
    ]
    assert (book / raw["format"]["html"]["css"]).is_file()


def test_every_image_and_file_that_a_chapter_names_is_in_the_folder(book: Path) -> None:
    missing = []
    for path in sorted(book.rglob("*.qmd")):
        for target in re.findall(r"\]\(([^)#:]+)", path.read_text("utf-8")):
            place = book / target.lstrip("/") if target.startswith("/") else path.parent / target
            missing += [] if place.resolve().is_file() else [f"{path.name}: {target}"]
    assert missing == []


def test_no_path_of_this_machine_is_in_the_folder(book: Path) -> None:
    home = str(Path(__file__).parents[2]).encode()
    files = [path for path in book.rglob("*") if path.is_file()]
    assert [path.name for path in files if home in path.read_bytes()] == []


def test_the_report_can_be_cited(book: Path) -> None:
    about = (book / "reports/about.qmd").read_text("utf-8")
    assert "## How to cite this report" in about
    assert (book / "citation.bib").read_text("utf-8").startswith("@techreport{")
    assert (book / "citation.ris").read_bytes().startswith(b"TY  - RPRT\r\n")


def test_on_paper_no_link_of_quarto_s_leads_to_what_is_hidden_there(book: Path) -> None:
    chapters = list_files(read_project(book)["book"]["chapters"])
    text = "\n\n".join((book / one).read_text("utf-8") for one in chapters)
    script = f'FORMAT = "typst"\n{(book / "reports/assets/links.lua").read_text("utf-8")}'
    (book.parent / "as-typst.lua").write_text(script)
    arguments = ["-f", "markdown", "-t", "json", f"--lua-filter={book.parent / 'as-typst.lua'}"]
    blocks = json.loads(run_pandoc(arguments, text))["blocks"]
    (book.parent / "as-typst.lua").unlink()
    names = {identifier(one) for one in elements(blocks, *ATTR_PLACE)}
    targets = [one["c"][2][0] for one in elements(blocks, "Link")]
    assert [one for one in targets if one.startswith("#") and one[1:] not in names] == []
    assert [one for one in targets if not one.startswith(("#", "http", "mailto"))] == []
    assert len(targets) > 50


def test_only_pictures_that_the_prose_shows_are_copied(tmp_path: Path) -> None:
    for name in ("a.png", "b.png", "in/c d.svg", "e.exe", ".f.png"):
        (tmp_path / "images" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "images" / name).write_text("x")
    words = "![A](/images/a.png) ![C](../images/in/c%20d.svg) [E](/images/e.exe)"
    copy_pictures(tmp_path / "images", [mark_lines(words, "a.qmd")], tmp_path / "book")
    made = sorted(path for path in (tmp_path / "book").rglob("*") if path.is_file())
    assert [path.relative_to(tmp_path / "book").as_posix() for path in made] == [
        "a.png", "in/c d.svg"
    ]  # fmt: skip
