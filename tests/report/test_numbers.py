"""The appendix of numbers leads from each number to the cell that computed it."""

from __future__ import annotations

from pathlib import Path

from mcneval.report.numbers import find_used_keys, shorten, write_numbers
from mcneval.study.load import load_study

ROOT = Path(__file__).parents[2]
NUMBER = {
    "value": 45,
    "text": "45",
    "notebook": "01-recruitment",
    "cell": "num-recruitment",
    "function": "recruitment_numbers.state_recruitment",
    "inputs": ["participants.csv"],
}


def test_a_number_has_a_row_under_its_cell_function_and_inputs() -> None:
    hashes = {"participants.csv": "0123456789abcdef"}
    words = write_numbers({"participants.total": NUMBER}, hashes, {"participants.total"})
    assert words == (
        "## From notebook 01-recruitment {#numbers-01-recruitment}\n\n"
        "Computed in [the cell `num-recruitment`]"
        "(/notebooks/01-recruitment.html#cell-num-recruitment) by the function "
        "`recruitment_numbers.state_recruitment` from these files: "
        "participants.csv `0123456789ab`.\n\n"
        f"| Key | Written |\n|{'-' * 40}|{'-' * 60}|\n"
        "| [`participants.total`]{#num-participants-total} | 45 |\n\n"
        ": Numbers and phrases from notebook 01-recruitment {#tbl-numbers-01-recruitment}"
    )


def test_each_cell_has_a_table_of_its_own() -> None:
    other = NUMBER | {"notebook": "02-coding", "cell": "num-coding"}
    words = write_numbers({"a.b": other, "c.d": NUMBER}, {}, {"a.b", "c.d"})
    assert words.index("#num-c-d") < words.index("## From notebook 02-coding")
    assert words.index("## From notebook 02-coding") < words.index("#num-a-b")


def test_a_number_that_no_chapter_uses_has_no_row() -> None:
    assert "#num-c-d" not in write_numbers({"a.b": NUMBER, "c.d": NUMBER}, {}, {"a.b"})


def test_a_bar_in_a_phrase_does_not_end_its_cell() -> None:
    words = write_numbers({"a.b": NUMBER | {"text": "one | two"}}, {}, {"a.b"})
    assert "| one \\| two |" in words


def test_a_phrase_with_nothing_to_say_has_no_row() -> None:
    assert write_numbers({"a.b": NUMBER | {"text": ""}}, {}, {"a.b"}) == ""


def test_a_long_phrase_is_cut_between_words_and_not_within_marks() -> None:
    assert shorten("word " * 30) == "word " * 15 + "…"
    assert shorten(f"{'x' * 60} *two words of weight* and more") == (
        f"{'x' * 60} *two words of weight* …"
    )
    assert shorten("short") == "short"


def test_keys_are_found_in_chapters_narrative_and_findings() -> None:
    keys = find_used_keys(ROOT, load_study(ROOT / "data" / "york-2021"))
    assert {"participants.total", "themes.barriers"} <= keys
    assert "study.network-name" in keys
