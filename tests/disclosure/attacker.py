"""An attacker who has the published tables of a report and a solver, and nothing else.

Written without the package's own model of disclosure. Every table is read as sums over people by
phase and all attributes; who is behind a theme or code is a part of them. What is the same in all
solutions is known.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp

SMALL = 5
MOST = 200
"""No more people than these are in any cell."""
WHOLE = ("All", "All phases")
Parts = dict[tuple[str, int], float]
"""How often people of an item and kind are in a sum."""


@dataclass
class Attacker:
    """What is known, as rules on the numbers of people of each kind.

    Parameters
    ----------
    folder : Path
        The published tables.
    """

    folder: Path
    levels: dict[str, list[str]] = field(default_factory=dict)
    kinds: list[dict[str, str]] = field(default_factory=list)
    rules: list[tuple[Parts, float, float]] = field(default_factory=list)
    goals: dict[str, Parts] = field(default_factory=dict)
    themes: dict[str, set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Read everything."""
        self._name_levels()
        names = list(self.levels)
        self.kinds = [dict(zip(names, one, strict=True)) for one in product(*self.levels.values())]
        self._read_register()
        self._read_items("theme", "fig-theme-groups", "fig-support")
        self._read_items("code", "fig-code-groups", "tbl-codebook")
        self._read_constructs()
        self._read_recruited()
        self._read_voice()
        self._read_evidence()

    def read(self, label: str) -> pd.DataFrame:
        """Return a published table, all as words; an empty one where it is not published."""
        path = self.folder / f"{label}.csv"
        if not path.is_file():
            return pd.DataFrame()
        return pd.read_csv(path, dtype=str, keep_default_na=False)

    # What people are told apart by

    def _name_levels(self) -> None:
        people = self.read("tbl-participants")
        self.levels["phase"] = [
            word for word in self.read("tbl-flow").get("phase", []) if word not in WHOLE
        ] or ["Phase 0"]
        for name in people.columns[4:]:
            if name != "phase":
                known = sorted({word for word in people[name] if word})
                if known:
                    self.levels[name] = known

    def find(self, **wanted: str) -> list[int]:
        """Return the kinds of people with these levels; a group may join several of one."""
        able = {name: split_group(level, self.levels[name]) for name, level in wanted.items()}
        return [
            at for at, kind in enumerate(self.kinds)
            if all(kind[name] in levels for name, levels in able.items())
        ]  # fmt: skip

    def find_by(self, group: str) -> list[int] | None:
        """Return the kinds of people in a group: one level of an attribute, or several joined."""
        for name, known in self.levels.items():
            if split_group(group, known):
                return self.find(**{name: group})
        return None

    # Rules

    def tell(self, goal: str, item: str, kinds: list[int], told: str) -> None:
        """Take in what a cell tells of the people of an item; ``""`` for all who took part."""
        low, high = read_cell(told)
        if (low, high) != (0, MOST):
            self.rules.append((dict.fromkeys(((item, at) for at in kinds), 1.0), low, high))
        if goal and low != high:
            self.goals[goal] = dict.fromkeys(((item, at) for at in kinds), 1.0)

    def _read_register(self) -> None:
        people = self.read("tbl-participants")
        for row in people.to_dict("records"):
            wanted = {name: row[name] for name in self.levels if row.get(name) not in ("", None)}
            self.tell(f"register {wanted}", "", self.find(**wanted), row["people"])
        for row in self.read("tbl-flow").to_dict("records"):
            wanted = {} if row["phase"] in WHOLE else {"phase": row["phase"]}
            self.tell(f"flow {wanted}", "", self.find(**wanted), row["recruited"])
        for label in ("fig-recruited", "fig-theme-groups", "fig-code-groups", "fig-voice"):
            column = {"fig-recruited": "recruited", "fig-voice": "people"}.get(label, "of")
            for row in self.read(label).to_dict("records"):
                kinds = self.find_by(row["group"])
                if kinds is not None:
                    self.tell(f"{label} {row['by']} {row['group']}", "", kinds, row[column])

    def _read_items(self, column: str, groups: str, totals: str) -> None:
        for row in self.read(totals).to_dict("records"):
            if row.get("people", "") != "":
                self._bound(row[column])
                self.tell("", row[column], range_of(self.kinds), row["people"])
        for row in self.read(groups).to_dict("records"):
            kinds = self.find_by(row["group"])
            assert kinds is not None
            goal = f"{column} {row[column]}, {row['by']} {row['group']}"
            self.tell(goal, row[column], kinds, row["people"])

    def _bound(self, item: str, whole: str = "") -> None:
        """An item's people are among others."""
        for at in range_of(self.kinds):
            self.rules.append(({(whole, at): 1.0, (item, at): -1.0}, 0, np.inf))

    def _read_voice(self) -> None:
        for row in self.read("fig-voice").to_dict("records"):
            kinds = self.find_by(row["group"])
            if kinds is not None and row["heard"] != "":
                self._bound("heard")
                self.tell(f"heard {row['by']} {row['group']}", "heard", kinds, row["heard"])

    def _read_constructs(self) -> None:
        """Who spoke of a construct spoke of one of its themes."""
        homes = dict(
            self.read("fig-support").get(["theme", "construct"], pd.DataFrame()).to_numpy()
        )
        silence = self.read("fig-silence")
        for construct in dict.fromkeys(silence.get("construct", [])):
            self._bound(construct)
            themes = [theme for theme, home in homes.items() if home == construct]
            self.themes[construct] = set(themes)
            for theme in themes:
                self._bound(theme, construct)
        for row in silence.to_dict("records"):
            kinds = self.find_by(row["group"])
            if kinds is not None:
                goal = f"construct {row['construct']}, {row['by']} {row['group']}"
                self.tell(goal, row["construct"], kinds, row["people"])
                if row["status"] == "heard":
                    somebody = dict.fromkeys(((row["construct"], at) for at in kinds), 1.0)
                    self.rules.append((somebody, 1, MOST))
                elif row["status"] in ("not raised", "not asked", "silent"):
                    self.tell("", row["construct"], kinds, "0")
                if row["people"] == "" and row["of"].isdigit() and row["share"] != "withheld":
                    of, share = int(row["of"]), read_share(row["share"])
                    half = next(1 / step / 2 for step in (10, 5, 4, 2) if of >= 5 * step)
                    within = dict.fromkeys(((row["construct"], at) for at in kinds), 1.0)
                    bounds = (share - half) * of, (share + half) * of
                    self.rules.append((within, *bounds))

    def _read_recruited(self) -> None:
        """Who took part was approached; who was approached and did not is a count, too."""
        self._bound("", "approached")
        everyone = range_of(self.kinds)
        for row in self.read("tbl-flow").to_dict("records"):
            if row["phase"] in WHOLE and row["approached"].isdigit():
                self.tell("", "approached", everyone, row["approached"])
        for by, rows in (
            self.read("fig-recruited").groupby("by") if self._has("fig-recruited") else ()
        ):
            rest = set(everyone)
            for row in rows.to_dict("records"):
                kinds = self.find_by(row["group"])
                if kinds is not None:
                    self.tell("", "approached", kinds, row["approached"])
                    rest -= set(kinds)
            lost = {("approached", at): 1.0 for at in rest} | {("", at): -1.0 for at in rest}
            self.goals[f"did not take part, none of the groups shown of {by}"] = lost

    def _has(self, label: str) -> bool:
        return len(self.read(label)) > 0

    def _read_evidence(self) -> None:
        """Letters of a theme are people of their phase, whether they speak for it or against.

        Where an extract has no letter its speaker may be one of them, or somebody else.
        """
        evidence = self.read("tbl-evidence")
        if not len(evidence) or not (evidence["who"] != "").any() or self.is_followed:
            return
        for theme, rows in evidence.groupby("theme"):
            letters = f"letters {theme}"
            self._bound(letters)
            self._bound(str(theme), letters)
            for phase, own in rows.groupby("phase"):
                kinds = self.find(phase=str(phase))
                known = own.loc[own["who"] != "", "who"].nunique()
                most = known + int((own["who"] == "").sum())
                self.rules.append(
                    (dict.fromkeys(((letters, at) for at in kinds), 1.0), known, most)
                )

    @property
    def is_followed(self) -> bool:
        """Whether the evidence names people by keys of their own."""
        who = self.read("tbl-evidence").get("who", pd.Series(dtype=str))
        return bool(who.str.fullmatch(r"P\d+").any())

    # Solving

    def range(self, goal: Parts, only: set[str] | None = None) -> tuple[float, float]:
        """Return the least and the most people that all rules allow."""
        rules = [
            rule for rule in self.rules
            if only is None or all(name in only for name, _ in rule[0])
        ]  # fmt: skip
        known = sorted({place for rule in rules for place in rule[0]} | set(goal))
        index = {place: at for at, place in enumerate(known)}
        sums = np.zeros((len(rules), len(known)))
        for at, (parts, _, _) in enumerate(rules):
            for place, part in parts.items():
                sums[at, index[place]] = part
        cost = np.zeros(len(known))
        for place, part in goal.items():
            cost[index[place]] = part
        given = [LinearConstraint(sums, [r[1] for r in rules], [r[2] for r in rules])]
        ends = []
        for sign in (1, -1):
            found = milp(
                sign * cost,
                integrality=np.ones(len(known)),
                bounds=Bounds(0, MOST),
                constraints=given if rules else (),
            )
            assert found.x is not None, "the published tables contradict each other"
            ends.append(round(float(cost @ found.x)))
        return ends[0], ends[1]

    def list_counts(self, every: int = 1) -> list[str]:
        """Return the cells whose hidden count is small and known, of each so many."""
        known = []
        for goal, parts in list(self.goals.items())[::every]:
            items = {item for item, _ in parts}
            items |= {theme for item in items for theme in self.themes.get(item, ())}
            low, high = self.range(parts, {"", *items, *(f"letters {one}" for one in items)})
            if low == high and 0 < low < SMALL:
                known.append(f"{goal}: {low}")
        return known

    def list_shown(self) -> list[str]:
        """Return the counts of groups that are told though they are small."""
        told = []
        for label, columns in {
            "tbl-participants": ["people"], "tbl-flow": ["recruited", "declined"],
            "fig-theme-groups": ["people", "of"], "fig-code-groups": ["people", "of"],
            "fig-voice": ["people", "heard"], "fig-network": ["people"], "tbl-reasons": ["people"],
            "fig-recruited": ["recruited", "approached"], "tbl-sources": ["people"],
            "fig-silence": ["people", "of"],
        }.items():  # fmt: skip
            table = self.read(label)
            for column in columns:
                small = [w for w in table.get(column, []) if w.isdigit() and 0 < int(w) < SMALL]
                told += [f"{label}, {column}: {word}" for word in small]
        return told + self._list_differences()

    def _list_differences(self) -> list[str]:
        """Return small counts that follow from two others: who came late, who spoke in two ways."""
        told = []
        timeline, sources, flow = map(self.read, ("fig-timeline", "tbl-sources", "tbl-flow"))
        for phase, rows in timeline.groupby("phase") if len(timeline) else ():
            steps = np.diff([0, *rows["people"].astype(int)])
            told += [f"fig-timeline, {phase}: {step}" for step in steps if 0 < step < SMALL]
        sizes = dict(flow[["phase", "recruited"]].to_numpy()) if len(flow) else {}
        for phase, rows in sources.groupby("phase") if len(sources) else ():
            here = [int(word) for word in rows["people"] if word.isdigit()]
            size = sizes.get(phase, "")
            if size.isdigit() and len(here) == len(rows) and 0 < sum(here) - int(size) < SMALL:
                told.append(f"tbl-sources, in two kinds, {phase}: {sum(here) - int(size)}")
        return told + self._list_kinds(sources)

    def _list_kinds(self, sources: pd.DataFrame) -> list[str]:
        """Return small counts of people by kind of source that follow from all phases together."""
        voice, told = self.read("fig-voice"), []
        known = voice[voice["by"] == "Kind of source"] if len(voice) else voice
        for row in known.to_dict("records"):
            rows = sources[sources["kind"].str.lower() == row["group"].lower()]["people"]
            hidden = [word for word in rows if not word.isdigit()]
            if row["people"].isdigit() and len(hidden) == 1:
                left = int(row["people"]) - sum(int(word) for word in rows if word.isdigit())
                told += [f"fig-voice, {row['group']}: {left}"] if 0 < left < SMALL else []
        return told

    def list_attributes(self, every: int = 1) -> list[str]:
        """Return what is known of those who speak in the evidence: theme, phase, level."""
        evidence = self.read("tbl-evidence")
        known = []
        parts = list(evidence.groupby(["theme", "phase"])) if len(evidence) else []
        for (theme, phase), rows in parts[::every]:
            lettered = not self.is_followed and (rows["who"] != "").any()
            item = f"letters {theme}" if lettered else ""
            for name, levels in self.levels.items():
                for level in levels if name != "phase" else ():
                    everyone = set(self.find(phase=str(phase)))
                    rest = everyone - set(self.find(phase=str(phase), **{name: level}))
                    others = dict.fromkeys(((item, at) for at in rest), 1.0)
                    only = {"", item, str(theme)} if lettered else {""}
                    sure = self.range(others, only)[1] == 0
                    if sure:
                        known.append(f"{theme}, {phase}: {name} is {level}")
        return known


def range_of(kinds: list[Any]) -> list[int]:
    """Return the places of all kinds."""
    return list(range(len(kinds)))


def split_group(group: str, levels: list[str]) -> list[str]:
    """Return the levels that a group's name joins: ``A, B and C``."""
    if group in levels:
        return [group]
    parts = [word for part in group.split(", ") for word in part.split(" and ")]
    return parts if set(parts) <= set(levels) else []


def read_share(told: str) -> float:
    """Return a share that is told as a number or in per cent."""
    return float(told.rstrip("%")) / (100 if "%" in told else 1)


def read_cell(told: str) -> tuple[float, float]:
    """Return the least and the most that a cell may stand for."""
    if told.startswith("under "):
        return 1, int(told.split(" ")[1]) - 1
    return (int(told), int(told)) if told.isdigit() else (0, MOST)
