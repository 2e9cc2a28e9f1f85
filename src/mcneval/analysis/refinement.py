"""How codes became themes: the rounds of refinement, and what changed in each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from mcneval.analysis.numbers import count_words
from mcneval.study.load import Study

if TYPE_CHECKING:
    import pandas as pd

Groups = dict[str, set[str]]
"""Theme label to the codes under it in one round."""

CHANGES = ("created", "merged", "split", "renamed", "dropped", "kept")


def read_rounds(study: Study) -> dict[int, Groups]:
    """Return the themes of each round with their codes, rounds in order."""
    history = study["theme_history"]
    rounds: dict[int, Groups] = {}
    for number in sorted(history["round"].dropna().unique()):
        part = history[(history["round"] == number) & (history["theme_label"] != "")]
        groups: Groups = {}
        for row in part.itertuples(index=False):
            groups.setdefault(row.theme_label, set()).add(row.code_id)
        rounds[int(number)] = groups
    return rounds


def trace_strands(study: Study) -> pd.DataFrame:
    """Return where each code stood in each round, for the drawing.

    Returns
    -------
    DataFrame
        One row per round and code: round, code_id, code_label, theme_label ("" for none).
        Headings are left out.
    """
    history, codes = study["theme_history"], study["codes"]
    labels = dict(zip(codes["code_id"], codes["label"], strict=True))
    frame = history[~history["code_id"].isin(list_headings(study))].copy()
    frame["code_label"] = frame["code_id"].map(labels)
    order = {code: place for place, code in enumerate(codes["code_id"])}
    frame["_place"] = frame["code_id"].map(order)
    frame = frame.sort_values(["round", "_place"], kind="stable")
    return frame[["round", "code_id", "code_label", "theme_label"]].reset_index(drop=True)


def list_headings(study: Study) -> set[str]:
    """Return the codes that only head others: never put on a segment or under a theme."""
    history = study["theme_history"]
    placed = set(history.loc[history["theme_label"] != "", "code_id"])
    return set(study["codes"]["parent_id"]) - placed - set(study["codings"]["code_id"]) - {""}


def trace_changes(study: Study) -> pd.DataFrame:
    """Return what became of each theme in each round, read from where its codes stood.

    Returns
    -------
    DataFrame
        One row per round and theme: round, theme, change (one of ``CHANGES``), before (themes of
        the round before that its codes came from, or, for a dropped theme, went to: after),
        codes, joined and left (how many codes came and went), recorded (the team's own words
        for the action) and note. Rounds in order, themes by label. A theme is merged when it
        takes codes of two or more earlier themes and at least one of them is gone; split when
        it is new and other codes of the theme that it chiefly came from stand elsewhere;
        renamed when it is new and takes over one theme that is gone; dropped when its codes
        stand nowhere or are scattered over themes that were there before.
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
    columns = ["round", "theme", "change", "before", "after", "codes", "joined", "left"]
    frame = pd.DataFrame(rows, columns=columns)
    return _add_records(study, frame).sort_values(["round", "theme"]).reset_index(drop=True)


def compare_rounds(number: int, before: Groups, now: Groups) -> list[dict[str, Any]]:
    """Return what became of each theme from one round to the next."""
    was = invert_groups(before)
    rows = []
    for label, codes in now.items():
        sources = {was[code] for code in codes if code in was}
        change = name_change(label, codes, before, now)
        rows.append(_describe(number, label, change, sources, codes, before.get(label)))
    stands = invert_groups(now)
    taken = {source for row in rows if row["change"] != "kept" for source in row["before"]}
    for label, codes in before.items():
        if label in now or label in taken:
            continue
        gone_to = sorted({stands[code] for code in codes if code in stands})
        rows.append(_describe(number, label, "dropped", set(), set(), codes) | {"after": gone_to})
    return rows


def name_change(label: str, codes: set[str], before: Groups, now: Groups) -> str:
    """Return what happened to one theme of the later round; see :func:`trace_changes`."""
    was = invert_groups(before)
    shares: dict[str, int] = {}
    for code in sorted(codes):
        if code in was:
            shares[was[code]] = shares.get(was[code], 0) + 1
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
    previous: set[str] | None = None,
) -> dict[str, Any]:
    old = previous or set()
    return {
        "round": number,
        "theme": label,
        "change": change,
        "before": sorted(sources),
        "after": [],
        "codes": len(codes),
        "joined": len(codes - old),
        "left": len(old - codes),
    }


def invert_groups(groups: Groups) -> dict[str, str]:
    """Return the theme of each code."""
    return {code: label for label, codes in groups.items() for code in codes}


def _add_records(study: Study, frame: pd.DataFrame) -> pd.DataFrame:
    history = study["theme_history"]
    for column, name in (("action", "recorded"), ("note", "note")):
        filled = history[history[column] != ""]
        words = filled.groupby(["round", "theme_label"])[column].agg(
            lambda cells: join_notes(dict.fromkeys(cells))
        )
        keys = zip(frame["round"], frame["theme"], strict=True)
        frame[name] = [words.get(key, "") for key in keys]
    return frame


def tabulate_changes(study: Study) -> pd.DataFrame:
    """Return the change log ready to read.

    With several rounds, each theme that changed from one to the next, with the team's own word
    for it where that differs from what the codes show. With one round, where each code was put.
    """
    if len(read_rounds(study)) < 2:
        return _tabulate_placements(study)
    frame = trace_changes(study)
    still = (frame["change"] == "kept") & (frame["joined"] == 0) & (frame["left"] == 0)
    shown = frame[~still & (frame["round"] > min(frame["round"]))]
    differs = [
        bool(row.recorded) and row.change not in row.recorded.split("; ")
        for row in shown.itertuples(index=False)
    ]
    table = shown.assign(
        **{
            "Round": shown["round"],
            "Theme": shown["theme"],
            "Change": shown["change"].str.capitalize(),
            "From or to": [write_path(row) for row in shown.itertuples(index=False)],
            "Codes": shown["codes"],
            "Recorded by the team": shown["recorded"].where(differs, ""),
            "Why": shown["note"],
        }
    )
    columns = ["Round", "Theme", "Change", "From or to", "Codes", "Recorded by the team", "Why"]
    optional = ("From or to", "Recorded by the team", "Why")
    kept = [name for name in columns if name not in optional or (table[name] != "").any()]
    return table[kept].reset_index(drop=True)


def _tabulate_placements(study: Study) -> pd.DataFrame:
    history = study["theme_history"]
    labels = dict(zip(study["codes"]["code_id"], study["codes"]["label"], strict=True))
    placed = history[history["theme_label"] != ""].assign(
        Code=lambda rows: rows["code_id"].map(labels)
    )
    table = placed.rename(columns={"theme_label": "Theme", "note": "Why"})
    table = table.sort_values(["Theme", "Code"], kind="stable")
    columns = ["Code", "Theme", "Why"] if (table["Why"] != "").any() else ["Code", "Theme"]
    return table[columns].reset_index(drop=True)


def write_path(row: Any) -> str:
    """Return where a theme's codes came from or, for a dropped one, went; else how many did."""
    others = [label for label in row.before if label != row.theme]
    if row.after:
        return f"to {'; '.join(row.after)}"
    if others:
        return f"from {'; '.join(others)}"
    if row.change == "kept":
        moved = {"joined": row.joined, "left": row.left}
        return ", ".join(
            f"{count_words(count, 'code')} {verb}" for verb, count in moved.items() if count
        )
    return ""


def join_notes(notes: Iterable[str]) -> str:
    """Return notes as one text: sentences one after the other, words parted by semicolons."""
    joined = ""
    for note in notes:
        joined += ("" if not joined else " " if joined.endswith((".", "!", "?")) else "; ") + note
    return joined
