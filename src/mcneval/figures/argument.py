"""The argument of a study: what was in place, each barrier a rail across what it holds back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from mcneval.figures.marks import open_board, put_kind, put_steps, write
from mcneval.figures.style import (
    KINDS,
    MUTED,
    NARROW,
    PAPER,
    TINTS,
    finish,
    fold,
    house_style,
    skip,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

BROAD = 7.4
"""Inches of the wide drawing: it leads a page of its own."""
LEAST = 4.6
"""Inches under which the drawing is laid out for a narrow screen."""
OWN = "own place"


def argument(steps: pd.DataFrame, crossings: pd.DataFrame, *, width: float = BROAD) -> Axes:
    """Draw a study's argument.

    Above stands what was in place; below, each barrier that cuts across is a rail across what the
    barriers hold back, and on to what they wear down. A filled square says that this is stated for
    the barrier itself, an open one that it is only stated of several at once.

    Parameters
    ----------
    steps : DataFrame
        Columns part, label, narrow, breadth, said, as
        :func:`mcneval.analysis.argument.list_argument` returns.
    crossings : DataFrame
        Columns barrier, what, part, rests_on, as
        :func:`mcneval.analysis.argument.trace_argument` returns.
    width : float
        Inches that the figure is wide.
    """
    if steps.empty:
        return skip(None, steps)
    parts = {name: steps[steps["part"] == name] for name in ("in-place", "across")}
    ends = steps[steps["part"].isin(["held-back", "worn-down"])]
    with house_style():
        high = _measure(parts, width)
        ax = open_board(sum(high), width)
        _draw_place(ax, parts["in-place"], sum(high), high[0], width)
        _draw_rails(ax, parts["across"], ends, crossings, high[1] + high[2], width)
        _draw_key(ax, steps, crossings, high[2], width)
    narrow = partial(argument, steps, crossings, width=NARROW)
    return finish(ax, steps, _describe(parts, ends, crossings), narrow, crossings)


def _measure(parts: dict[str, pd.DataFrame], width: float) -> tuple[float, float, float]:
    """Return the heights of what was in place, of the barriers and of the key."""
    wide = width > LEAST
    rows = -(-len(parts["in-place"]) // (2 if wide else 1))
    place = 0.5 + 0.5 * rows + 0.35 if rows else 0.0
    return place, 0.95 + (0.56 if wide else 0.68) * len(parts["across"]), 0.35 if wide else 0.85


def _tint(ax: Axes, top: float, height: float, kind: str, width: float) -> None:
    from matplotlib.patches import Rectangle

    box = Rectangle((0, top - height), width, height, facecolor=TINTS[kind], linewidth=0, zorder=0)
    ax.add_patch(box)


def _draw_place(ax: Axes, rows: pd.DataFrame, top: float, height: float, width: float) -> None:
    if rows.empty:
        return
    columns = 2 if width > LEAST else 1
    _tint(ax, top, height - 0.35, "enabler", width)
    look = {"fontweight": "bold", "color": KINDS["enabler"]}
    write(ax, 0.14, top - 0.24, "In place", 10, **look)
    for at, row in enumerate(rows.itertuples()):
        x, y = 0.24 + at % columns * width / columns, top - 0.6 - at // columns * 0.5
        put_kind(ax, x, y, "enabler", fill=bool(row.theme_id))
        write(ax, x + 0.16, y, row.label, 10, fontweight="bold")
        start = put_steps(ax, x + 0.16, y - 0.2, row.breadth, KINDS["enabler"])
        write(ax, start, y - 0.2, row.said, 8.5, color=MUTED)
    write(ax, width / 2, top - height + 0.16, "up against", 10, fontweight="bold", ha="center")


def _place_columns(count: int, width: float) -> tuple[list[float], float]:
    """Return where the columns of what is held back stand, and how far each reaches aside."""
    first = width * (0.46 if width > LEAST else 0.42)
    pitch = (width - first - 0.06) / max(1, count)
    return [first + pitch * (at + 0.5) for at in range(count)], pitch / 2 - 0.03


def _draw_rails(
    ax: Axes, rows: pd.DataFrame, ends: pd.DataFrame, crossings: pd.DataFrame, top: float,
    width: float,
) -> None:  # fmt: skip
    from matplotlib.patches import Rectangle

    wide = width > LEAST
    step = 0.56 if wide else 0.68
    height = 0.95 + step * len(rows)
    _tint(ax, top, height, "barrier", width)
    look = {"fontweight": "bold", "color": KINDS["barrier"]}
    write(ax, 0.14, top - 0.24, fold("Barriers that cut across", 40 if wide else 13), 10,
          va="top" if not wide else "center_baseline", linespacing=1.25, **look)  # fmt: skip
    spots, half = _place_columns(len(ends), width)
    for name, words in (("held-back", "hold back"), ("worn-down", "and wear down")):
        over = [x for x, part in zip(spots, ends["part"], strict=True) if part == name]
        if over:
            write(ax, sum(over) / len(over), top - 0.17, fold(words, 20 if wide else 9),
                  8.5 if wide else 7.6, ha="center", linespacing=1.1, **look)  # fmt: skip
    for x, end in zip(spots, ends.itertuples(), strict=True):
        worn = end.part == "worn-down"
        face, deep = (KINDS["barrier"], 0.16) if worn else (PAPER, 0.65)
        box = Rectangle((x - half, top - height + 0.08), 2 * half, height - 0.42, facecolor=face,
                        alpha=deep, linewidth=0, zorder=1)  # fmt: skip
        ax.add_patch(box)
        words = fold(end.label if wide else end.narrow, 10 if wide else 7)
        write(ax, x, top - 0.58, words, 9.5 if wide else 7.2, fontweight="bold", ha="center",
              va="center", linespacing=1.1)  # fmt: skip
    for at, row in enumerate(rows.itertuples()):
        y = top - 0.98 - step * at - (0.12 if wide else 0.05)
        _draw_rail(ax, row, y, spots, half, width)
        said = crossings[crossings["barrier"] == row.label].set_index("what")["rests_on"]
        for x, what in zip(spots, ends["label"], strict=True):
            if said[what]:
                put_kind(ax, x, y, "barrier", 95 if wide else 62, said[what] == OWN)


def _draw_rail(
    ax: Axes, row: tuple[str, ...], y: float, spots: list[float], half: float, width: float
) -> None:
    wide, rust = width > LEAST, KINDS["barrier"]
    label, said = (row.label, row.said) if wide else (row.narrow, fold(row.said, 16))  # type: ignore[attr-defined]
    if wide:
        put_kind(ax, 0.24, y, "barrier")
    left = 0.4 if wide else 0.12
    write(ax, left, y + 0.08 if wide else y, label, 10 if wide else 8.2, fontweight="bold")
    below = y - 0.12 if wide else y - 0.19
    start = put_steps(ax, left, below, row.breadth, rust)  # type: ignore[attr-defined]
    lines = said.count("\n")
    write(ax, start, below - 0.065 * lines, said, 8.5 if wide else 7.6, color=MUTED,
          linespacing=1.15, va="center" if lines else "center_baseline")  # fmt: skip
    if spots:
        ax.plot(
            [spots[0] - half, spots[-1]], [y, y], color=rust, linewidth=1.6, alpha=0.4, zorder=2
        )
        tip = spots[-1] - half
        ax.fill(
            [tip - 0.04, tip + 0.05, tip - 0.04], [y - 0.055, y, y + 0.055], color=rust, zorder=3
        )


def _draw_key(
    ax: Axes, steps: pd.DataFrame, crossings: pd.DataFrame, height: float, width: float
) -> None:
    wide = width > LEAST
    rests = set(crossings["rests_on"]) - {""}
    entries = [("own", "stated for it")] if OWN in rests else []
    entries += [("several", "only of several together")] if rests - {OWN} else []
    entries += [("steps", "how widely said")] if (steps["breadth"] != "").any() else []
    pitch = width / 3
    for at, (what, words) in enumerate(entries):
        x, y = (0.12 + at * pitch, height - 0.25) if wide else (0.12, height - 0.2 - 0.24 * at)
        if what == "steps":
            put_steps(ax, x - 0.06, y, "many")
        else:
            put_kind(ax, x, y, "barrier", 55, what == "own")
        write(ax, x + (0.48 if what == "steps" else 0.16), y, words, 8.5, color=MUTED)


def _name(row: Any) -> str:
    return f"{row.label} ({row.said})" if row.said else str(row.label)


def _describe(parts: dict[str, pd.DataFrame], ends: pd.DataFrame, crossings: pd.DataFrame) -> str:
    rows = parts["in-place"].itertuples()
    alt = f"In place: {'; '.join(_name(row) for row in rows)}."
    for row in parts["across"].itertuples():
        here = crossings[crossings["barrier"] == row.label]
        own = ", ".join(here.loc[here["rests_on"] == OWN, "what"])
        several = ", ".join(here.loc[~here["rests_on"].isin(["", OWN]), "what"])
        alt += f" {_name(row)}"
        alt += f": stated for it on {own}" if own else ""
        alt += f"; stated of several barriers at once on {several}" if several else ""
        alt += "."
    return alt
