"""The prose of each theme, under headings that begin with its id."""

from __future__ import annotations

from pathlib import Path

import pytest

from mcneval.study.folder import check_bibliography, check_prose, split_prose

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


@pytest.mark.parametrize(
    "content", ["@book{a, title = {Café}}".encode("cp1252"), "é".encode("utf-16")]
)
def test_references_in_another_encoding_are_told_before_anything_runs(
    tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "references.bib").write_bytes(content)
    (problem,) = check_bibliography(tmp_path)
    assert str(problem).startswith("references.bib: line 1 is not UTF-8 text: the byte 0x")


def test_references_in_utf_8_are_no_problem(tmp_path: Path) -> None:
    assert check_bibliography(tmp_path) == []
    (tmp_path / "references.bib").write_text("@book{a, title = {Café}}", "utf-8")
    assert check_bibliography(tmp_path) == []
