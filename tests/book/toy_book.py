"""The toy book as a filled-in folder and as a report, for tests to use."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import lxml.html
import pytest

from mcneval.book import BookError, RenderOutcome, render_book
from toy_notebooks import make_png, recruitment

TOY = Path(__file__).parent / "toy"
ASSETS = Path(__file__).parents[2] / "reports" / "assets"


def make_stage(folder: Path) -> Path:
    """Return a folder with the toy book in it."""
    shutil.copytree(TOY, folder)
    shutil.copy(ASSETS / "reference.docx", folder)
    (folder / "figures" / "01-recruitment-8-1.png").write_bytes(make_png())
    (folder / "notebooks" / "01-recruitment.ipynb").write_text(recruitment(), encoding="utf-8")
    return folder


@dataclass(frozen=True)
class Report:
    """A rendered book."""

    folder: Path
    outcome: RenderOutcome

    def page(self, href: str) -> lxml.html.HtmlElement:
        """Return a page's tree."""
        return lxml.html.document_fromstring((self.folder / href).read_bytes())

    def words(self, href: str, path: str) -> list[str]:
        """Return the words of the elements at an XPath."""
        found = self.page(href).xpath(path)
        return [" ".join(one.text_content().split()) for one in found]


def problems_of(stage: Path, output: Path) -> list[str]:
    """Return what is wrong with a book, each as it is told."""
    with pytest.raises(BookError) as caught:
        render_book(stage, output, ("html",), "embedded")
    return [str(problem) for problem in caught.value.problems]
