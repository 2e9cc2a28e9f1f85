"""Rules on frameworks: themes stand on constructs that exist, once as their primary place."""

from __future__ import annotations

from collections.abc import Iterator

from mcneval.study.grid import Grid
from mcneval.study.nearest import suggest
from mcneval.study.problems import Problem
from mcneval.study.story import Rule, Story, find_unknown
from mcneval.study.wording import join_words


def check_constructs(story: Story) -> Iterator[Problem]:
    """Yield frameworks and constructs that the study does not have."""
    names = story.settings.frameworks
    known = f"Write one of: {join_words(names, 'or')}; or add" if names else "Add"
    mend = f"{known} it to frameworks in study.yml."
    for table in ("mappings", "topic_guide"):
        if story.has(table):
            grid = story.grids[table]
            yield from find_unknown(grid, "framework", names, "a framework of study.yml", mend)
            yield from _check_constructs(story, grid)


def _check_constructs(story: Story, grid: Grid) -> Iterator[Problem]:
    for row, name, construct in grid.records("framework", "construct_id"):
        framework = story.frameworks.get(name)
        if framework is None or not construct or construct in framework.construct_ids:
            continue
        known = framework.construct_ids
        words = f"'{construct}' is not a construct of {name}{suggest(construct, known)}"
        mend = f"Write one of: {join_words(known, 'or', limit=50)}."
        yield grid.flag(row, "construct_id", words, mend, found=construct, rule="reference")


def check_places(story: Story) -> Iterator[Problem]:
    """Yield themes on no construct, themes with two primary places, and unused frameworks."""
    if not story.has("themes", "mappings"):
        if story.has("themes") and story.settings.primary_framework:
            words = "no theme stands on a construct of it: there is no mappings.csv."
            mend = "Add the table, or take the framework out of study.yml."
            key = "primary_framework"
            yield story.flag_setting(key, words, mend, severity="warning", rule="unused")
        return
    mappings, themes = story.grids["mappings"], story.grids["themes"]
    primary = story.settings.primary_framework
    placed = {
        theme for _, name, theme in mappings.records("framework", "theme_id") if name == primary
    }
    for row, theme in themes.column("theme_id"):
        if theme and theme not in placed and primary in story.settings.frameworks:
            words = f"'{theme}' stands on no construct of {primary}, the primary framework."
            mend = f"Place it in {mappings.file}."
            yield themes.flag(row, "theme_id", words, mend, severity="warning", rule="no-construct")
    yield from _find_double(mappings)
    for place, name in enumerate(story.settings.frameworks):
        if name in story.frameworks and name not in mappings.values("framework"):
            words = f"no theme stands on a construct of '{name}'."
            mend = f"Place themes on it in {mappings.file}, or take it out of frameworks."
            key = f"frameworks.{place}"
            yield story.flag_setting(key, words, mend, severity="warning", rule="unused")


def _find_double(mappings: Grid) -> Iterator[Problem]:
    first: dict[tuple[str, str, str], int] = {}
    for row, name, theme, weight, analyst in mappings.records(
        "framework", "theme_id", "weight", "analyst"
    ):
        place = (name, theme, analyst)
        if weight != "primary" or not theme:
            continue
        if place in first:
            words = f"'{theme}' has a primary place in {name} already, in row {first[place]}."
            mend = "Write secondary for the lesser of the two."
            yield mappings.flag(row, "weight", words, mend, severity="warning", rule="two-primary")
        first.setdefault(place, row)


RULES = (
    Rule(("Every framework and construct that is named exists.",), check_constructs),
    Rule(
        (
            "Every theme stands on a construct of the primary framework (warning).",
            "A theme has one primary place in a framework for each analyst (warning).",
            "Some theme stands on each framework that `study.yml` names (warning).",
        ),
        check_places,
    ),
)
