"""Where each table of the printed book stands: its fit, its label, the lines that follow it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mcneval.book.letter_widths import Face
from mcneval.book.print_flow import is_exhibit
from mcneval.book.printed import Chapter
from mcneval.book.table_fit import Fit, fit_table
from mcneval.book.tree import Element, classes, elements, text_of


@dataclass(frozen=True)
class Placed:
    """A table's place on paper, whether lines of data follow it, and its label."""

    fit: Fit
    followed: bool = False
    label: str = ""


def place_tables(chapters: Iterable[Chapter], face: Face) -> dict[int, Placed]:
    """Return each table's place by the table's identity, in the order of the text."""
    blocks = [chapter.blocks for chapter in chapters]
    exhibits = (block for block in elements(blocks, "Div") if is_exhibit(block))
    followed = {id(one["c"][1][0]) for one in exhibits if len(one["c"][1]) > 1}
    return {
        id(table): Placed(fit_table(table, face), id(table) in followed, read_label(table))
        for table in elements(blocks, "Table")
    }


def read_label(table: Element) -> str:
    """Return the label that a table's caption begins with, such as "Table 2.1"."""
    spans = elements(table["c"][1], "Span")
    return next((text_of(one["c"][1]) for one in spans if "caption-label" in classes(one)), "")
