"""Small counts of people that a report shows, or from which they can be worked out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from mcneval.analysis.disclosure import collect_cells
from mcneval.analysis.disclosure_audit import combine_told, find_safe
from mcneval.analysis.disclosure_cells import LOST, list_more_levels
from mcneval.analysis.disclosure_margins import build_margins
from mcneval.analysis.disclosure_ways import SHOWN, UNDER, WITHHELD
from mcneval.report.gate_finding import Finding
from mcneval.report.gate_readings import (
    OF,
    Labels,
    Margin,
    Reading,
    Sheet,
    flatten,
    is_hidden,
    list_margins,
    list_rows,
    read_labels,
    read_sheets,
    read_tables,
    read_variables,
)
from mcneval.study.load import Study

if TYPE_CHECKING:
    import pandas as pd

SHARE = re.compile(r"^share$|share of people|per person|interval$", re.IGNORECASE)
"""Heads of columns from which a count of people can be reckoned."""


def search_counts(study: Study, run: Path) -> list[Finding]:
    """Return the small counts of people that a run's tables and numbers tell.

    Read are the declared tables, every other table whose rows are phases, levels of attributes
    or organisations and whose columns count people, "(of n)" in any table's heads, and the
    numbers ``table.*`` and ``participants.*``. A number counts only where it is the true count.
    A small count is found where it is shown, where a share beside it tells it, and where it can
    be worked out from all that was read (see :func:`mcneval.analysis.disclosure.audit_counts`).
    Nothing is looked for where the register is reconstructed or ``min_cell`` is 0 or 1.
    """
    least = study.settings.disclosure.min_cell
    if least < 2 or not study.knows_people:
        return []
    cells = collect_cells(study)
    counts = dict(zip(list_margins(cells), map(int, cells["count"]), strict=True))
    labels, sheets = read_labels(study), read_sheets(run / "tables")
    readings = [
        one
        for one in [*read_tables(sheets, labels), *read_variables(study, cells, run)]
        if one.margin in counts and one.text in (str(counts[one.margin]), *_list_hidden(one.text))
    ]
    shown = [one for one in readings if one.text.isdigit() and 0 < counts[one.margin] < least]
    what = f"a count of people below {least} is shown"
    mend = "Show the text that mcneval.analysis.disclosure.shown_counts has for it."
    return [
        *(Finding("small-counts", one.file, one.place, what, "•", mend) for one in shown),
        *search_groups(sheets, labels, least),
        *search_shares(sheets, labels, counts, least),
        *search_exposed(study, cells, readings, {one.margin for one in shown}),
    ]


def _list_hidden(text: str) -> list[str]:
    return [text] if is_hidden(text) else []


def search_groups(sheets: list[Sheet], labels: Labels, least: int) -> Iterator[Finding]:
    """Yield small counts in columns of people at one attribute's level, "<level> (of n)"."""
    for sheet in sheets:
        for at, head in enumerate(sheet.heads):
            found = OF.match(head)
            meant = labels.levels.get(flatten(found["what"]), []) if found else []
            if not any(name != "phase" for margin in meant for name, _ in margin):
                continue
            for number, row in enumerate(sheet.rows, start=2):
                if at < len(row) and row[at].isdigit() and 0 < int(row[at]) < least:
                    yield Finding(
                        "small-counts",
                        sheet.name,
                        f"row {number}, column {head}",
                        f"a count of people below {least} is shown",
                        "•",
                        "Show the text that mcneval.analysis.disclosure.protect_strata gives.",
                    )


def search_shares(
    sheets: list[Sheet], labels: Labels, counts: Mapping[Margin, int], least: int
) -> Iterator[Finding]:
    """Yield shares and rates that stand beside a hidden count and tell it."""
    for sheet in sheets:
        for row in list_rows(sheet, labels):
            if not any(margin in counts and is_hidden(text) for _, text, margin in row.cells):
                continue
            for head, text, _ in row.cells:
                if SHARE.search(head) and re.search(r"\d", text):
                    yield Finding(
                        "small-counts",
                        sheet.name,
                        f"row {row.number}, column {head}",
                        f"a share tells a count of people below {least} that is hidden beside it",
                        "•",
                        "Leave the cell empty where the count is hidden.",
                    )


def search_exposed(
    study: Study, cells: pd.DataFrame, readings: list[Reading], shown: Collection[Margin]
) -> Iterator[Finding]:
    """Yield the hidden small counts that can be worked out from what was read."""
    least = study.settings.disclosure.min_cell
    margins, keys = build_margins(cells, list_more_levels(study)), list_margins(cells)
    read: dict[Margin, int] = {}
    for one in readings:
        says = SHOWN if one.text.isdigit() else UNDER if one.text.startswith("under") else WITHHELD
        read[one.margin] = min(says, read.get(one.margin, WITHHELD))
    told = combine_told(margins, [read.get(key, WITHHELD) for key in keys])
    first = {one.margin: one for one in reversed(readings)}
    for table, row, level, key in zip(
        cells["table"], cells["row"], cells["column"], keys, strict=True
    ):
        if table == LOST:
            where = f"those who did not take part: {row}, {level}"
            first.setdefault(key, Reading("tables", where, key, ""))
    place = dict(zip(keys, margins.place.tolist(), strict=True))
    hidden = {
        place[key]: one
        for key, one in first.items()
        if 0 < margins.counts[place[key]] < least and key not in shown
    }
    safe = find_safe(margins, told, sorted(hidden), least)
    what = (
        f"a hidden count of people below {least} can be worked out from the report's other counts"
    )
    mend = "Show what mcneval.analysis.disclosure.shown_counts gives in every table."
    for at, one in sorted(hidden.items()):
        if at not in safe:
            yield Finding("small-counts", one.file, one.place, what, "", mend)
