"""A chapter's text as lines, each of which knows where it was written, and what they may hold.

The book is filled in from several files: what is found wrong with a line is told where its author
wrote it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from mcneval.book.problems import ProblemList

SHORTCODE = re.compile(r"(?<!\{)\{\{<\s*(.*?)\s*>\}\}(?!\})")
LITERAL = re.compile(r"\{(\{\{<.*?>\}\})\}")
FENCE = re.compile(r"^\s{0,3}(?:>\s?)*\s*(`{3,}|~{3,})(.*)$")
CALLOUTS = ("note", "tip", "warning", "important", "caution")
DIV_CLASSES = {
    *(f"callout-{name}" for name in CALLOUTS),
    "panel-tabset", "unnumbered", "unlisted", "provenance", "notes", "sortable", "wide", "lead",
    "finding", "recommendation", "action", "authors", "analysis", "trust", "panels", "panel",
    "filter", "quotation", "references", "content-visible", "notebook-about", "notebook-cell",
}  # fmt: skip
SPAN_CLASSES = {
    "smallcaps", "underline", "mark", "nowrap", "quiet", "graded", "place", "sign", "steps",
    "enabler", "barrier", "mixed", "number", "row", "python", "output", "sortable", "unnumbered",
}  # fmt: skip
DIV = re.compile(r"^\s*(?:>\s*)*:{3,}\s*(\{[^}]*\}|[\w.-]+)")
SPAN = re.compile(r"[\]`]\{([^{}]*)\}")
TAG = re.compile(r"(?<!\\)</?([A-Za-z][\w-]*)(?:\s[^<>]*)?/?>|(?<!\\)<!--")
INLINE_CODE = re.compile(r"(?<!`)(`{1,8})(?!`)(.{1,400}?)(?<!`)\1(?!`)")
WORD = re.compile(r"\.([\w-]+)")

Origins = Mapping[str, Sequence[tuple[str, int]]]
"""For each file of a book, the file and line that each of its lines was written in."""

BRACKET = re.compile(r"\\.|[\[\]]")
DEEP_QUOTE = re.compile(r"(?:>[ \t]?){30}")
MOST_OPEN = 8


@dataclass(frozen=True)
class Line:
    """One line of a chapter and where it stands; ``code`` where Markdown means nothing."""

    text: str
    file: str
    number: int
    code: bool = False


@dataclass
class Source:
    """A chapter's text; ``skipped`` are the lines of its front matter, read as ``meta``."""

    path: str
    meta: dict[str, Any]
    lines: list[Line]
    skipped: int = 0

    @property
    def text(self) -> str:
        """The Markdown that Pandoc is to read."""
        return "\n".join(LITERAL.sub(r"\1", line.text) for line in self.lines)

    def find(self, pattern: str) -> list[tuple[str, int]]:
        """Return the places outside code where a regular expression matches."""
        search = re.compile(pattern)
        return [
            (line.file, line.number)
            for line in self.lines
            if not line.code and search.search(line.text)
        ]

    def place(self, pattern: str) -> tuple[str, int | None]:
        """Return the first such place, or the chapter's file where there is none."""
        found = self.find(pattern)
        return found[0] if found else (self.path, None)


def read_text(path: Path, name: str, problems: ProblemList) -> str:
    """Return a text file's words, and a problem at its line where it is not UTF-8."""
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        what = f"this is not UTF-8 text: the byte {content[error.start]:#04x} cannot be read"
        problems.add(name, line, what, "Save the file with the encoding UTF-8.")
        text = content.decode("utf-8", errors="replace")
    return text.replace("\r\n", "\n")


def mark_lines(text: str, file: str) -> list[Line]:
    """Return a text's lines; those of its front matter and between fences are code."""
    lines: list[Line] = []
    fence = ""
    rest = end_front_matter(text)
    for number, words in enumerate(text.split("\n"), 1):
        found = FENCE.match(words) if number > rest else None
        if fence:
            lines.append(Line(words, file, number, code=True))
            if found and found.group(1).startswith(fence) and not found.group(2).strip():
                fence = ""
        else:
            lines.append(Line(words, file, number, code=number <= rest))
            fence = found.group(1) if found else ""
    return lines


def end_front_matter(text: str) -> int:
    """Return how many lines a text's front matter has, its fences among them."""
    lines = text.split("\n")
    if lines[0].strip() != "---":
        return 0
    ends = (at for at, line in enumerate(lines[1:], 2) if line.strip() in {"---", "..."})
    return next(ends, 0)


def read_source(book: Path, path: str, origins: Origins, problems: ProblemList) -> Source:
    """Read a chapter of a book; what both engines do not know goes to ``problems``."""
    text = read_text(book / path, path, problems)
    lines = mark_lines(text, path)
    places = origins.get(path, ())
    if len(places) == len(lines):
        lines = [
            Line(line.text, file, number, line.code)
            for line, (file, number) in zip(lines, places, strict=True)
        ]
    rest = end_front_matter(text)
    source = Source(path, _read_meta(lines[:rest], problems), lines[rest:], rest)
    for line in source.lines:
        if not line.code:
            _check_fence(line, problems)
            _check_classes(line, problems)
            _check_words(line, problems)
    _cut_nested(source.lines, problems)
    return source


def _cut_nested(lines: list[Line], problems: ProblemList) -> None:
    """Note brackets and quotations nested so deeply that Pandoc takes minutes, and empty the line.

    Each bracket that is open doubles its time.
    """
    still_open = 0
    for at, line in enumerate(lines):
        if line.code or not line.text.strip():
            still_open = 0
            continue
        deepest = still_open
        for sign in BRACKET.findall(INLINE_CODE.sub("", line.text)):
            still_open += {"[": 1, "]": -1 if still_open else 0}.get(sign, 0)
            deepest = max(deepest, still_open)
        if deepest > MOST_OPEN or DEEP_QUOTE.match(line.text.lstrip()):
            what = f"more than {MOST_OPEN} brackets are open at once, or quotations too deep"
            problems.add(line.file, line.number, what, "Close them, or write \\[ for a bracket.")
            lines[at] = replace(line, text="")
            still_open = 0


def _read_meta(lines: list[Line], problems: ProblemList) -> dict[str, Any]:
    if not lines:
        return {}
    try:
        meta = yaml.safe_load("\n".join(line.text for line in lines[1:-1])) or {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        here = lines[min(mark.line + 1, len(lines) - 1) if mark else 0]
        problems.add(here.file, here.number, "the front matter is not YAML")
        meta = {}
    return meta if isinstance(meta, dict) else {}


def _check_fence(line: Line, problems: ProblemList) -> None:
    found = FENCE.match(line.text)
    info = found.group(2).strip() if found else ""
    if info.startswith("{=") or re.search(r"`\{=\w+\}", line.text):
        what = f"raw output for one format is not in the common subset: {info or line.text.strip()}"
        problems.add(line.file, line.number, what, "Write it in Markdown.")
    elif re.match(r"\{[A-Za-z]", info):
        mend = "Put it in a notebook and embed its cell, or write ```python to show it."
        problems.add(line.file, line.number, f"code to be run stands in a chapter: {info}", mend)


def _check_classes(line: Line, problems: ProblemList) -> None:
    found = DIV.match(line.text)
    if found:
        words = found.group(1)
        names = WORD.findall(_without_values(words)) if words.startswith("{") else [words]
        _check_names(names, "block", DIV_CLASSES, line, problems)
    for words in SPAN.findall(line.text):
        names = WORD.findall(_without_values(words))
        _check_names(names, "span", SPAN_CLASSES, line, problems)


def _check_names(
    names: list[str], kind: str, known: set[str], line: Line, problems: ProblemList
) -> None:
    for name in names:
        if name not in known:
            what = f"the {kind} class '.{name}' is not in the common subset"
            problems.add(line.file, line.number, what, f"Known are {', '.join(sorted(known))}.")


def _check_words(line: Line, problems: ProblemList) -> None:
    """Note what one of the engines would run, obey or drop."""
    words = INLINE_CODE.sub("", line.text)
    found = TAG.search(words)
    if found:
        what = f"HTML is not in the common subset: {found.group(0)}"
        problems.add(line.file, line.number, what, "Write Markdown, or `code` to show a tag.")
    for call in SHORTCODE.findall(line.text):
        what = f"the shortcode '{call.split(' ')[0]}' is not known here"
        mend = "Known are var, include and embed, the last two in a paragraph of their own."
        problems.add(line.file, line.number, what, mend)


def _without_values(words: str) -> str:
    return re.sub(r'"[^"]*"|\'[^\']*\'', "", words)
