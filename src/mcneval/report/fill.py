"""The filled-in book: a standard Quarto project for one study, which needs nothing of ours.

Chapters, readings, narrative, numbers and exhibits are put together here, once; then either engine
reads the folder, or a person in RStudio.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import yaml

from mcneval.book.pictures import ENDINGS
from mcneval.book.problems import ProblemList
from mcneval.book.source import Line, Origins, mark_lines, read_text
from mcneval.report.cite import write_citation
from mcneval.report.compose import Shown, compose_chapter, keep_chapters
from mcneval.report.exhibits import NotebookPage, write_notebook
from mcneval.report.shortcodes import Filler
from mcneval.run.harvest import Harvest
from mcneval.run.harvest import Shown as Harvested
from mcneval.study.folder import PARTS, PROSE
from mcneval.study.load import Study
from mcneval.study.settings import ORIGIN_WORDS
from mcneval.study.wording import slug

CITED = re.compile(r"(?<![\\\w])@(?!(?:fig|tbl|sec)-)[A-Za-z]")
ABBREVIATION = re.compile(r"@(string|preamble)\b", re.IGNORECASE)
MADE_UP = "All of this is made up, not from real people."
UNDER_HEADINGS = ("background", "methods")
INDEX = "index.qmd"


@dataclass(frozen=True)
class Filled:
    """What is known of a filled-in folder.

    Parameters
    ----------
    origins : mapping
        For each file, where each of its lines was written.
    problems : ProblemList
        What was found wrong so far.
    """

    origins: Origins
    problems: ProblemList


def fill_book(
    compendium: Path,
    study: Study,
    run: Path,
    harvest: Harvest,
    readings: Mapping[str, str],
    book: Path,
) -> Filled:
    """Fill a folder with the whole book of a study.

    Parameters
    ----------
    compendium : Path
        The folder with ``index.qmd`` and ``reports/``.
    study : Study
        The study.
    run : Path
        A run's folder with notebooks, tables and figures.
    harvest : Harvest
        What the notebooks show.
    readings : mapping of str to str
        Markdown by name, for ``readings/<name>.md``.
    book : Path
        The folder to fill.
    """
    problems = ProblemList()
    copy_files(compendium, study, run, book)
    variables = list_variables(study, harvest.variables)
    chapters, pages = fill_chapters(compendium, study, run, harvest, readings, variables, problems)
    made_up = study.settings.provenance.kind == "synthetic"
    for page in pages:
        lines = mark_page(page.lines, study, page.path) if made_up else page.lines
        chapters[page.path] = lines
    for name, lines in chapters.items():
        (book / name).parent.mkdir(parents=True, exist_ok=True)
        (book / name).write_text("\n".join(line.text for line in lines) + "\n", "utf-8")
    copy_pictures(study.folder / "images", chapters.values(), book / "images")
    write_project(compendium, study, chapters, pages, book / "_quarto.yml", problems)
    write_bibliography(compendium, study, book / "references.bib", problems)
    nested = yaml.safe_dump(nest_keys(variables), allow_unicode=True, width=10**6)
    (book / "_variables.yml").write_text(nested, "utf-8")
    # The last line of a file is the line break that ends it.
    origins = {
        name: [*((line.file, line.number) for line in lines), (name, len(lines) + 1)]
        for name, lines in chapters.items()
    }
    return Filled(origins, problems)


def fill_chapters(
    compendium: Path,
    study: Study,
    run: Path,
    harvest: Harvest,
    readings: Mapping[str, str],
    variables: Mapping[str, str],
    problems: ProblemList,
) -> tuple[dict[str, list[Line]], list[NotebookPage]]:
    """Return the chapters by path and the notebooks' pages, everything in its place."""
    prose = gather_prose(study, readings)
    exhibits = {one.exhibit.label: one for one in harvest.shown}
    absent = {label for label, one in exhibits.items() if one.exhibit.kind == "absent"}
    empty = {name for name, words in prose.items() if not words.strip()}
    told = give_messages(exhibits, readings)
    notebooks = sorted((run / "notebooks").glob("*.ipynb"))
    # The list of references stays where something is cited, which only the whole book tells.
    for cites, found in ((True, problems), (False, ProblemList())):
        filler = Filler(prose, told, variables, found, list_places(study))
        composed = compose_chapters(compendium, study, Shown(absent, empty, cites), found)
        chapters = {name: filler.fill(lines, name) for name, lines in composed.items()}
        places = {
            label: name for name, lines in chapters.items() for label in find_labels(lines, told)
        }
        pages = [write_notebook(path, places) for path in notebooks]
        if any(map(is_citing, [*chapters.values(), *(page.lines for page in pages)])):
            break
    return chapters, pages


def copy_files(compendium: Path, study: Study, run: Path, book: Path) -> None:
    """Copy what the book shows or hands on as it is, and its style."""
    shutil.copytree(compendium / "reports" / "assets", book / "reports" / "assets")
    for folder in (run / "tables", run / "figures", run / "notebooks"):
        if folder.is_dir():
            shutil.copytree(folder, book / folder.name)
    citation = write_citation(study.settings)
    (book / "citation.bib").write_text(citation.bibtex, "utf-8", newline="")
    (book / "citation.ris").write_text(citation.ris, "utf-8", newline="")


def copy_pictures(folder: Path, texts: Iterable[Sequence[Line]], target: Path) -> None:
    """Copy the pictures of a study that its prose shows, and no other file beside them."""
    words = unquote("\n".join(line.text for lines in texts for line in lines))
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and path.suffix.lower() in ENDINGS and f"images/{name}" in words:
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target / name)


def gather_prose(study: Study, readings: Mapping[str, str]) -> dict[str, str]:
    """Return what chapters may include: the analysts' narrative and the readings, by path.

    What stands under a heading of a chapter has its own headings one level down.
    """
    texts = {f"narrative/{name}.md": "" for name in PROSE}
    for name, words in study.narrative.items():
        lower = re.sub(r"(?m)^(#+ )", r"#\1", words) if name in UNDER_HEADINGS else words
        texts[f"narrative/{name}.md"] = lower
    return texts | {f"readings/{name}.md": words for name, words in readings.items()}


def list_places(study: Study) -> dict[str, tuple[str, int]]:
    """Return where each line of the prose was written that readings take apart."""
    return {
        line.strip(): (f"narrative/{name}.md", number)
        for name in PARTS
        for number, line in enumerate(study.narrative.get(name, "").split("\n"), 1)
        if line.strip()
    }


def give_messages(
    shown: Mapping[str, Harvested], readings: Mapping[str, str]
) -> dict[str, Harvested]:
    """Return exhibits whose captions begin with the reading that is named after them."""
    told = dict(shown)
    for label, one in shown.items():
        message = " ".join(readings.get(label, "").split())
        if message and one.exhibit.kind in ("figure", "table"):
            caption = f"**{message}** {one.exhibit.caption}"
            told[label] = replace(one, exhibit=one.exhibit.model_copy(update={"caption": caption}))
    return told


def compose_chapters(
    compendium: Path, study: Study, shown: Shown, problems: ProblemList
) -> dict[str, list[Line]]:
    """Return the chapters in which there is something to read, by path.

    Those of a made-up study say so under their heading.
    """
    composed = {}
    for path in [compendium / INDEX, *sorted((compendium / "reports").glob("*.qmd"))]:
        name = path.relative_to(compendium).as_posix()
        lines = compose_chapter(mark_lines(read_text(path, name, problems), name), shown)
        if lines and study.settings.provenance.kind == "synthetic":
            lines = mark_page(lines, study, name)
        if lines:
            composed[name] = lines
    return composed


def mark_page(lines: list[Line], study: Study, name: str) -> list[Line]:
    """Return a chapter with the study's provenance in a callout under its heading."""
    # The first page says it in full.
    statement = study.settings.provenance.statement.strip() if name == INDEX else MADE_UP
    callout = f"\n::: {{.callout-warning icon=false}}\n## Synthetic data\n{statement}\n:::\n"
    at = next((n for n, line in enumerate(lines, 1) if line.text.startswith("# ")), 0)
    added = [Line(text, "study.yml", 1) for text in callout.split("\n")]
    return [*lines[:at], *added, *lines[at:]]


def is_citing(lines: list[Line]) -> bool:
    """Return whether anything is cited in a filled-in chapter."""
    return any(not line.code and CITED.search(line.text) for line in lines)


def find_labels(lines: list[Line], known: Collection[str]) -> list[str]:
    """Return the labels of the exhibits that stand in a filled-in chapter."""
    starts = (line.text[5:].partition("}")[0].split() for line in lines if line.text[:5] == "::: {")
    names = (words[0].removeprefix("#") for words in starts if words)
    return [name for name in names if name in known]


def write_project(
    compendium: Path,
    study: Study,
    chapters: Collection[str],
    pages: list[NotebookPage],
    target: Path,
    problems: ProblemList,
) -> None:
    """Write ``_quarto.yml`` with the study's own title and authors, its chapters and pages.

    Quarto makes a page, and no chapter of the printed book, of what the footer leads to.
    """
    source = compendium / "reports" / "book.yml"
    project = yaml.safe_load(read_text(source, "reports/book.yml", problems) or "book: {}")
    settings, book = study.settings, project["book"]
    book["chapters"] = keep_chapters(book.get("chapters") or [], chapters)
    book |= {
        "output-file": study.name,
        "title": settings.title,
        "subtitle": settings.subtitle.strip(),
        "author": [{"name": one.name} for one in settings.authors],
        "date": settings.date,
    }
    notebooks = [{"text": f"Notebook: {one.title}", "href": one.path} for one in pages]
    book["page-footer"] = {"right": notebooks}
    if settings.provenance.kind == "synthetic":
        book["page-footer"]["left"] = f"Data: {ORIGIN_WORDS['synthetic']}."
    for name in ("subtitle", "author", "date"):
        if not book[name]:
            del book[name]
    target.write_text(yaml.safe_dump(project, allow_unicode=True, sort_keys=False), "utf-8")


def write_bibliography(compendium: Path, study: Study, target: Path, problems: ProblemList) -> None:
    """Join the book's, the frameworks' and the study's references; the first of a key stays."""
    entries: dict[str, str] = {}
    for path in (
        study.folder / "references.bib",
        study.folder.parent / "frameworks" / "references.bib",
        compendium / "data" / "frameworks" / "references.bib",
        compendium / "reports" / "references.bib",
    ):
        text = (
            read_text(path, f"{path.parent.name}/{path.name}", problems) if path.is_file() else ""
        )
        for entry in re.split(r"(?m)^(?=@)", text):
            found = re.match(r"@\w+\s*\{\s*([^,\s]+)", entry)
            if found:
                entries.setdefault(found.group(1), entry.strip())
    # Abbreviations come before the works that use them.
    order = sorted(entries, key=lambda key: (not ABBREVIATION.match(entries[key]), key))
    target.write_text("\n\n".join(entries[key] for key in order) + "\n", "utf-8")


def list_variables(study: Study, variables: Mapping[str, Any]) -> dict[str, str]:
    """Return what ``var`` gives by key: every number with its link, and the study's own words."""
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
    return {key: " ".join(words.split()) for key, words in flat.items()}


def link_number(key: str, text: str) -> str:
    """Return a number as a link to its row in the chapter of numbers."""
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
