"""Every section of a report that is made from the study's declarations and its numbers."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mcneval import __version__
from mcneval.analysis.reproduction import compare_published
from mcneval.report import appendices, sections
from mcneval.report.numbers import find_used_keys, write_numbers
from mcneval.study.load import Study, hash_inputs

if TYPE_CHECKING:
    import pandas as pd

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


@dataclass(frozen=True)
class Contents:
    """Markdown by section, the comparison with what is published, and the inputs' hashes."""

    sections: dict[str, str]
    comparison: pd.DataFrame
    hashes: dict[str, str]


def write_contents(
    compendium: Path, study: Study, variables: Mapping[str, Mapping[str, Any]], engine: str
) -> Contents:
    """Return what a study's report says besides its chapters.

    Parameters
    ----------
    compendium : Path
        The folder with the chapters, which tell the numbers that are used.
    study : Study
        The study.
    variables : mapping
        The computed numbers by key.
    engine : str
        The book engine and its version.
    """
    published = (study.documents.get("published") or {}).get("figures") or []
    comparison = compare_published(published, variables)
    made_to_fit = appendices.count_by_construction(study, published, variables)
    hashes = hash_inputs(study)
    written = {
        "findings": sections.write_findings(study),
        "recommendations": sections.write_recommendations(study),
        "limits": sections.write_limits(study),
        "coreq": sections.write_coreq(study),
        "reproduction": appendices.write_reproduction(comparison, made_to_fit),
        "numbers": write_numbers(variables, hashes, find_used_keys(compendium, study)),
        "origin": appendices.write_origin(study),
        "data": appendices.write_data_statement(study),
        "made": appendices.write_made(list_facts(engine, hashes)),
    }
    return Contents(written, comparison, hashes)


def list_facts(engine: str, hashes: Mapping[str, str]) -> list[tuple[str, str]]:
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
