"""What a report may show, and what it leaves out because the evidence cannot bear it.

A section is one thing that a reader learns, with the exhibits that show it. Excerpts that an
author chose to print cannot carry counts of how widely something was said, and agreement between
coders and saturation mean nothing in reflexive analysis (Braun and Clarke 2021).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from mcneval.study.settings import Settings

Section = Literal[
    "agreement", "disputed", "saturation", "codes", "together", "refinement", "support", "phases",
    "groups", "organisations", "robustness", "voice", "silence", "reach", "constructs",
    "comparison", "map-agreement", "timeline", "coverage", "network", "rates",
]  # fmt: skip
Cause = Literal[
    "declared", "excerpts", "approach", "register", "phase", "speakers", "few", "groups", "known"
]

EXHIBITS: dict[Section, tuple[str, ...]] = {
    "agreement": ("tbl-agreement", "fig-agreement"),
    "disputed": ("tbl-disputed",),
    "saturation": ("tbl-saturation", "fig-saturation"),
    "codes": ("fig-codes",),
    "together": ("fig-cooccurrence",),
    "refinement": ("fig-refinement", "tbl-changes", "tbl-rounds"),
    "support": ("fig-support",),
    "phases": ("fig-theme-phases",),
    "organisations": ("tbl-organisations",),
    "groups": ("fig-theme-groups", "fig-code-groups"),
    "robustness": ("fig-robustness",),
    "voice": ("fig-voice",),
    "silence": ("fig-silence",),
    "reach": ("fig-reach",),
    "constructs": ("tbl-constructs",),
    "comparison": ("tbl-comparison",),
    "map-agreement": ("tbl-map-agreement", "tbl-map-changes"),
    "timeline": ("fig-timeline",),
    "coverage": ("tbl-coverage",),
    "network": ("fig-network",),
    "rates": ("fig-recruited",),
}
SECTIONS = {label: name for name, labels in EXHIBITS.items() for label in labels}
"""The section that an exhibit belongs to; others belong to none and are always shown."""
WITH_EXCERPTS: tuple[Section, ...] = (
    "agreement", "saturation", "codes", "together", "refinement", "support", "phases", "groups",
    "robustness", "voice", "silence", "reach", "constructs",
)  # fmt: skip
WITH_TOTALS: tuple[Section, ...] = ("coverage", "network", "rates")
"""What a register that was worked out from totals could only repeat."""
WITH_SPEAKERS: tuple[Section, ...] = (
    "codes", "support", "phases", "groups", "robustness", "voice", "silence", "constructs",
)  # fmt: skip
"""What counts the people behind something."""
BETWEEN_PHASES: tuple[Section, ...] = ("phases", "organisations")
BY_APPROACH: dict[str, tuple[Section, ...]] = {
    "reflexive": ("agreement", "disputed", "saturation"),
    "codebook": ("agreement", "disputed", "saturation"),
}


def leave_out(settings: Settings, few: bool = False) -> dict[Section, Cause]:
    """Return the sections that a report does without, each with the first reason that holds.

    ``few`` is whether fewer people took part in all than may be told: then to count who is behind
    something could tell how many there are.
    """
    provenance = settings.provenance
    reasons: dict[Cause, Sequence[Section]] = {
        "declared": settings.report.without,
        "excerpts": WITH_EXCERPTS if provenance.evidence == "published-excerpts" else (),
        "register": WITH_TOTALS if provenance.register_is_reconstructed else (),
        "phase": BETWEEN_PHASES if len(settings.phases) == 1 else (),
        "speakers": _separate(settings),
        "approach": BY_APPROACH.get(settings.analysis.approach, ()),
        "few": WITH_SPEAKERS if few else (),
        "known": ("organisations",) if settings.protects else (),
        "groups": ("together",) if settings.protects and _compares_groups(settings) else (),
    }
    causes: dict[Section, Cause] = {}
    for cause, names in reasons.items():
        causes |= {name: cause for name in names if name not in causes}
    return {name: cause for name, cause in causes.items() if name not in settings.report.also}


def _compares_groups(settings: Settings) -> bool:
    """Tell whether a report counts the people behind codes by group."""
    return (
        bool(settings.attributes)
        and settings.speakers != "followed"
        and "groups" not in settings.report.without
    )


def _separate(settings: Settings) -> tuple[Section, ...]:
    """Return what a report cannot show beside people who are followed, or who are not."""
    if settings.speakers != "followed":
        return ("disputed",)
    return ("groups",) if settings.protects and settings.attributes else ()
