"""Chapters as written to Markdown as read: front matter, includes, variables, embeds.

Every line keeps the file and line it came from, so that what is found wrong later can be
told where it stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from mcneval.book.problems import ProblemList
from mcneval.book.yaml_text import LOADER

SHORTCODE = re.compile(r"(?<!\{)\{\{<\s*(.*?)\s*>\}\}(?!\})")
LITERAL = re.compile(r"\{(\{\{<.*?>\}\})\}")
FENCE = re.compile(r"^\s{0,3}(?:>\s?)*\s*(`{3,}|~{3,})(.*)$")
ALONE = re.compile(r"^(\s*)\{\{<\s*(include|embed)\s+(.*?)\s*>\}\}\s*$")
KNOWN = "var, meta, include and embed"


@dataclass(frozen=True)
class Line:
    """One line of a chapter and where it stands; ``code`` inside a fence."""

    text: str
    file: str
    number: int
    code: bool = False


@dataclass(frozen=True)
class Embed:
    """A place in a chapter for the outputs of a notebook's cell."""

    notebook: str
    label: str
    file: str
    line: int


@dataclass
class Source:
    """A chapter's text, every shortcode worked out."""

    path: str
    meta: dict[str, Any]
    lines: list[Line]
    embeds: list[Embed] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The Markdown that Pandoc is to read."""
        return "\n".join(line.text for line in self.lines)

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

    def place_of_embed(self, label: str) -> tuple[str, int | None]:
        """Return where the cell with this label is embedded, or the chapter's file."""
        found = [(one.file, one.line) for one in self.embeds if one.label == label]
        return found[0] if found else (self.path, None)


@dataclass(frozen=True)
class Words:
    """What shortcodes may say: the variables and the book's own metadata."""

    variables: dict[str, Any]
    project: dict[str, Any]


def read_source(stage: Path, path: str, words: Words, problems: ProblemList) -> Source:
    """Read one chapter with all it includes; what is wrong goes to ``problems``."""
    meta, lines = _read_file(stage, path, path, (), problems)
    lines = _strip_comments(lines)
    source = Source(path, meta, [])
    for line in lines:
        source.lines.append(line if line.code else _work_out(line, source, words, problems))
    return source


def _read_file(
    stage: Path, path: str, chapter: str, above: tuple[str, ...], problems: ProblemList
) -> tuple[dict[str, Any], list[Line]]:
    text = (stage / path).read_text(encoding="utf-8-sig")
    raw = text.replace("\r\n", "\n").split("\n")
    meta, start = _front_matter(raw, path, problems)
    lines: list[Line] = []
    for line in _mark_code(raw[start:], path, start + 1):
        found = ALONE.match(line.text)
        if line.code or not found or found.group(2) != "include":
            lines.append(line)
            continue
        lines += _include(stage, found.group(3), line, chapter, (*above, path), problems)
    return meta, lines


def _include(
    stage: Path,
    target: str,
    line: Line,
    chapter: str,
    above: tuple[str, ...],
    problems: ProblemList,
) -> list[Line]:
    path = resolve_path(target, chapter)
    if path is None or not (stage / path).is_file():
        what = f"the file to include is not there: {target}"
        mend = "Paths begin at the chapter's folder, or with / at the book's."
        problems.add(line.file, line.number, what, mend)
        return []
    if path in above:
        problems.add(line.file, line.number, f"{target} includes itself")
        return []
    return _read_file(stage, path, chapter, above, problems)[1]


def resolve_path(target: str, chapter: str) -> str | None:
    """Return a path as written in a chapter, from the book's folder; None outside it."""
    base = PurePosixPath("") if target.startswith("/") else PurePosixPath(chapter).parent
    parts: list[str] = []
    for part in (base / target.lstrip("/")).parts:
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


def _front_matter(raw: list[str], path: str, problems: ProblemList) -> tuple[dict[str, Any], int]:
    if not raw or raw[0].strip() != "---":
        return {}, 0
    end = next((i for i, line in enumerate(raw[1:], 1) if line.strip() in {"---", "..."}), 0)
    if not end:
        return {}, 0
    try:
        meta = yaml.safe_load("\n".join(raw[1:end])) or {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problems.add(path, mark.line + 2 if mark else 1, "the front matter is not YAML")
        meta = {}
    return (meta if isinstance(meta, dict) else {}), end + 1


def _mark_code(raw: list[str], path: str, first: int) -> list[Line]:
    lines: list[Line] = []
    fence = ""
    for number, text in enumerate(raw, first):
        found = FENCE.match(text)
        if fence:
            lines.append(Line(text, path, number, code=True))
            if found and found.group(1).startswith(fence) and not found.group(2).strip():
                fence = ""
        else:
            lines.append(Line(text, path, number))
            fence = found.group(1) if found else ""
    return lines


def _strip_comments(lines: list[Line]) -> list[Line]:
    kept: list[Line] = []
    inside = False
    for line in lines:
        if line.code and not inside:
            kept.append(line)
            continue
        text, inside = _strip_comment(line.text, inside)
        kept.append(Line(text, line.file, line.number, line.code))
    return kept


def _strip_comment(text: str, inside: bool) -> tuple[str, bool]:
    kept = ""
    while text:
        before, mark, text = text.partition("-->" if inside else "<!--")
        kept += "" if inside else before
        if mark:
            inside = not inside
    return kept, inside


def _work_out(line: Line, source: Source, words: Words, problems: ProblemList) -> Line:
    alone = ALONE.match(line.text)
    if alone and alone.group(2) == "embed":
        return _embed(line, alone.group(1), alone.group(3), source, problems)

    def replace(found: re.Match[str]) -> str:
        return _inline(found.group(1), line, source, words, problems)

    text = LITERAL.sub(r"\1", SHORTCODE.sub(replace, line.text))
    return Line(text, line.file, line.number)


def _embed(line: Line, indent: str, target: str, source: Source, problems: ProblemList) -> Line:
    file, _, label = target.partition("#")
    notebook = resolve_path(file, source.path)
    if notebook is None or not label or " " in label:
        mend = "Write {{< embed ../notebooks/name.ipynb#label >}} and nothing else in it."
        problems.add(line.file, line.number, f"this embed cannot be read: {target}", mend)
        return Line("", line.file, line.number)
    source.embeds.append(Embed(notebook, label, line.file, line.number))
    mark = f"`{len(source.embeds) - 1}`{{.mcn-embed}}"
    return Line(indent + mark, line.file, line.number)


def _inline(call: str, line: Line, source: Source, words: Words, problems: ProblemList) -> str:
    name, _, argument = call.partition(" ")
    argument = argument.strip().strip("\"'")
    if name == "var":
        mend = "Its name must be in _variables.yml."
        return _value(words.variables, argument, "variable", mend, line, problems)
    if name == "meta":
        known = {**words.project.get("book", {}), **words.project, **source.meta}
        mend = "It must be in the chapter's front matter or in _quarto.yml."
        return _value(known, argument, "metadata", mend, line, problems)
    if name in {"include", "embed"}:
        what = f"{name} must stand alone in a paragraph of its own"
    else:
        what = f"the shortcode '{name}' is not known to both engines (known: {KNOWN})"
    problems.add(line.file, line.number, what)
    return ""


def _value(
    known: dict[str, Any], key: str, kind: str, mend: str, line: Line, problems: ProblemList
) -> str:
    value: Any = known
    for part in key.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    if value is None or isinstance(value, (dict, list)):
        problems.add(line.file, line.number, f"the {kind} '{key}' has no value", mend)
        return ""
    return " ".join(str(value).split())


def read_variables(stage: Path, problems: ProblemList) -> dict[str, Any]:
    """Return ``_variables.yml``, or nothing where there is none."""
    path = stage / "_variables.yml"
    if not path.is_file():
        return {}
    try:
        read = yaml.load(path.read_text(encoding="utf-8"), LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problems.add(path.name, mark.line + 1 if mark else None, "this is not YAML")
        return {}
    return read if isinstance(read, dict) else {}
