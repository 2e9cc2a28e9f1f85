"""Citations and the list of references, worked out once for the whole book."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from mcneval.book.pages import PAGE, Page
from mcneval.book.problems import ProblemList
from mcneval.book.project import Project
from mcneval.book.reader import as_document, run_pandoc
from mcneval.book.tree import Element, div, elements, identifier, make_attr, plain, string

REFERENCES = "references.html"
REFS = "refs"


def find_cites(page: Page) -> list[Element]:
    """Return a page's citations, cross-references left out beforehand."""
    return list(elements([page.title, page.blocks], "Cite"))


def cited_keys(page: Page) -> list[str]:
    """Return the keys a page cites."""
    return [citation["citationId"] for cite in find_cites(page) for citation in cite["c"][0]]


def check_citations(
    stage: Path, project: Project, pages: list[Page], problems: ProblemList
) -> None:
    """Note every citation whose key is in no bibliography."""
    known = _known_keys(stage, project, problems)
    for page in pages:
        for key in dict.fromkeys(cited_keys(page)):
            if key not in known:
                what = f"the citation @{key} is not in the bibliography"
                files = ", ".join(project.bibliography) or "a file named by 'bibliography'"
                mend = f"Add it to {files}, or write \\@ for a plain @."
                problems.add(*page.place(rf"@\{{?{re.escape(key)}(?![\w-])"), what, mend)


def _known_keys(stage: Path, project: Project, problems: ProblemList) -> set[str]:
    known: set[str] = set()
    for name in project.bibliography:
        if not (stage / name).is_file():
            problems.add("_quarto.yml", None, f"the bibliography {name} is not there")
            continue
        entries = json.loads(run_pandoc([str(stage / name), "-t", "csljson"]))
        known |= {str(entry["id"]) for entry in entries}
    if project.csl and not (stage / project.csl).is_file():
        problems.add("_quarto.yml", None, f"the citation style {project.csl} is not there")
    return known


def place_citations(stage: Path, project: Project, pages: list[Page]) -> list[Page]:
    """Return the pages with citations written out and the references in their place.

    The references stand where a chapter has ``::: {#refs}``; else on a page of their own.
    The processor is given the citations alone, in their order: that is all it looks at.
    """
    for page in pages:
        page.cites = [(json.dumps(one), one) for one in find_cites(page)]
    cites = [one for page in pages for _, one in page.cites]
    if not cites:
        return pages
    asked = [plain([cite]) for cite in cites] + [div([], make_attr(REFS))]
    document = as_document(asked, _meta(stage, project))
    answer = json.loads(run_pandoc(["-f", "json", "-t", "json", "--citeproc"], document))
    written: list[Element] = answer["blocks"]
    for cite, block in zip(cites, written, strict=False):
        cite.clear()
        cite.update({"t": "Span", "c": [make_attr(), block["c"]]})
    references = written[len(cites)]
    home = find_home(pages)
    if home is None:
        home = _references_page()
        pages = [*pages, home]
    for place in elements(home.blocks, "Div"):
        if identifier(place) == REFS:
            place["c"] = references["c"]
    _lead_to_references(pages, home)
    return pages


def _meta(stage: Path, project: Project) -> dict[str, Any]:
    files = [
        {"t": "MetaString", "c": str((stage / name).resolve())} for name in project.bibliography
    ]
    meta: dict[str, Any] = {
        "bibliography": {"t": "MetaList", "c": files},
        "link-citations": {"t": "MetaBool", "c": True},
        "lang": {"t": "MetaString", "c": project.language},
    }
    if project.csl:
        meta["csl"] = {"t": "MetaString", "c": str((stage / project.csl).resolve())}
    return meta


def find_home(pages: list[Page]) -> Page | None:
    """Return the page that has the place for references."""
    for page in pages:
        if any(identifier(block) == REFS for block in elements(page.blocks, "Div")):
            return page
    return None


def _references_page() -> Page:
    blocks = [div([], make_attr(REFS))]
    return Page("", REFERENCES, "references", string("References"), blocks, "references")


def _lead_to_references(pages: list[Page], home: Page) -> None:
    for page in pages:
        for one in elements([page.title, page.blocks], "Link"):
            if one["c"][2][0].startswith("#ref-"):
                one["c"][2][0] = f"{PAGE}{home.href}{one['c'][2][0]}"
