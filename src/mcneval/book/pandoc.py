"""Pandoc as a function: Markdown to its tree, and its tree to what a writer makes of it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from mcneval.book.problems import BookError, Problem
from mcneval.book.tree import Element

# Pandoc's own Markdown without the raw formats: tags in the text of a chapter, of a
# participant or of a table are shown, never obeyed.
EXTENSIONS = (
    "+all_symbols_escapable+auto_identifiers+backtick_code_blocks+blank_before_blockquote"
    "+blank_before_header+bracketed_spans+citations+definition_lists+escaped_line_breaks"
    "+fancy_lists+fenced_code_attributes+fenced_code_blocks+fenced_divs+footnotes+grid_tables"
    "+header_attributes+implicit_figures+implicit_header_references+inline_code_attributes"
    "+inline_notes+intraword_underscores+line_blocks+link_attributes+multiline_tables+pipe_tables"
    "+shortcut_reference_links+simple_tables+smart+space_in_atx_header+startnum+strikeout"
    "+subscript+superscript+table_attributes+table_captions+task_lists+tex_math_dollars"
    "-raw_html-raw_tex-raw_attribute-native_divs-native_spans-markdown_in_html_blocks"
    "-gfm_auto_identifiers-autolink_bare_uris-lists_without_preceding_blankline"
)

SECONDS = 120
"""How long Pandoc may take for one text; a whole book takes it two."""


@cache
def pandoc_path() -> Path:
    """Return the Pandoc that came with ``pypandoc_binary``, or that is on the path."""
    import pypandoc

    try:
        return Path(pypandoc.get_pandoc_path())
    except OSError as error:
        mend = "Install the package pypandoc_binary."
        raise BookError([Problem("pandoc", None, "Pandoc was not found", mend)]) from error


@cache
def pandoc_version() -> str:
    """Return the version of the Pandoc in use."""
    return run_pandoc(["--version"]).split("\n", 1)[0].removeprefix("pandoc").strip()


def run_pandoc(arguments: Sequence[str], text: str = "") -> str:
    """Return what Pandoc makes of ``text``; BookError with its own words where it fails."""
    try:
        done = subprocess.run(
            [str(pandoc_path()), *arguments],
            input=text.encode(),
            capture_output=True,
            check=False,
            timeout=SECONDS,
        )
    except subprocess.TimeoutExpired as error:
        what = f"Pandoc was not done after {SECONDS} seconds"
        mend = "Look for brackets, quotations or lists nested very deeply in the text."
        raise BookError([Problem("pandoc", None, what, mend)]) from error
    if done.returncode:
        message = done.stderr.decode(errors="replace").strip()
        raise BookError([Problem("pandoc", None, f"Pandoc stopped: {message}")])
    return done.stdout.decode()


@lru_cache(maxsize=128)
def convert(arguments: tuple[str, ...], text: str) -> str:
    """Return the same, from memory where the same was asked before: only for what reads no file."""
    return run_pandoc(arguments, text)


def as_document(blocks: list[Element], meta: dict[str, Any] | None = None) -> str:
    """Return blocks as the text of a Pandoc JSON document."""
    document = {"pandoc-api-version": [1, 23, 1], "meta": meta or {}, "blocks": blocks}
    return json.dumps(document, ensure_ascii=False)


def parse_markdown(texts: Sequence[str]) -> list[list[Element]]:
    """Return the blocks of each text.

    The texts travel as the cells of one notebook, because Pandoc parses each cell by
    itself: a fence left open or a footnote of one text cannot reach into the next.
    """
    if not texts:
        return []
    cells = [
        {"cell_type": "markdown", "id": f"c{index}", "metadata": {}, "source": f"{text}\n"}
        for index, text in enumerate(texts)
    ]
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}
    answer = run_pandoc(["-f", f"ipynb{EXTENSIONS}", "-t", "json"], json.dumps(notebook))
    return [cell["c"][1] for cell in json.loads(answer)["blocks"]]
