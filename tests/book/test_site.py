"""The HTML report: whole, safe, and at home on a disk."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from toy_book import Report, make_stage

from mcneval.book import render_book

PAGES = [
    "index.html",
    "reports/methods.html",
    "reports/recruitment.html",
    "reports/themes.html",
    "reports/references.html",
    "reports/evidence.html",
    "reports/numbers.html",
    "notebooks/01-recruitment.html",
]


def test_pages_have_quartos_addresses(report: Report) -> None:
    assert report.outcome.pages == PAGES
    assert (report.outcome.engine.name, report.outcome.warnings) == ("embedded", [])


def test_every_link_image_and_style_is_there(report: Report) -> None:
    dead = []
    for href in PAGES:
        page = report.page(href)
        for element, _, target, _ in page.iterlinks():
            parts = urlsplit(target)
            if parts.scheme:
                assert (element.tag, element.get("rel")) == ("a", "external") or "doi" in target
                continue
            file = (report.folder / href).parent / unquote(parts.path) if parts.path else None
            found = file or report.folder / href
            if not found.resolve().is_file():
                dead.append((href, target))
            elif parts.fragment:
                ids = report.page(found.resolve().relative_to(report.folder.resolve())).xpath(
                    "//@id"
                )
                dead += [] if parts.fragment in ids else [(href, target)]
    assert dead == []


def test_identifiers_are_unique_on_each_page(report: Report) -> None:
    for href in PAGES:
        ids = report.page(href).xpath("//@id")
        assert sorted(set(ids)) == sorted(ids)


def test_text_from_data_is_shown_and_never_run(report: Report) -> None:
    for href in PAGES:
        scripts = report.page(href).xpath("//script[not(@src)]/text()")
        assert len(scripts) == 1
        assert "mcn-theme" in scripts[0]
    shown = report.words("reports/recruitment.html", "//table[@id='tbl-roles']//tbody//th")
    assert shown == ["Nurse <script>alert(1)</script>", "Doctor"]
    assert "<script>alert(“x”)</script>" in report.words("reports/methods.html", "//article")[0]


def test_no_page_asks_another_host_for_anything(report: Report) -> None:
    for href in PAGES:
        assert not report.page(href).xpath("//*[starts-with(@src, 'http')]")
        assert not report.page(href).xpath("//link[starts-with(@href, 'http')]")
    for name in ("site.css", "site.js", "search-index.js"):
        text = (report.folder / "assets" / name).read_text()
        assert not re.search(r"url\(|@import|fetch\(|XMLHttp", text)


def test_pages_are_small(report: Report) -> None:
    assert max((report.folder / href).stat().st_size for href in PAGES) < 500_000


def test_figure_is_written_into_the_page_with_text_for_those_who_cannot_see(
    report: Report,
) -> None:
    for href, place in (
        ("reports/recruitment", "//figure[@id='fig-flow']"),
        ("notebooks/01-recruitment", "//div[@id='cell-fig-flow']"),
    ):
        (figure,) = report.page(f"{href}.html").xpath(place)
        drawn = figure.xpath(".//svg")
        assert [one.get("class") for one in drawn] == ["drawn wide", "drawn narrow"]
        assert {(one.get("role"), one.get("aria-label")) for one in drawn} == {
            ("img", "A bar: 20 asked, 15 came")
        }
        assert [len(one.xpath(".//*[contains(@style, 'var(--fig-ink, ')]")) for one in drawn] == [
            1,
            1,
        ]
        assert not figure.xpath(".//img")


def test_drawing_handed_out_has_plain_colours(report: Report) -> None:
    for name in ("fig-flow", "fig-flow-narrow"):
        text = (report.folder / f"figures/{name}.svg").read_text("utf-8")
        assert "var(" not in text
        assert all(colour in text for colour in ("#ffffff", "#0b5c8c", "#1d2733"))


def test_picture_that_no_exhibit_holds_stands_on_the_notebooks_page(report: Report) -> None:
    (image,) = report.page("notebooks/01-recruitment.html").xpath("//article//img")
    assert image.get("src") == "../figures/01-recruitment-8-1.png"
    assert image.get("alt") == "Drawing made by cell 8"


def test_what_an_exhibit_says_of_itself_stands_under_it(report: Report) -> None:
    page = report.page("reports/evidence.html")
    after = page.xpath("//table[@id='tbl-evidence']/../following-sibling::div[1]")[0]
    assert after.get("class") == "notes"
    assert after.text_content().strip() == "Gists in our own words. Data: made up."


def test_tables_have_heads_and_numbers_to_the_right(report: Report) -> None:
    page = report.page("reports/recruitment.html")
    (table,) = page.xpath("//table[@id='tbl-places']")
    assert table.xpath(".//thead//th/@scope") == ["col", "col", "col"]
    assert table.xpath(".//tbody//th/@scope") == ["row", "row"]
    assert [cell.get("style") for cell in table.xpath(".//tbody/tr[1]/*")] == [
        None,
        "text-align: right;",
        "text-align: right;",
    ]
    region = table.getparent()
    assert (region.get("role"), region.get("tabindex")) == ("region", "0")
    assert region.get("aria-label") == "Table 2.3: Where people work"


def test_number_links_to_where_it_comes_from(report: Report) -> None:
    (link,) = report.page("index.html").xpath("//article//a[text()='45']")
    assert link.get("href") == "reports/numbers.html#var-participants-total"


def test_citation_leads_to_the_references(report: Report) -> None:
    (link,) = report.page("index.html").xpath("//article//a[text()='Smith 2016']")
    assert link.get("href") == "reports/references.html#ref-smith2016"
    assert report.page("reports/references.html").xpath("//div[@id='ref-smith2016']")


def test_navigation_offers_the_other_formats(report: Report) -> None:
    found = report.page("reports/methods.html").xpath("//nav[@class='side']//a[@download]/@href")
    assert found == ["../toy-report.pdf", "../toy-report.docx"]


def test_all_panels_and_callouts_are_there_without_scripts(report: Report) -> None:
    page = report.page("reports/methods.html")
    assert report.words("reports/methods.html", "//div[@class='tab-title']") == ["First", "Second"]
    assert not page.xpath("//*[@class='tab-panel' and @hidden]")
    assert page.xpath("//details[contains(@class, 'callout-warning')]/summary/text()") == [
        "Small numbers"
    ]
    assert page.xpath("//div[contains(@class, 'callout-note')]/@aria-label") == ["How to read"]


def test_every_page_has_its_landmarks_and_one_heading(report: Report) -> None:
    for href in PAGES:
        page = report.page(href)
        assert len(page.xpath("//h1")) == 1
        assert len(page.xpath("//main")) == 1
        assert page.xpath("//a[@class='skip']/@href") == ["#content"]
        assert page.xpath("//nav[@class='side']//a[@aria-current='page']")
        assert page.xpath("//html/@lang") == ["en-GB"]


def test_notebook_page_shows_code_and_offers_the_notebook(report: Report) -> None:
    page = report.page("notebooks/01-recruitment.html")
    assert page.xpath("//a[@href='01-recruitment.ipynb']/@download") == [""]
    (cell,) = page.xpath("//div[@id='cell-fig-flow']")
    assert "make(study)" in cell.text_content()
    assert page.xpath("//pre[@class='output']//text()") == ["<b>"]


def test_same_book_gives_the_same_bytes(report: Report, tmp_path: Path) -> None:
    stage = make_stage(tmp_path / "elsewhere")
    render_book(stage, tmp_path / "again", ("html", "pdf", "docx"), "embedded")
    for path in report.outcome.files:
        assert (tmp_path / "again" / path).read_bytes() == (report.folder / path).read_bytes(), path


def test_own_style_sheet_comes_after_ours(tmp_path: Path) -> None:
    stage = make_stage(tmp_path / "stage")
    (stage / "reports/own.css").write_text(":root { --accent: #333; }\n")
    text = (stage / "_quarto.yml").read_text()
    (stage / "_quarto.yml").write_text(
        text.replace("number-sections: true", "number-sections: true\n    css: reports/own.css")
    )
    report = Report(tmp_path / "out", render_book(stage, tmp_path / "out", engine="embedded"))
    styles = report.page("reports/methods.html").xpath("//link[@rel='stylesheet']/@href")
    assert styles == ["../assets/site.css", "own.css"]
