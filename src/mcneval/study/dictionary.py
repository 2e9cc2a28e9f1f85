"""``docs/data-dictionary.md``, made from the declaration of tables, keys and rules."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from mcneval.study.check import RULES
from mcneval.study.declaration import Table
from mcneval.study.documents import MODELS
from mcneval.study.expectations import find_expectation
from mcneval.study.frameworks import Framework
from mcneval.study.settings import Settings
from mcneval.study.tables import TABLES
from mcneval.study.template_guide import write_table_guide

HEAD = """\
# Data dictionary

<!-- Made by: python -m mcneval.study.dictionary. Change the declaration in src/mcneval/study/, not
this page; a test keeps them equal. -->

A study is a folder in `data/`. Its tables are CSV files in UTF-8, with the headers in row 1; an
`.xlsx` workbook of the same name may take the place of any. `mcn check STUDY` compares a study
with what stands here. A column in (brackets) may be empty or left out.

Files are also read with a byte-order mark, in UTF-16 or Windows-1252, with semicolons or tabs
between columns, with blank rows and columns around, and with a workbook's own dates, wherever that
can be done in one way only; `mcn check` then says so. A file that could be read in two ways is
refused.

## Tables
"""
DOCUMENTS = {
    "findings": "What the team concludes. It may be absent.",
    "coreq": "The COREQ checklist (Tong, Sainsbury and Craig, 2007). It may be absent.",
    "published": "Published figures that the tables must give again. It may be absent.",
}


def write_dictionary() -> str:
    """Return the data dictionary as Markdown."""
    parts = [HEAD, *(_describe_table(table) for table in TABLES)]
    parts.append("## Rules between tables\n")
    parts += [f"- {words}" for rule in RULES for words in rule.states]
    parts.append("\n## `study.yml`\n\nWhat a study declares of itself.\n")
    parts.append(_describe_model(Settings))
    parts.append(
        "\n## `frameworks/<id>.yml`\n\nA framework of theory: in the study's own folder, or in "
        "`data/frameworks/` for all.\n"
    )
    parts.append(_describe_model(Framework))
    for stem, words in DOCUMENTS.items():
        parts.append(f"\n## `{stem}.yml`\n\n{words}\n")
        parts.append(_describe_model(MODELS[stem]))
    return "\n".join(parts) + "\n"


def _describe_table(table: Table) -> str:
    names = ", ".join(f"`{name}`" for name in table.key)
    lines = [write_table_guide(table, table.columns), f"A row is named by {names}."]
    if table.attributes_of:
        lines.append(
            f"Each attribute that `study.yml` declares on the {table.attributes_of} adds a column."
        )
    return "\n".join(lines) + "\n"


def _describe_model(model: type[BaseModel]) -> str:
    lines = ["| key | what it says | what it holds |", "|---|---|---|"]
    lines += [f"| {' | '.join(row)} |" for row in _list_keys(model, "")]
    return "\n".join(lines)


def _list_keys(model: type[BaseModel], above: str) -> Iterator[tuple[str, str, str]]:
    for key, field in model.model_fields.items():
        required = field.is_required()
        name = f"`{above}{key}`" if required else f"(`{above}{key}`)"
        holds = find_expectation(model, (key,)).words.split(" (")[0]
        default = None if required else field.get_default(call_default_factory=True)
        if isinstance(default, str | int | float) and default not in ("", False):
            holds += f"; {default} if left out"
        yield name, str(field.description), holds
        part, is_list = _find_part(field.annotation)
        if part is not None:
            yield from _list_keys(part, f"{above}{key}{'[]' if is_list else ''}.")


def _find_part(annotation: Any) -> tuple[type[BaseModel] | None, bool]:
    """Return the model inside an annotation, and whether it holds a list of them."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation, False
    for inner in get_args(annotation):
        part, _ = _find_part(inner)
        if part is not None:
            return part, get_origin(annotation) is list
    return None, False


if __name__ == "__main__":
    target = Path(__file__).resolve().parents[3] / "docs" / "data-dictionary.md"
    target.write_text(write_dictionary(), "utf-8", newline="\n")
    print(f"Wrote {target}")
