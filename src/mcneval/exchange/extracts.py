"""Rows of coded extracts as sources, selections and codings."""

from __future__ import annotations

import re

from mcneval.exchange.cells import CellSheet
from mcneval.exchange.guessing import SheetMapping
from mcneval.exchange.history import mark
from mcneval.exchange.model import Code, Coding, ProjectFile, Selection, Source, User
from mcneval.exchange.problems import ExchangeError
from mcneval.exchange.words_of_headers import MARKED

YES = frozenset({"true", "yes", "1", "x", "y"})
SEVERAL = re.compile(r"(?<!\s)[^\S\n]*+[\n;|]\s*+")
WITHOUT = "the row names no source"


class Extracts:
    """Collects sources, passages and codes out of rows, each once."""

    def __init__(self, project: ProjectFile) -> None:
        self.project = project
        self.sources: dict[str, Source] = {}
        self.selections: dict[tuple[str, str], Selection] = {}
        self.codes: dict[tuple[str, ...], Code] = {}
        self.users: dict[str, User] = {}

    def add(self, sheet: CellSheet, one: SheetMapping) -> None:
        """Add the rows of a sheet.

        Raises
        ------
        ExchangeError
            Where no column holds the source.
        """
        if not one.headers("source"):
            raise ExchangeError(
                f"{self.project.file}, {sheet.title}: no column holds the source (the interview or "
                f"document). Its headers are: {', '.join(sheet.header)}. Say which with --columns."
            )
        marked = {
            h: held.removeprefix(MARKED)
            for h, held in one.columns.items()
            if held.startswith(MARKED)
        }
        for number, row in sheet.rows:
            cells = {
                one.columns[header]: cell.strip()
                for header, cell in zip(sheet.header, row, strict=True)
                if one.columns.get(header) and header not in marked
            }
            ticked = [
                marked[header]
                for header, cell in zip(sheet.header, row, strict=True)
                if header in marked and cell.strip().lower() in YES
            ]
            self.add_row(cells, ticked, one.path, f"{sheet.title}, row {number}")

    def add_row(self, cells: dict[str, str], ticked: list[str], path: str, where: str) -> None:
        """Add one row: a passage with the codes it names."""
        names = [*ticked, *([cells["code"]] if cells.get("code") else [])]
        names += [name for name in SEVERAL.split(cells.get("codes", "")) if name]
        self.project.counted["codings"] += len(names)
        if not cells.get("source"):
            self.project.counted["rows"] += 1
            self.project.remarks.append(f"{where}: {WITHOUT}; left out.")
            return
        selection = self.selection(cells)
        for name in names:
            code = self.code(name, path, cells.get("definition", ""))
            coder = cells.get("coder", "")
            if coder:
                self.users.setdefault(coder, User(coder, coder))
            selection.codings.append(Coding(code.guid, coder, cells.get("date", "")))

    def selection(self, cells: dict[str, str]) -> Selection:
        """Return the passage of a row, the same for rows that tell of the same place."""
        name = cells["source"]
        source = self.sources.setdefault(name, Source(name, name))
        words = cells.get("text", "")
        place = cells.get("locator") or "-".join(
            cells[end] for end in ("begin", "end") if cells.get(end)
        )
        key = (name, cells.get("segment") or f"{place} {mark(words)}")
        if key not in self.selections:
            self.selections[key] = Selection(
                f"{name} {key[1]}",
                "other",
                cells.get("segment", ""),
                known=words,
                sure=bool(words),
                place=place,
                gist=cells.get("gist", ""),
                speaker=cells.get("participant", ""),
            )
            source.selections.append(self.selections[key])
        return self.selections[key]

    def code(self, name: str, path: str, definition: str) -> Code:
        """Return the code of a name or path, with all that it stands under."""
        names = tuple(part.strip() for part in (name.split(path) if path else [name]))
        names = tuple(part for part in names if part and part not in ("Codes", "Nodes")) or (name,)
        for end in range(1, len(names) + 1):
            part = names[:end]
            if part not in self.codes:
                self.codes[part] = Code(" > ".join(part), part, " > ".join(part[:-1]))
        code = self.codes[names]
        code.description = code.description or definition
        return code

    def finish(self) -> None:
        """Put what was collected into the project."""
        project = self.project
        known = {code.path for code in project.codes}
        new = [code for path, code in self.codes.items() if path not in known]
        project.codes += sorted(new, key=lambda code: len(code.path))
        project.sources += self.sources.values()
        project.users += self.users.values()
        project.counted["codes"] += len(new)
        project.counted["sources"] += len(self.sources)
        project.counted["selections"] += len(self.selections)
        project.counted["users"] += len(self.users)
