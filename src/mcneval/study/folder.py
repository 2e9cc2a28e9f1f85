"""What lies in a study's folder beside its tables: narrative, and files that nothing reads."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

from mcneval.study.documents import MODELS
from mcneval.study.files import describe_unreadable, read_text
from mcneval.study.nearest import VERY_NEAR, find_nearest, suggest
from mcneval.study.problems import Problem
from mcneval.study.tables import TABLES

NARRATIVE = ("summary", "background", "methods", "discussion")
PARTS = ("themes", "argument")
"""Prose that a report can do without: of each theme, and of how it all hangs together."""
PROSE = (*NARRATIVE, *PARTS)
DATA_FILES = (".csv", ".tsv", ".xlsx", ".xls", ".ods", ".yml", ".yaml")
NAMED = re.compile(r"^#+\s+([\w.-]+):[ \t]+(\S.*?)\s*$", re.MULTILINE)
COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


def read_narrative(folder: Path) -> tuple[dict[str, str], list[Problem]]:
    """Return the analysts' prose by stem, without comments, and what is missing of it."""
    prose: dict[str, str] = {}
    problems: list[Problem] = []
    unread = set()
    paths = sorted(path for path in folder.glob("narrative/*.md") if path.is_file())
    for path in paths:
        name = f"narrative/{path.name}"
        text, found = read_text(path, name)
        guessed = any(one.rule == "windows-1252" for one in found)
        problems += [_describe_byte(path, name)] if guessed else found
        if text is None:
            unread.add(path.stem)
        words = (text or "").replace("\r\n", "\n")
        # What is left keeps its lines, so that what is wrong is told where it stands.
        kept = COMMENT.sub(lambda found: "\n" * found[0].count("\n"), words).rstrip()
        prose[path.stem] = kept if kept.strip() else ""
        if path.stem not in PROSE:
            problems.append(_describe_stray(name, path.stem, PROSE, "narrative/{}.md"))
    for stem in NARRATIVE:
        if not prose.get(stem) and stem not in unread:
            words = "nothing is written here yet, and the report says so."
            name = f"narrative/{stem}.md"
            problems.append(Problem(name, words, severity="warning", rule="no-narrative"))
    return {stem: text for stem, text in prose.items() if text}, problems


def _describe_byte(path: Path, name: str) -> Problem:
    """Return where prose is not UTF-8: in prose a guess at its letters would be printed."""
    content = path.read_bytes()
    try:
        content.decode("utf-8")
        first = 0
    except UnicodeDecodeError as error:
        first = error.start
    line = content[:first].count(b"\n") + 1
    what = f"line {line} is not UTF-8 text: the byte {content[first]:#04x} cannot be read."
    return Problem(name, what, "Save the file with the encoding UTF-8.", rule="encoding")


def check_bibliography(folder: Path) -> list[Problem]:
    """Return what keeps a study's references from being read; a guess would be printed, too."""
    path = folder / "references.bib"
    if not path.is_file():
        return []
    _, found = read_text(path, path.name)
    guessed = any(one.rule in ("windows-1252", "utf-16") for one in found)
    return [_describe_byte(path, path.name)] if guessed else found


def split_prose(text: str) -> dict[str, tuple[str, str]]:
    """Return the parts of ``narrative/themes.md`` by their ids: each one's heading and words.

    A part begins with a heading such as ``## T05: Knowledge of the network varies``; its id is
    that of a theme or of a construct.
    """
    found = list(NAMED.finditer(text))
    ends = [*(one.start() for one in found[1:]), len(text)] if found else []
    return {
        one[1]: (one[2], text[one.end() : end].strip())
        for one, end in zip(found, ends, strict=True)
    }


def check_prose(text: str, themes: Collection[str], constructs: Collection[str]) -> list[Problem]:
    """Return a problem for each part of ``narrative/themes.md`` that is of nothing, or twice."""
    problems, seen = [], set()
    known = [*sorted(themes), *constructs]
    for found in NAMED.finditer(text):
        name = found[1]
        if name in known and name not in seen:
            seen.add(name)
            continue
        words = f"'{name}' is neither a theme nor a construct{suggest(name, known)}"
        mend = "Write a theme_id or a construct's id before the colon."
        if name in seen:
            words, mend = f"'{name}' has a part already.", "Join the two."
        problems.append(Problem("narrative/themes.md", words, mend, found=name, rule="reference"))
    return problems


def find_strays(folder: Path, told: Collection[str]) -> list[Problem]:
    """Return a problem for each data file in the folder that nothing reads.

    Parameters
    ----------
    folder : Path
        The study's folder.
    told : collection of str
        Files that problems name already.
    """
    stems = {Path(table.file).stem for table in TABLES if "/" not in table.file}
    known = ["study.yml", *(f"{stem}.yml" for stem in MODELS), *(f"{stem}.csv" for stem in stems)]
    problems = []
    try:
        paths = sorted(path for path in folder.iterdir() if path.is_file())
    except OSError as error:
        return [describe_unreadable(".", error)]
    for path in paths:
        is_table = path.suffix.lower() in (".csv", ".xlsx") and path.stem in stems
        is_aside = path.name.startswith((".", "~")) or path.suffix.lower() not in DATA_FILES
        if path.name in (*known, *told) or is_table or is_aside:
            continue
        if path.stem == "segment_text":
            words = "verbatim words lie outside private/, where git and others can see them."
            mend = f"Move the file to private/{path.name}."
            problems.append(Problem(path.name, words, mend, rule="not-private"))
        else:
            problems.append(_describe_stray(path.name, path.name, known, "{}"))
    return problems


def _describe_stray(file: str, name: str, known: Collection[str], shape: str) -> Problem:
    nearest = find_nearest(name, known, VERY_NEAR)
    words = (
        f"nothing reads this file{f': did you mean {shape.format(nearest)}?' if nearest else '.'}"
    )
    mend = "Rename it." if nearest else "Delete it, or keep it for yourselves."
    return Problem(file, words, mend, found=name, severity="warning", rule="stray")
