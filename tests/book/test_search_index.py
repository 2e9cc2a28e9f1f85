"""The search index: every section, as a script that no text can end."""

from __future__ import annotations

import json

from toy_book import Report

from mcneval.book.pages import Page
from mcneval.book.search_index import index_pages
from mcneval.book.source import Source
from mcneval.book.tree import para, string


def test_index_has_every_section_with_its_address(report: Report) -> None:
    script = (report.folder / "assets/search-index.js").read_text()
    sections = json.loads(script.removeprefix("window.mcnSections=").rstrip(";\n"))
    found = {(one["a"], one["c"], one["h"]) for one in sections}
    assert ("index.html", "Summary", "") in found
    assert ("reports/methods.html#sec-steps", "1 Methods", "1.1.1 Steps") in found
    assert any("They said at length" in one["t"] for one in sections)


def test_text_cannot_end_the_script() -> None:
    blocks = [para(string("a </script><b> end"))]
    page = Page("x.qmd", "x.html", "chapter", string("X"), blocks, Source("x.qmd", {}, []))
    assert b"</" not in index_pages([page])
    assert b"<\\/script>" in index_pages([page])
