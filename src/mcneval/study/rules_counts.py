"""Rules on counts: what ``study.yml`` states and what the register gives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from mcneval.study.problems import Problem
from mcneval.study.story import Rule, Story


def check_counts(story: Story) -> Iterator[Problem]:
    """Yield each count in ``study.yml`` that the tables do not give."""
    for name, (file, found) in count_register(story).items():
        stated = getattr(story.settings.expected, name)
        if stated is not None and stated != found:
            words = f"{name} should be {stated}, but {file} gives {found}."
            mend = "Correct the table, or the number here."
            yield story.flag_setting(f"expected.{name}", words, mend, rule="count")
    if not story.has("participants"):
        return
    grid = story.grids["participants"]
    listed = Counter(grid.cells["phase"])
    if not grid.values("status") - {"recruited"}:
        return
    for place, phase in enumerate(story.settings.phases):
        known = phase.invited is not None and not phase.invited_is_approximate
        if known and phase.invited != listed[phase.id]:
            words = f"{phase.invited} people were invited in '{phase.id}', but {grid.file} lists "
            words += f"{listed[phase.id]}."
            mend = "Correct the table or the number, or write invited_is_approximate: true."
            key = f"phases.{place}.invited"
            yield story.flag_setting(key, words, mend, severity="warning", rule="count")


def count_register(story: Story) -> dict[str, tuple[str, int]]:
    """Return what the tables give for each expected count, with the file that gives it."""
    found = {}
    if story.has("participants"):
        grid = story.grids["participants"]
        organisations = [
            organisation
            for _, organisation, status in grid.records("organisation_id", "status")
            if status == "recruited"
        ]
        found["participants"] = (f"{grid.file} (status recruited)", len(organisations))
        where = f"{grid.file} (organisations of people recruited)"
        found["organisations"] = (where, len(set(organisations) - {""}))
    for name in ("sources", "segments"):
        if story.has(name):
            found[name] = (story.grids[name].file, len(story.grids[name]))
    return found


RULES = (
    Rule(
        (
            "The tables give the counts that `study.yml` expects.",
            "As many people are listed in a phase as were invited in it (warning).",
        ),
        check_counts,
    ),
)
