"""Which codes stand on the same segments."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from mcneval.analysis.coding import arrange_codes, settle_codings

if TYPE_CHECKING:
    import pandas as pd

    from mcneval.study.load import Study

LEAST = 3
"""Segments that at least one pair must share for a drawing to say more than a list."""
COLUMNS = ["first", "second", "together", "first_segments", "second_segments", "jaccard"]


def measure_cooccurrence(study: Study) -> pd.DataFrame:
    """Count the segments on which two codes stand together, whichever coder put them there.

    Returns
    -------
    DataFrame
        One row for each pair that occurs, most frequent first: first and second (code ids, in
        the codebook's order), together (segments with both), first_segments, second_segments,
        and jaccard (segments with both over segments with either, 0 to 1; Jaccard 1901).
    """
    import pandas as pd

    codings = settle_codings(study["codings"])
    order = {code: place for place, code in enumerate(arrange_codes(study["codes"])["code_id"])}
    held: dict[str, set[str]] = {}
    for segment, code in zip(codings["segment_id"], codings["code_id"], strict=True):
        held.setdefault(code, set()).add(segment)
    rows = []
    for one, two in combinations(sorted(held, key=lambda code: order[code]), 2):
        both = len(held[one] & held[two])
        if both:
            sizes = (len(held[one]), len(held[two]))
            rows.append((one, two, both, *sizes, both / len(held[one] | held[two])))
    found = pd.DataFrame(rows, columns=COLUMNS)
    return found.sort_values(
        ["together", "jaccard", "first", "second"],
        ascending=[False, False, True, True],
        ignore_index=True,
    )


def select_drawn(pairs: pd.DataFrame) -> pd.DataFrame:
    """Return the pairs to draw: all, or none where no pair shares ``LEAST`` segments."""
    return pairs if (pairs["together"] >= LEAST).any() else pairs.iloc[:0]


def explain_undrawn(study: Study) -> str:
    """Return why the pairs are not drawn, or "" where they are."""
    pairs = measure_cooccurrence(study)
    if pairs.empty:
        return "No two codes stand on the same segment."
    if select_drawn(pairs).empty:
        return "No two codes share more than two segments, so a drawing would add nothing."
    return ""


def tabulate_cooccurrence(study: Study, most: int = 20) -> pd.DataFrame:
    """Return the pairs of codes that stand together most: at most so many.

    Columns Code, Together with, Segments with both, Share of segments with either (per cent).
    Pairs that share a single segment are left out where others share more.
    """
    from mcneval.analysis.wording import write_percent

    found = measure_cooccurrence(study)
    often = found[found["together"] > 1]
    found = (found if often.empty else often).head(most).reset_index(drop=True)
    labels = dict(zip(study["codes"]["code_id"], study["codes"]["label"], strict=True))
    return found[[]].assign(
        **{
            "Code": found["first"].map(labels),
            "Together with": found["second"].map(labels),
            "Segments with both": found["together"],
            "Share of segments with either": [write_percent(share) for share in found["jaccard"]],
        }
    )
