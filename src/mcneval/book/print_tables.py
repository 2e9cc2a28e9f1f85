"""Where each table of the printed book stands: its fit, its label, the lines that follow it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from mcneval.book.letter_widths import Face
from mcneval.book.print_flow import is_exhibit
from mcneval.book.printed import Chapter
from mcneval.book.table_fit import Fit, fit_alike
from mcneval.book.tree import Element, classes, elements, text_of


@dataclass(frozen=True)
class Placed:
    """A table's place on paper, whether lines of data follow it, and its label."""

    fit: Fit
    followed: bool = False
    label: str = ""


def place_tables(chapters: Iterable[Chapter], face: Face) -> dict[int, Placed]:
    """Return each table's place by the table's identity, in the order of the text.

    Tables of one chapter that have the same heads get the same columns.
    """
    placed: dict[int, Placed] = {}
    for chapter in chapters:
        exhibits = (block for block in elements(chapter.blocks, "Div") if is_exhibit(block))
        followed = {id(one["c"][1][0]) for one in exhibits if len(one["c"][1]) > 1}
        tables = list(elements(chapter.blocks, "Table"))
        fits = _fit_tables(tables, face)
        for table in tables:
            fit = fits[id(table)]
            placed[id(table)] = Placed(fit, id(table) in followed, read_label(table))
    return placed


def _fit_tables(tables: Iterable[Element], face: Face) -> dict[int, Fit]:
    alike: dict[str, list[Element]] = {}
    for table in tables:
        heads = [text_of(cell[4]) for row in table["c"][3][1] for cell in row[1]]
        alike.setdefault(json.dumps([heads, table["c"][2]]), []).append(table)
    return {
        id(table): fit
        for group in alike.values()
        for table, fit in zip(group, fit_alike(group, face), strict=True)
    }


def read_label(table: Element) -> str:
    """Return the label that a table's caption begins with, such as "Table 2.1"."""
    spans = elements(table["c"][1], "Span")
    return next((text_of(one["c"][1]) for one in spans if "caption-label" in classes(one)), "")
