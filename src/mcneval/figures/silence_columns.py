"""The columns of the grid of constructs by groups: their order, their room and their names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mcneval.figures.lettering import SMALL, break_lines, line_height, measure

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

NARROWEST, WIDEST = 0.185, 0.95
"""Inches that a group's column may take; narrower ones have their names turned."""
UPRIGHT, ASIDE = 0.62, 0.24
"""From what width names stand upright, and the room for a turned heading."""
HEAD_MOST = 2.6


@dataclass(frozen=True)
class Group:
    """One column: a group of people, and where it stands in the grid."""

    dimension: str
    level: str
    heading: str
    name: str


def split_groups(
    cells: pd.DataFrame, groups: list[Group], wide: float, rows: float, room: float
) -> tuple[list[list[Group]], float]:
    """Return the groups in blocks, and the width of a column.

    Columns are as wide as the words in their cells where the blocks then fit the room, and else
    narrow, without words.
    """
    words = cells["shown"].astype(str) if "shown" in cells else []
    needed = max([measure(each, SMALL) + 0.1 for each in words] + [NARROWEST])
    for narrowest in (needed, NARROWEST):
        blocks = fill_blocks(groups, wide, narrowest)
        spare = min((wide - _count_headings(block) * ASIDE) / len(block) for block in blocks)
        pitch = min(WIDEST, spare)
        tall = sum(measure_head(block, pitch) + rows + 0.14 for block in blocks)
        if tall <= room:
            break
    return blocks, pitch


def fill_blocks(groups: list[Group], wide: float, narrowest: float) -> list[list[Group]]:
    """Return groups in as few blocks as fit the width, each way of telling apart kept whole."""
    ways: list[list[Group]] = []
    for group in groups:
        if ways and ways[-1][0].dimension == group.dimension:
            ways[-1].append(group)
        else:
            ways.append([group])
    blocks: list[list[Group]] = [[]]
    for way in ways:
        joined = [*blocks[-1], *way]
        if blocks[-1] and len(joined) * narrowest + _count_headings(joined) * ASIDE > wide:
            blocks.append([])
        blocks[-1] += way
    return blocks


def _count_headings(block: list[Group]) -> int:
    return sum(bool(group.heading) for group in block)


def place_columns(block: list[Group], left: float, pitch: float) -> list[float]:
    """Return where each column begins; a heading takes room before the first of its groups."""
    spots = []
    for group in block:
        left += ASIDE if group.heading else 0
        spots.append(left)
        left += pitch
    return spots


def list_groups(cells: pd.DataFrame) -> list[Group]:
    """Return the columns in order; a heading where groups are told apart in a new way."""
    groups = cells.drop_duplicates(["dimension", "level"])
    several = groups["dimension"].nunique() > 1
    before, listed = None, []
    for row in groups.itertuples():
        heading = str(row.group) if several and row.dimension != before else ""
        before = row.dimension
        name = f"{row.label} ({row.people})"
        listed.append(Group(str(row.dimension), str(row.level), heading, name))
    return listed


def _break_head(group: Group, pitch: float) -> list[str]:
    if pitch >= UPRIGHT:
        return break_lines(group.name, pitch - 0.06, SMALL)
    return break_lines(group.name, HEAD_MOST, SMALL, most=1 if pitch < 0.28 else 2)


def measure_head(block: list[Group], pitch: float) -> float:
    """Return the inches that the names over a block of columns take."""
    lines = [_break_head(group, pitch) for group in block]
    if pitch >= UPRIGHT:
        tall = max(map(len, lines)) * line_height(SMALL)
    else:
        tall = max(measure(line, SMALL) for part in lines for line in part)
    headings = [_break_heading(block, group, pitch) for group in block if group.heading]
    if pitch >= UPRIGHT:
        return tall + max(map(len, headings), default=0) * line_height(SMALL) + 0.16
    turned = [measure(line, SMALL, bold=True) for lines in headings for line in lines]
    return max([tall, *turned]) + 0.12


def _break_heading(block: list[Group], group: Group, pitch: float) -> list[str]:
    if pitch < UPRIGHT:
        return [group.heading]
    wide = sum(other.dimension == group.dimension for other in block) * pitch + ASIDE - 0.1
    return break_lines(group.heading, wide, SMALL, bold=True)


def write_heads(
    axes: Axes, block: list[Group], spots: list[float], pitch: float, foot: float
) -> None:
    """Write the groups' names above their columns, and what they are told apart by."""
    for across, group in zip(spots, block, strict=True):
        _write_turned(
            axes,
            (across + pitch / 2, foot - 0.05),
            "\n".join(_break_head(group, pitch)),
            turned=pitch < UPRIGHT,
        )
        if group.heading and pitch < UPRIGHT:
            at = across - ASIDE / 2 + 0.02, foot - 0.05
            _write_turned(axes, at, group.heading, turned=True, bold=True)
        elif group.heading:
            words = "\n".join(_break_heading(block, group, pitch))
            top = foot - measure_head(block, pitch) + 0.02
            axes.text(
                across,
                top,
                words,
                fontsize=SMALL,
                fontweight="bold",
                va="top",
                linespacing=1.1,
                parse_math=False,
            )


def _write_turned(
    axes: Axes, at: tuple[float, float], words: str, *, turned: bool, bold: bool = False
) -> None:
    axes.text(
        *at,
        words,
        rotation=90 if turned else 0,
        ha="center",
        va="bottom",
        fontsize=SMALL,
        fontweight="bold" if bold else "normal",
        linespacing=1.1,
        parse_math=False,
    )
