"""Exhibits are taken out of executed notebooks, and what is wrong is told at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest

from mcneval.exhibit import Column, Data, Exhibit
from mcneval.run.harvest import HarvestError, harvest_notebooks, write_harvest

SVG = '<svg><path style="fill: var(--fig-ink, #1d2733)"/></svg>'


def cell(label: str, *outputs: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Return a code cell with its label and outputs."""
    return nbformat.v4.new_code_cell(f"#| label: {label}\nmake()", outputs=list(outputs))


def exhibit(label: str, kind: str, svg: str = "", **facts: Any) -> nbformat.NotebookNode:
    """Return a cell that shows an exhibit."""
    seen = {"image/svg+xml": svg} if svg else {"text/markdown": "seen"}
    data = seen | Exhibit(label=label, kind=kind, **facts).bundle()  # type: ignore[arg-type]
    return cell(label, nbformat.v4.new_output("display_data", data=data))


def numbers(label: str, **values: tuple[str, Any]) -> nbformat.NotebookNode:
    """Return a cell that hands out numbers: the role and value of each key, dots written ``_``."""
    columns = [Column(name=n.replace("_", "."), role=role) for n, (role, _) in values.items()]
    data = Data(columns=columns, rows=[[value for _, value in values.values()]])
    return exhibit(label, "numbers", data=[data], inputs=["themes.kind", "frameworks/sst"])


def notebook(folder: Path, name: str, *cells: nbformat.NotebookNode) -> Path:
    """Write an executed notebook and return its path."""
    path = folder / f"{name}.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=list(cells)), path)
    return path


def test_a_number_knows_its_notebook_cell_and_files(tmp_path: Path) -> None:
    path = notebook(
        tmp_path, "03-themes", numbers("num-themes", themes_total=("count of themes", 3))
    )
    assert harvest_notebooks([path]).variables == {
        "themes.total": {
            "value": 3,
            "text": "3",
            "notebook": "03-themes",
            "cell": "num-themes",
            "inputs": ["frameworks/sst.yml", "themes.csv"],
        }
    }


@pytest.mark.parametrize(
    ("role", "value", "text"),
    [
        ("count of segments", 1043, "1,043"),
        ("share of people", 0.744, "74%"),
        ("rate of segments", 1.5, "1.50"),
        ("count of people", "under 5", "under 5"),
        ("number", None, "not estimable"),
        ("text", "Phase 1", "Phase 1"),
    ],
)
def test_a_number_is_written_by_its_role(
    tmp_path: Path, role: str, value: object, text: str
) -> None:
    path = notebook(tmp_path, "a", numbers("num-a", x=(role, value)))
    assert harvest_notebooks([path]).variables["x"]["text"] == text


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    failed = nbformat.v4.new_output("error", ename="KeyError", evalue="'kind'", traceback=[])
    printed = nbformat.v4.new_output("display_data", data={"text/plain": "3"})
    first = notebook(
        tmp_path,
        "a",
        cell("tbl-silent"),
        cell("fig-plain", printed),
        cell("tbl-broken", failed),
        exhibit("tbl-x", "table"),
        numbers("num-one", x_y=("number", 1)),
    )
    second = notebook(
        tmp_path,
        "b",
        exhibit("tbl-x", "table"),
        numbers("num-two", x_y=("number", 2), x=("number", 3)),
    )
    with pytest.raises(HarvestError) as caught:
        harvest_notebooks([first, second])
    shows_nothing = (
        "the cell shows nothing that a report can take. Let its last line be a frame, a figure or "
        "Markdown, or call mc.show()."
    )
    assert str(caught.value).splitlines() == [
        f"a.ipynb, tbl-silent: {shows_nothing}",
        f"a.ipynb, fig-plain: {shows_nothing}",
        "a.ipynb, tbl-broken: KeyError: 'kind'",
        "the label tbl-x stands in b, and already in a.",
        "the key x.y stands in b, and already in a.",
        "the key x is also the beginning of x.y.",
    ]


def test_two_exhibits_that_would_take_one_file_are_told(tmp_path: Path) -> None:
    column = Data(columns=[Column(name="a", role="text")], rows=[["x"]])
    cells = (
        exhibit("tbl-x", "table", data=[column, column]),
        exhibit("tbl-x-2", "table", data=[column]),
    )
    with pytest.raises(HarvestError) as told:
        harvest_notebooks([notebook(tmp_path, "01-a", *cells)])
    assert str(told.value) == "the file tables/tbl-x-2.csv stands in 01-a, and already in 01-a."


def test_a_cell_without_a_label_of_ours_may_show_what_it_likes(tmp_path: Path) -> None:
    bare = nbformat.v4.new_code_cell("1 + 1")
    harvest = harvest_notebooks([notebook(tmp_path, "a", bare, cell("setup"))])
    assert (harvest.exhibits, harvest.variables) == ([], {})


def test_data_and_drawings_are_written_by_label(tmp_path: Path) -> None:
    columns = [Column(name="theme", role="text"), Column(name="people", role="count of people")]
    table = Data(columns=columns, rows=[["A, B", "under 5"], ["C", 7], ["D", None]])
    other = Data(columns=columns[:1], rows=[["A"]])
    path = notebook(
        tmp_path,
        "a",
        exhibit("tbl-x", "table", data=[table]),
        exhibit("fig-y", "figure", SVG, data=[table, other], narrow=SVG),
        exhibit("txt-z", "text"),
    )
    write_harvest(harvest_notebooks([path]), tmp_path / "run")
    run = tmp_path / "run"
    assert {file.relative_to(run).as_posix() for file in run.rglob("*.*")} == {
        "tables/tbl-x.csv",
        "tables/fig-y.csv",
        "tables/fig-y-2.csv",
        "figures/fig-y.svg",
        "figures/fig-y-narrow.svg",
    }
    written = (run / "tables/tbl-x.csv").read_bytes()
    assert written == b'theme,people\n"A, B",under 5\nC,7\nD,\n'
    assert (run / "tables/fig-y-2.csv").read_bytes() == b"theme\nA\n"
    for name in ("fig-y", "fig-y-narrow"):
        plain = '<svg><path style="fill: #1d2733"/></svg>'
        assert (run / f"figures/{name}.svg").read_text("utf-8") == plain


def test_no_cell_of_text_is_a_formula_to_a_spreadsheet(tmp_path: Path) -> None:
    columns = [Column(name="theme", role="text"), Column(name="change", role="number")]
    rows = [["=cmd|' /C calc'!A0", -3], ["+1", 0], ["@x", 1], ["Trust = all", 2]]
    path = notebook(
        tmp_path, "01", exhibit("tbl-a", "table", data=[Data(columns=columns, rows=rows)])
    )
    write_harvest(harvest_notebooks([path]), tmp_path)
    assert (tmp_path / "tables" / "tbl-a.csv").read_text() == (
        "theme,change\n'=cmd|' /C calc'!A0,-3\n'+1,0\n'@x,1\nTrust = all,2\n"
    )
