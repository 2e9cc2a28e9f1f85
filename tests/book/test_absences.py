"""Prose around an exhibit is shown only where the exhibit is."""

from __future__ import annotations

from pathlib import Path

import lxml.html
import pytest
from toy_notebooks import absent, notebook, table

from mcneval.book import render_book

WHY = "There was *one* coder."


@pytest.fixture
def words(stage: Path, tmp_path: Path):
    """Return the blocks of a chapter with this text, beside a notebook of absent exhibits."""
    cells = [
        absent("tbl-kappa", "agreement by code", WHY),
        absent("fig-kappa", "agreement, drawn", WHY),
        absent("tbl-dates", "the timeline", "No dates."),
        table("tbl-there", "| a |\n|---|\n| 1 |"),
    ]
    (stage / "notebooks" / "02-coding.ipynb").write_text(notebook(*cells), "utf-8")

    def render(text: str) -> list[str]:
        chapter = stage / "reports" / "evidence.qmd"
        embed = "{{< embed /notebooks/02-coding.ipynb#%s >}}"
        for label in ("tbl-kappa", "fig-kappa", "tbl-dates", "tbl-there"):
            text = text.replace(f"<{label}>", embed % label)
        old = "{{< embed ../notebooks/01-recruitment.ipynb#tbl-evidence >}}"
        chapter.write_text(f"# Evidence {{#sec-evidence}}\n\n{old}\n\n## End\n\n{text}\n", "utf-8")
        render_book(stage, tmp_path / "out", engine="pandoc")
        page = lxml.html.parse(str(tmp_path / "out/reports/evidence.html")).getroot()
        blocks = page.xpath("//h2[@id='end']/following-sibling::*")
        return [" ".join(block.text_content().split()) for block in blocks]

    return render


def test_prose_around_an_absent_exhibit_is_left_out(words) -> None:
    text = "Before.\n\n::: {.with-exhibit}\nLook:\n\n<tbl-kappa>\n\nRead it so.\n:::\n\nAfter."
    assert words(text) == [
        "Before.",
        "Not shown: agreement by code. There was one coder.",
        "After.",
    ]


def test_prose_stays_where_one_of_its_exhibits_is_there(words) -> None:
    text = "::: {.with-exhibit}\nLook:\n\n<tbl-kappa>\n\n<tbl-there>\n\nRead it so.\n:::"
    found = words(text)
    assert found[:2] == ["Look:", "Not shown: agreement by code. There was one coder."]
    assert found[-1] == "Read it so."


def test_notices_of_one_reason_are_told_at_once(words) -> None:
    text = "<tbl-kappa>\n\n::: {.with-exhibit}\nAnd:\n\n<fig-kappa>\n:::\n\n<tbl-dates>"
    assert words(text) == [
        "Not shown: agreement by code; agreement, drawn. There was one coder.",
        "Not shown: the timeline. No dates.",
    ]


def test_notice_goes_too_where_the_prose_before_says_why(words) -> None:
    text = "One coder.\n\n::: {.with-exhibit .or-nothing}\nLook:\n\n<tbl-kappa>\n:::\n\nAfter."
    assert words(text) == ["One coder.", "After."]


def test_prose_without_exhibits_stays(words) -> None:
    assert words("::: {.with-exhibit}\nOnly words.\n:::") == ["Only words."]


def test_paragraph_of_nothing_is_left_out(words) -> None:
    assert words("One.\n\n[]{.quiet}\n\nTwo []{.quiet}.") == ["One.", "Two ."]
