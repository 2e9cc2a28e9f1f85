"""Studies drawn at random, and what a report of them publishes, as files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pandas as pd
from tests.analysis.mapped_study import make_framework

import mcneval
from mcneval.study.load import Study
from mcneval.study.sections import SECTIONS

Make = Callable[..., Study]
TABLES: dict[str, str] = {
    "tbl-flow": "people.count_flow",
    "tbl-reasons": "people.count_reasons",
    "tbl-participants": "people.count_groups",
    "tbl-organisations": "people.count_organisations",
    "tbl-coverage": "people.measure_coverage",
    "fig-network": "people.list_network",
    "fig-recruited": "people.measure_recruitment",
    "fig-timeline": "people.count_timeline",
    "tbl-sources": "people.count_sources",
    "tbl-codebook": "codes.list_codebook",
    "fig-codes": "codes.count_by_phase",
    "fig-code-groups": "codes.count_by_group",
    "fig-cooccurrence": "codes.measure_cooccurrence",
    "fig-support": "themes.count_evidence",
    "fig-theme-phases": "themes.count_by_phase",
    "fig-theme-groups": "themes.count_by_group",
    "fig-robustness": "themes.measure_reliance",
    "fig-voice": "themes.measure_voice_groups",
    "tbl-evidence": "themes.list_evidence",
    "tbl-matrix": "themes.list_summaries",
    "tbl-constructs": "system.count_constructs",
    "fig-silence": "system.measure_silence",
}
"""What a report publishes, and what makes it."""


def publish(study: Study, folder: Path) -> Path:
    """Write what a report of the study publishes into a folder."""
    for label, place in TABLES.items():
        if SECTIONS.get(label) in study.left_out:
            continue
        room, name = place.split(".")
        frame = getattr(mcneval.__getattr__(room), name)(study)
        if len(frame):
            told = {c: frame[c].array.write() for c in frame if hasattr(frame[c].array, "write")}
            exact = {c: frame[c].astype("object") for c in frame if c not in told}
            pd.DataFrame({c: told.get(c, exact.get(c)) for c in frame}).to_csv(
                folder / f"{label}.csv", index=False
            )
    return folder


def draw_study(make_study: Make, seed: int, speakers: str, least: int = 5) -> Study:
    """Return a study of 5 to 60 people with one to four attributes, one to three phases."""
    chance = Random(seed)
    size, phases = chance.choice([5, 6, 8, 12, 20, 35, 60]), chance.randint(1, 3)
    attributes = [
        {
            "id": f"a{number}",
            "label": f"Attribute {number}",
            "on": chance.choice(["participant", "organisation"]),
            "levels": [f"L{number}{letter}" for letter in "xyz"[: chance.randint(2, 3)]],
        }
        for number in range(chance.randint(1, 4))
    ]
    settings: dict[str, Any] = {
        "phases": [{"id": f"p{n}", "label": f"Phase {n}"} for n in range(phases)],
        "attributes": attributes,
        "recruitment_tables": _draw_tables(chance, [one["id"] for one in attributes]),
        "frameworks": ["sst"],
        "primary_framework": "sst",
        "disclosure": {"min_cell": least, "reason": "Tried.", "speakers": speakers},
    }
    study = make_study(settings, **_draw_tables_of(chance, size, phases, attributes))
    return replace(study, frameworks={"sst": make_framework("sst")})


def _draw_tables(chance: Random, names: list[str]) -> list[dict[str, Any]]:
    tables = [
        {"id": f"t-{name}", "title": f"By {name}", "rows": "phase", "columns": [name]}
        for name in names
    ]
    if len(names) > 1:
        down, across = chance.sample(names, 2)
        tables.append({"id": "t-crossed", "title": "Crossed", "rows": down, "columns": [across]})
    return tables


def _draw_tables_of(
    chance: Random, size: int, phases: int, attributes: list[dict[str, Any]]
) -> dict[str, str]:
    own = {
        on: [one for one in attributes if one["on"] == on] for on in ("organisation", "participant")
    }

    def draw(on: str) -> str:
        # One level is common, so that there are small groups and groups of one kind.
        levels = [chance.choice([*one["levels"], *[one["levels"][0]] * 2]) for one in own[on]]
        return "".join(f" | {level}" for level in levels)

    def head(on: str) -> str:
        return "".join(f" | {one['id']}" for one in own[on])

    homes = [f"O{n} | Home {n}{draw('organisation')}" for n in range(chance.randint(1, 8))]
    people, sources, took, segments, held, codings, spoken = [], [], [], [], [], [], 0
    themes = [f"T{n}" for n in range(chance.randint(2, 7))]
    codes = [f"C{n}" for n in range(chance.randint(2, 8))]
    keen = {theme: chance.choice([0.1, 0.3, 0.6, 0.95]) for theme in [*themes, *codes]}
    for number in range(size):
        phase = chance.choice([0, *range(phases)])
        lost = number >= 5 and chance.random() < 0.15
        home = f"O{chance.randrange(len(homes))}"
        status = "declined" if lost else "recruited"
        people.append(f"P{number} | {home} | p{phase} | {status}{draw('participant')}")
        if lost:
            continue
        sources.append(f"I{number} | p{phase} | interview")
        took.append(f"I{number} | P{number}")
        for theme in themes:
            for _ in range(chance.choice([1, 1, 2, 3]) if chance.random() < keen[theme] else 0):
                spoken += 1
                segments.append(f"S{spoken} | I{number} | P{number} | {chance.random()} said")
                stance = "against" if chance.random() < 0.1 else "for"
                held.append(f"{theme} | S{spoken} | {stance}")
                if chance.random() < 0.1:
                    other = chance.choice(themes)
                    held += [] if other == theme else [f"{other} | S{spoken} | for"]
                codings += [
                    f"S{spoken} | {code} | A | 1"
                    for code in codes
                    if chance.random() < keen[code] / 2
                ]
    aside = Random(size)
    for number, row in enumerate(people):
        name, phase = f"P{number}", row.split(" | ")[2]
        if f"I{number} | {name}" in took and aside.random() < 0.3:
            sources += [f"G-{phase} | {phase} | focus group"]
            took.append(f"G-{phase} | {name}")
        people[number] += f" | 2026-0{1 + int(phase[1:])}-{aside.randint(10, 28)}"
    names = [f"{theme} | Theme {theme} | barrier | what" for theme in themes]
    places = [
        f"sst | {theme} | {chance.choice(['people', 'tools'])} | primary | |" for theme in themes
    ]
    return {
        "organisations": "\n".join([f"organisation_id | label{head('organisation')}", *homes]),
        "participants": "\n".join(
            [
                f"participant_id | organisation_id | phase | status{head('participant')}"
                " | consented_on",
                *people,
            ]
        ),
        "sources": "\n".join(["source_id | phase | kind", *dict.fromkeys(sources)]),
        "source_participants": "\n".join(["source_id | participant_id", *took]),
        "segments": "\n".join(["segment_id | source_id | participant_id | gist", *segments]),
        "codes": "\n".join(["code_id | label", *(f"{code} | Code {code}" for code in codes)]),
        "codings": "\n".join(["segment_id | code_id | coder | round", *codings]),
        "themes": "\n".join(["theme_id | label | kind | definition", *names]),
        "theme_segments": "\n".join(["theme_id | segment_id | stance", *dict.fromkeys(held)]),
        "mappings": "\n".join(
            ["framework | theme_id | construct_id | weight | analyst | rationale", *places]
        ),
    }
