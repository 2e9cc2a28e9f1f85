"""The stage: a folder with all that a book engine needs for one study."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from mcneval.exhibit import MIME, Exhibit
from mcneval.run.notebooks import name_cell
from mcneval.study.load import Study
from mcneval.study.settings import ORIGIN_WORDS
from mcneval.study.wording import slug

NARRATIVE = ("summary", "background", "methods", "discussion")


def fill_stage(
    compendium: Path, study: Study, run: Path, stage: Path, readings: Mapping[str, str]
) -> None:
    """Fill the stage from the compendium's book, the study and an executed run.

    Parameters
    ----------
    compendium : Path
        The folder with ``_quarto.yml``, ``index.qmd`` and ``reports/``.
    study : Study
        The study.
    run : Path
        A run's folder with notebooks, tables, figures and ``variables.json``.
    stage : Path
        The folder to fill.
    readings : mapping of str to str
        Markdown by name, for ``readings/<name>.md``.
    """
    stage.mkdir(parents=True, exist_ok=True)
    shutil.copy(compendium / "index.qmd", stage / "index.qmd")
    kept = shutil.ignore_patterns("readings")
    shutil.copytree(compendium / "reports", stage / "reports", dirs_exist_ok=True, ignore=kept)
    for name in ("tables", "figures"):
        shutil.copytree(run / name, stage / name, dirs_exist_ok=True)
    for path in sorted((run / "notebooks").glob("*.ipynb")):
        stage_notebook(path, stage / "notebooks" / path.name)
    write_project(compendium / "_quarto.yml", study, stage / "_quarto.yml")
    write_prose(study, readings, stage)
    write_bibliography(compendium, study, stage / "references.bib")
    variables = json.loads((run / "variables.json").read_text("utf-8"))
    write_variables(study, variables, stage / "_variables.yml")


def stage_notebook(source: Path, target: Path) -> None:
    """Copy an executed notebook with its exhibits' captions as Quarto's cell options.

    A caption that ``show`` was given is in the output alone, and Quarto reads the cell's lines.
    """
    notebook = json.loads(source.read_text("utf-8"))
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            if MIME in output.get("data", {}):
                exhibit = Exhibit.model_validate(output["data"][MIME])
                if exhibit.kind in ("figure", "table"):
                    words = write_options("".join(cell["source"]), exhibit)
                    cell["source"] = words.splitlines(keepends=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", "utf-8")


def write_options(source: str, exhibit: Exhibit) -> str:
    """Return a cell's source with the caption and alt text of its exhibit."""
    ours = re.compile(r"#\|\s*((fig|tbl)-(cap|alt)|label)\s*:")
    body = [line for line in source.splitlines() if not ours.match(line)]
    note = f" {exhibit.note}" if exhibit.note else ""
    options = [
        f"#| label: {name_cell(source)}",
        f"#| {exhibit.label[:3]}-cap: {_quote(exhibit.caption + note)}",
    ]
    options += [f"#| fig-alt: {_quote(exhibit.alt)}"] if exhibit.alt else []
    return "\n".join([*options, *body])


def _quote(words: str) -> str:
    return json.dumps(" ".join(words.split()), ensure_ascii=False)


def write_project(source: Path, study: Study, target: Path) -> None:
    """Write ``_quarto.yml`` with the study's own title, authors and citation."""
    project = yaml.safe_load(source.read_text("utf-8"))
    settings = study.settings
    book = project["book"]
    book |= {
        "output-file": study.name,
        "title": settings.title,
        "subtitle": settings.subtitle,
        "author": [{"name": name} for name in settings.authors],
        "date": settings.date,
        "citation": True,
    }
    if settings.provenance.kind == "synthetic":
        book["page-footer"] = f"Data: {ORIGIN_WORDS['synthetic']}."
    for name in ("subtitle", "author", "date"):
        if not book[name]:
            del book[name]
    target.write_text(yaml.safe_dump(project, allow_unicode=True, sort_keys=False), "utf-8")


def write_prose(study: Study, readings: Mapping[str, str], stage: Path) -> None:
    """Write the analysts' narrative and the readings; mark the pages of made-up studies."""
    for name in ("narrative", "readings"):
        (stage / name).mkdir(exist_ok=True)
    for name in NARRATIVE:
        words = study.narrative.get(name, "").strip() or (
            f"*The study team has not written this part yet: `narrative/{name}.md`.*"
        )
        (stage / "narrative" / f"{name}.md").write_text(words + "\n", "utf-8")
    for name, words in readings.items():
        (stage / "readings" / f"{name}.md").write_text(words + "\n", "utf-8")
    if study.settings.provenance.kind == "synthetic":
        for path in [stage / "index.qmd", *sorted((stage / "reports").glob("*.qmd"))]:
            path.write_text(mark_page(path.read_text("utf-8"), study), "utf-8")


def mark_page(chapter: str, study: Study) -> str:
    """Return a chapter with the study's provenance in a callout under its heading."""
    statement = study.settings.provenance.statement.strip()
    callout = f"\n\n::: {{.callout-warning}}\n## Synthetic data\n{statement}\n:::\n"
    heading = re.compile(r"^(# .+)$", re.MULTILINE)
    return heading.sub(lambda found: found.group(1) + callout, chapter, count=1)


def write_bibliography(compendium: Path, study: Study, target: Path) -> None:
    """Join the book's, the frameworks' and the study's references; the first of a key stays."""
    entries: dict[str, str] = {}
    for path in (
        study.folder / "references.bib",
        study.folder.parent / "frameworks" / "references.bib",
        compendium / "data" / "frameworks" / "references.bib",
        compendium / "reports" / "references.bib",
    ):
        if path.is_file():
            for entry in re.split(r"(?m)^(?=@)", path.read_text("utf-8")):
                found = re.match(r"@\w+\s*\{\s*([^,\s]+)", entry)
                if found:
                    entries.setdefault(found.group(1), entry.strip())
    target.write_text("\n\n".join(entries[key] for key in sorted(entries)) + "\n", "utf-8")


def write_variables(study: Study, variables: Mapping[str, Any], target: Path) -> None:
    """Write ``_variables.yml``: every number with its link, and the study's own words."""
    settings = study.settings
    flat = {key: link_number(key, str(number["text"])) for key, number in variables.items()}
    flat |= {
        "study.title": settings.title,
        "study.citation": settings.citation.text,
        "study.network": settings.network.short,
        "study.network-name": settings.network.name,
        "study.description": settings.network.description.strip(),
        "study.framework": study.framework.label,
        "study.framework-short": study.framework.short,
        "study.framework-citation": f"[@{study.framework.citation.key}]",
    }
    target.write_text(
        yaml.safe_dump(nest_keys(flat), allow_unicode=True, sort_keys=True, width=10**6), "utf-8"
    )


def link_number(key: str, text: str) -> str:
    """Return a number as a link to its row in the appendix of numbers."""
    return f"[{text}](/reports/numbers.qmd#num-{slug(key)}){{.number}}"


def nest_keys(flat: Mapping[str, str]) -> dict[str, Any]:
    """Return dotted keys as nested mappings: ``a.b`` becomes ``{a: {b: …}}``."""
    nested: dict[str, Any] = {}
    for key, words in flat.items():
        *parents, leaf = key.split(".")
        place = nested
        for parent in parents:
            place = place.setdefault(parent, {})
        place[leaf] = words
    return nested
