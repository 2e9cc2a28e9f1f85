"""A new study's folder: every table, settings with comments, a guide; whole or not at all."""

from __future__ import annotations

from pathlib import Path

from mcneval.study import template_texts as texts
from mcneval.study.check import read_framework
from mcneval.study.framework_files import list_frameworks
from mcneval.study.nearest import suggest
from mcneval.study.plan import Plan, PlanError
from mcneval.study.tables import TABLES
from mcneval.study.template_guide import write_guide
from mcneval.study.template_settings import write_settings
from mcneval.study.template_tables import write_table
from mcneval.study.values import KEY
from mcneval.study.wording import join_words
from mcneval.study.writing import write_folder

RESERVED = (
    "frameworks", "con", "prn", "aux", "nul",
    *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)),
)  # fmt: skip


def find_data() -> Path:
    """Return the data folder of the compendium that we are in; else ``data`` here."""
    for base in (Path(), *Path.cwd().parents):
        if (base / "data" / "frameworks").is_dir():
            return base / "data"
    return Path("data")


def create_study(data: Path, name: str, plan: Plan, base: Path | None = None) -> Path:
    """Write a new study's folder and return it.

    Parameters
    ----------
    data : Path
        The folder of studies; made where it is missing.
    name : str
        The new study's name.
    plan : Plan
        Its structure.
    base : Path or None
        The study whose structure it takes, for the frameworks that are that study's own.

    Raises
    ------
    PlanError
        Where the name is no plain name, is taken, or a framework is not there. Nothing is
        written then.
    """
    refuse_name(data, name)
    own = copy_frameworks(base, plan)
    files = fill_files(data, name, plan, base) | own
    return write_folder(data / name, files)


def refuse_name(data: Path, name: str) -> None:
    """Raise PlanError where a study cannot have this name."""
    if not KEY.fullmatch(name):
        raise PlanError(
            f"'{name}' is not a name for a study: it becomes a folder in {data}, so use letters, "
            "digits, '-', '_' and '.' only, such as leeds-2027."
        )
    if name.split(".")[0].lower() in RESERVED or name.endswith((".failed", ".")):
        raise PlanError(f"'{name}' is a name with a meaning of its own; take another.")
    taken = [path.name for path in data.glob("*") if path.name.lower() == name.lower()]
    if taken:
        raise PlanError(
            f"{data / taken[0]} is there already, and nothing is written over. Take another name."
        )


def copy_frameworks(base: Path | None, plan: Plan) -> dict[str, str]:
    """Return the files of frameworks that are a base study's own, by their path in a study."""
    if base is None:
        return {}
    paths = [base / "frameworks" / f"{name}.yml" for name in plan.frameworks]
    return {f"frameworks/{path.name}": path.read_text("utf-8") for path in paths if path.is_file()}


def fill_files(data: Path, name: str, plan: Plan, base: Path | None) -> dict[str, str]:
    """Return every file of a new study by its path in the folder.

    Raises
    ------
    PlanError
        Where a framework of the plan is not there.
    """
    home = base or data / name
    known = list_frameworks(home)
    for framework in plan.frameworks:
        if framework not in known:
            raise PlanError(
                f"there is no framework '{framework}'{suggest(framework, known)} "
                f"There are: {join_words(sorted(known), limit=40) or 'none'}."
            )
    first = plan.frameworks[:1]
    constructs = tuple(read_framework(home, first[0]).construct_ids) if first else ()
    tables = [one for one in TABLES if first or one.name not in ("mappings", "topic_guide")]
    return {
        "study.yml": write_settings(name, plan),
        "GUIDE.md": write_guide(name, plan),
        ".gitignore": texts.IGNORED,
        **{table.file: write_table(table, plan, constructs) for table in tables},
        **{f"narrative/{stem}.md": texts.write_prompts(stem) for stem in texts.PROMPTS},
        "findings.yml": texts.FINDINGS,
        "coreq.yml": texts.write_coreq(),
        "references.bib": texts.REFERENCES,
        "private/README.md": texts.PRIVATE,
        "private/.gitignore": texts.IGNORED_ALL,
    }
