"""What a made-up study declares of itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

CODERS = ("AA", "BB")
ATTRIBUTES: dict[str, tuple[str, tuple[str, ...]]] = {
    "position": ("organisation", ("hub", "spoke")),
    "setting": ("organisation", ("urban", "coastal", "rural")),
    "profession": ("participant", ("doctor", "nurse", "therapist", "manager")),
}
PHASES = ("phase-1", "phase-2")
CONSTRUCTS = (
    "goals-and-metrics",
    "people",
    "infrastructure",
    "technology",
    "culture",
    "processes-and-procedures",
)
STATEMENT = (
    "Synthetic: drawn by chance for tests and benchmarks. No person, place, organisation or word "
    "in it is real, and nothing may be concluded from it."
)


def describe_study(
    counts: Mapping[str, int], invited: Mapping[str, int], seed: int
) -> dict[str, Any]:
    """Return the content of ``study.yml``.

    Parameters
    ----------
    counts : mapping of str to int
        What the register must give: participants, organisations, sources, segments.
    invited : mapping of str to int
        How many people were approached in each phase.
    seed : int
        The seed that the tables were drawn with.
    """
    return {
        "title": f"Synthetic study of {counts['segments']} segments, seed {seed}",
        "subtitle": "For tests and benchmarks only",
        "citation": {"text": STATEMENT},
        "network": {"name": "Synthetic network", "description": STATEMENT},
        "phases": [
            {"id": phase, "label": f"Phase {number} (synthetic)", "invited": invited[phase]}
            for number, phase in enumerate(PHASES, start=1)
        ],
        "attributes": [_describe_attribute(key) for key in ATTRIBUTES],
        "recruitment_tables": [
            _describe_table("position-setting", ["position", "setting"]),
            _describe_table("profession", ["profession"]),
        ],
        "frameworks": ["sst"],
        "primary_framework": "sst",
        "coders": {coder: f"Synthetic coder {coder}" for coder in CODERS},
        "expected": dict(counts),
        "analysis": {"seed": seed},
        "disclosure": {"min_cell": 5},
        "provenance": {"kind": "synthetic", "statement": STATEMENT},
    }


def _describe_attribute(key: str) -> dict[str, Any]:
    carrier, levels = ATTRIBUTES[key]
    drawn = {"draw_as": "hub-and-spoke"} if key == "position" else {}
    return {
        "id": key,
        "label": key.capitalize(),
        "on": carrier,
        "levels": [{"id": level, "label": level.capitalize()} for level in levels],
        **drawn,
    }


def _describe_table(key: str, columns: list[str]) -> dict[str, Any]:
    title = f"People who took part, by phase and {' and '.join(columns)} (synthetic)"
    return {"id": key, "title": title, "rows": "phase", "columns": columns}


def describe_framework() -> dict[str, Any]:
    """Return a stand-in for the framework's file, so that the folder is whole by itself."""
    return {
        "id": "sst",
        "label": "Socio-technical systems (stand-in for a synthetic study)",
        "short": "SST",
        "citation": {
            "key": "davis2014",
            "text": "Davis MC, Challenger R, Jayewardene DNW, Clegg CW (2014) Advancing "
            "socio-technical systems thinking: a call for bravery. Applied Ergonomics 45:171-180.",
        },
        "constructs": [
            {
                "id": construct,
                "label": construct.replace("-", " ").capitalize(),
                "definition": "A stand-in for a synthetic study.",
            }
            for construct in CONSTRUCTS
        ],
    }
