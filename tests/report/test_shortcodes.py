"""Chapters are filled in, and every line still knows where it was written."""

from __future__ import annotations

import pytest

from mcneval.book.problems import ProblemList
from mcneval.book.source import mark_lines
from mcneval.exhibit import Exhibit
from mcneval.report.exhibits import align_left
from mcneval.report.shortcodes import Filler
from mcneval.run.harvest import Shown

FLOW = Shown(
    Exhibit(label="tbl-flow", kind="table", caption="Flow"),
    "01-recruitment",
    {"text/markdown": "| a |\n| :-- |\n| x |"},
)
TEXTS = {
    "narrative/setting.md": "One.\n\nTwo {{< var people >}}.\n",
    "narrative/loop.md": "{{< include /narrative/loop.md >}}",
    "readings/nested.md": "{{< include ../narrative/setting.md >}}\n",
}


def fill(text: str, chapter: str = "reports/a.qmd") -> tuple[list[tuple[str, str, int]], list[str]]:
    """Return a chapter's filled-in lines with their places, and what is wrong."""
    problems = ProblemList()
    filler = Filler(TEXTS, {"tbl-flow": FLOW}, {"people": "[45](/n.qmd#n)"}, problems)
    lines = filler.fill(mark_lines(text, chapter), chapter)
    return [(one.text, one.file, one.number) for one in lines], [str(p) for p in problems.found]


def test_included_lines_keep_their_own_place() -> None:
    lines, wrong = fill("Before.\n{{< include ../readings/nested.md >}}\nAfter.")
    assert wrong == []
    assert lines == [
        ("Before.", "reports/a.qmd", 1),
        ("One.", "narrative/setting.md", 1),
        ("", "narrative/setting.md", 2),
        ("Two [45](/n.qmd#n).", "narrative/setting.md", 3),
        ("After.", "reports/a.qmd", 3),
    ]


def test_embedded_exhibit_stands_in_a_block_of_its_name_at_the_line_of_its_embed() -> None:
    lines, wrong = fill("Text.\n{{< embed ../notebooks/01-recruitment.ipynb#tbl-flow >}}\nMore.")
    assert wrong == []
    assert [text for text, _, _ in lines][1:4] == ["", "::: {#tbl-flow}", ""]
    assert {place for _, *place in lines[1:-1] for place in [tuple(place)]} == {
        ("reports/a.qmd", 2)
    }


def test_code_is_left_alone_and_shows_its_shortcodes() -> None:
    lines, wrong = fill("---\ntitle: A\n---\n\n```\n{{< var none >}} <!-- x -->\n```")
    assert [text for text, _, _ in lines][-2] == "{{{< var none >}}} <!-- x -->"
    assert wrong == []


def test_line_of_a_reading_that_the_team_wrote_knows_where() -> None:
    texts = {"readings/themes.md": "### A\n\nSee @fig-none.\n"}
    filler = Filler(texts, {}, {}, ProblemList(), {"See @fig-none.": ("narrative/themes.md", 9)})
    lines = filler.fill(mark_lines("{{< include /readings/themes.md >}}", "b.qmd"), "b.qmd")
    assert [(one.file, one.number) for one in lines] == [
        ("readings/themes.md", 1),
        ("readings/themes.md", 2),
        ("narrative/themes.md", 9),
    ]


def test_footnotes_are_named_after_their_file() -> None:
    texts = {"narrative/a.md": "Said.[^1]\n\n[^1]: By one.\n"}
    filler = Filler(texts, {}, {}, ProblemList())
    lines = filler.fill(mark_lines("{{< include /narrative/a.md >}}", "b.qmd"), "b.qmd")
    assert [line.text for line in lines] == [
        "Said.[^narrative-a-1]",
        "",
        "[^narrative-a-1]: By one.",
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("::: {.lead}\nWords.", "narrative/a.md:1: this block is not closed: ::: {.lead}."),
        ("Words.\n\n:::", "narrative/a.md:3: this closes a block that was not opened: :::."),
        ("```\nx = 1", "narrative/a.md:2: a block of code is not closed."),
    ],
)
def test_what_would_take_in_the_rest_of_the_chapter_is_told(text: str, told: str) -> None:
    filler = Filler({"narrative/a.md": text}, {}, {}, ProblemList())
    filler.fill(mark_lines("{{< include /narrative/a.md >}}", "b.qmd"), "b.qmd")
    assert [str(one)[: len(told)] for one in filler.problems.found] == [told]


def test_comment_in_words_from_data_stays() -> None:
    lines, _ = fill("Goals \\<!-- too broad\nand more")
    assert [text for text, _, _ in lines] == ["Goals \\<!-- too broad", "and more"]


def test_comments_are_taken_out() -> None:
    lines, _ = fill("a <!-- one\ntwo {{< var none >}}\nthree --> b")
    assert [text for text, _, _ in lines] == ["a ", "", " b"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "{{< include ../narrative/seting.md >}}",
            "reports/a.qmd:1: the file to include is not there: ../narrative/seting.md. "
            "Did you mean narrative/setting.md?",
        ),
        (
            "{{< include ../../etc/passwd >}}",
            "reports/a.qmd:1: the file to include is not there: ../../etc/passwd. "
            "Narrative and readings can be included.",
        ),
        (
            "{{< include ../narrative/loop.md >}}",
            "narrative/loop.md:1: /narrative/loop.md includes itself.",
        ),
        (
            "{{< embed ../notebooks/01-recruitment.ipynb#tbl-none >}}",
            "reports/a.qmd:1: no cell of notebooks/01-recruitment.ipynb has the label 'tbl-none'. "
            "Its labels are tbl-flow.",
        ),
        (
            "{{< embed ../notebooks/9.ipynb#tbl-flow >}}",
            "reports/a.qmd:1: there is no notebook notebooks/9.ipynb, or it shows nothing. "
            "The notebooks are 01-recruitment.",
        ),
        (
            "See {{< var peple >}}.",
            "reports/a.qmd:1: the variable 'peple' has no value. Did you mean people?",
        ),
    ],
)
def test_what_is_not_there_is_told_with_its_line(text: str, told: str) -> None:
    assert fill(text)[1] == [told]


@pytest.mark.parametrize(
    ("rule", "aligned"),
    [
        ("|---|---|", "|:---|:---|"),
        ("| ---- | ---: |", "| :---- | ---: |"),
        ("|:--|:-:|--:|", "|:--|:-:|--:|"),
        ("---", "---"),
        ("| a - b | c |", "| a - b | c |"),
    ],
)
def test_every_column_of_a_table_has_a_side(rule: str, aligned: str) -> None:
    assert align_left(rule) == aligned
