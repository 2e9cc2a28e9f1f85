"""Every page of both studies' reports in a real browser."""

from __future__ import annotations

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

# Only colours differ between the two schemes, so the other rules are run once a width.
LEAN = {"resultTypes": ["violations"], "preload": False, "iframes": False}
OPTIONS = {
    "light": LEAN,
    "dark": LEAN
    | {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}},
}


@pytest.mark.parametrize("study", ["york", "synthetic"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_no_page_has_a_barrier_or_overflows(
    chromium: Browser, request: pytest.FixtureRequest, study: str, scheme: str, width: int
) -> None:
    made: Any = request.getfixturevalue(study)
    context = chromium.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    faults, asked, wide = [], [], []
    page.on("request", lambda one: asked.append(one.url))
    page.on("pageerror", lambda error: faults.append(str(error)))
    for path in sorted(made.report.rglob("*.html")):
        page.goto(path.as_uri())
        for fault in Axe().run(page, options=OPTIONS[scheme]).response["violations"]:
            faults.append(f"{path.name}: {fault['id']}: {fault['nodes'][0]['html'][:200]}")
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wide.append(path.name)
    context.close()
    assert faults == []
    assert wide == []
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


def test_the_reports_words_are_found_without_a_server(chromium: Browser, york: Any) -> None:
    page = chromium.new_page()
    page.goto((york.report / "index.html").as_uri())
    page.keyboard.press("/")
    page.keyboard.type("coordinator")
    results = page.locator(".search-results a")
    results.first.wait_for()
    assert results.count() > 0
    with page.expect_event("framenavigated"):
        page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text(re.compile("coordinator", re.IGNORECASE))
    page.close()
