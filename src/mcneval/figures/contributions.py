"""What each phase contributed to each theme, drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mcneval.analysis.numbers import count_words
from mcneval.figures.lettering import (
    SMALL,
    TEXT,
    break_lines,
    curl_labels,
    fill_notes,
    line_height,
    measure,
    write_notes,
)
from mcneval.figures.rows import Layout, Row, lay_rows, write_names
from mcneval.figures.style import (
    FOOT,
    GRID,
    MUTED,
    SERIES,
    TALLEST,
    Drawing,
    looked,
    start_board,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

FILLED = 0.62
"""The part of a phase's column that its longest bar fills; the rest is for its number."""


def draw_contributions(frame: pd.DataFrame) -> Drawing | None:
    """Draw the voices that each phase gave to each theme, one column of bars a phase.

    Themes that the first phase raised come first, those that later phases added last. Where
    there are more than fit, those with fewest voices are left out.

    Parameters
    ----------
    frame : DataFrame
        theme_id, label, kind, phase, phase_label, voices, first; phases in order.
    """
    if frame.empty or not frame["voices"].any():
        return None
    frame = curl_labels(frame)
    themes = order_by_phase(frame)
    phases = frame.drop_duplicates("phase")
    shown, layout, notes, head = fit_themes(themes, list(phases["phase_label"]), len(phases))
    with looked():
        figure, axes = start_board(head + layout.height + FOOT)
        write_notes(axes, notes, 0.04)
        write_names(axes, layout)
        found = frame.set_index(["theme_id", "phase"])
        widest = int(frame["voices"].max())
        for column, phase in enumerate(phases.itertuples()):
            _draw_phase(axes, layout, found, (column, len(phases)), phase, widest, head)
    return Drawing(figure, describe_contributions(frame, len(themes) - len(shown)))


def fit_themes(
    themes: pd.DataFrame, labels: list[str], phases: int
) -> tuple[pd.DataFrame, Layout, list[str], float]:
    """Return the themes that fit, their rows, the lines above them and where the rows begin."""
    shown = themes
    while True:
        more = len(themes) - len(shown)
        notes = list_notes(phases, more)
        rows = [Row(row.label, row.theme_id) for row in shown.itertuples()]
        room = TALLEST - FOOT
        layout = lay_rows(rows, 0.0, room, abreast=1)
        wide = (layout.places[0].end - layout.places[0].start) / phases - 0.08
        heads = max(len(break_lines(label, wide, SMALL, bold=True)) for label in labels)
        head = 0.12 + line_height() * len(notes) + line_height(SMALL) * heads
        if layout.height + head <= room or len(shown) == 1:
            return shown, lay_rows(rows, head, room - head, abreast=1), notes, head
        shown = shown.drop(index=shown["voices"].idxmin())


def list_notes(phases: int, more: int) -> list[str]:
    """Return what bars and words mean, and what is left out."""
    notes = [
        "Bars: voices for the theme." + (" New: not heard in an earlier phase." * (phases > 1))
    ]
    if more:
        notes.append(f"{more} more themes, with no more voices than these, are in the table.")
    return fill_notes(notes)


def order_by_phase(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the themes by the phase that first raised them, then by their voices."""
    phases = list(dict.fromkeys(frame["phase"]))
    totals = frame.groupby("theme_id", sort=False).agg(
        label=("label", "first"), kind=("kind", "first"), voices=("voices", "sum")
    )
    first = frame[frame["first"]].set_index("theme_id")["phase"].map(phases.index)
    totals["place"] = first.reindex(totals.index).fillna(len(phases))
    return totals.sort_values(
        ["place", "voices"], ascending=[True, False], kind="stable"
    ).reset_index()


def _draw_phase(
    axes: Axes,
    layout: Layout,
    found: pd.DataFrame,
    column: tuple[int, int],
    phase: Any,
    widest: int,
    head: float,
) -> None:
    from matplotlib.patches import Rectangle

    first, (number, count) = layout.places[0], column
    wide = (first.end - first.start) / count
    left, colour = first.start + number * wide, SERIES[number % len(SERIES)]
    axes.plot([left, left], [head, head + layout.height], color=GRID, lw=0.8, zorder=0)
    axes.text(
        left,
        head - 0.04,
        "\n".join(break_lines(phase.phase_label, wide - 0.08, SMALL, bold=True)),
        fontsize=SMALL,
        fontweight="bold",
        color=colour,
        va="bottom",
        linespacing=1.1,
        parse_math=False,
    )
    new = measure("88 new") + 0.14
    for place in layout.places:
        cell = found.loc[(place.row.content, phase.phase)]
        beside: dict[str, Any] = {"fontsize": TEXT, "va": "center_baseline"}
        if not cell["voices"]:
            axes.text(left + 0.04, place.middle, "–", color=MUTED, **beside)
            continue
        length = min(FILLED * wide, wide - new) * cell["voices"] / widest
        corner = left, place.middle - 0.07
        axes.add_patch(Rectangle(corner, length, 0.14, color=colour, lw=0))
        words = f"{cell['voices']}{' new' if cell['first'] and number else ''}"
        axes.text(left + length + 0.05, place.middle, words, **beside)


def describe_contributions(frame: pd.DataFrame, left_out: int = 0) -> str:
    """Return the drawing in words, with its numbers."""
    parts = []
    for place, phase in enumerate(dict.fromkeys(frame["phase"])):
        part = frame[frame["phase"] == phase]
        heard, new = int((part["voices"] > 0).sum()), int(part["first"].sum())
        words = f"{part['phase_label'].iloc[0]}: evidence for {count_words(heard, 'theme')}"
        parts.append(words + (f", {new or 'none'} of them new" if place and heard else ""))
    rest = f" The {left_out} with fewest voices are not drawn." if left_out else ""
    return (
        f"Bars for the voices for each of {frame['theme_id'].nunique()} themes, one column a "
        f"phase. {'; '.join(parts)}.{rest}"
    )
