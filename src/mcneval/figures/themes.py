"""The weight of enablers and barriers, drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mcneval.analysis.numbers import count_words
from mcneval.figures.contributions import draw_contributions, order_by_phase
from mcneval.figures.kinds import put_kind
from mcneval.figures.lettering import (
    TEXT,
    curl_labels,
    fill_notes,
    line_height,
    measure,
    write_notes,
)
from mcneval.figures.rows import Layout, Row, lay_rows, write_names
from mcneval.figures.style import (
    FOOT,
    KIND_COLOURS,
    MUTED,
    TALLEST,
    Drawing,
    looked,
    start_board,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

__all__ = ["draw_contributions", "draw_theme_kinds", "order_by_phase"]

HEADINGS = {"enabler": "Enablers", "barrier": "Barriers", "mixed": "Mixed"}
MOST = 42


def draw_theme_kinds(themes: pd.DataFrame, kinds: pd.DataFrame) -> Drawing | None:
    """Draw how many voices speak for each theme, by kind.

    Parameters
    ----------
    themes : DataFrame
        label, kind, voices, segments, against; in the order of the rows within a kind.
    kinds : DataFrame
        kind, themes, segments, voices; in the order of the kinds.
    """
    if themes.empty or not themes["voices"].any():
        return None
    themes = curl_labels(themes).reset_index(drop=True)
    shown = themes.loc[themes["voices"].sort_values(ascending=False, kind="stable").index[:MOST]]
    shown = shown.sort_index()
    notes = list_notes(len(themes) - len(shown), against=bool(themes["against"].any()))
    top = 0.06 + line_height() * len(notes)
    layout = lay_rows(list_rows(shown, kinds), top, TALLEST - top - FOOT)
    with looked():
        figure, axes = start_board(top + layout.height + FOOT)
        write_notes(axes, notes, 0.04)
        write_names(axes, layout)
        _draw_sticks(axes, layout)
    return Drawing(figure, describe_kinds(themes, kinds))


def list_notes(more: int, *, against: bool) -> list[str]:
    """Return what the lines mean, and what is left out."""
    notes = [
        "Lines: voices for the theme (participants, or groups whose speaker is not recorded)."
        + (" In brackets: segments against it." if against else "")
    ]
    if more:
        notes.append(f"The {MOST} themes with most voices; {more} more are in the table.")
    return fill_notes(notes)


def list_rows(themes: pd.DataFrame, kinds: pd.DataFrame) -> list[Row]:
    """Return the rows from the top down: each kind's heading, then its themes."""
    rows = []
    for kind in kinds[kinds["themes"] > 0].itertuples(index=False):
        words = f"{HEADINGS[kind.kind]}: {write_totals(kind)}"
        rows.append(Row(words, colour=KIND_COLOURS[kind.kind]))
        part = themes[themes["kind"] == kind.kind]
        rows += [Row(row.label, row) for row in part.itertuples(index=False)]
    return rows


def write_totals(kind: Any) -> str:
    """Return a kind's themes, segments and voices in words."""
    parts = {"theme": kind.themes, "segment": kind.segments, "voice": kind.voices}
    return ", ".join(f"{count} {noun}{'' if count == 1 else 's'}" for noun, count in parts.items())


def _tell_against(count: int, *, brief: bool) -> str:
    words = f"({count})" if brief else f"({count} against)"
    return words if count else ""


def _draw_sticks(axes: Axes, layout: Layout) -> None:
    themes = [place.row.content for place in layout.places]
    most = max(theme.voices for theme in themes)
    brief = len(layout.columns) > 1
    beside = 0.42 + max(measure(_tell_against(theme.against, brief=brief)) for theme in themes)
    for place in layout.places:
        theme, colour = place.row.content, KIND_COLOURS[place.row.content.kind]
        end = place.start + (place.end - place.start - beside) * theme.voices / most
        axes.plot([place.start, end], [place.middle] * 2, color=colour, linewidth=2)
        put_kind(axes, end, place.middle, theme.kind)
        words = str(theme.voices)
        beyond: dict[str, Any] = {"fontsize": TEXT, "va": "center_baseline"}
        axes.text(end + 0.11, place.middle, words, fontweight="bold", **beyond)
        if theme.against:
            across = end + 0.11 + measure(words, bold=True) + 0.08
            against = _tell_against(theme.against, brief=brief)
            axes.text(across, place.middle, against, color=MUTED, **beyond)


def describe_kinds(themes: pd.DataFrame, kinds: pd.DataFrame) -> str:
    """Return the drawing in words, with its numbers."""
    totals = "; ".join(
        f"{HEADINGS[row.kind].lower()}: {write_totals(row)}"
        for row in kinds[kinds["themes"] > 0].itertuples(index=False)
    )
    top = themes.sort_values(["voices", "segments"], ascending=False, kind="stable").iloc[0]
    return (
        f"Lines for the number of voices for each theme, by kind. {totals[:1].upper()}"
        f"{totals[1:]}. Most voices: {top['label']}, {count_words(int(top['voices']), 'voice')}."
    )
