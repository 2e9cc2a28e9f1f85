"""A number that the report's prose may use."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


@dataclass(frozen=True)
class Number:
    """A value with its key and how prose writes it.

    Parameters
    ----------
    key : str
        Dotted, lower-case; a key may not also be the beginning of another key.
    value : int, float or str
        The value itself, for machines.
    text : str
        How it is written, as Markdown; empty means the value as it is.
    """

    key: str
    value: int | float | str
    text: str = ""

    @property
    def written(self) -> str:
        """The text, or the value where there is none."""
        return self.text or str(self.value)


def slug(words: str) -> str:
    """Return words as a part of a key: lower case, letters and digits joined by hyphens."""
    kept = "".join(letter if letter.isalnum() else " " for letter in words.lower())
    return "-".join(kept.split())


def join_words(parts: Iterable[str]) -> str:
    """Return parts as prose lists them: ``a, b and c``."""
    words = list(parts)
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def join_sentences(caption: str, note: str) -> str:
    """Return a caption with its note as a second sentence; without a note, as it is."""
    return f"{caption.rstrip('.')}. {note}" if note else caption


def count_words(number: int, singular: str, plural: str = "") -> str:
    """Return a count with its noun: ``no themes``, ``one theme``, ``12 themes``."""
    noun = singular if number == 1 else plural or f"{singular}s"
    return f"{spell(number, WORDS[0])} {noun}"


def spell(number: int, nothing: str = "none") -> str:
    """Return a number as prose writes it: in words below ten, else in figures."""
    if number == 0:
        return nothing
    return WORDS[number] if number < len(WORDS) else str(number)
