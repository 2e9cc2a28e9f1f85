"""What the rules between tables look at: the settings, the readable tables, the frameworks."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from mcneval.study.frameworks import Framework
from mcneval.study.grid import Grid
from mcneval.study.nearest import suggest
from mcneval.study.problems import Problem, Severity
from mcneval.study.settings import Settings
from mcneval.study.yaml_files import Document


@dataclass(frozen=True)
class Story:
    """A study as far as it could be read.

    Parameters
    ----------
    settings : Settings
        What ``study.yml`` declares.
    document : Document
        The same with its lines.
    grids : mapping of str to Grid
        The tables that could be read and have rows, by name.
    frameworks : mapping of str to Framework
        The frameworks that could be read.
    """

    settings: Settings
    document: Document
    grids: Mapping[str, Grid]
    frameworks: Mapping[str, Framework]

    def has(self, *tables: str) -> bool:
        """Return whether all these tables could be read and have rows."""
        return all(table in self.grids for table in tables)

    def map(self, table: str, key: str, value: str) -> dict[str, str]:
        """Return one column of a table by another, the first of each; empty without the table."""
        pairs: dict[str, str] = {}
        for _, name, found in self.grids[table].records(key, value) if self.has(table) else ():
            pairs.setdefault(name, found)
        return pairs

    def flag_setting(
        self, key: str, words: str, mend: str, *, severity: Severity = "error", rule: str
    ) -> Problem:
        """Return a problem at a dotted key of ``study.yml``."""
        steps = [int(step) if step.isdigit() else step for step in key.split(".")]
        line = self.document.find_line(steps)
        file = self.document.file
        return Problem(file, words, mend, line, key, severity=severity, rule=rule)


@dataclass(frozen=True)
class Rule:
    """A rule between tables: what must hold, and how problems with it are found.

    Parameters
    ----------
    states : tuple of str
        What must hold, in sentences for the data dictionary.
    find : callable
        Yields a problem wherever it does not hold.
    """

    states: tuple[str, ...]
    find: Callable[[Story], Iterator[Problem]]


def find_unknown(
    grid: Grid, column: str, known: Collection[str], what: str, mend: str
) -> Iterator[Problem]:
    """Yield a problem for each value of a column that is not among those that are known."""
    for row, value in grid.column(column):
        if value and value not in known:
            words = f"'{value}' is not {what}{suggest(value, known)}"
            yield grid.flag(row, column, words, mend, found=value, rule="reference")
