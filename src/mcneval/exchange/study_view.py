"""A study's tables as an export needs them: by id, with themes over codes."""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import yaml
from pydantic import ValidationError

from mcneval.exchange.land_codes import plain
from mcneval.exchange.sheets import Row, Sheet, load_sheets
from mcneval.study.framework_files import list_frameworks
from mcneval.study.frameworks import Framework
from mcneval.study.settings import Settings
from mcneval.study.yaml_files import read_yaml

ROOT = ""


@dataclass
class StudyView:
    """The tables of a study, read but not checked.

    ``without_text`` leaves verbatim words out: segment texts, transcripts, quotations.
    """

    folder: Path
    settings: Settings
    sheets: dict[str, Sheet]
    without_text: bool = False

    def rows(self, table: str) -> list[Row]:
        """Return a table's rows."""
        return self.sheets[table].rows

    @cached_property
    def frameworks(self) -> dict[str, Framework]:
        """The frameworks whose files can be read, by id; a wrong file is the check's to tell."""
        found = {}
        for name, path in list_frameworks(self.folder).items():
            with suppress(yaml.YAMLError, UnicodeDecodeError, ValidationError, OSError):
                found[name] = Framework.model_validate(read_yaml(path))
        return found

    @cached_property
    def words(self) -> dict[str, str]:
        """Verbatim words by segment."""
        if self.without_text:
            return {}
        return {row["segment_id"]: row.get("text", "") for row in self.rows("segment_text")}

    @cached_property
    def segments_of(self) -> dict[str, list[Row]]:
        """Segments by source, in the table's order."""
        return group(self.rows("segments"), "source_id")

    @cached_property
    def codings_of(self) -> dict[str, list[Row]]:
        """Codings by segment."""
        return group(self.rows("codings"), "segment_id")

    @cached_property
    def evidence_of(self) -> dict[str, list[str]]:
        """Themes by segment that is evidence for them."""
        found = group(self.rows("theme_segments"), "segment_id")
        return {key: [row["theme_id"] for row in rows] for key, rows in found.items()}

    @cached_property
    def theme_of(self) -> dict[str, str]:
        """The theme of each code, by the last round of refinement that placed it."""
        by_label = {plain(row.get("label", "")): row["theme_id"] for row in self.rows("themes")}
        last: dict[str, tuple[int, str]] = {}
        for row in self.rows("theme_history"):
            order = int(row["round"]) if row.get("round", "").isdigit() else 0
            code = row.get("code_id", "")
            if code not in last or order >= last[code][0]:
                last[code] = (order, by_label.get(plain(row.get("theme_label", "")), ""))
        return {code: theme for code, (_, theme) in last.items() if theme}

    @cached_property
    def parent_of(self) -> dict[str, str]:
        """The code each code stands under; a circle or a missing parent counts as none."""
        parents = {row["code_id"]: row.get("parent_id", "") for row in self.rows("codes")}
        found = {}
        for code in parents:
            above, seen = parents[code], {code}
            while above in parents and above not in seen:
                seen.add(above)
                above = parents[above]
            found[code] = ROOT if above in seen else parents[code]
        return {code: above if above in parents else ROOT for code, above in found.items()}

    @cached_property
    def tree(self) -> dict[tuple[str, str], list[Row]]:
        """Codes by what they stand under: ``("theme", id)``, ``("code", id)`` or the root.

        A code with a theme stands under it, unless the code above has the same theme.
        """
        found: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in self.rows("codes"):
            found[self.place_of(row["code_id"])].append(row)
        return found

    def place_of(self, code: str) -> tuple[str, str]:
        """Return what a code stands under in an export."""
        above, theme = self.parent_of[code], self.theme_of.get(code, "")
        if theme and (not above or self.theme_of.get(above) != theme):
            return ("theme", theme)
        return ("code", above) if above else (ROOT, ROOT)


def group(rows: list[Row], column: str) -> dict[str, list[Row]]:
    """Return rows by the value of a column, in their order."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.get(column, "")].append(row)
    return found


def view_study(folder: Path, without_text: bool = False) -> StudyView:
    """Read a study for export.

    Raises
    ------
    ExchangeError
        Where ``study.yml`` or a table cannot be read.
    """
    from mcneval.exchange.reading import read_settings

    settings = read_settings(folder)
    return StudyView(folder, settings, load_sheets(folder, settings), without_text)
