"""A report says how to cite it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from mcneval.report.cite import write_citation


def settings(**facts: Any) -> Any:
    """Return what a study declares of its report."""
    given = {"title": "A network", "date": "2026-01-31", "repository": "https://example.org/r"}
    authors = [SimpleNamespace(name=name) for name in facts.pop("authors", ["A. Writer", "B. Two"])]
    return SimpleNamespace(authors=authors, **(given | facts))


def test_citation_has_authors_year_title_and_place() -> None:
    assert write_citation(settings()).text == (
        "A. Writer, B. Two (2026). A network. https://example.org/r"
    )


def test_what_is_not_known_is_left_out() -> None:
    bare = write_citation(settings(authors=[], date="", repository=""))
    assert bare.text == "A network."
    assert bare.bibtex == "@techreport{a,\n  title = {{A network}},\n}\n"
    assert bare.ris == "TY  - RPRT\r\nTI  - A network\r\nER  - \r\n"


def test_bibtex_is_keyed_by_the_first_author_and_year() -> None:
    assert write_citation(settings()).bibtex.splitlines()[:2] == [
        "@techreport{writer2026,",
        "  author = {A. Writer and B. Two},",
    ]
