"""The pages on import say what the commands do."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from mcneval.exchange import commands
from mcneval.exchange.guessing import SheetMapping
from mcneval.exchange.reading import READS
from mcneval.exchange.words_of_headers import WORDS

DOCS = Path(__file__).parents[2] / "docs"
PAGES = [DOCS / "importing.md", *sorted((DOCS / "importing").glob("*.md"))]
TOOLS = [
    "nvivo",
    "atlas-ti",
    "maxqda",
    "qualcoder",
    "taguette",
    "rqda",
    "spreadsheets",
    "transcripts",
    "refi-qda",
]


def everything() -> str:
    """Return all pages."""
    return "\n".join(page.read_text("utf-8") for page in PAGES)


def test_there_is_a_page_for_each_tool() -> None:
    assert {page.stem for page in PAGES[1:]} == set(TOOLS)


@pytest.mark.parametrize("tool", [tool for tool in TOOLS if tool != "spreadsheets"])
def test_each_page_says_what_arrives_and_what_does_not(tool: str) -> None:
    text = (DOCS / "importing" / f"{tool}.md").read_text("utf-8")
    assert "## What arrives" in text
    assert "## What does not" in text


def test_every_option_is_documented() -> None:
    text = everything()
    options = {
        name
        for command in (commands.import_, commands.export, commands.privacy)
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for name in parameter.opts
    }
    assert {option for option in options if option not in text} == set()


def test_every_ending_is_documented() -> None:
    text = everything()
    known = set(READS) - {".sqlite", ".db", ".qde"}
    assert {ending for ending in known if f"`{ending}`" not in text} == set()


def test_every_word_of_a_mapping_is_documented() -> None:
    text = (DOCS / "importing" / "spreadsheets.md").read_text("utf-8")
    assert {word for word in WORDS if f"`{word}`" not in text} == set()
    assert {name for name in SheetMapping("x").__dict__ if f"{name}:" not in text} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_links_between_pages_resolve(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
        assert (page.parent / target).is_file(), target
