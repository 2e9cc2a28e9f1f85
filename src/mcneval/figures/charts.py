"""Bars, dots, intervals, spans, lines and heat maps: seaborn's forms in the house's look."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from mcneval.exhibit import name_head
from mcneval.figures.style import (
    GRID,
    INK,
    KINDS,
    MARKERS,
    MUTED,
    NARROW,
    PALETTE,
    PAPER,
    SEQUENTIAL,
    WIDTH,
    finish,
    fold,
    fold_rows,
    house_style,
    measure_rows,
    prepare,
    put_legend,
    skip,
    start,
    whole_numbers,
)
from mcneval.roles import Role, write_number

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

INK_ON_DARK, INK_ON_LIGHT = "#fefefe", "#010101"
"""Nearly white and black, the same on every page: greyer ink could not be read on middle tones."""
SHAPES = "osD^vPX"
"""Of dots whose level has no shape of its own, in order: colour is never the only sign."""
MOST_SAID = 12
"""Values that the words for a figure name before they count the rest."""


def choose_colours(levels: list[str]) -> dict[str, str]:
    """Return a colour for each level: those of kinds of theme, else the palette's in order."""
    if set(levels) <= set(KINDS):
        return {level: KINDS[level] for level in levels}
    return {level: PALETTE[at % len(PALETTE)] for at, level in enumerate(levels)}


def _list_levels(frame: pd.DataFrame, hue: str | None) -> list[str]:
    if not hue:
        return []
    cells = frame[hue]
    return list(cells.cat.categories) if hasattr(cells, "cat") else list(dict.fromkeys(cells))


def _say(frame: pd.DataFrame, y: str, x: str) -> str:
    """Return the first rows of a frame in words: ``Staff 4; Money 3``."""
    import pandas as pd

    word = frame[x].dtype.word if isinstance(frame[x].dtype, Role) else "number"
    pairs = [
        f"{name} {write_number(float(value), word)}"
        for name, value in zip(frame[y], frame[x], strict=True)
        if not pd.isna(value)
    ]
    more = f"; and {len(pairs) - MOST_SAID} more" if len(pairs) > MOST_SAID else ""
    return "; ".join(pairs[:MOST_SAID]) + more


def bars(
    frame: pd.DataFrame,
    x: str,
    y: str,
    hue: str | None = None,
    *,
    ax: Axes | None = None,
    width: float = WIDTH,
) -> Axes:
    """Draw a bar for each row, as long as a number, in the frame's order.

    Parameters
    ----------
    frame : DataFrame
        One row a bar (or, with ``hue``, a part of one).
    x, y : str
        The columns with the numbers and the names.
    hue : str, optional
        A column that colours the bars; kinds of theme have their own colours.
    ax : Axes, optional
        Where to draw; else a figure of its own.
    width : float
        Inches that a figure of its own is wide.
    """
    return _draw_rows(bars, frame, x, y, hue, ax, width)


def _write_hidden(ax: Axes, frame: pd.DataFrame, x: str, y: str) -> None:
    """Write counts that may not be shown where their marks would begin: no mark is no count."""
    rows = dict(
        zip([text.get_text() for text in ax.get_yticklabels()], ax.get_yticks(), strict=True)
    )
    told = _write_cells(frame[[x]])[:, 0]
    for name, words in sorted({(str(n), w) for n, w in zip(frame[y], told, strict=True)}):
        if words.startswith(("<", "?")) and name in rows:
            ax.text(ax.get_xlim()[0], rows[name], f" {words}", va="center", fontsize=8, color=MUTED)


def dots(
    frame: pd.DataFrame,
    x: str,
    y: str,
    hue: str | None = None,
    *,
    ax: Axes | None = None,
    width: float = WIDTH,
) -> Axes:
    """Draw a dot for each row at a number, rows by name; parameters as :func:`bars`.

    Dots of one row that lie on the same number are moved apart by colour.
    """
    return _draw_rows(dots, frame, x, y, hue, ax, width)


def _draw_rows(
    draw: Any, frame: pd.DataFrame, x: str, y: str, hue: str | None, ax: Axes | None, width: float
) -> Axes:
    import seaborn as sns

    if frame.empty:
        return skip(ax, frame)
    plain = prepare(frame)
    look: Any = {"color": None if hue else PALETTE[0]}
    look["palette"] = choose_colours(_list_levels(plain, hue)) if hue else None
    with house_style():
        ax = start(ax, measure_rows(dict.fromkeys(plain[y]), width) + 0.8, width)
        look |= {"x": x, "y": y, "hue": hue, "ax": ax}
        if draw is bars:
            sns.barplot(plain, dodge=False, errorbar=None, saturation=1, **look)
        else:
            _put_dots(ax, plain, x, y, hue)
        _write_hidden(ax, frame, x, y)
        ax.set(xlabel=name_head(x), ylabel="")
        whole_numbers(ax)
        fold_rows(ax, width)
        put_legend(ax, 3 if width > NARROW else 2)
    names = frame[y].astype("str")
    if hue and draw is dots:
        names = names + " (" + frame[hue].astype("str") + ")"
    alt = f"{name_head(x)}: {_say(frame.assign(_name=names), '_name', x)}."
    return finish(ax, frame, alt, partial(draw, frame, x, y, hue, width=NARROW))


def _put_dots(ax: Axes, plain: pd.DataFrame, x: str, y: str, hue: str | None) -> None:
    """Put dots from nought on, with a shape for each colour."""
    names = list(dict.fromkeys(plain[y]))
    rows = plain[y].astype("object").map({name: at for at, name in enumerate(names)})
    levels = _list_levels(plain, hue)
    colours: dict[str, str] = choose_colours(levels) or {"": PALETTE[0]}
    apart = bool(hue) and plain.groupby(y, observed=True)[hue].nunique().max() > 1
    for place, (level, colour) in enumerate(colours.items()):
        here = plain[hue] == level if hue else plain[y].notna()
        off = (place + 0.5) * 0.8 / len(colours) - 0.4 if apart else 0
        shape = MARKERS.get(level, SHAPES[place % len(SHAPES)])
        look: Any = {"s": 36, "color": colour, "marker": shape, "label": level or None, "zorder": 3}
        ax.scatter(plain.loc[here, x], rows[here] + off, **look)
    _name_rows(ax, names)
    ax.yaxis.grid(visible=True)
    if plain[x].notna().any():
        most = plain[x].max()
        ax.set_xlim(min(plain[x].min(), 0) - 0.02 * most, 1.04 * most)
    if hue:
        ax.legend()


def intervals(
    frame: pd.DataFrame,
    x: str,
    y: str,
    low: str = "low",
    high: str = "high",
    hue: str | None = None,
    marks: dict[str, float] | None = None,
    *,
    ax: Axes | None = None,
    width: float = WIDTH,
) -> Axes:
    """Draw an estimate with its interval for each row.

    Parameters
    ----------
    frame : DataFrame
        One row an estimate.
    x, y, low, high : str
        The columns with the estimate, the name and the bounds; missing bounds are not drawn.
    hue : str, optional
        A column that colours the rows.
    marks : dict of str to float, optional
        Lines across all rows, such as the bounds of a rule, by their names.
    ax, width
        As for :func:`bars`.
    """
    import seaborn as sns

    frame = frame.dropna(subset=[x])
    if frame.empty:
        return skip(ax, frame)
    plain = prepare(frame)
    colours = choose_colours(_list_levels(plain, hue))
    with house_style():
        ax = start(ax, measure_rows(plain[y], width) + 0.8, width)
        places = range(len(plain))
        tones = [colours[level] for level in plain[hue]] if hue else [PALETTE[0]] * len(plain)
        ax.hlines(places, plain[low], plain[high], color=tones, linewidth=2)
        told = plain.assign(_row=list(places))
        look: Any = {"hue": hue, "palette": colours} if hue else {"color": PALETTE[0]}
        sns.scatterplot(told, x=x, y="_row", s=36, ax=ax, zorder=3, **look)
        for place, (words, at) in enumerate((marks or {}).items()):
            ax.axvline(at, color=MUTED, linewidth=0.8, linestyle=":")
            _write_beside(ax, words, (at, 1), (0, 2), "left" if place else "right")
        ax.set(xlabel=name_head(x), ylabel="")
        _name_rows(ax, plain[y])
        fold_rows(ax, width)
        put_legend(ax, above=1.6 if marks else 0.2)
        _write_per_cent(ax, frame[x])
    redraw = partial(intervals, frame, x, y, low, high, hue, marks, width=NARROW)
    return finish(ax, frame, f"{name_head(x)}: {_say(frame, y, x)}.", redraw)


def _name_rows(ax: Axes, names: Sequence[Any] | pd.Series) -> None:
    """Name the rows of an axes that are numbered from 0, the first on top."""
    ax.set_yticks(range(len(names)), [str(name) for name in names])
    ax.set_ylim(len(names) - 0.5, -0.5)


def _write_beside(
    ax: Axes, words: str, spot: tuple[float, float], off: tuple[float, float], ha: str,
    va: str = "baseline",
) -> None:  # fmt: skip
    """Write small words at a number across and a share of the axes up."""
    look: Any = {"xycoords": ("data", "axes fraction"), "textcoords": "offset points"}
    ax.annotate(words, spot, xytext=off, ha=ha, va=va, fontsize=8, color=MUTED, **look)


def _write_per_cent(ax: Axes, values: pd.Series) -> None:
    from matplotlib.ticker import PercentFormatter

    if isinstance(values.dtype, Role) and values.dtype.word == "share":
        ax.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))


def spans(
    frame: pd.DataFrame, first: str, second: str, y: str, hue: str | None = None, least: float = 0,
    *, ax: Axes | None = None, width: float = WIDTH,
) -> Axes:  # fmt: skip
    """Draw for each row the way from one number (open) to another (filled).

    Parameters
    ----------
    frame : DataFrame
        One row a way.
    first, second, y : str
        The columns with the two numbers and the name.
    hue : str, optional
        A column that colours and shapes the filled marks, such as the kind of theme.
    least : float
        Shades what lies below it; 0 for nothing.
    ax, width
        As for :func:`bars`.
    """
    frame = frame.dropna(subset=[second])
    if frame.empty:
        return skip(ax, frame)
    plain = prepare(frame)
    colours = choose_colours(_list_levels(plain, hue))
    with house_style():
        ax = start(ax, measure_rows(plain[y], width) + 0.9, width)
        for level in colours or {"": PALETTE[0]}:
            here = plain[hue] == level if hue else plain[y].notna()
            rows = here.to_numpy().nonzero()[0]
            tone, mark = colours.get(level, PALETTE[0]), MARKERS.get(level, "o")
            ends = plain.loc[here, first], plain.loc[here, second]
            look: Any = {"marker": mark, "s": 34, "edgecolor": tone}
            ax.hlines(rows, *ends, color=tone, linewidth=1.5)
            ax.scatter(ends[0], rows, facecolor=PAPER, zorder=3, **look)
            ax.scatter(ends[1], rows, facecolor=tone, zorder=4, label=level or None, **look)
        if least:
            ax.axvspan(min(0, ax.get_xlim()[0]), least - 0.5, color=GRID, alpha=0.6, zorder=0)
        label = f"{name_head(second)} (filled), {name_head(first).lower()} (open)"
        ax.set(xlabel=label if width > NARROW else fold(label, 26), ylabel="")
        whole_numbers(ax)
        _write_per_cent(ax, frame[second])
        _name_rows(ax, plain[y])
        fold_rows(ax, width)
        if hue:
            ax.legend()
            put_legend(ax)
    alt = " ".join(f"{name_head(end)}: {_say(frame, y, end)}." for end in (second, first))
    return finish(ax, frame, alt, partial(spans, frame, first, second, y, hue, least, width=NARROW))


def lines(
    frame: pd.DataFrame, x: str, y: str, hue: str | None = None, low: str = "", high: str = "",
    *, steps: bool = False, ax: Axes | None = None, width: float = WIDTH,
) -> Axes:  # fmt: skip
    """Draw a line for each level of ``hue``, with a band between two columns where given.

    Parameters
    ----------
    frame : DataFrame
        One row a point.
    x, y : str
        The columns with the places.
    hue : str, optional
        A column that tells the lines apart.
    low, high : str
        Columns with the bounds of a band around the first line.
    steps : bool
        Whether the line stays level up to the next point.
    ax, width
        As for :func:`bars`.
    """
    import seaborn as sns

    if frame.empty:
        return skip(ax, frame)
    plain = prepare(frame)
    colours = choose_colours(_list_levels(plain, hue))
    with house_style():
        ax = start(ax, 3.2, width)
        if low:
            first = plain[plain[hue] == next(iter(colours))] if hue else plain
            ax.fill_between(
                first[x], first[low], first[high], color=GRID, label="_band", linewidth=0
            )
        sns.lineplot(
            plain, x=x, y=y, hue=hue, style=hue, markers=not steps, dashes=False, ax=ax,
            palette=colours if hue else None, drawstyle="steps-post" if steps else None,
            legend="auto" if len(colours) > 1 else False,
        )  # fmt: skip
        ax.set(xlabel=name_head(x), ylabel=name_head(y))
        ax.set_ylim(bottom=0)
        put_legend(ax, 4 if width > NARROW else 2)
        if plain[x].dtype.kind == "M":
            ax.tick_params(axis="x", rotation=30 if width > NARROW else 60)
        else:
            whole_numbers(ax)
    ends = frame.groupby(hue, observed=True).tail(1) if hue else frame.tail(1)
    alt = f"{name_head(y)} at the end: {_say(ends, hue or x, y)}."
    redraw = partial(lines, frame, x, y, hue, low, high, steps=steps, width=NARROW)
    return finish(ax, frame, alt, redraw)


def heat(
    frame: pd.DataFrame, *, ax: Axes | None = None, width: float = WIDTH, **options: Any
) -> Axes:
    """Draw a wide frame of numbers, its index down and its columns across, as a heat map.

    Counts that may not be shown stand in grey, as ``<5`` or ``?``. Columns of two levels are set
    apart by the first. A map of more columns than a narrow screen holds is drawn once.

    Parameters
    ----------
    frame : DataFrame
        Numbers, or columns with roles.
    ax, width
        As for :func:`bars`.
    **options
        For ``seaborn.heatmap``.
    """
    import seaborn as sns

    if frame.empty:
        return skip(ax, frame)
    numbers = frame.astype("float64")
    told = _write_cells(frame)
    heads = [str(name[-1] if isinstance(name, tuple) else name) for name in frame.columns]
    many = len(heads) > 6 or max(map(len, heads)) > 14
    room = 12 if not many else 22 if len(heads) < 10 else 60
    size = 9 if len(heads) < 14 else 8 if len(heads) < 25 else 5.5
    with house_style():
        top = 0.085 * max(min(room, len(head)) for head in heads) if many else 0.5
        rows = measure_rows(frame.index, width, 0.22)
        ax = start(ax, rows + min(top, 2.2) + (0.5 if frame.columns.nlevels > 1 else 0.2), width)
        house: Any = {"cmap": SEQUENTIAL, "cbar": False, "linewidths": 0.5, "vmin": 0}
        house |= {"annot": told if len(heads) < 30 else None, "fmt": ""}
        crowded = len(heads) * max(len(word) for word in told.ravel()) > 56
        house |= {"annot_kws": {"fontsize": min(7 if crowded else 8, size)}}
        sns.heatmap(
            numbers, ax=ax, mask=numbers.isna().to_numpy() & (told == ""), **(house | options)
        )
        ax.set_facecolor(PAPER)
        _colour_words(ax)
        _grey_hidden(ax, numbers, told)
        ax.xaxis.tick_top()
        names = [fold(head, room) for head in heads]
        look: Any = {"rotation": 90 if many else 0, "ha": "center", "va": "bottom"}
        look |= {"fontsize": size}
        ax.set_xticks([at + 0.5 for at in range(len(heads))], names, **look)
        ax.set_yticks(
            [at + 0.5 for at in range(len(frame))], [str(name) for name in frame.index], rotation=0
        )
        fold_rows(ax, width)
        ax.set(xlabel="", ylabel="")
        ax.tick_params(length=0)
        ax.grid(visible=False)
        _part_columns(ax, frame)
    narrow = partial(heat, frame, width=NARROW, **options) if len(heads) <= 8 else None
    alt = f"Heat map of {len(frame)} rows by {len(heads)} columns. The highest: "
    alt = f"{alt}{_say_cells(frame, told) or 'none'}."
    return finish(ax, flatten_wide(frame), alt, narrow)


def _colour_words(ax: Axes) -> None:
    """Give each cell's words the ink that contrasts with it more.

    The cells keep their colours in the dark, and so do these. At a luminance of 0.18 paper and ink
    contrast alike; seaborn's own rule leaves paper on grounds that are too light to read it on.
    """
    import numpy as np
    from seaborn.utils import relative_luminance

    mesh: Any = ax.collections[0]
    seen = ~np.ma.getmaskarray(mesh.get_array()).ravel()
    for words, tone in zip(ax.texts, mesh.get_facecolors()[seen], strict=True):
        words.set_color(INK_ON_DARK if relative_luminance(tone) < 0.18 else INK_ON_LIGHT)


def _say_cells(frame: pd.DataFrame, told: Any) -> str:
    """Return the highest cells of a wide frame in words: ``Staff, Phase 1 9; Money, Phase 2 8``."""
    numbers = frame.astype("float64").to_numpy()
    heads = [
        ", ".join(map(str, name)) if isinstance(name, tuple) else name for name in frame.columns
    ]
    order = (-numbers).ravel().argsort(kind="stable")
    cells = [divmod(int(at), numbers.shape[1]) for at in order]
    known = [(row, column) for row, column in cells if numbers[row, column] > 0]
    return "; ".join(
        f"{frame.index[row]}, {heads[column]} {told[row, column]}"
        for row, column in known[:MOST_SAID]
    )


def flatten_wide(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a wide frame with its index as columns and one header row."""
    if frame.columns.nlevels > 1:
        frame = frame.set_axis([f"{one}: {other}" for one, other in frame.columns], axis=1)
    return frame.rename_axis(columns=None).reset_index()


def _write_cells(frame: pd.DataFrame) -> Any:
    import numpy as np

    cells = []
    for at in range(frame.shape[1]):
        values = frame.iloc[:, at]
        if isinstance(values.dtype, Role):
            words = values.array.write()
            cells.append([word.replace("under ", "<").replace("withheld", "?") for word in words])
        else:
            cells.append(
                [write_number(float(value), "number", 1) for value in values.astype("float64")]
            )
    return np.array(cells, dtype=object).T


def _grey_hidden(ax: Axes, numbers: pd.DataFrame, told: Any) -> None:
    from matplotlib.patches import Rectangle

    for row, column in zip(*(numbers.isna().to_numpy() & (told != "")).nonzero(), strict=True):
        ax.add_patch(Rectangle((column, row), 1, 1, facecolor=GRID, edgecolor=PAPER, linewidth=0.5))
        look: Any = {"ha": "center", "va": "center", "fontsize": 8, "color": INK}
        ax.text(column + 0.5, row + 0.5, told[row, column], **look)


def _part_columns(ax: Axes, frame: pd.DataFrame) -> None:
    if frame.columns.nlevels < 2:
        return
    firsts = [str(name[0]) for name in frame.columns]
    for at, name in enumerate(firsts):
        if at == 0 or firsts[at - 1] != name:
            ax.axvline(at, color=INK, linewidth=1 if at else 0)
            size = firsts.count(name)
            spot = at + size / 2, 0
            _write_beside(ax, fold(name, max(8, 5 * size)), spot, (0, -4), "center", va="top")
