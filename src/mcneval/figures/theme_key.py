"""The key of a map of themes: their names in two columns, under their constructs."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from mcneval.figures.marks import put_mark
from mcneval.figures.style import MUTED, WIDTH

if TYPE_CHECKING:
    import pandas as pd

LINE, BETWEEN, LETTERS = 0.165, 0.05, 33
COLUMN = WIDTH / 2


@dataclass(frozen=True)
class Entry:
    """One entry of the key: a construct's heading (kind empty) or a theme."""

    lines: list[str]
    number: str = ""
    kind: str = ""

    @property
    def height(self) -> float:
        """Inches that the entry takes."""
        return len(self.lines) * LINE + BETWEEN


def lay_out_key(marks: pd.DataFrame, sites: pd.DataFrame) -> tuple[list[list[Entry]], float]:
    """Return the entries of two columns of like height, and the taller one's height."""
    blocks = []
    for site in sites.itertuples():
        here = marks[marks["construct_id"] == site.construct_id]
        if len(here):
            entries = [Entry(wrap(site.label, LETTERS))]
            entries += [
                Entry(wrap(mark.label, LETTERS), str(mark.number), mark.kind)
                for mark in here.itertuples()
            ]
            blocks.append(entries)
    tall = [sum(entry.height for entry in block) for block in blocks]
    cuts = range(1, len(blocks) + 1)
    best = min(cuts, key=lambda cut: max(sum(tall[:cut]), sum(tall[cut:])))
    columns = [
        [entry for block in part for entry in block] for part in (blocks[:best], blocks[best:])
    ]
    return columns, max(sum(tall[:best]), sum(tall[best:]))


def write_key(axes: Any, columns: list[list[Entry]], top: float) -> None:
    """Write the key downwards from ``top``, in inches."""
    for place, entries in enumerate(columns):
        left, high = 0.12 + place * (COLUMN - 0.04), top
        for entry in entries:
            middle = high - LINE / 2 - BETWEEN / 2
            if entry.kind:
                put_mark(axes, (left + 0.07, middle), entry.kind, radius=0.06)
                axes.text(
                    left + 0.34, middle, entry.number, fontsize=9, ha="right", va="center_baseline"
                )
            for count, words in enumerate(entry.lines):
                axes.text(
                    left + (0.4 if entry.kind else 0.0),
                    middle - count * LINE,
                    words,
                    fontsize=9,
                    va="center_baseline",
                    color="black" if entry.kind else MUTED,
                    fontweight="normal" if entry.kind else "bold",
                    parse_math=False,
                )
            high -= entry.height
