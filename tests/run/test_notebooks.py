"""Notebooks run by papermill; what fails says where."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest

from mcneval.exhibit import MIME
from mcneval.run import notebooks
from mcneval.run.notebooks import Failure, NotebookError, clean_notebook, name_cell, run_notebooks


def write(folder: Path, name: str, *sources: str) -> Path:
    """Write a notebook with a parameters cell and these cells."""
    cells = [nbformat.v4.new_code_cell('study = "a"', metadata={"tags": ["parameters"]})]
    cells += [nbformat.v4.new_code_cell(source) for source in sources]
    path = folder / f"{name}.ipynb"
    language = {"language_info": {"name": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=language), path)
    return path


def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    source = write(tmp_path, "01-a", "study.upper()")
    for name in ("one", "two"):
        (made,) = run_notebooks([source], tmp_path / name, {"study": "leeds"}, tmp_path)
        assert made == tmp_path / name / "01-a.ipynb"
    first, second = ((tmp_path / n / "01-a.ipynb").read_bytes() for n in ("one", "two"))
    assert first == second
    executed = nbformat.reads(first.decode(), as_version=4)
    assert executed.cells[1].source == '# Parameters\nstudy = "leeds"\n'


def test_all_failures_are_told_with_cell_code_and_error(tmp_path: Path) -> None:
    first = write(tmp_path, "01-a", "#| label: tbl-x\nint('five')")
    second = write(tmp_path, "02-b", "1 / 0")
    told: list[str] = []
    with pytest.raises(NotebookError) as caught:
        run_notebooks([first, second], tmp_path / "out", {"study": "x"}, tmp_path, told.append)
    assert str(caught.value) == (
        "01-a.ipynb, cell tbl-x:\n"
        "    #| label: tbl-x\n"
        "    int('five')\n"
        "ValueError: invalid literal for int() with base 10: 'five'\n\n"
        "02-b.ipynb, cell number 3:\n"
        "    1 / 0\n"
        "ZeroDivisionError: division by zero"
    )
    assert sorted(told) == ["01-a: failed", "02-b: failed"]


def test_a_long_cell_is_told_by_its_first_twelve_lines() -> None:
    code = "\n".join(f"x = {n}" for n in range(14))
    lines = str(Failure("a.ipynb", "tbl-x", code, "E: e")).splitlines()
    assert lines[12:] == ["    x = 11", "    … 2 more lines", "E: e"]


def test_a_cell_is_named_by_its_label() -> None:
    assert name_cell('#| tbl-cap: "A"\n#|  label: tbl-x\nframe') == "tbl-x"
    assert name_cell("frame  # label: tbl-x") == ""


def test_cleaning_removes_times_random_ids_and_all_but_exhibits_and_errors() -> None:
    printed = nbformat.v4.new_output("stream", text="/home/me\n")
    looked_at = nbformat.v4.new_output("execute_result", data={"text/plain": "P01"})
    shown = nbformat.v4.new_output("display_data", data={"text/plain": "1", MIME: {}})
    failed = nbformat.v4.new_output("error", ename="E", evalue="e", traceback=[])
    outputs = [printed, looked_at, shown, failed]
    injected = {"papermill": {"duration": 1.2}, "tags": ["injected-parameters"]}
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell("1", metadata=injected, outputs=outputs)],
        metadata={
            "papermill": {},
            "kernelspec": {"name": "mcneval", "display_name": "Python 3 (mcneval)"},
            "language_info": {"name": "python", "version": "3.11.7"},
        },
    )
    cleaned = clean_notebook(notebook)
    (cell,) = cleaned.cells
    assert dict(cell.metadata) == {"tags": ["injected-parameters"]}
    assert (cell.id, cell.outputs) == ("injected-parameters", [shown, failed])
    assert dict(cleaned.metadata.language_info) == {"name": "python"}
    assert cleaned.metadata.kernelspec["name"] == "python3"
    assert "papermill" not in cleaned.metadata


def test_python_that_ends_in_a_cell_is_told_in_plain_words(tmp_path: Path) -> None:
    source = write(tmp_path, "01-a", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    with pytest.raises(NotebookError, match="Python itself has ended, often for want of memory"):
        run_notebooks([source], tmp_path / "out", {"study": "x"}, tmp_path)


def test_a_cell_that_does_not_end_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notebooks, "CELL_SECONDS", 1)
    source = write(tmp_path, "01-a", "#| label: tbl-x\nwhile True: pass")
    with pytest.raises(NotebookError, match="cell tbl-x:\n\nIt was not done after 1 seconds"):
        run_notebooks([source], tmp_path / "out", {"study": "x"}, tmp_path)


RUN = """
import sys
from pathlib import Path
from mcneval.run.notebooks import run_notebooks
here = Path(sys.argv[1])
run_notebooks([here / "01-a.ipynb"], here / "out", {"study": "x"}, here)
"""


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_one_interrupt_ends_a_cell_that_hangs_and_leaves_no_kernel(tmp_path: Path) -> None:
    write(tmp_path, "01-a", "open('begun', 'w').close()\nwhile True: pass")
    (tmp_path / "temporary").mkdir()
    places = os.environ | {"TMPDIR": str(tmp_path / "temporary")}
    with subprocess.Popen(
        [sys.executable, "-c", RUN, str(tmp_path)], env=places, stderr=subprocess.PIPE
    ) as process:
        for _ in range(600):
            if (tmp_path / "begun").exists() or process.poll() is not None:
                break
            time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        assert process.wait(60) != 0
    assert list((tmp_path / "temporary").iterdir()) == []


def test_braces_in_a_folder_s_name_are_no_parameters(tmp_path: Path) -> None:
    folder = tmp_path / "a {study} {b"
    folder.mkdir()
    source = write(folder, "01-a", "study.upper()")
    (made,) = run_notebooks([source], folder / "out", {"study": "leeds"}, folder)
    assert 'study = \\"leeds\\"' in made.read_text("utf-8")


def test_what_lies_beside_the_study_is_not_imported(tmp_path: Path) -> None:
    (tmp_path / "colorsys.py").write_text("raise RuntimeError('a stranger')")
    source = write(tmp_path, "01-a", "import colorsys, sys\nassert '' not in sys.path")
    run_notebooks([source], tmp_path / "out", {"study": "x"}, tmp_path)
