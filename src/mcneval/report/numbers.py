"""The appendix of numbers: each number of the prose, and the cell that computed it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

from mcneval.analysis.numbers import slug
from mcneval.exhibits import escape_markdown
from mcneval.study.load import Study

NOTEBOOKS = "/notebooks"
USED = re.compile(r"\{\{<\s*var\s+([\w.-]+)\s*>\}\}")
LONG = 70
Number = Mapping[str, Any]


def find_used_keys(compendium: Path, study: Study) -> set[str]:
    """Return the keys that the chapters, the narrative and the findings of a study use."""
    chapters = [compendium / "index.qmd", *sorted((compendium / "reports").glob("*.qmd"))]
    texts = [path.read_text("utf-8") for path in chapters if path.is_file()]
    texts += [*study.narrative.values(), str(study.documents.get("findings") or "")]
    return {key for text in texts for key in USED.findall(text)}


def write_numbers(
    variables: Mapping[str, Number], hashes: Mapping[str, str], used: Iterable[str]
) -> str:
    """Return a section for each notebook cell that hands numbers to the prose.

    It names the cell, the function and the input files with their hashes, and has a table of
    the numbers by key. A phrase that has nothing to say in this study has no row.
    """
    wanted = set(used)
    shown = {
        key: number
        for key, number in variables.items()
        if key in wanted and str(number["text"]).strip()
    }
    ordered = sorted(shown, key=lambda key: (_cell(shown[key]), key))
    parts = []
    for _, keys in groupby(ordered, key=lambda key: _cell(shown[key])):
        listed = list(keys)
        first = shown[listed[0]]
        parts.append(_describe_cell(first, hashes))
        parts.append("\n".join(_rows({key: shown[key] for key in listed})))
        parts.append(
            f": Numbers and phrases from notebook {first['notebook']} "
            f"{{#tbl-numbers-{slug(first['notebook'])}}}"
        )
    return "\n\n".join(parts)


def _cell(number: Number) -> tuple[str, str]:
    return number["notebook"], number["cell"]


def _describe_cell(number: Number, hashes: Mapping[str, str]) -> str:
    notebook, cell = _cell(number)
    link = f"[the cell `{cell}`]({NOTEBOOKS}/{notebook}.html#cell-{cell})"
    files = "; ".join(
        f"{escape_markdown(name)} `{hashes[name][:12]}`"
        if name in hashes
        else f"{escape_markdown(name)} (not there, or private)"
        for name in number["inputs"]
    )
    return (
        f"## From notebook {notebook} {{#numbers-{slug(notebook)}}}\n\n"
        f"Computed in {link} by the function `{number['function']}` from these files: {files}."
    )


def _rows(numbers: Mapping[str, Number]) -> Iterator[str]:
    yield "| Key | Written |"
    yield "|" + "-" * 40 + "|" + "-" * 60 + "|"
    for key, number in numbers.items():
        yield f"| [`{key}`]{{#num-{slug(key)}}} | {_guard(shorten(str(number['text'])))} |"


def shorten(words: str) -> str:
    """Return the beginning of a long phrase, cut between words and outside any mark-up."""
    words = " ".join(words.split())
    if len(words) <= LONG:
        return words
    for found in re.finditer(r"\s", words[LONG:]):
        start = words[: LONG + found.start()]
        if all(start.count(sign) % 2 == 0 for sign in '*_`"$') and "[" not in start:
            return start.rstrip(" ,;:–") + " …"
    return words


def _guard(words: str) -> str:
    """Return Markdown that cannot end the table cell it stands in."""
    return re.sub(r"(?<!\\)\|", r"\\|", words)
