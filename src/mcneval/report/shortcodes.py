"""Chapters filled in: what they include, embed and name put in its place, line by line.

Both engines then read the same plain chapters, and text from data is never read as a shortcode.
Every line keeps the file and line that its author wrote it in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from mcneval.book.links import resolve_path
from mcneval.book.problems import ProblemList
from mcneval.book.source import SHORTCODE, Line, mark_lines
from mcneval.report.compose import ALONE
from mcneval.report.exhibits import align_left, write_exhibit
from mcneval.run.harvest import Shown
from mcneval.study.nearest import find_nearest


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
    """

    texts: Mapping[str, str]
    exhibits: Mapping[str, Shown]
    variables: Mapping[str, str]
    problems: ProblemList

    def fill(self, lines: Sequence[Line], chapter: str, above: tuple[str, ...] = ()) -> list[Line]:
        """Return a chapter's lines with everything in its place."""
        filled: list[Line] = []
        for line in strip_comments(lines):
            alone = None if line.code else ALONE.match(line.text)
            if line.code:
                filled.append(line)
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
        text = self.texts[path].strip("\n")
        return self.fill(mark_lines(text, path), chapter, (*above, path))

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
        before, mark, text = text.partition("-->" if inside else "<!--")
        kept += "" if inside else before
        if mark:
            inside = not inside
    return kept, inside
