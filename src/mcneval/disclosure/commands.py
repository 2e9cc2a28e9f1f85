"""The command ``check``: a study's problems, and what in its texts must not be published."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click

from mcneval.disclosure.finding import Finding
from mcneval.study.problems import Problem, Severity

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")


@click.command()
@click.argument("study")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Lines for people, or JSON for machines.",
)
def check(study: str, form: str) -> None:
    """List every problem in STUDY's files: where, what is wrong, how to mend it.

    STUDY is a name in data/ or a folder. Exits 1 where there are errors; warnings and notes
    do not stop a report.
    """
    from mcneval.study.decoding import blank_unseen
    from mcneval.study.load import find_folder
    from mcneval.study.problems import StudyError

    try:
        problems = check_whole(find_folder(study))
    except StudyError as error:
        if form == "text":
            raise
        problems = error.problems
    told = write_json(study, problems) if form == "json" else write_text(study, problems)
    click.echo(blank_unseen(told))
    if any(problem.severity == "error" for problem in problems):
        sys.exit(1)


def check_whole(folder: Path) -> list[Problem]:
    """Return a study's problems; where no file has errors, also what its texts must not tell."""
    from mcneval.study.check import check_study

    study, problems = check_study(folder)
    if study is None or any(problem.severity == "error" for problem in problems):
        return problems
    from mcneval.disclosure.private_tables import PrivateError, find_unread
    from mcneval.disclosure.search import search_texts

    try:
        told = list(find_unread(folder))
        told += [describe_finding(finding) for finding in search_texts(study)]
    except PrivateError as error:
        told = [Problem("private", str(error), rule="unreadable")]
    return sorted([*problems, *told], key=lambda problem: problem.sort_key)


def describe_finding(finding: Finding) -> Problem:
    """Return a finding in a study's file as a problem."""
    place = f"{finding.place}: " if finding.place else ""
    words = f"{place}{finding.what}{f': {finding.excerpt}' if finding.excerpt else ''}."
    return Problem(finding.file, words, finding.mend, rule=finding.rule)


def write_json(study: str, problems: Sequence[Problem]) -> str:
    """Return problems for machines: counts by severity, and each with all its parts."""
    counts = Counter(problem.severity for problem in problems)
    found = {f"{severity}s": counts[severity] for severity in SEVERITIES}
    listed = [problem.as_dict() for problem in problems]
    return json.dumps({"study": study} | found | {"problems": listed}, indent=2, ensure_ascii=False)


def write_text(study: str, problems: Sequence[Problem]) -> str:
    """Return problems for people: a line each, then the sum, then where to begin."""
    from mcneval.study.wording import count_things

    counts = Counter(problem.severity for problem in problems)
    lines = [f"{problem.severity}: {problem}" for problem in problems]
    told = [count_things(counts[name], name) for name in SEVERITIES if counts[name]]
    lines.append(f"{study}: {', '.join(told) or 'no problems'}.")
    first = list_templates(problems)
    if first:
        lines.append(f"Fill in first, in this order: {', '.join(first)}. GUIDE.md says how.")
    return "\n".join(lines)


def list_templates(problems: Sequence[Problem]) -> list[str]:
    """Return the files that still hold the template's words and stop a report, in working order."""
    from mcneval.study.tables import TABLES

    held = {
        problem.file
        for problem in problems
        if problem.rule == "example" and problem.severity == "error"
    }
    order = ["study.yml", *(Path(table.file).stem for table in TABLES)]
    return sorted(held, key=lambda file: order.index(file if file in order else Path(file).stem))
