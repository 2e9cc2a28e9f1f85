"""What can be seen to be wrong in a drawing without looking at it."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

from matplotlib.axes import Axes


def list_words(ax: Axes) -> list[str]:
    """Return the words of an axes' own texts, its marks' and not its ticks'."""
    return [text.get_text() for text in ax.texts]


def find_faults(ax: Axes) -> list[str]:
    """Return texts that lie over one another or leave the page, and letters under 8 points."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.text import Text
    from matplotlib.transforms import Bbox

    figure: Any = ax.figure
    drawn: list[tuple[str, Bbox, float]] = []
    put = Text.draw

    def watch(text: Text, renderer: Any) -> None:
        if text.get_text().strip() and text.get_visible():
            drawn.append((text.get_text(), text.get_window_extent(renderer), text.get_fontsize()))
        put(text, renderer)

    canvas = FigureCanvasAgg(figure)
    figure.draw_without_rendering()
    with patch.object(Text, "draw", watch):
        canvas.draw()
    page = figure.bbox
    faults = [f"small: {words}" for words, _, size in drawn if size < 8]
    faults += [
        f"off the page: {words}"
        for words, box, _ in drawn
        if box.x0 < -1 or box.y0 < -1 or box.x1 > page.x1 + 1 or box.y1 > page.y1 + 1
    ]
    small = [(words, box.shrunk(0.95, 0.8)) for words, box, _ in drawn]
    return faults + [
        f"over one another: {one} / {other}"
        for number, (one, box) in enumerate(small)
        for other, beside in small[number + 1 :]
        if box.overlaps(beside)
    ]
