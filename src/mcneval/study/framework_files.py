"""Frameworks of a study from their files: the study's own first, then the shared ones."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from pathlib import Path

from mcneval.study.files import read_document, read_text
from mcneval.study.frameworks import Framework
from mcneval.study.model_errors import validate_document
from mcneval.study.nearest import suggest
from mcneval.study.problems import Problem
from mcneval.study.settings import Settings
from mcneval.study.values import KEY, mend_key
from mcneval.study.wording import join_words
from mcneval.study.yaml_files import Document

COMPENDIUM = Path(__file__).resolve().parents[3]
ENTRY = re.compile(r"@\w+\s*\{\s*([^,\s]+)")


def list_frameworks(folder: Path) -> dict[str, Path]:
    """Return the framework files that a study can use, by id; its own come before shared ones."""
    found: dict[str, Path] = {}
    for place in (folder / "frameworks", folder.parent / "frameworks"):
        for path in sorted(place.glob("*.yml")):
            found.setdefault(path.stem, path)
    return found


def load_frameworks(
    folder: Path, settings: Settings, document: Document
) -> tuple[dict[str, Framework], list[Problem]]:
    """Return the frameworks that ``study.yml`` names, and what is wrong with their files."""
    known, cited = list_frameworks(folder), list_references(folder)
    frameworks, problems = {}, []
    for place, name in enumerate(dict.fromkeys(settings.frameworks)):
        if name not in known and not KEY.fullmatch(name):
            continue
        if name not in known:
            problems.append(_describe_missing(document, place, name, list(known)))
            continue
        framework, found = load_framework(known[name], folder, cited)
        problems += found
        if framework is not None:
            frameworks[name] = framework
    return frameworks, problems


def _describe_missing(document: Document, place: int, name: str, known: list[str]) -> Problem:
    words = f"there is no framework '{name}'{suggest(name, known)}"
    there = f"There are: {join_words(sorted(known), limit=30)}. " if known else ""
    mend = f"{there}Put one of your own into frameworks/{name}.yml in the study's folder."
    line = document.find_line(("frameworks", place))
    return Problem(document.file, words, mend, line, f"frameworks.{place}", name, rule="framework")


def list_references(folder: Path) -> set[str]:
    """Return the keys that a study can cite: its own, the frameworks' and the book's."""
    files = (
        folder / "references.bib",
        folder.parent / "frameworks" / "references.bib",
        COMPENDIUM / "data" / "frameworks" / "references.bib",
        COMPENDIUM / "reports" / "references.bib",
    )
    texts = [read_text(path, path.name)[0] or "" for path in files if path.is_file()]
    return {key for text in texts for key in ENTRY.findall(text)}


def load_framework(
    path: Path, folder: Path, cited: Collection[str]
) -> tuple[Framework | None, list[Problem]]:
    """Return a framework from its file; None where it is none.

    Parameters
    ----------
    path : Path
        The framework's file.
    folder : Path
        The study's folder.
    cited : collection of str
        The keys of the references that the report can cite.
    """
    own = path.is_relative_to(folder)
    name = path.relative_to(folder).as_posix() if own else f"../frameworks/{path.name}"
    document, problems = read_document(path, name)
    if document is None:
        return None, problems
    framework, found = validate_document(Framework, document)
    problems += found
    if framework is not None:
        problems += _check_framework(document, framework, path.stem)
        problems += _check_citation(document, framework, cited)
    return framework, problems


def _check_citation(
    document: Document, framework: Framework, cited: Collection[str]
) -> list[Problem]:
    key = framework.citation.key
    if key in cited:
        return []
    words = f"the citation key '{key}' stands in no references.bib{suggest(key, cited)}"
    mend = "Add the reference to references.bib in the study's folder: the report cites it."
    line = document.find_line(("citation", "key"))
    return [Problem(document.file, words, mend, line, "citation.key", key, rule="citation")]


def _check_framework(document: Document, framework: Framework, stem: str) -> list[Problem]:
    problems = []
    if framework.id != stem:
        words = f"the id is '{framework.id}', but the file is named '{stem}'."
        line = document.find_line(("id",))
        problems.append(Problem(document.file, words, f"Write id: {stem}.", line, "id", rule="id"))
    counts = Counter(framework.construct_ids)
    for place, name in enumerate(framework.construct_ids):
        steps = ("constructs", place, "id")
        line, key = document.find_line(steps), f"constructs.{place}.id"
        if not KEY.fullmatch(name):
            words = f"'{name}' is not a key of letters, digits, '-', '_' and '.'."
            found = Problem(document.file, words, mend_key(name), line, key, name, rule="not-id")
            problems.append(found)
        if counts[name] > 1 and name in framework.construct_ids[:place]:
            words = f"the construct '{name}' stands here a second time."
            mend = "Give each construct its own id."
            found = Problem(document.file, words, mend, line, key, name, rule="duplicate")
            problems.append(found)
    return problems
