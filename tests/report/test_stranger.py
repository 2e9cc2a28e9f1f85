"""A stranger's cells, notebook and words find their way into the report."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[2]
CELLS = [
    "#| label: tbl-by-kind\n#| tbl-cap: How many themes of each kind\n"
    'themes.groupby("kind").size()',
    "#| label: fig-spread\n#| fig-cap: How many speakers a theme has\n"
    "#| fig-alt: A histogram of the speakers behind the themes; the table has the numbers.\n"
    'import seaborn as sns\n\nsns.histplot(support, x="speakers", binwidth=1)',
]
OWN = [
    'study = "york-2021"',
    "import mcneval as mc\n\nstudy = mc.open_study(study)",
    "#| label: tbl-places\n#| tbl-cap: Where the themes stand\nmc.system.list_places(study)",
]
READING = '{{ rows("tbl-themes") | length | count("theme") | sentence }}, as I see it.'
CHAPTER = """

## What I added

::: {.if-shown}
{{< embed ../notebooks/03-themes.ipynb#tbl-by-kind >}}
:::

::: {.if-shown}
{{< embed ../notebooks/03-themes.ipynb#fig-spread >}}
:::

::: {.if-shown}
{{< embed ../notebooks/05-mine.ipynb#tbl-places >}}
:::
"""


@pytest.fixture(scope="module")
def compendium(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the compendium with cells and words of a stranger's, its report made."""
    home = tmp_path_factory.mktemp("stranger")
    for name in ("notebooks", "reports", "data"):
        shutil.copytree(ROOT / name, home / name, ignore=shutil.ignore_patterns("private"))
    for name in ("_quarto.yml", "index.qmd"):
        shutil.copy(ROOT / name, home / name)
    path = home / "notebooks" / "03-themes.ipynb"
    notebook = nbformat.read(path, as_version=4)
    for source in CELLS:
        notebook.cells.append(nbformat.v4.new_code_cell(source))
    nbformat.write(notebook, path)
    mine = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(one) for one in OWN])
    mine.metadata = notebook.metadata
    mine.cells[0].metadata["tags"] = ["parameters"]
    study = home / "data" / "york-2021"
    (study / "notebooks").mkdir()
    nbformat.write(mine, study / "notebooks" / "05-mine.ipynb")
    (study / "readings" / "en").mkdir(parents=True)
    (study / "readings" / "en" / "limits.md.j2").write_text(READING, "utf-8")
    chapter = home / "reports" / "themes.qmd"
    chapter.write_text(chapter.read_text("utf-8") + CHAPTER, "utf-8")
    line = [sys.executable, "-m", "mcneval.cli", "report", "york-2021", "--to", "html"]
    done = subprocess.run(line, cwd=home, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return home


def read_page(compendium: Path, name: str) -> str:
    return (compendium / "results" / "york-2021" / "report" / f"{name}.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("label", "caption"),
    [
        ("tbl-by-kind", "How many themes of each kind"),
        ("fig-spread", "How many speakers a theme has"),
    ],
)
def test_both_are_in_the_chapter_with_caption_and_download(
    compendium: Path, label: str, caption: str
) -> None:
    added = read_page(compendium, "reports/themes").partition("What I added</h2>")[2]
    exhibit = added.partition(f'id="{label}"')[2].partition("</p>\n</div>\n<figure")[0]
    assert f"</span>: {caption}</" in exhibit
    assert f'href="../tables/{label}.csv" download' in exhibit
    assert f'href="../notebooks/03-themes.html#cell-{label}"' in exhibit


@pytest.mark.parametrize(
    ("label", "files"),
    [
        ("tbl-by-kind", {"themes.csv"}),
        ("fig-spread", {"themes.csv", "theme_segments.csv", "segments.csv"}),
    ],
)
def test_their_cells_tell_what_they_are_made_from(
    compendium: Path, label: str, files: set[str]
) -> None:
    cell = read_page(compendium, "notebooks/03-themes").partition(f'id="cell-{label}"')[2]
    inputs = cell.partition("Made from ")[2].partition(".</p>")[0].split(", ")
    assert files <= set(inputs)


def test_the_download_has_what_was_counted(compendium: Path) -> None:
    table = compendium / "results" / "york-2021" / "tables" / "tbl-by-kind.csv"
    assert table.read_text("utf-8") == "kind,themes\nenabler,3\nbarrier,14\nmixed,2\n"


def test_a_notebook_of_the_study_s_own_runs_after_the_four(compendium: Path) -> None:
    page = read_page(compendium, "reports/themes")
    assert 'href="../notebooks/05-mine.html#cell-tbl-places"' in page


def test_a_reading_of_the_study_s_own_takes_the_house_s_place(compendium: Path) -> None:
    assert "<p>19 themes, as I see it.</p>" in read_page(compendium, "reports/actions")
