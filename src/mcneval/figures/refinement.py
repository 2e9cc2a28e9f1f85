"""How codes became themes: an alluvial drawing of the rounds of refinement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mcneval.figures.alluvium import LINE, Node, Strand, lay_out, stack_bands
from mcneval.figures.style import INK, MUTED, PAPER, SERIES, WIDTH, Drawing, looked

if TYPE_CHECKING:
    import pandas as pd

NOWHERE = "In no theme"
UNIT, BAR, HEAD = 0.08, 0.09, 0.34
SAME, MOVED, LEFT_OUT = "#b9c6d1", SERIES[6], SERIES[1]

# Inches from the left of each column's bar, by the number of columns in a panel; a middle
# column's names lie over the strands that leave it.
PLACES = {2: (2.25, 3.26), 3: (1.5, 2.28, 4.0)}
LETTERS = {2: (27, 27), 3: (17, 19, 17)}


def draw_refinement(strands: pd.DataFrame) -> Drawing | None:
    """Draw where each code stood in each round; with one round, from codes to themes.

    More than three rounds are drawn in panels, each beginning with the round that the one
    above it ends with.

    Parameters
    ----------
    strands : DataFrame
        round, code_id, code_label, theme_label ("" for none); rounds in order.
    """
    if strands.empty or not (strands["theme_label"] != "").any():
        return None
    heads, every = list_columns(strands)
    panels = split_panels(heads, every)
    laid = [lay_out(paths, LETTERS[len(titles)], UNIT) for titles, paths in panels]
    heights = [tall + HEAD + 0.12 for _, tall in laid]
    with looked():
        from matplotlib.figure import Figure
        from matplotlib.layout_engine import ConstrainedLayoutEngine

        key = write_key(several=len(heads) > 2)
        heights.append(0.12 + (LINE + 0.02) * len(key))
        engine = ConstrainedLayoutEngine(w_pad=0, h_pad=0, hspace=0, wspace=0)
        figure = Figure(figsize=(WIDTH, sum(heights)), layout=engine)
        grid = figure.subplots(len(heights), 1, height_ratios=heights, squeeze=False)[:, 0]
        for axes, height in zip(grid, heights, strict=True):
            axes.set_xlim(0, WIDTH)
            axes.set_ylim(height, 0)
            axes.axis("off")
        for axes, (titles, paths), (columns, _) in zip(grid, panels, laid, strict=False):
            _draw_panel(axes, titles, paths, columns)
        for number, line in enumerate(key):
            grid[-1].text(0.1, 0.14 + number * (LINE + 0.02), line, fontsize=9, color=MUTED)
    return Drawing(figure, describe_refinement(strands))


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


def _draw_panel(
    axes: Any, heads: list[str], paths: list[Strand], columns: list[list[Node]]
) -> None:
    places = PLACES[len(heads)]
    for at in range(len(heads) - 1):
        for one, other, start, end, thick in stack_bands(paths, columns, at, UNIT):
            ends = (places[at] + BAR, HEAD + start), (places[at + 1], HEAD + end)
            _put_band(axes, *ends, thick, choose_colour(one, other, heads))
    for at, nodes in enumerate(columns):
        last = at == len(columns) - 1
        for node in nodes:
            _put_node(axes, places[at], node, "left" if at == 0 else "right", over=not last)
        side = (
            {"ha": "right", "x": places[at] + BAR} if at == 0 else {"ha": "left", "x": places[at]}
        )
        axes.text(y=HEAD - 0.14, s=heads[at], fontsize=9, fontweight="bold", color=MUTED, **side)


def choose_colour(one: str, other: str, heads: list[str]) -> str:
    """Return a band's colour: the same theme, another one, or none."""
    if other == NOWHERE:
        return LEFT_OUT
    return SAME if one == other or heads[0] == "Codes" else MOVED


def _put_band(
    axes: Any, start: tuple[float, float], end: tuple[float, float], thick: float, colour: str
) -> None:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    (left, top), (right, low) = start, end
    middle = (left + right) / 2
    corners = [
        (left, top),
        (middle, top),
        (middle, low),
        (right, low),
        (right, low + thick),
        (middle, low + thick),
        (middle, top + thick),
        (left, top + thick),
        (left, top),
    ]
    codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
    hatch = "////" if colour == LEFT_OUT else None
    axes.add_patch(
        PathPatch(
            Path(corners, codes),
            facecolor=colour,
            edgecolor=PAPER,
            linewidth=0.5,
            alpha=0.6 if colour != SAME else 0.75,
            hatch=hatch,
            zorder=1,
        )
    )


def _put_node(axes: Any, x: float, node: Node, side: str, *, over: bool) -> None:
    from matplotlib.patches import Rectangle
    from matplotlib.patheffects import withStroke

    colour = LEFT_OUT if node.name == NOWHERE else INK
    axes.add_patch(
        Rectangle((x, HEAD + node.top), BAR, node.height, facecolor=colour, linewidth=0, zorder=3)
    )
    halo = [withStroke(linewidth=2.2, foreground=PAPER)] if over and side == "right" else []
    start = HEAD + node.middle - (len(node.lines) - 1) * LINE / 2
    for number, words in enumerate(node.lines):
        axes.text(
            x - 0.06 if side == "left" else x + BAR + 0.06,
            start + number * LINE,
            words,
            fontsize=9,
            ha="right" if side == "left" else "left",
            va="center_baseline",
            color=colour,
            zorder=4,
            path_effects=halo,
            parse_math=False,
        )


def write_key(*, several: bool) -> list[str]:
    """Return the lines of the key."""
    if not several:
        return ["Thickness: number of codes."]
    return [
        "Pale: same theme. Dark: moved, merged, split or renamed.",
        "Hatched: left out. Thickness: number of codes.",
    ]


def describe_refinement(strands: pd.DataFrame) -> str:
    """Return the drawing in words, with its numbers."""
    parts = []
    for number, part in strands.groupby("round"):
        placed = part[part["theme_label"] != ""]
        words = f"round {number}: {len(placed)} codes in {placed['theme_label'].nunique()} themes"
        loose = len(part) - len(placed)
        parts.append(words + (f", {loose} in none" if loose else ""))
    return f"Strands from codes to themes. {'; '.join(parts).capitalize()}."
