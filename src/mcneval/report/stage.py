"""The stage: a folder with all that a book engine needs for one study."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import yaml

from mcneval.exhibit import MIME, Exhibit
from mcneval.report.compose import Shown, compose_chapter, keep_chapters
from mcneval.run.notebooks import name_cell
from mcneval.study.folder import PROSE
from mcneval.study.load import Study
from mcneval.study.settings import ORIGIN_WORDS
from mcneval.study.wording import slug

CITED = re.compile(r"(?<![\\\w])@(?!(?:fig|tbl|sec)-)[A-Za-z]")
MADE_UP = "All of this is made up, not from real people."
UNDER_HEADINGS = ("background", "methods")


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
    kept = shutil.ignore_patterns("readings", "*.qmd")
    shutil.copytree(compendium / "reports", stage / "reports", dirs_exist_ok=True, ignore=kept)
    for name in ("tables", "figures"):
        shutil.copytree(run / name, stage / name, dirs_exist_ok=True)
    absent: set[str] = set()
    for path in sorted((run / "notebooks").glob("*.ipynb")):
        absent |= stage_notebook(path, stage / "notebooks" / path.name, readings)
    write_prose(study, readings, stage)
    texts = [*readings.values(), *study.narrative.values()]
    shown = Shown(absent, list_empty(study, readings), any(map(CITED.search, texts)))
    chapters = write_chapters(compendium, study, stage, shown)
    write_project(compendium / "_quarto.yml", study, chapters, stage / "_quarto.yml")
    write_bibliography(compendium, study, stage / "references.bib")
    variables = json.loads((run / "variables.json").read_text("utf-8"))
    write_variables(study, variables, stage / "_variables.yml")


def stage_notebook(source: Path, target: Path, readings: Mapping[str, str]) -> set[str]:
    """Copy an executed notebook with its exhibits' captions; return the labels of absent ones.

    A reading that is named after an exhibit is its message, and goes before its caption. Captions
    stand in the exhibit and in the cell's options, which is where Quarto reads them.
    """
    notebook = json.loads(source.read_text("utf-8"))
    absent = set()
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            if MIME not in output.get("data", {}):
                continue
            exhibit = Exhibit.model_validate(output["data"][MIME])
            if exhibit.kind == "absent":
                absent.add(exhibit.label)
            elif exhibit.kind in ("figure", "table"):
                message = " ".join(readings.get(exhibit.label, "").split())
                exhibit.caption = f"**{message}** {exhibit.caption}" if message else exhibit.caption
                output["data"] |= exhibit.bundle()
                words = write_options("".join(cell["source"]), exhibit)
                cell["source"] = words.splitlines(keepends=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return absent


def list_empty(study: Study, readings: Mapping[str, str]) -> set[str]:
    """Return the files that chapters may include and that have no words."""
    empty = {f"narrative/{name}.md" for name in PROSE if not study.narrative.get(name)}
    return empty | {f"readings/{name}.md" for name, words in readings.items() if not words}


def write_chapters(compendium: Path, study: Study, stage: Path, shown: Shown) -> list[str]:
    """Write the chapters in which there is something to read; return their paths.

    Those of a made-up study say so under their heading.
    """
    paths = [compendium / "index.qmd", *sorted((compendium / "reports").glob("*.qmd"))]
    written = []
    for path in paths:
        name = path.relative_to(compendium).as_posix()
        text = compose_chapter(path.read_text("utf-8"), shown)
        if text and study.settings.provenance.kind == "synthetic":
            text = mark_page(text, study)
        if text:
            (stage / name).write_text(text, "utf-8")
            written.append(name)
    return written


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


def write_project(source: Path, study: Study, chapters: Collection[str], target: Path) -> None:
    """Write ``_quarto.yml`` with the study's own title, authors and citation, and its chapters."""
    project = yaml.safe_load(source.read_text("utf-8"))
    settings = study.settings
    book = project["book"]
    book["chapters"] = keep_chapters(book["chapters"], chapters)
    book |= {
        "output-file": study.name,
        "title": settings.title,
        "subtitle": settings.subtitle.strip(),
        "author": [{"name": one.name} for one in settings.authors],
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
    """Write the analysts' narrative and the readings, for chapters to include.

    What stands under a heading of a chapter has its own headings one level down.
    """
    texts = {f"narrative/{name}.md": "" for name in PROSE}
    for name, words in study.narrative.items():
        lower = re.sub(r"(?m)^(#+ )", r"#\1", words) if name in UNDER_HEADINGS else words
        texts[f"narrative/{name}.md"] = lower
    texts |= {f"readings/{name}.md": words for name, words in readings.items()}
    for name, words in texts.items():
        (stage / name).parent.mkdir(exist_ok=True)
        (stage / name).write_text(words + "\n", "utf-8")


def mark_page(chapter: str, study: Study) -> str:
    """Return a chapter with the study's provenance in a callout under its heading."""
    whole = chapter.startswith("---")  # the first page says it in full
    statement = study.settings.provenance.statement.strip() if whole else MADE_UP
    callout = f"\n\n::: {{.callout-warning}}\n## Synthetic data\n{statement}\n:::\n"
    heading = re.compile(r"\A(---\n.*?\n---|# [^\n]+)$", re.MULTILINE | re.DOTALL)
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
    settings, stated = study.settings, study.documents.get("published") or {}
    flat = {key: link_number(key, str(number["text"])) for key, number in variables.items()}
    for number in stated.get("stated") or []:
        flat[number["key"]] = link_number(number["key"], str(number["value"]))
    flat |= {
        "study.title": settings.title,
        "study.citation": settings.citation.text,
        "study.network": settings.network.short,
        "study.network-name": settings.network.name,
        "study.description": settings.network.description.strip(),
        "study.framework": study.framework.label,
        "study.framework-short": study.framework.short,
        "study.framework-citation": f"[@{study.framework.citation.key}]"
        if study.framework.id
        else "",
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
