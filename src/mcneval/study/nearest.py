"""Near misses: which of the allowed words was probably meant."""

from __future__ import annotations

import re
from collections.abc import Collection

NEAR = 0.6
VERY_NEAR = 0.8


def find_nearest(found: str, allowed: Collection[str], near: float = NEAR) -> str | None:
    """Return the allowed word that was probably meant, or None where that is not clear.

    Case, blanks and punctuation do not count. What differs otherwise is measured by the optimal
    string alignment distance (Damerau, 1964), as a share of the longer word; a tie is no answer.
    """
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    folded = {word: _fold(word) for word in allowed}
    target = _fold(found)
    if not target:
        return None
    same = [word for word, plain in folded.items() if plain == target]
    if same:
        return same[0] if len(same) == 1 else None
    best = process.extract(
        target, folded, scorer=OSA.normalized_similarity, limit=2, score_cutoff=near
    )
    if best:
        is_tie = len(best) == 2 and best[0][1] == best[1][1]
        return None if is_tie else str(best[0][2])
    begun = [word for word, plain in folded.items() if plain.startswith(target)]
    return begun[0] if len(begun) == 1 and len(target) > 2 else None


def suggest(found: str, allowed: Collection[str]) -> str:
    """Return how a sentence about a wrong word ends: with a near miss or with a full stop."""
    nearest = find_nearest(found, allowed)
    return f": did you mean '{nearest}'?" if nearest else "."


def _fold(word: str) -> str:
    return re.sub(r"[\W_]+", "", word.casefold())
