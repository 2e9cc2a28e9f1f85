"""Drawings written into a page take on its colours and disturb nothing else on it."""

from __future__ import annotations

import lxml.html
from toy_notebooks import draw

from mcneval.book.drawings import plain_colours, put_drawings

IMAGE = '<p><img src="../figures/fig-a.svg" alt="Three &amp; a &quot;half&quot;" /></p>'
DRAWN = {"figures/fig-a.svg": draw("Three").encode()}
BOTH = DRAWN | {"figures/fig-a-narrow.svg": draw("Three", 250).encode()}


def test_drawing_takes_the_place_of_its_image() -> None:
    page = lxml.html.fromstring(put_drawings(IMAGE, DRAWN))
    (svg,) = page.xpath("./svg")
    assert (svg.get("class"), svg.get("aria-label")) == ("drawn only", 'Three & a "half"')


def test_names_of_two_forms_are_unique_and_lead_to_their_own() -> None:
    page = put_drawings(IMAGE, BOTH)
    ids = [str(one) for one in lxml.html.fromstring(page).xpath("//@id")]
    assert ids == [
        "fig-a-wide-clip", "fig-a-wide-figure_1", "fig-a-narrow-clip", "fig-a-narrow-figure_1"
    ]  # fmt: skip
    assert page.count("url(#fig-a-wide-clip)") == page.count("url(#fig-a-narrow-clip)") == 1


def test_style_of_a_drawing_does_not_become_the_pages() -> None:
    page = put_drawings(IMAGE, BOTH)
    assert "<style" not in page
    assert "<!--" not in page


def test_declaration_before_a_drawing_stays_out_of_the_page() -> None:
    declared = {path: b'<?xml version="1.0"?>\n' + svg for path, svg in DRAWN.items()}
    assert put_drawings(IMAGE, declared) == put_drawings(IMAGE, DRAWN)


def test_other_images_stay() -> None:
    page = '<img src="../figures/own.svg" alt="x" /><img src="fig-a.svg" alt="y" />'
    assert put_drawings(page, DRAWN) == page


def test_colours_are_plain_where_no_page_sets_them() -> None:
    drawn = b'<rect style="fill: var(--fig-paper, #ffffff); stroke: var(--fig-series-1,#0b5c8c)"/>'
    assert plain_colours(drawn) == b'<rect style="fill: #ffffff; stroke: #0b5c8c"/>'


def test_a_link_in_a_drawing_stays_where_it_leads_to_something() -> None:
    linked = draw("Three").replace("<text", '<a xlink:href="#map-a"><text', 1)
    drawn = {"figures/fig-a.svg": linked.replace("</text>", "</text></a>", 1).encode()}
    page = put_drawings(IMAGE + '<div id="map-a"></div>', drawn)
    assert '<a xlink:href="#map-a">' in page
    assert 'role="group"' in page  # a single picture would hide its links
    alone = put_drawings(IMAGE, drawn)
    assert "<a " not in alone
    assert 'role="img"' in alone
