"""Whose voice is heard, drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcneval.analysis.numbers import count_words, join_words
from mcneval.analysis.wording import shorten_label
from mcneval.figures.lettering import (
    EDGE,
    TEXT,
    curl_names,
    fill_notes,
    line_height,
    measure,
    write_notes,
)
from mcneval.figures.rows import Layout, Row, lay_rows, write_names
from mcneval.figures.style import FOOT, MUTED, SERIES, TALLEST, WIDTH, Drawing, looked, start_board
from mcneval.figures.voice_strata import draw_voice_strata

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

__all__ = ["draw_voice", "draw_voice_strata"]

MOST = 60
"""People in the drawing: with more, it would not stand on a page."""
SWATCH = 0.32
HATCHES = ("", "///", "...", "xx", "++")


def draw_voice(voices: pd.DataFrame, phases: dict[str, str], unplaced: int = 0) -> Drawing | None:
    """Draw how many segments of evidence each person gives, those who give most on top.

    Parameters
    ----------
    voices : DataFrame
        As from :func:`mcneval.analysis.voice.count_voice`: participant_id, phase, quotations.
    phases : dict of str to str
        Labels of the phases, in order.
    unplaced : int
        How many segments have no known speaker.

    Returns
    -------
    Drawing or None
        None where nobody is known to be heard.
    """
    quoted = voices[voices["quotations"] > 0].reset_index(drop=True)
    if quoted.empty:
        return None
    shown = quoted.head(MOST)
    notes = fill_notes(write_rest(voices, unplaced, len(quoted) - len(shown)))
    key = fill_key(curl_names(phases))
    above = 0.04 + 0.2 * len(key)
    top = above + 0.06 + line_height() * len(notes)
    rows = [Row(row.participant_id, row) for row in shown.itertuples()]
    layout = lay_rows(rows, top, TALLEST - top - FOOT, lines=1)
    with looked():
        figure, axes = start_board(top + layout.height + FOOT)
        looks = {
            phase: (SERIES[place % len(SERIES)], HATCHES[place % len(HATCHES)])
            for place, phase in enumerate(phases)
        }
        _write_key(axes, key, looks)
        write_notes(axes, notes, above)
        write_names(axes, layout)
        _draw_bars(axes, layout, looks)
    return Drawing(figure, describe_voice(voices, quoted, unplaced))


def _draw_bars(axes: Axes, layout: Layout, looks: dict[str, tuple[str, str]]) -> None:
    most = max(place.row.content.quotations for place in layout.places)
    for place in layout.places:
        person = place.row.content
        scale = (place.end - place.start - 0.3) / most
        look = looks.get(person.phase, (MUTED, ""))
        _put_bar(axes, (place.start, place.middle), person.quotations * scale, look)
        axes.text(
            place.start + person.quotations * scale + 0.06,
            place.middle,
            str(person.quotations),
            va="center_baseline",
            fontsize=TEXT,
        )


def _put_bar(axes: Axes, at: tuple[float, float], length: float, look: tuple[str, str]) -> None:
    from matplotlib.patches import Rectangle

    axes.add_patch(
        Rectangle(
            (at[0], at[1] - 0.075),
            length,
            0.15,
            facecolor=look[0],
            hatch=look[1],
            edgecolor="white",
            lw=0,
        )
    )


def fill_key(phases: dict[str, str]) -> list[list[tuple[str, str]]]:
    """Return the key's entries, phase and words, in lines of a drawing's width.

    The first says what the bars are and has no phase.
    """
    lines = [[("", "Segments as evidence from each person")]]
    used = measure(lines[0][0][1]) + 0.2
    for phase, label in phases.items() if len(phases) > 1 else ():
        words = shorten_label(label)
        wide = SWATCH + measure(words) + 0.2
        if used + wide > WIDTH - 2 * EDGE:
            lines.append([])
            used = 0.0
        lines[-1].append((phase, words))
        used += wide
    return lines


def _write_key(
    axes: Axes, key: list[list[tuple[str, str]]], looks: dict[str, tuple[str, str]]
) -> None:
    for number, line in enumerate(key):
        across, middle = EDGE, 0.13 + 0.2 * number
        for phase, words in line:
            if phase:
                _put_bar(axes, (across, middle), SWATCH - 0.06, looks[phase])
                across += SWATCH
            axes.text(across, middle, words, fontsize=TEXT, va="center_baseline", parse_math=False)
            across += measure(words) + 0.2


def write_rest(voices: pd.DataFrame, unplaced: int, more: int = 0) -> list[str]:
    """Say who and what the bars leave out, in lines."""
    silent = int((voices["quotations"] == 0).sum())
    parts = []
    if silent:
        people = count_words(silent, "person", "people")
        parts.append(f"{people} not known to be heard")
    if unplaced:
        parts.append(f"{count_words(unplaced, 'segment')} whose speaker is not recorded")
    lines = [f"Not drawn: {join_words(parts)}."] if parts else []
    if more:
        lines.append(f"The {MOST} people with most segments; {more} more are in the table.")
    return lines


def describe_voice(voices: pd.DataFrame, quoted: pd.DataFrame, unplaced: int) -> str:
    """Say what the drawing shows, with its numbers."""
    total = int(quoted["quotations"].sum()) + unplaced
    top = quoted.iloc[0]
    whom = (
        f"all {len(voices)}"
        if len(quoted) == len(voices)
        else f"{len(quoted)} of the {len(voices)}"
    )
    drawn = f" The {MOST} with most segments are drawn." if len(quoted) > MOST else ""
    return (
        f"Segments as evidence from {whom} people who took part."
        f"{drawn} {top['participant_id']} gives most: {top['quotations']} of {total}."
    )
