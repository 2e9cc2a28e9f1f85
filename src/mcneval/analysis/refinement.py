"""How codes became themes: the rounds of refinement, and what changed in each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from math import comb
from typing import TYPE_CHECKING, Any

from mcneval.study.load import Study
from mcneval.study.record import computed

if TYPE_CHECKING:
    import pandas as pd

Groups = dict[str, set[str]]
"""Theme label to the codes under it in one round."""
CHANGES = ("created", "merged", "split", "renamed", "dropped", "kept")
NOWHERE = "In no theme"


@computed
def read_rounds(study: Study) -> dict[int, Groups]:
    """Return the themes of each round with their codes, rounds in order."""
    history = study["theme_history", "round", "code_id", "theme_label"]
    rounds: dict[int, Groups] = {}
    for number in sorted(history["round"].dropna().unique()):
        part = history[(history["round"] == number) & (history["theme_label"] != "")]
        rounds[int(number)] = {
            str(label): set(codes) for label, codes in part.groupby("theme_label")["code_id"]
        }
    return rounds


def read_last_groups(study: Study) -> Groups:
    """Return the themes of the last round with their codes."""
    rounds = read_rounds(study)
    return rounds[max(rounds)] if rounds else {}


def read_last_round(study: Study) -> dict[str, str]:
    """Return the theme that each code stands under in the last round, by code."""
    return invert_groups(read_last_groups(study))


@computed
def list_headings(study: Study) -> set[str]:
    """Return the codes that only head others: never put on a segment or under a theme."""
    history = study["theme_history", "code_id", "theme_label"]
    placed = set(history.loc[history["theme_label"] != "", "code_id"])
    used = set(study["codings", "code_id"]["code_id"])
    return set(study["codes", "parent_id"]["parent_id"]) - placed - used - {""}


@computed
def trace_codes(study: Study) -> pd.DataFrame:
    """Return where each code stood in each round, one row a code.

    Returns
    -------
    DataFrame
        Columns code and one a round (``Round 1``), with the label of the theme, ``In no theme``,
        or missing where the code was not there yet. Headings are left out; empty without a history.
    """
    import pandas as pd

    history = study["theme_history", "round", "code_id", "theme_label"]
    labels = study["codes", "code_id", "label"].set_index("code_id")["label"]
    rows = history[~history["code_id"].isin(list_headings(study))].dropna(subset=["round"])
    if rows.empty or not (rows["theme_label"] != "").any():
        return pd.DataFrame({"code": []})
    named = rows.assign(
        step="Round " + rows["round"].astype("str"), theme=rows["theme_label"].replace("", NOWHERE)
    )
    steps = list(dict.fromkeys(named.sort_values("round")["step"]))
    wide = named.pivot(index="code_id", columns="step", values="theme")[steps]
    wide = wide.reindex([code for code in labels.index if code in wide.index])
    wide.insert(0, "code", labels.reindex(wide.index))
    return wide.reset_index(drop=True).rename_axis(columns=None)


@computed
def trace_changes(study: Study) -> pd.DataFrame:
    """Return what became of each theme in each round, read from where its codes stood.

    A theme is *merged* when it takes codes of two or more earlier themes and at least one of them
    is gone; *split* when it is new and other codes of the theme that it chiefly came from stand
    elsewhere; *renamed* when it is new and takes over one theme that is gone; *dropped* when its
    codes stand nowhere.

    Returns
    -------
    DataFrame
        One row per round and theme, rounds in order, themes by label: round, theme, change, came
        from (themes of the round before), codes, joined and left
        (how many codes came and went), recorded (the team's own word for it) and why.
    """
    import pandas as pd

    rows: list[dict[str, Any]] = []
    before: Groups | None = None
    for number, now in read_rounds(study).items():
        if before is None:
            rows += [_describe(number, label, "created", set(), now[label]) for label in now]
        else:
            rows += compare_rounds(number, before, now)
        before = now
    columns = ["round", "theme", "change", "came_from", "codes", "joined", "left"]
    frame = pd.DataFrame(rows, columns=columns)
    frame = _add_records(study, frame).sort_values(["round", "theme"], ignore_index=True)
    return frame.astype({"round": "number[round]"} | dict.fromkeys(columns[4:], "count[codes]"))


def compare_rounds(number: int, before: Groups, now: Groups) -> list[dict[str, Any]]:
    """Return what became of each theme from one round to the next."""
    was = invert_groups(before)
    rows = []
    taken: set[str] = set()
    for label, codes in now.items():
        sources = {was[code] for code in codes if code in was}
        change = name_change(label, codes, before, now)
        taken |= sources if change != "kept" else set()
        rows.append(_describe(number, label, change, sources, codes, before.get(label)))
    for label, codes in before.items():
        if label not in now and label not in taken:
            rows.append(_describe(number, label, "dropped", set(), set(), codes))
    return rows


def name_change(label: str, codes: set[str], before: Groups, now: Groups) -> str:
    """Return what happened to one theme of the later round; see :func:`trace_changes`."""
    was = invert_groups(before)
    shares = Counter(was[code] for code in sorted(codes) if code in was)
    gone = [source for source in shares if source not in now]
    if (len(shares) > 1 or label in before) and any(source != label for source in gone):
        return "merged"
    if label in before:
        return "kept"
    if not shares:
        return "created"
    chief = max(sorted(shares), key=lambda source: shares[source])
    placed = set().union(*now.values())
    return "split" if (before[chief] & placed) - codes else "renamed"


def _describe(
    number: int,
    label: str,
    change: str,
    sources: set[str],
    codes: set[str],
    old: set[str] | None = None,
) -> dict[str, Any]:
    row = {"round": number, "theme": label, "change": change}
    row["came_from"] = "; ".join(sorted(sources - {label}))
    counts = {"codes": len(codes), "joined": len(codes - (old or set()))}
    return row | counts | {"left": len((old or set()) - codes)}


def invert_groups(groups: Groups) -> dict[str, str]:
    """Return the theme of each code."""
    return {code: label for label, codes in groups.items() for code in codes}


def _add_records(study: Study, frame: pd.DataFrame) -> pd.DataFrame:
    history = study["theme_history", "round", "theme_label", "action", "note"]
    keys = list(zip(frame["round"], frame["theme"], strict=True))
    for column, name in (("action", "recorded"), ("note", "why")):
        filled = history[history[column] != ""].groupby(["round", "theme_label"])[column]
        words = {key: join_notes(dict.fromkeys(cells)) for key, cells in filled}
        frame[name] = [words.get(key, "") for key in keys]
    return frame


def join_notes(notes: Iterable[str]) -> str:
    """Return notes as one text: sentences one after the other, words parted by semicolons."""
    joined = ""
    for note in notes:
        joined += ("" if not joined else " " if joined.endswith((".", "!", "?")) else "; ") + note
    return joined


@computed
def measure_rounds(study: Study) -> pd.DataFrame:
    """Return how much changed in each round.

    Returns
    -------
    DataFrame
        One row per round: round, themes, how many of them were created, merged, split, renamed,
        dropped and kept, placed (codes under a theme), unplaced (codes of the round under none,
        without headings), moved (codes whose theme changed otherwise than by its name), compared
        (codes placed in this round and the one before) and agreement (adjusted Rand index of the
        two groupings of those codes, Hubert and Arabie 1985; missing where not defined).
    """
    import pandas as pd

    history = study["theme_history", "round", "code_id", "theme_label"]
    history = history[~history["code_id"].isin(list_headings(study))]
    changes = trace_changes(study)
    rows = []
    before: Groups = {}
    for number, now in read_rounds(study).items():
        mine = changes[changes["round"] == number]
        moved, compared = count_moved(before, now, mine)
        bare = (history["round"] == number) & (history["theme_label"] == "")
        row: dict[str, Any] = {"round": number, "themes": len(now)}
        row |= {change: int((mine["change"] == change).sum()) for change in CHANGES}
        row |= {"placed": len(invert_groups(now)), "unplaced": int(bare.fillna(False).sum())}
        row |= {"moved": moved, "compared": compared}
        rows.append(row | {"agreement": compare_groupings(before, now)})
        before = now
    columns = ["round", "themes", *CHANGES, "placed", "unplaced", "moved", "compared", "agreement"]
    frame = pd.DataFrame(rows, columns=columns)
    roles = dict.fromkeys(("themes", *CHANGES), "count[themes]")
    roles |= dict.fromkeys(("placed", "unplaced", "moved", "compared"), "count[codes]")
    return frame.astype(roles | {"round": "number[round]", "agreement": "float64"})


def count_moved(before: Groups, now: Groups, changes: pd.DataFrame) -> tuple[int, int]:
    """Return how many codes changed theme otherwise than by its name, and of how many."""
    new_name = {
        row.came_from: row.theme
        for row in changes.itertuples(index=False)
        if row.change == "renamed" and row.came_from in before
    }
    was, stands = invert_groups(before), invert_groups(now)
    both = set(was) & set(stands)
    return sum(new_name.get(was[code], was[code]) != stands[code] for code in both), len(both)


def compare_groupings(before: Groups, now: Groups) -> float | None:
    """Return the adjusted Rand index of two groupings of the codes that stand in both.

    1 means the same groups, 0 what chance would give (Hubert and Arabie 1985); None where fewer
    than two codes stand in both or chance agreement is already complete.
    """
    was, stands = invert_groups(before), invert_groups(now)
    both = sorted(set(was) & set(stands))
    pairs = comb(len(both), 2)
    if not pairs:
        return None

    def count_pairs(keys: Iterable[object]) -> int:
        return sum(comb(count, 2) for count in Counter(keys).values())

    rows = count_pairs(was[code] for code in both)
    columns = count_pairs(stands[code] for code in both)
    together = count_pairs((was[code], stands[code]) for code in both)
    expected, most = rows * columns / pairs, (rows + columns) / 2
    return None if most == expected else (together - expected) / (most - expected)
