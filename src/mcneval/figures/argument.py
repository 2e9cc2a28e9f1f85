"""The argument of a study: what was in place, each barrier a rail across what it holds back."""

from __future__ import annotations

from dataclasses import dataclass, replace
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
from mcneval.study.tables import OWN_PLACE

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

LEAST, HEADS = 5.0, 0.95
"""Inches under which the drawing is that for a narrow screen, and of the heads of the columns."""


@dataclass(frozen=True)
class Room:
    """How the drawing is laid out, in inches, points and letters a line.

    ``labels`` is where the columns begin; ``row`` how tall a barrier is; ``head``, ``name`` and
    ``small`` the sizes of letters; ``fold_name`` and ``fold_said`` how long lines may be.
    """

    width: float
    side_by_side: int
    labels: float
    row: float
    key: float
    head: float
    name: float
    small: float
    fold_head: int
    fold_name: int
    fold_said: int
    column: str

    @property
    def wide(self) -> bool:
        """Whether there is room for whole names, side by side."""
        return self.column == "label"


WIDE = Room(7.4, 2, 3.4, 0.56, 0.35, 9.5, 10, 8.5, 10, 40, 40, "label")
TIGHT = Room(3.75, 1, 1.4, 0.86, 0.85, 8, 8.5, 8, 8, 14, 20, "narrow")
BROAD = WIDE.width


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
        Inches; under five, the drawing is that for a narrow screen.
    """
    if steps.empty:
        return skip(None, steps)
    room = replace(WIDE if width >= LEAST else TIGHT, width=width)
    parts = {name: steps[steps["part"] == name] for name in ("in-place", "across")}
    ends = steps[steps["part"].isin(["held-back", "worn-down"])]
    rows = -(-len(parts["in-place"]) // room.side_by_side)
    place = 0.85 + 0.5 * rows if rows else 0.0
    rails = HEADS + room.row * len(parts["across"])
    with house_style():
        ax = open_board(place + rails + room.key, width)
        if rows:
            _draw_place(ax, parts["in-place"], place + rails + room.key, place, room)
        _draw_heads(ax, ends, room.key + rails, rails, room)
        _draw_rails(ax, parts["across"], ends, crossings, room.key + rails - HEADS, room)
        _draw_key(ax, steps, crossings, room)
    narrow = partial(argument, steps, crossings, width=NARROW)
    return finish(ax, steps, _describe(parts, crossings), narrow, crossings)


def _tint(ax: Axes, left: float, top: float, size: tuple[float, float], **look: Any) -> None:
    from matplotlib.patches import Rectangle

    ax.add_patch(Rectangle((left, top - size[1]), *size, linewidth=0, **look))


def _draw_place(ax: Axes, rows: pd.DataFrame, top: float, height: float, room: Room) -> None:
    size = (room.width, height - 0.35)
    _tint(ax, 0, top, size, facecolor=TINTS["enabler"], zorder=0)
    write(ax, 0.14, top - 0.24, "In place", 10, fontweight="bold", color=KINDS["enabler"])
    for at, row in enumerate(rows.itertuples()):
        x = 0.24 + at % room.side_by_side * room.width / room.side_by_side
        y = top - 0.6 - at // room.side_by_side * 0.5
        put_kind(ax, x, y, "enabler", fill=bool(row.theme_id))
        write(ax, x + 0.16, y, row.label, 10, fontweight="bold")
        start = put_steps(ax, x + 0.16, y - 0.2, row.breadth, KINDS["enabler"])
        write(ax, start, y - 0.2, row.said, 8.5, color=MUTED)
    middle, below = room.width / 2, top - height + 0.16
    write(ax, middle, below, "up against", 10, fontweight="bold", ha="center")


def _place_columns(count: int, room: Room) -> tuple[list[float], float]:
    """Return where the columns of what is held back stand, and how far each reaches aside."""
    pitch = (room.width - room.labels - 0.06) / max(1, count)
    return [room.labels + pitch * (at + 0.5) for at in range(count)], pitch / 2 - 0.03


def _draw_heads(ax: Axes, ends: pd.DataFrame, top: float, height: float, room: Room) -> None:
    """Draw the ground of the barriers, and the columns of what they hold back."""
    _tint(ax, 0, top, (room.width, height), facecolor=TINTS["barrier"], zorder=0)
    look: Any = {"fontweight": "bold", "color": KINDS["barrier"], "linespacing": 1.15}
    words = fold("Barriers that cut across", room.fold_name)
    write(ax, 0.14, top - 0.12, words, 10, va="top", **look)
    spots, half = _place_columns(len(ends), room)
    for name, words in (("held-back", "hold back"), ("worn-down", "and wear down")):
        over = [x for x, part in zip(spots, ends["part"], strict=True) if part == name]
        if over:
            x, words = sum(over) / len(over), fold(words, room.fold_head + 1)
            write(ax, x, top - 0.21, words, room.small, ha="center", va="center", **look)
    for x, end in zip(spots, ends.to_dict("records"), strict=True):
        worn = end["part"] == "worn-down"
        face, deep = (KINDS["barrier"], 0.16) if worn else (PAPER, 0.65)
        size = (2 * half, height - 0.48)
        _tint(ax, x - half, top - 0.4, size, facecolor=face, alpha=deep, zorder=1)
        words = fold(end[room.column], room.fold_head)
        write(ax, x, top - 0.64, words, room.head, fontweight="bold", ha="center", va="center",
              linespacing=1.1)  # fmt: skip


def _draw_rails(
    ax: Axes,
    rows: pd.DataFrame,
    ends: pd.DataFrame,
    crossings: pd.DataFrame,
    top: float,
    room: Room,
) -> None:
    spots, half = _place_columns(len(ends), room)
    for at, row in enumerate(rows.to_dict("records")):
        y = top - room.row * at - 0.25
        _name_barrier(ax, row, y, room)
        said = crossings[crossings["barrier"] == row["label"]].set_index("what")["rests_on"]
        if spots:
            rust, tip = KINDS["barrier"], spots[-1] - half
            worn = any(said[what] for what in ends.loc[ends["part"] == "worn-down", "label"])
            ends_of_line = [spots[0] - half, spots[-1] if worn else tip]
            ax.plot(ends_of_line, [y, y], color=rust, linewidth=1.6, alpha=0.4, zorder=2)
            if worn:
                sides = [y - 0.055, y, y + 0.055]
                ax.fill([tip - 0.04, tip + 0.05, tip - 0.04], sides, color=rust, zorder=3)
        for x, what in zip(spots, ends["label"], strict=True):
            if said[what]:
                put_kind(ax, x, y, "barrier", 95 if room.wide else 62, said[what] == OWN_PLACE)


def _name_barrier(ax: Axes, row: dict[str, str], y: float, room: Room) -> None:
    """Write a barrier's name, and below it how widely it was said."""
    if room.wide:
        put_kind(ax, 0.24, y, "barrier")
    left = 0.4 if room.wide else 0.12
    name = fold(row[room.column], room.fold_name)
    write(ax, left, y + 0.15, name, room.name, fontweight="bold", va="top", linespacing=1.1)
    below = y - 0.13 - 0.13 * name.count("\n")
    start = put_steps(ax, left, below, row["breadth"], KINDS["barrier"])
    if not room.wide and start > left:
        start, below = left, below - 0.16
    said = fold(row["said"], room.fold_said)
    write(ax, start, below + 0.06, said, room.small, color=MUTED, va="top", linespacing=1.1)


def _draw_key(ax: Axes, steps: pd.DataFrame, crossings: pd.DataFrame, room: Room) -> None:
    rests = set(crossings["rests_on"]) - {""}
    entries = [("own", "stated for it")] if OWN_PLACE in rests else []
    entries += [("several", "only of several together")] if rests - {OWN_PLACE} else []
    entries += [("steps", "how widely said")] if (steps["breadth"] != "").any() else []
    for at, (what, words) in enumerate(entries):
        x, y = 0.12 + at * room.width / 3, room.key - 0.25
        if not room.wide:
            x, y = 0.12, room.key - 0.2 - 0.24 * at
        if what == "steps":
            put_steps(ax, x - 0.06, y, "many")
        else:
            put_kind(ax, x, y, "barrier", 55, what == "own")
        write(ax, x + (0.48 if what == "steps" else 0.16), y, words, 8.5, color=MUTED)


def _name(row: Any) -> str:
    return f"{row.label} ({row.said})" if row.said else str(row.label)


def _describe(parts: dict[str, pd.DataFrame], crossings: pd.DataFrame) -> str:
    alt = f"In place: {'; '.join(map(_name, parts['in-place'].itertuples()))}."
    for row in parts["across"].itertuples():
        here = crossings[crossings["barrier"] == row.label]
        own = ", ".join(here.loc[here["rests_on"] == OWN_PLACE, "what"])
        several = ", ".join(here.loc[~here["rests_on"].isin(["", OWN_PLACE]), "what"])
        parted = "; " if own and several else ""
        alt = f"{alt} {_name(row)}"
        alt = f"{alt}: stated for it: {own}" if own else alt
        alt = f"{alt}{parted or ': '}only of several: {several}" if several else alt
        alt = f"{alt}."
    return alt
