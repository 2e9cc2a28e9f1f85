"""Near misses: a guess where one is clear, and none where it is not."""

from __future__ import annotations

import pytest

from mcneval.study.nearest import find_nearest, suggest
from mcneval.study.wording import count_things, join_words, name_rows


@pytest.mark.parametrize(
    ("found", "allowed", "nearest"),
    [
        ("Huub", ["hub", "spoke"], "hub"),
        ("HUB", ["hub", "spoke"], "hub"),
        ("non NHS", ["NHS", "non-NHS"], "non-NHS"),
        ("manger", ["manager", "nurse"], "manager"),
        ("cfir", ["cfir-2022", "nasss"], "cfir-2022"),
        ("P-07", ["P07", "P70"], "P07"),
        ("P99", ["P09", "P19", "P29"], None),
        ("satellite", ["hub", "spoke"], None),
        ("hub", [], None),
        ("?", ["hub"], None),
        ("Hub", ["hub", "HUB"], None),
    ],
)
def test_the_nearest_word(found: str, allowed: list[str], nearest: str | None) -> None:
    assert find_nearest(found, allowed) == nearest


def test_a_sentence_ends_with_a_question_or_a_full_stop() -> None:
    assert suggest("Huub", ["hub"]) == ": did you mean 'hub'?"
    assert suggest("satellite", ["hub"]) == "."


def test_lists_counts_and_rows_in_words() -> None:
    assert join_words(["a"]) == "a"
    assert join_words(["a", "b", "c"], "or") == "a, b or c"
    assert join_words(range(15), limit=3) == "0, 1, 2 and 12 more"
    assert count_things(1, "error") == "1 error"
    assert count_things(0, "error") == "0 errors"
    assert name_rows([4]) == "row 4"
    assert name_rows([4, 5, 9]) == "rows 4, 5 and 9"
