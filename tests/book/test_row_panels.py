"""Rows of tables travel with the links that lead to them."""

from __future__ import annotations

from mcneval.book.row_panels import add_panels, find_rows

TABLE = (
    "<table><thead><tr><th>Number</th><th>Rule</th></tr></thead><tbody>"
    '<tr><td><span id="num-a">45</span></td><td>People, <a href="study.html#x">once</a></td></tr>'
    "</tbody></table>"
)
ROWS = find_rows({"reports/numbers.html": TABLE})


def test_a_row_is_found_by_the_name_in_it_with_its_heads() -> None:
    assert ROWS == {
        "reports/numbers.html#num-a": [
            ("Number", "<span>45</span>"),
            ("Rule", 'People, <a href="study.html#x">once</a>'),
        ]
    }


def test_a_page_brings_the_rows_that_its_links_lead_to() -> None:
    link = '<a href="reports/numbers.html#num-a" class="number">45</a>'
    page = add_panels("index.html", f"<p>{link}</p>", ROWS)
    assert 'class="number" data-to="reports/numbers.html#num-a">45</a>' in page
    assert page.count("<template") == 1
    assert '<dt>Number</dt><dd data-head="Number"><span>45</span></dd>' in page
    # From the first page the way to another chapter is a different one.
    assert 'href="reports/study.html#x"' in page


def test_other_links_and_rows_without_a_link_are_left_alone() -> None:
    body = '<p><a href="numbers.html#num-a">45</a> <a class="row" href="numbers.html#no">x</a></p>'
    assert add_panels("reports/study.html", body, ROWS) == body
