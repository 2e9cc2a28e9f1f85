"""Citations and the list of references, worked out once for the whole book."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from mcneval.book.links import ALLOWED, SCHEME
from mcneval.book.pages import PAGE, Page
from mcneval.book.pandoc import as_document, convert
from mcneval.book.problems import BookError, ProblemList
from mcneval.book.project import Project
from mcneval.book.source import read_text
from mcneval.book.tree import Element, div, elements, identifier, make_attr, plain, text_of

REFS = "refs"


def read_references(folder: Path, project: Project, problems: ProblemList) -> list[Element]:
    """Return the works of the book's bibliographies, as Pandoc's metadata have them."""
    works: list[Element] = []
    for name in project.bibliography:
        path, unread = folder / name, ProblemList()
        if not path.is_file():
            problems.add("_quarto.yml", None, f"the bibliography {name} is not there")
            continue
        text = read_text(path, name, unread)
        problems.found += unread.found
        if unread.found:
            continue
        kind = "csljson" if path.suffix == ".json" else "biblatex"
        try:
            found = json.loads(convert(("-f", kind, "-t", "json"), text))["meta"]
            works += found.get("references", {"c": []})["c"]
        except BookError as error:
            said = error.problems[0].what
            line = re.search(r"line (\d+)", said)
            what = f"this bibliography cannot be read: {said.rpartition(chr(10))[2]}"
            problems.add(name, int(line[1]) if line else None, what)
    if project.csl and not (folder / project.csl).is_file():
        problems.add("_quarto.yml", None, f"the citation style {project.csl} is not there")
    return works


def check_citations(
    works: list[Element], project: Project, pages: list[Page], problems: ProblemList
) -> None:
    """Note every citation whose key is in no bibliography, and references without a place.

    Where the bibliography could not be read, that alone is told.
    """
    known = {text_of(work["c"]["id"]) or work["c"]["id"]["c"] for work in works}
    unread = any(one.file in (*project.bibliography, "_quarto.yml") for one in problems.found)
    cited = False
    for page in pages:
        cites = elements([page.title, page.blocks], "Cite")
        keys = [one["citationId"] for cite in cites for one in cite["c"][0]]
        cited |= bool(keys)
        for key in dict.fromkeys(keys):
            if key not in known and not unread:
                what = f"the citation @{key} is not in the bibliography"
                files = ", ".join(project.bibliography) or "a file named by 'bibliography'"
                mend = f"Add it to {files}, or write \\@ for a plain @."
                problems.add(*page.place(rf"@\{{?{re.escape(key)}(?![\w-])"), what, mend)
    if cited and _find_place(pages) is None:
        what = "works are cited, and no chapter has a place for the list of references"
        problems.add("_quarto.yml", None, what, "Put '::: {#refs}' and ':::' into a chapter.")


def _find_place(pages: list[Page]) -> tuple[Page, Element] | None:
    """Return the block for the references, and its page."""
    for page in pages:
        for block in elements(page.blocks, "Div"):
            if identifier(block) == REFS:
                return page, block
    return None


def place_citations(
    works: list[Element], folder: Path, project: Project, pages: list[Page], problems: ProblemList
) -> None:
    """Write the citations out, in place, and the references where ``::: {#refs}`` stands.

    The processor is given the citations alone, in their order: that is all it looks at.
    """
    cites = [one for page in pages for one in elements([page.title, page.blocks], "Cite")]
    place = _find_place(pages)
    if not cites or place is None:
        return
    asked = [plain([cite]) for cite in cites] + [div([], make_attr(REFS))]
    document = as_document(asked, _meta(works, folder, project))
    answer = json.loads(convert(("-f", "json", "-t", "json", "--citeproc"), document))
    written: list[Element] = answer["blocks"]
    for cite, block in zip(cites, written, strict=False):
        cite.clear()
        cite.update({"t": "Span", "c": [make_attr(), block["c"]]})
    home, block = place
    block["c"] = written[len(cites)]["c"]
    _check_works([*cites, block], problems)
    for page in pages:
        for one in elements([page.title, page.blocks], "Link"):
            if one["c"][2][0].startswith("#ref-"):
                one["c"][2][0] = f"{PAGE}{home.href}{one['c'][2][0]}"


def _check_works(written: list[Element], problems: ProblemList) -> None:
    """Note what a bibliography would put into the report besides words."""
    for one in elements(written, "Link", "Image"):
        target = one["c"][2][0]
        if one["t"] == "Image":
            what = f"a work's entry has a picture: {target[:60]}"
            problems.add("references.bib", None, what, "Take \\includegraphics out of it.")
        elif SCHEME.match(target) and not target.startswith(ALLOWED):
            what = f"the address of a work is none for a report: {target[:60]}"
            problems.add("references.bib", None, what, "Begin it with https://.")


def _meta(works: list[Element], folder: Path, project: Project) -> dict[str, Any]:
    meta: dict[str, Any] = {
        "references": {"t": "MetaList", "c": works},
        "link-citations": {"t": "MetaBool", "c": True},
        "lang": {"t": "MetaString", "c": project.language},
    }
    if project.csl:
        meta["csl"] = {"t": "MetaString", "c": str((folder / project.csl).resolve())}
    return meta
