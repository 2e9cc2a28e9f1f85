"""Codes of a file into the codebook: known by path, by name under a theme, by guid."""

from __future__ import annotations

from collections import Counter

from mcneval.exchange.model import Code
from mcneval.exchange.naming import Keys, own_guid, path_key
from mcneval.exchange.sheets import Row
from mcneval.exchange.state import State

SEPARATOR = " > "
Path = tuple[str, ...]


def land_codes(state: State) -> None:
    """Give every code of the file its code_id, and the rows to merge.

    Folders are no codes unless something is coded to them. A code that stands for one of
    the study's themes, as an export writes it, is that theme again.
    """
    cut_circles(state.project.codes)
    used = {c.code for s in state.project.sources for x in s.selections for c in x.codings}
    find_themes(state)
    matcher = Matcher(state)
    by_guid = {code.guid: code for code in state.project.codes}
    for code in state.project.codes:
        folder = not code.codable
        if code.guid in state.themes:
            state.ledger.add("codes", "imported", "", 1)
        elif folder and code.guid not in used:
            state.ledger.add("code folders", "kept_aside", "folders are no codes")
        else:
            land_code(state, matcher, code, by_guid)
            why = "a folder that was coded to" if folder else ""
            state.ledger.add("code folders" if folder else "codes", "imported", why)
    missing = matcher.unmatched
    if missing and state.history.of_project["codes"]:
        state.remarks.append(
            f"{len(missing)} codes of the last import are no longer in the file; they stay in "
            f"codes.csv: {', '.join(sorted(missing)[:8])}"
        )


def cut_circles(codes: list[Code]) -> None:
    """Make a code stand at the top where what it stands under does not come before it."""
    seen: set[str] = set()
    for code in codes:
        if code.parent not in seen:
            code.parent = ""
        seen.add(code.guid)


def land_code(state: State, matcher: Matcher, code: Code, by_guid: dict[str, Code]) -> None:
    """Find or make one code's id and note its row."""
    code_id = matcher.find(code) or matcher.new(code)
    state.codes[code.guid] = code_id
    row: Row = {
        "code_id": code_id,
        "label": code.name,
        "definition": code.description.strip(),
        "parent_id": parent_of(state, code, by_guid),
        "colour": code.colour,
    }
    state.rows["codes"].append(row)
    state.records["codes"].append({"guid": code.guid, "path": SEPARATOR.join(code.path), **row})


def parent_of(state: State, code: Code, by_guid: dict[str, Code]) -> str:
    """Return the id of the nearest code above, folders and themes left out."""
    above = by_guid.get(code.parent)
    while above is not None and above.guid not in state.themes:
        if above.guid in state.codes:
            return state.codes[above.guid]
        above = by_guid.get(above.parent)
    return ""


def find_themes(state: State) -> None:
    """Find the top-level codes that stand for themes of the study."""
    tops = {
        plain(row.get("label", ""))
        for row in state.sheets["codes"].rows
        if not row.get("parent_id")
    }
    themes = state.sheets["themes"].rows
    by_guid = {own_guid("theme", row["theme_id"]): row["theme_id"] for row in themes}
    by_label = {plain(row.get("label", "")): row["theme_id"] for row in themes}
    for code in state.project.codes:
        label = plain(code.name)
        theme = by_guid.get(code.guid)
        if theme is None and len(code.path) == 1 and label not in tops:
            theme = by_label.get(label)
        if theme is not None:
            state.themes[code.guid] = theme


def plain(name: str) -> str:
    """Return a name without differences of case and spacing."""
    return " ".join(name.split()).casefold()


def label_paths(rows: list[Row]) -> dict[str, Path]:
    """Return the path of labels to each code of a codebook; a circle is cut."""
    by_id = {row.get("code_id", ""): row for row in rows}
    paths = {}
    for code_id in by_id:
        labels: list[str] = []
        seen: set[str] = set()
        here = code_id
        while here in by_id and here not in seen:
            seen.add(here)
            labels.insert(0, plain(by_id[here].get("label", "")))
            here = by_id[here].get("parent_id", "")
        paths[code_id] = tuple(labels)
    return paths


class Matcher:
    """Knows the study's codes again by what stays the same between two exports."""

    def __init__(self, state: State) -> None:
        self.state = state
        rows = state.sheets["codes"].rows
        self.ids = {row.get("code_id", "") for row in rows}
        self.keys = Keys(self.ids)
        self.taken: set[str] = set()
        paths = label_paths(rows)
        self.by_path = {path: code_id for code_id, path in reversed(paths.items())}
        self.by_own = {own_guid("code", code_id): code_id for code_id in self.ids}
        labels = Counter(path[-1] for path in paths.values() if path)
        self.by_leaf = {p[-1]: code_id for code_id, p in paths.items() if p and labels[p[-1]] == 1}
        self.leaves = Counter(plain(code.name) for code in state.project.codes)
        self.guids = {code.guid: code for code in state.project.codes}
        told = [row for row in state.history.of_all["codes"] if row.get("code_id") in self.ids]
        self.told_path = {plain(row.get("path", "")): row["code_id"] for row in told}
        self.told_guid = {row.get("guid", ""): row for row in told}

    @property
    def unmatched(self) -> set[str]:
        """Codes that the last import of this project wrote and the file has no more."""
        told = {row.get("code_id", "") for row in self.state.history.of_project["codes"]}
        return (told & self.ids) - self.taken

    def find(self, code: Code) -> str | None:
        """Return the id of the code that the study has already, or None."""
        under_theme, path = self.path_in_study(code)
        leaf = plain(code.name)
        told = self.told_guid.get(code.guid) if code.guid else None
        found = [
            self.by_own.get(code.guid),
            self.told_path.get(plain(SEPARATOR.join(code.path))),
            self.by_path.get(path),
            self.by_leaf.get(leaf) if under_theme and self.leaves[leaf] == 1 else None,
            told["code_id"] if told and self.renamed(code, told) else None,
        ]
        code_id = next((one for one in found if one and one not in self.taken), None)
        if code_id:
            self.taken.add(code_id)
        return code_id

    def renamed(self, code: Code, told: Row) -> bool:
        """Whether a known guid is the same code, renamed or moved, and not a guid used anew."""
        before = told.get("path", "").split(SEPARATOR)
        above = [plain(name) for name in code.path[:-1]]
        return plain(before[-1]) == plain(code.name) or [plain(n) for n in before[:-1]] == above

    def path_in_study(self, code: Code) -> tuple[bool, Path]:
        """Return whether a theme stands above, and the path without themes and folders."""
        names, themed = [plain(code.name)], False
        above = self.guids.get(code.parent)
        while above is not None:
            if above.guid in self.state.themes:
                themed = True
                break
            if above.guid in self.state.codes:
                names.insert(0, plain(above.name))
            above = self.guids.get(above.parent)
        return themed, tuple(names)

    def new(self, code: Code) -> str:
        """Return a new id, made of the names on the code's path."""
        path = code.path
        top = self.guids.get(code.guid)
        while top is not None and top.parent in self.guids:
            top = self.guids[top.parent]
        if top is not None and top.guid in self.state.themes:
            path = path[1:] or path
        code_id = self.keys.new(path_key(path))
        self.ids.add(code_id)
        self.taken.add(code_id)
        return code_id
