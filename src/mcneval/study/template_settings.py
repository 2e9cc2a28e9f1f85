"""The commented ``study.yml`` of a new study, with a meaning for each key."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Any, get_args

import yaml
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from mcneval.study.expectations import find_expectation
from mcneval.study.plan import Plan
from mcneval.study.settings import Analysis, Attribute, Settings

WIDTH = 90
HEAD = """\
# What this study declares of itself. Lines that begin with # are explanations.
# Write your own words wherever EXAMPLE stands, then run: mcn check {name}
# A key in (brackets) may be left out. Indent with blanks, never with tabs, and put words
# that hold a colon into quotation marks.
"""
SILENT = {
    "subtitle": 'subtitle: ""',
    "study_authors": "study_authors:\n  - name: Who did the study",
    "funding": 'funding: ""',
    "ethics": 'ethics: ""',
    "licence": "licence: CC BY 4.0",
    "repository": 'repository: ""',
    "report": "report:\n  message: What the main figure shows, in a sentence.",
    "date": 'date: "2026-01-31"',
    "comparison_framework": "comparison_framework: brown-2016",
    "coders": "coders:\n  AB: Who AB is",
    "expected": "expected:\n  participants: 20\n  organisations: 8",
    "analysis": yaml.safe_dump({"analysis": Analysis().model_dump()}, sort_keys=False).rstrip(),
}
"""Keys that a new study has no value for, as they would be written."""


def write_settings(name: str, plan: Plan) -> str:
    """Return the text of a new ``study.yml``."""
    values = _fill_in(plan)
    parts = [HEAD.format(name=name)]
    for key, field in Settings.model_fields.items():
        parts.append("\n".join(_explain(key, field)))
        parts.append(_dump({key: values[key]}) if key in values else _silence(SILENT[key]))
    return "\n".join(parts)


def _dump(content: dict[str, Any]) -> str:
    return yaml.dump(content, Dumper=_Indented, sort_keys=False, allow_unicode=True, width=WIDTH)


def _silence(text: str) -> str:
    return textwrap.indent(text, "# ") + "\n"


class _Indented(yaml.SafeDumper):
    """YAML as people write it: lists indented under their key, short groups on one line."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


class _OneLine(dict[str, Any]):
    """A group of keys on one line."""


class _Words(list[str]):
    """A list of words on one line."""


_Indented.add_representer(
    _OneLine,
    lambda dumper, value: dumper.represent_mapping(
        "tag:yaml.org,2002:map", value.items(), flow_style=True
    ),
)
_Indented.add_representer(
    _Words,
    lambda dumper, value: dumper.represent_sequence(
        "tag:yaml.org,2002:seq", value, flow_style=True
    ),
)


def _fill_in(plan: Plan) -> dict[str, Any]:
    values: dict[str, Any] = {
        "title": "EXAMPLE - the title of your evaluation",
        "authors": ["EXAMPLE - your name"],
        "citation": {"text": "EXAMPLE - how to cite the study: authors (year) title. Journal."},
        "network": {
            "name": "EXAMPLE - the full name of your network",
            "short": "the network",
            "description": "EXAMPLE - who belongs to it and what it wants, in a few sentences",
        },
        "phases": [phase.model_dump(include={"id", "label"}) for phase in plan.phases],
        "attributes": [_spell_attribute(attribute) for attribute in plan.attributes],
        "recruitment_tables": [
            table.model_dump() | {"columns": _Words(table.columns)}
            for table in plan.recruitment_tables
        ],
        "frameworks": _Words(plan.frameworks),
        "primary_framework": plan.frameworks[0] if plan.frameworks else "",
        "disclosure": {"min_cell": 5},
        "provenance": {
            "kind": "collected",
            "statement": "EXAMPLE - who collected the data, when and with whose approval",
        },
    }
    if plan.comparison_framework:
        values["comparison_framework"] = plan.comparison_framework
    if plan.analysis != Analysis():
        values["analysis"] = plan.analysis.model_dump()
    return values


def _spell_attribute(attribute: Attribute) -> dict[str, Any]:
    plain = all(level.id == level.label for level in attribute.levels)
    levels = (
        _Words(attribute.level_ids)
        if plain
        else [_OneLine(level.model_dump()) for level in attribute.levels]
    )
    return attribute.model_dump(exclude_none=True) | {"levels": levels}


def _explain(key: str, field: FieldInfo) -> Iterator[str]:
    lead = f"{key}: {field.description}" if field.is_required() else f"({key}) {field.description}"
    yield from textwrap.wrap(lead, WIDTH, initial_indent="# ", subsequent_indent="#   ")
    yield from _explain_parts(field.annotation, "#   ")


def _explain_parts(annotation: Any, indent: str) -> Iterator[str]:
    model = _find_model(annotation)
    if model is None:
        return
    for key, field in model.model_fields.items():
        name = key if field.is_required() else f"({key})"
        choices = find_expectation(model, (key,)).choices
        ending = f" One of: {', '.join(choices)}." if len(choices) > 1 else ""
        yield from textwrap.wrap(
            f"{name}: {field.description}{ending}",
            WIDTH,
            initial_indent=indent,
            subsequent_indent=f"{indent}  ",
        )
        yield from _explain_parts(field.annotation, f"{indent}  ")


def _find_model(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_find_model, get_args(annotation))), None)
