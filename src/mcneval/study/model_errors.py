"""What a typed model finds wrong in a YAML file, in a researcher's words and with the line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from mcneval.study.expectations import Expectation, find_expectation, known_keys
from mcneval.study.nearest import find_nearest, suggest
from mcneval.study.problems import Problem
from mcneval.study.wording import join_words
from mcneval.study.yaml_files import Document

Model = TypeVar("Model", bound=BaseModel)
Steps = tuple[str | int, ...]
LONG = 60


def validate_document(model: type[Model], document: Document) -> tuple[Model | None, list[Problem]]:
    """Return a YAML file as its model; None and every problem at once where it is not one.

    A key without a value counts as absent.
    """
    try:
        return model.model_validate(drop_empty(document.data)), []
    except ValidationError as error:
        return None, [
            _describe(model, document, found["type"], found["loc"], found["input"])
            for found in error.errors(include_url=False, include_context=False)
        ]


def drop_empty(content: Any) -> Any:
    """Return YAML content without the keys that have no value."""
    if isinstance(content, dict):
        return {key: drop_empty(value) for key, value in content.items() if value is not None}
    if isinstance(content, list):
        return [drop_empty(entry) for entry in content]
    return content


def _describe(
    model: type[BaseModel], document: Document, kind: str, steps: Steps, found: object
) -> Problem:
    if steps and steps[-1] == "[key]":
        steps, kind = steps[:-1], "invalid_key"
    if not steps:
        words = f"the file must hold keys with values, such as 'title: …'; it holds {spell(found)}."
        return Problem(document.file, words, rule="not-a-mapping")
    expected = find_expectation(model, steps)
    line = document.find_line(steps)
    if kind == "missing":
        is_there = line != document.find_line(steps[:-1])
        words, mend = _word_missing(steps, expected, is_there)
    elif kind in ("extra_forbidden", "invalid_key"):
        words, mend = _word_unknown(steps, known_keys(model, steps))
    else:
        name, where = name_place(steps)
        words = f"{name} must be {expected.words}; got {spell(found)}{where}."
        mend = _mend(steps, expected, found)
    key = ".".join(map(str, steps))
    shown = "" if isinstance(found, dict | list) else str(found)
    return Problem(document.file, words, mend, line, key, shown, expected.words, rule="setting")


def _word_missing(steps: Steps, expected: Expectation, is_there: bool) -> tuple[str, str]:
    name, where = name_place(steps)
    mend = f"Fill it in: {expected.meaning[:1].lower()}{expected.meaning[1:]}"
    return f"{name} is {'empty' if is_there else 'missing'}{where}.", mend


def _word_unknown(steps: Steps, known: Sequence[str]) -> tuple[str, str]:
    name, where = name_place(steps)
    words = f"{name} is not a known key{where}{suggest(str(steps[-1]), known)}"
    return words, f"Known here: {join_words(known, limit=30)}."


def name_place(steps: Steps) -> tuple[str, str]:
    """Return the name of a key or entry, and where it stands.

    The steps phases, 0 and id give ```id``` and ``(in phases, entry 1)``.
    """
    above = list(steps[:-1])
    last = steps[-1]
    if isinstance(last, int):
        name = f"entry {last + 1}" if not above else f"entry {last + 1} of `{above.pop()}`"
    else:
        name = f"`{last}`"
    spelled = [f"entry {step + 1}" if isinstance(step, int) else step for step in above]
    return name, f" (in {', '.join(spelled)})" if spelled else ""


def spell(found: object) -> str:
    """Return a value as a sentence shows it."""
    if found is None:
        return "nothing"
    if isinstance(found, Mapping):
        return "a group of keys"
    if isinstance(found, list):
        return "a list" if found else "an empty list"
    if isinstance(found, bool):
        return "true" if found else "false"
    if isinstance(found, str):
        return f"'{found if len(found) <= LONG else found[:LONG] + '…'}'"
    return str(found)


def _mend(steps: Steps, expected: Expectation, found: object) -> str:
    start = "" if isinstance(steps[-1], int) else f"{steps[-1]}: "
    if expected.choices:
        nearest = find_nearest(str(found), expected.choices)
        return f"Write {start}{nearest or expected.choices[0] + ', say'}."
    if expected.kind == "text":
        scalar = isinstance(found, str | int | float) and not isinstance(found, bool)
        return f'Write {start}"{found}".' if scalar else f'Write {start}"…".'
    if expected.kind == "list":
        scalar = isinstance(found, str | int | float)
        return f"Write {start}[{found}]." if scalar else "Begin each entry with a dash."
    if expected.kind == "keys":
        return f"Write its keys below it, indented: {join_words(expected.keys, limit=30)}."
    if expected.kind == "number" and not expected.example:
        return f"Write digits, such as {start}12."
    return f"Write {start}{expected.example}."
