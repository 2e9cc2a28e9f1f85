"""Executed notebooks as pages: what was written, what was run and what came out."""

from __future__ import annotations

from collections.abc import Iterator

from mcneval.book.crossref import OF_NOTEBOOK
from mcneval.book.exhibits import Workshop, draw_figure, label_of, name_tables
from mcneval.book.notebooks import Cell, Notebook
from mcneval.book.pages import FILE, Page
from mcneval.book.shortcodes import Line, Source
from mcneval.book.tree import (
    Element,
    code_block,
    div,
    elements,
    identifier,
    link,
    make_attr,
    para,
    string,
)


def make_page(notebook: Notebook, workshop: Workshop) -> Page:
    """Return a notebook's page; each cell can be reached at ``#cell-<label>``."""
    blocks: list[Element] = []
    for cell in notebook.cells:
        content = list(_cell_blocks(notebook, cell, workshop))
        if content:
            blocks.append(div(content, make_attr(cell.anchor, ["cell", f"cell-{cell.kind}"])))
    title = _take_title(blocks) or string(f"Notebook {notebook.name}")
    target = link(string(f"Download {notebook.name}.ipynb"), f"{FILE}{notebook.path}")
    about = string("An executed notebook of this report: its code, and what the code gave. ")
    blocks.insert(0, div([para([*about, target])], make_attr(classes=["notebook-about"])))
    _settle_levels(blocks)
    page = Page(notebook.path, notebook.href, "notebook", title, blocks)
    page.source = Source(notebook.path, {}, list(_lines(notebook)))
    return page


def _settle_levels(blocks: list[Element]) -> None:
    """Let no heading of a notebook skip a level; its title is the page's only first one."""
    level = 1
    for header in elements(blocks, "Header"):
        level = header["c"][0] = max(2, min(header["c"][0], level + 1))


def _lines(notebook: Notebook) -> Iterator[Line]:
    """Yield the lines in which what is wrong with a page can be found again."""
    for cell in notebook.cells:
        written = [cell.source] if cell.kind == "markdown" else []
        texts = [*written, *(one.text for one in cell.outputs if one.kind == "markdown")]
        for text in texts:
            for number, line in enumerate(text.split("\n"), 1):
                yield Line(line, f"{notebook.path}, cell {cell.label or cell.number}", number)


def _take_title(blocks: list[Element]) -> list[Element]:
    for block in blocks:
        content = block["c"][1]
        for index, element in enumerate(content):
            if element["t"] == "Header" and element["c"][0] == 1:
                del content[index]
                words: list[Element] = element["c"][2]
                return words
    return []


def _cell_blocks(notebook: Notebook, cell: Cell, workshop: Workshop) -> Iterator[Element]:
    if cell.kind == "markdown":
        yield from workshop.pool.blocks(cell.source)
        return
    if cell.kind != "code":
        return
    if cell.source.strip():
        yield code_block(cell.source, "python")
    for index in range(len(cell.outputs)):
        blocks = list(_output_blocks(notebook, cell, index, workshop))
        if blocks:
            yield div(blocks, make_attr(classes=["cell-output"]))
        if cell.outputs[index].files:
            words = string(f"Made from {', '.join(cell.outputs[index].files)}.")
            yield div([para(words)], make_attr(classes=["provenance"]))


def _output_blocks(
    notebook: Notebook, cell: Cell, index: int, workshop: Workshop
) -> Iterator[Element]:
    output = cell.outputs[index]
    if output.kind == "figure":
        label = label_of(cell, output) or f"fig-{notebook.name}-{cell.number}-{index}"
        otherwise = f"Drawing made by cell {cell.label or cell.number}"
        yield draw_figure(label, f"{OF_NOTEBOOK}{label}", cell, index, workshop, otherwise)
    elif output.kind == "markdown":
        blocks = name_tables(cell, output, index, workshop)
        for element in elements(blocks, "Table", "Header", "Figure", "Div", "Span"):
            if identifier(element):
                place = 1 if element["t"] == "Header" else 0
                element["c"][place][0] = f"{OF_NOTEBOOK}{identifier(element)}"
        yield from blocks
    elif output.text.strip():
        yield code_block(output.text.rstrip("\n"), "output")
