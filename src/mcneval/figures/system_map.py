"""The system map: themes in one column, by construct, with the links between them as arcs."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from mcneval.figures.marks import list_kinds, open_board, put_kind, put_steps, write
from mcneval.figures.style import KINDS, MUTED, NARROW, WIDTH, finish, fold, house_style, skip
from mcneval.study.tables import OWN_PLACE
from mcneval.study.wording import slug

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

DASHES = (0, (3.5, 2.5))
LINE = 0.155
"""Inches of a line of a theme's name."""


def system_map(themes: pd.DataFrame, links: pd.DataFrame, *, width: float = WIDTH) -> Axes:
    """Draw the themes of a study and what acts on what.

    A circle is an enabler, a square a barrier, a diamond both; squares beside a name say how
    widely it was said. An arc leads from a theme to one that it acts on; it is dashed where this
    rests on one sentence about several themes at once; those of the theme with most others are
    strong. On a page of the report a reader may choose
    a theme, and its arcs stand out.

    Parameters
    ----------
    themes : DataFrame
        Columns theme_id, short, narrow, kind, breadth, construct (a categorical: its levels are
        the headings, in order), as :func:`mcneval.analysis.places.list_places` returns.
    links : DataFrame
        Columns from_id, to_id, rests_on, as :func:`mcneval.analysis.links.list_links` returns.
    width : float
        Inches that the figure is wide.
    """
    if themes.empty or links.empty:
        return skip(None, links.head(0))
    wide = width > NARROW
    graded = bool((themes["breadth"] != "").any())
    edge = width * (0.62 if graded else 0.52)
    with house_style():
        rows = _list_rows(themes, edge - (0.85 if graded else 0.35), wide)
        ax = open_board(sum(tall for *_, tall in rows) + 0.45, width)
        places = _write_rows(ax, rows, edge)
        _write_key(ax, themes, links, width)
        kinds = dict(zip(themes["theme_id"], themes["kind"], strict=True))
        most = _find_most(links)
        furthest = max(abs(places[a] - places[b]) for a, b in _pair(links))
        for link in links.itertuples():
            ends = places[link.from_id], places[link.to_id]
            deep = (width - edge - 0.1) * (0.2 + 0.8 * abs(ends[0] - ends[1]) / furthest)
            strong = link.from_id in most and link.rests_on == OWN_PLACE
            _put_arc(ax, edge, ends, deep, link, KINDS[kinds[link.from_id]], strong)
    narrow = partial(system_map, themes, links, width=NARROW)
    return finish(ax, themes, _describe(themes, links), narrow, links)


def _pair(links: pd.DataFrame) -> list[tuple[str, str]]:
    return list(zip(links["from_id"], links["to_id"], strict=True))


def _find_most(links: pd.DataFrame) -> set[str]:
    """Return the one theme, if any, from which most links start that have a place of their own."""
    counts = links.loc[links["rests_on"] == OWN_PLACE, "from_id"].value_counts()
    most = set(counts.index[counts == counts.max()])
    return most if len(most) == 1 else set()


def _list_rows(themes: pd.DataFrame, room: float, wide: bool) -> list[tuple[str, Any, float]]:
    """Return headings and themes, each with its words and the inches that it takes."""
    rows: list[tuple[str, Any, float]] = []
    constructs = list(themes["construct"].cat.categories)
    for construct in constructs:
        here = themes[themes["construct"] == construct]
        if len(here) and len(constructs) > 1:
            rows.append((construct, None, 0.32))
        for row in here.itertuples():
            words = fold(row.short if wide else row.narrow, int(room * 13.5))
            rows.append((words, row, 0.1 + LINE * (words.count("\n") + 1)))
    return rows


def _write_rows(ax: Axes, rows: list[tuple[str, Any, float]], edge: float) -> dict[str, float]:
    """Write the rows downwards; return where each theme's middle is."""
    high = ax.get_ylim()[1]
    places: dict[str, float] = {}
    for words, theme, tall in rows:
        y = high - tall / 2
        if theme is None:
            write(ax, 0.02, y - 0.06, words, 9, fontweight="bold", color=MUTED)
        else:
            places[theme.theme_id] = y
            put_kind(ax, 0.12, y, theme.kind, 45)
            name = write(ax, 0.28, y, words, 9, va="center", linespacing=1.1)
            name.set_url(f"#map-{slug(theme.theme_id)}")
            put_steps(ax, edge - 0.5, y, theme.breadth, KINDS[theme.kind])
        high -= tall
    return places


def _put_arc(
    ax: Axes, x: float, ends: tuple[float, float], deep: float, link: Any, colour: str,
    strong: bool,
) -> None:  # fmt: skip
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    tail, tip = ends[0] - 0.02, ends[1] + 0.02
    curve = [(x, tail), (x + deep * 1.33, tail), (x + deep * 1.33, tip), (x + 0.09, tip)]
    arc = Path(curve, [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4])
    head = Path([(x + 0.02, tip), (x + 0.12, tip - 0.045), (x + 0.12, tip + 0.045), (x, 0)],
                [Path.MOVETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY])  # fmt: skip
    name = f"class:arc from-{slug(link.from_id)} to-{slug(link.to_id)}"
    style: Any = "solid" if link.rests_on == OWN_PLACE else DASHES
    look: Any = {"edgecolor": colour, "alpha": 0.95 if strong else 0.4, "zorder": 2 + strong}
    wide = 1.9 if strong else 0.9
    line = ax.add_patch(PathPatch(arc, facecolor="none", linestyle=style, linewidth=wide, **look))
    tip_mark = ax.add_patch(PathPatch(head, facecolor=colour, linewidth=0, **look))
    line.set_gid(name)
    tip_mark.set_gid(name)


def _write_key(ax: Axes, themes: pd.DataFrame, links: pd.DataFrame, width: float) -> None:
    x = 0.12
    for kind in list_kinds(list(themes["kind"])):
        put_kind(ax, x, 0.12, kind, 38)
        write(ax, x + 0.12, 0.12, kind, 8, color=MUTED)
        x += 0.72
    if (links["rests_on"] != OWN_PLACE).any():
        ax.plot([x, x + 0.3], [0.12, 0.12], linestyle=DASHES, color=MUTED, linewidth=1.2)
        words = "only of several together" if width > NARROW else "of several"
        write(ax, x + 0.36, 0.12, words, 8, color=MUTED)


def _describe(themes: pd.DataFrame, links: pd.DataFrame) -> str:
    counts = themes["construct"].value_counts(sort=False)
    at = ", ".join(f"{name} {count}" for name, count in counts.items() if count)
    own = links.loc[links["rests_on"] == OWN_PLACE, "from_id"].value_counts()
    short = dict(zip(themes["theme_id"], themes["short"], strict=True))
    acts = "; ".join(f"{short[name]} {count}" for name, count in own.head(5).items())
    alt = f"{len(themes)} themes ({at}) and {len(links)} links between them, {own.sum()} stated at "
    alt = f"{alt}their own place. Links of this kind from each theme, the most first: {acts}."
    return alt if acts else alt.partition(" Links of")[0]
