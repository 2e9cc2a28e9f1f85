"""The appendices on the data and on how the report was made."""

from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from mcneval.analysis.reproduction import compare_published, list_mismatches
from mcneval.report.appendices import (
    count_by_construction,
    write_data_statement,
    write_reproduction,
)
from mcneval.study.load import load_study

ROOT = Path(__file__).resolve().parents[2]
NUMBER = {
    "value": 45,
    "text": "45",
    "notebook": "01-recruitment",
    "cell": "num-recruitment",
    "function": "recruitment_numbers.state_recruitment",
    "inputs": ["participants.csv"],
}
FIGURES = [
    {"item": "People", "key": "participants.total", "value": 45, "printed": "Table 4"},
    {"item": "Themes", "key": "themes.total", "value": 19},
]


def test_published_figures_are_compared_one_by_one() -> None:
    compared = compare_published(FIGURES, {"participants.total": NUMBER})
    assert compared.to_dict("split")["data"] == [
        ["People (Table 4)", 45, 45, "yes"],
        ["Themes", 19, "not computed", "no"],
    ]
    assert list_mismatches(compared) == ["Themes: published 19, computed not computed"]


def test_a_mismatch_stands_first_and_is_said() -> None:
    compared = compare_published(FIGURES, {"participants.total": NUMBER})
    words = write_reproduction(compared)
    assert words.startswith("**1 of 2 published numbers is not reproduced.** It is listed first.")
    assert words.index("Themes") < words.index("People")


def test_without_published_figures_nothing_is_compared() -> None:
    empty = pd.DataFrame(columns=["item", "published", "computed", "matches"])
    assert write_reproduction(empty).startswith("There are no published numbers")


def test_agreement_by_construction_is_told() -> None:
    compared = compare_published(FIGURES[:1], {"participants.total": NUMBER})
    assert "made" not in write_reproduction(compared)
    words = write_reproduction(compared, by_construction=1)
    assert "For 1 of them this is less than it seems" in words
    assert "The other 0 are counted from tables that were entered item by item." in words


@pytest.mark.parametrize(("reconstructed", "expected"), [(True, 1), (False, 0)])
def test_figures_counted_from_a_reconstructed_register_are_by_construction(
    reconstructed: bool, expected: int
) -> None:
    provenance = SimpleNamespace(register_is_reconstructed=reconstructed)
    study = SimpleNamespace(settings=SimpleNamespace(provenance=provenance))
    themes = NUMBER | {"inputs": ["participants.csv", "themes.csv"]}
    variables = {"participants.total": NUMBER, "themes.total": themes}
    assert count_by_construction(study, FIGURES, variables) == expected


@pytest.mark.parametrize(
    ("name", "words"),
    [("york-2021", "for participants' words"), ("synthetic-network", "for small counts")],
)
def test_only_what_was_searched_for_is_said_to_be(name: str, words: str) -> None:
    statement = write_data_statement(load_study(ROOT / "data" / name))
    assert f"every file of it was searched {words}" in statement
