"""What can be seen to be wrong in a drawing without looking at it."""

from __future__ import annotations

from collections.abc import Callable
from unittest.mock import patch

from mcneval.exhibits import save_picture
from mcneval.figures.style import Drawing, looked

HIGHEST = 8.9


def find_faults(drawing: Drawing, highest: float = HIGHEST) -> list[str]:
    """Return texts that lie over one another or leave the page, letters under 8 points, and a
    drawing that is too high for a page.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.text import Text
    from matplotlib.transforms import Bbox

    drawn: list[tuple[str, Bbox, float]] = []
    put = Text.draw

    def watch(text: Text, renderer: object) -> None:
        if text.get_text().strip() and text.get_visible():
            drawn.append((text.get_text(), text.get_window_extent(), text.get_fontsize()))
        put(text, renderer)

    with looked(), patch.object(Text, "draw", watch):
        FigureCanvasAgg(drawing.figure).draw()
    page = drawing.figure.bbox
    faults = [f"small: {words}" for words, _, size in drawn if size < 8]
    faults += [
        f"off the page: {words}"
        for words, box, _ in drawn
        if box.x0 < -1 or box.y0 < -1 or box.x1 > page.x1 + 1 or box.y1 > page.y1 + 1
    ]
    if drawing.figure.get_figheight() > highest:
        faults.append(f"too high: {drawing.figure.get_figheight():.1f} in")
    small = [(words, box.shrunk(0.98, 0.85)) for words, box, _ in drawn]
    return faults + [
        f"over one another: {one} / {other}"
        for number, (one, box) in enumerate(small)
        for other, beside in small[number + 1 :]
        if box.overlaps(beside)
    ]


def is_steady(draw: Callable[[], Drawing | None]) -> bool:
    """Return whether drawing twice gives the same bytes."""
    one, other = draw(), draw()
    assert one is not None
    assert other is not None
    return save_picture(one) == save_picture(other)
