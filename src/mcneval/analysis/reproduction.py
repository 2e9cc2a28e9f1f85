"""Published figures against those computed from the study's tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ["item", "published", "computed", "matches"]


def compare_published(
    figures: Sequence[Mapping[str, Any]], variables: Mapping[str, Mapping[str, Any]]
) -> pd.DataFrame:
    """Return one row for each published figure.

    Parameters
    ----------
    figures : sequence of mapping
        ``published.yml: figures``: item, key, value, printed.
    variables : mapping
        The computed variables by key, each with its value.

    Returns
    -------
    DataFrame
        Columns item (with where it was printed), published, computed, matches (yes or no);
        a key that the notebooks do not compute gives ``not computed`` and no match.
    """
    import pandas as pd

    rows = []
    for figure in figures:
        known = variables.get(figure["key"])
        computed = known["value"] if known else "not computed"
        printed = f" ({figure['printed']})" if figure.get("printed") else ""
        matches = "yes" if known and computed == figure["value"] else "no"
        rows.append((f"{figure['item']}{printed}", figure["value"], computed, matches))
    return pd.DataFrame(rows, columns=COLUMNS)
