"""What is wrong in a study's files, said so that its owner can mend it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Literal

from mcneval.errors import McnevalError

Severity = Literal["error", "warning", "note"]
TEXT_FILES = (".yml", ".yaml", ".md", ".bib")


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, or was read with a reservation.

    Parameters
    ----------
    file : str
        The file, relative to the study's folder.
    message : str
        What is wrong, with the value found.
    mend : str
        What to write instead.
    row : int or None
        The row as a spreadsheet counts it: the header is row 1. In a text file, the line.
    column : str
        The column's header, or the key in a YAML file with those it stands under.
    found : str
        The value found.
    allowed : str
        What may stand there.
    severity : Severity
        ``error`` stops a report; ``warning`` and ``note`` do not.
    rule : str
        A short, stable name of the rule, for machines.
    """

    file: str
    message: str
    mend: str = ""
    row: int | None = None
    column: str = ""
    found: str = ""
    allowed: str = ""
    severity: Severity = "error"
    rule: str = ""

    @property
    def place(self) -> str:
        """The file with its row and column, or its line, as far as they are known."""
        is_text = self.file.endswith(TEXT_FILES)
        parts = [self.file]
        if self.row is not None:
            parts.append(f"{'line' if is_text else 'row'} {self.row}")
        if self.column and not is_text:
            parts.append(f"column {self.column}")
        return ", ".join(parts)

    @property
    def sort_key(self) -> tuple[str, int, str, str]:
        """File, row, column, message: the order in which problems are listed."""
        return (self.file, self.row or 0, self.column, self.message)

    def as_dict(self) -> dict[str, object]:
        """Return the problem for machines."""
        return asdict(self)

    def __str__(self) -> str:
        """Return one line: where, what, how to mend."""
        tail = f" {self.mend}" if self.mend else ""
        return f"{self.place}: {self.message}{tail}"


class StudyError(McnevalError):
    """A study cannot be used; ``problems`` says why, all at once."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(problems, key=lambda problem: problem.sort_key)
        super().__init__("\n".join(str(problem) for problem in self.problems))
