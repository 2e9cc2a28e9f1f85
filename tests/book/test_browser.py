"""The report in a real browser: accessible, reachable by keyboard, fit for a telephone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from toy_book import Report

WIDTHS = (1280, 390)


def open_page(browser: Browser, report: Report, href: str, **options: object) -> Page:
    """Return a page of the report in a window of its own."""
    page = browser.new_context(**options).new_page()
    page.goto((report.folder / href).as_uri())
    return page


@pytest.fixture
def methods(chromium: Browser, report: Report) -> Iterator[Page]:
    """Return the chapter on methods in a window."""
    page = open_page(chromium, report, "reports/methods.html")
    yield page
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_has_a_barrier_or_overflows(
    chromium: Browser, report: Report, scheme: str, width: int
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    found, asked = [], []
    page.on("request", lambda one: asked.append(one.url))
    for href in report.outcome.pages:
        page.goto((report.folder / href).as_uri())
        for fault in Axe().run(page).response["violations"]:
            found.append((href, fault["id"], [node["html"] for node in fault["nodes"]]))
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
    assert found == []
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


def test_first_key_leads_past_the_navigation(methods: Page) -> None:
    methods.keyboard.press("Tab")
    assert methods.evaluate("document.activeElement.className") == "skip"
    methods.keyboard.press("Enter")
    assert methods.evaluate("document.activeElement.id") == "content"


def test_search_is_found_opened_and_left_by_keyboard(methods: Page) -> None:
    methods.keyboard.press("/")
    methods.keyboard.type("interoperability")
    options = methods.locator(".search-results a")
    assert options.count() == 1
    assert options.first.get_attribute("aria-selected") == "true"
    assert "Themes and what they mean" in options.first.inner_text()
    assert not Axe().run(methods).response["violations"]
    methods.keyboard.press("Enter")
    methods.wait_for_url("**/reports/themes.html#introduction")


def test_search_says_when_nothing_is_found(methods: Page) -> None:
    methods.keyboard.press("/")
    methods.keyboard.type("zzzz")
    assert methods.locator("#search-status").inner_text() == "Nothing found"
    methods.keyboard.press("Escape")
    assert methods.locator(".search input").input_value() == ""
    assert methods.locator("#search-status").inner_text() == ""


def test_tabs_follow_the_arrow_keys(methods: Page) -> None:
    tabs = methods.locator("[role=tab]")
    assert [tabs.nth(n).inner_text() for n in range(2)] == ["First", "Second"]
    tabs.first.focus()
    methods.keyboard.press("ArrowRight")
    assert tabs.nth(1).get_attribute("aria-selected") == "true"
    assert methods.get_by_text("Count them.").is_visible()
    assert not methods.get_by_text("Read the words.").is_visible()


@pytest.mark.parametrize("width", WIDTHS)
def test_figure_is_enlarged_and_closed_by_keyboard(
    chromium: Browser, report: Report, width: int
) -> None:
    size = {"width": width, "height": 900}
    page = open_page(chromium, report, "reports/recruitment.html", viewport=size)
    page.get_by_role("button", name="Enlarge Figure 2.1").focus()
    page.keyboard.press("Enter")
    dialog = page.locator("dialog")
    assert dialog.is_visible()
    drawing = dialog.get_by_role("img", name="A bar: 20 asked, 15 came")
    assert drawing.is_visible()
    assert "wide" in str(drawing.get_attribute("class"))
    assert drawing.evaluate("one => one.getBoundingClientRect().width") > 600
    names = page.evaluate("[...document.querySelectorAll('[id]')].map((one) => one.id)")
    assert sorted(set(names)) == sorted(names)
    assert not Axe().run(page).response["violations"]
    page.keyboard.press("Escape")
    assert not dialog.is_visible()
    assert page.evaluate("document.activeElement.className") == "enlarge"


def test_sortable_table_is_sorted_by_number_and_says_so(chromium: Browser, report: Report) -> None:
    page = open_page(chromium, report, "reports/recruitment.html")
    button = page.locator("#tbl-places thead button").nth(1)
    button.click()
    button.click()
    cells = page.locator("#tbl-places tbody tr td:nth-child(2)").all_inner_texts()
    assert cells == ["15", "10"]
    heads = page.locator("#tbl-places thead th")
    assert heads.nth(1).get_attribute("aria-sort") == "descending"
    assert not Axe().run(page).response["violations"]


def test_theme_follows_the_system_until_the_reader_chooses(
    chromium: Browser, report: Report
) -> None:
    page = open_page(chromium, report, "index.html", color_scheme="dark")
    colour = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(colour)
    page.get_by_role("button", name="Light colours").click()
    light = page.evaluate(colour)
    assert dark != light == "rgb(255, 255, 255)"
    page.wait_for_function("localStorage.getItem('mcn-theme') === 'light'")
    page.reload()
    page.wait_for_function(f"{colour} === '{light}'")


def test_report_is_readable_without_scripts(chromium: Browser, report: Report) -> None:
    page = open_page(chromium, report, "reports/methods.html", java_script_enabled=False)
    assert page.get_by_text("Read the words.").is_visible()
    assert page.get_by_text("Count them.").is_visible()
    assert not page.locator(".search").is_visible()
    assert not page.locator("button.theme").is_visible()
    assert page.locator("nav.side").is_visible()


def test_menu_folds_on_a_telephone(chromium: Browser, report: Report) -> None:
    page = open_page(
        chromium, report, "reports/themes.html", viewport={"width": 390, "height": 800}
    )
    link = page.locator(".menu").get_by_role("link", name="Methods")
    assert not link.is_visible()
    page.get_by_text("Contents of the report").click()
    link.click()
    page.wait_for_url("**/reports/methods.html")


def test_wide_table_scrolls_within_itself_and_takes_the_keyboard(
    chromium: Browser, report: Report
) -> None:
    page = open_page(
        chromium, report, "reports/themes.html", viewport={"width": 660, "height": 800}
    )
    region = page.get_by_role("region", name="Table 3.1: A wide table")
    assert region.evaluate("one => one.scrollWidth > one.clientWidth && one.tabIndex === 0")


def test_table_that_does_not_scroll_is_no_stop_for_the_keyboard(
    chromium: Browser, report: Report
) -> None:
    page = open_page(chromium, report, "reports/recruitment.html")
    region = page.get_by_role("region", name="Table 2.3: Where people work")
    assert not region.evaluate("one => one.hasAttribute('tabindex')")
