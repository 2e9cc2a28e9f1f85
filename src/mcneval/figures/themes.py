"""The weight of enablers and barriers, and what each phase contributed."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING, Any

from mcneval.figures.style import (
    GRID,
    KIND_COLOURS,
    MUTED,
    SERIES,
    Drawing,
    looked,
)
from mcneval.figures.theme_rows import put_kind, start_rows

if TYPE_CHECKING:
    import pandas as pd

HEADINGS = {"enabler": "Enablers", "barrier": "Barriers", "mixed": "Mixed"}


def draw_theme_kinds(themes: pd.DataFrame, kinds: pd.DataFrame) -> Drawing | None:
    """Draw how many voices stand behind each theme, by kind.

    Parameters
    ----------
    themes : DataFrame
        label, kind, voices, segments, against; in the order of the rows within a kind.
    kinds : DataFrame
        kind, themes, segments, voices; in the order of the kinds.
    """
    if themes.empty or not themes["voices"].any():
        return None
    rows = _list_rows(themes, kinds)
    with looked():
        figure, axes = start_rows([row["name"] for row in rows], extra=0.7)
        widest = int(themes["voices"].max())
        for place, row in enumerate(rows):
            if "voices" in row:
                _draw_stick(axes, place, row)
            else:
                _head_group(axes, place, row)
        axes.set_xlim(0, widest * 1.2)
        words = "Voices: participants, or groups of unknown speaker"
        if themes["against"].any():
            words += "\n(in brackets: segments that speak against it)"
        axes.set_xlabel(words, loc="right")
        _count_whole(axes)
    return Drawing(figure, describe_kinds(themes, kinds))


def _list_rows(themes: pd.DataFrame, kinds: pd.DataFrame) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for kind in kinds[kinds["themes"] > 0].itertuples(index=False):
        rows.append(
            {
                "name": f"{HEADINGS[kind.kind]}:",
                "kind": kind.kind,
                "words": write_totals(kind),
            }
        )
        part = themes[themes["kind"] == kind.kind]
        rows += [
            {"name": row.label, "kind": row.kind, "voices": row.voices, "against": row.against}
            for row in part.itertuples(index=False)
        ]
    return rows


def write_totals(kind: Any) -> str:
    """Return a kind's themes, segments and voices in words."""
    parts = {"theme": kind.themes, "segment": kind.segments, "voice": kind.voices}
    return ", ".join(f"{count} {noun}{'' if count == 1 else 's'}" for noun, count in parts.items())


def _draw_stick(axes: Any, place: int, row: dict[str, Any]) -> None:
    voices, colour = row["voices"], KIND_COLOURS[row["kind"]]
    axes.plot([0, voices], [place, place], color=colour, linewidth=2, solid_capstyle="butt")
    put_kind(axes, voices, place, row["kind"])
    words = str(voices)
    beside = {"textcoords": "offset points", "fontsize": 9, "va": "center_baseline"}
    axes.annotate(words, (voices, place), (8, 0), fontweight="bold", **beside)
    if row["against"]:
        count = f"({row['against']})"
        axes.annotate(count, (voices, place), (14 + 6 * len(words), 0), color=MUTED, **beside)


def _head_group(axes: Any, place: int, row: dict[str, Any]) -> None:
    axes.get_yticklabels()[place].set_fontweight("bold")
    axes.get_yticklabels()[place].set_color(KIND_COLOURS[row["kind"]])
    axes.text(
        0,
        place,
        row["words"],
        fontsize=9,
        fontweight="bold",
        va="center_baseline",
        color=KIND_COLOURS[row["kind"]],
    )


def _count_whole(axes: Any) -> None:
    from matplotlib.ticker import MaxNLocator

    axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=6))


def describe_kinds(themes: pd.DataFrame, kinds: pd.DataFrame) -> str:
    """Return the drawing in words, with its numbers."""
    totals = "; ".join(
        f"{HEADINGS[row.kind].lower()}: {write_totals(row)}"
        for row in kinds[kinds["themes"] > 0].itertuples(index=False)
    )
    top = themes.sort_values(["voices", "segments"], ascending=False, kind="stable").iloc[0]
    return (
        f"Lines for the number of voices behind each theme, by kind. {totals}. "
        f"Most voices: {top['label']}, {top['voices']}."
    )


def draw_contributions(frame: pd.DataFrame) -> Drawing | None:
    """Draw the voices that each phase gave to each theme, one column of bars a phase.

    Themes that the first phase raised come first, those that later phases added last.

    Parameters
    ----------
    frame : DataFrame
        theme_id, label, kind, phase, phase_label, voices, first; phases in order.
    """
    if frame.empty or not frame["voices"].any():
        return None
    phases = list(dict.fromkeys(frame["phase"]))
    ordered = order_by_phase(frame)
    widest = int(frame["voices"].max())
    with looked():
        figure, axes = start_rows(list(ordered["label"]), extra=1.0)
        rows = {theme: place for place, theme in enumerate(ordered["theme_id"])}
        for column, phase in enumerate(phases):
            part = frame[frame["phase"] == phase]
            _draw_phase(axes, column, part, rows, widest, len(phases))
        axes.set_xlim(-0.03, len(phases))
        axes.set_xticks([])
        axes.spines["bottom"].set_visible(False)
    return Drawing(figure, describe_contributions(frame))


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
    axes: Any, column: int, part: pd.DataFrame, rows: dict[str, int], widest: int, phases: int
) -> None:
    colour = SERIES[column % len(SERIES)]
    axes.axvline(column, color=GRID, linewidth=0.8, zorder=0)
    axes.text(
        column,
        -0.75,
        fill(part["phase_label"].iloc[0], max(8, 36 // phases)),
        fontsize=9,
        fontweight="bold",
        color=colour,
        va="bottom",
        parse_math=False,
    )
    for row in part.itertuples(index=False):
        place = rows[row.theme_id]
        if not row.voices:
            axes.text(column + 0.02, place, "–", fontsize=9, color=MUTED, va="center_baseline")
            continue
        length = 0.62 * row.voices / widest
        axes.barh(place, length, left=column, height=0.5, color=colour)
        words = f" {row.voices}{' new' if row.first and column else ''}"
        axes.text(column + length, place, words, fontsize=9, va="center_baseline")


def describe_contributions(frame: pd.DataFrame) -> str:
    """Return the drawing in words, with its numbers."""
    parts = []
    for phase in dict.fromkeys(frame["phase"]):
        part = frame[frame["phase"] == phase]
        heard, new = int((part["voices"] > 0).sum()), int(part["first"].sum())
        parts.append(
            f"{part['phase_label'].iloc[0]}: evidence for {heard} themes, {new} of them new"
        )
    return (
        f"Bars for the voices behind each of {frame['theme_id'].nunique()} themes, one column a "
        f"phase. {'; '.join(parts)}."
    )
