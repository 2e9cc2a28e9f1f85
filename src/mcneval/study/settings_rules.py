"""Rules between the keys of ``study.yml``: what is named exists, and is named once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from mcneval.study.columns import list_columns
from mcneval.study.nearest import suggest
from mcneval.study.problems import Problem
from mcneval.study.settings import Settings
from mcneval.study.tables import TABLE_BY_NAME
from mcneval.study.values import KEY, mend_key
from mcneval.study.wording import join_words
from mcneval.study.yaml_files import Document

Steps = tuple[str | int, ...]
Found = tuple[Steps, str, str]
"""A path into the file, what is wrong there, how to mend it."""
REASON_UNDER = 2


def check_settings(document: Document, settings: Settings) -> list[Problem]:
    """Return what does not fit together in ``study.yml``, each with its line."""
    rules = (_check_names, _check_attributes, _check_recruitment, _check_frameworks, _check_rest)
    return [
        Problem(
            document.file,
            words,
            mend,
            document.find_line(steps),
            ".".join(map(str, steps)),
            rule="setting",
        )
        for rule in rules
        for steps, words, mend in rule(settings)
    ]


def _check_names(settings: Settings) -> Iterator[Found]:
    named: list[tuple[str, Sequence[str]]] = [
        ("phases", [phase.id for phase in settings.phases]),
        ("attributes", [attribute.id for attribute in settings.attributes]),
        ("recruitment_tables", [table.id for table in settings.recruitment_tables]),
        ("frameworks", settings.frameworks),
    ]
    for key, names in named:
        ending: Steps = () if key == "frameworks" else ("id",)
        for place, name in enumerate(names):
            if not KEY.fullmatch(name):
                words = f"'{name}' is not a key of letters, digits, '-', '_' and '.'."
                yield (key, place, *ending), words, mend_key(name)
        yield from _find_twice(key, names, ending)


def _find_twice(key: str, names: Iterable[str], ending: Steps) -> Iterator[Found]:
    seen: set[str] = set()
    for place, name in enumerate(names):
        if name in seen:
            words = f"'{name}' stands in {key.split('.')[-1]} a second time."
            steps = (*_split(key), place, *ending)
            yield steps, words, "Give each its own id, or delete one."
        seen.add(name)


def _split(key: str) -> Steps:
    return tuple(int(part) if part.isdigit() else part for part in key.split("."))


def _check_attributes(settings: Settings) -> Iterator[Found]:
    for place, attribute in enumerate(settings.attributes):
        table = TABLE_BY_NAME[f"{attribute.on}s"]
        if attribute.id in (*table.column_names, "phase"):
            words = (
                f"the attribute '{attribute.id}' has the name of a column that is there already."
            )
            yield ("attributes", place, "id"), words, f"Call it {attribute.id}-group, say."
        yield from _find_twice(f"attributes.{place}.levels", attribute.level_ids, ())
        for number, level in enumerate(attribute.level_ids):
            if not level.strip() or level != level.strip():
                words = f"the level '{level}' is blank, or has blanks around it."
                yield ("attributes", place, "levels", number), words, "Write it without blanks."
    drawn = [place for place, item in enumerate(settings.attributes) if item.draw_as]
    for place in drawn[1:]:
        words = "only one attribute can be drawn as hub-and-spoke."
        yield ("attributes", place, "draw_as"), words, "Delete draw_as from the others."
    for place in drawn[:1]:
        if settings.attributes[place].on != "organisation":
            words = (
                "hub-and-spoke is drawn of organisations, and this attribute is on participants."
            )
            yield ("attributes", place, "draw_as"), words, "Delete draw_as."


def _check_recruitment(settings: Settings) -> Iterator[Found]:
    attributes = [attribute.id for attribute in settings.attributes]
    known = list(dict.fromkeys(["phase", *attributes]))
    mend = f"Write one of: {join_words(known, 'or')}; or declare it under attributes."
    for place, table in enumerate(settings.recruitment_tables):
        if table.rows not in known:
            words = f"'{table.rows}' is not a declared attribute{suggest(table.rows, known)}"
            yield ("recruitment_tables", place, "rows"), words, mend
        for number, name in enumerate(table.columns):
            steps: Steps = ("recruitment_tables", place, "columns", number)
            if name not in known:
                yield steps, f"'{name}' is not a declared attribute{suggest(name, known)}", mend
            elif name == table.rows or name in table.columns[:number]:
                words = f"'{name}' is crossed with itself in the table '{table.id}'."
                yield steps, words, "Name each attribute once."


def _check_frameworks(settings: Settings) -> Iterator[Found]:
    for key in ("primary_framework", "comparison_framework"):
        name = getattr(settings, key)
        if name and name not in settings.frameworks:
            words = f"the {key.replace('_', ' ')} '{name}' is not one of frameworks"
            known = f"Write one of: {join_words(settings.frameworks, 'or')}; or add it there."
            mend = known if settings.frameworks else f"Add it there, or leave {key} out."
            yield (key,), f"{words}{suggest(name, settings.frameworks)}", mend
    if settings.frameworks and not settings.primary_framework:
        words = "there are frameworks, and no primary_framework says which the report is built on."
        mend = f"Write primary_framework: {settings.frameworks[0]}, say."
        yield ("frameworks",), words, mend


def _check_origins(settings: Settings) -> Iterator[Found]:
    for name in settings.provenance.tables:
        table, _, column = name.partition(".")
        if table not in TABLE_BY_NAME:
            words = f"'{table}' is not a table{suggest(table, list(TABLE_BY_NAME))}"
            mend = f"The tables are: {join_words(TABLE_BY_NAME, limit=30)}."
            yield ("provenance", "tables", name), words, mend
            continue
        known = [one.name for one in list_columns(TABLE_BY_NAME[table], settings.attributes)]
        if column and column not in known:
            words = f"'{column}' is not a column of {table}{suggest(column, known)}"
            mend = f"Its columns are: {join_words(known, limit=30)}."
            yield ("provenance", "tables", name), words, mend


def _check_rest(settings: Settings) -> Iterator[Found]:
    for place, phase in enumerate(settings.phases):
        if phase.target and phase.target.low > phase.target.high:
            low, high = phase.target.low, phase.target.high
            words = f"the target's low end ({low}) is above its high end ({high})."
            yield ("phases", place, "target", "low"), words, f"Write {{low: {high}, high: {low}}}."
    yield from _check_origins(settings)
    least = settings.disclosure.min_cell
    if least < REASON_UNDER and not settings.disclosure.reason.strip():
        words = f"with `min_cell` {least} every small count is shown, and no reason is given."
        mend = "Write min_cell: 5, or a reason: it is printed in the report."
        yield ("disclosure", "min_cell"), words, mend
    if settings.disclosure.speakers == "followed" and not settings.disclosure.reason.strip():
        words = "speakers are followed from theme to theme, and no reason is given."
        mend = "Write speakers: fresh, or a reason: it is printed in the report."
        yield ("disclosure", "speakers"), words, mend
    for name, reason in settings.disclosure.off.items():
        if not reason.strip():
            words = f"the rule '{name}' is off without a reason."
            mend = "Write why after the colon: the report prints it."
            yield ("disclosure", "off", name), words, mend
