"""Whatever is wrong with a book is told with its file and line, all of it at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from toy_book import problems_of

from mcneval.book import BookError, render_book

METHODS = "reports/methods.qmd"
TITLE = "# Methods {#sec-methods}\n\n"
END = "\n\n## Steps {#sec-steps}\n"
SOUND = "the drawing has a script in it or asks another host for something"


def write(stage: Path, text: str) -> None:
    """Put a text into the third line of the chapter on methods."""
    (stage / METHODS).write_text(f"{TITLE}{text}{END}", encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("See @fig-none.", ":3: @fig-none refers to nothing in the book"),
        ("See {{< var no.such >}}.", ":3: the shortcode 'var' is not known here"),
        ("As @nobody2020 says.", ":3: the citation @nobody2020 is not in the bibliography"),
        ("[x](nowhere.qmd)", ":3: the link leads nowhere in the report: nowhere.qmd"),
        ("[x](../tables/none.csv)", ":3: the link leads nowhere in the report: ../tables/none"),
        ("[x](themes.qmd#none)", ":3: the link leads to nothing of that name: themes.qmd#none"),
        ("[x](#none)", ":3: the link leads to nothing of that name"),
        ("[x](../../etc/passwd)", ":3: the link leads nowhere in the report"),
        ("[x](javascript:alert(1))", ":3: this address is not allowed for a link: javascript"),
        ("[x](mcn-page:index.html#none)", ":3: this address is not allowed for a link: mcn-page"),
        ("[x](mcn-page:none.html)", ":3: this address is not allowed for a link: mcn-page"),
        ("![c](mcn-page:index.html){fig-alt='x'}", ":3: this address is not allowed for an image"),
        ("![c](../figures/none.svg){fig-alt='x'}", ":3: the image leads nowhere"),
        ("![c](https://x.org/a.png){fig-alt='x'}", ":3: this address is not allowed for an image"),
        ("![c](../figures/own.svg)", ":3: the image ../figures/own.svg has no text for those"),
        ("{{< video x.mp4 >}}", ":3: the shortcode 'video' is not known here"),
        ("::: {.column-margin}\nx\n:::", ":3: the block class '.column-margin' is not in"),
        ("::: aside\nx\n:::", ":3: the block class '.aside' is not in the common subset"),
        ("[x]{onfocus='alert(1)'}", ": the attribute 'onfocus' is not in the common subset"),
        ("`x`{style='background:url(//x)'}", ": the attribute 'style' is not in the common"),
        ("[x]{.aside}", ":3: the span class '.aside' is not in the common subset"),
        ("#### Deep", ":3: the heading 'Deep' skips a level below the heading before it"),
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


def test_fault_is_told_where_its_line_was_written(stage: Path, tmp_path: Path) -> None:
    write(stage, "See @fig-flaw.")
    lines = (stage / METHODS).read_text("utf-8").split("\n")
    origins = {METHODS: [("narrative/setting.md", 70 + at) for at in range(len(lines))]}
    with pytest.raises(BookError) as caught:
        render_book(stage, tmp_path / "out", origins=origins)
    assert [str(one) for one in caught.value.problems] == [
        "narrative/setting.md:72: @fig-flaw refers to nothing in the book. "
        "Near to it are fig-flow, fig-own."
    ]


def test_name_of_two_things_is_told(stage: Path, tmp_path: Path) -> None:
    write(stage, "::: {#tbl-roles}\n\n| a |\n|---|\n| x |\n\nWords\n\n:::")
    assert problems_of(stage, tmp_path / "out") == [
        "reports/recruitment.qmd:17: 'tbl-roles' is the name of two things. "
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
    drawing = stage / "figures/fig-flow.svg"
    drawing.write_text(drawing.read_text("utf-8").replace("</svg>", f"{harm}</svg>"))
    assert problems_of(stage, tmp_path / "out") == [f"figures/fig-flow.svg: {SOUND}."]


@pytest.mark.parametrize(
    ("name", "line"), [("references.bib", 2), ("_quarto.yml", 3), ("reports/themes.qmd", 1)]
)
def test_file_that_is_not_utf8_is_told_with_its_line(
    stage: Path, tmp_path: Path, name: str, line: int
) -> None:
    lines = (stage / name).read_bytes().split(b"\n")
    lines[line - 1] += b" caf\xe9"
    (stage / name).write_bytes(b"\n".join(lines))
    told = f"{name}:{line}: this is not UTF-8 text: the byte 0xe9 cannot be read."
    assert any(one.startswith(told) for one in problems_of(stage, tmp_path / "out"))


def test_bibliography_that_cannot_be_read_is_told(stage: Path, tmp_path: Path) -> None:
    (stage / "references.bib").write_text("@article{smith2016,\n  title = {Open\n")
    told = problems_of(stage, tmp_path / "out")
    assert "references.bib:4: this bibliography cannot be read: unexpected end of input." in told


def test_citations_without_a_place_for_the_references_are_told(stage: Path, tmp_path: Path) -> None:
    (stage / "reports/references.qmd").write_text("# Sources {.unnumbered}\n\nNone here.\n")
    assert problems_of(stage, tmp_path / "out") == [
        "_quarto.yml: works are cited, and no chapter has a place for the list of references. "
        "Put '::: {#refs}' and ':::' into a chapter."
    ]


def test_a_drawing_that_a_link_leads_to_is_judged_too(stage: Path, tmp_path: Path) -> None:
    (stage / "figures" / "own.svg").write_text("<svg><script>1</script></svg>")
    write(stage, "[a map](../figures/own.svg)")
    assert f"figures/own.svg: {SOUND}." in problems_of(stage, tmp_path / "out")


@pytest.mark.parametrize(
    ("title", "told"),
    [
        (r"\includegraphics{https://x.org/a.png} T", "a work's entry has a picture"),
        (r"\href{ javascript:alert(1)}{T}", "the address of a work is none for a report"),
    ],
)
def test_a_work_s_entry_brings_words_alone(
    stage: Path, tmp_path: Path, title: str, told: str
) -> None:
    with (stage / "references.bib").open("a", encoding="utf-8") as file:
        file.write(f"\n@misc{{odd2020, title = {{{title}}}, author = {{A, B}}, year = {{2020}}}}\n")
    write(stage, "See [@odd2020].")
    found = problems_of(stage, tmp_path / "out")
    assert [one.startswith(f"references.bib: {told}") for one in found] == [True] * len(found)
    assert found


@pytest.mark.parametrize("text", ["[" * 4000, "[a\n" * 20, "![" * 100, "> " * 500 + "x", "^[" * 40])
def test_what_would_take_pandoc_minutes_is_told_with_its_line(
    stage: Path, tmp_path: Path, text: str
) -> None:
    write(stage, text)
    told = problems_of(stage, tmp_path / "out")
    assert told[0].startswith(f"{METHODS}:")
    assert "more than 8 brackets are open at once, or quotations too deep" in told[0]


def test_brackets_that_close_are_many_as_you_like(stage: Path, tmp_path: Path) -> None:
    write(stage, "On a scale of [0, 1] " * 40 + "and `[[[[[[[[[[` and " + r"\[" * 20 + ".")
    render_book(stage, tmp_path / "out")
    assert (tmp_path / "out" / "index.html").is_file()
