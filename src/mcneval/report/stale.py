"""Results of a run that do not belong to the study's files any more."""

from __future__ import annotations

import json
from pathlib import Path

from mcneval.errors import McnevalError
from mcneval.study.load import Study, hash_inputs

# What only the book reads; the notebooks take no number from it.
BOOK_ONLY = (
    "narrative/", "README.md", "references.bib", "coreq.yml", "findings.yml", "readings/",
    "images/",
)  # fmt: skip


class StaleError(McnevalError):
    """Files that the numbers come from have changed since the last run."""


def stop_if_stale(study: Study, run: Path) -> None:
    """Stop where a run's numbers were not computed from the study as it is now.

    Raises
    ------
    StaleError
        With every file that was changed, added or taken away.
    """
    changed = list_changes(study, run)
    if changed:
        files = "\n".join(f"  {name}: {how}" for name, how in changed.items())
        raise StaleError(
            f"the numbers of the last run are not those of the files as they are now:\n{files}\n"
            f"Run the notebooks again: mcn report {study.name}"
        )


def list_changes(study: Study, run: Path) -> dict[str, str]:
    """Return the files that numbers come from and that changed since a run, with how."""
    manifest = run / "manifest.json"
    if not manifest.is_file():
        return {}
    before: dict[str, str] = json.loads(manifest.read_text("utf-8"))["inputs"]
    now = hash_inputs(study)
    changed = {}
    for name in sorted(before.keys() | now.keys()):
        if before.get(name) != now.get(name) and not name.startswith(BOOK_ONLY):
            gone = "not there any more" if name not in now else "changed since"
            changed[name] = gone if name in before else "new"
    return changed
