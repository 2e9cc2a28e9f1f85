"""Rules on the other YAML files: findings rest on themes, COREQ is whole, figures are single."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from mcneval.study.declared import Declared
from mcneval.study.documents import COREQ_ITEMS, Coreq, Findings, Published
from mcneval.study.model_errors import spell
from mcneval.study.nearest import suggest
from mcneval.study.problems import Problem, Severity
from mcneval.study.values import KEY, mend_key
from mcneval.study.wording import join_words
from mcneval.study.yaml_files import Document

Steps = tuple[str | int, ...]


def check_document(
    document: Document, content: Declared, themes: Collection[str] | None
) -> Iterator[Problem]:
    """Yield what does not fit together in a document.

    Parameters
    ----------
    document : Document
        The file with its lines.
    content : Declared
        The same as its model.
    themes : collection of str or None
        The ids of the study's themes; None where they could not be read.
    """
    if isinstance(content, Findings):
        yield from _check_findings(document, content, themes)
    elif isinstance(content, Coreq):
        yield from _check_coreq(document, content)
    elif isinstance(content, Published):
        yield from _check_published(document, content)


def _flag(
    document: Document, steps: Steps, words: str, mend: str, severity: Severity, rule: str
) -> Problem:
    key = ".".join(map(str, steps))
    line = document.find_line(steps)
    return Problem(document.file, words, mend, line, key, severity=severity, rule=rule)


def _check_findings(
    document: Document, content: Findings, themes: Collection[str] | None
) -> Iterator[Problem]:
    seen: set[str] = set()
    for place, finding in enumerate(content.findings):
        at: Steps = ("findings", place)
        if not KEY.fullmatch(finding.id):
            words = f"'{finding.id}' is not a key of letters, digits, '-', '_' and '.'."
            yield _flag(document, (*at, "id"), words, mend_key(finding.id), "error", "not-id")
        if finding.id in seen:
            words = f"the finding '{finding.id}' stands here a second time."
            mend = "Give each finding its own id."
            yield _flag(document, (*at, "id"), words, mend, "error", "duplicate")
        seen.add(finding.id)
        if not finding.themes:
            words = f"the finding '{finding.id}' names no theme as its evidence."
            mend = "Write themes: with the theme_ids that it rests on."
            yield _flag(document, at, words, mend, "warning", "no-evidence")
        for number, theme in enumerate(finding.themes):
            if themes is not None and theme not in themes:
                words = f"'{theme}' is not a theme_id of themes.csv{suggest(theme, themes)}"
                mend = "Correct it, or add the theme."
                yield _flag(document, (*at, "themes", number), words, mend, "error", "reference")
    yield from _check_recommendations(document, content, seen)


def _check_recommendations(
    document: Document, content: Findings, known: Collection[str]
) -> Iterator[Problem]:
    for place, item in enumerate(content.recommendations):
        for number, name in enumerate(item.findings):
            if name not in known:
                steps: Steps = ("recommendations", place, "findings", number)
                words = f"'{name}' is not the id of a finding{suggest(name, known)}"
                yield _flag(document, steps, words, "Correct it.", "error", "reference")
        if not item.findings:
            words = f"recommendation {place + 1} names no finding that it rests on."
            mend = "Write findings: with their ids."
            yield _flag(document, ("recommendations", place), words, mend, "warning", "no-evidence")


def _check_coreq(document: Document, content: Coreq) -> Iterator[Problem]:
    seen: set[int] = set()
    for place, item in enumerate(content.items):
        if item.item in seen:
            words = f"item {item.item} stands here a second time."
            steps: Steps = ("items", place, "item")
            yield _flag(document, steps, words, "Keep one of them.", "error", "duplicate")
        seen.add(item.item)
        if item.status in ("reported", "partly") and not item.answer.strip():
            words = f"item {item.item} is marked {item.status}, but has no answer."
            mend = "Write the answer, or status: not reported."
            yield _flag(document, ("items", place, "status"), words, mend, "warning", "coreq")
    missing = [number for number in range(1, COREQ_ITEMS + 1) if number not in seen]
    if missing:
        verb = "has" if len(missing) == 1 else "have"
        words = f"{'item' if len(missing) == 1 else 'items'} {join_words(missing)} {verb} no entry."
        mend = "Add them; status: not reported is an answer too."
        yield _flag(document, ("items",), words, mend, "warning", "coreq")


def _check_published(document: Document, content: Published) -> Iterator[Problem]:
    seen: set[str] = set()
    for place, figure in enumerate(content.figures):
        if isinstance(figure.value, list | dict | bool):
            words = f"`value` must be a number or words; got {spell(figure.value)}."
            mend = "Write value: 12, or value: words."
            yield _flag(document, ("figures", place, "value"), words, mend, "error", "setting")
        if figure.key in seen:
            words = f"the key '{figure.key}' is compared a second time."
            steps = ("figures", place, "key")
            yield _flag(document, steps, words, "Keep one of them.", "warning", "duplicate")
        seen.add(figure.key)
