"""What is wrong with a book, collected so that all of it can be told at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from mcneval.errors import McnevalError


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to mend: where it is, what was found and what to do."""

    file: str
    line: int | None
    what: str
    mend: str = ""

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        advice = f" {self.mend}" if self.mend else ""
        return f"{place}: {self.what}.{advice}"


class BookError(McnevalError):
    """The book cannot be published as it is; ``problems`` says why, in order of place.

    ``output`` is what a program said that stopped.
    """

    def __init__(self, problems: Iterable[Problem], output: str = "") -> None:
        unique = set(problems)
        self.problems: list[Problem] = sorted(
            unique, key=lambda problem: (problem.file, problem.line or 0, problem.what)
        )
        count = len(self.problems)
        title = f"The book has {count} problem{'' if count == 1 else 's'}:"
        listed = [f"  {problem}" for problem in self.problems]
        super().__init__("\n".join([title, *listed, *([output] if output else [])]))


@dataclass
class ProblemList:
    """Problems found so far."""

    found: list[Problem] = field(default_factory=list)

    def add(self, file: str, line: int | None, what: str, mend: str = "") -> None:
        """Note one problem."""
        self.found.append(Problem(file, line, what.rstrip("."), mend))

    def stop_if_any(self) -> None:
        """Raise BookError with everything found so far, if there is anything."""
        if self.found:
            raise BookError(self.found)
