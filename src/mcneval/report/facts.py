"""What readings are told of a study and of its report, besides what the notebooks show."""

from __future__ import annotations

import hashlib
import platform
import re
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from mcneval import __version__
from mcneval.exhibit import name_file
from mcneval.study.load import Study, hash_inputs
from mcneval.study.register import name_phases
from mcneval.study.settings import ORIGIN_WORDS
from mcneval.study.tables import TABLE_BY_NAME, TABLES
from mcneval.study.wording import slug

PACKAGES = (
    "matplotlib",
    "networkx",
    "numpy",
    "pandas",
    "papermill",
    "pypandoc_binary",
    "scipy",
    "seaborn",
    "typst",
)
REGISTER = ("organisations", "participants", "sources", "source_participants")
USED = re.compile(r"\{\{<\s*var\s+([\w.-]+)\s*>\}\}")
Numbers = Mapping[str, Mapping[str, Any]]


def gather_facts(compendium: Path, study: Study, variables: Numbers, engine: str) -> dict[str, Any]:
    """Return what readings see as ``study`` and ``book``.

    Parameters
    ----------
    compendium : Path
        The folder with the chapters, which tell the numbers that are used.
    study : Study
        The study.
    variables : mapping
        The notebooks' numbers by key.
    engine : str
        What makes the book, with its version.
    """
    return {
        "study": describe_study(study),
        "book": describe_book(compendium, study, variables, engine),
    }


def describe_study(study: Study) -> dict[str, Any]:
    """Return what a study declares of itself, as plain values."""
    settings, framework = study.settings, study.framework
    findings = study.documents.get("findings") or {}
    comparison = settings.comparison_framework
    return {
        "name": study.name,
        "title": settings.title,
        "network": settings.network.model_dump(),
        "citation": settings.citation.model_dump(),
        "phases": list(name_phases(study).values()),
        "knows_people": study.knows_people,
        "min_cell": settings.disclosure.min_cell,
        "disclosure": {"reason": settings.disclosure.reason},
        "off": sorted(settings.disclosure.off.items()),
        "parameters": study.analysis.model_dump(),
        "provenance": {
            "kind": settings.provenance.kind,
            "statement": settings.provenance.statement.strip(),
        },
        "origin": {table.name: settings.origin(table.name) for table in TABLES},
        "framework": {"label": framework.label, "short": framework.short},
        "constructs": [
            {"id": slug(one.id), "label": one.label, "definition": one.definition}
            for one in framework.constructs
        ],
        "comparison": study.frameworks[comparison].short if comparison else "",
        "coders": settings.coders,
        "has_guide": not study.tables["topic_guide"].empty,
        "themes": study.tables["themes"].set_index("theme_id")["label"].to_dict(),
        "findings": list(findings.get("findings") or []),
        "recommendations": list(findings.get("recommendations") or []),
        "strengths": list(findings.get("strengths") or []),
        "limits": list(findings.get("limits") or []),
        "coreq": (study.documents.get("coreq") or {}).get("items", []),
        "tables": [
            {"file": table.file, "rows": len(study.tables[table.name]), "row": table.row,
             "origin": describe_origin(study, table.name)}
            for table in TABLES if table.name not in study.missing
        ],
        "missing": [
            {"file": TABLE_BY_NAME[name].file, "without": TABLE_BY_NAME[name].without}
            for name in sorted(study.missing)
        ],
    }  # fmt: skip


def describe_origin(study: Study, table: str) -> str:
    """Return where a table and its columns come from; of mappings also each framework's."""
    provenance = study.settings.provenance
    parts = [ORIGIN_WORDS[study.settings.origin(table)]]
    others = {
        name: word for name, word in provenance.tables.items() if name.startswith(f"{table}.")
    }
    for word in dict.fromkeys(others.values()):
        columns = [name.partition(".")[2] for name, one in others.items() if one == word]
        parts.append(f"{', '.join(columns)}: {ORIGIN_WORDS[word]}")
    if table == "mappings":
        parts += [
            f"{study.frameworks[name].short}: {ORIGIN_WORDS[word]}"
            for name, word in provenance.frameworks.items()
        ]
    return "; ".join(parts)


def describe_book(
    compendium: Path, study: Study, variables: Numbers, engine: str
) -> dict[str, Any]:
    """Return what is known of a report: numbers, the check against what is published, versions."""
    published = (study.documents.get("published") or {}).get("figures") or []
    hashes = hash_inputs(study)
    return {
        "numbers": list_cells(variables, hashes, find_used_keys(compendium, study)),
        "comparison": compare_published(published, variables),
        "by_construction": count_by_construction(study, published, variables),
        "made": [list(pair) for pair in list_versions(engine, hashes)],
    }


def find_used_keys(compendium: Path, study: Study) -> set[str]:
    """Return the keys that the chapters, the narrative and the findings of a study use."""
    chapters = [compendium / "index.qmd", *sorted((compendium / "reports").glob("*.qmd"))]
    texts = [path.read_text("utf-8") for path in chapters if path.is_file()]
    texts += [*study.narrative.values(), str(study.documents.get("findings") or "")]
    return {key for text in texts for key in USED.findall(text)}


def list_cells(
    variables: Numbers, hashes: Mapping[str, str], used: set[str]
) -> list[dict[str, Any]]:
    """Return the cells that give the prose its numbers, each with its files and numbers."""
    cells: dict[tuple[str, str], dict[str, Any]] = {}
    for key, number in variables.items():
        if key in used:
            place = (number["notebook"], number["cell"])
            files = [{"name": name, "hash": hashes.get(name, "")[:12]} for name in number["inputs"]]
            cell = cells.setdefault(
                place, {"notebook": place[0], "cell": place[1], "files": files, "rows": []}
            )
            cell["rows"].append({"key": key, "id": slug(key), "text": number["text"]})
    return [cells[place] for place in sorted(cells)]


def compare_published(
    figures: Sequence[Mapping[str, Any]], variables: Numbers
) -> list[dict[str, Any]]:
    """Return each figure of ``published.yml`` beside the notebooks' number of the same key."""
    rows = []
    for figure in figures:
        known = variables.get(figure["key"])
        printed = f" ({figure['printed']})" if figure.get("printed") else ""
        row = {
            "item": f"{figure['item']}{printed}",
            "published": figure["value"],
            "computed": known["value"] if known else "not computed",
        }
        matches = "yes" if row["computed"] == row["published"] else "no"
        rows.append(row | {"matches": matches})
    return rows


def count_by_construction(study: Study, figures: list[dict[str, Any]], variables: Numbers) -> int:
    """Return how many published figures are counted from a register made to give them."""
    if not study.settings.provenance.register_is_reconstructed:
        return 0
    files = {name_file(name) for name in REGISTER}
    known = [variables[figure["key"]] for figure in figures if figure["key"] in variables]
    return sum(bool(number["inputs"]) and files.issuperset(number["inputs"]) for number in known)


def list_versions(engine: str, hashes: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return what a report was made with: names and versions, and one hash of all inputs.

    The hash is that of the list ``sha256sum`` would print of the files, sorted by name.
    """
    listed = "".join(f"{digest}  {name}\n" for name, digest in sorted(hashes.items()))
    return [
        ("Report made by", f"mcneval {__version__}"),
        ("Book engine", engine),
        ("Python", platform.python_version()),
        *((name, version(name)) for name in PACKAGES),
        ("Input files", str(len(hashes))),
        ("SHA-256 of their list", hashlib.sha256(listed.encode()).hexdigest()[:32]),
    ]
