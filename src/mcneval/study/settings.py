"""``study.yml``: what a study declares of itself, as a typed model."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, field_validator

from mcneval.study.declared import (
    Attribute,
    Carrier,
    Citation,
    Declared,
    Level,
    Network,
    Person,
    Phase,
    RecruitmentTable,
    Target,
    spell_out,
)
from mcneval.study.sections import Section

__all__ = [
    "ORIGIN_WORDS",
    "Analysis",
    "Attribute",
    "Carrier",
    "Citation",
    "Declared",
    "Disclosure",
    "Expected",
    "Level",
    "Network",
    "Origin",
    "Person",
    "Phase",
    "Provenance",
    "RecruitmentTable",
    "Report",
    "Saturation",
    "Settings",
    "Target",
]

Origin = Literal["collected", "published", "reconstructed", "secondary", "synthetic"]

ORIGIN_WORDS: dict[str, str] = {
    "collected": "collected by the study team",
    "published": "taken from a publication",
    "reconstructed": "reconstructed from published totals; not the study’s own records",
    "secondary": "a secondary analysis of what was published",
    "synthetic": "synthetic (made up, not from real people)",
}


class Saturation(Declared):
    """Parameters of Guest, Namey and Chen (2020)."""

    base: int = Field(4, ge=1, description="How many sources are the base.")
    run: int = Field(2, ge=1, description="How many sources are one run.")
    threshold: float = Field(
        0.05, ge=0, le=1, description="The share of new codes under which saturation is reached."
    )
    permutations: int = Field(
        200, ge=0, description="How many random orders give the band; 0 for none."
    )


class Analysis(Declared):
    """How the study was analysed, and the parameters of the notebooks."""

    approach: Literal["reflexive", "codebook", "framework", "coding-reliability"] = Field(
        "framework",
        description="How themes were made. Agreement between coders and saturation belong to "
        "framework and coding-reliability, and are left out of the others.",
    )
    seed: int = Field(
        20210122, ge=0, description="Where random draws begin, so that they can be repeated."
    )
    bootstrap: int = Field(
        500, ge=0, description="How many resamples give the intervals of agreement."
    )
    confidence: float = Field(0.95, gt=0, lt=1, description="The intervals' confidence.")
    min_people: int = Field(
        2, ge=1, description="How many people a theme must rest on to count as robust."
    )
    similarity: int = Field(
        85,
        ge=0,
        le=100,
        description="From how many per cent alike two pieces of evidence are listed as repeated.",
    )
    saturation: Saturation = Field(
        Saturation(), description="Parameters of the saturation analysis."
    )

    def flatten(self) -> dict[str, Any]:
        """Return all parameters by name, as notebooks have them: those of saturation first."""
        declared = self.model_dump(exclude={"approach"})
        return declared.pop("saturation") | declared


Speakers = Literal["followed", "fresh", "none"]
Rule = Literal[
    "small-counts", "keys", "quotations", "names", "e-mails", "nhs-numbers", "phones", "postcodes",
    "births", "paths",
]  # fmt: skip


class Disclosure(Declared):
    """What the report may show; ``reason`` is printed where a rule is off."""

    min_cell: int = Field(
        5, ge=0, description="Counts of people below this number are not shown; 0 shows all."
    )
    speakers: Speakers | None = Field(
        None,
        description="How the evidence names who speaks: ``followed`` from theme to theme by one "
        "key, ``fresh`` letters in each theme, or ``none``. Groups of people are compared only "
        "where speakers are not followed. Without it ``fresh`` where people have attributes and "
        "small counts are hidden, else ``followed``.",
    )
    reason: str = Field(
        "",
        description="Why small counts are shown, or speakers followed; the report prints it.",
    )
    off: dict[Rule, str] = Field(
        {}, description="Rules of the disclosure search that are off, each with its reason."
    )


class Provenance(Declared):
    """Where the data come from.

    ``tables`` gives the origin of each table (``sources``) or column (``sources.phase``) that
    differs from ``kind``; a column's goes before that of its table.
    ``register_is_reconstructed`` means that people's attributes are known only
    in the margins that the recruitment tables show, so nothing else is drawn from them.
    """

    kind: Origin = Field(description="Where the data come from.")
    evidence: Literal["all-coded", "published-excerpts"] = Field(
        "all-coded",
        description="What the segments are: all that was coded, or excerpts that an author chose "
        "to print, which cannot say how widely something was said.",
    )
    statement: str = Field(description="The same in the team's own words; the report prints it.")
    tables: dict[str, Origin] = Field(
        {},
        description="The origin of each table that differs from kind, by its name, or of one of "
        "its columns: sources.phase.",
    )
    frameworks: dict[str, Origin] = Field(
        {},
        description="Who placed the themes on a framework, where that differs from mappings.",
    )
    register_is_reconstructed: bool = Field(
        False, description="Whether the register was worked out from published totals."
    )


class Report(Declared):
    """What the report shows; the rest follows from what the study is."""

    message: str = Field(
        "", description="What the main figure shows, in a sentence: it is the figure's title."
    )
    note: str = Field("", description="What a reader of the main figure must know.")
    without: list[Section] = Field([], description="Sections to leave out.")
    also: list[Section] = Field([], description="Sections to show that would be left out.")


class Expected(Declared):
    """Counts that the register must give, where the study states them."""

    participants: int | None = Field(
        None, ge=0, description="How many people took part (status recruited)."
    )
    organisations: int | None = Field(
        None, ge=0, description="How many organisations they came from."
    )
    sources: int | None = Field(
        None, ge=0, description="How many interviews, focus groups and documents there are."
    )
    segments: int | None = Field(None, ge=0, description="How many segments there are.")


class Settings(Declared):
    """The whole of ``study.yml``."""

    title: str = Field(description="The report's title.")
    subtitle: str = Field("", description="A line under the title.")
    authors: list[Person] = Field(
        [], description="Who wrote the report: names, or name, affiliation and interests."
    )
    study_authors: list[Person] = Field(
        [], description="Who did the study, where the report re-analyses what others published."
    )
    funding: str = Field("", description="Who paid for the study, and what part they had in it.")
    ethics: str = Field("", description="Which approvals the study had, and how people consented.")
    licence: str = Field("", description="Under which licence the report may be used.")
    repository: str = Field("", description="Where the study's files can be found.")
    date: str = Field("", description="The report's date, such as 2026-01-31.")
    citation: Citation = Field(description="How to cite what the study rests on.")
    network: Network = Field(description="The network that is evaluated.")
    phases: list[Phase] = Field(
        min_length=1, description="The phases of data collection, in order; one is enough."
    )
    attributes: list[Attribute] = Field(
        [], description="What is known of each organisation or participant."
    )
    recruitment_tables: list[RecruitmentTable] = Field(
        [], description="The tables of participants that the report shows."
    )
    frameworks: list[str] = Field(
        [], description="The ids of the frameworks that themes are placed on; there may be none."
    )
    primary_framework: str = Field(
        "", description="The framework that the report is built on, where there is any."
    )
    comparison_framework: str = Field(
        "", description="A framework of earlier findings that the themes are compared with."
    )
    coders: dict[str, str] = Field(
        {}, description="The coders: their initials in codings.csv, and who they are."
    )
    expected: Expected = Field(
        Expected(), description="Counts that the tables must give; they are compared."
    )
    analysis: Analysis = Field(
        Analysis(),
        description="How it was analysed, and the notebooks' parameters; each may be left out.",
    )
    report: Report = Field(Report(), description="What the report shows.")
    disclosure: Disclosure = Field(Disclosure(), description="Which counts may be shown.")
    provenance: Provenance = Field(description="Where the data come from.")

    @field_validator("authors", "study_authors", mode="before")
    @classmethod
    def allow_names(cls, people: object) -> object:
        """Let a person be a plain name."""
        return spell_out(people, "name")

    @property
    def protects(self) -> bool:
        """Whether small counts of people, and people's attributes, must not be worked out.

        Nothing is hidden where the register is reconstructed from what is published, or where
        ``min_cell`` is 0 or 1.
        """
        return not self.provenance.register_is_reconstructed and self.disclosure.min_cell > 1

    @property
    def speakers(self) -> Speakers:
        """How the evidence names who speaks."""
        fresh = self.protects and self.attributes
        return self.disclosure.speakers or ("fresh" if fresh else "followed")

    @property
    def is_reanalysis(self) -> bool:
        """Whether the study was done by others than the report's authors."""
        return bool(self.study_authors)

    def phase(self, phase_id: str) -> Phase:
        """Return the phase with this id; KeyError where there is none."""
        return {phase.id: phase for phase in self.phases}[phase_id]

    def attribute(self, attribute_id: str) -> Attribute:
        """Return the attribute with this id; KeyError where there is none."""
        return {attribute.id: attribute for attribute in self.attributes}[attribute_id]

    def attributes_on(self, carrier: Carrier) -> list[Attribute]:
        """Return the attributes declared on organisations or on participants."""
        return [attribute for attribute in self.attributes if attribute.on == carrier]

    def origin(self, table: str, column: str = "") -> Origin:
        """Return where a table's rows, or the cells of one of its columns, come from."""
        tables = self.provenance.tables
        return tables.get(f"{table}.{column}") or tables.get(table, self.provenance.kind)
