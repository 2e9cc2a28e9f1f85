"""The commands ``new`` and ``synthesise``: words in, one call, words out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from mcneval.study.settings import Settings


@click.command()
@click.argument("name")
@click.option("--from", "base", metavar="STUDY", help="Take the structure of this study, no data.")
@click.option(
    "--attributes",
    multiple=True,
    metavar="NAME[@organisation]:LEVEL,…",
    help="What is known of participants or organisations, such as profession:nurse,doctor; "
    "may be given several times.",
)
@click.option("--phases", type=click.IntRange(1, 20), help="How many phases.  [default: 1]")
@click.option(
    "--framework",
    "frameworks",
    multiple=True,
    metavar="ID",
    help="A framework, the primary one first, or none; may be given several times.  [default: sst]",
)
def new(
    name: str,
    base: str | None,
    attributes: tuple[str, ...],
    phases: int | None,
    frameworks: tuple[str, ...],
) -> None:
    """Make the folder of a new study, NAME, in data/.

    It holds every table with headers and two example rows, a commented study.yml, a guide,
    prompts for your prose, and a private folder that git ignores.
    """
    from mcneval.study.load import find_study
    from mcneval.study.plan import PlanError, make_plan
    from mcneval.study.scaffold import create_study, find_data

    source = find_study(base) if base else None
    try:
        plan = make_plan(read_structure(source), attributes, phases, frameworks)
        folder = create_study(find_data(), name, plan, source)
    except PlanError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Made {folder}. {folder / 'GUIDE.md'} says what goes where.")
    click.echo(f"Begin with {folder / 'study.yml'}, then run: mcn check {name}")


def read_structure(folder: Path | None) -> Settings | None:
    """Return a study's settings; None without a study.

    Raises
    ------
    StudyError
        Where its ``study.yml`` has errors.
    """
    if folder is None:
        return None
    from mcneval.study.check import check_study
    from mcneval.study.problems import StudyError

    study, problems = check_study(folder)
    if study is None:
        raise StudyError([problem for problem in problems if problem.severity == "error"])
    return study.settings


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--segments", type=click.IntRange(1), default=400, show_default=True)
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True)
def synthesise(folder: Path, segments: int, seed: int) -> None:
    """Write a made-up study of any size to FOLDER, for tests and benchmarks.

    The same seed gives the same study. It is synthetic throughout and never to be shown as
    a study.
    """
    from mcneval.study.synthesis import write_synthetic_study

    try:
        write_synthetic_study(folder, segments, seed)
    except (ValueError, FileExistsError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Made {folder}: synthetic, {segments} segments, seed {seed}.")
