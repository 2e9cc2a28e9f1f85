"""What became of everything in a file: imported, joined, kept aside, dropped and why."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Literal

from mcneval.exchange.sheets import csv_text

Fate = Literal["imported", "merged", "kept_aside", "dropped"]
FATES: tuple[Fate, ...] = ("imported", "merged", "kept_aside", "dropped")
COLUMNS = ["kind", "in_file", *FATES, "why"]
MUST_ARRIVE = ("codings", "source texts")
KINDS = (
    "codes",
    "code folders",
    "users",
    "sources",
    "source texts",
    "selections",
    "codings",
    "cases",
    "variables",
    "variable values",
    "sets",
    "links",
    "memos",
    "maps",
    "rows",
)


@dataclass(frozen=True)
class LedgerRow:
    """One kind of thing; the four fates add up to ``in_file``."""

    kind: str
    in_file: int
    imported: int
    merged: int
    kept_aside: int
    dropped: int
    why: str

    @property
    def lost(self) -> int:
        """How many of what must arrive did not."""
        return self.in_file - self.imported - self.merged if self.kind in MUST_ARRIVE else 0


@dataclass
class Ledger:
    """Counts fates against what the reader counted in the file."""

    in_file: Counter[str] = field(default_factory=Counter)
    _fates: dict[str, Counter[Fate]] = field(default_factory=lambda: defaultdict(Counter))
    _whys: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, kind: str, fate: Fate, why: str = "", count: int = 1) -> None:
        """Record what became of something."""
        if count:
            self._fates[kind][fate] += count
            if why:
                self._whys[kind][why] += count

    def rows(self) -> list[LedgerRow]:
        """Return a row for each kind in the file; what nobody accounts for is dropped."""
        kinds = [kind for kind in KINDS if kind in self.in_file or kind in self._fates]
        kinds += sorted((set(self.in_file) | set(self._fates)) - set(KINDS))
        return [self._row(kind) for kind in kinds]

    def _row(self, kind: str) -> LedgerRow:
        fates = self._fates[kind]
        told = sum(fates.values())
        in_file = max(self.in_file[kind], told)
        whys = [
            f"{why} ({count:,})" if count > 1 else why
            for why, count in sorted(self._whys[kind].items())
        ]
        unread = in_file - told
        if unread:
            whys.append("not understood by this reader" + (f" ({unread:,})" if unread > 1 else ""))
        return LedgerRow(
            kind,
            in_file,
            fates["imported"],
            fates["merged"],
            fates["kept_aside"],
            fates["dropped"] + unread,
            "; ".join(whys),
        )

    @property
    def lost(self) -> dict[str, int]:
        """How many codings and source texts that the file declares did not arrive."""
        return {row.kind: row.lost for row in self.rows() if row.lost}

    def text(self) -> str:
        """Return the ledger as CSV."""
        rows = [{name: str(getattr(row, name)) for name in COLUMNS} for row in self.rows()]
        return csv_text(COLUMNS, rows)
