"""The parts of the chapters that are made from declarations and numbers."""

import pandas as pd

from mcneval.analysis.reproduction import compare_published, list_mismatches
from mcneval.report.sections import write_numbers, write_reproduction

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


def test_a_number_has_a_row_with_its_cell_function_and_inputs() -> None:
    words = write_numbers({"participants.total": NUMBER}, {"participants.csv": "0123456789abcdef"})
    assert (
        "| [`participants.total`]{#num-participants-total} | 45 "
        "| [01-recruitment, num-recruitment](/notebooks/01-recruitment.html#cell-num-recruitment) "
        "| `recruitment_numbers.state_recruitment` | [num-recruitment](#inputs-num-recruitment) |"
    ) in words
    assert "participants.csv `0123456789ab`" in words


def test_a_bar_in_a_phrase_does_not_end_its_cell() -> None:
    words = write_numbers({"a.b": NUMBER | {"text": "one | two"}}, {})
    assert "| one \\| two |" in words


def test_a_phrase_with_nothing_to_say_has_no_row() -> None:
    assert "#num-a-b" not in write_numbers({"a.b": NUMBER | {"text": ""}}, {})


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
    assert words.startswith("**1 of 2 published figures are not reproduced.**")
    assert words.index("Themes") < words.index("People")


def test_without_published_figures_nothing_is_compared() -> None:
    empty = pd.DataFrame(columns=["item", "published", "computed", "matches"])
    assert write_reproduction(empty).startswith("There are no published figures")
