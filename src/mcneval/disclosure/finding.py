"""One thing that a report must not say."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Finding:
    """What must not be published, and where it stands.

    Parameters
    ----------
    rule : str
        The rule's name, as in ``study.yml: disclosure``.
    file : str
        The file, relative to the run or to the study.
    place : str
        Where in the file: a line, a cell, a row and column.
    what : str
        What was found, in words.
    excerpt : str
        The beginning of what was found, with the rest masked.
    mend : str
        What to do.
    secret : str
        What was found, unmasked: never printed.
    """

    rule: str
    file: str
    place: str
    what: str
    excerpt: str
    mend: str
    secret: str = field(default="", compare=False, repr=False)

    @property
    def sort_key(self) -> tuple[str, str, str, str, str]:
        """File, rule, place, what, excerpt: the order in which findings are listed."""
        return (self.file, self.rule, self.place, self.what, self.excerpt)

    def __str__(self) -> str:
        place = f", {self.place}" if self.place else ""
        excerpt = f": {self.excerpt}" if self.excerpt else ""
        return f"{self.file}{place}: {self.what}{excerpt}. {self.mend} [{self.rule}]"


def mask(secret: str) -> str:
    """Return a secret's first and last letter or digit with dots for the others."""
    if len(secret) < 4:
        return "•" * len(secret)
    return f"{secret[0]}{'•' * min(len(secret) - 2, 8)}{secret[-1]}"
