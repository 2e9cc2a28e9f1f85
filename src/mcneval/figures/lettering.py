"""Words in a drawing: how wide they are, how they break into lines, how they are typeset."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from mcneval.figures.style import MUTED, WIDTH

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

EDGE = 0.08
"""Inches left free at the left and right of a drawing laid out by hand."""
POINTS = 72.0
TEXT, SMALL = 9.0, 8.5
"""Sizes of letters in points; what is drawn smaller could not be read on a printed page."""
LEADING = 1.28
"""The height of a line, in sizes of its letters."""


def curl(words: str) -> str:
    """Return words with typographic apostrophes: ``children’s``."""
    return re.sub(r"(?<=\S)'|'(?=\w)", "’", words)


def curl_labels(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame whose names, in the columns called ``label`` or ``…_label``, are typeset."""
    names = [name for name in frame.columns if str(name).split("_")[-1] == "label"]
    return frame.assign(**{name: frame[name].map(curl) for name in names}) if names else frame


def curl_names(names: Mapping[str, str]) -> dict[str, str]:
    """Return names by key, typeset."""
    return {key: curl(name) for key, name in names.items()}


def drop_shared_ending(names: Sequence[str]) -> list[str]:
    """Return names without the bracket that ends each of them, for it tells none apart."""
    found = [re.search(r" \([^()]*\)$", name) for name in names]
    endings = {match.group() if match else "" for match in found}
    if len(names) < 2 or len(endings) > 1:
        return list(names)
    ending = endings.pop()
    return [name.removesuffix(ending) for name in names]


def measure(words: str, size: float = TEXT, *, bold: bool = False) -> float:
    """Return how many inches wide a line of words is."""
    return _measure_unit(words, bold) * size / POINTS


@lru_cache(maxsize=8192)
def _measure_unit(words: str, bold: bool) -> float:
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    font = FontProperties(family="DejaVu Sans", weight="bold" if bold else "normal", size=100)
    width, *_ = text_to_path.get_text_width_height_descent(words, font, ismath=False)
    return float(width) / 100


def line_height(size: float = TEXT) -> float:
    """Return the inches from one line to the next."""
    return size * LEADING / POINTS


def break_lines(
    words: str,
    width: float,
    size: float = TEXT,
    *,
    bold: bool = False,
    most: int = 99,
    even: bool = True,
) -> list[str]:
    """Return words as lines no wider than so many inches, the last one cut where there are more.

    The lines are of like length, unless ``even`` is false. A word that is wider than a line is
    parted with a hyphen.
    """
    lines = _fill_lines(words, width, size, bold=bold)
    if len(lines) > most:
        return [*lines[: most - 1], _end_early(" ".join(lines[most - 1 :]), width, size, bold=bold)]
    narrower = width * 0.96 if even else 0.0
    longest = max((measure(word, size, bold=bold) for word in split_words(words)), default=0.0)
    while len(lines) > 1 and narrower > longest:
        closer = _fill_lines(words, narrower, size, bold=bold)
        if len(closer) > len(lines):
            break
        lines, narrower = closer, narrower * 0.96
    return lines


def _fill_lines(words: str, width: float, size: float, *, bold: bool) -> list[str]:
    lines: list[str] = []
    for word in split_words(words):
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and measure(joined, size, bold=bold) <= width:
            lines[-1] = joined
        else:
            lines += part_word(word, width, size, bold=bold)
    return lines or [""]


def split_words(words: str) -> list[str]:
    """Return words one by one; those joined by a no-break space stay together."""
    return [word for word in re.split(r"[ \t\n]+", words) if word]


def part_word(word: str, width: float, size: float = TEXT, *, bold: bool = False) -> list[str]:
    """Return a word whole or, where it is wider than so many inches, in hyphened parts."""
    parts: list[str] = []
    while measure(word, size, bold=bold) > width and len(word) > 2:
        end = len(word) - 1
        while end > 1 and measure(f"{word[:end]}-", size, bold=bold) > width:
            end -= 1
        parts.append(f"{word[:end]}-")
        word = word[end:]
    return [*parts, word]


def _end_early(line: str, width: float, size: float, *, bold: bool) -> str:
    while line and measure(f"{line}…", size, bold=bold) > width:
        line = line[:-1]
    return f"{line.rstrip()}…"


def fill_notes(notes: list[str]) -> list[str]:
    """Return sentences as lines of a drawing's width; each begins a line of its own."""
    return [line for note in notes for line in break_lines(note, WIDTH - 2 * EDGE, even=False)]


def write_notes(axes: Axes, lines: list[str], top: float) -> None:
    """Write lines in grey, one below another, on axes in inches from the top."""
    for number, words in enumerate(lines):
        axes.text(
            EDGE,
            top + (number + 0.5) * line_height(),
            words,
            fontsize=TEXT,
            color=MUTED,
            va="center_baseline",
            parse_math=False,
        )


def write_beside(axes: Axes, lines: list[str], right: float, middle: float) -> None:
    """Write a name in one or more lines that end at ``right`` and stand about ``middle``."""
    first = middle - line_height() * (len(lines) - 1) / 2
    for number, words in enumerate(lines):
        axes.text(
            right,
            first + number * line_height(),
            words,
            fontsize=TEXT,
            ha="right",
            va="center_baseline",
            parse_math=False,
        )
