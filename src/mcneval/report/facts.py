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
from mcneval.analysis.places import list_places
from mcneval.exhibit import Exhibit, name_file
from mcneval.report.cite import write_citation
from mcneval.study.declaration import Table
from mcneval.study.folder import NARRATIVE, split_prose
from mcneval.study.load import Study, hash_inputs
from mcneval.study.register import name_phases
from mcneval.study.sections import SECTIONS
from mcneval.study.settings import ORIGIN_WORDS
from mcneval.study.tables import TABLES
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
MOST_PRINTED = 120
"""More rows of evidence than these are for the website and the data, not for paper."""
EXTRACTS = {"all-coded": "extract", "published-excerpts": "quotation"}
"""What the segments are called in a report."""
USED = re.compile(r"\{\{<\s*var\s+[\"']?([\w.-]+)[\"']?\s*>\}\}")
Numbers = Mapping[str, Mapping[str, Any]]


def gather_facts(
    compendium: Path,
    study: Study,
    variables: Numbers,
    exhibits: Sequence[Exhibit] = (),
) -> dict[str, Any]:
    """Return what readings see as ``study`` and ``book``.

    Parameters
    ----------
    compendium : Path
        The folder with the chapters, which tell the numbers that are used.
    study : Study
        The study.
    variables : mapping
        The notebooks' numbers by key.
    exhibits : sequence of Exhibit
        What the notebooks show, for what they do not.
    """
    book = describe_book(compendium, study, variables)
    return {
        "study": describe_study(study),
        "book": book | {"absent": list_absent(study, exhibits)},
    }


def list_absent(study: Study, exhibits: Sequence[Exhibit]) -> list[str]:
    """Return what has nothing to show, besides the sections that are left out.

    A section is given by its name, and an exhibit of none by its caption as far as a comma, colon
    or semicolon.
    """
    absent = [one for one in exhibits if one.kind == "absent"]
    rest = [one for one in absent if SECTIONS.get(one.label) not in study.left_out]
    names = (SECTIONS.get(one.label) or re.split("[,:;]", one.caption)[0] for one in rest)
    return list(dict.fromkeys(names))


def describe_study(study: Study) -> dict[str, Any]:
    """Return what a study declares of itself, as plain values."""
    settings, findings = study.settings, study.documents.get("findings") or {}
    comparison = settings.comparison_framework
    return {
        "name": study.name,
        "title": settings.title,
        "message": settings.report.message.strip(),
        "network": settings.network.model_dump(),
        "citation": settings.citation.model_dump(),
        "authors": [one.model_dump() for one in settings.authors],
        "study_authors": [one.model_dump() for one in settings.study_authors],
        "is_reanalysis": settings.is_reanalysis,
        "funding": settings.funding.strip(),
        "ethics": settings.ethics.strip(),
        "licence": settings.licence.strip(),
        "repository": settings.repository,
        "cite": write_citation(settings).text,
        "phases": list(name_phases(study).values()),
        "knows_people": study.knows_people,
        "min_cell": settings.disclosure.min_cell,
        "speakers": study.speakers,
        "disclosure": {"reason": settings.disclosure.reason},
        "off": sorted(settings.disclosure.off.items()),
        "parameters": study.analysis.model_dump(),
        "provenance": {
            "kind": settings.provenance.kind,
            "statement": settings.provenance.statement.strip(),
        },
        "extract": EXTRACTS[settings.provenance.evidence],
        "left_out": list(study.left_out.items()),
        "origin": {table.name: settings.origin(table.name) for table in TABLES},
        "framework": {"label": study.framework.label, "short": study.framework.short},
        "constructs": [
            {"id": slug(one.id), "name": one.id, "label": one.label, "definition": one.definition}
            for one in study.framework.constructs
        ],
        "comparison": study.frameworks[comparison].short if comparison else "",
        "most_printed": MOST_PRINTED,
        "has_guide": not study.tables["topic_guide"].empty,
        "names": name_themes(study),
        "prose": split_prose(study.narrative.get("themes", "")),
        "unwritten": [f"narrative/{name}.md" for name in NARRATIVE if name not in study.narrative],
        "findings": list(findings.get("findings") or []),
        "order": {one["id"]: at for at, one in enumerate(findings.get("findings") or [], start=1)},
        "recommendations": list_recommendations(findings),
        "strengths": list(findings.get("strengths") or []),
        "limits": list(findings.get("limits") or []),
        "coreq": (study.documents.get("coreq") or {}).get("items", []),
        "tables": [
            {"file": f"{table.file}{describe_columns(study, table.name)}",
             "rows": count_rows(study, table),
             "origin": ORIGIN_WORDS[settings.origin(table.name)]}
            for table in TABLES if table.name not in study.missing
        ],
    }  # fmt: skip


def count_rows(study: Study, table: Table) -> int | None:
    """Return the rows of a table; None where they are people and a small count could follow."""
    if study.protects and table.name in ("participants", "source_participants"):
        return None
    return len(study.tables[table.name])


def name_themes(study: Study) -> dict[str, str]:
    """Return what text calls each theme: its short name."""
    return list_places(study).set_index("theme_id")["short"].to_dict()


def list_recommendations(findings: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the recommendations, each with its number, its themes and whose first one it is.

    Its themes are its own or those of the findings that it rests on. It is the first of a finding
    where no recommendation before it rests on that finding first.
    """
    themes = {one["id"]: one["themes"] for one in findings.get("findings") or []}
    listed, led = [], set()
    for number, item in enumerate(findings.get("recommendations") or [], start=1):
        first = next((name for name in item["findings"] if name not in led), "")
        led |= {first}
        behind = dict.fromkeys(theme for name in item["findings"] for theme in themes[name])
        about = item["themes"] or list(behind)
        listed.append(item | {"number": number, "first_of": first, "themes": about})
    return listed


def describe_columns(study: Study, table: str) -> str:
    """Return in brackets which columns, or maps on frameworks, come from elsewhere."""
    provenance = study.settings.provenance
    others = {
        name.partition(".")[2]: word
        for name, word in provenance.tables.items()
        if name.startswith(f"{table}.")
    }
    others |= provenance.frameworks if table == "mappings" else {}
    parts = [
        f"{', '.join(name for name, one in others.items() if one == word)}: {word}"
        for word in dict.fromkeys(others.values())
    ]
    return f" ({'; '.join(parts)})" if parts else ""


def describe_book(compendium: Path, study: Study, variables: Numbers) -> dict[str, Any]:
    """Return what is known of a report: numbers, the check against what is published, versions."""
    documents = study.documents.get("published") or {}
    published = documents.get("figures") or []
    hashes = hash_inputs(study)
    used = find_used_keys(compendium, study)
    rows = {table.file: count_rows(study, table) for table in TABLES}
    return {
        "numbers": list_cells(variables, rows, used),
        "stated": [
            one | {"id": slug(one["key"])}
            for one in documents.get("stated") or []
            if one["key"] in used
        ],
        "comparison": compare_published(published, variables),
        "by_construction": count_by_construction(study, published, variables),
        "made": [list(pair) for pair in list_versions(hashes)],
    }


def find_used_keys(compendium: Path, study: Study) -> set[str]:
    """Return the keys that the chapters, the narrative and the findings of a study use."""
    chapters = [compendium / "index.qmd", *sorted((compendium / "reports").glob("*.qmd"))]
    texts = [path.read_text("utf-8", errors="replace") for path in chapters if path.is_file()]
    texts += [*study.narrative.values(), str(study.documents.get("findings") or "")]
    return {key for text in texts for key in USED.findall(text)}


def list_cells(
    variables: Numbers, rows: Mapping[str, int | None], used: set[str]
) -> list[dict[str, Any]]:
    """Return the cells that give the prose its numbers, each with its files and numbers.

    A file has the number of its rows, where it is a table of the study.
    """
    cells: dict[tuple[str, str], dict[str, Any]] = {}
    for key, number in variables.items():
        if key in used:
            place = (number["notebook"], number["cell"])
            files = [{"name": name, "rows": rows.get(name)} for name in number["inputs"]]
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
        row = {
            "item": figure["item"],
            "printed": figure.get("printed", ""),
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


def list_versions(hashes: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return what a report was made with: names and versions, and one hash of all inputs.

    The hash is that of the list of the hashes in the manifest, as ``sha256sum`` writes them.
    """
    listed = "".join(f"{digest}  {name}\n" for name, digest in sorted(hashes.items()))
    return [
        ("Report made by", f"mcneval {__version__}"),
        ("Python", platform.python_version()),
        *((name, version(name)) for name in PACKAGES),
        ("Input files", str(len(hashes))),
        ("SHA-256 of their list, first half", hashlib.sha256(listed.encode()).hexdigest()[:32]),
    ]
