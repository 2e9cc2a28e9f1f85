"""Tables and figures at the width of a desk and of a telephone, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page
from toy_book import Report, make_stage

from mcneval.book import render_book
from mcneval.book.site import LOOK
from mcneval.figures.style import VARIABLES

DESK = {"width": 1280, "height": 900}
TELEPHONE = {"width": 390, "height": 800}
CHAPTER = """

| Theme | What it says | Kind | Segments | Participants | Organisations |
|-------|--------------|------|---------:|-------------:|--------------:|
| Talking past | Letters were typed twice; nobody knew where to send them | Barrier | 2 | 12 | 3 |
| One name for all | One person held the threads, and all knew whom to ring | | 10 | 7 | 4 |

: What was found {#tbl-found .sortable}
"""


@pytest.fixture(scope="module")
def screen(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """Return the toy book with a table of sentences and numbers, and a mark after a sentence."""
    folder = tmp_path_factory.mktemp("screen")
    stage = make_stage(folder / "stage")
    with (stage / "reports/themes.qmd").open("a", encoding="utf-8") as chapter:
        chapter.write(CHAPTER)
    return Report(folder / "out", render_book(stage, folder / "out", ("html",), "embedded"))


@contextmanager
def shown(browser: Browser, path: Path, **options: object) -> Iterator[Page]:
    """Open a page in a window of its own and close it again."""
    page = browser.new_context(**options).new_page()
    page.goto(path.as_uri())
    yield page
    page.context.close()


def box(locator: Locator) -> dict[str, float]:
    """Return where an element stands in the window."""
    found = locator.bounding_box()
    assert found is not None
    return dict(found)


def overflow(region: Locator) -> int:
    """Return by how many pixels a region holds more than it shows."""
    return int(region.evaluate("one => one.scrollWidth - one.clientWidth"))


def test_wide_table_reaches_into_the_margin_and_the_contents_make_way(
    chromium: Browser, screen: Report
) -> None:
    with shown(chromium, screen.folder / "reports/themes.html", viewport=DESK) as page:
        region = page.get_by_role("region", name="What was found")
        text = box(page.locator("article > p").first)
        assert region.evaluate("one => one.className.includes('wide')")
        assert box(region)["width"] > text["width"] + 200
        assert overflow(region) <= 1
        contents = page.locator("nav.contents")
        assert contents.is_visible()
        region.evaluate("one => one.scrollIntoView({block: 'start', behavior: 'instant'})")
        page.wait_for_function("document.querySelector('nav.contents.behind')")
        assert not contents.is_visible()


def test_numbers_stand_on_one_line_and_leave_the_room_to_sentences(
    chromium: Browser, screen: Report
) -> None:
    with shown(chromium, screen.folder / "reports/themes.html", viewport=DESK) as page:
        heads = page.locator("#tbl-found thead th")
        widths = [box(heads.nth(place))["width"] for place in range(6)]
        assert widths[1] == max(widths)
        assert max(widths[3:]) < 160


def test_rows_are_blocks_on_a_telephone_with_the_head_before_each_cell(
    chromium: Browser, screen: Report
) -> None:
    with shown(chromium, screen.folder / "reports/themes.html", viewport=TELEPHONE) as page:
        region = page.get_by_role("region", name="What was found")
        assert overflow(region) <= 1
        row = page.locator("#tbl-found tbody tr").first
        said = row.locator("> *").evaluate_all(
            "all => all.map(one => getComputedStyle(one, '::before').content)"
        )
        assert [re.findall(r'"([^"]+)"', one)[0] for one in said] == [
            "Theme",
            "What it says",
            "Kind",
            "Segments",
            "Participants",
            "Organisations",
        ]
        cells = row.locator("td")
        assert box(cells.nth(0))["width"] > 300
        assert box(cells.nth(2))["y"] == box(cells.nth(3))["y"]
        assert not page.locator("#tbl-found tbody tr").nth(1).locator("td").nth(1).is_visible()


def test_table_of_blocks_is_still_a_table_to_a_screen_reader(
    chromium: Browser, screen: Report
) -> None:
    with shown(chromium, screen.folder / "reports/themes.html", viewport=TELEPHONE) as page:
        table = page.get_by_role("table", name="What was found")
        assert table.get_by_role("row").count() == 3
        assert table.get_by_role("columnheader").count() == 6
        assert table.get_by_role("rowheader").all_inner_texts() == [
            "Talking past",
            "One name for all",
        ]
        assert table.get_by_role("cell", name="Barrier", exact=True).count() == 1
        assert not Axe().run(page).response["violations"]


def test_blocks_are_sorted_by_the_heads_above_them(chromium: Browser, screen: Report) -> None:
    with shown(chromium, screen.folder / "reports/themes.html", viewport=TELEPHONE) as page:
        first = page.locator("#tbl-found tbody th").first
        button = page.get_by_role("button", name="Participants")
        button.click()
        assert first.inner_text() == "One name for all"
        button.click()
        assert first.inner_text() == "Talking past"


def test_blocks_need_no_scripts(chromium: Browser, screen: Report) -> None:
    path = screen.folder / "reports/themes.html"
    with shown(chromium, path, viewport=TELEPHONE, java_script_enabled=False) as page:
        assert page.get_by_text("Letters were typed twice;").is_visible()
        head = page.locator("#tbl-found thead")
        assert box(head)["width"] == 1
        row = page.locator("#tbl-found tbody tr").first
        assert box(row)["width"] <= TELEPHONE["width"]


@pytest.mark.parametrize(
    ("size", "form", "width"), [(DESK, "wide", 600), (TELEPHONE, "narrow", 333)]
)
def test_drawing_is_the_one_made_for_the_screen(
    chromium: Browser, screen: Report, size: dict[str, int], form: str, width: float
) -> None:
    path = screen.folder / "reports/recruitment.html"
    with shown(chromium, path, viewport=size) as page:
        frame = page.get_by_role("group", name="Drawing: Figure 2.1")
        visible = [one for one in frame.locator("svg").all() if one.is_visible()]
        assert [one.get_attribute("class") for one in visible] == [f"drawn {form}"]
        assert box(visible[0])["width"] == pytest.approx(width, abs=1)
        assert frame.get_attribute("tabindex") is None


def test_image_stays_legible_on_a_telephone_and_scrolls(chromium: Browser, screen: Report) -> None:
    path = screen.folder / "reports/themes.html"
    with shown(chromium, path, viewport=TELEPHONE) as page:
        frame = page.get_by_role("group", name="Drawing: Figure 3.1")
        page.wait_for_function("document.querySelector('.drawing.more[tabindex]')")
        assert box(frame.locator("img"))["width"] == 496
        frame.focus()
        for _ in range(8):
            page.keyboard.press("ArrowRight")
        page.wait_for_function("!document.querySelector('.drawing.more')")


def test_paper_has_the_heads_of_tables_and_drawings_of_its_width(
    chromium: Browser, screen: Report
) -> None:
    size = {"width": 680, "height": 960}
    with shown(chromium, screen.folder / "reports/themes.html", viewport=size) as page:
        page.emulate_media(media="print")
        head = page.locator("#tbl-found thead th").nth(1)
        assert (head.inner_text(), head.is_visible()) == ("What it says", True)
        assert head.locator("button").is_visible()
        region = page.get_by_role("region", name="What was found")
        assert box(region)["width"] == box(page.locator("article > p").first)["width"]
    with shown(chromium, screen.folder / "reports/recruitment.html", viewport=size) as page:
        page.emulate_media(media="print")
        assert not page.get_by_role("button", name="Enlarge").is_visible()
        assert box(page.locator(".drawing svg.wide"))["width"] <= 680


def brightness(colour: tuple[float, ...]) -> float:
    """Return a colour's relative luminance (WCAG 2.2)."""
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def read_colour(words: str) -> tuple[float, ...]:
    """Return a colour's parts, each from 0 to 1."""
    return tuple(int(words[place : place + 2], 16) / 255 for place in (1, 3, 5))


def colours_of(style: str) -> dict[str, str]:
    """Return the colours of drawings that a part of the style sheet sets."""
    found = re.findall(r"--fig-([\w-]+): (#[0-9a-f]+)", style)
    return {name: colour if len(colour) == 7 else f"#{colour[1:] * 2}" for name, colour in found}


def test_drawings_keep_their_contrast_in_the_light_in_the_dark_and_on_paper() -> None:
    style = (LOOK / "site.css").read_text("utf-8")
    light, *dark, paper = re.split(r"(?m)^(?=  *--fig-ink)", style)[1:]
    ours = {name: colour for colour, name in VARIABLES.items()}
    assert ours | colours_of(light) == colours_of(paper) == ours
    assert colours_of(dark[0]) == colours_of(dark[1])
    for colours in (ours, colours_of(dark[0])):
        assert colours.keys() == ours.keys()
        grounds = {name for name in colours if name.endswith("-tint")}
        for name in colours.keys() - {"paper", "grid"} - grounds:
            least = 3 if "series" in name else 4.5
            assert measure_contrast(colours, name, "paper") >= least, name
        for ground in grounds:
            for name in ("ink", "muted", ground.removesuffix("-tint")):
                assert measure_contrast(colours, name, ground) >= 4.5, (name, ground)


def measure_contrast(colours: dict[str, str], name: str, ground: str) -> float:
    """Return how far two colours are apart (WCAG 2.2)."""
    both = [brightness(read_colour(colours[one])) for one in (name, ground)]
    return (max(both) + 0.05) / (min(both) + 0.05)
