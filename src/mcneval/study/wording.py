"""How things are worded: lists, counts and rows in a sentence, words in a key."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

SHOWN = 12


def join_words(words: Iterable[object], last: str = "and", limit: int = SHOWN) -> str:
    """Return words as a sentence lists them: ``a, b and c``; a long list is cut."""
    listed = [str(word) for word in words]
    if len(listed) > limit:
        rest = len(listed) - limit
        return f"{', '.join(listed[:limit])} {last} {rest} more"
    if len(listed) < 2:
        return "".join(listed)
    return f"{', '.join(listed[:-1])} {last} {listed[-1]}"


def count_things(number: int, noun: str) -> str:
    """Return a count with its noun: ``1 cell``, ``2 cells``."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def with_article(noun: str) -> str:
    """Return a noun with its indefinite article: ``a theme_id``, ``an organisation_id``."""
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def name_rows(numbers: Sequence[int]) -> str:
    """Return rows as a sentence names them: ``row 4``, ``rows 4, 5 and 9``."""
    return f"{'row' if len(numbers) == 1 else 'rows'} {join_words(numbers, limit=6)}"


def slug(words: str) -> str:
    """Return words as a part of a key or an address: lower case, parted by hyphens."""
    kept = "".join(letter if letter.isalnum() else " " for letter in words.lower())
    return "-".join(kept.split())
