"""What the steps of an import share while a file lands in a study."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from mcneval.exchange.history import History
from mcneval.exchange.ledger import Ledger
from mcneval.exchange.model import ProjectFile
from mcneval.exchange.naming import key_of, sameness
from mcneval.exchange.sheets import Row, Sheet
from mcneval.study.settings import Settings

OWN = "mcneval"
Spot = tuple[int, int]


@dataclass
class State:
    """A file on its way into a study.

    ``codes``, ``themes``, ``people``, ``organisations`` give the study's id by the guid in
    the file; ``sources`` by the source's place in the file and ``segments`` by the places
    of source and selection, because guids are not unique. ``rows`` are the rows to merge
    and ``records`` those to remember, by table and kind; ``landed`` are the variables of
    which a value found a column, ``strangers`` those who speak and are in no register.
    """

    project: ProjectFile
    sheets: dict[str, Sheet]
    settings: Settings
    history: History
    ledger: Ledger
    codes: dict[str, str] = field(default_factory=dict)
    themes: dict[str, str] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    organisations: dict[str, str] = field(default_factory=dict)
    sources: dict[int, str] = field(default_factory=dict)
    speakers: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    segments: dict[Spot, str] = field(default_factory=dict)
    rows: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    records: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    gone: dict[str, set[tuple[str, ...]]] = field(default_factory=lambda: defaultdict(set))
    carries: bool = False
    strangers: Counter[str] = field(default_factory=Counter)
    landed: set[str] = field(default_factory=set)
    remarks: list[str] = field(default_factory=list)

    @property
    def own(self) -> bool:
        """Whether this project itself wrote the file."""
        return self.project.tool.startswith(OWN)

    @cached_property
    def source_of_guid(self) -> dict[str, int]:
        """The first source with each guid."""
        found: dict[str, int] = {}
        for number, source in enumerate(self.project.sources):
            found.setdefault(source.guid, number)
        return found

    @cached_property
    def variable_names(self) -> dict[str, str]:
        """Names of variables by guid."""
        return {variable.guid: variable.name for variable in self.project.variables}

    @cached_property
    def register(self) -> dict[str, str]:
        """Participants' ids by what is the same in any writing of them."""
        return {
            sameness(row["participant_id"]): row["participant_id"]
            for row in self.sheets["participants"].rows
            if row.get("participant_id")
        }

    @cached_property
    def phases(self) -> dict[str, str]:
        """Phase ids by any writing of their id or label."""
        return {
            sameness(word): phase.id
            for phase in self.settings.phases
            for word in (phase.label, phase.id)
        }

    @cached_property
    def coders(self) -> dict[str, str]:
        """The study's keys of coders, by any writing of key or name."""
        return {
            sameness(word): key
            for key, name in self.settings.coders.items()
            for word in (name, key)
        }

    @cached_property
    def users(self) -> dict[str, str]:
        """Coders' keys by the guid of the user."""
        return {user.guid: self.coder(user.name) for user in self.project.users}

    def coder(self, name: str) -> str:
        """Return the key of a coder with this name."""
        return self.coders.get(sameness(name)) or key_of(name)
