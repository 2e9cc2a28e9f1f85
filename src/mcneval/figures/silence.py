"""A grid of constructs by groups: who was heard, and where there is silence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mcneval.analysis.numbers import count_words
from mcneval.figures.lettering import (
    EDGE,
    SMALL,
    TEXT,
    break_lines,
    curl,
    curl_labels,
    line_height,
    measure,
)
from mcneval.figures.silence_cells import draw_cell, fill_key, write_key
from mcneval.figures.style import FOOT, TALLEST, WIDTH, Drawing, looked, start_board

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

NARROWEST, WIDEST = 0.185, 0.95
"""Inches that a group's column may take; narrower ones have their names turned."""
UPRIGHT, ASIDE = 0.62, 0.24
"""From what width names stand upright, and the room for a turned heading."""
ROW, CLOSE, ROWS, MANY = 0.25, 0.17, 6.6, 20
"""Inches for a construct, at least and in all, and from how many on names have one line."""
NAMES, HEAD_MOST = 1.95, 2.6


@dataclass(frozen=True)
class Group:
    """One column: a group of people, and where it stands in the grid."""

    dimension: str
    level: str
    heading: str
    name: str


def draw_silence(cells: pd.DataFrame, constructs: pd.DataFrame) -> Drawing | None:
    """Draw constructs as rows and groups as columns; the darker, the more of a group were heard.

    Groups that have no room beside one another stand in blocks, one below another.

    Parameters
    ----------
    cells : DataFrame
        Columns construct_id, group, label, people, voiced_by, segments, status and, where the
        numbers may be told, shown (what is written into a cell).
    constructs : DataFrame
        Columns construct_id, label, in order.
    """
    if cells.empty or not (cells["status"] == "voiced").any():
        return None
    cells = curl_labels(cells).assign(group=cells["group"].map(curl))
    constructs = curl_labels(constructs)
    most = 2 if len(constructs) <= MANY else 1
    names = [break_lines(name, NAMES, most=most) for name in constructs["label"]]
    left = EDGE + min(NAMES, max(measure(line) for lines in names for line in lines)) + 0.12
    row = max(CLOSE, min(ROW, ROWS / len(names)))
    heights = [max(row, len(lines) * line_height() + 0.01) for lines in names]
    groups = list_groups(cells)
    key = fill_key(cells)
    foot = len(key) * 0.22 + 0.06 + FOOT
    blocks, pitch = split_groups(cells, groups, WIDTH - EDGE - left, sum(heights), TALLEST - foot)
    heads = [measure_head(block, pitch) for block in blocks]
    tall = sum(heads) + len(blocks) * (sum(heights) + 0.14)
    with looked():
        figure, axes = start_board(tall + foot)
        top = 0.04
        found = cells.set_index(["dimension", "level", "construct_id"])
        for block, head in zip(blocks, heads, strict=True):
            spots = place_columns(block, left, pitch)
            _write_heads(axes, block, spots, pitch, top + head)
            top += head
            for lines, high, construct in zip(
                names, heights, constructs["construct_id"], strict=True
            ):
                _write_name(axes, lines, left, top + high / 2)
                for across, group in zip(spots, block, strict=True):
                    cell = found.loc[(group.dimension, group.level, construct)]
                    draw_cell(axes, cell, (across, top), (pitch, high))
                top += high
            top += 0.14
        write_key(axes, key, top)
    return Drawing(figure, describe_silence(cells, constructs))


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


def _write_heads(
    axes: Axes, block: list[Group], spots: list[float], pitch: float, foot: float
) -> None:
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


def _write_name(axes: Axes, lines: list[str], left: float, middle: float) -> None:
    first = middle - line_height() * (len(lines) - 1) / 2
    for number, words in enumerate(lines):
        axes.text(
            left - 0.1,
            first + number * line_height(),
            words,
            fontsize=TEXT,
            ha="right",
            va="center_baseline",
            parse_math=False,
        )


def describe_silence(cells: pd.DataFrame, constructs: pd.DataFrame) -> str:
    """Return the grid in words, with its numbers."""
    labels = dict(zip(constructs["construct_id"], constructs["label"], strict=True))
    quiet = cells[~cells["status"].isin(["voiced", "unclear"])]
    parts = [f"{row.label} on {labels[row.construct_id]}" for row in quiet.head(8).itertuples()]
    more = f" and {len(quiet) - 8} more" if len(quiet) > 8 else ""
    where = (
        f"There is no evidence from {'; '.join(parts)}{more}."
        if parts
        else "There is evidence from every group on every construct."
    )
    groups = count_words(len(cells.drop_duplicates(["dimension", "level"])), "group")
    return (
        f"Grid of {count_words(len(constructs), 'construct')} by {groups} of people, darker where "
        f"more of a group were heard. {where}{tell_heard(cells, labels)}"
    )


def tell_heard(cells: pd.DataFrame, labels: dict[str, str]) -> str:
    """Return how many were heard in the groups of the first way to tell people apart."""
    if "shown" not in cells:
        return ""
    first = cells[cells["dimension"] == cells["dimension"].iloc[0]]
    told = first[(first["status"] == "voiced") & (first["shown"] != "")]
    parts = [
        f"{label}: " + ", ".join(f"{row.label} {row.shown}" for row in here.itertuples())
        for construct, label in labels.items()
        if len(here := told[told["construct_id"] == construct])
    ]
    return (
        f" People heard by {first['group'].iloc[0].lower()}: {'; '.join(parts)}." if parts else ""
    )
