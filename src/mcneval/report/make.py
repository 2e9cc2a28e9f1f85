"""The whole run: check, notebooks, harvest, sections, book, swapped in whole."""

from __future__ import annotations

import platform
import shutil
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mcneval import __version__
from mcneval.errors import McnevalError, MissingError
from mcneval.report.apart import fill_readings
from mcneval.report.facts import PACKAGES, gather_facts
from mcneval.report.fill import fill_book
from mcneval.report.stale import stop_if_stale
from mcneval.run.outcome import Log, hash_files, make_beside, write_json
from mcneval.study.datapackage import describe_package
from mcneval.study.load import Study, hash_inputs, load_study
from mcneval.study.own_notebooks import list_notebooks

if TYPE_CHECKING:
    from mcneval.book.engines import EngineChoice
    from mcneval.book.render import RenderOutcome
    from mcneval.disclosure.audit import Told
    from mcneval.disclosure.finding import Finding
    from mcneval.exhibit import Exhibit
    from mcneval.run.harvest import Harvest


class NameTakenError(McnevalError):
    """Two notebooks have one name."""


@dataclass(frozen=True)
class ReportOutcome:
    """Where a report lies and which published figures it does not reproduce."""

    folder: Path
    engine: str
    mismatches: list[str]


@dataclass(frozen=True)
class Wish:
    """What is asked for.

    Parameters
    ----------
    engine : str
        ``auto``, ``embedded`` or ``quarto``.
    formats : sequence of str
        Of ``html``, ``pdf`` and ``docx``.
    all_by_quarto : bool
        Whether Quarto, where it is the engine, makes PDF and Word, too.
    draft : bool
        A draft is for this machine's eyes only: it is not searched for what must not be told.
    study_code : bool
        Whether the study's own notebooks run: they are programs.
    tell : callable
        Called with one line for each step.
    """

    engine: EngineChoice = "auto"
    formats: Sequence[str] = ("html",)
    all_by_quarto: bool = False
    draft: bool = False
    study_code: bool = True
    tell: Callable[[str], None] = lambda _: None


def find_compendium() -> Path:
    """Return the folder with the notebooks and the book: here, above, or the package's own.

    Raises
    ------
    MissingError
        Where there is none; the message says what to do.
    """
    package = Path(__file__).resolve().parents[3]
    for folder in (Path.cwd(), *Path.cwd().parents, package):
        if (folder / "_quarto.yml").is_file() and (folder / "notebooks").is_dir():
            return folder
    raise MissingError(
        "the notebooks and the book are not here: no folder from here upwards holds _quarto.yml "
        "and notebooks/. Run mcn inside a clone of the mcneval repository."
    )


def make_report(name: str, results: Path, wish: Wish | None = None) -> ReportOutcome:
    """Run a study's notebooks and make its report.

    Parameters
    ----------
    name : str
        The study's name or folder.
    results : Path
        The folder that holds ``<study>/``.
    wish : Wish, optional
        What to make of it, and by what.

    Raises
    ------
    McnevalError
        Where a step fails; the last good report then stays as it was.
    """
    from mcneval.analysis.crossed import list_told
    from mcneval.disclosure.search import search_texts

    wish = wish or Wish()
    log = Log(wish.tell)
    compendium = find_compendium()
    study = load_study(name)
    if not wish.draft:
        stop_on(search_texts(study))
    log(f"checked {study.name}: {len(study.tables) - len(study.missing)} tables")
    with make_beside(results / study.name) as run:
        harvest = run_analysis(compendium, study, run, log, wish.study_code)
        told = list_told(study)
        mismatches, outcome = write_report(compendium, study, run, harvest, wish, log, told)
        log.write(run / "run.log")
    return ReportOutcome(results / study.name, outcome.engine.label, mismatches)


def remake_book(name: str, results: Path, wish: Wish | None = None) -> ReportOutcome:
    """Render the book again from the notebooks of the last run.

    Raises
    ------
    MissingError
        Where the study has not been run yet.
    StaleError
        Where its tables have changed since the last run, and so would the numbers.
    """
    from mcneval.run.harvest import harvest_notebooks

    wish = wish or Wish()
    log = Log(wish.tell)
    compendium = find_compendium()
    study = load_study(name)
    last = results / study.name
    if not (last / "variables.json").is_file():
        raise MissingError(f"{last} holds no results yet. Run first: mcn report {study.name}")
    stop_if_stale(study, last)
    with make_beside(last) as run:
        old = shutil.ignore_patterns("report", "book", "run.log", "manifest.json")
        shutil.copytree(last, run, dirs_exist_ok=True, ignore=old)
        harvest = harvest_notebooks(sorted((run / "notebooks").glob("*.ipynb")))
        mismatches, outcome = write_report(compendium, study, run, harvest, wish, log)
        log.write(run / "run.log")
    return ReportOutcome(last, outcome.engine.label, mismatches)


def run_analysis(
    compendium: Path,
    study: Study,
    run: Path,
    log: Callable[[str], None],
    study_code: bool = True,
) -> Harvest:
    """Run the notebooks, then the study's own, and write tables, figures and ``variables.json``."""
    from mcneval.run.harvest import harvest_notebooks, write_harvest
    from mcneval.run.notebooks import run_notebooks
    from mcneval.run.parameters import list_parameters
    from mcneval.run.protection import keep_protection

    sources = sorted((compendium / "notebooks").glob("[0-9]*.ipynb"))
    own = list_notebooks(study.folder)
    stop_on_names(sources, own)
    if own and not study_code:
        log(f"not run, as asked: {', '.join(path.name for path in own)} of the study")
        own = []
    parameters = list_parameters(study.name, study.settings.analysis)
    paths = []
    with keep_protection(study):
        if study.protects:
            log("worked out what may be told of groups of people")
        theirs = f", {', '.join(path.name for path in own)} of the study's own" if own else ""
        log(f"running {len(sources) + len(own)} notebooks{theirs}")
        for part in (sources, own):
            paths += run_notebooks(
                part, run / "notebooks", parameters, study.folder.resolve().parent, log
            )
    harvest = harvest_notebooks(paths)
    write_harvest(harvest, run)
    write_json(run / "variables.json", harvest.variables)
    log(f"harvested {len(harvest.shown)} exhibits and {len(harvest.variables)} numbers")
    return harvest


def stop_on_names(sources: Sequence[Path], own: Sequence[Path]) -> None:
    """Stop where a notebook of the study would take the place of another.

    Raises
    ------
    NameTakenError
        With the first name that is taken.
    """
    taken = sorted({path.name for path in sources} & {path.name for path in own})
    if taken:
        raise NameTakenError(
            f"notebooks/{taken[0]} of the study has the name of one that every study runs. "
            "Give it another name, such as 05-own.ipynb."
        )


def write_report(
    compendium: Path,
    study: Study,
    run: Path,
    harvest: Harvest,
    wish: Wish,
    log: Callable[[str], None],
    told: Told | None = None,
) -> tuple[list[str], RenderOutcome]:
    """Fill the readings and the book, render it, search it and write the manifest.

    ``told`` is what may be told of groups of people; the exhibits of a run before were looked
    through with it then.
    """
    from mcneval.book.render import render_book

    facts = gather_facts(compendium, study, harvest.variables, harvest.exhibits)
    readings = fill_readings(
        study.folder / "readings", compendium / "reports" / "readings", harvest.exhibits, facts
    )
    write_comparison(facts["book"]["comparison"], run / "tables" / "tbl-reproduction.csv")
    filled = fill_book(compendium, study, run, harvest, readings, run / "book")
    log(f"filled in the book; rendering {', '.join(wish.formats)}")
    outcome = render_book(
        run / "book",
        run / "report",
        wish.formats,
        wish.engine,
        all_by_quarto=wish.all_by_quarto,
        origins=filled.origins,
        problems=filled.problems,
    )
    for warning in outcome.warnings:
        log(f"warning: {warning}")
    if not wish.draft:
        stop_on_disclosure(study, run, harvest.exhibits, told)
        log("searched for what must not be told")
    write_json(run / "datapackage.json", describe_package(study))
    write_json(run / "manifest.json", describe_run(study, run, outcome.engine.label))
    log(f"rendered {len(outcome.pages)} pages with {outcome.engine.label}")
    return list_mismatches(facts["book"]["comparison"]), outcome


def write_comparison(comparison: list[dict[str, Any]], path: Path) -> None:
    """Write the published figures beside those computed, as CSV."""
    import csv

    from mcneval.run.harvest import defuse

    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(
            file, ["item", "printed", "published", "computed", "matches"], lineterminator="\n"
        )
        writer.writeheader()
        writer.writerows({key: defuse(cell) for key, cell in row.items()} for row in comparison)


def list_mismatches(comparison: list[dict[str, Any]]) -> list[str]:
    """Return a line for each published figure that is not reproduced."""
    wrong = [row for row in comparison if row["matches"] == "no"]
    return [
        f"{row['item']}: published {row['published']}, computed {row['computed']}" for row in wrong
    ]


def stop_on_disclosure(
    study: Study, run: Path, exhibits: Sequence[Exhibit], told: Told | None = None
) -> None:
    """Search all files of a run, the book and the report among them, for what must not be told.

    Raises
    ------
    DisclosureError
        With everything that was found.
    """
    from mcneval.disclosure.search import search_report

    stop_on(search_report(study, run, exhibits, told=told))


def stop_on(findings: Collection[Finding]) -> None:
    """Raise DisclosureError where there is anything that must not be told."""
    from mcneval.disclosure.search import DisclosureError

    if findings:
        raise DisclosureError(findings)


def describe_run(study: Study, run: Path, engine: str) -> dict[str, Any]:
    """Return the manifest: versions, parameters, inputs and outputs with their hashes."""
    outputs = hash_files(run)
    return {
        "study": study.name,
        "title": study.settings.title,
        "provenance": study.settings.provenance.kind,
        "mcneval": __version__,
        "python": platform.python_version(),
        "packages": {name: version(name) for name in PACKAGES},
        "engine": engine,
        "parameters": study.settings.analysis.model_dump(),
        "inputs": hash_inputs(study),
        "outputs": {
            name: digest
            for name, digest in outputs.items()
            if name not in ("run.log", "manifest.json")
        },
    }
