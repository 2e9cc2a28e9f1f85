"""Tables of counts whose people are known, and what a reader can make of them."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

LEVELS = {"phase": ("p1", "p2", "p3"), "trade": ("x", "y", "z"), "place": ("a", "b")}
TABLES = {
    "trade": ("phase", "trade"),
    "place": ("phase", "place"),
    "both": ("trade", "place"),
    "whole": ("phase", "trade", "place"),
}
People = list[tuple[str, str, str]]

person = st.tuples(*(st.sampled_from(levels) for levels in LEVELS.values()))
registers = st.lists(st.tuples(person, st.integers(1, 9)), min_size=1, max_size=8).map(
    lambda groups: [one for one, size in groups for _ in range(size)]
)
chosen = st.lists(st.sampled_from(list(TABLES)), min_size=1, max_size=4, unique=True)


def cross(people: People, tables: list[str]) -> pd.DataFrame:
    """Return the cells of tables with all their totals, from people's phase, trade and place."""
    rows = []
    for table in tables:
        down, *across = TABLES[table]
        for row in [*LEVELS[down], "total"]:
            for levels in [*product(*(LEVELS[name] for name in across)), None]:
                margin = dict.fromkeys(LEVELS, "")
                margin |= {} if row == "total" else {down: row}
                margin |= dict(zip(across, levels, strict=True)) if levels else {}
                column = "/".join(levels) if levels else "total"
                count = sum(
                    all(level in ("", has) for level, has in zip(margin.values(), one, strict=True))
                    for one in people
                )
                rows.append(
                    {"table": table, "row": row, "column": column, "count": count, **margin}
                )
    return pd.DataFrame(rows)


def one_table(counts: dict[str, int]) -> pd.DataFrame:
    """Return the cells of one table of trades, with its total."""
    rows = [
        {"table": "t", "row": level, "column": "n", "count": count, "trade": level}
        for level, count in counts.items()
    ]
    total = {"table": "t", "row": "total", "column": "n", "count": sum(counts.values())}
    return pd.DataFrame([*rows, total | {"trade": ""}])


def list_possible(told: pd.DataFrame, place: int, min_cell: int) -> list[int]:
    """Return the small values that a cell may have, from every register of whole numbers.

    Written without the package's own model: all combinations of levels, one programme a value.
    """
    finest = np.array(list(product(*LEVELS.values())), dtype=object)
    sums = np.array(
        [
            [
                all(m in ("", level) for m, level in zip(margin, cell, strict=True))
                for cell in finest
            ]
            for margin in told[list(LEVELS)].to_numpy()
        ],
        dtype=float,
    )
    bounds = {"under": (1, min_cell - 1), "withheld": (0, np.inf)}
    limits = [bounds.get(text.split(" ")[0]) or (int(text), int(text)) for text in told["text"]]
    rules = LinearConstraint(sums, [low for low, _ in limits], [high for _, high in limits])
    found = []
    for value in range(min_cell):
        exactly = LinearConstraint(sums[place][None, :], value, value)
        result = milp(
            np.zeros(len(finest)),
            integrality=np.ones(len(finest)),
            bounds=Bounds(0, 100),
            constraints=[rules, exactly],
        )
        found += [value] if result.status == 0 else []
    return found
