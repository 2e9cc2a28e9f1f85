"""The toy book's notebook, made here so that no binary file has to be kept."""

from __future__ import annotations

import base64
import json
import struct
import zlib
from typing import Any

from mcneval.exhibit import Exhibit

# As matplotlib writes one: a style sheet, a clip with a name, colours that the page may set.
SVG = (
    '<svg xmlns:xlink="http://www.w3.org/1999/xlink" width="{w}pt" height="120pt" '
    'viewBox="0 0 {w} 120" xmlns="http://www.w3.org/2000/svg" version="1.1">'
    '<defs><style type="text/css">*{{stroke-linejoin: round}}</style>'
    '<clipPath id="clip"><rect width="{w}" height="120"/></clipPath></defs>'
    '<g id="figure_1"><rect width="{w}" height="120" style="fill: var(--fig-paper, #ffffff)"/>'
    '<rect x="20" y="20" width="200" height="60" clip-path="url(#clip)" '
    'style="fill: var(--fig-series-1, #0b5c8c)"/>'
    "<!-- {t} -->"
    '<text x="20" y="105" style="font-family: \'DejaVu Sans\'; fill: var(--fig-ink, #1d2733)">'
    "{t}</text></g></svg>"
)
ROLES = """| Role | Phase 1 | Phase 2 |
|:-----|--------:|--------:|
| Nurse <script>alert(1)</script> | 3 | 1 |
| Doctor | 12 | 4 |
"""
ORGANISATIONS = """| Organisation | n |
|:-----|--------:|
| Trust | 3 |
"""
EVIDENCE = """| Theme | Gist |
|:------|:-----|
| One | Short |
| Two | A rather longer gist of what was said, so that the line is wider than a page |
"""


def make_png(width: int = 8, height: int = 4) -> bytes:
    """Return a small grey picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        total = struct.pack(">I", len(data)) + kind + data
        return total + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\x00" + b"\x99" * width for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def draw(text: str, width: int = 450) -> str:
    """Return a drawing of so many points."""
    return SVG.format(w=width, t=text)


def display(data: dict[str, Any]) -> dict[str, Any]:
    """Return an output that shows ``data``."""
    return {"output_type": "display_data", "data": data, "metadata": {}}


def markdown(text: str) -> dict[str, Any]:
    """Return a cell of text."""
    return {"cell_type": "markdown", "id": "m", "metadata": {}, "source": text}


def code(source: str, *outputs: dict[str, Any]) -> dict[str, Any]:
    """Return a cell of code that was run."""
    return {
        "cell_type": "code",
        "id": "c",
        "metadata": {},
        "execution_count": 1,
        "source": source.splitlines(keepends=True),
        "outputs": list(outputs),
    }


def show(label: str, kind: str, media: str, seen: str, **facts: Any) -> dict[str, Any]:
    """Return a cell that shows one exhibit, under its label."""
    one = Exhibit(label=label, kind=kind, **facts)  # type: ignore[arg-type]
    return code(f"#| label: {label}\nmake(study)", display({media: seen} | one.bundle()))


def table(label: str, rows: str, **facts: Any) -> dict[str, Any]:
    """Return a cell that shows a table."""
    return show(label, "table", "text/markdown", rows, **facts)


def absent(label: str, caption: str, reason: str) -> dict[str, Any]:
    """Return a cell whose exhibit the study has nothing of."""
    return show(label, "absent", "text/markdown", f"*{reason}*", caption=caption, reason=reason)


def notebook(*cells: dict[str, Any]) -> str:
    """Return a notebook's text."""
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": list(cells)})


def recruitment() -> str:
    """Return the toy book's notebook."""
    flow = {
        "caption": "How people came in",
        "alt": "A bar: 20 asked, 15 came",
        "narrow": draw("flow", 250),
    }
    evidence = {
        "caption": "What was *said*",
        "note": "Gists in our own words.",
        "marks": ["made up"],
        "inputs": ["themes.gist", "segments.gist"],
    }
    looked_at = {"image/png": base64.b64encode(make_png()).decode(), "text/plain": "<Figure>"}
    return notebook(
        markdown("# 01 Recruitment\n\nWho took part? See @fig-flow."),
        code(
            "study = 'toy'  # "
            + "a line of code that is too long for a telephone and must scroll " * 3
        ),
        show("fig-flow", "figure", "image/svg+xml", draw("flow"), **flow),
        table("tbl-roles", ROLES, caption="Roles"),
        table("tbl-organisations", ORGANISATIONS, caption="Organisations"),
        table("tbl-evidence", EVIDENCE, **evidence),
        show("txt-headline", "text", "text/markdown", "Plain **words**, no table."),
        code("look(study)", display(looked_at)),
        code("print('<b>')", {"output_type": "stream", "name": "stdout", "text": "<b>\n"}),
    )
