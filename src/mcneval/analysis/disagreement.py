"""Where coders disagree, for them to discuss: the worst codes first."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from mcneval.analysis.coder_agreement import measure_agreement
from mcneval.analysis.judgements import gather_judgements

if TYPE_CHECKING:
    import pandas as pd

    from mcneval.study.load import Study
    from mcneval.study.settings import Analysis

COLUMNS = ["code_id", "segment_id", "put_by", "left_by", "instead"]
SUMMARY = ["code_id", "alpha", "used", "disputed", "by_coder", "instead"]


def list_disagreements(study: Study, analysis: Analysis) -> pd.DataFrame:
    """List each code on each segment that some coders put there and others did not.

    Returns
    -------
    DataFrame
        Columns code_id, segment_id, put_by and left_by (tuples of coders) and instead (a tuple
        of the codes that those who left it off put there and those who put it on did not).
        The codes on which coders agree least (by alpha, not estimable first) come first, then
        segments by id. Only segments that two or more coders coded.
    """
    import pandas as pd

    judgements = gather_judgements(study)
    worst = rank_codes(study, analysis)
    rows = []
    for segment, cells in judgements.to_dict("index").items():
        given = {coder: codes for coder, codes in cells.items() if codes is not None}
        for code in sorted(frozenset[str]().union(*given.values())):
            put = tuple(coder for coder, codes in given.items() if code in codes)
            left = tuple(coder for coder in given if coder not in put)
            if left:
                theirs = frozenset[str]().union(*(given[coder] for coder in left))
                ours = frozenset[str]().union(*(given[coder] for coder in put))
                rows.append((code, segment, put, left, tuple(sorted(theirs - ours))))
    found = pd.DataFrame(rows, columns=COLUMNS)
    order = found["code_id"].map({code: place for place, code in enumerate(worst)})
    found = found.assign(order=order).sort_values(["order", "segment_id"], ignore_index=True)
    return found[COLUMNS]


def rank_codes(study: Study, analysis: Analysis) -> dict[str, float]:
    """Return alpha by code, the worst first, not estimable (NaN) before all."""
    measured = measure_agreement(study, analysis.model_copy(update={"bootstrap": 0}))
    ranked = measured.sort_values(["alpha", "label"], na_position="first", kind="stable")
    return dict(zip(ranked["item"], ranked["alpha"], strict=True))


def summarise_disagreements(study: Study, analysis: Analysis) -> pd.DataFrame:
    """Return how coders disagree on each code, the worst first.

    Returns
    -------
    DataFrame
        One row for each code in dispute: code_id, alpha, used (segments on which any coder put
        it), disputed (of them, those on which others left it off), by_coder (a dict of how many
        of the disputed each coder put it on) and instead (the code that most often stands in its
        place, "" for none).
    """
    import pandas as pd

    listed = list_disagreements(study, analysis)
    used = measure_agreement(study, analysis.model_copy(update={"bootstrap": 0}))
    sizes = dict(zip(used["item"], used["used"], strict=True))
    alphas = dict(zip(used["item"], used["alpha"], strict=True))
    rows = []
    for code, mine in listed.groupby("code_id", sort=False):
        by_coder = Counter(coder for put in mine["put_by"] for coder in put)
        instead = Counter(other for others in mine["instead"] for other in others)
        first = min(instead, key=lambda other: (-instead[other], other), default="")
        counts = dict(sorted(by_coder.items()))
        rows.append((code, alphas[code], sizes[code], len(mine), counts, first))
    return pd.DataFrame(rows, columns=SUMMARY)
