"""The other YAML files of a study as typed models: published figures, COREQ, findings."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, field_validator

from mcneval.study.declared import Declared, spell_out

CoreqStatus = Literal["reported", "partly", "not reported", "not applicable"]
COREQ_ITEMS = 32


class PublishedFigure(Declared):
    """A number that was published, and must come out of the tables again."""

    item: str = Field(description="What it counts, in words.")
    key: str = Field(description="The key of the computed number in variables.json.")
    value: Any = Field(description="The value as it was published: a number or words.")
    printed: str = Field("", description="Where it was printed.")


class Published(Declared):
    """``published.yml``: figures to reproduce."""

    source: str = Field("", description="The key of the publication in references.bib.")
    figures: list[PublishedFigure] = Field([], description="The figures, one entry each.")
    stated: list[PublishedFigure] = Field(
        [], description="Numbers that no table of the study gives, for the prose to name."
    )


class CoreqItem(Declared):
    """One item of the COREQ checklist (Tong, Sainsbury and Craig, 2007)."""

    item: int = Field(ge=1, le=COREQ_ITEMS, description="The item's number.")
    domain: str = Field("", description="The domain that it belongs to.")
    topic: str = Field("", description="What it asks about.")
    answer: str = Field("", description="The team's answer, or why there is none.")
    where: str = Field("", description="Where it is reported.")
    status: CoreqStatus = Field(description="Whether it is reported.")


class Coreq(Declared):
    """``coreq.yml``: what only people can answer."""

    citation: str = Field("", description="The key of the checklist in references.bib.")
    items: list[CoreqItem] = Field([], description="The items, one entry each.")


class Finding(Declared):
    """A key finding, with the themes that are its evidence."""

    id: str = Field(description="A short key; recommendations refer to it.")
    text: str = Field(description="The finding, in a sentence that can be read out.")
    detail: str = Field("", description="What goes with it, in another sentence.")
    themes: list[str] = Field([], description="The theme_ids of its evidence.")


class Recommendation(Declared):
    """A recommendation: whose it is, and the findings that it rests on."""

    text: str = Field(description="The recommendation, in a sentence.")
    detail: str = Field("", description="Why, or how, in a sentence or two.")
    findings: list[str] = Field([], description="The ids of the findings it rests on.")
    themes: list[str] = Field(
        [], description="The theme_ids that it is about; empty takes those of its findings."
    )
    whose: Literal["authors", "analysis"] = Field(
        "analysis",
        description="Whose it is: that of the study's authors, or of the report where it "
        "re-analyses what they published.",
    )
    printed: str = Field("", description="Where the study's authors give it.")


class Limit(Declared):
    """What limits a study."""

    text: str = Field(description="The limit, in a sentence or two.")
    short: str = Field("", description="The same for the report's first page, where it matters.")


class Findings(Declared):
    """``findings.yml``: what the team concludes."""

    findings: list[Finding] = Field([], description="The key findings, most important first.")
    recommendations: list[Recommendation] = Field([], description="What should be done.")
    strengths: list[str] = Field([], description="What speaks for the study.")
    limits: list[Limit] = Field(
        [], description="What limits it: sentences, or text and a short form for the first page."
    )

    @field_validator("limits", mode="before")
    @classmethod
    def allow_sentences(cls, limits: object) -> object:
        """Let a limit be a plain sentence."""
        return spell_out(limits, "text")


MODELS: dict[str, type[Declared]] = {
    "published": Published,
    "coreq": Coreq,
    "findings": Findings,
}
