"""What a notebook cell shows: a table, a figure, numbers or text, with where it came from.

An exhibit puts all that the report needs into the cell's output, so that the executed
notebook is the only thing that passes from the analysis to the book.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from mcneval.analysis.numbers import Number

if TYPE_CHECKING:
    import pandas as pd

    from mcneval.figures.style import Drawing

MIME = "application/vnd.mcneval.exhibit+json"
NUMBER = re.compile(r"[-–+]?\\?[\d.,]+ ?%?|under \d+|withheld")
Kind = Literal["table", "tables", "figure", "numbers", "text", "absent"]


@dataclass(frozen=True)
class Exhibit:
    """One result as a notebook shows it and the report embeds it.

    Parameters
    ----------
    label : str
        The cell's label: ``tbl-…``, ``fig-…`` or a plain word.
    kind : Kind
        What it is.
    facts : dict
        What the report needs to know, JSON-ready: caption, alt, note, uses, function,
        csv (by label), numbers.
    markdown : str
        What the reader sees, for all kinds but figures.
    images : dict of str to str or bytes
        A figure's picture by media type.
    """

    label: str
    kind: Kind
    facts: dict[str, Any]
    markdown: str = ""
    images: dict[str, str] | None = None

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        shown: dict[str, Any] = {"text/plain": self.facts.get("alt") or self.label}
        if self.images:
            shown |= self.images
        else:
            shown["text/markdown"] = self.markdown
        return shown | {MIME: {"label": self.label, "kind": self.kind, **self.facts}}


def write_cell(value: object, decimals: int = 2) -> str:
    """Return a table cell as the reader sees it: no NaN, few decimals, no stray bars."""
    import pandas as pd

    if value is None or (not isinstance(value, (list, dict)) and pd.isna(value)):
        return ""
    if isinstance(value, float):
        return f"{value:.{decimals}f}"
    if isinstance(value, pd.Timestamp):
        return value.strftime("%Y-%m-%d")
    return escape_markdown(str(value))


def escape_markdown(words: str) -> str:
    """Return words from data so that Markdown takes them as plain words."""
    for sign in "\\`*_{}[]<>#|$^~@":
        words = words.replace(sign, "\\" + sign)
    return " ".join(words.split())


def write_markdown_table(frame: pd.DataFrame, decimals: int = 2) -> str:
    """Return a frame as a pipe table.

    Columns of numbers stand to the right, also where a small number is told in words. The
    rule under the header gives each column its share of the width: the longest cell of a
    text, but only the longest word of a header over numbers.
    """
    columns = [
        [write_cell(value, decimals) for value in frame.iloc[:, place]]
        for place in range(frame.shape[1])
    ]
    heads = [escape_markdown(str(name)) for name in frame.columns]
    rules = [_rule(head, cells) for head, cells in zip(heads, columns, strict=True)]
    rows = [heads, rules, *map(list, zip(*columns, strict=True))]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def _rule(head: str, cells: list[str]) -> str:
    filled = [cell for cell in cells if cell]
    numbers = [cell for cell in filled if NUMBER.fullmatch(cell)]
    longest = max((len(cell) for cell in cells), default=0)
    if filled and 2 * len(numbers) >= len(filled) and longest <= 12:
        word = max((len(word) for word in head.split()), default=0)
        return "-" * max(word, longest, 4) + ":"
    return "-" * min(60, max(len(head), longest, 4))


def save_picture(drawing: Drawing) -> dict[str, str]:
    """Return a drawing as SVG text and as PNG in base 64; the same bytes each time."""
    import base64

    from mcneval.figures.style import looked

    svg, png = io.StringIO(), io.BytesIO()
    with looked():
        drawing.figure.savefig(svg, format="svg", metadata={"Date": None, "Creator": None})
        drawing.figure.savefig(png, format="png", dpi=200, metadata={"Software": None})
    return {
        "image/svg+xml": svg.getvalue(),
        "image/png": base64.b64encode(png.getvalue()).decode("ascii"),
    }


def list_numbers(numbers: list[Number]) -> str:
    """Return numbers as a pipe table of key and text."""
    rows = [f"| `{number.key}` | {number.written} |" for number in numbers]
    return "\n".join(["| Key | Written |", "|:----|:--------|", *rows])
