"""The common subset: what both engines understand, and nothing else, line by line."""

from __future__ import annotations

import re

from mcneval.book.problems import ProblemList
from mcneval.book.shortcodes import FENCE, Line, Source

CALLOUTS = ("note", "tip", "warning", "important", "caution")
DIV_CLASSES = {
    *(f"callout-{name}" for name in CALLOUTS),
    "panel-tabset", "unnumbered", "unlisted", "provenance", "notes", "sortable", "wide", "lead",
    "finding", "recommendation", "action", "authors", "analysis", "trust", "panels", "panel",
    "filter", "quotation", "references", "content-visible",
}  # fmt: skip
SPAN_CLASSES = {
    "smallcaps", "underline", "mark", "nowrap", "quiet", "graded", "place", "sign", "steps",
    "enabler", "barrier", "mixed", "number", "mcn-embed",
}  # fmt: skip
DIV = re.compile(r"^\s*(?:>\s*)*:{3,}\s*(\{[^}]*\}|[\w.-]+)")
SPAN = re.compile(r"[\]`]\{([^{}]*)\}")
TAG = re.compile(r"</?([A-Za-z][\w-]*)(?:\s[^<>]*)?/?>")
INLINE_CODE = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)")
WORD = re.compile(r"\.([\w-]+)")


def check_subset(source: Source, problems: ProblemList) -> None:
    """Note everything in a chapter that one of the engines would drop or run."""
    for line in source.lines:
        if not line.code:
            _check_fence(line, problems)
            _check_div(line, problems)
            _check_spans(line, problems)
            _check_tags(line, source.path, problems)


def _check_fence(line: Line, problems: ProblemList) -> None:
    found = FENCE.match(line.text)
    info = found.group(2).strip() if found else ""
    if info.startswith("{=") or re.search(r"`\{=\w+\}", line.text):
        what = "raw output for one format is not in the common subset"
        problems.add(line.file, line.number, what, "Write it in Markdown.")
    elif re.match(r"\{[A-Za-z]", info):
        mend = "Put it in a notebook and embed its cell, or write ```python to show it."
        problems.add(line.file, line.number, f"code to be run stands in a chapter: {info}", mend)


def _check_div(line: Line, problems: ProblemList) -> None:
    found = DIV.match(line.text)
    if not found:
        return
    words = found.group(1)
    names = WORD.findall(_without_values(words)) if words.startswith("{") else [words]
    for name in names:
        if name not in DIV_CLASSES:
            _report_class(name, "block", DIV_CLASSES, line, problems)


def _check_spans(line: Line, problems: ProblemList) -> None:
    for words in SPAN.findall(line.text):
        for name in WORD.findall(_without_values(words)):
            if name not in SPAN_CLASSES:
                _report_class(name, "span", SPAN_CLASSES - {"mcn-embed"}, line, problems)


def _report_class(name: str, kind: str, known: set[str], line: Line, problems: ProblemList) -> None:
    what = f"the {kind} class '.{name}' is not in the common subset"
    problems.add(line.file, line.number, what, f"Known are {', '.join(sorted(known))}.")


def _check_tags(line: Line, chapter: str, problems: ProblemList) -> None:
    if line.file != chapter:
        # An included narrative is the analysts' text: a tag in it is shown as written.
        return
    found = TAG.search(INLINE_CODE.sub("", line.text))
    if found:
        what = f"HTML is not in the common subset: {found.group(0)}"
        problems.add(line.file, line.number, what, "Write Markdown, or `code` to show a tag.")


def _without_values(words: str) -> str:
    return re.sub(r'"[^"]*"|\'[^\']*\'', "", words)
