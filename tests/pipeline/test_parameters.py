"""The notebooks' parameters are checked before a notebook sees them."""

from pathlib import Path

import nbformat
import pytest
from pydantic import ValidationError

from mcneval.pipeline.parameters import (
    ParameterError,
    Parameters,
    choose_parameters,
    read_parameter_names,
    state_parameters,
)
from mcneval.study.settings import Analysis, Saturation

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))


def notebook_with(source: str) -> nbformat.NotebookNode:
    cell = nbformat.v4.new_code_cell(source, metadata={"tags": ["parameters"]})
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# A"), cell])


def test_a_word_for_a_number_is_refused() -> None:
    with pytest.raises(ValidationError, match="base"):
        Parameters(study="x", base="five")  # type: ignore[arg-type]


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(ValidationError, match="bases"):
        Parameters(study="x", bases=5)  # type: ignore[call-arg]


def test_the_study_states_every_parameter() -> None:
    analysis = Analysis(seed=7, saturation=Saturation(base=6))
    stated = state_parameters("leeds", analysis)
    assert stated.model_dump() == {
        "study": "leeds",
        "seed": 7,
        "bootstrap": 500,
        "confidence": 0.95,
        "min_people": 2,
        "similarity": 85,
        "base": 6,
        "run": 2,
        "threshold": 0.05,
        "permutations": 200,
    }


def test_names_are_read_from_the_tagged_cell() -> None:
    assert read_parameter_names(notebook_with('study = "a"\nseed = None')) == ["study", "seed"]


def test_a_notebook_gets_only_what_it_names() -> None:
    chosen = choose_parameters(
        Path("a.ipynb"), notebook_with("study = 'a'\nbase = None"), Parameters(study="b", base=3)
    )
    assert chosen == {"study": "b", "base": 3}


def test_a_name_the_model_does_not_know_is_an_error() -> None:
    with pytest.raises(ParameterError) as caught:
        choose_parameters(
            Path("a.ipynb"), notebook_with("study = 'a'\nsead = 1"), Parameters(study="b")
        )
    assert str(caught.value) == (
        "a.ipynb: the cell tagged 'parameters' must name study and may name: study, seed, "
        "bootstrap, confidence, min_people, similarity, base, run, threshold, permutations; "
        "it names: study, sead."
    )


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_each_notebook_leaves_every_parameter_to_the_study(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    cell = next(c for c in notebook.cells if "parameters" in c.metadata.get("tags", []))
    given: dict[str, object] = {}
    exec(cell.source, given)
    names = read_parameter_names(notebook)
    assert given["study"] == "data/york-2021"
    assert [given[name] for name in names if name != "study"] == [None] * (len(names) - 1)
    assert set(names) <= set(Parameters.model_fields)


def test_there_are_four_notebooks() -> None:
    assert [path.stem for path in NOTEBOOKS] == [
        "01-recruitment",
        "02-coding",
        "03-themes",
        "04-sst-mapping",
    ]
