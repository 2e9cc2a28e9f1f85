"""Exhibits and notebooks as Markdown."""

from __future__ import annotations

from pathlib import Path

import pytest

from mcneval.book.pandoc import parse_markdown
from mcneval.book.source import SHORTCODE
from mcneval.book.tree import elements, pairs
from mcneval.exhibit import Exhibit
from mcneval.report.exhibits import write_exhibit, write_notebook
from mcneval.run.harvest import Shown
from toy_notebooks import code, markdown, notebook, recruitment


def test_figure_has_its_picture_caption_and_source() -> None:
    figure = Exhibit(
        label="fig-a", kind="figure", caption="Of *two*", alt='A "bar"', note="Made up."
    )
    shown = Shown(figure, "01-recruitment", {"image/svg+xml": "<svg/>"})
    assert "\n".join(write_exhibit(shown, "reports/study.qmd")) == (
        "::: {#fig-a}\n\n"
        '![](../figures/fig-a.svg){fig-alt="A \\"bar\\""}\n\n'
        "Of *two*\n\n:::\n\n"
        "::: {.notes}\nMade up.\n:::\n\n"
        "::: {.provenance}\n"
        "Source: [notebook 01-recruitment, cell fig-a](../notebooks/01-recruitment.qmd#cell-fig-a)"
        " · [SVG](../figures/fig-a.svg)\n:::\n"
    )


@pytest.mark.parametrize("sign", ["<script>", "{{< var x >}}", "]{.foo}", 'a "b"', "c\\d", "&lt;"])
def test_words_of_an_alternative_text_are_never_obeyed(sign: str) -> None:
    shown = Shown(Exhibit(label="fig-a", kind="figure", alt=sign), "01", {"image/svg+xml": ""})
    line = write_exhibit(shown, "a.qmd")[2]
    ((para,),) = parse_markdown([line])
    (image,) = elements(para, "Image")
    assert pairs(image)["fig-alt"] == sign
    assert not SHORTCODE.search(line)


def test_table_bears_its_marks_and_may_be_sorted() -> None:
    table = Exhibit(label="tbl-a", kind="table", caption="A", marks=["made up"], sortable=True)
    lines = write_exhibit(Shown(table, "02-coding", {"text/markdown": "| a |"}), "index.qmd")
    assert lines[0] == "::: {#tbl-a .sortable}"
    assert "Data: made up." in lines
    assert any("](notebooks/02-coding.qmd#cell-tbl-a)" in line for line in lines)


def test_text_stands_as_it_is() -> None:
    text = Exhibit(label="txt-a", kind="text")
    assert write_exhibit(Shown(text, "02-coding", {"text/markdown": "So **it** is."}), "a.qmd") == [
        "So **it** is.",
        "",
    ]


@pytest.fixture
def page(tmp_path: Path) -> str:
    """Return the toy notebook's page."""
    path = tmp_path / "01-recruitment.ipynb"
    path.write_text(recruitment(), "utf-8")
    made = write_notebook(path, {"fig-flow": "reports/recruitment.qmd"})
    assert (made.path, made.title) == ("notebooks/01-recruitment.qmd", "01 Recruitment")
    return "\n".join(line.text for line in made.lines)


def test_notebook_page_shows_code_without_its_options(page: str) -> None:
    assert "::: {#cell-fig-flow .notebook-cell}\n\n```python\nmake(study)\n```" in page
    assert "#|" not in page


def test_notebook_page_leads_to_the_report_and_refers_to_it(page: str) -> None:
    assert "![How people came in ([in the report](../reports/recruitment.qmd#fig-flow))](" in page
    assert "See [fig-flow](../reports/recruitment.qmd#fig-flow)." in page


def test_notebook_page_tells_what_an_exhibit_is_made_from(page: str) -> None:
    assert "::: {.provenance}\nMade from segments.csv, themes.csv.\n:::" in page


def test_what_no_exhibit_holds_is_not_published(page: str) -> None:
    assert "```python\nprint('<b>')\n```" in page
    assert "<b>" not in page.replace("print('<b>')", "")
    assert "<Figure>" not in page


def test_no_text_of_a_notebook_ends_its_block(tmp_path: Path) -> None:
    path = tmp_path / "05-own.ipynb"
    cells = markdown("# One\n\n# Two"), code('"""\n```\n# Title\n"""')
    path.write_text(notebook(*cells), "utf-8")
    text = "\n".join(line.text for line in write_notebook(path, {}).lines)
    assert '````python\n"""\n```\n# Title\n"""\n````' in text
    assert "## Two" in text
    assert text.startswith("# One {.unnumbered}\n")


def test_lines_of_a_notebook_know_their_cell(tmp_path: Path) -> None:
    path = tmp_path / "01-recruitment.ipynb"
    path.write_text(recruitment(), "utf-8")
    places = {line.file for line in write_notebook(path, {}).lines}
    assert "notebooks/01-recruitment.ipynb, cell fig-flow" in places
