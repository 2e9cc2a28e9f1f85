"""The framework matrix as a heat map: as many cases as a page holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mcneval.analysis.numbers import count_words
from mcneval.figures.lettering import (
    EDGE,
    SMALL,
    TEXT,
    break_lines,
    curl,
    curl_labels,
    drop_shared_ending,
    fill_notes,
    line_height,
    measure,
    write_beside,
    write_notes,
)
from mcneval.figures.style import (
    FOOT,
    INK,
    PAPER,
    SEQUENTIAL,
    TALLEST,
    WIDTH,
    Drawing,
    looked,
    start_board,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

NARROWEST, WIDEST = 0.158, 0.5
"""Inches that a case's column may take: narrower, and its numbers would meet."""
NAMES, HEAD_MOST = (2.5, 2.1, 1.75), 2.4
CLOSER = ((3, 0.06), (2, 0.06), (1, 0.06), (1, -0.005))
"""Lines of a theme's name and inches between themes, from airy to close."""


def draw_matrix(frame: pd.DataFrame, themes: list[str]) -> Drawing | None:
    """Draw the segments of each case under each theme.

    Cases that do not fit beside one another stand in a further panel, while there is room for
    one; after that those with fewest segments are left out, and the drawing says so.

    Parameters
    ----------
    frame : DataFrame
        case_id, case_label, theme_label, segments, against; in the order of the columns.
    themes : list of str
        The labels of all themes, in the order of the rows.
    """
    if frame.empty:
        return None
    frame, themes = curl_labels(frame), [curl(theme) for theme in themes]
    cases = name_cases(frame)
    head = max(measure(name, SMALL) for name in cases.values()) + 0.1
    notes = list_notes(frame)
    room = TALLEST - FOOT - 3 * line_height()
    for most, gap in CLOSER:
        names, left, across = break_names(themes, len(cases), most)
        heights = [len(lines) * line_height() + gap for lines in names]
        if sum(heights) + head + 0.12 <= room:
            break
    panels = max(1, int(room / (sum(heights) + head + 0.12)))
    shown = keep_cases(frame, list(cases), across * panels)
    if len(shown) < len(cases):
        notes += [f"The {len(shown)} cases with most segments; all {len(cases)} are in the table."]
    lines = fill_notes(notes)
    parts = split_evenly(shown, across)
    top = 0.1 + line_height() * len(lines)
    tall = len(parts) * (head + sum(heights) + 0.12)
    with looked():
        figure, axes = start_board(top + tall + FOOT)
        write_notes(axes, lines, 0.04)
        most = int(frame["segments"].max())
        pitch = min(WIDEST, (WIDTH - EDGE - left) / max(map(len, parts)))
        for part in parts:
            top += head
            _write_heads(axes, [cases[case] for case in part], left, pitch, top)
            _draw_panel(axes, frame, (themes, names, heights), part, (left, top, pitch), most)
            top += sum(heights) + 0.12
    return Drawing(figure, describe_matrix(frame, themes, len(shown)))


def break_names(themes: list[str], cases: int, most: int) -> tuple[list[list[str]], float, int]:
    """Return the themes' names in at most so many lines, where the cells begin, how many cases fit.

    The names are narrower where that lets all cases stand beside one another.
    """
    for wide in NAMES:
        names = [break_lines(theme, wide, TEXT, most=most) for theme in themes]
        left = EDGE + max(measure(line) for lines in names for line in lines) + 0.1
        across = int((WIDTH - EDGE - left) / NARROWEST)
        if across >= cases:
            break
    return names, left, across


def name_cases(frame: pd.DataFrame) -> dict[str, str]:
    """Return the cases' brief names by id: a group is called by its key alone."""
    labels = dict(zip(frame["case_id"], frame["case_label"], strict=True))
    brief = {
        case: case for case, label in labels.items() if label.endswith((f"({case})", f" {case}"))
    }
    rest = [case for case in labels if case not in brief]
    named = dict(zip(rest, drop_shared_ending([labels[case] for case in rest]), strict=True))
    found = named | brief
    return {case: break_lines(found[case], HEAD_MOST, SMALL, most=1)[0] for case in labels}


def keep_cases(frame: pd.DataFrame, cases: list[str], most: int) -> list[str]:
    """Return at most so many cases, those with most segments, in their order."""
    weights = frame.groupby("case_id")["segments"].sum()
    kept = set(sorted(cases, key=lambda case: -weights[case])[:most])
    return [case for case in cases if case in kept]


def split_evenly(cases: list[Any], most: int) -> list[list[Any]]:
    """Return cases in as few lists as hold at most so many, of about the same length."""
    count = -(-len(cases) // most)
    size = -(-len(cases) // count)
    return [cases[start : start + size] for start in range(0, len(cases), size)]


def list_notes(frame: pd.DataFrame) -> list[str]:
    """Return what numbers, shades and lines mean."""
    words = "Number: segments. The darker, the more."
    if frame["against"].any():
        words += " Underlined: some of them speak against the theme."
    return [words]


def _write_heads(axes: Axes, names: list[str], left: float, pitch: float, foot: float) -> None:
    for place, name in enumerate(names):
        axes.text(
            left + (place + 0.5) * pitch,
            foot - 0.05,
            name,
            rotation=90,
            ha="center",
            va="bottom",
            fontsize=SMALL,
            parse_math=False,
        )


def _draw_panel(
    axes: Axes,
    frame: pd.DataFrame,
    rows: tuple[list[str], list[list[str]], list[float]],
    cases: list[str],
    corner: tuple[float, float, float],
    most: int,
) -> None:
    left, top, pitch = corner
    found = {(row.theme_label, row.case_id): row for row in frame.itertuples(index=False)}
    for theme, lines, high in zip(*rows, strict=True):
        write_beside(axes, lines, left - 0.08, top + high / 2)
        for place, case in enumerate(cases):
            box = left + place * pitch, top, pitch, high
            _draw_cell(axes, box, found.get((theme, case)), most)
        top += high


def _draw_cell(axes: Axes, box: tuple[float, float, float, float], row: Any, most: int) -> None:
    from matplotlib import colormaps
    from matplotlib.patches import Rectangle

    left, top, wide, high = box
    weight = row.segments / (most * 1.15) if row else 0.0
    shade = colormaps[SEQUENTIAL](weight) if row else PAPER
    axes.add_patch(Rectangle((left, top), wide, high, facecolor=shade, edgecolor="#e6eaee", lw=0.5))
    if not row:
        return
    colour = PAPER if weight > 0.55 else INK
    axes.text(
        left + wide / 2,
        top + high / 2,
        str(row.segments),
        ha="center",
        va="center_baseline",
        fontsize=SMALL,
        color=colour,
    )
    if row.against:
        inset = min(0.04, wide / 4)
        low = top + high / 2 + 0.078
        axes.plot([left + inset, left + wide - inset], [low, low], color=colour, linewidth=1.2)


def describe_matrix(frame: pd.DataFrame, themes: list[str], shown: int) -> str:
    """Return the drawing in words, with its numbers."""
    cases = frame["case_id"].nunique()
    widest = frame.groupby("case_label", sort=False)["theme_label"].nunique()
    drawn = f" The {shown} cases with most segments are drawn." if shown < cases else ""
    return (
        f"Heat map of {count_words(len(themes), 'theme')} by {count_words(cases, 'case')}; "
        f"{len(frame)} of {cases * len(themes)} cells have evidence. Most themes: "
        f"{widest.idxmax()}, {widest.max()}.{drawn}"
    )
