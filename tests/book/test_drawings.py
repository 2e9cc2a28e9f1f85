"""Drawings written into a page take on its colours and disturb nothing else on it."""

from __future__ import annotations

from pathlib import Path

import lxml.html
import pytest

from mcneval.book.drawings import page_colours, plain_colours, put_drawings
from toy_notebooks import draw

IMAGE = '<p><img src="../figures/fig-a.svg" alt="Three &amp; a &quot;half&quot;" /></p>'


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Return a folder with one drawing."""
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures/fig-a.svg").write_text(plain_colours(draw("Three")))
    return tmp_path


@pytest.fixture
def both(book: Path) -> Path:
    """Return a folder with a drawing and its narrow form."""
    (book / "figures/fig-a-narrow.svg").write_text(plain_colours(draw("Three", 250)))
    return book


def test_drawing_takes_the_place_of_its_image(book: Path) -> None:
    page = lxml.html.fromstring(put_drawings(IMAGE, book))
    (svg,) = page.xpath("./svg")
    assert (svg.get("class"), svg.get("aria-label")) == ("drawn only", 'Three & a "half"')


def test_names_of_two_forms_are_unique_and_lead_to_their_own(both: Path) -> None:
    page = put_drawings(IMAGE, both)
    ids = [str(one) for one in lxml.html.fromstring(page).xpath("//@id")]
    assert ids == [
        "fig-a-wide-clip", "fig-a-wide-figure_1", "fig-a-narrow-clip", "fig-a-narrow-figure_1"
    ]  # fmt: skip
    assert page.count("url(#fig-a-wide-clip)") == page.count("url(#fig-a-narrow-clip)") == 1


def test_style_of_a_drawing_does_not_become_the_pages(both: Path) -> None:
    page = put_drawings(IMAGE, both)
    assert "<style" not in page
    assert "<!--" not in page


def test_declaration_before_a_drawing_stays_out_of_the_page(book: Path) -> None:
    written = put_drawings(IMAGE, book)
    file = book / "figures/fig-a.svg"
    file.write_text('<?xml version="1.0"?>\n' + file.read_text())
    assert put_drawings(IMAGE, book) == written


def test_other_images_stay(book: Path) -> None:
    (book / "figures/own.svg").write_text("<svg></svg>")
    page = '<img src="../figures/own.svg" alt="x" /><img src="fig-a.svg" alt="y" />'
    assert put_drawings(page, book) == page


def test_colours_are_plain_where_no_page_sets_them_and_the_pages_own_where_one_does() -> None:
    drawn = '<svg a=""><rect style="fill: var(--fig-paper, #ffffff); stroke: #0b5c8c"/></svg>'
    plain = plain_colours(drawn)
    assert plain == (
        '<svg data-palette="fig-paper #ffffff" a=""><rect style="fill: #ffffff; stroke: #0b5c8c"/>'
        "</svg>"
    )
    assert page_colours(plain) == drawn


def test_a_link_in_a_drawing_stays_where_it_leads_to_something(book: Path) -> None:
    file = book / "figures/fig-a.svg"
    linked = file.read_text().replace("<text", '<a xlink:href="#map-a"><text', 1)
    file.write_text(linked.replace("</text>", "</text></a>", 1))
    page = put_drawings(IMAGE + '<div id="map-a"></div>', book)
    assert '<a xlink:href="#map-a">' in page
    assert 'role="group"' in page  # a single picture would hide its links
    alone = put_drawings(IMAGE, book)
    assert "<a " not in alone
    assert 'role="img"' in alone
