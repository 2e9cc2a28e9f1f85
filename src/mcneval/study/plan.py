"""What a new study is to look like, from words on the command line or from another study."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from mcneval.errors import McnevalError
from mcneval.study.settings import (
    Analysis,
    Attribute,
    Level,
    Phase,
    RecruitmentTable,
    Settings,
)
from mcneval.study.tables import TABLE_BY_NAME

SHAPE = "Write profession:nurse,doctor or position@organisation:hub,spoke, say."
EMPTY_LEVELS = ("EXAMPLE-1", "EXAMPLE-2")


class PlanError(McnevalError, ValueError):
    """A new study cannot be made as it was asked for."""


@dataclass(frozen=True)
class Plan:
    """The structure of a new study.

    Parameters
    ----------
    phases : tuple of Phase
        Its phases.
    attributes : tuple of Attribute
        What is known of organisations and participants.
    frameworks : tuple of str
        The frameworks' ids, the primary one first; there may be none.
    recruitment_tables : tuple of RecruitmentTable
        The tables of participants.
    comparison_framework : str
        The framework of earlier findings, if any.
    analysis : Analysis
        Parameters of the notebooks.
    """

    phases: tuple[Phase, ...]
    attributes: tuple[Attribute, ...] = ()
    frameworks: tuple[str, ...] = ("sst",)
    recruitment_tables: tuple[RecruitmentTable, ...] = ()
    comparison_framework: str = ""
    analysis: Analysis = field(default_factory=Analysis)


def make_plan(
    base: Settings | None,
    attributes: Sequence[str] = (),
    phases: int | None = None,
    frameworks: Sequence[str] = (),
) -> Plan:
    """Return the plan of a new study.

    Parameters
    ----------
    base : Settings or None
        A study whose structure is taken where nothing else is said.
    attributes : sequence of str
        Attributes as :func:`parse_attributes` reads them.
    phases : int or None
        How many phases.
    frameworks : sequence of str
        Framework ids, the primary one first; ``none`` for none at all.

    Raises
    ------
    PlanError
        Where an attribute cannot be read or there is no phase.
    """
    plan = copy_plan(base) if base else Plan(number_phases(1))
    if phases is not None:
        plan = replace(plan, phases=number_phases(phases))
    if attributes:
        parsed = parse_attributes(attributes)
        tables = tuple(tabulate(attribute) for attribute in parsed)
        plan = replace(plan, attributes=parsed, recruitment_tables=tables)
    if frameworks:
        chosen = () if "none" in frameworks else tuple(dict.fromkeys(frameworks))
        comparison = plan.comparison_framework if plan.comparison_framework in chosen else ""
        plan = replace(plan, frameworks=chosen, comparison_framework=comparison)
    return plan


def copy_plan(settings: Settings) -> Plan:
    """Return a study's structure: nothing of its people, counts, words or provenance."""
    others = [name for name in settings.frameworks if name != settings.primary_framework]
    return Plan(
        phases=tuple(Phase(id=phase.id, label=phase.label) for phase in settings.phases),
        attributes=tuple(settings.attributes),
        frameworks=(*filter(None, [settings.primary_framework]), *others),
        recruitment_tables=tuple(settings.recruitment_tables),
        comparison_framework=settings.comparison_framework,
        analysis=settings.analysis,
    )


def number_phases(count: int) -> tuple[Phase, ...]:
    """Return so many phases, with ids ``phase-1`` and on."""
    if count < 1:
        raise PlanError(f"a study has at least 1 phase; got {count}.")
    return tuple(
        Phase(id=f"phase-{number}", label=f"Phase {number}") for number in range(1, count + 1)
    )


def parse_attributes(words: Sequence[str]) -> tuple[Attribute, ...]:
    """Return attributes from words such as ``profession:nurse,doctor;country@organisation``.

    Several are parted by semicolons. What carries one is written after ``@`` and is the
    participant unless said. An attribute without levels gets two that are to be filled in.

    Raises
    ------
    PlanError
        Where one cannot be read, or two have one name.
    """
    parts = [part.strip() for text in words for part in text.split(";") if part.strip()]
    attributes = tuple(_parse_attribute(part) for part in parts)
    names = [attribute.id for attribute in attributes]
    for name in names:
        if names.count(name) > 1:
            raise PlanError(f"the attribute '{name}' is given {names.count(name)} times.")
    return attributes


def _parse_attribute(part: str) -> Attribute:
    head, _, tail = part.partition(":")
    label, _, first = head.partition("@")
    listed, _, last = tail.partition("@")
    levels = [level.strip() for level in listed.split(",") if level.strip()]
    name = re.sub(r"[^A-Za-z0-9]+", "-", label).strip("-")
    if not name or (first and last):
        raise PlanError(f"'{part}' is not an attribute. {SHAPE}")
    if len(levels) != len(set(levels)):
        raise PlanError(f"'{part}' names a level twice. Name each once.")
    carrier = _read_carrier(part, (first or last).strip() or "participant")
    if name in (*TABLE_BY_NAME[f"{carrier}s"].column_names, "phase"):
        raise PlanError(f"'{name}' is a column of the tables already; take another word.")
    return Attribute(
        id=name,
        label=_begin_large(label.strip()),
        on=carrier,
        levels=[Level(id=level, label=_begin_large(level)) for level in levels or EMPTY_LEVELS],
    )


def _read_carrier(part: str, word: str) -> Literal["organisation", "participant"]:
    if word == "organisation":
        return "organisation"
    if word == "participant":
        return "participant"
    raise PlanError(f"'{word}' in '{part}' is neither organisation nor participant.")


def _begin_large(words: str) -> str:
    return words[:1].upper() + words[1:]


def tabulate(attribute: Attribute) -> RecruitmentTable:
    """Return the recruitment table of one attribute by phase."""
    return RecruitmentTable(
        id=attribute.id,
        title=f"Participants by {attribute.label[:1].lower()}{attribute.label[1:]}",
        columns=[attribute.id],
    )
