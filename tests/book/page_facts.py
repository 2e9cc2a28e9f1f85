"""What both engines must agree on, taken from a page of either."""

from __future__ import annotations

from pathlib import Path

import lxml.html

FACTS = {
    "headings": "//main//h1 | //main//h2 | //main//h3",
    "captions": "//main//figcaption | //main//caption",
    "references": "//main//a[contains(@class, 'xref')]",
    "citations": "//main//a[starts-with(@role, 'doc-biblioref') or contains(@href, '#ref-')]",
    # Quarto hides a list of references in every chapter, for what hovers over a citation.
    "bibliography": (
        "//main//*[contains(@class, 'csl-entry')]"
        "[not(ancestor::*[contains(@style, 'display: none')])]"
    ),
    "footnotes": "//main//*[contains(@class, 'footnotes')]//li",
    "cells": "//main//td | //main//th",
    "numbers": "//main//a[contains(concat(' ', @class, ' '), ' number ')]",
    "links": "//main//*[self::p or self::li or self::td]//a[@href][not(ancestor::nav)]",
}


def facts_of(folder: Path, href: str) -> dict[str, list[str]]:
    """Return what both engines must agree on, its spaces and dashes made one."""
    page = lxml.html.parse(folder / href)
    found = {
        name: [" ".join(one.text_content().replace("—", " ").split()) for one in page.xpath(path)]
        for name, path in FACTS.items()
    }
    drawn = "//main//figure//svg[not(contains(@class, 'narrow'))]/@aria-label"
    found["alternatives"] = page.xpath(f"//main//figure//img/@alt | {drawn}")
    callouts = page.xpath("//main//*[contains(concat(' ', @class, ' '), ' callout ')]")
    found["callouts"] = [str(len(callouts))]
    return found
