"""Chapters, sections, figures and tables are numbered as Quarto numbers them."""

from __future__ import annotations

from pathlib import Path

from toy_book import Report, make_stage

from mcneval.book import render_book

NBSP = "\u00a0"


def links(report: Report, href: str) -> list[tuple[str, str]]:
    """Return words and address of a page's cross-references."""
    found = report.page(href).xpath("//article//a[@class='xref']")
    return [(one.text_content().replace(NBSP, " "), one.get("href")) for one in found]


def test_chapters_sections_and_appendices_are_numbered(report: Report) -> None:
    titles = [report.words(page, "//h1")[0] for page in report.outcome.pages[:-1]]
    assert titles == [
        "A toy evaluation",
        "1 Methods",
        "2 Recruitment",
        "3 Themes and what they mean",
        "References",
        "Appendix A Evidence",
        "Appendix B Where every number comes from",
    ]
    assert report.words("reports/methods.html", "//article//h2 | //article//h3") == [
        "1.1 Analysis",
        "1.1.1 Steps",
        "Unnumbered end",
    ]


def test_figures_and_tables_are_numbered_by_chapter(report: Report) -> None:
    captions = "//article//figcaption | //article//caption"
    assert report.words("reports/recruitment.html", captions) == [
        "Figure 2.1: How people came in",
        "Table 2.1: Roles",
        "Table 2.2: Organisations",
        "Table 2.3: Where people work",
    ]
    assert report.words("reports/evidence.html", captions) == ["Table A.1: What was said"]


def test_references_lead_to_their_target_on_other_pages(report: Report) -> None:
    assert links(report, "index.html") == [
        ("Chapter 2", "reports/recruitment.html#sec-recruitment"),
        ("Table 2.1", "reports/recruitment.html#tbl-roles"),
        ("Figure 2.1", "reports/recruitment.html#fig-flow"),
    ]


def test_references_may_leave_out_or_change_the_word(report: Report) -> None:
    assert links(report, "reports/methods.html") == [
        ("Figure 2.1", "recruitment.html#fig-flow"),
        ("2", "recruitment.html#sec-recruitment"),
        ("tables 2.1", "recruitment.html#tbl-roles"),
        ("Appendix A", "evidence.html#sec-evidence"),
    ]


def test_section_without_number_is_called_by_its_title(tmp_path: Path) -> None:
    stage = make_stage(tmp_path / "stage")
    chapter = stage / "reports/evidence.qmd"
    chapter.write_text(
        chapter.read_text() + "\n## Plain {#sec-plain .unnumbered}\n\nSee @sec-plain.\n"
    )
    report = Report(tmp_path / "out", render_book(stage, tmp_path / "out", engine="embedded"))
    assert ("Plain", "#sec-plain") in links(report, "reports/evidence.html")


def test_headings_of_one_name_can_each_be_reached(report: Report) -> None:
    ids = report.page("reports/themes.html").xpath("//article//h2/@id")
    assert ids == ["introduction", "introduction-1"]
