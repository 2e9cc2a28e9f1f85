"""A framework of theory as a file: its constructs and how to draw it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from mcneval.study.settings import Declared


class Construct(Declared):
    """One construct of a framework.

    ``group`` is the domain it belongs to, where the framework has domains;
    ``stance`` says whether the construct itself is an enabler or a barrier.
    """

    id: str
    label: str
    definition: str
    group: str = ""
    stance: Literal["", "enabler", "barrier"] = ""


class FrameworkCitation(Declared):
    """The work a framework was published in."""

    key: str
    text: str
    doi: str = ""


class Framework(Declared):
    """A framework: ``data/frameworks/<id>.yml`` or ``<study>/frameworks/<id>.yml``."""

    id: str
    label: str
    short: str
    citation: FrameworkCitation
    definitions: str = "in our own words"
    draw: Literal["polygon", "matrix", "auto"] = "auto"
    environment: str = ""
    constructs: list[Construct] = Field(min_length=1)

    def find(self, construct_id: str) -> Construct:
        """Return the construct with this id; KeyError where there is none."""
        return {construct.id: construct for construct in self.constructs}[construct_id]

    @property
    def construct_ids(self) -> list[str]:
        """The constructs' ids, in the framework's order."""
        return [construct.id for construct in self.constructs]
