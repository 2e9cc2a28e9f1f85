"""What a typed model expects at a place of a YAML file, in words."""

from __future__ import annotations

import types
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

Steps = Sequence[str | int]
Kind = Literal["text", "number", "truth", "choice", "list", "keys"]


@dataclass(frozen=True)
class Expectation:
    """What may stand at a place.

    Parameters
    ----------
    kind : Kind
        What sort of value.
    words : str
        The same in a sentence: ``must be <words>``.
    meaning : str
        What the value says.
    example : str
        A value that is allowed.
    choices : tuple of str
        The words that are allowed, where they are few.
    keys : tuple of str
        The keys of a group.
    """

    kind: Kind
    words: str
    meaning: str = ""
    example: str = ""
    choices: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()


def find_expectation(model: type[BaseModel], steps: Steps) -> Expectation:
    """Return what a model expects at the end of a path of keys and entries."""
    annotation, field = _walk(model, steps)
    meaning = (field.description if field else None) or ""
    if get_origin(annotation) is Literal:
        choices = tuple(str(choice) for choice in get_args(annotation))
        listed = " or ".join(filter(None, (", ".join(choices[:-1]), choices[-1])))
        words = f"one of {listed}" if len(choices) > 1 else listed
        return Expectation("choice", words, meaning, choices[0], choices)
    if annotation is bool:
        return Expectation("truth", "true or false", meaning, "true")
    if annotation in (int, float):
        return _expect_number(annotation, field, meaning)
    if get_origin(annotation) is list:
        words = "a list with at least one entry" if _limit(field, "min_length") else "a list"
        return Expectation("list", words, meaning)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        keys = tuple(annotation.model_fields)
        return Expectation("keys", f"a group of keys ({', '.join(keys)})", meaning, keys=keys)
    if get_origin(annotation) is dict:
        return Expectation("keys", "a group of keys", meaning, keys=("key: value",))
    return Expectation("text", "text", meaning)


def known_keys(model: type[BaseModel], steps: Steps) -> tuple[str, ...]:
    """Return the keys that are known beside the one at the end of a path."""
    annotation, _ = _walk(model, steps[:-1])
    if get_origin(annotation) is dict and get_origin(get_args(annotation)[0]) is Literal:
        return tuple(map(str, get_args(get_args(annotation)[0])))
    known = isinstance(annotation, type) and issubclass(annotation, BaseModel)
    return tuple(annotation.model_fields) if known else ()


def _walk(model: type[BaseModel], steps: Steps) -> tuple[Any, FieldInfo | None]:
    annotation: Any = model
    field: FieldInfo | None = None
    for step in steps:
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            field = annotation.model_fields.get(str(step))
            annotation = _unwrap(field.annotation) if field else str
        elif get_origin(annotation) in (list, dict):
            annotation, field = _unwrap(get_args(annotation)[-1]), None
        else:
            annotation, field = str, None
    return annotation, field


def _unwrap(annotation: Any) -> Any:
    """Return what an optional annotation is when it is there."""
    if get_origin(annotation) in (Union, types.UnionType):
        return next(part for part in get_args(annotation) if part is not types.NoneType)
    return annotation


def _expect_number(annotation: Any, field: FieldInfo | None, meaning: str) -> Expectation:
    low, high = _limit(field, "ge"), _limit(field, "le")
    above, below = _limit(field, "gt"), _limit(field, "lt")
    words = "a whole number" if annotation is int else "a number"
    if low is not None and high is not None:
        words += f" from {low} to {high}"
    elif above is not None and below is not None:
        words += f" above {above} and below {below}"
    elif low is not None:
        words += f" of {low} or more"
    default = field.default if field and not field.is_required() else None
    return Expectation("number", words, meaning, "" if default is None else str(default))


def _limit(field: FieldInfo | None, name: str) -> Any:
    values = [getattr(rule, name, None) for rule in (field.metadata if field else ())]
    return next((value for value in values if value is not None), None)
