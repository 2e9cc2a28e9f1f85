"""The prose of each theme, under headings that begin with its id."""

from __future__ import annotations

from mcneval.study.folder import check_prose, split_prose

PROSE = """# people: People: too few

Of all of them.

## T1: Posts are empty

Nobody applies.

Two years running.

### not a part

## T2: Nobody stays
"""


def test_prose_is_split_by_the_ids_of_its_headings() -> None:
    assert split_prose(PROSE) == {
        "people": ("People: too few", "Of all of them."),
        "T1": ("Posts are empty", "Nobody applies.\n\nTwo years running.\n\n### not a part"),
        "T2": ("Nobody stays", ""),
    }
    assert split_prose("") == {}


def test_a_part_of_nothing_and_a_second_part_are_told() -> None:
    found = check_prose(PROSE + "## T1: Again\n## peeple: What\n", {"T1", "T2"}, ["people"])
    assert [str(one) for one in found] == [
        "narrative/themes.md: 'T1' has a part already. Join the two.",
        "narrative/themes.md: 'peeple' is neither a theme nor a construct: did you mean 'people'? "
        "Write a theme_id or a construct's id before the colon.",
    ]
