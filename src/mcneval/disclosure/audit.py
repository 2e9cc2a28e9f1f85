"""What a reader can work out about hidden counts from everything that is shown.

The audit reads the roles of columns that exhibits carry, never the words of their headers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from mcneval.disclosure.cells import APPROACHED, list_more_levels
from mcneval.disclosure.finding import Finding
from mcneval.disclosure.margins import RESERVED, Margins, build_margins
from mcneval.disclosure.suppress import protect_study
from mcneval.disclosure.ways import (
    SHOWN,
    UNDER,
    WITHHELD,
    Way,
    find_register,
    limit_margins,
    list_ways,
    serves,
    solve,
)
from mcneval.exhibit import Column, Data, Exhibit
from mcneval.study.load import Study
from mcneval.study.register import NOT_RECORDED, RECRUITED, name_phases, read_dimension
from mcneval.study.tables import STATUSES as TABLE_STATUSES

if TYPE_CHECKING:
    import pandas as pd

OPEN = ("", "speakers", "phases")
"""Of whom small counts may be shown: those behind a code or theme, in all or in a phase."""
MEND = "Show what mcneval's own functions give: count_groups, count_by_group and so on."
Margin = tuple[tuple[str, str], ...]
"""Whom a count is of: pairs of dimension and level, sorted."""


def audit_counts(
    cells: pd.DataFrame, min_cell: int, levels: Mapping[str, Sequence[str]] | None = None
) -> pd.DataFrame:
    """Return how closely each small count can be worked out from all that is shown.

    The reader is taken to know the tables' structure, every shown count, and that a count told
    as "under 5" is from 1 to 4. The range of each small count over all finest tables that agree
    with this comes from two linear programmes (the attacker's problem; Fischetti and Salazar
    2001; Hundepool et al. 2012, chapter 4). Whether it is safe is decided in whole numbers.

    Parameters
    ----------
    cells : DataFrame
        As :func:`mcneval.disclosure.suppress.protect_counts` returns it. Without the column
        ``text`` a hidden small count is taken to be told as small.
    min_cell : int
        Counts from 1 to one less than this are small.
    levels : mapping of str to sequence of str, optional
        Levels of a dimension that occur in no cell.

    Returns
    -------
    DataFrame
        One row per cell with a small count, in the order of the cells: table, row, column,
        count, low, high (float; infinite where nothing bounds it) and safe (bool): at least two
        whole numbers are possible, both below ``min_cell`` where it is told as small, so that
        nobody can tell which it is.

    Raises
    ------
    ValueError
        Where the counts cannot all be true of one register.
    """
    names = ["table", "row", "column", "count"]
    small = ((cells["count"] > 0) & (cells["count"] < min_cell)).to_numpy(dtype=bool)
    report = cells.loc[small, names].reset_index(drop=True)
    if not small.any():
        return report.assign(low=0.0, high=0.0, safe=True)
    margins = build_margins(cells, levels)
    told = combine_told(margins, read_told(cells, min_cell))
    wanted = np.unique(margins.place[small])
    safe = find_safe(margins, told, wanted, min_cell)
    ranges = {int(at): find_range(margins, told, int(at), min_cell) for at in wanted}
    places = margins.place[small]
    return report.assign(
        low=[ranges[at][0] for at in places],
        high=[ranges[at][1] for at in places],
        safe=[at in safe for at in places],
    )


def read_told(cells: pd.DataFrame, min_cell: int) -> list[int]:
    """Return what each cell tells its reader: ``SHOWN``, ``UNDER`` or ``WITHHELD``."""
    if "text" in cells:
        small = [str(text).startswith("under") for text in cells["text"]]
    else:
        small = [0 < count < min_cell for count in cells["count"]]
    return [
        SHOWN if shown else UNDER if little else WITHHELD
        for shown, little in zip(cells["shown"], small, strict=True)
    ]


def combine_told(margins: Margins, told: Iterable[int]) -> Any:
    """Return what is told of each margin: the most that any of its cells tells."""
    combined = np.where(margins.fixed, SHOWN, WITHHELD)
    np.minimum.at(combined, margins.place, np.array(list(told)))
    return combined


def find_safe(margins: Margins, told: Any, wanted: Iterable[int], min_cell: int) -> set[int]:
    """Return those margins whose small count stays in doubt."""
    register = find_register(margins)
    prices = np.full(len(told), np.inf)
    ways: list[Way] = []
    safe = set()
    for at in map(int, wanted):
        if told[at] == SHOWN:
            continue
        if not any(serves(way, margins, told, at, min_cell) for way in ways):
            ways += list_ways(margins, register, told, prices, at, min_cell)
        if any(serves(way, margins, told, at, min_cell) for way in ways):
            safe.add(at)
    return safe


def find_range(margins: Margins, told: Any, at: int, min_cell: int) -> tuple[float, float]:
    """Return the least and the largest count of a margin that agree with what is told."""
    if told[at] == SHOWN:
        return float(margins.counts[at]), float(margins.counts[at])
    rules = [(margins.sums, *limit_margins(margins, told, min_cell)), (margins.links, 0, 0)]
    target = margins.sums[[at]].toarray().ravel()
    least, most = (solve(sign * target, rules, np.inf) for sign in (1, -1))
    # The counts that are shown come from a register, so only an open end has no solution.
    low = 0.0 if least is None else float(target @ least)
    high = float("inf") if most is None else float(target @ most)
    return round(low, 6), round(high, 6)


@dataclass(frozen=True)
class Told:
    """What may be told of people behind themes and codes, by group.

    Parameters
    ----------
    cells : mapping
        Whether the count may be told, by the words that name an item and a group.
    exposed : sequence
        What could be worked out all the same: an item, by what, and which group or level.
    """

    cells: Mapping[tuple[str, str], bool]
    exposed: Sequence[tuple[str, ...]]


def audit_exhibits(
    study: Study, exhibits: Iterable[Exhibit], told: Told | None = None
) -> list[Finding]:
    """Return the small counts of people that exhibits tell, or from which they can be worked out.

    A small count is found where it is shown of a group of the register, where a share or rate
    beside it tells it, where people are named one by one beside one of their attributes, and where
    it follows from everything that is shown (see :func:`audit_counts`). Nothing is looked for where
    the register is reconstructed or ``min_cell`` is 0 or 1.
    """
    least = study.settings.disclosure.min_cell
    if least < 2 or not study.knows_people:
        return []
    shown = [(one.label, data) for one in exhibits for data in one.data]
    found = [line for label, data in shown for line in _search_rows(study, label, data, least)]
    readings: dict[Margin, list[tuple[str, str]]] = {}
    for label, data in shown:
        for margin, text in read_margins(study, data):
            readings.setdefault(margin, []).append((label, text))
    if told:
        found += [line for label, data in shown for line in _search_crossed(label, data, told)]
        found += [_tell_exposed(key) for key in told.exposed]
    return found + list(_search_exposed(study, readings, least))


def _search_crossed(label: str, data: Data, told: Told) -> Iterator[Finding]:
    """Yield the counts of people by item and group that were not found safe to tell."""
    items = {item for item, _ in told.cells}
    groups = {group for _, group in told.cells}
    counts = [
        (at, one.name) for at, one in enumerate(data.columns)
        if one.role == "count of people" and one.among not in OPEN
    ]  # fmt: skip
    words = [at for at, one in enumerate(data.columns) if one.role in ("text", "label")]
    for number, row in enumerate(data.rows, start=2):
        here = {str(row[at]) for at in words}
        own, by = here & items, here & groups
        for at, name in counts if own and by else ():
            # Whom a group holds in all stands beside each item.
            if isinstance(row[at], int) and row[at] and name != "of":
                place = f"row {number}, column {name}"
                if len(own) > 1 or len(by) > 1:
                    what = "people are counted by more at once than was made safe"
                    mend = "Count them by one attribute, with count_by_group."
                elif told.cells.get((min(own), min(by)), False):
                    continue
                else:
                    what, mend = "a count of people is shown that would give others away", MEND
                yield Finding("small-counts", f"tables/{label}.csv", place, what, "•", mend)


def _tell_exposed(key: tuple[str, ...]) -> Finding:
    item, by, group = key
    what = f"a hidden count, or somebody's {by.removeprefix('own:')}, could be worked out"
    mend = (
        "Join levels of that attribute, or leave the comparison out (report: without: [groups], "
        "disclosure: speakers: none)."
    )
    return Finding("small-counts", "study.yml", f"{item}, {by}: {group}", what, "•", mend)


def _search_rows(study: Study, label: str, data: Data, least: int) -> Iterator[Finding]:
    columns = list(enumerate(data.columns))
    file = f"tables/{label}.csv"
    keys = [one for one in data.columns if one.role == "key of participant"]
    own = {attribute.id for attribute in study.settings.attributes_on("participant")}
    levels = list_words(study)
    for at, column in columns:
        if keys and not study.follows and column is keys[0]:
            what = "people are named by keys, by which they can be followed"
            mend = "Leave the column out, or use who of list_evidence."
            yield Finding("small-counts", file, f"column {column.name}", what, "", mend)
        if keys and find_dimension(data, at, levels) in own:
            what = "people are named one by one beside one of their attributes"
            yield Finding("small-counts", file, f"column {column.name}", what, "", "Leave one out.")
    for at, column in columns:
        if column.role != "count of people" or column.among in OPEN:
            continue
        for number, row in enumerate(data.rows, start=2):
            place = f"row {number}, column {column.name}"
            if isinstance(row[at], int) and 0 < row[at] < least:
                what = f"a count of people below {least} is shown"
                yield Finding("small-counts", file, place, what, "•", MEND)
            if isinstance(row[at], str):
                yield from _search_shares(file, number, columns, row, column, least)


def _search_shares(
    file: str,
    number: int,
    columns: list[tuple[int, Column]],
    row: list[Any],
    hidden: Column,
    least: int,
) -> Iterator[Finding]:
    for at, column in columns:
        share = column.role == "share of people" and column.among not in OPEN[1:]
        # What share of everyone a group is says nothing of how many of the group were heard.
        share &= hidden.among != "groups" or column.among == "groups"
        rate = column.role.startswith("rate of") and column.among in (hidden.among, "people")
        if (share or rate) and isinstance(row[at], (int, float)):
            what = f"a share tells a count of people below {least} that is hidden beside it"
            place = f"row {number}, column {column.name}"
            yield Finding("small-counts", file, place, what, "•", "Leave it empty there.")


def list_words(study: Study) -> dict[str, dict[str, str]]:
    """Return the words for each dimension's levels, labels and ids, with the id each stands for."""
    known = {"phase": study.phase_labels}
    for attribute in study.settings.attributes:
        known[attribute.id] = read_dimension(study, attribute.id).levels
    homes = study.tables["organisations"]
    known["organisation_id"] = dict(zip(homes["organisation_id"], homes["label"], strict=True))
    words = {
        name: {label: id_ for id_, label in levels.items()}
        | {id_: id_ for id_ in [*levels, NOT_RECORDED]}
        | {"Not recorded": NOT_RECORDED}
        for name, levels in known.items()
    }
    words["phase"] |= {label: id_ for id_, label in name_phases(study).items()}
    return words | {"status": {status: status for status in TABLE_STATUSES}}


def find_dimension(data: Data, at: int, levels: Mapping[str, Mapping[str, str]]) -> str:
    """Return the dimension whose levels a column holds, by what it says or by its words."""
    column = data.columns[at]
    if column.level or column.role not in ("text", "label"):
        return column.level
    words = {row[at] for row in data.rows} - {None, ""}
    found = [name for name, known in levels.items() if words and words <= known.keys()]
    return column.name if column.name in found else found[0] if len(found) == 1 else ""


def read_margins(study: Study, data: Data) -> Iterator[tuple[Margin, str]]:
    """Yield whom each count of the register in some data is of, and what is told of it.

    Rows are read by the labels or ids of phases, attributes and organisations; a missing one is any
    level. Data with other text are not of the register's groups alone, and nothing is read from
    them.
    """
    levels = list_words(study)
    names = [find_dimension(data, at, levels) for at in range(len(data.columns))]
    keys = [(at, name) for at, name in enumerate(names) if name in levels]
    counts = [
        (at, one.among) for at, one in enumerate(data.columns)
        if one.role == "count of people" and one.among in STATUSES
    ]  # fmt: skip
    texts = [at for at, one in enumerate(data.columns) if one.role == "text"]
    if not keys or any(names[at] not in levels for at in texts):
        return
    for row in data.rows:
        words = {name: row[at] for at, name in keys if row[at] not in (None, "", "All phases")}
        margin = {name: levels[name].get(word, NOT_RECORDED) for name, word in words.items()}
        for at, among in counts:
            status = {"status": STATUSES[among]} if STATUSES[among] else {}
            if row[at] is not None:
                yield tuple(sorted((margin | status).items())), str(row[at])


STATUSES = {"register": RECRUITED, APPROACHED: ""}
STATUSES |= {status: status for status in TABLE_STATUSES if status != RECRUITED}
"""What columns of people count, and the status of those counted; "" for any."""


def _search_exposed(
    study: Study, readings: Mapping[Margin, list[tuple[str, str]]], least: int
) -> Iterator[Finding]:
    """Yield the hidden small counts that can be worked out from what is shown.

    A number tells something only where it is the true count: it may be of others than it seems.
    """
    cells = protect_study(study)
    margins = build_margins(cells, list_more_levels(study))
    keys = [_read_key(row) for row in cells.to_dict("records")]
    told = combine_told(
        margins,
        [
            min([own, *(_told(text, count) for _, text in readings.get(key, ()))])
            for key, own, count in zip(keys, read_told(cells, least), cells["count"], strict=True)
        ],
    )
    small = (margins.counts > 0) & (margins.counts < least) & ~margins.fixed
    wanted = np.flatnonzero(small & (told != SHOWN))
    safe = find_safe(margins, told, wanted.tolist(), least)
    where = {int(at): key for at, key in zip(margins.place, keys, strict=True)}
    for at in wanted.tolist():
        if at not in safe:
            label, _ = readings.get(where[at], [("", "")])[0]
            file = f"tables/{label}.csv" if label else "tables"
            of = ", ".join(f"{name}: {level}" for name, level in where[at])
            what = f"a hidden count of people below {least} can be worked out from the others"
            yield Finding("small-counts", file, of, what, "", MEND)


def _read_key(cell: Mapping[str, Any]) -> Margin:
    pairs = {name: level for name, level in cell.items() if name not in RESERVED and level}
    return tuple(sorted((name.rstrip("_"), level) for name, level in pairs.items()))


def _told(text: str, count: int) -> int:
    return SHOWN if text == str(count) else UNDER if text.startswith("under") else WITHHELD
