"""Let ``quarto render`` work in the repository's root, for the reference study.

Quarto calls this module before it renders (``project: pre-render`` in ``_quarto.yml``).
It takes the results that are stored in the committed notebooks, so nothing is run.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from mcneval.run.harvest import harvest_notebooks, write_harvest
from mcneval.report.contents import write_contents
from mcneval.report.make import find_compendium
from mcneval.report.stage import write_bibliography, write_prose, write_variables
from mcneval.study.load import load_study

STUDY = "york-2021"


def prepare_root(root: Path, study_name: str = STUDY) -> list[Path]:
    """Write what the chapters include beside them: variables, sections, narrative, references.

    Returns
    -------
    list of Path
        The files and folders written; git ignores them all.
    """
    study = load_study(root / "data" / study_name)
    harvest = harvest_notebooks(sorted((root / "notebooks").glob("[0-9]*.ipynb")))
    sections = write_contents(root, study, harvest.variables, "Quarto").sections
    with tempfile.TemporaryDirectory(prefix="mcneval-root-") as folder:
        made = Path(folder)
        write_harvest(harvest, made)
        write_prose(study, sections, made)
        write_bibliography(root, study, made / "references.bib")
        write_variables(study, harvest.variables, made / "_variables.yml")
        for name in ("sections", "narrative"):
            shutil.rmtree(root / name, ignore_errors=True)
            shutil.copytree(made / name, root / name)
        for name in ("references.bib", "_variables.yml"):
            shutil.copy(made / name, root / name)
    return [root / name for name in ("sections", "narrative", "references.bib", "_variables.yml")]


if __name__ == "__main__":
    for path in prepare_root(find_compendium()):
        print(f"wrote {path.name}")
