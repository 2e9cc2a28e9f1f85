"""How wide words are on paper, letter by letter, as parts of the letters' height."""

from __future__ import annotations

import json
import tempfile
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from mcneval.book.drawings import matplotlib_data

CODE_LETTER = 0.602
UNKNOWN_LETTER = 0.62
LETTERS = "".join(map(chr, range(32, 127))) + "£§°·×–—‘’“”•…†‡−≤≥≈àáâäçèéêëíîïñóôöúûü"
ZERO_WIDTH = "\u200b\u00ad\u2060"
LIKE = str.maketrans({"\u00a0": " ", "\u2011": "-", "\u2003": "m"})
SERIF = "Libertinus Serif"
QUESTION = """#set text(font: "{font}", size: 100pt)
#context [#metadata({letters}.map(letter => (
  measure(text(letter)).width / 100pt,
  measure(text(weight: "bold", letter)).width / 100pt,
)))<widths>]
"""


@dataclass(frozen=True)
class Face:
    """The widths of a typeface's letters; ``code`` is what a letter of code takes."""

    regular: dict[str, float]
    bold: dict[str, float]
    code: float = CODE_LETTER

    def measure(self, text: str, bold: bool = False) -> float:
        """Return how wide a text stands in one line."""
        letters = self.bold if bold else self.regular
        return sum(_find(letters, letter) for letter in text.translate(LIKE))

    def measure_code(self, text: str) -> float:
        """Return how wide a text in letters of one width is."""
        return self.code * sum(letter not in ZERO_WIDTH for letter in text)


def _find(letters: dict[str, float], letter: str) -> float:
    if letter in letters:
        return letters[letter]
    if letter in ZERO_WIDTH:
        return 0.0
    plain = unicodedata.normalize("NFD", letter)[0]
    return letters.get(plain, UNKNOWN_LETTER)


@cache
def measure_serif() -> Face:
    """Return the widths of the PDF's letters, asked of Typst, which brings the font along."""
    import typst

    # A line begins and ends without blanks, so that a blank is measured between two letters.
    letters = json.dumps([*LETTERS[1:], "a a", "aa"], ensure_ascii=False)
    listed = f"({letters[1:-1]},)"
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "main.typ"
        file.write_text(QUESTION.format(font=SERIF, letters=listed), encoding="utf-8")
        answer = typst.query(
            str(file), "<widths>", field="value", one=True, ignore_system_fonts=True
        )
    *found, spread, close = json.loads(answer)
    blank = [wide - narrow for wide, narrow in zip(spread, close, strict=True)]
    pairs = dict(zip(LETTERS, [blank, *found], strict=True))
    # Code stands at nine tenths of the text's size in tables.
    code = CODE_LETTER * 0.9
    regular, bold = ({letter: pair[k] for letter, pair in pairs.items()} for k in (0, 1))
    return Face(regular, bold, code)


@cache
def measure_sans() -> Face:
    """Return the widths of Arial, which are those of Helvetica, known to matplotlib."""
    folder = matplotlib_data() / "fonts" / "afm"
    return Face(_read_widths(folder / "phvr8a.afm"), _read_widths(folder / "phvb8a.afm"))


def _read_widths(path: Path) -> dict[str, float]:
    from fontTools.afmLib import AFM  # type: ignore[import-untyped]
    from fontTools.agl import toUnicode  # type: ignore[import-untyped]

    font = AFM(str(path))
    return {toUnicode(name): font[name][1] / 1000 for name in font.chars()}
