"""How much the grouping of codes moved from round to round, and which codes were left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mcneval.analysis.refinement import (
    CHANGES,
    Groups,
    invert_groups,
    list_headings,
    read_rounds,
    trace_changes,
)
from mcneval.analysis.wording import write_estimate, write_percent
from mcneval.study.load import Study

if TYPE_CHECKING:
    import pandas as pd


def measure_churn(study: Study) -> pd.DataFrame:
    """Return how much changed in each round.

    Returns
    -------
    DataFrame
        One row per round: round, themes, one column for each of ``CHANGES``, placed (codes
        under a theme), unplaced (codes of the round under none, without headings), moved (codes
        placed in this round and the one before whose theme changed otherwise than by its name),
        compared (codes placed in both), and agreement (adjusted Rand index of the two groupings
        of those codes, Hubert and Arabie 1985; missing in the first round and where it is not
        defined).
    """
    import pandas as pd

    history = study["theme_history"]
    history = history[~history["code_id"].isin(list_headings(study))]
    changes = trace_changes(study)
    rounds = read_rounds(study)
    rows = []
    before: Groups | None = None
    for number, now in rounds.items():
        part = history[history["round"] == number]
        mine = changes[changes["round"] == number]
        moved, compared = count_moved(before, now, mine)
        row: dict[str, float | None] = {"round": number, "themes": len(now)}
        row |= {change: int((mine["change"] == change).sum()) for change in CHANGES}
        row |= {
            "placed": len(invert_groups(now)),
            "unplaced": int((part["theme_label"] == "").sum()),
            "moved": moved,
            "compared": compared,
            "agreement": compare_groupings(before, now) if before is not None else None,
        }
        rows.append(row)
        before = now
    columns = ["round", "themes", *CHANGES, "placed", "unplaced", "moved", "compared"]
    return pd.DataFrame(rows, columns=[*columns, "agreement"])


def count_moved(before: Groups | None, now: Groups, changes: pd.DataFrame) -> tuple[int, int]:
    """Return how many codes changed theme otherwise than by its name, and of how many."""
    if before is None:
        return 0, 0
    new_name = {
        row.before[0]: row.theme
        for row in changes.itertuples(index=False)
        if row.change == "renamed" and len(row.before) == 1
    }
    was, stands = invert_groups(before), invert_groups(now)
    both = set(was) & set(stands)
    return sum(new_name.get(was[code], was[code]) != stands[code] for code in both), len(both)


def compare_groupings(before: Groups, now: Groups) -> float | None:
    """Return the adjusted Rand index of two groupings of the codes that stand in both.

    1 means the same groups, 0 what chance would give (Hubert and Arabie 1985); None where fewer
    than two codes stand in both or chance agreement is already complete.
    """
    from math import comb

    was, stands = invert_groups(before), invert_groups(now)
    both = sorted(set(was) & set(stands))
    cells: dict[tuple[str, str], int] = {}
    for code in both:
        key = was[code], stands[code]
        cells[key] = cells.get(key, 0) + 1
    pairs = comb(len(both), 2)
    if not pairs:
        return None
    rows, columns = _sum_pairs(cells, 0), _sum_pairs(cells, 1)
    expected = rows * columns / pairs
    most = (rows + columns) / 2
    if most == expected:
        return None
    together = sum(comb(count, 2) for count in cells.values())
    return (together - expected) / (most - expected)


def _sum_pairs(cells: dict[tuple[str, str], int], side: int) -> int:
    from math import comb

    totals: dict[str, int] = {}
    for key, count in cells.items():
        totals[key[side]] = totals.get(key[side], 0) + count
    return sum(comb(total, 2) for total in totals.values())


def tabulate_churn(study: Study) -> pd.DataFrame:
    """Return the churn ready to read: one row a measure, one column a round.

    Empty with fewer than two rounds, for then nothing can have moved.
    """
    import pandas as pd

    columns = {
        f"Round {row.round}": _write_round(row)
        for row in measure_churn(study).itertuples(index=False)
    }
    if len(columns) < 2:
        return pd.DataFrame()
    table = pd.DataFrame(columns)
    return table.rename_axis("Measure").reset_index()


def _write_round(row: Any) -> dict[str, str]:
    words = {"Themes": str(row.themes)}
    words |= {f"Themes {change}": str(getattr(row, change)) for change in CHANGES}
    words |= {"Codes placed": str(row.placed), "Codes in no theme": str(row.unplaced)}
    if not row.compared:
        return words | {"Codes moved": "–", "Agreement with the round before": "–"}
    share = write_percent(row.moved / row.compared)
    return words | {
        "Codes moved": f"{row.moved} of {row.compared} ({share})",
        "Agreement with the round before": write_estimate(row.agreement),
    }


def list_unthemed(study: Study) -> pd.DataFrame:
    """Return the codes that stand under no theme at the end.

    Headings, that is codes that were never put on a segment or under a theme but have others
    under them, are passed over.

    Returns
    -------
    DataFrame
        One row per code in the order of the codebook: code_id, label, last_theme and last_round
        (where it last stood; "" and missing where it never did), segments (distinct, coded with
        it) and note (of the last round it is in). Empty without a history.
    """
    import pandas as pd

    history, codings = study["theme_history"], study["codings"]
    columns = ["code_id", "label", "last_theme", "last_round", "segments", "note"]
    rounds = read_rounds(study)
    if not rounds:
        return pd.DataFrame(columns=columns)
    final = invert_groups(rounds[max(rounds)])
    used = codings.groupby("code_id")["segment_id"].nunique()
    passed = set(final) | list_headings(study)
    rows = []
    for code in study["codes"].itertuples(index=False):
        if code.code_id in passed:
            continue
        past = history[history["code_id"] == code.code_id].sort_values("round")
        placed = past[past["theme_label"] != ""]
        rows.append(
            {
                "code_id": code.code_id,
                "label": code.label,
                "last_theme": placed["theme_label"].iloc[-1] if len(placed) else "",
                "last_round": int(placed["round"].iloc[-1]) if len(placed) else None,
                "segments": int(used.get(code.code_id, 0)),
                "note": past["note"].iloc[-1] if len(past) else "",
            }
        )
    return pd.DataFrame(rows, columns=columns)


def tabulate_unthemed(study: Study) -> pd.DataFrame:
    """Return the codes that stand under no theme ready to read."""
    frame = list_unthemed(study)
    last = [
        f"{row.last_theme}, round {int(row.last_round)}" if row.last_theme else "none"
        for row in frame.itertuples(index=False)
    ]
    table = frame.assign(**{"Last theme": last}).rename(
        columns={"label": "Code", "segments": "Segments", "note": "Why"}
    )
    columns = ["Code", "Last theme", "Segments", "Why"]
    return table[columns if (table["Why"] != "").any() else columns[:-1]]
