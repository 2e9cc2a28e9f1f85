"""A book made again asks Pandoc only about what changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from mcneval.book import pages, reader, render_book
from mcneval.book.memory import Memory


def test_answer_is_found_by_its_whole_question() -> None:
    memory = Memory(100)
    memory.keep(b"yes", "ab", "c")
    assert memory.find("ab", "c") == b"yes"
    assert memory.find("a", "bc") is None


def test_oldest_answer_is_forgotten_first() -> None:
    memory = Memory(6)
    for word in ("one", "two", "six"):
        memory.keep(word.encode(), word)
    assert [memory.find(word) for word in ("one", "two", "six")] == [None, b"two", b"six"]


def test_second_render_parses_only_the_changed_chapter(
    stage: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    render_book(stage, tmp_path / "out", engine="pandoc")
    asked: list[str] = []
    real = reader.parse_markdown

    def note(texts: list[str]) -> object:
        asked.extend(texts)
        return real(texts)

    monkeypatch.setattr(pages, "parse_markdown", note)
    chapter = stage / "reports/evidence.qmd"
    chapter.write_text(chapter.read_text() + "\nChanged.\n")
    render_book(stage, tmp_path / "out", engine="pandoc")
    assert len(asked) == 1
    assert asked[0].rstrip().endswith("Changed.")
    assert "Changed." in (tmp_path / "out/reports/evidence.html").read_text()
