"""What is left of each theme when one person, organisation or source is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mcneval.figures.style import INK, KIND_COLOURS, MUTED, PAPER, Drawing, looked
from mcneval.figures.theme_rows import put_kind, start_rows

if TYPE_CHECKING:
    import pandas as pd

UNITS = {"voice": "one voice", "organisation": "one organisation", "source": "one source"}


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
    shown = frame.assign(worst=[find_worst(row)[0] for row in frame.itertuples(index=False)])
    shown = shown.sort_values(["worst", "voices"], kind="stable").reset_index(drop=True)
    with looked():
        figure, axes = start_rows(list(shown["label"]), extra=1.15)
        widest = int(shown["voices"].max())
        axes.axvspan(-0.5, min_people - 0.5, color="#f3e3d6", zorder=0, linewidth=0)
        axes.text(
            -0.45, -0.72, f"below {min_people}", fontsize=9, color=MUTED, va="bottom", ha="left"
        )
        for place, row in enumerate(shown.itertuples(index=False)):
            _draw_span(axes, place, row)
        axes.set_xlim(-0.5, widest + max(1.0, widest * 0.1))
        axes.set_xlabel("Voices: all (filled), left in the worst case (open)", loc="right")
        from matplotlib.ticker import MaxNLocator

        axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=7))
    return Drawing(figure, describe_robustness(shown, min_people))


def find_worst(row: Any) -> tuple[int, str]:
    """Return the fewest voices left, and the kind of unit whose absence leaves them."""
    left = {unit: getattr(row, f"without_{unit}") for unit in UNITS}
    known = {
        unit: int(count) for unit, count in left.items() if count == count and count is not None
    }
    unit = min(known, key=lambda name: known[name])
    return known[unit], unit


def _draw_span(axes: Any, place: int, row: Any) -> None:
    colour = KIND_COLOURS[row.kind]
    axes.plot([row.worst, row.voices], [place, place], color=colour, linewidth=1.6, zorder=2)
    axes.scatter([row.worst], [place], s=42, facecolors=PAPER, edgecolors=colour, zorder=3)
    put_kind(axes, row.voices, place, row.kind)
    axes.text(row.voices, place, f"   {row.voices}", fontsize=9, va="center_baseline", color=INK)


def describe_robustness(frame: pd.DataFrame, min_people: int) -> str:
    """Return the drawing in words, with its numbers."""
    below = frame[frame["voices"] < min_people]
    falling = frame[(frame["voices"] >= min_people) & (frame["worst"] < min_people)]
    return (
        f"Voices for each of {len(frame)} themes and the fewest left when one voice, organisation "
        f"or source is left out. Below {min_people} already: {len(below)}; falling below in the "
        f"worst case: {len(falling)}; holding: {len(frame) - len(below) - len(falling)}."
    )
