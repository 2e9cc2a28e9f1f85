"""A framework of theory as a file: its constructs."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from mcneval.study.settings import Declared


class Construct(Declared):
    """One construct of a framework.

    ``group`` is the domain it belongs to, where the framework has domains;
    ``stance`` says whether the construct itself is an enabler or a barrier.
    """

    id: str = Field(description="A short key; mappings.csv uses it.")
    label: str = Field(description="Its published name.")
    definition: str = Field(description="What belongs under it, in your own words.")
    group: str = Field("", description="The domain that it belongs to.")
    stance: Literal["", "enabler", "barrier"] = Field(
        "", description="Whether the construct itself helps or hinders."
    )


class FrameworkCitation(Declared):
    """The work a framework was published in."""

    key: str = Field(description="Its key in references.bib.")
    text: str = Field(description="The full reference.")
    doi: str = Field("", description="Its DOI, without https://.")


class Framework(Declared):
    """A framework: ``data/frameworks/<id>.yml`` or ``<study>/frameworks/<id>.yml``."""

    id: str = Field(description="A short key, the same as the file's name.")
    label: str = Field(description="Its name.")
    short: str = Field(description="What tables and figures call it.")
    citation: FrameworkCitation = Field(description="The work it was published in.")
    definitions: str = Field("in our own words", description="Whose words the definitions are.")
    constructs: list[Construct] = Field(min_length=1, description="Its constructs, in order.")

    def find(self, construct_id: str) -> Construct:
        """Return the construct with this id; KeyError where there is none."""
        return {construct.id: construct for construct in self.constructs}[construct_id]

    @property
    def construct_ids(self) -> list[str]:
        """The constructs' ids, in the framework's order."""
        return [construct.id for construct in self.constructs]


NO_FRAMEWORK = Framework.model_construct(
    id="", label="", short="", citation=FrameworkCitation(key="", text=""), constructs=[]
)
"""What stands for the framework of a study that places its themes on none."""
