"""A book made again from the last one is the book that would have been made from nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from mcneval.book import BookError, assemble, last_book, render_book
from mcneval.book.last_book import LastBook

EDITS = {
    "words": ("methods.qmd", "We followed", "We went after"),
    "a citation more": ("methods.qmd", "### Steps", "Like @smith2016.\n\n### Steps"),
    "a citation fewer": ("methods.qmd", " @jones2019 and others", " others"),
    "a citation moved": ("methods.qmd", "A note with", "[see @smith2016, p. 3; @jones2019] "),
    "a section more": ("methods.qmd", "### Steps", "## New {#sec-new}\n\n@sec-new.\n\n### Steps"),
    "a section fewer": ("recruitment.qmd", "## A table of its own", "Between."),
    "a section renamed": ("methods.qmd", "## Analysis", "## Method of analysis"),
    "a section referred to by another is numbered anew": (
        "recruitment.qmd",
        "## A table of its own",
        "## Before {#sec-before}\n\n## A table of its own",
    ),
    "a title": ("methods.qmd", "# Methods {", "# How it was done {"),
    "a chapter without number": ("methods.qmd", "{#sec-methods}", "{#sec-methods .unnumbered}"),
    "an exhibit elsewhere": ("themes.qmd", "- a list", "@tbl-places\n\n- a list"),
    "an exhibit more": ("themes.qmd", "- a list", "![It](../figures/own.svg){#fig-b fig-alt=x}"),
    "an included text": ("../narrative/setting.md", "", "More of the setting.\n\n"),
    "a number": ("../_variables.yml", "45", "46"),
    "the book's title": ("../_quarto.yml", "A toy evaluation", "Another evaluation"),
    "the literature": ("../references.bib", "Smith", "Smythe"),
    "nothing": ("methods.qmd", "", ""),
}


def read_all(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize("edit", EDITS)
def test_edited_book_is_as_from_nothing(stage: Path, tmp_path: Path, edit: str) -> None:
    last = LastBook()
    render_book(stage, tmp_path / "first", engine="pandoc", last=last)
    path, old, new = EDITS[edit]
    file = stage / "reports" / path
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    render_book(stage, tmp_path / "again", engine="pandoc", last=last)
    render_book(stage, tmp_path / "fresh", engine="pandoc")
    again, fresh = read_all(tmp_path / "again"), read_all(tmp_path / "fresh")
    assert [name for name in fresh if again.get(name) != fresh[name]] == []
    assert again.keys() == fresh.keys()
    assert (again == read_all(tmp_path / "first")) is (edit == "nothing")


def test_only_the_edited_chapter_is_made_anew(
    stage: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    last = LastBook()
    render_book(stage, tmp_path / "out", engine="pandoc", last=last)
    made: list[str] = []
    real = last_book.make_page

    def note(entry: object, *rest: object) -> object:
        made.append(entry.path)  # type: ignore[attr-defined]
        return real(entry, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(last_book, "make_page", note)
    monkeypatch.setattr(assemble, "make_page", note)
    chapter = stage / "reports/methods.qmd"
    chapter.write_text(chapter.read_text("utf-8") + "\nMore.\n", "utf-8")
    render_book(stage, tmp_path / "out", engine="pandoc", last=last)
    assert made == ["reports/methods.qmd"]


def test_dead_link_to_a_section_that_went_is_told(stage: Path, tmp_path: Path) -> None:
    last = LastBook()
    render_book(stage, tmp_path / "out", engine="pandoc", last=last)
    chapter = stage / "reports/methods.qmd"
    text = chapter.read_text("utf-8")
    chapter.write_text(text.replace(" {#sec-steps}", ""), "utf-8")
    with pytest.raises(BookError, match=r"recruitment\.qmd.*sec-steps"):
        render_book(stage, tmp_path / "out", engine="pandoc", last=last)
    chapter.write_text(text + "\nMended.\n", "utf-8")
    render_book(stage, tmp_path / "out", engine="pandoc", last=last)
    assert "Mended." in (tmp_path / "out/reports/methods.html").read_text("utf-8")
