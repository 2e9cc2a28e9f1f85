"""Which characters a position counts: tools differ, so every way is tried and scored.

The standard counts Unicode code points. NVivo for Windows was seen to count UTF-16 units
with CRLF kept, Taguette UTF-8 bytes; others fold CRLF into one, or count it as two where
the text has only LF, or count a byte order mark. A passage that people coded begins and
ends at a word, so the way that makes most passages do so is the right one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from mcneval.exchange.model import TextPart
from mcneval.exchange.problems import ExchangeError

if TYPE_CHECKING:
    import numpy as np

Unit = Literal["codepoints", "utf16", "utf8"]
Ends = Literal["kept", "folded", "doubled"]


@dataclass(frozen=True)
class Convention:
    """A way of counting: the unit, what a line end counts, whether a mark counts.

    ``kept`` counts a CRLF as two and an LF as one, ``folded`` each as one, ``doubled``
    each as two.
    """

    unit: Unit = "codepoints"
    ends: Ends = "kept"
    bom: bool = False

    @property
    def name(self) -> str:
        """Its name on the command line, such as ``utf16-folded-bom``."""
        parts: list[str] = [self.unit]
        if self.ends != "kept":
            parts.append(self.ends)
        if self.bom:
            parts.append("bom")
        return "-".join(parts)


UNITS: tuple[Unit, ...] = ("codepoints", "utf16", "utf8")
ENDS: tuple[Ends, ...] = ("kept", "folded", "doubled")
CONVENTIONS = tuple(
    Convention(unit, ends, bom) for bom in (False, True) for ends in ENDS for unit in UNITS
)


def convention(name: str) -> Convention:
    """Return the convention of this name.

    Raises
    ------
    ExchangeError
        Where there is none; the message lists them.
    """
    for known in CONVENTIONS:
        if known.name == name:
            return known
    raise ExchangeError(
        f"--offsets '{name}' is unknown. Allowed: auto, {', '.join(c.name for c in CONVENTIONS)}."
    )


class Ruler:
    """A text and where each of its characters lies under each convention."""

    def __init__(self, part: TextPart) -> None:
        self.part = part
        self.text = part.text or ""
        self._steps: dict[Convention, Any] = {}

    @cached_property
    def points(self) -> np.ndarray[Any, Any]:
        """The text's code points."""
        import numpy as np

        return np.frombuffer(self.text.encode("utf-32-le", "surrogatepass"), dtype="<u4")

    @cached_property
    def in_word(self) -> np.ndarray[Any, Any]:
        """Whether each character belongs to a word."""
        import numpy as np

        return np.fromiter(map(str.isalnum, self.text), dtype=bool, count=len(self.text))

    @cached_property
    def blank(self) -> np.ndarray[Any, Any]:
        """Whether each character is white space."""
        import numpy as np

        return np.fromiter(map(str.isspace, self.text), dtype=bool, count=len(self.text))

    def widths(self, unit: Unit) -> np.ndarray[Any, Any]:
        """Return what each character counts in a unit."""
        import numpy as np

        width = np.ones(len(self.points), dtype=np.int64)
        if unit == "utf16":
            width += self.points > 0xFFFF
        elif unit == "utf8":
            for limit in (0x7F, 0x7FF, 0xFFFF):
                width += self.points > limit
        return width

    def steps(self, way: Convention) -> np.ndarray[Any, Any]:
        """Return the position of each character, and of the end, under a convention."""
        import numpy as np

        if way not in self._steps:
            width = self.widths(way.unit)
            if way.ends == "kept":
                width[self.part.crlf] = 2
            elif way.ends == "doubled":
                width[self.points == 10] = 2
            width[self.part.uncounted] = 0
            mark = {"codepoints": 1, "utf16": 1, "utf8": 3}[way.unit] if way.bom else 0
            self._steps[way] = np.concatenate(([0], np.cumsum(width))) + mark
        return self._steps[way]

    def place(
        self, way: Convention, begins: Any, ends: Any
    ) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any], np.ndarray[Any, Any]]:
        """Return begins and ends in code points, and whether both hit a character."""
        import numpy as np

        steps = self.steps(way)
        first = np.searchsorted(steps, begins, side="right") - 1
        last = np.searchsorted(steps, ends, side="left")
        exact = (
            (first >= 0)
            & (last < len(steps))
            & (steps[np.clip(first, 0, None)] == begins)
            & (steps[np.minimum(last, len(steps) - 1)] == ends)
        )
        first = np.clip(first, 0, len(self.text))
        last = np.clip(last, 0, len(self.text))
        return first, np.maximum(first, last), exact

    def fit(self, first: Any, last: Any) -> np.ndarray[Any, Any]:
        """Return for each span how well it is cut, 0 to 1: half for each end at a word."""
        import numpy as np

        if not self.text:
            return np.zeros(len(first))
        word, blank, size = self.in_word, self.blank, len(self.text)
        at = np.minimum(first, size - 1)
        before = np.maximum(first - 1, 0)
        final = np.maximum(last - 1, 0)
        after = np.minimum(last, size - 1)
        open_cut = (first > 0) & (first < size) & word[before] & word[at]
        close_cut = (last < size) & (last > 0) & word[final] & word[after]
        score = 1.0 - 0.5 * open_cut - 0.5 * close_cut
        score -= 0.1 * ((first < size) & blank[at]) + 0.1 * blank[final]
        return np.where(last > first, np.maximum(score, 0.0), 0.0)
