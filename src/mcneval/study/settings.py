"""``study.yml``: what a study declares of itself, as a typed model."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

Carrier = Literal["organisation", "participant"]
Origin = Literal["collected", "published", "reconstructed", "secondary", "synthetic"]

ORIGIN_WORDS: dict[str, str] = {
    "collected": "collected by the study team",
    "published": "taken from a publication",
    "reconstructed": "reconstructed from published totals; not the study's own records",
    "secondary": "a secondary analysis of published material by this project",
    "synthetic": "synthetic: made up, not from real people",
}


class Declared(BaseModel):
    """A part of ``study.yml``; unknown words are errors, not ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Citation(Declared):
    """How to cite what the study rests on."""

    text: str
    key: str = ""
    doi: str = ""
    url: str = ""
    licence: str = ""


class Network(Declared):
    """The network that is evaluated; ``short`` is what prose calls it."""

    name: str
    short: str = "the network"
    model: str = ""
    region: str = ""
    description: str = ""


class Target(Declared):
    """How many people a phase set out to recruit."""

    low: int = Field(ge=0)
    high: int = Field(ge=0)


class Phase(Declared):
    """One phase of data collection."""

    id: str
    label: str
    what: str = ""
    invited: int | None = Field(default=None, ge=0)
    invited_is_approximate: bool = False
    target: Target | None = None


class Level(Declared):
    """One value that an attribute may take, and how it is written in tables."""

    id: str
    label: str


class Attribute(Declared):
    """Something known of each organisation or participant."""

    id: str
    label: str
    on: Carrier
    levels: list[Level] = Field(min_length=1)
    draw_as: Literal["hub-and-spoke"] | None = None

    @field_validator("levels", mode="before")
    @classmethod
    def spell_out(cls, levels: object) -> object:
        """Let a level be a plain word: its label is then the word itself."""
        if not isinstance(levels, list):
            return levels
        return [
            level if isinstance(level, dict) else {"id": str(level), "label": str(level)}
            for level in levels
        ]

    @property
    def level_ids(self) -> list[str]:
        """The values as they stand in the data, in declared order."""
        return [level.id for level in self.levels]


class RecruitmentTable(Declared):
    """A table of participants that the report shows, with totals."""

    id: str
    title: str
    rows: str = "phase"
    columns: list[str] = Field(min_length=1)


class Saturation(Declared):
    """Parameters of Guest, Namey and Chen (2020)."""

    base: int = Field(default=4, ge=1)
    run: int = Field(default=2, ge=1)
    threshold: float = Field(default=0.05, ge=0, le=1)
    permutations: int = Field(default=200, ge=0)


class Analysis(Declared):
    """Parameters of the notebooks."""

    seed: int = Field(default=20210122, ge=0)
    bootstrap: int = Field(default=500, ge=0)
    confidence: float = Field(default=0.95, gt=0, lt=1)
    min_people: int = Field(default=2, ge=1)
    similarity: int = Field(default=85, ge=0, le=100)
    saturation: Saturation = Saturation()


class Disclosure(Declared):
    """What the report may show; ``reason`` is printed where a rule is off."""

    min_cell: int = Field(default=5, ge=0)
    reason: str = ""


class Provenance(Declared):
    """Where the data come from.

    ``tables`` gives the origin of each table that differs from ``kind``.
    ``register_is_reconstructed`` means that people's attributes are known only
    in the margins that the recruitment tables show, so nothing else is drawn from them.
    """

    kind: Origin
    statement: str
    tables: dict[str, Origin] = {}
    register_is_reconstructed: bool = False


class Expected(Declared):
    """Counts that the register must give, where the study states them."""

    participants: int | None = Field(default=None, ge=0)
    organisations: int | None = Field(default=None, ge=0)
    sources: int | None = Field(default=None, ge=0)
    segments: int | None = Field(default=None, ge=0)


class Settings(Declared):
    """The whole of ``study.yml``."""

    title: str
    subtitle: str = ""
    authors: list[str] = []
    date: str = ""
    citation: Citation
    network: Network
    phases: list[Phase] = Field(min_length=1)
    attributes: list[Attribute] = []
    recruitment_tables: list[RecruitmentTable] = []
    frameworks: list[str] = Field(min_length=1)
    primary_framework: str
    comparison_framework: str = ""
    coders: dict[str, str] = {}
    expected: Expected = Expected()
    analysis: Analysis = Analysis()
    disclosure: Disclosure = Disclosure()
    provenance: Provenance

    def phase(self, phase_id: str) -> Phase:
        """Return the phase with this id; KeyError where there is none."""
        return {phase.id: phase for phase in self.phases}[phase_id]

    def attribute(self, attribute_id: str) -> Attribute:
        """Return the attribute with this id; KeyError where there is none."""
        return {attribute.id: attribute for attribute in self.attributes}[attribute_id]

    def attributes_on(self, carrier: Carrier) -> list[Attribute]:
        """Return the attributes declared on organisations or on participants."""
        return [attribute for attribute in self.attributes if attribute.on == carrier]

    def origin(self, table: str) -> Origin:
        """Return where a table's rows come from."""
        return self.provenance.tables.get(table, self.provenance.kind)
