"""The other YAML files of a study as typed models: published figures, COREQ, findings."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from mcneval.study.declared import Declared

CoreqStatus = Literal["reported", "partly", "not reported", "not applicable"]
COREQ_ITEMS = 32


class PublishedFigure(Declared):
    """A number that was published, and must come out of the tables again."""

    item: str = Field(description="What it counts, in words.")
    key: str = Field(description="The key of the computed number in variables.json.")
    value: Any = Field(description="The value as it was published: a number or words.")
    printed: str = Field("", description="Where it was printed.")


class CrossCutting(Declared):
    """The themes that the study's authors called cross-cutting."""

    themes: list[str] = Field(description="Their theme_ids.")
    printed: str = Field("", description="Where that was printed.")


class Published(Declared):
    """``published.yml``: figures to reproduce."""

    source: str = Field("", description="The key of the publication in references.bib.")
    figures: list[PublishedFigure] = Field([], description="The figures, one entry each.")
    cross_cutting: CrossCutting | None = Field(
        None, description="The themes that the authors called cross-cutting."
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
    text: str = Field(description="The finding, in a sentence or two.")
    themes: list[str] = Field([], description="The theme_ids of its evidence.")


class Recommendation(Declared):
    """A recommendation, with the findings that it rests on."""

    text: str = Field(description="The recommendation, in a sentence or two.")
    findings: list[str] = Field([], description="The ids of the findings it rests on.")


class Findings(Declared):
    """``findings.yml``: what the team concludes."""

    findings: list[Finding] = Field([], description="The key findings, most important first.")
    recommendations: list[Recommendation] = Field([], description="What should be done.")
    strengths: list[str] = Field([], description="What speaks for the study.")
    limits: list[str] = Field([], description="What limits it.")


MODELS: dict[str, type[Declared]] = {
    "published": Published,
    "coreq": Coreq,
    "findings": Findings,
}
