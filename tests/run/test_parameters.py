"""The notebooks' parameters are checked before a notebook sees them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from pydantic import ValidationError

from mcneval.notebook import override
from mcneval.run.parameters import (
    ParameterError,
    choose_parameters,
    list_parameters,
    read_defaults,
)
from mcneval.study.settings import Analysis, Saturation

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))
DEFAULTS = {
    "study": "york-2021",
    "seed": 20210122,
    "bootstrap": 500,
    "confidence": 0.95,
    "min_people": 2,
    "similarity": 85,
    "base": 4,
    "run": 2,
    "threshold": 0.05,
    "permutations": 200,
}


def notebook_with(source: str) -> dict[str, Any]:
    cell = nbformat.v4.new_code_cell(source, metadata={"tags": ["parameters"]})
    return dict(nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# A"), cell]))


@pytest.mark.parametrize(
    ("given", "told"), [({"base": "five"}, "base"), ({"bases": 5}, "bases"), ({"base": 0}, "base")]
)
def test_a_wrong_value_and_an_unknown_name_are_refused(given: dict[str, Any], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        override(Analysis(), given)


def test_the_study_states_every_parameter() -> None:
    analysis = Analysis(seed=7, saturation=Saturation(base=6))
    stated = list_parameters("leeds", analysis)
    assert stated == DEFAULTS | {"study": "leeds", "seed": 7, "base": 6}


def test_defaults_are_read_from_the_tagged_cell() -> None:
    notebook = notebook_with('study = "a"  # a folder\nseed = None\nbase = 4')
    assert read_defaults(notebook) == {"study": "a", "seed": None, "base": 4}
    assert read_defaults({"cells": []}) == {}


def test_a_notebook_gets_only_what_it_names() -> None:
    notebook = notebook_with("study = 'a'\nbase = 4")
    chosen = choose_parameters(Path("a.ipynb"), notebook, {"study": "b", "base": 3, "run": 1})
    assert chosen == {"study": "b", "base": 3}


@pytest.mark.parametrize(
    ("source", "named"),
    [("study = 'a'\nsead = 1", "study, sead"), ("seed = 1", "seed"), ("", "nothing")],
)
def test_an_unknown_name_or_no_study_is_an_error(source: str, named: str) -> None:
    given = list_parameters("b", Analysis())
    with pytest.raises(ParameterError) as caught:
        choose_parameters(Path("a.ipynb"), notebook_with(source), given)
    assert str(caught.value) == (
        "a.ipynb: the cell tagged 'parameters' must name study and may name: study, base, run, "
        "threshold, permutations, seed, bootstrap, confidence, min_people, similarity; "
        f"it names: {named}."
    )


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_defaults_of_each_notebook_are_the_settings_and_each_has_a_comment(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    given = read_defaults(notebook)
    assert given == {name: DEFAULTS[name] for name in given}
    assert list_parameters("york-2021", Analysis()) == DEFAULTS
    (source,) = [c.source for c in notebook.cells if "parameters" in c.metadata.get("tags", [])]
    lines = [line for line in source.splitlines() if line.strip()]
    assert len(lines) == len(given)
    assert [line for line in lines if not re.fullmatch(r"\w+ = \S+ +# \w.{8,}", line)] == []


def test_there_are_four_notebooks_and_together_they_have_every_parameter() -> None:
    assert [path.stem for path in NOTEBOOKS] == [
        "01-recruitment",
        "02-coding",
        "03-themes",
        "04-sst-mapping",
    ]
    named = [read_defaults(nbformat.read(path, as_version=4)) for path in NOTEBOOKS]
    assert set().union(*named) == set(DEFAULTS)
