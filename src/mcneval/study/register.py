"""The register of participants, seen by phase and by the attributes that a study declares."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mcneval.study.load import Study
from mcneval.study.record import computed

if TYPE_CHECKING:
    import pandas as pd

    from mcneval.study.settings import RecruitmentTable

NOT_RECORDED = "not-recorded"
RECRUITED = "recruited"


@dataclass(frozen=True)
class Dimension:
    """What people are told apart by: the phase or a declared attribute.

    Parameters
    ----------
    id : str
        ``phase`` or the attribute's id; also the column in :func:`profile_people`.
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

    Attributes that all have in common are none of them (see :func:`list_alike`).

    Where the register is reconstructed that is the phase alone: attributes are then
    known in the declared margins only.
    """
    names = ["phase"] if with_phase else []
    if study.knows_people:
        alike = list_alike(study)
        names += [one.id for one in study.settings.attributes if one.id not in alike]
    return [read_dimension(study, name) for name in names]


def list_alike(study: Study) -> set[str]:
    """Return the attributes in which nobody can differ, where that must not be told of anybody.

    All organisations of the network share one level, there is one level only, or so few took part
    that each would be somebody's.
    """
    if not study.protects:
        return set()
    if study.has_few:
        return {one.id for one in study.settings.attributes}
    homes = study["organisations"]
    return {
        one.id
        for one in study.settings.attributes
        if len(one.levels) < 2 or (one.on == "organisation" and homes[one.id].nunique() < 2)
    }


def list_tables(study: Study) -> list[RecruitmentTable]:
    """Return the declared tables of people, without those by what all have in common."""
    alike = list_alike(study)
    return [
        table for table in study.settings.recruitment_tables
        if not alike & {table.rows, *table.columns}
    ]  # fmt: skip


@computed
def profile_people(study: Study, recruited: bool = True) -> pd.DataFrame:
    """Return one row for each person who took part, with all attributes.

    Parameters
    ----------
    study : Study
        The study.
    recruited : bool
        Whether only those who took part; else everyone who was approached.

    Returns
    -------
    DataFrame
        The columns of ``participants.csv`` and those of the attributes on organisations;
        an attribute that is not filled in is ``not-recorded``.
    """
    attributes = [attribute.id for attribute in study.settings.attributes_on("organisation")]
    people = study["participants"]
    if attributes:
        known = study["organisations", "organisation_id", *attributes]
        people = people.merge(known, on="organisation_id", how="left")
    for attribute in study.settings.attributes:
        cells = people[attribute.id]
        people[attribute.id] = cells.where(cells.notna() & (cells != ""), NOT_RECORDED)
    return people[people["status"] == RECRUITED].reset_index(drop=True) if recruited else people


def list_levels(people: pd.DataFrame, dimension: Dimension) -> dict[str, str]:
    """Return a dimension's levels with labels, and ``not-recorded`` where it occurs."""
    bare = (people[dimension.id] == NOT_RECORDED).any()
    return dimension.levels | ({NOT_RECORDED: "Not recorded"} if bare else {})


def holds_all(people: pd.DataFrame) -> bool:
    """Return whether a register also holds people who were approached and did not take part."""
    return bool((people["status"] != RECRUITED).any())


def label_levels(
    values: Iterable[object], labels: Mapping[str, str] | Iterable[str], name: str = ""
) -> pd.Series:
    """Return level ids as an ordered categorical of their labels; ``name`` says of what.

    Sorting and drawing then follow the declared order; words that are no mapping are their own
    labels. An id without a label is missing.
    """
    import pandas as pd

    labels = labels if isinstance(labels, Mapping) else {word: word for word in labels}
    words = list(dict.fromkeys(labels.values()))
    dtype = pd.CategoricalDtype(pd.Index(words, name=name, dtype="object"), ordered=True)
    index = values.index if isinstance(values, pd.Series) else None
    return pd.Series([labels.get(str(value)) for value in values], index=index, dtype=dtype)


def order_words(frame: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """Return a frame whose words come in the order in which they stand there."""
    frame = frame.reset_index(drop=True)
    ordered = {name: label_levels(frame[name], frame[name]) for name in columns}
    return frame.assign(**ordered)


def shorten_label(label: str) -> str:
    """Return what stands before a colon: ``Phase 1: forming`` becomes ``Phase 1``."""
    return label.split(":")[0].strip()


def name_phases(study: Study) -> dict[str, str]:
    """Return each phase's short label by its id."""
    return {phase: shorten_label(label) for phase, label in study.phase_labels.items()}
