"""What a study declares of itself, part by part: typed models with a meaning for each key."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

Carrier = Literal["organisation", "participant"]


class Declared(BaseModel):
    """A part of ``study.yml``; unknown words are errors, not ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def spell_out(given: object, key: str) -> object:
    """Return a list in which a plain text stands for a part: its ``key``, and nothing else."""
    if not isinstance(given, list):
        return given
    return [{key: one} if isinstance(one, str) else one for one in given]


class Person(Declared):
    """Somebody who did the study or wrote the report."""

    name: str = Field(description="The person's name.")
    affiliation: str = Field("", description="Where the person works.")
    interests: str = Field("", description="Interests that a reader should know of.")


class Citation(Declared):
    """How to cite what the study rests on."""

    text: str = Field(
        description="The full reference of what the study rests on, as a reader should cite it."
    )
    key: str = Field("", description="Its key in references.bib.")
    doi: str = Field("", description="Its DOI, without https://.")
    url: str = Field("", description="Where it can be read.")
    licence: str = Field("", description="Under which licence it may be used.")


class Network(Declared):
    """The network that is evaluated; ``short`` is what prose calls it."""

    name: str = Field(description="The network's name.")
    short: str = Field("the network", description="What prose calls it.")
    model: str = Field("", description="How it is built, such as hub and spoke.")
    region: str = Field("", description="Where it works.")
    description: str = Field(
        "", description="Who belongs to it and what it wants, in a few sentences."
    )


class Target(Declared):
    """How many people a phase set out to recruit."""

    low: int = Field(ge=0, description="The smallest number that was aimed at.")
    high: int = Field(ge=0, description="The largest number that was aimed at.")


class Phase(Declared):
    """One phase of data collection."""

    id: str = Field(description="A short key; participants.csv and sources.csv use it.")
    label: str = Field(description="Its name in tables and prose.")
    what: str = Field("", description="Whom it asked, and how.")
    invited: int | None = Field(None, ge=0, description="How many people were invited.")
    invited_is_approximate: bool = Field(
        False, description="Whether that number is only about right."
    )
    target: Target | None = Field(None, description="How many people it set out to recruit.")


class Level(Declared):
    """One value that an attribute may take, and how it is written in tables."""

    id: str = Field(description="The value as it stands in the data.")
    label: str = Field(description="How tables write it.")


class Attribute(Declared):
    """Something known of each organisation or participant."""

    id: str = Field(description="A short key, and the header of its column.")
    label: str = Field(description="Its name in tables and prose.")
    on: Carrier = Field(
        description="What carries it: organisation (a column of organisations.csv) "
        "or participant (a column of participants.csv)."
    )
    levels: list[Level] = Field(
        min_length=1,
        description="The values it may take, in the order of the tables: words, or id and label.",
    )
    draw_as: Literal["hub-and-spoke"] | None = Field(
        None,
        description="hub-and-spoke, where it tells hubs (its first level) from spokes.",
    )

    @field_validator("levels", mode="before")
    @classmethod
    def spell_out(cls, levels: object) -> object:
        """Let a level be a plain word: its label is then the word itself."""
        if not isinstance(levels, list):
            return levels
        return [
            {"id": str(level), "label": str(level)} if type(level) in (str, int, float) else level
            for level in levels
        ]

    @property
    def level_ids(self) -> list[str]:
        """The values as they stand in the data, in declared order."""
        return [level.id for level in self.levels]


class RecruitmentTable(Declared):
    """A table of participants that the report shows, with totals."""

    id: str = Field(description="A short key; the table's file is named after it.")
    title: str = Field(description="Its caption.")
    rows: str = Field("phase", description="What stands in its rows: phase or an attribute.")
    columns: list[str] = Field(
        min_length=1, description="The attributes that are crossed in its columns."
    )
