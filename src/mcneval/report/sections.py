"""The parts of the chapters that are made from a study's declarations, as Markdown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from mcneval.analysis.numbers import join_words, slug
from mcneval.exhibits import escape_markdown
from mcneval.report.appendices import write_captioned
from mcneval.study.load import Study

NOT_RECORDED = "This study has not recorded {what}. Write it in `{file}`."

STATUS_WORDS = {
    "reported": "reported",
    "partly": "reported in part",
    "not reported": "not reported",
}


def write_findings(study: Study) -> str:
    """Return the key findings, each with links to the themes that are its evidence."""
    findings = _listed(study, "findings")
    if not findings:
        return NOT_RECORDED.format(what="key findings", file="findings.yml")
    labels = dict(zip(study["themes"]["theme_id"], study["themes"]["label"], strict=True))
    lines = []
    for finding in findings:
        links = [
            f"[{escape_markdown(labels[theme])}](/reports/mapping.qmd#theme-{slug(theme)})"
            for theme in finding.get("themes", [])
        ]
        evidence = f" *Evidence: {'; '.join(links)}.*" if links else ""
        lines.append(f"1. []{{#finding-{slug(finding['id'])}}}{finding['text'].strip()}{evidence}")
    return "\n".join(lines)


def write_recommendations(study: Study) -> str:
    """Return the recommendations, each with links to the findings that it rests on."""
    listed = _listed(study, "recommendations")
    if not listed:
        return NOT_RECORDED.format(what="recommendations", file="findings.yml")
    order = [finding["id"] for finding in _listed(study, "findings")]
    lines = []
    for item in listed:
        links = [
            f"[{order.index(name) + 1}](/index.qmd#finding-{slug(name)})"
            for name in item.get("findings", [])
        ]
        word = "finding" if len(links) == 1 else "findings"
        rests = f" *Rests on {word} {join_words(links)}.*" if links else ""
        lines.append(f"1. {item['text'].strip()}{rests}")
    return "\n".join(lines)


def write_limits(study: Study) -> str:
    """Return the study's strengths and limits as two lists."""
    parts = []
    for key, heading in (("strengths", "Strengths"), ("limits", "Limits")):
        listed = [str(words).strip() for words in _listed(study, key)]
        body = "\n".join(f"- {words}" for words in listed) or NOT_RECORDED.format(
            what=f"its {key}", file="findings.yml"
        )
        parts.append(f"### {heading}\n\n{body}")
    return "\n\n".join(parts)


def write_coreq(study: Study) -> str:
    """Return the COREQ checklist as a table, one row an item."""
    import pandas as pd

    items = (study.documents.get("coreq") or {}).get("items", [])
    if not items:
        return NOT_RECORDED.format(what="its COREQ answers", file="coreq.yml")
    published = study.settings.provenance.kind == "published"
    where = "Where in the publication" if published else "Where"
    statuses = Counter(str(item.get("status", "")) or "without a status" for item in items)
    counted = join_words(
        [
            f"{number} {'is' if number == 1 else 'are'} {STATUS_WORDS.get(status, status)}"
            for status, number in sorted(statuses.items(), key=lambda item: _rank(item[0]))
        ]
    )
    frame = pd.DataFrame(
        [
            (
                str(item["item"]),
                str(item.get("topic", "")),
                str(item.get("status", "")),
                str(item.get("answer", "")),
                str(item.get("where", "") or ""),
            )
            for item in items
        ],
        columns=["Item", "Topic", "Status", "Answer", where],
    )
    table = write_captioned(frame, "The COREQ items and their answers", "tbl-coreq")
    return f"Of the {len(items)} items, {counted}.\n\n{table}"


def _rank(status: str) -> int:
    """Return the place of a COREQ status in a sentence: the best first, unknown ones last."""
    known = list(STATUS_WORDS)
    return known.index(status) if status in known else len(known)


def _listed(study: Study, key: str) -> list[Any]:
    return list((study.documents.get("findings") or {}).get(key) or [])


def nest_keys(flat: Mapping[str, str]) -> dict[str, Any]:
    """Return dotted keys as nested mappings: ``a.b`` becomes ``{a: {b: …}}``."""
    nested: dict[str, Any] = {}
    for key, words in flat.items():
        *parents, leaf = key.split(".")
        place = nested
        for parent in parents:
            place = place.setdefault(parent, {})
        place[leaf] = words
    return nested


def link_number(key: str, number: Mapping[str, Any]) -> str:
    """Return a number's text with a link to its row in the appendix of numbers.

    A short value is the link itself; a computed phrase has a mark after it; one that has
    nothing to say leaves nothing.
    """
    target = f"/reports/numbers.qmd#num-{slug(key)}"
    text = str(number["text"])
    if not text.strip():
        return "[]{.quiet}"
    if not isinstance(number["value"], str) and re.fullmatch(r"[\w.,%–\- ]{1,24}", text):
        return f"[{text}]({target}){{.number}}"
    # A word joiner keeps the mark on the line of the word before it.
    return f'{text}\u2060[°]({target}){{.source-mark aria-label="where this comes from"}}'
