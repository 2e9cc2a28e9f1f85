"""A notebook's cell as blocks of a chapter: drawings, tables, text, and where they come from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mcneval.book.drawings import plain_colours
from mcneval.book.notebooks import Cell, Notebook, Output
from mcneval.book.pages import FILE, PAGE, Files, MarkdownPool
from mcneval.book.problems import ProblemList
from mcneval.book.shortcodes import Embed
from mcneval.book.tree import (
    Element,
    code_block,
    div,
    figure,
    identifier,
    link,
    make_attr,
    para,
    plain,
    string,
)

ABSENT = "absent"
"""What an exhibit says it is where the study has nothing to show in it."""
SEPARATOR = " · "
LABEL = re.compile(r"^[A-Za-z0-9][\w.-]*$")
# What an HTML page that has the drawing written into it would run or fetch.
UNSAFE = re.compile(
    rb"<(?:script|foreignObject|iframe|object|embed)|[\s/\"'](?:on\w+|src\w*)\s*="
    rb"|href\s*=(?!\s*[\"'](?:#|data:image/))|@import|url\((?!#)",
    re.IGNORECASE,
)
# Kinds of exhibit that are one thing with one name; others name what is in them, or nothing.
NAMED = ("", "figure", "table")


@dataclass(frozen=True)
class Workshop:
    """What is needed to turn outputs into blocks."""

    pool: MarkdownPool
    files: Files
    problems: ProblemList


def texts_of(cell: Cell) -> Iterator[str]:
    """Yield every Markdown text of a cell that has to be parsed."""
    if cell.kind == "markdown":
        yield cell.source
    for index, output in enumerate(cell.outputs):
        if output.kind == "markdown":
            yield output.text
        yield from (caption_of(cell, output, index), output.notes, output.reason)


def caption_of(cell: Cell, output: Output, index: int) -> str:
    """Return an output's caption: its own, or the one in the cell's options."""
    if output.said not in NAMED:
        return ""
    if output.caption or output.kind not in {"figure", "markdown"}:
        return output.caption
    key = "fig-cap" if output.kind == "figure" else "tbl-cap"
    given = cell.options.get(key, "")
    if isinstance(given, list):
        return str(given[index]) if index < len(given) else ""
    return str(given) if _first_of_kind(cell, output) else ""


def alt_of(cell: Cell, output: Output) -> str:
    """Return the words that stand for a drawing."""
    return output.alt or str(cell.options.get("fig-alt", "") or "")


def label_of(cell: Cell, output: Output) -> str:
    """Return an output's label: its own, or its cell's where it is the first of its kind."""
    if output.said not in NAMED:
        return ""
    if output.label:
        return output.label
    return cell.label if _first_of_kind(cell, output) else ""


def _first_of_kind(cell: Cell, output: Output) -> bool:
    return next(one for one in cell.outputs if one.kind == output.kind) is output


def embed_cell(notebook: Notebook, cell: Cell, embed: Embed, workshop: Workshop) -> list[Element]:
    """Return a cell's outputs as blocks of a chapter, each exhibit with its source.

    Nothing stands for an exhibit that is absent.
    """
    if any(output.said == ABSENT for output in cell.outputs):
        return []
    blocks: list[Element] = []
    for index, output in enumerate(cell.outputs):
        if output.kind == "error":
            what = f"cell '{cell.label}' of {notebook.path} ended in an error"
            workshop.problems.add(embed.file, embed.line, what)
        blocks += _output_blocks(notebook, cell, index, embed, workshop)
    if not blocks:
        what = f"cell '{cell.label}' of {notebook.path} has no output to show"
        workshop.problems.add(embed.file, embed.line, what, "Run the notebook first.")
    return blocks


def _output_blocks(
    notebook: Notebook, cell: Cell, index: int, embed: Embed, workshop: Workshop
) -> list[Element]:
    output = cell.outputs[index]
    if output.kind == "figure":
        label = label_of(cell, output) or f"fig-{notebook.name}-{cell.number}-{index}"
        if not alt_of(cell, output):
            what = f"the figure '{label}' of {notebook.path} has no text for those who cannot see"
            mend = "Give the cell a line '#| fig-alt: ...' that says what the figure shows."
            workshop.problems.add(embed.file, embed.line, what, mend)
        blocks = [draw_figure(label, label, cell, index, workshop)]
        return [*blocks, *_notes(output, workshop), _provenance(notebook, cell, label, workshop)]
    if output.kind == "markdown":
        blocks = name_tables(cell, output, index, workshop)
        below = _notes(output, workshop)
        last = max((n for n, block in enumerate(blocks) if block["t"] == "Table"), default=None)
        if last is not None:
            below.append(_provenance(notebook, cell, identifier(blocks[last]), workshop))
            return [*blocks[: last + 1], *below, *blocks[last + 1 :]]
        return [*blocks, *below]
    return [code_block(output.text.rstrip("\n"), "output")] if output.text.strip() else []


def draw_figure(
    label: str, anchor: str, cell: Cell, index: int, workshop: Workshop, otherwise: str = ""
) -> Element:
    """Return a figure with its drawing; ``otherwise`` stands where it has no alternative text."""
    output = cell.outputs[index]
    image = _keep_drawing(label, output, workshop)
    words = workshop.pool.inlines(caption_of(cell, output, index))
    alt = alt_of(cell, output) or otherwise
    return figure(anchor, f"{FILE}{image}", alt, [plain(words)] if words else [])


def _keep_drawing(label: str, output: Output, workshop: Workshop) -> str:
    """Put a drawing among the report's files; return the one that pages show."""
    if not LABEL.match(label):
        mend = "Use letters, digits, '-', '_' and '.'."
        workshop.problems.add("notebooks", None, f"'{label}' can be no label", mend)
        return ""
    kept = {".svg": output.svg, "-narrow.svg": output.narrow, ".png": output.png}
    for ending, drawn in kept.items():
        path = f"figures/{label}{ending}"
        if not drawn:
            continue
        content = plain_colours(drawn) if ending.endswith("svg") else drawn
        if content != drawn:
            workshop.files.drawings[path] = drawn
        if ending.endswith("svg") and UNSAFE.search(content):
            what = "the drawing has a script in it or asks another host for something"
            workshop.problems.add(path, None, what)
        if workshop.files.made.setdefault(path, content) != content:
            workshop.problems.add(path, None, f"two drawings have the label '{label}'")
    return f"figures/{label}{'.svg' if output.svg else '.png'}"


def name_tables(cell: Cell, output: Output, index: int, workshop: Workshop) -> list[Element]:
    """Return a Markdown output, its first table named and captioned where it is not yet."""
    blocks = workshop.pool.blocks(output.text)
    words = workshop.pool.inlines(caption_of(cell, output, index))
    table = next((block for block in blocks if block["t"] == "Table"), None)
    if table is not None:
        if not table["c"][0][0]:
            table["c"][0][0] = label_of(cell, output)
        if words and (output.caption or not table["c"][1][1]):
            table["c"][1] = [None, [plain(words)]]
    for block in blocks if output.sortable else []:
        if block["t"] == "Table":
            block["c"][0][1].append("sortable")
    return blocks


def _notes(output: Output, workshop: Workshop) -> list[Element]:
    if not output.notes or output.said not in NAMED:
        return []
    return [div(workshop.pool.blocks(output.notes), make_attr(classes=["notes"]))]


def _provenance(notebook: Notebook, cell: Cell, label: str, workshop: Workshop) -> Element:
    words = string(f"notebook {notebook.name}, cell {cell.label}")
    target = f"{PAGE}{notebook.href}#{cell.anchor}"
    line = [*string("Source: "), link(words, target)]
    for path, name in _list_files(label, workshop.files):
        line += [*string(SEPARATOR), link(string(name), f"{FILE}{path}")]
    return div([para(line)], make_attr(classes=["provenance"]))


def _list_files(label: str, files: Files) -> Iterator[tuple[str, str]]:
    """Yield the files of an exhibit with what they are called: CSV, CSV 2, SVG."""
    path, number = f"tables/{label}.csv", 1
    while label and files.exists(path):
        yield path, "CSV" if number == 1 else f"CSV {number}"
        number += 1
        path = f"tables/{label}-{number}.csv"
    if label and files.exists(f"figures/{label}.svg"):
        yield f"figures/{label}.svg", "SVG"
