"""On paper by Quarto, links lead within the one document or are plain words."""

from __future__ import annotations

from pathlib import Path

import pytest

from mcneval.book.pandoc import run_pandoc

FILTER = Path(__file__).parents[2] / "reports" / "assets" / "links.lua"
BOOK = """# One {#sec-one}

To [two](../reports/two.qmd#sec-two), [a row](/reports/two.qmd#num-a), [here](#sec-one),
[a page](../notebooks/01.qmd#cell-a), [a file](../tables/a.csv), [a chapter](two.qmd),
[the web](https://example.org/a.qmd#b).

::: {.provenance}
Source: [notebook 01, cell a](../notebooks/01.qmd#cell-a) · [CSV](../tables/a.csv) · [SVG](../a.svg)
:::

# Two {#sec-two}

[45]{#num-a}

::: {.content-visible when-format="html"}
[On the web]{#web}
:::

To [the web](#web) and [its](two.qmd#web).
"""


def write(*arguments: str) -> str:
    """Return the book as HTML."""
    return run_pandoc(["-f", "markdown", "-t", "html", "--wrap=none", *arguments], BOOK)


@pytest.mark.parametrize("kind", ["typst", "docx", "latex"])
def test_on_paper_links_lead_within_or_are_words(kind: str, tmp_path: Path) -> None:
    script = tmp_path / "as.lua"
    # FORMAT is what the writer is; the answer is easier to read as HTML.
    script.write_text(f'FORMAT = "{kind}"\n{FILTER.read_text("utf-8")}')
    html = write(f"--lua-filter={script}")
    assert '<a href="#sec-two">two</a>' in html
    assert '<a href="#num-a">a row</a>' in html
    assert '<a href="#sec-one">here</a>' in html
    assert ", a page, a file, a chapter, " in html.replace("\n", " ")
    assert '<a href="https://example.org/a.qmd#b">the web</a>' in html
    assert "<p>Source: notebook 01, cell a</p>" in html
    assert "<p>To the web and its.</p>" in html
    assert "On the web" not in html


def test_on_the_web_links_stay() -> None:
    html = write(f"--lua-filter={FILTER}")
    assert html.count("../tables/a.csv") == 2
    assert '<a href="../reports/two.qmd#sec-two">two</a>' in html
