"""The toy book's notebook, made here so that no binary file has to be kept."""

from __future__ import annotations

import base64
import json
import struct
import zlib
from typing import Any

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="320" height="120" viewBox="0 0 320 120">'
    '<rect width="320" height="120" fill="#fff"/>'
    '<rect x="20" y="20" width="{w}" height="60" fill="#0a5a70"/>'
    '<text x="20" y="105" font-family="DejaVu Sans" font-size="14">{t}</text></svg>'
)
EXHIBIT = "application/vnd.mcneval.exhibit+json"
ROLES = """| Role | Phase 1 | Phase 2 |
|:-----|--------:|--------:|
| Nurse <script>alert(1)</script> | 3 | 1 |
| Doctor | 12 | 4 |

: Roles {#tbl-roles}

| Organisation | n |
|:-----|--------:|
| Trust | 3 |

: Organisations {#tbl-organisations}
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


def drawing(text: str, width: int = 200) -> dict[str, Any]:
    """Return the data of an output that is a drawing."""
    return {
        "image/svg+xml": SVG.format(w=width, t=text),
        "image/png": base64.b64encode(make_png()).decode(),
        "text/plain": "<Figure>",
    }


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


def notebook(*cells: dict[str, Any]) -> str:
    """Return a notebook's text."""
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": list(cells)})


def recruitment() -> str:
    """Return the toy book's notebook."""
    exhibit = {"label": "tbl-evidence", "kind": "table", "caption": "What was *said*", "alt": "",
               "notes": "Gists in our own words."}  # fmt: skip
    return notebook(
        markdown("# 01 Recruitment\n\nWho took part? See @fig-flow."),
        code(
            "study = 'toy'  # "
            + "a line of code that is too long for a telephone and must scroll " * 3
        ),
        code(
            "#| label: fig-flow\n#| fig-cap: How people came in\n"
            '#| fig-alt: "A bar: 20 asked, 15 came"\ndraw(study)',
            display(drawing("flow")),
        ),
        code("#| label: tbl-recruitment\nshow(roles)", display({"text/markdown": ROLES})),
        code(
            "#| label: tbl-evidence\nshow(evidence)",
            display({"text/markdown": EVIDENCE, EXHIBIT: exhibit}),
        ),
        code("#| label: headline\nsay()", display({"text/markdown": "Plain **words**, no table."})),
        code("print('<b>')", {"output_type": "stream", "name": "stdout", "text": "<b>\n"}),
    )
