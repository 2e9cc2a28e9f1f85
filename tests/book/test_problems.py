"""Whatever is wrong with a book is told with its file and line, all of it at once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from toy_book import problems_of

from mcneval.exhibit import MIME

METHODS = "reports/methods.qmd"
RECRUITMENT = "notebooks/01-recruitment.ipynb"
TITLE = "# Methods {#sec-methods}\n\n"
END = "\n\n## Steps {#sec-steps}\n"
SOUND = "the drawing has a script in it or asks another host for something"


def write(stage: Path, text: str) -> None:
    """Put a text into the third line of the chapter on methods."""
    (stage / METHODS).write_text(f"{TITLE}{text}{END}", encoding="utf-8")


def change(stage: Path, old: str, new: str) -> None:
    """Put other words into the notebook."""
    path = stage / RECRUITMENT
    words = path.read_text("utf-8")
    assert old in words
    path.write_text(words.replace(old, new), "utf-8")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("See @fig-none.", ":3: @fig-none refers to nothing in the book"),
        ("See {{< var no.such >}}.", ":3: the variable 'no.such' has no value"),
        ("See {{< var participants >}}.", ":3: the variable 'participants' has no value"),
        ("See {{< meta nothing >}}.", ":3: the metadata 'nothing' has no value"),
        ("As @nobody2020 says.", ":3: the citation @nobody2020 is not in the bibliography"),
        ("[x](nowhere.qmd)", ":3: the link leads nowhere in the report: nowhere.qmd"),
        ("[x](../tables/none.csv)", ":3: the link leads nowhere in the report: ../tables/none"),
        ("[x](themes.qmd#none)", ":3: the link leads to nothing of that name: themes.qmd#none"),
        ("[x](#none)", ":3: the link leads to nothing of that name"),
        ("[x](../../etc/passwd)", ":3: the link leads nowhere in the report"),
        ("[x](javascript:alert(1))", ":3: this address is not allowed for a link: javascript"),
        ("![c](../figures/none.svg){fig-alt='x'}", ":3: the image leads nowhere"),
        ("![c](https://x.org/a.png){fig-alt='x'}", ":3: this address is not allowed for an image"),
        ("![c](../figures/own.svg)", ":3: the image ../figures/own.svg has no text for those"),
        ("{{< include none.md >}}", ":3: the file to include is not there: none.md"),
        ("{{< include ../../none.md >}}", ":3: the file to include is not there"),
        ("{{< embed ../notebooks/9.ipynb#x >}}", ":3: there is no notebook notebooks/9.ipynb"),
        (
            "{{< embed ../notebooks/01-recruitment.ipynb#x >}}",
            ":3: no cell of notebooks/01-recruitment.ipynb has the label 'x'",
        ),
        ("{{< embed ../notebooks/01-recruitment.ipynb >}}", ":3: this embed cannot be read"),
        ("a {{< embed ../notebooks/01-recruitment.ipynb#txt-headline >}}", ":3: embed must stand"),
        ("a\n{{< embed ../notebooks/01-recruitment.ipynb#txt-headline >}}", ":4: embed must stand"),
        ("{{< video x.mp4 >}}", ":3: the shortcode 'video' is not known to both engines"),
        ("::: {.column-margin}\nx\n:::", ":3: the block class '.column-margin' is not in"),
        ("::: aside\nx\n:::", ":3: the block class '.aside' is not in the common subset"),
        ("[x]{.aside}", ":3: the span class '.aside' is not in the common subset"),
        ("#### Deep", ":3: the heading 'Deep' is of level 4, right under one of level 1"),
        ("# Another title", ":3: the chapter has more than one title"),
        ("```{python}\n1\n```", ":3: code to be run stands in a chapter: {python}"),
        ("```{=html}\n<b>\n```", ":3: raw output for one format is not in the common subset"),
        ("<div>x</div>", ":3: HTML is not in the common subset: <div>"),
        ("See @eq-one.", ":3: references like @eq-one are not in the common subset"),
        ("See [@fig-flow; @smith2016].", ":3: a citation and a cross-reference share one pair"),
    ],
)
def test_each_fault_is_told_with_its_line(
    stage: Path, tmp_path: Path, text: str, told: str
) -> None:
    write(stage, text)
    assert [one[: len(METHODS + told)] for one in problems_of(stage, tmp_path / "out")] == [
        METHODS + told
    ]


def test_all_faults_are_told_at_once_in_order(stage: Path, tmp_path: Path) -> None:
    write(stage, "See @fig-none.\n\n[x](nowhere.qmd)\n\n{{< video x >}}")
    lines = [one.split(" ", 1)[0] for one in problems_of(stage, tmp_path / "out")]
    assert lines == [f"{METHODS}:3:", f"{METHODS}:5:", f"{METHODS}:7:"]


def test_fault_in_an_included_file_is_told_there(stage: Path, tmp_path: Path) -> None:
    (stage / "narrative/setting.md").write_text("Fine.\n\nSee @fig-flaw.\n", encoding="utf-8")
    assert problems_of(stage, tmp_path / "out") == [
        "narrative/setting.md:3: @fig-flaw refers to nothing in the book. "
        "Near to it are fig-flow, fig-own."
    ]


def test_file_that_includes_itself_is_told(stage: Path, tmp_path: Path) -> None:
    (stage / "narrative/setting.md").write_text("{{< include /narrative/setting.md >}}\n")
    assert problems_of(stage, tmp_path / "out") == [
        "narrative/setting.md:1: /narrative/setting.md includes itself."
    ]


def test_cell_embedded_twice_is_told_where_the_second_stands(stage: Path, tmp_path: Path) -> None:
    write(stage, "{{< embed ../notebooks/01-recruitment.ipynb#fig-flow >}}")
    assert problems_of(stage, tmp_path / "out") == [
        "reports/recruitment.qmd:3: 'fig-flow' is the name of two things. "
        "The other is on reports/methods.html; show it once and refer to it elsewhere."
    ]


def test_chapter_that_is_missing_is_told(stage: Path, tmp_path: Path) -> None:
    (stage / "reports/evidence.qmd").unlink()
    told = problems_of(stage, tmp_path / "out")
    assert "_quarto.yml: the chapter reports/evidence.qmd is not there." in told


def test_unknown_key_of_the_book_is_told(stage: Path, tmp_path: Path) -> None:
    text = (stage / "_quarto.yml").read_text().replace("  subtitle:", "  subtitel:")
    (stage / "_quarto.yml").write_text(text)
    told = problems_of(stage, tmp_path / "out")
    assert [one.split(".", 2)[1] for one in told] == ["yml: book"]
    assert "book.subtitel is not known to both engines" in told[0]


def test_chapter_without_a_title_is_told(stage: Path, tmp_path: Path) -> None:
    (stage / METHODS).write_text("Words.\n\n## Steps {#sec-steps}\n")
    assert f"{METHODS}:1: the chapter has no title." in problems_of(stage, tmp_path / "out")[0]


def test_figure_without_alternative_text_is_told(stage: Path, tmp_path: Path) -> None:
    change(stage, '"alt": "A bar: 20 asked, 15 came", ', "")
    assert problems_of(stage, tmp_path / "out") == [
        "reports/recruitment.qmd:3: the figure 'fig-flow' of notebooks/01-recruitment.ipynb has no "
        "text for those who cannot see. Give the cell a line '#| fig-alt: ...' that says what the "
        "figure shows."
    ]


def test_nothing_is_written_where_something_is_wrong(stage: Path, tmp_path: Path) -> None:
    write(stage, "See @fig-none.")
    problems_of(stage, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_date_that_moves_is_told(stage: Path, tmp_path: Path) -> None:
    text = (stage / "_quarto.yml").read_text().replace('"2021"', "today")
    (stage / "_quarto.yml").write_text(text)
    told = "_quarto.yml: the date 'today' would differ from one run to the next."
    assert problems_of(stage, tmp_path / "out")[0].startswith(told)


def test_book_without_an_index_is_told(stage: Path, tmp_path: Path) -> None:
    text = (stage / "_quarto.yml").read_text().replace("    - index.qmd\n", "")
    (stage / "_quarto.yml").write_text(text)
    assert "_quarto.yml: the first chapter must be index.qmd." in problems_of(
        stage, tmp_path / "out"
    )


@pytest.mark.parametrize(
    "harm",
    ["<script>1</script>", '<rect onload="x()"/>', '<image href="https://x.org/a.png"/>',
     "<image href=https://x.org/a.png />", "<img/src=x/onerror=x()>", "<iframe/>",
     "<style>@import 'https://x.org/a.css'</style>", '<rect fill="url(https://x.org/a)"/>'],
)  # fmt: skip
def test_drawing_that_does_something_is_told(stage: Path, tmp_path: Path, harm: str) -> None:
    quoted = harm.replace('"', '\\"')
    change(stage, "</svg>", f"{quoted}</svg>")
    assert problems_of(stage, tmp_path / "out") == [
        f"figures/fig-flow-narrow.svg: {SOUND}.",
        f"figures/fig-flow.svg: {SOUND}.",
    ]


def test_label_is_never_a_path(stage: Path, tmp_path: Path) -> None:
    path = stage / RECRUITMENT
    notebook = json.loads(path.read_text("utf-8"))
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"]).replace("label: fig-flow", "label: ../../fig-flow")
        for output in cell.get("outputs", []):
            output.get("data", {}).pop(MIME, None)
    path.write_text(json.dumps(notebook), "utf-8")
    assert "notebooks: '../../fig-flow' can be no label." in " ".join(
        problems_of(stage, tmp_path / "out")
    )


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"caption": "Roles"', '"title": "Roles"', "title: Extra inputs are not permitted"),
        (
            '"kind": "table"',
            '"kind": "tables"',
            "kind: Input should be 'table', 'figure', 'text', 'numbers' or 'absent'",
        ),
        (
            '"label": "fig-flow"',
            '"label": "../../fig-flow"',
            r"label: String should match pattern '^[A-Za-z][\w-]*$'",
        ),
    ],
)
def test_exhibit_that_breaks_the_contract_is_told(
    stage: Path, tmp_path: Path, old: str, new: str, told: str
) -> None:
    change(stage, old, new)
    what = (
        f"{RECRUITMENT}: an exhibit in it is not as it should be ({told}). Run the notebook again."
    )
    assert what in problems_of(stage, tmp_path / "out")
