"""The template's own rows and words: they are told from real ones by how they begin."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from mcneval.study.grid import Grid
from mcneval.study.problems import Problem
from mcneval.study.wording import count_things, name_rows
from mcneval.study.yaml_files import Document

MARK = re.compile(r"EXAMPLE(-\d+$| [-–] )")


def drop_examples(grid: Grid) -> tuple[Grid, list[Problem]]:
    """Return a table without the template's example rows, and what is to be said of them.

    In a table that every study needs they are an error; in an optional one a warning.
    """
    marked = [any(map(MARK.match, cells)) for _, *cells in grid.records(*grid.cells)]
    if not any(marked):
        return grid, []
    rows = [row for row, mark in zip(grid.rows, marked, strict=True) if mark]
    pronoun = "it is" if len(rows) == 1 else "they are"
    words = f"still holds {count_things(len(rows), 'example row')} ({name_rows(rows)})"
    if grid.table.required:
        problem = grid.flag(
            None, "", f"{words}.", "Write your own rows in their place.", rule="example"
        )
    else:
        problem = grid.flag(
            None,
            "",
            f"{words}; {pronoun} left out.",
            "Write your own rows in their place, or delete the file if you have none.",
            severity="warning",
            rule="example",
        )
    return grid.keep([not mark for mark in marked]), [problem]


def find_placeholders(document: Document) -> list[Problem]:
    """Return a problem for each key of a YAML file that still holds the template's words."""
    held: dict[tuple[int | None, str], Problem] = {}
    for steps, found in _walk(document.data, ()):
        if not MARK.match(found):
            continue
        line, name = document.find_line(steps), name_key(steps)
        words = f"`{name}` still holds the template's words."
        key = ".".join(map(str, steps))
        problem = Problem(document.file, words, "Write your own.", line, key, found, rule="example")
        held.setdefault((line, name), problem)
    return list(held.values())


def name_key(steps: tuple[str | int, ...]) -> str:
    """Return the last key of a path that is a word."""
    return str(next((step for step in reversed(steps) if isinstance(step, str)), steps[-1]))


def _walk(
    content: Any, steps: tuple[str | int, ...]
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(content, str):
        yield steps, content
    elif isinstance(content, dict):
        for key, value in content.items():
            yield from _walk(value, (*steps, str(key)))
    elif isinstance(content, list):
        for place, value in enumerate(content):
            yield from _walk(value, (*steps, place))
