"""What is left of each theme when one person, organisation or source is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mcneval.figures.kinds import put_kind, write_kinds
from mcneval.figures.lettering import (
    TEXT,
    curl_labels,
    fill_notes,
    line_height,
    write_notes,
)
from mcneval.figures.rows import Layout, Place, Row, lay_rows, write_names
from mcneval.figures.style import (
    FOOT,
    KIND_COLOURS,
    MUTED,
    PAPER,
    TALLEST,
    Drawing,
    looked,
    start_board,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

UNITS = {"voice": "one voice", "organisation": "one organisation", "source": "one source"}
HEAD, MOST = 0.46, 44
BESIDE = 0.34
"""Inches for the numbers at both ends of a line."""


def draw_robustness(frame: pd.DataFrame, min_people: int) -> Drawing | None:
    """Draw the voices for each theme, and how many are left in the worst case.

    Parameters
    ----------
    frame : DataFrame
        label, kind, voices, without_voice, without_organisation, without_source (the last three
        voices left; missing where not known).
    min_people : int
        The voices that a theme must rest on.
    """
    if frame.empty or not frame["voices"].any():
        return None
    frame = curl_labels(frame)
    themes = frame.assign(worst=[find_worst(row)[0] for row in frame.itertuples(index=False)])
    themes = themes.sort_values(["worst", "voices"], kind="stable").reset_index(drop=True)
    shown = themes.head(MOST)
    units = name_units(themes)
    notes = list_notes(min_people, len(themes) - len(shown), units)
    top = HEAD + line_height() * len(notes)
    rows = [Row(row.label, row) for row in shown.itertuples(index=False)]
    layout = lay_rows(rows, top, TALLEST - top - FOOT)
    with looked():
        figure, axes = start_board(top + layout.height + FOOT)
        write_kinds(axes, shown["kind"], 0.13)
        write_notes(axes, notes, 0.26)
        write_names(axes, layout)
        _draw_spans(axes, layout, min_people)
    return Drawing(figure, describe_robustness(themes, min_people, units))


def name_units(frame: pd.DataFrame) -> str:
    """Return what is left out in turn: ``one voice, organisation or source``."""
    known = [unit for unit in UNITS if frame[f"without_{unit}"].notna().any()]
    return f"one {' or '.join(filter(None, [', '.join(known[:-1]), known[-1]]))}"


def list_notes(min_people: int, more: int, units: str) -> list[str]:
    """Return what the marks mean, and what is left out."""
    notes = [
        "Filled mark: voices that speak for the theme. Open mark: those left when the "
        f"{units} that matters most is left out. Shaded: fewer than {min_people}."
    ]
    if more:
        notes.append(f"{more} more themes keep more voices; they are in the table.")
    return fill_notes(notes)


def find_worst(row: Any) -> tuple[int, str]:
    """Return the fewest voices left, and the kind of unit whose absence leaves them."""
    left = {unit: getattr(row, f"without_{unit}") for unit in UNITS}
    known = {
        unit: int(count) for unit, count in left.items() if count == count and count is not None
    }
    unit = min(known, key=lambda name: known[name])
    return known[unit], unit


def _draw_spans(axes: Axes, layout: Layout, min_people: int) -> None:
    widest = max(place.row.content.voices for place in layout.places)
    for column in layout.columns:
        _shade(axes, column, min_people, widest)
        for place in column:
            _draw_span(axes, place, widest)


def _at(place: Place, voices: float, widest: int) -> float:
    return place.start + BESIDE + (place.end - place.start - 2 * BESIDE) * voices / widest


def _shade(axes: Axes, column: list[Place], min_people: int, widest: int) -> None:
    from matplotlib.patches import Rectangle

    first, last = column[0], column[-1]
    high, low = first.middle - first.height / 2, last.middle + last.height / 2
    right = min(_at(first, min_people - 0.5, widest), first.end)
    axes.add_patch(
        Rectangle(
            (first.start, high), right - first.start, low - high, color="#f3e3d6", lw=0, zorder=0
        )
    )


def _draw_span(axes: Axes, place: Place, widest: int) -> None:
    theme, middle = place.row.content, place.middle
    colour = KIND_COLOURS[theme.kind]
    left, right = _at(place, theme.worst, widest), _at(place, theme.voices, widest)
    axes.plot([left, right], [middle, middle], color=colour, linewidth=1.6, zorder=2)
    axes.scatter([left], [middle], s=40, facecolors=PAPER, edgecolors=colour, zorder=3)
    put_kind(axes, right, middle, theme.kind, size=44)
    words: dict[str, Any] = {"fontsize": TEXT, "va": "center_baseline"}
    axes.text(left - 0.09, middle, str(theme.worst), ha="right", color=MUTED, **words)
    axes.text(right + 0.1, middle, str(theme.voices), fontweight="bold", **words)


def describe_robustness(frame: pd.DataFrame, min_people: int, units: str) -> str:
    """Return the drawing in words, with its numbers."""
    below = frame[frame["voices"] < min_people]
    falling = frame[(frame["voices"] >= min_people) & (frame["worst"] < min_people)]
    return (
        f"Voices for each of {len(frame)} themes, and the fewest left when {units} is left out. "
        f"Fewer than {min_people} already: {len(below)}; fewer in the worst case: "
        f"{len(falling)}; holding: {len(frame) - len(below) - len(falling)}."
    )
