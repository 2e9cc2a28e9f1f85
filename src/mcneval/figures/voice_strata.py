"""Each group's share of the people beside its share of the segments, drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcneval.analysis.numbers import count_words
from mcneval.analysis.wording import write_percent
from mcneval.figures.coding import strip_axes, write_heading
from mcneval.figures.lettering import break_lines, curl_labels
from mcneval.figures.style import GRID, MUTED, SERIES, TALLEST, Drawing, looked, start_figure

if TYPE_CHECKING:
    import pandas as pd

MANY = 14
ROOMY, CLOSE, FRAME, NAMES = 0.27, 0.215, 1.2, 2.3


def draw_voice_strata(strata: pd.DataFrame) -> Drawing | None:
    """Draw each group's share of the people beside its share of the segments.

    Parameters
    ----------
    strata : DataFrame
        As from :func:`mcneval.analysis.voice.measure_voice_strata`: by, by_label, label,
        share_of_people, share_of_quotations.

    Returns
    -------
    Drawing or None
        None where there are no segments.
    """
    shown = strata.dropna(subset=["share_of_people", "share_of_quotations"])
    if shown.empty:
        return None
    shown = curl_labels(shown)
    rows: list[tuple[str, float, float]] = []
    for label, group in shown.groupby("by_label", sort=False):
        rows.append((str(label), -1.0, -1.0))
        rows += [
            (row.label, row.share_of_people, row.share_of_quotations) for row in group.itertuples()
        ]
    with looked():
        names = [break_lines(row[0], NAMES, most=2) for row in rows if row[1] >= 0]
        pitch = ROOMY if len(rows) < MANY or max(map(len, names)) > 1 else CLOSE
        pitch = min(pitch, (TALLEST - FRAME) / len(rows))
        figure, axes = start_figure(FRAME + pitch * len(rows))
        for place, (label, people, said) in enumerate(rows):
            if people < 0:
                write_heading(axes, place + 0.1, label)
                continue
            axes.axhline(place, color=GRID, lw=0.6, zorder=0)
            axes.plot([people, said], [place, place], color=MUTED, lw=1.5, zorder=1)
            # The circle is the larger one, so that both are seen where the shares are the same.
            axes.plot(people, place, "o", mfc="white", mec=SERIES[0], mew=1.6, ms=10, zorder=2)
            axes.plot(said, place, "s", color=SERIES[1], markersize=4.5, zorder=3)
        axes.set_yticks(
            [place for place, row in enumerate(rows) if row[1] >= 0],
            ["\n".join(lines) for lines in names],
            fontsize=9,
            parse_math=False,
        )
        axes.set_ylim(len(rows) - 0.4, -0.6)
        most = max(max(people, said) for _, people, said in rows)
        axes.set_xlim(-0.02, min(1.04, most + 0.06))
        axes.xaxis.set_major_formatter(lambda share, _: f"{share:.0%}")
        strip_axes(axes, "left")
        axes.set_xlabel("Circle: share of the people\nSquare: share of the segments")
    return Drawing(figure, describe_strata(shown))


def describe_strata(shown: pd.DataFrame) -> str:
    """Say what the drawing shows, with its numbers."""
    words = "; ".join(
        f"{row.label} {write_percent(row.share_of_people)} of people and "
        f"{write_percent(row.share_of_quotations)} of segments"
        for row in shown.itertuples()
    )
    return f"{count_words(len(shown), 'group').capitalize()} compared. {words}."
