"""What each coder decided about each unit, made from codings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Literal

from mcneval.analysis.coding import settle_codings

if TYPE_CHECKING:
    import pandas as pd

    from mcneval.study.load import Study

Unit = Literal["segment", "source"]
Sight = Literal["segment", "source"]


def gather_judgements(
    study: Study, unit: Unit = "segment", sight: Sight = "segment", round_: int | None = None
) -> pd.DataFrame:
    """Return the set of codes that each coder put on each unit.

    A coder's silence is a decision only where the coder looked, and codings do not say where
    that was. So a coder is taken to have looked at a segment that carries a code of theirs
    (``sight="segment"``), or at all segments of a source in which they coded anything
    (``sight="source"``), where a segment without a code of theirs then counts as one they
    gave none.

    Parameters
    ----------
    study : Study
        The study.
    unit : str
        ``segment``, or ``source``: a code is on a source where it is on one of its segments.
    sight : str
        Where a coder is taken to have looked.
    round_ : int or None
        One coding round; None means the codings that stand.

    Returns
    -------
    DataFrame
        A row a unit that two or more coders looked at, a column a coder, both sorted; cells
        are frozensets of code ids, or None where that coder did not look.
    """
    import pandas as pd

    codings = study["codings"]
    if round_ is not None:
        codings = codings[(codings["round"] == round_).fillna(False).astype(bool)]
    codings = settle_codings(codings)
    homes = dict(zip(study["segments"]["segment_id"], study["segments"]["source_id"], strict=True))
    codings["source_id"] = codings["segment_id"].map(homes)
    key = "segment_id" if unit == "segment" else "source_id"
    given = codings.groupby([key, "coder"])["code_id"].agg(frozenset).to_dict()
    seen = set(zip(codings["source_id"], codings["coder"], strict=True))
    coders = sorted(set(codings["coder"]))
    rows: dict[str, list[frozenset[str] | None]] = {}
    for name in sorted(homes if unit == "segment" else set(homes.values())):
        cells = [given.get((name, coder)) for coder in coders]
        if unit == "segment" and sight == "source":
            looked = [(homes[name], coder) in seen for coder in coders]
            cells = [
                frozenset() if cell is None and here else cell
                for cell, here in zip(cells, looked, strict=True)
            ]
        # Nobody's code means that nothing was there to judge.
        if sum(cell is not None for cell in cells) >= 2 and any(cells):
            rows[name] = cells
    return pd.DataFrame.from_dict(rows, orient="index", columns=coders, dtype=object)


def rate_item(judgements: pd.DataFrame, codes: frozenset[str]) -> pd.DataFrame:
    """Return whether each coder put any of these codes on each unit: 1, 0 or None."""
    return change_cells(judgements, lambda cell: int(bool(cell & codes)))


def change_cells(
    judgements: pd.DataFrame, change: Callable[[frozenset[str]], object]
) -> pd.DataFrame:
    """Return judgements with each set changed; where a coder did not look it stays None."""
    import pandas as pd

    # Not DataFrame.map, which turns whole numbers beside None into floats beside NaN.
    cells = [
        [None if cell is None else change(cell) for cell in row] for row in judgements.to_numpy()
    ]
    return pd.DataFrame(cells, judgements.index, judgements.columns, dtype=object)


def list_code_items(study: Study) -> dict[str, frozenset[str]]:
    """Return each code of the codebook as an item to agree on."""
    return {code: frozenset([code]) for code in study["codes"]["code_id"]}


def list_theme_items(study: Study) -> dict[str, frozenset[str]]:
    """Return each theme of the last refinement round, by label, with the codes it holds."""
    history = study["theme_history"]
    if history.empty:
        return {}
    last = history[(history["round"] == history["round"].max()) & (history["theme_label"] != "")]
    held = last.groupby("theme_label", sort=False)["code_id"].agg(frozenset)
    return {str(label): codes for label, codes in held.items()}


def translate_judgements(
    judgements: pd.DataFrame, items: Mapping[str, frozenset[str]]
) -> pd.DataFrame:
    """Return judgements in which codes are replaced by the items that hold them."""
    return change_cells(
        judgements,
        lambda cell: frozenset(name for name, codes in items.items() if cell & codes),
    )
