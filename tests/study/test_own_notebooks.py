"""A study's own notebooks are looked at before they run."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from mcneval.study.own_notebooks import check_notebooks, list_notebooks, read_assigned


def write(folder: Path, content: bytes) -> None:
    (folder / "notebooks").mkdir()
    (folder / "notebooks" / "05-own.ipynb").write_bytes(content)


def make(source: str) -> bytes:
    cell = nbformat.v4.new_code_cell(source, metadata={"tags": ["parameters"]})
    return nbformat.writes(nbformat.v4.new_notebook(cells=[cell])).encode()


def find(folder: Path) -> list[tuple[str, str]]:
    return [(one.file, one.message) for one in check_notebooks(folder)]


def test_a_study_without_notebooks_has_no_problem(tmp_path: Path) -> None:
    assert find(tmp_path) == []


def test_a_notebook_with_plain_parameters_has_no_problem(tmp_path: Path) -> None:
    write(tmp_path, make('study = "york-2021"\nmin_people = 3'))
    assert [path.name for path in list_notebooks(tmp_path)] == ["05-own.ipynb"]
    assert find(tmp_path) == []


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b'{"cells": 3, "nbformat": 4}'])
def test_what_is_no_notebook_is_told(tmp_path: Path, content: bytes) -> None:
    write(tmp_path, content)
    assert find(tmp_path) == [("notebooks/05-own.ipynb", "it is no notebook.")]


def test_letters_of_another_encoding_are_told(tmp_path: Path) -> None:
    write(tmp_path, b'{"a": "\x81\x8d"}')
    assert [one.rule for one in check_notebooks(tmp_path)] == ["encoding"]


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("study = (", "what is written is no Python"),
        ("study = input()", "the value of study has to be worked out"),
    ],
)
def test_parameters_that_cannot_be_read_are_told(tmp_path: Path, source: str, told: str) -> None:
    write(tmp_path, make(source))
    assert find(tmp_path) == [
        ("notebooks/05-own.ipynb", f"in the cell tagged 'parameters', {told}.")
    ]


def test_other_lines_of_the_cell_do_not_matter() -> None:
    assert read_assigned("import os\na = b = 2\nc.d = 3\n") == {"a": 2, "b": 2}
