"""How codes became themes: an alluvial drawing of the rounds of refinement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcneval.analysis.numbers import count_words
from mcneval.analysis.wording import start_sentence
from mcneval.figures.alluvium import Density, Strand
from mcneval.figures.lettering import curl_labels, line_height, write_notes
from mcneval.figures.refinement_panels import (
    LEFT_OUT,
    MOVED,
    SAME,
    Panel,
    draw_panel,
    lay_panel,
    put_swatch,
)
from mcneval.figures.style import FOOT, TALLEST, Drawing, looked, start_board

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

NOWHERE = "In no theme"
HIGHEST = 8.8
"""Inches that the drawing may be high where it cannot be closer."""
DENSITIES = (
    (Density(0.08, 0.08, 8.5, 3), 5.8),
    (Density(0.06, 0.06, 8.5, 3), TALLEST),
    (Density(0.033, 0.04, 8.0, 3), HIGHEST),
    (Density(0.033, 0.04, 8.0, 2), HIGHEST),
    (Density(0.033, 0.03, 8.0, 1), HIGHEST),
)
"""From airy to close, each with how high a drawing may then be: the first that fits is taken."""
CLOSEST = DENSITIES[-1][0]


def draw_refinement(strands: pd.DataFrame) -> Drawing | None:
    """Draw where each code stood in each round; with one round, from codes to themes.

    More than three rounds are drawn in panels, each beginning with the round that the one
    above it ends with. What does not fit a page is left out, and the drawing says so.

    Parameters
    ----------
    strands : DataFrame
        round, code_id, code_label, theme_label ("" for none); rounds in order.
    """
    if strands.empty or not (strands["theme_label"] != "").any():
        return None
    strands = curl_labels(strands)
    heads, every = list_columns(strands)
    several = len(heads) > 2
    key = 0.3 if several else 0.06
    panels, notes = fit_panels(split_panels(heads, every), key + FOOT)
    top = key + line_height() * len(notes)
    with looked():
        figure, axes = start_board(top + sum(panel.height for panel in panels) + FOOT)
        if several:
            _write_key(axes)
        write_notes(axes, notes, key - 0.06)
        for panel in panels:
            draw_panel(axes, panel, top)
            top += panel.height
    return Drawing(figure, describe_refinement(strands))


def fit_panels(
    parts: list[tuple[list[str], list[Strand]]], taken: float
) -> tuple[list[Panel], list[str]]:
    """Return the panels that fit a page on which so many inches are taken, and what to say."""
    note = ["Thickness of a strand: number of codes."]
    for density, tallest in DENSITIES:
        panels = [lay_panel(heads, paths, density) for heads, paths in parts]
        if sum(panel.height for panel in panels) <= tallest - taken - line_height():
            return panels, note
    room = HIGHEST - taken - 2 * line_height()
    if len(panels) > 1:
        while len(panels) > 1 and sum(panel.height for panel in panels) > room:
            panels = panels[1:]
        if sum(panel.height for panel in panels) <= room:
            return panels, [*note, f"Earlier than {panels[0].heads[0].lower()}: see the table."]
    heads, paths = parts[-1]
    kept = paths
    while lay_panel(heads, kept, CLOSEST).height > room and len(kept) > 1:
        kept = drop_smallest(kept)
    left_out = f"{len(paths) - len(kept)} codes of the smallest themes are in the table only."
    return [lay_panel(heads, kept, CLOSEST)], [*note, left_out]


def drop_smallest(paths: list[Strand]) -> list[Strand]:
    """Return paths without those that end in the smallest node, the last of them."""
    ends = [path[-1] for path in paths]
    smallest = min(reversed(list(dict.fromkeys(ends))), key=ends.count)
    return [path for path in paths if path[-1] != smallest] or paths[:1]


def list_columns(strands: pd.DataFrame) -> tuple[list[str], list[Strand]]:
    """Return the headings of the columns and, for each code, its node in each of them."""
    rounds = sorted(strands["round"].unique())
    named = strands.assign(node=strands["theme_label"].replace("", NOWHERE))
    wide = named.pivot(index="code_id", columns="round", values="node")
    wide = wide.reindex(list(dict.fromkeys(strands["code_id"]))).fillna("")
    paths: list[Strand] = [tuple(str(name) for name in row) for row in wide[rounds].to_numpy()]
    if len(rounds) > 1:
        return [f"Round {number}" for number in rounds], paths
    labels = strands.drop_duplicates("code_id")["code_label"]
    return ["Codes", "Themes"], [(label, *path) for label, path in zip(labels, paths, strict=True)]


def split_panels(heads: list[str], paths: list[Strand]) -> list[tuple[list[str], list[Strand]]]:
    """Return panels of two or three columns, each starting where the one before it ended."""
    panels = []
    for start in range(0, max(len(heads) - 1, 1), 2):
        stop = start + 3
        part = [path[start:stop] for path in paths if any(path[start:stop])]
        panels.append((heads[start:stop], pool_unchanged(part)))
    return panels


def pool_unchanged(paths: list[Strand]) -> list[Strand]:
    """Return paths with the themes that hold the same codes in every column put together.

    One such theme stays by itself.
    """
    held: dict[tuple[int, str], set[int]] = {}
    for number, path in enumerate(paths):
        for at, name in enumerate(path):
            held.setdefault((at, name), set()).add(number)
    same = {
        path[0]
        for path in paths
        if path[0] not in ("", NOWHERE)
        and all(held.get((at, path[0])) == held[0, path[0]] for at in range(len(path)))
    }
    if len(same) < 2:
        return paths
    pooled = f"{len(same)} themes that stay the same"
    return [(pooled,) * len(path) if path[0] in same else path for path in paths]


def _write_key(axes: Axes) -> None:
    across = 0.08
    entries = (
        (SAME, "same theme"),
        (MOVED, "moved, merged, split or renamed"),
        (LEFT_OUT, "in no theme"),
    )
    for colour, words in entries:
        across = put_swatch(axes, across, 0.13, colour, words)


def describe_refinement(strands: pd.DataFrame) -> str:
    """Return the drawing in words, with its numbers."""
    parts = []
    for number, part in strands.groupby("round"):
        placed = part[part["theme_label"] != ""]
        codes = count_words(len(placed), "code")
        themes = count_words(placed["theme_label"].nunique(), "theme")
        loose = len(part) - len(placed)
        rest = f", {count_words(loose, 'code')} in none" if loose else ""
        parts.append(f"round {number}: {codes} in {themes}{rest}")
    return f"Strands from codes to themes. {start_sentence('; '.join(parts))}."
