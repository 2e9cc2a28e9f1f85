"""Every page of both studies' reports in a real browser."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

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


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("coordinator", "coordinator"),
        ("24/7", "24/7"),
        ("on-call", "on call"),
        ("full-time coord", "Full-time coordinator"),
        ("papworth", "Papworth"),
        ("network underfunded", "Network underfunded"),
    ],
)
def test_the_reports_words_are_found_without_a_server(
    chromium: Browser, york: Any, typed: str, found: str
) -> None:
    page = chromium.new_page()
    page.goto((york.report / "index.html").as_uri())
    page.keyboard.press("/")
    page.keyboard.type(typed)
    results = page.locator(".search-results a")
    results.first.wait_for()
    assert results.count() > 0
    with page.expect_event("framenavigated"):
        page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text(re.compile(re.escape(found), re.IGNORECASE))
    page.close()


def open_report(chromium: Browser, york: Any, page: str, **given: Any) -> Page:
    """Return a page of the report, opened from the disk."""
    opened = chromium.new_page(**given)
    opened.goto((york.report / page).as_uri())
    return opened


def test_a_theme_chosen_on_the_map_shows_its_links_and_what_was_said(
    chromium: Browser, york: Any
) -> None:
    page = open_report(chromium, york, "reports/system.html")
    page.locator('svg.narrow a[*|href="#map-t08"]').click()
    panel = page.locator(".panel.chosen")
    words = panel.inner_text()
    assert words.startswith("Network underfunded")
    assert "slows “Best practice”: " in words
    assert "(Discussion, paragraph 1, stated jointly)" in words
    assert "“Field underfunded” is seen by some as a cause of it: " in words
    assert "Says that there is hardly any money" in words
    assert page.locator("svg.narrow .arc.on").count() == 2 * 8  # six from it, two to it
    assert page.url.endswith("#map-t08")
    page.keyboard.press("Escape")
    expect(page.locator(".panel.chosen")).to_have_count(0)
    assert "#" not in page.url
    page.go_back()
    expect(page.locator(".panel.chosen")).to_have_count(1)
    page.close()


def test_the_map_keeps_the_keyboards_place(chromium: Browser, york: Any) -> None:
    page = open_report(chromium, york, "reports/system.html")
    focused = "document.activeElement.textContent"
    page.locator('svg.narrow a[*|href="#map-t08"]').focus()
    page.keyboard.press("Enter")
    assert page.evaluate(focused) == "Network underfunded"
    page.locator(".panel.chosen li a").first.click()
    assert page.evaluate(focused) == "Too few staff"
    page.locator(".panels > button").click()
    assert page.evaluate(focused) == "Too few staff"
    page.close()


def test_an_enlarged_map_leads_to_the_choice(chromium: Browser, york: Any) -> None:
    page = open_report(chromium, york, "reports/system.html")
    page.locator("figure .enlarge").first.click()
    page.locator('dialog.zoom a[*|href="#map-t07"]').click()
    expect(page.locator("dialog.zoom")).not_to_be_visible()
    expect(page.locator(".panel.chosen")).to_contain_text("Too few staff")
    page.close()


def test_the_map_is_of_use_without_scripts(chromium: Browser, york: Any) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((york.report / "reports" / "system.html").as_uri())
    assert page.locator(".panel:visible").count() == 19
    assert page.locator("svg.wide").is_visible()
    context.close()


def test_the_evidence_is_filtered_and_the_choice_has_an_address(
    chromium: Browser, york: Any
) -> None:
    page = open_report(chromium, york, "reports/evidence.html")
    page.select_option('select[name="Speaker"]', "Participant\u00a02")
    page.select_option('select[name="For or against"]', "neither")
    expect(page.locator(".sieve-count")).to_have_text("1 of 64 shown")
    row = page.locator(".filter tbody tr:visible")
    assert row.locator("td, th").first.inner_text().startswith("Clear governing structure")
    again = chromium.new_page()
    again.goto(page.url)
    expect(again.locator(".sieve-count")).to_have_text("1 of 64 shown")
    page.close()
    again.close()


@pytest.mark.parametrize("width", [1280, 390])
def test_the_filter_and_the_address_say_the_same(
    chromium: Browser, synthetic: Any, width: int
) -> None:
    given = {"viewport": {"width": width, "height": 844}}
    page = open_report(chromium, synthetic, "reports/evidence.html", **given)
    count, rows = page.locator(".sieve-count"), page.locator(".filter tbody tr:visible")
    page.select_option('select[name="Theme"]', "Senior backing")
    expect(count).to_have_text("6 of 349 shown")
    assert rows.count() == 6
    page.select_option('select[name="Phase"]', "3")
    expect(count).to_have_text("3 of 349 shown")
    page.go_back()
    expect(count).to_have_text("6 of 349 shown")
    page.get_by_role("button", name="Show all").click()
    expect(count).to_have_text("349 of 349 shown")
    expect(page).to_have_url(re.compile(r"evidence\.html$"))
    page.close()


def test_a_row_that_a_link_leads_to_is_shown_whatever_is_filtered(
    chromium: Browser, synthetic: Any
) -> None:
    page = open_report(chromium, synthetic, "reports/evidence.html")
    page.select_option('select[name="Theme"]', "Too few hands")
    page.locator(".filter tbody tr:visible a", has_text="As under").first.click()
    expect(page.locator(".filter tr:has(:target)")).to_be_in_viewport()
    expect(page.locator(".sieve-count")).to_have_text("349 of 349 shown")
    page.close()


def test_a_number_opens_what_it_counts_and_where_it_comes_from(
    chromium: Browser, york: Any
) -> None:
    page = open_report(chromium, york, "index.html")
    page.locator("a.number").first.click()
    expect(page.locator("dialog.number-panel")).to_be_in_viewport(ratio=1)
    assert page.evaluate("scrollY") == 0
    words = page.locator("dialog.number-panel").inner_text()
    assert "People on the register who took part; each person counts once." in words
    assert "participants.csv (45 rows)" in words
    link = page.locator("dialog.number-panel dd a").first
    assert link.get_attribute("href") == "notebooks/01-recruitment.html#cell-num-recruitment"
    page.keyboard.press("Escape")
    expect(page.locator("dialog.number-panel")).not_to_be_visible()
    page.close()


LINKS = "[...document.querySelectorAll('[href], [src]')].map(one => one.href || one.src)"
# Sets the address to each name in turn, as a click does, and returns the names that show nothing.
HIDDEN = """names => names.filter(name => {
  location.hash = name;
  const target = document.querySelector(':target');
  return !target || !target.checkVisibility();
})"""
FAILED = """async urls => (await Promise.all(urls.map(async url => {
  const answer = await fetch(url, {method: 'HEAD'});
  return answer.ok ? '' : `${answer.status} ${url}`;
}))).filter(Boolean)"""


@pytest.fixture
def served() -> Iterator[Callable[[Path], str]]:
    """Serve a folder on this machine as the report is served online; return its address."""
    servers: list[ThreadingHTTPServer] = []

    def serve(folder: Path) -> str:
        handler = partial(QuietHandler, directory=str(folder))
        servers.append(ThreadingHTTPServer(("127.0.0.1", 0), handler))
        threading.Thread(target=servers[-1].serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{servers[-1].server_port}/"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.mark.parametrize("study", ["york", "synthetic"])
def test_every_link_anchor_and_download_leads_to_something_that_is_seen(
    chromium: Browser,
    request: pytest.FixtureRequest,
    served: Callable[[Path], str],
    study: str,
) -> None:
    report = request.getfixturevalue(study).report
    root = served(report)
    page = chromium.new_page()
    targets: dict[str, set[str]] = {}
    for file in sorted(report.rglob("*.html")):
        page.goto(root + file.relative_to(report).as_posix())
        for url in page.evaluate(LINKS):
            if url.startswith(root):
                address, _, name = url.partition("#")
                targets.setdefault(address, set()).update({name} - {"", "content"})
    assert len(targets) > 30
    assert page.evaluate(FAILED, sorted(targets)) == []
    lost = {}
    for address in sorted(one for one in targets if one.endswith(".html")):
        page.goto(address)
        lost[address] = page.evaluate(HIDDEN, sorted(targets[address]))
    page.close()
    assert {address: names for address, names in lost.items() if names} == {}


@pytest.mark.parametrize("ending", ["csv", "ipynb", "pdf", "docx", "bib", "ris"])
def test_a_click_on_a_download_saves_the_file(
    chromium: Browser, york: Any, served: Callable[[Path], str], ending: str
) -> None:
    page = chromium.new_page()
    root = served(york.report)
    pages = {"csv": "reports/study.html", "ipynb": "notebooks/02-coding.html"}
    pages |= dict.fromkeys(("bib", "ris"), "reports/about.html")
    page.goto(root + pages.get(ending, "index.html"))
    link = page.locator(f"a[href$='.{ending}']:visible").first
    with page.expect_download() as saving:
        link.click()
    href = str(link.evaluate("one => one.href")).removeprefix(root)
    assert Path(saving.value.path()).read_bytes() == (york.report / href).read_bytes()
    page.close()
