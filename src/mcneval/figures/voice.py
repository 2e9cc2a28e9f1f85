"""Whose voice is heard, drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcneval.analysis.numbers import count_words, join_words
from mcneval.analysis.wording import write_percent
from mcneval.figures.coding import cut_label, strip_axes, write_heading
from mcneval.figures.style import GRID, MUTED, SERIES, Drawing, looked, start_figure

if TYPE_CHECKING:
    import pandas as pd

ROW = 0.24


def draw_voice(voices: pd.DataFrame, phases: dict[str, str], unplaced: int = 0) -> Drawing | None:
    """Draw how many quotations each quoted person gives, the most quoted on top.

    Parameters
    ----------
    voices : DataFrame
        As from :func:`mcneval.analysis.voice.count_voice`: participant_id, phase, quotations.
    phases : dict of str to str
        Labels of the phases, in order.
    unplaced : int
        How many quotations have no known speaker.

    Returns
    -------
    Drawing or None
        None where nobody is quoted by name.
    """
    quoted = voices[voices["quotations"] > 0].reset_index(drop=True)
    if quoted.empty:
        return None
    colours = dict(zip(phases, SERIES, strict=False))
    hatches = dict(zip(phases, ("", "///", "...", "xx", "++"), strict=False))
    with looked():
        figure, axes = start_figure(1.5 + ROW * len(quoted))
        for phase, label in phases.items():
            mine = quoted[quoted["phase"] == phase]
            axes.barh(
                mine.index,
                mine["quotations"],
                height=0.68,
                color=colours.get(phase, MUTED),
                hatch=hatches.get(phase, ""),
                edgecolor="white",
                lw=0,
                label=label.split(":")[0],
            )
        for row in quoted.itertuples():
            axes.text(row.quotations + 0.08, row.Index, str(row.quotations), va="center", size=9)
        axes.set_yticks(range(len(quoted)), list(quoted["participant_id"]), fontsize=9)
        axes.set_ylim(len(quoted) - 0.4, -0.6)
        strip_axes(axes, "left")
        axes.set_xlabel(f"Quotations\n{write_rest(voices, unplaced)}")
        if len(phases) > 1:
            figure.legend(
                loc="outside upper left", frameon=False, fontsize=9.5, ncols=min(3, len(phases))
            )
    return Drawing(figure, describe_voice(voices, quoted, unplaced))


def write_rest(voices: pd.DataFrame, unplaced: int) -> str:
    """Say who and what the bars leave out."""
    silent = int((voices["quotations"] == 0).sum())
    parts = [f"{silent} not quoted by name"] if silent else []
    if unplaced:
        parts.append(f"{unplaced} with no recorded speaker")
    return f"(not drawn: {join_words(parts)})" if parts else ""


def describe_voice(voices: pd.DataFrame, quoted: pd.DataFrame, unplaced: int) -> str:
    """Say what the drawing shows, with its numbers."""
    total = int(quoted["quotations"].sum()) + unplaced
    top = quoted.iloc[0]
    return (
        f"Quotations of {len(quoted)} of the {len(voices)} people who took part. "
        f"{top['participant_id']} gives most: {top['quotations']} of {total}."
    )


def draw_voice_strata(strata: pd.DataFrame) -> Drawing | None:
    """Draw each group's share of the people beside its share of the quotations.

    Parameters
    ----------
    strata : DataFrame
        As from :func:`mcneval.analysis.voice.measure_voice_strata`: by, by_label, label,
        share_of_people, share_of_quotations.

    Returns
    -------
    Drawing or None
        None where there are no quotations.
    """
    shown = strata.dropna(subset=["share_of_people", "share_of_quotations"])
    if shown.empty:
        return None
    rows: list[tuple[str, float, float]] = []
    for label, group in shown.groupby("by_label", sort=False):
        rows.append((str(label), -1.0, -1.0))
        rows += [
            (row.label, row.share_of_people, row.share_of_quotations) for row in group.itertuples()
        ]
    with looked():
        figure, axes = start_figure(1.1 + 0.27 * len(rows))
        for place, (label, people, said) in enumerate(rows):
            if people < 0:
                write_heading(axes, place + 0.1, label)
                continue
            axes.axhline(place, color=GRID, lw=0.6, zorder=0)
            axes.plot([people, said], [place, place], color=MUTED, lw=1.5)
            axes.plot(people, place, "o", mfc="white", mec=SERIES[0], mew=1.6, markersize=8)
            axes.plot(said, place, "s", color=SERIES[1], markersize=5.5)
        axes.set_yticks(
            [place for place, row in enumerate(rows) if row[1] >= 0],
            [cut_label(row[0]) for row in rows if row[1] >= 0],
            fontsize=9.5,
        )
        axes.set_ylim(len(rows) - 0.4, -0.6)
        most = max(max(people, said) for _, people, said in rows)
        axes.set_xlim(-0.02, min(1.02, most + 0.05))
        axes.xaxis.set_major_formatter(lambda share, _: f"{share:.0%}")
        strip_axes(axes, "left")
        axes.set_xlabel("Circle: share of the people\nSquare: share of the quotations")
    return Drawing(figure, describe_strata(shown))


def describe_strata(shown: pd.DataFrame) -> str:
    """Say what the drawing shows, with its numbers."""
    words = "; ".join(
        f"{row.label} {write_percent(row.share_of_people)} of people and "
        f"{write_percent(row.share_of_quotations)} of quotations"
        for row in shown.itertuples()
    )
    return f"{count_words(len(shown), 'group').capitalize()} compared. {words}."
