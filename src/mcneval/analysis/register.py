"""The register of participants, seen by phase and by the attributes that a study declares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mcneval.study.load import Study

if TYPE_CHECKING:
    import pandas as pd

NOT_RECORDED = "not-recorded"
COUNTED = ("phase", "wave", "round", "stage", "part", "group", "cohort")


@dataclass(frozen=True)
class Dimension:
    """What people are told apart by: the phase or a declared attribute.

    Parameters
    ----------
    id : str
        ``phase`` or the attribute's id; also the column in :func:`profile_approached`.
    label : str
        How it is headed.
    levels : dict of str to str
        Level ids and their labels, in declared order.
    on : str
        ``phase``, ``organisation`` or ``participant``.
    """

    id: str
    label: str
    levels: dict[str, str]
    on: str


def read_dimension(study: Study, name: str) -> Dimension:
    """Return the phase or a declared attribute as a dimension.

    Raises
    ------
    KeyError
        Where the study declares no such attribute.
    """
    if name == "phase":
        return Dimension("phase", "Phase", study.phase_labels, "phase")
    attribute = study.settings.attribute(name)
    levels = {level.id: level.label for level in attribute.levels}
    return Dimension(attribute.id, attribute.label, levels, attribute.on)


def list_dimensions(study: Study, *, with_phase: bool = True) -> list[Dimension]:
    """Return the dimensions by which people may be told apart, phase first.

    Where the register is reconstructed that is the phase alone: attributes are then
    known in the declared margins only.
    """
    names = ["phase"] if with_phase else []
    if study.knows_people:
        names += [attribute.id for attribute in study.settings.attributes]
    return [read_dimension(study, name) for name in names]


def profile_approached(study: Study) -> pd.DataFrame:
    """Return one row for each person approached, with all attributes.

    Returns
    -------
    DataFrame
        The columns of ``participants`` and those of the attributes on organisations;
        an attribute that is not filled in is ``not-recorded``.
    """
    attributes = [attribute.id for attribute in study.settings.attributes_on("organisation")]
    known = study["organisations"][["organisation_id", *attributes]]
    people = study["participants"].merge(known, on="organisation_id", how="left")
    for attribute in study.settings.attributes:
        cells = people[attribute.id]
        people[attribute.id] = cells.where(cells.notna() & (cells != ""), NOT_RECORDED)
    return people


def profile_recruited(study: Study) -> pd.DataFrame:
    """Return one row for each person who took part; columns as :func:`profile_approached`."""
    people = profile_approached(study)
    return people[people["status"] == "recruited"].reset_index(drop=True)


def name_phases(study: Study) -> dict[str, str]:
    """Return each phase's name as prose has it: ``Phase 1: forming`` becomes ``phase 1``."""
    names = {}
    for phase, label in study.phase_labels.items():
        name = label.split(":")[0].strip()
        counted = name.split(" ")[0].lower() in COUNTED
        names[phase] = name[:1].lower() + name[1:] if counted else name
    return names


def has_phases(study: Study) -> bool:
    """Return whether the study has more than one phase, so that prose must tell them apart."""
    return len(study.settings.phases) > 1
