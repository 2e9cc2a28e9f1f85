"""Notebooks run by papermill; what fails says where."""

from pathlib import Path

import nbformat
import pytest

from mcneval.pipeline.notebooks import NotebookError, clean_notebook, run_notebooks
from mcneval.pipeline.parameters import Parameters


def write(folder: Path, name: str, *sources: str) -> Path:
    cells = [nbformat.v4.new_code_cell('study = "a"', metadata={"tags": ["parameters"]})]
    cells += [nbformat.v4.new_code_cell(source) for source in sources]
    path = folder / f"{name}.ipynb"
    language = {"language_info": {"name": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=language), path)
    return path


def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    source = write(tmp_path, "01-a", "study.upper()")
    for name in ("one", "two"):
        run_notebooks([source], tmp_path / name, Parameters(study="leeds"), tmp_path)
    first, second = ((tmp_path / n / "01-a.ipynb").read_bytes() for n in ("one", "two"))
    assert first == second
    executed = nbformat.reads(first.decode(), as_version=4)
    assert executed.cells[-1].outputs[0].data["text/plain"] == "'LEEDS'"


def test_all_failures_are_told_with_cell_code_and_error(tmp_path: Path) -> None:
    first = write(tmp_path, "01-a", "#| label: tbl-x\nint('five')")
    second = write(tmp_path, "02-b", "1 / 0")
    with pytest.raises(NotebookError) as caught:
        run_notebooks([first, second], tmp_path / "out", Parameters(study="x"), tmp_path)
    assert str(caught.value) == (
        "01-a.ipynb, cell tbl-x:\n"
        "    #| label: tbl-x\n"
        "    int('five')\n"
        "ValueError: invalid literal for int() with base 10: 'five'\n\n"
        "02-b.ipynb, cell number 3:\n"
        "    1 / 0\n"
        "ZeroDivisionError: division by zero"
    )


def test_cleaning_removes_times_and_machine_words() -> None:
    cell = nbformat.v4.new_code_cell("1", metadata={"papermill": {"duration": 1.2}})
    notebook = nbformat.v4.new_notebook(
        cells=[cell],
        metadata={"papermill": {}, "language_info": {"name": "python", "version": "3.11.7"}},
    )
    cleaned = clean_notebook(notebook)
    assert cleaned.cells[0].metadata == {}
    assert dict(cleaned.metadata.language_info) == {"name": "python"}
    assert "papermill" not in cleaned.metadata
