"""The real Quarto, where it is installed, and the embedded engine show the same of York."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from page_facts import facts_of

from mcneval.book import render_book
from mcneval.book.engines import describe_quarto

pytestmark = pytest.mark.skipif(
    shutil.which("quarto") is None or not describe_quarto()[1],
    reason="the real Quarto is not installed",
)


@pytest.fixture(scope="module")
def by_quarto(york: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return York's report in all formats, all made by Quarto."""
    folder = tmp_path_factory.mktemp("quarto")
    book = york.folder / "book"
    render_book(book, folder, ("html", "pdf", "docx"), "quarto", all_by_quarto=True)
    return folder


def test_every_page_has_the_same_facts(york: Any, by_quarto: Path) -> None:
    pages = sorted(one.relative_to(york.report).as_posix() for one in york.report.rglob("*.html"))
    different = {}
    for page in pages:
        ours, theirs = facts_of(york.report, page), facts_of(by_quarto, page)
        if page == "index.html":
            # One shows the report's title, the other the chapter's, too.
            ours["headings"], theirs["headings"] = ours["headings"][1:], theirs["headings"][2:]
        different |= {
            f"{page}: {name}": (ours[name], theirs[name])
            for name in ours
            if ours[name] != theirs[name]
        }
    assert different == {}


def test_pdf_and_word_have_no_path_of_this_machine(by_quarto: Path) -> None:
    for path in (*by_quarto.glob("*.pdf"), *by_quarto.glob("*.docx")):
        assert str(Path.home()).encode() not in path.read_bytes()
    assert len([*by_quarto.glob("*.pdf"), *by_quarto.glob("*.docx")]) == 2
