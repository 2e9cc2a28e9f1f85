"""Exhibits are taken out of executed notebooks."""

from pathlib import Path
from typing import Any

import nbformat
import pytest

from mcneval.pipeline.harvest import (
    MIME,
    HarvestError,
    harvest_notebooks,
    name_function,
    write_harvest,
)


def exhibit(label: str, kind: str, **facts: Any) -> nbformat.NotebookNode:
    data = {
        "text/plain": label,
        "text/markdown": f"text of {label}",
        MIME: {"label": label, "kind": kind, "uses": ["themes.csv"], **facts},
    }
    cell = nbformat.v4.new_code_cell(
        f'#| label: {label}\nwalk.{kind}("{label}", themes.count_themes(walk.study))'
    )
    cell.outputs = [nbformat.v4.new_output("execute_result", data=data, execution_count=1)]
    return cell


def notebook(folder: Path, name: str, *cells: nbformat.NotebookNode) -> Path:
    path = folder / f"{name}.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=list(cells)), path)
    return path


def numbers(label: str, *keys: str) -> nbformat.NotebookNode:
    listed = [{"key": key, "value": 3, "text": "three"} for key in keys]
    return exhibit(label, "numbers", numbers=listed)


def test_a_number_knows_its_notebook_cell_and_function(tmp_path: Path) -> None:
    path = notebook(tmp_path, "03-themes", numbers("num-themes", "themes.total"))
    assert harvest_notebooks([path]).variables == {
        "themes.total": {
            "value": 3,
            "text": "three",
            "notebook": "03-themes",
            "cell": "num-themes",
            "function": "themes.count_themes",
            "inputs": ["themes.csv"],
        }
    }


def test_a_key_in_two_cells_is_an_error(tmp_path: Path) -> None:
    path = notebook(tmp_path, "a", numbers("n1", "x.y"), numbers("n2", "x.y"))
    with pytest.raises(HarvestError, match=r"the key x\.y stands in more than one cell"):
        harvest_notebooks([path])


def test_a_key_may_not_begin_another(tmp_path: Path) -> None:
    path = notebook(tmp_path, "a", numbers("n1", "x", "x.y"))
    with pytest.raises(HarvestError, match=r"the key x is also the beginning of x\.y"):
        harvest_notebooks([path])


def test_a_label_in_two_notebooks_is_an_error(tmp_path: Path) -> None:
    first = notebook(tmp_path, "a", exhibit("tbl-x", "table"))
    second = notebook(tmp_path, "b", exhibit("tbl-x", "table"))
    with pytest.raises(HarvestError, match="the label tbl-x stands in more than one cell"):
        harvest_notebooks([first, second])


def test_tables_and_sections_are_written_by_label(tmp_path: Path) -> None:
    path = notebook(
        tmp_path,
        "a",
        exhibit("tbl-x", "table", csv={"tbl-x": "A,B\n1,2\n"}),
        exhibit("sections-constructs", "text"),
    )
    write_harvest(harvest_notebooks([path]), tmp_path / "run")
    assert (tmp_path / "run/tables/tbl-x.csv").read_text() == "A,B\n1,2\n"
    assert (tmp_path / "run/sections/constructs.md").read_text() == "text of sections-constructs\n"


def test_the_function_is_the_one_called_for_the_result() -> None:
    source = 'walk.table("t", recruitment.tabulate_flow(walk.study), "Flow", uses=("a",))'
    assert name_function(source) == "recruitment.tabulate_flow"
