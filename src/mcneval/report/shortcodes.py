"""Chapters filled in: what they include, embed and name put in its place, line by line.

Both engines then read the same plain chapters, and text from data is never read as a shortcode.
Every line keeps the file and line that its author wrote it in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from mcneval.book.links import resolve_path
from mcneval.book.problems import ProblemList
from mcneval.book.source import SHORTCODE, Line, mark_lines
from mcneval.report.compose import ALONE, FENCE
from mcneval.report.exhibits import align_left, hide_shortcodes, write_exhibit
from mcneval.run.harvest import Shown
from mcneval.study.nearest import find_nearest

NOTE = re.compile(r"\[\^([^\]\s]+)\]")
# A comment of the author's; one in words from data is escaped.
OPEN, CLOSE = re.compile(r"(?<!\\)<!--"), re.compile("-->")


@dataclass(frozen=True)
class Filler:
    """What chapters may ask for.

    Parameters
    ----------
    texts : mapping of str to str
        What may be included, by its path from the book's folder.
    exhibits : mapping of str to Shown
        What may be embedded, by label.
    variables : mapping of str to str
        What ``var`` gives, as Markdown.
    problems : ProblemList
        Takes what is wrong.
    places : mapping
        Where a line of a reading was written that is the team's own.
    """

    texts: Mapping[str, str]
    exhibits: Mapping[str, Shown]
    variables: Mapping[str, str]
    problems: ProblemList
    places: Mapping[str, tuple[str, int]] = field(default_factory=dict)

    def fill(self, lines: Sequence[Line], chapter: str, above: tuple[str, ...] = ()) -> list[Line]:
        """Return a chapter's lines with everything in its place."""
        filled: list[Line] = []
        for line in strip_comments(lines):
            alone = None if line.code else ALONE.match(line.text)
            if line.code:
                filled.append(replace(line, text=hide_shortcodes(line.text)))
            elif alone is None:
                filled.append(replace(line, text=align_left(self._put_values(line))))
            elif alone[2] == "include":
                filled += self._include(alone[3], line, chapter, above)
            else:
                filled += self._embed(alone[3], line, chapter)
        return filled

    def _include(self, target: str, line: Line, chapter: str, above: tuple[str, ...]) -> list[Line]:
        path = resolve_path(target, chapter) or target
        if path not in self.texts:
            near = find_nearest(path, list(self.texts))
            what = f"the file to include is not there: {target}"
            mend = f"Did you mean {near}?" if near else "Narrative and readings can be included."
            self.problems.add(line.file, line.number, what, mend)
            return []
        if path in above:
            self.problems.add(line.file, line.number, f"{target} includes itself")
            return []
        lines = name_notes(mark_lines(self.texts[path].rstrip("\n"), path), path)
        if path.startswith("readings/"):
            told = ((line, self.places.get(line.text.strip())) for line in lines)
            lines = [replace(one, file=at[0], number=at[1]) if at else one for one, at in told]
        self._check_balance(lines)
        return self.fill(lines, chapter, (*above, path))

    def _check_balance(self, lines: Sequence[Line]) -> None:
        """Note a block that its text does not close, which would take in all that follows."""
        open_blocks: list[Line] = []
        for line in lines:
            fence = None if line.code else FENCE.match(line.text)
            if fence and fence[1]:
                open_blocks.append(line)
            elif fence and open_blocks:
                open_blocks.pop()
            elif fence:
                what = "this closes a block that was not opened: :::"
                self.problems.add(line.file, line.number, what, "Take it out.")
        for line in open_blocks:
            what = f"this block is not closed: {line.text.strip()}"
            self.problems.add(line.file, line.number, what, "End it with a line of three colons.")
        if lines and lines[-1].code and not lines[-1].text.strip().startswith(("`", "~", "-")):
            what = "a block of code is not closed"
            self.problems.add(lines[-1].file, lines[-1].number, what, "End it with a line ```.")

    def _embed(self, target: str, line: Line, chapter: str) -> list[Line]:
        file, _, label = target.partition("#")
        notebook = resolve_path(file, chapter) or file
        found = self.exhibits.get(label)
        if found is None or notebook != f"notebooks/{found.notebook}.ipynb":
            known = [
                one for one, shown in self.exhibits.items()
                if notebook == f"notebooks/{shown.notebook}.ipynb"
            ]  # fmt: skip
            what = f"no cell of {notebook} has the label '{label}'"
            mend = f"Its labels are {', '.join(known)}."
            if not known:
                what = f"there is no notebook {notebook}, or it shows nothing"
                names = dict.fromkeys(one.notebook for one in self.exhibits.values())
                mend = f"The notebooks are {', '.join(names) or 'none'}."
            self.problems.add(line.file, line.number, what, mend)
            return []
        written = ["", *write_exhibit(found, chapter), ""]
        return [Line(text, line.file, line.number) for text in written]

    def _put_values(self, line: Line) -> str:
        def value(found: re.Match[str]) -> str:
            name, _, key = found[1].partition(" ")
            key = key.strip().strip("\"'")
            if name != "var":
                return found[0]  # the book's reader says what is known
            if key not in self.variables:
                near = find_nearest(key, list(self.variables))
                what = f"the variable '{key}' has no value"
                mend = f"Did you mean {near}?" if near else "Its name must be in _variables.yml."
                self.problems.add(line.file, line.number, what, mend)
            return self.variables.get(key, "")

        return SHORTCODE.sub(value, line.text)


def name_notes(lines: Sequence[Line], path: str) -> list[Line]:
    """Return lines whose footnotes are named after their file: two files may have a note 1."""
    name = re.sub(r"\W+", "-", path.removesuffix(".md"))
    return [
        line if line.code else replace(line, text=NOTE.sub(rf"[^{name}-\1]", line.text))
        for line in lines
    ]


def strip_comments(lines: Sequence[Line]) -> list[Line]:
    """Return lines without HTML comments, which are notes to oneself."""
    kept: list[Line] = []
    inside = False
    for line in lines:
        text = line.text
        if inside or not line.code:
            text, inside = _strip_comment(text, inside)
        kept.append(replace(line, text=text))
    return kept


def _strip_comment(text: str, inside: bool) -> tuple[str, bool]:
    kept = ""
    while text:
        mark = (CLOSE if inside else OPEN).search(text)
        before, text = (text[: mark.start()], text[mark.end() :]) if mark else (text, "")
        kept += "" if inside else before
        inside ^= bool(mark)
    return kept, inside
