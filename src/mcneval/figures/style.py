"""The one look of all figures, how a drawing begins and ends, and how it becomes SVG.

Colours go by the meaning of a level (``KINDS``), never by its place. In the SVG they are CSS
variables with the light page's colour to fall back on, so that a dark page has dark figures.
"""

from __future__ import annotations

import io
import re
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from mcneval.roles import Role

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH, NARROW = 6.3, 3.75
"""Inches: the text of an A4 page, and a telephone's screen of 360 px."""
INK, MUTED, GRID, PAPER = "#1d2733", "#5b6773", "#d9dfe4", "#ffffff"
KINDS = {"enabler": "#0b6b58", "mixed": "#5b4b8a", "barrier": "#b3470a"}
MARKERS = {"enabler": "o", "mixed": "D", "barrier": "s"}
# Okabe and Ito (2008), darkened to 3:1 on white; in this order they also differ in grey.
PALETTE = ["#0b5c8c", "#c2570c", "#1c8268", "#8f4a86", "#8a6d00", "#4b5b6b", "#2f7fb8", "#a3333d"]
TINTS = {"enabler": "#e3f1ee", "mixed": "#eeebf6", "barrier": "#fbece2"}
"""Grounds on which the kinds' colours and the ink can be read."""
FOOT = 0.3
"""Inches left free below a drawing that is laid out by hand, for where its data come from."""
SEQUENTIAL = "YlGnBu"
VARIABLES = {INK: "ink", MUTED: "muted", GRID: "grid", PAPER: "paper"}
VARIABLES |= {colour: kind for kind, colour in KINDS.items()}
VARIABLES |= {colour: f"{kind}-tint" for kind, colour in TINTS.items()}
VARIABLES |= {colour: f"series-{place}" for place, colour in enumerate(PALETTE, start=1)}
BLANK = re.compile(r'<path d="[^"]*"[^>]* style="fill: none; stroke: var\(--fig-paper[^"]*"/>')
"""A cell of a heat map with nothing in it."""
SPLIT = re.compile(r'(<a xlink:href="([^"]*)">(?:(?!</a>).)*)</a><a xlink:href="\2">')
"""Between lines of one folded name, each its own link: one stop for the keyboard is enough."""
FONTS = "'DejaVu Sans', Verdana, sans-serif"
"""What the letters are measured in, then what other machines have that is as wide."""
STYLE: dict[str, Any] = {
    "style": "whitegrid",
    "palette": PALETTE,
    "rc": {
        "font.family": "DejaVu Sans",
        "font.size": 9,
        "axes.labelsize": 9,
        "axes.titlesize": 9,
        "xtick.labelsize": 9,
        "ytick.labelsize": 9,
        "legend.fontsize": 9,
        "legend.title_fontsize": 9,
        "axes.edgecolor": MUTED,
        "axes.labelcolor": INK,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.spines.left": False,
        "grid.color": GRID,
        "text.color": INK,
        "xtick.color": INK,
        "ytick.color": INK,
        "figure.facecolor": PAPER,
        "savefig.facecolor": PAPER,
        "figure.figsize": (WIDTH, 3.6),
        "figure.constrained_layout.use": True,
        "svg.fonttype": "none",
        "svg.hashsalt": "mcneval",
        "text.parse_math": False,  # a sum of money is no formula
    },
}


def set_look() -> None:
    """Use the house's look for everything that is drawn from here on."""
    import seaborn as sns

    sns.set_theme(**STYLE)


@contextmanager
def house_style() -> Iterator[None]:
    """Draw in the house's look inside this context."""
    import matplotlib.pyplot as plt
    import seaborn as sns

    rc = sns.axes_style(STYLE["style"]) | STYLE["rc"]
    with plt.rc_context(rc), sns.color_palette(STYLE["palette"]):
        yield


def start(ax: Axes | None, height: float, width: float = WIDTH) -> Axes:
    """Return the axes to draw on: those given, or new ones of this size in inches."""
    import matplotlib.pyplot as plt

    if ax is not None:
        return ax
    # A figure without a window or a place in pyplot's list: nothing has to be closed.
    figure = plt.Figure(figsize=(width, height), layout="constrained")
    return figure.add_subplot()


def finish(
    ax: Axes, frame: pd.DataFrame, alt: str, narrow: Callable[[], Axes] | None, *more: pd.DataFrame
) -> Axes:
    """Keep with a figure what it draws, what stands for it in words, and its narrow drawing."""
    figure: Any = ax.figure
    figure.drawn_frames = [*getattr(figure, "drawn_frames", []), frame, *more]
    figure.drawn_alt = " ".join(part for part in (getattr(figure, "drawn_alt", ""), alt) if part)
    figure.draw_narrow = narrow if len(figure.axes) == 1 else None
    return ax


def skip(ax: Axes | None, frame: pd.DataFrame) -> Axes:
    """Return empty axes for an empty frame: the exhibit will be absent, and the run goes on."""
    ax = start(ax, 1.0)
    ax.set_axis_off()
    return finish(ax, frame, "", None)


def prepare(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame as seaborn takes it: plain numbers, and only levels that occur."""
    import pandas as pd

    plain = frame.copy()
    for name, dtype in frame.dtypes.items():
        if isinstance(dtype, Role):
            plain[name] = frame[name].astype("float64")
        elif isinstance(dtype, pd.CategoricalDtype):
            plain[name] = frame[name].cat.remove_unused_categories()
    return plain


def fold(words: str, room: int) -> str:
    """Return words in lines of at most so many letters."""
    return textwrap.fill(str(words), room, break_long_words=False)


def fold_rows(ax: Axes, width: float) -> None:
    """Fold the names of an axes' rows so that they take less than half of the width."""
    labels = [_fold_row(text.get_text(), width) for text in ax.get_yticklabels()]
    ax.set_yticks(ax.get_yticks(), labels)


def _fold_row(name: Any, width: float) -> str:
    return fold(name, 40 if width > NARROW else 24)


def measure_rows(names: Any, width: float, least: float = 0.24) -> float:
    """Return the inches that named rows need, folded names and all."""
    lines = [_fold_row(name, width).count("\n") + 1 for name in names]
    return float(sum(max(least, 0.155 * count + 0.07) for count in lines))


def whole_numbers(ax: Axes) -> Axes:
    """Let no tick of the number axis stand between two whole numbers."""
    from matplotlib.ticker import MaxNLocator

    ax.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=6))
    return ax


def put_legend(ax: Axes, columns: int = 4, above: float = 0.2) -> None:
    """Put an axes' legend above it where it has more than one entry: from the page's left edge.

    A legend wider than its axes would else press them together. ``above`` is the room below it, in
    letters.
    """
    import seaborn as sns
    from matplotlib.transforms import blended_transform_factory

    legend = ax.get_legend()
    if legend is None:
        return
    if len(legend.get_texts()) < 2:
        legend.remove()
        return
    figure: Any = ax.figure
    left = figure.transFigure if len(figure.axes) == 1 else ax.transAxes
    entry = 0.4 + 0.075 * max(len(text.get_text()) for text in legend.get_texts())
    columns = max(1, min(columns, int(figure.get_figwidth() / entry)))
    if not hasattr(figure, "number"):  # not one of pyplot's, whose size is the caller's
        more = (len(legend.get_texts()) - 1) // columns
        figure.set_figheight(figure.get_figheight() + 0.17 * more)
    sns.move_legend(
        ax, "lower left", bbox_to_anchor=(0, 1), ncols=columns, title=None, frameon=False,
        borderaxespad=above, handletextpad=0.4, columnspacing=1.2,
        bbox_transform=blended_transform_factory(left, ax.transAxes),
    )  # fmt: skip


def stamp(figure: Figure, words: str) -> None:
    """Write where the data come from into the figure itself, for it may travel alone."""
    room = int(figure.get_figwidth() * 17)
    figure.supxlabel(fold(words, room), x=0.01, ha="left", fontsize=8, color=MUTED)


def write_svg(figure: Figure) -> str:
    """Return a figure as SVG, the same text each time: letters as text, colours as variables."""
    import matplotlib.pyplot as plt

    svg = io.StringIO()
    with plt.rc_context({"svg.fonttype": "none", "svg.hashsalt": "mcneval"}):
        # Names folded at the top need a second look before all of it has its place.
        figure.draw_without_rendering()
        figure.savefig(svg, format="svg", metadata={"Date": None, "Creator": None})
    words = svg.getvalue()
    words = words[words.index("<svg") :]
    words = re.sub(r"#[0-9a-f]{6}", lambda found: _name_colour(found[0]), words)
    return _shorten(words.replace("font-family: 'DejaVu Sans'; ", ""))


def _shorten(svg: str) -> str:
    """Return a drawing without what nobody needs: most of its size stands in each page twice."""
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r' id="class:([^"]*)"', r' class="\1"', svg)
    used = set(re.findall(r'#([\w-]+)["\')]', svg))
    svg = re.sub(r' id="([\w-]+)"', lambda found: found[0] if found[1] in used else "", svg)
    svg = re.sub(r"(\d\.\d\d)\d+", r"\1", svg).replace(".00", "")
    svg = re.sub(r' transform="rotate\(-0 [^"]*"', "", svg)
    svg = re.sub(r">\s+<", "><", re.sub(r"\s+", " ", svg)).replace("<g/>", "")
    svg = BLANK.sub("", svg)
    svg = svg.replace(' target="_blank"', "")
    while SPLIT.search(svg):
        svg = SPLIT.sub(r"\1", svg)
    return svg.replace("<svg ", f'<svg font-family="{FONTS}" ', 1)


def _name_colour(colour: str) -> str:
    name = VARIABLES.get(colour)
    return f"var(--fig-{name}, {colour})" if name else colour
