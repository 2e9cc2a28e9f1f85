"""The one look of all figures, and the drawing that every function returns."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH = 6.3
"""Inches: the text of an A4 page, so that letters are printed at the size they are drawn."""
TALLEST = 7.6
"""Inches that a drawing may be high, to stand on a page with its caption."""
FOOT = 0.4
"""Inches left free at the foot of a drawing laid out by hand, for where the data come from."""

INK = "#1d2733"
MUTED = "#5b6773"
GRID = "#d9dfe4"
PAPER = "#ffffff"

# Okabe and Ito (2008), darkened to 3:1 on white; in this order they also differ in grey.
SERIES = ("#0b5c8c", "#c2570c", "#1c8268", "#8f4a86", "#8a6d00", "#4b5b6b", "#2f7fb8", "#a3333d")
KIND_COLOURS = {"enabler": "#0b6b58", "barrier": "#b3470a", "mixed": "#5b4b8a"}
KIND_MARKS = {"enabler": "o", "barrier": "s", "mixed": "D"}
SEQUENTIAL = "YlGnBu"


@dataclass(frozen=True)
class Drawing:
    """A figure with the words that stand for it where it cannot be seen.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        The drawing itself.
    alt : str
        What it shows, with its numbers, in one to three sentences.
    """

    figure: Figure
    alt: str


@contextmanager
def looked() -> Iterator[None]:
    """Draw in the house's look inside this context."""
    import matplotlib as mpl

    with mpl.rc_context(
        {
            "font.family": "DejaVu Sans",
            "font.size": 10,
            "axes.titlesize": 11,
            "axes.titleweight": "bold",
            "axes.titlelocation": "left",
            "axes.edgecolor": MUTED,
            "axes.labelcolor": INK,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.axisbelow": True,
            "grid.color": GRID,
            "text.color": INK,
            "xtick.color": INK,
            "ytick.color": INK,
            "figure.facecolor": PAPER,
            "savefig.facecolor": PAPER,
            "svg.fonttype": "path",
            "svg.hashsalt": "mcneval",
        }
    ):
        yield


def start_figure(height: float, width: float = WIDTH) -> tuple[Figure, Axes]:
    """Return an empty figure of this size in inches, and its axes.

    The figure belongs to no window or global list, so nothing has to be closed.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.add_subplot()


def start_board(height: float) -> tuple[Figure, Axes]:
    """Return a figure that is laid out by hand, and axes in inches from its top left corner."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH, height))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, WIDTH), ylim=(height, 0))
    axes.axis("off")
    return figure, axes
