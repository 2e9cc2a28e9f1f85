"""A folder to publish: every study's report, and a page that lists them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mcneval.errors import MissingError
from mcneval.run.outcome import make_beside


@dataclass(frozen=True)
class Listed:
    """One study as the landing page shows it."""

    name: str
    title: str
    origin: str
    downloads: Sequence[str]


def gather_reports(results: Path, site: Path) -> list[str]:
    """Copy every report into ``site`` and write the page that lists them.

    Returns
    -------
    list of str
        The studies' names.

    Raises
    ------
    MissingError
        Where there is no report in ``results``.
    """
    found = sorted(path.parent for path in results.glob("*/manifest.json"))
    # A run that failed or was refused is kept for whoever looks into it, and is no report.
    found = [
        path for path in found
        if not path.name.startswith(".") and not path.name.endswith(".failed")
    ]  # fmt: skip
    if not found:
        raise MissingError(f"{results} holds no report. Run first: mcn report york-2021")
    with make_beside(site) as made:
        listed = [describe_report(path) for path in found]
        for study, path in zip(listed, found, strict=True):
            shutil.copytree(path / "report", made / study.name)
        (made / "index.html").write_text(write_landing(listed), "utf-8")
        (made / ".nojekyll").write_text("", "utf-8")
    return [study.name for study in listed]


def describe_report(path: Path) -> Listed:
    """Return what the landing page says of one result folder."""
    from mcneval.study.settings import ORIGIN_WORDS

    manifest = json.loads((path / "manifest.json").read_text("utf-8"))
    report = path / "report"
    downloads = sorted(p.name for p in report.iterdir() if p.suffix in (".pdf", ".docx"))
    origin = f"Data: {ORIGIN_WORDS[manifest['provenance']]}."
    return Listed(manifest["study"], manifest["title"], origin, downloads)


def write_landing(listed: Sequence[Listed]) -> str:
    """Return the landing page; everything from data is escaped."""
    from jinja2 import Environment, PackageLoader

    pages = Environment(loader=PackageLoader("mcneval", "report"), autoescape=True)
    return pages.get_template("landing.html").render(studies=listed)
