"""Exhibits and executed notebooks as Markdown that both engines read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mcneval.book.source import SHORTCODE, Line, mark_lines
from mcneval.exhibit import MIME, Exhibit
from mcneval.run.harvest import Shown, list_files
from mcneval.run.notebooks import name_cell

REFERENCE = re.compile(r"(?<![\w\\])@((?:fig|tbl|sec)-[\w-]+)")
TITLE = re.compile(r"^#\s+(.*)$")
ESCAPED = re.compile(r"[\\\"{}<>\[\]&]")

RULE = re.compile(r"^\s*+\|?(?:\s*+:?-++:?\s*+\|)++\s*+(?::?-++:?\s*+)?$")
UNSAID = re.compile(r"(?<![:-])-+(?![:-])")


def write_exhibit(shown: Shown, chapter: str) -> list[str]:
    """Return an exhibit as the lines of a chapter, with its notes and where it comes from."""
    exhibit = shown.exhibit
    up = "../" * chapter.count("/")
    words = read_words(shown.seen.get("text/markdown", ""))
    if exhibit.kind not in ("figure", "table"):
        return [*words, ""]
    body = [show_image(exhibit, up)] if exhibit.kind == "figure" else words
    opening = f"::: {{#{exhibit.label}{' .sortable' if exhibit.sortable else ''}}}"
    lines = [opening, "", *body, "", exhibit.caption, "", ":::", ""]
    # A figure bears its marks in the drawing, for it may travel alone.
    marks = exhibit.marks if exhibit.kind == "table" else []
    said = [exhibit.note, f"Data: {'; '.join(marks)}." if marks else ""]
    if any(said):
        lines += ["::: {.notes}", " ".join(filter(None, said)), ":::", ""]
    return [*lines, "::: {.provenance}", tell_source(shown, up), ":::", ""]


def show_image(exhibit: Exhibit, up: str, caption: str = "") -> str:
    """Return a figure's picture."""
    # An attribute takes any sign after a stroke; data must not look like a tag or a shortcode.
    alt = ESCAPED.sub(r"\\\g<0>", " ".join(exhibit.alt.split()))
    return f'![{caption}]({up}figures/{exhibit.label}.svg){{fig-alt="{alt}"}}'


def tell_source(shown: Shown, up: str) -> str:
    """Return the line that says which cell made an exhibit and where its files are."""
    label, notebook = shown.exhibit.label, shown.notebook
    cell = f"{up}notebooks/{notebook}.qmd#cell-{label}"
    parts = [f"[notebook {notebook}, cell {label}]({cell})"]
    data = [name for name in list_files(shown) if name.endswith(".csv")]
    parts += [f"[CSV{f' {n}' if n > 1 else ''}]({up}{name})" for n, name in enumerate(data, 1)]
    if shown.exhibit.kind == "figure":
        parts.append(f"[SVG]({up}figures/{label}.svg)")
    return f"Source: {' · '.join(parts)}"


def read_words(markdown: str) -> list[str]:
    """Return Markdown as lines, every column of its tables with a side."""
    return [align_left(line) for line in markdown.strip("\n").split("\n")]


def align_left(text: str) -> str:
    """Return the rule under a table's head with a side for every column, any other line as it is.

    Without one, engines differ: some centre the column.
    """
    if not RULE.match(text) or "|" not in text:
        return text
    return UNSAID.sub(lambda found: f":{found[0]}", text)


@dataclass
class NotebookPage:
    """An executed notebook as a page: what its cells show is their exhibits."""

    path: str
    title: str = ""
    lines: list[Line] = field(default_factory=list)

    def add(self, place: str, *lines: str) -> None:
        """Add lines that come from one place of the notebook."""
        self.lines += [Line(text, place, number) for number, text in enumerate(lines, 1)]


def write_notebook(path: Path, places: Mapping[str, str]) -> NotebookPage:
    """Return a notebook's page; each cell can be reached at ``#cell-<label>``.

    Parameters
    ----------
    path : Path
        An executed notebook.
    places : mapping of str to str
        The chapters that show exhibits, by label.
    """
    page = NotebookPage(f"notebooks/{path.stem}.qmd")
    about = "An executed notebook of this report: its code, and what the code gave."
    link = f"[Download {path.name}]({path.name})"
    for number, cell in enumerate(json.loads(path.read_text("utf-8"))["cells"], 1):
        source = "".join(cell["source"])
        label = name_cell(source) if cell["cell_type"] == "code" else ""
        place = f"notebooks/{path.name}, cell {label or number}"
        if cell["cell_type"] == "markdown":
            page.add(place, *_write_words(page, source, places), "")
        elif cell["cell_type"] == "code":
            lines = _write_code(cell, places)
            page.add(place, f"::: {{#cell-{label or number} .notebook-cell}}", *lines, ":::", "")
    page.title = page.title or f"Notebook {path.stem}"
    title = f"# {page.title} {{.unnumbered}}"
    head = (title, "", "::: {.notebook-about}", f"{about} {link}", ":::", "")
    place = f"notebooks/{path.name}"
    page.lines[:0] = [Line(text, place, number) for number, text in enumerate(head, 1)]
    return page


def _write_words(page: NotebookPage, source: str, places: Mapping[str, str]) -> list[str]:
    """Return a cell's Markdown; its first title is the page's, the others go a level down."""
    lines = []
    for line in mark_lines(source, page.path):
        found = None if line.code else TITLE.match(line.text)
        if found and not page.title:
            page.title = found[1]
        elif line.code:
            lines.append(hide_shortcodes(line.text))
        else:
            words = align_left(f"#{line.text}" if found else line.text)
            lines.append(REFERENCE.sub(lambda one: _refer(one[1], places), words))
    return lines


def hide_shortcodes(code: str) -> str:
    """Return code in which a shortcode is shown: Quarto obeys it there, too."""
    return SHORTCODE.sub(r"{\g<0>}", code)


def _refer(label: str, places: Mapping[str, str]) -> str:
    chapter = places.get(label)
    return f"[{label}](../{chapter}#{label})" if chapter else f"`{label}`"


def _write_code(cell: dict[str, Any], places: Mapping[str, str]) -> list[str]:
    source = [line for line in "".join(cell["source"]).split("\n") if not line.startswith("#|")]
    lines = ["", *_fence("\n".join(source).strip("\n"), "python"), ""]
    for output in cell["outputs"]:
        raw = output.get("data", {}).get(MIME)
        lines += _write_output(Exhibit.model_validate(raw), output["data"], places) if raw else []
    return lines


def _write_output(
    exhibit: Exhibit, data: Mapping[str, Any], places: Mapping[str, str]
) -> Iterator[str]:
    caption = _write_caption(exhibit, places)
    if "image/svg+xml" in data:
        yield from (show_image(exhibit, "../", caption), "")
    else:
        yield from (*read_words(_join(data.get("text/markdown", ""))), "")
        if caption:
            yield from (f": {caption}{' {.sortable}' if exhibit.sortable else ''}", "")
    if exhibit.files:
        yield from ("::: {.provenance}", f"Made from {', '.join(exhibit.files)}.", ":::", "")


def _write_caption(exhibit: Exhibit, places: Mapping[str, str]) -> str:
    """Return a figure's or table's caption on one line, with the way to it in the report."""
    if exhibit.kind not in ("figure", "table"):
        return ""
    chapter = places.get(exhibit.label)
    link = f" ([in the report](../{chapter}#{exhibit.label}))" if chapter else ""
    return " ".join(f"{exhibit.caption}{link}".split())


def _fence(text: str, kind: str) -> list[str]:
    """Return text as a block of code that nothing in it can end."""
    if not text:
        return []
    longest = max((len(run) for run in re.findall("`{3,}", text)), default=2)
    fence = "`" * (longest + 1)
    return [f"{fence}{kind}", *hide_shortcodes(text).split("\n"), fence]


def _join(words: Any) -> str:
    return words if isinstance(words, str) else "".join(words)
