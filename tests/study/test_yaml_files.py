"""YAML as a person means it, with the line of each key."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from mcneval.study.yaml_files import parse_yaml, read_yaml

TEXT = """\
on: yes
date: 2026-01-31
flag: true
list:
  - id: one
    deep: {x: 1}
  - two
"""


def test_words_stay_words(tmp_path: Path) -> None:
    path = tmp_path / "a.yml"
    path.write_text(TEXT, "utf-8")
    assert read_yaml(path) == {
        "on": "yes",
        "date": "2026-01-31",
        "flag": True,
        "list": [{"id": "one", "deep": {"x": 1}}, "two"],
    }


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("date",), 2),
        (("list",), 4),
        (("list", 0, "id"), 5),
        (("list", 0, "deep", "x"), 6),
        (("list", 1), 7),
        (("list", 0, "missing"), 5),
        (("missing",), None),
        (("list", 9), 4),
    ],
)
def test_a_key_has_a_line(path: tuple[str | int, ...], line: int | None) -> None:
    document, _ = parse_yaml(TEXT, "a.yml")
    assert document is not None
    assert document.find_line(path) == line


def test_a_repeated_key_deep_down_is_found() -> None:
    _, problems = parse_yaml("a:\n  - b: 1\n    b: 2\n", "a.yml")
    assert [str(problem) for problem in problems] == [
        "a.yml, line 3: the key 'b' stands here a second time. Keep one of them."
    ]


def test_aliases_that_double_at_each_step_are_refused() -> None:
    lines = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 60))]
    document, problems = parse_yaml("\n".join(lines), "a.yml")
    assert document is None
    assert [str(problem) for problem in problems] == [
        "a.yml: this is not YAML: its aliases repeat too much. Write it out, shorter."
    ]


def test_an_alias_used_as_meant_is_read() -> None:
    document, problems = parse_yaml("a: &words [x, y]\nb: *words\n", "a.yml")
    assert document is not None
    assert document.data == {"a": ["x", "y"], "b": ["x", "y"]}
    assert problems == []


def test_numbers_are_those_that_people_write() -> None:
    lines = "a: 12\nb: 012\nc: 10:30\nd: 0xff\ne: 1_000\nf: 0.5\ng: .inf\nh: " + "9" * 5000
    document, _ = parse_yaml(lines, "a.yml")
    assert document is not None
    assert document.data == {
        "a": 12, "b": "012", "c": "10:30", "d": "0xff", "e": "1_000", "f": 0.5, "g": ".inf",
        "h": "9" * 5000,
    }  # fmt: skip


def test_signs_that_an_escape_makes_are_blanks() -> None:
    document, _ = parse_yaml('a: "x\\e[31my\\u202Ez"\n', "a.yml")
    assert document is not None
    assert document.data == {"a": "x [31my z"}


def test_a_file_whose_aliases_double_is_not_read(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 60))]
    (tmp_path / "a.yml").write_text("\n".join(lines))
    with pytest.raises(yaml.YAMLError, match="repeat too much"):
        read_yaml(tmp_path / "a.yml")
