"""Chapters and sections stay where there is something to read."""

from __future__ import annotations

import pytest

from mcneval.book.source import mark_lines
from mcneval.report.compose import Shown, compose_chapter, keep_chapters

CHAPTER = """# Title {#sec-title}

::: {.if-shown}
## Codes

{{< embed ../notebooks/02-coding.ipynb#fig-codes >}}

{{< embed ../notebooks/02-coding.ipynb#tbl-codes >}}
:::

::: {.if-shown}
## Words

::: {.callout-note}
{{< include ../readings/words.md >}}
:::
:::
"""


def compose(text: str, shown: Shown) -> str:
    """Return a chapter as text."""
    return "\n".join(line.text for line in compose_chapter(mark_lines(text, "a.qmd"), shown))


def test_lines_that_stay_know_where_they_were_written() -> None:
    made = compose_chapter(mark_lines(CHAPTER, "a.qmd"), Shown({"tbl-codes"}))
    (embed,) = [line for line in made if "#fig-codes" in line.text]
    assert (embed.file, embed.number) == ("a.qmd", 6)


def test_a_block_stays_with_those_of_its_exhibits_that_are_shown() -> None:
    made = compose(CHAPTER, Shown({"tbl-codes"}))
    assert "## Codes" in made
    assert "#fig-codes" in made
    assert "#tbl-codes" not in made
    assert ".if-shown" not in made
    assert "::: {.callout-note}\n{{< include ../readings/words.md >}}\n:::\n" in made


def test_a_block_goes_with_its_heading_where_nothing_in_it_is_shown() -> None:
    made = compose(CHAPTER, Shown({"fig-codes", "tbl-codes"}, {"readings/words.md"} - {""}))
    assert made == ""
    made = compose(CHAPTER, Shown({"fig-codes", "tbl-codes"}))
    assert "## Codes" not in made
    assert "## Words" in made


def test_a_chapter_with_words_of_its_own_stays() -> None:
    text = "# Title\n\nWords.\n\n::: {.if-shown}\n{{< include ../readings/a.md >}}\n:::\n"
    assert compose(text, Shown(empty={"readings/a.md"})) == "# Title\n\nWords.\n\n"


def test_an_embed_outside_a_block_goes_alone() -> None:
    text = "# Title\n\nWords.\n\n{{< embed ../notebooks/a.ipynb#fig-a >}}\n"
    assert "embed" not in compose(text, Shown({"fig-a"}))


@pytest.mark.parametrize(("cites", "stays"), [(True, True), (False, False)])
def test_references_stay_where_something_is_cited(cites: bool, stays: bool) -> None:
    text = "# About\n\nWords.\n\n::: {.if-shown}\n## References\n\n::: {#refs}\n:::\n:::\n"
    assert ("## References" in compose(text, Shown(cites=cites))) == stays


def test_code_that_shows_a_block_is_left_alone() -> None:
    text = "# Title\n\n```\n::: {.if-shown}\n:::\n```\n"
    assert compose(text, Shown()) == text


def test_a_part_goes_with_its_last_chapter() -> None:
    chapters = ["index.qmd", {"part": "A", "chapters": ["a.qmd", "b.qmd"]},
                {"part": "B", "chapters": ["c.qmd"]}]  # fmt: skip
    assert keep_chapters(chapters, {"index.qmd", "b.qmd"}) == [
        "index.qmd",
        {"part": "A", "chapters": ["b.qmd"]},
    ]
