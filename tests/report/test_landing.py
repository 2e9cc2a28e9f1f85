"""All reports in one folder, with a page that lists them."""

import json
from pathlib import Path

import pytest

from mcneval.report.landing import gather_reports


def write_result(results: Path, name: str, title: str, provenance: str) -> None:
    report = results / name / "report"
    report.mkdir(parents=True)
    (report / "index.html").write_text("report")
    (report / f"{name}.pdf").write_bytes(b"%PDF")
    manifest = {"study": name, "title": title, "provenance": provenance}
    (results / name / "manifest.json").write_text(json.dumps(manifest))


def test_every_report_is_listed_with_its_origin(tmp_path: Path) -> None:
    write_result(tmp_path / "results", "leeds", "Leeds", "synthetic")
    write_result(tmp_path / "results", "york", "York", "published")
    assert gather_reports(tmp_path / "results", tmp_path / "site") == ["leeds", "york"]
    page = (tmp_path / "site/index.html").read_text()
    assert '<a href="./leeds/index.html">Leeds</a>' in page
    assert "Data: synthetic (made up, not from real people)." in page
    assert (tmp_path / "site/york/york.pdf").read_bytes() == b"%PDF"


def test_a_title_is_escaped(tmp_path: Path) -> None:
    write_result(tmp_path / "results", "x", "<script>alert(1)</script>", "collected")
    gather_reports(tmp_path / "results", tmp_path / "site")
    page = (tmp_path / "site/index.html").read_text()
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_no_report_is_an_error_that_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="Run first: mcn report"):
        gather_reports(tmp_path / "results", tmp_path / "site")


def test_a_run_that_failed_or_was_refused_is_no_report(tmp_path: Path) -> None:
    write_result(tmp_path / "results", "york", "York", "published")
    write_result(tmp_path / "results", "york.failed", "York", "published")
    assert gather_reports(tmp_path / "results", tmp_path / "site") == ["york"]
    assert not (tmp_path / "site/york.failed").exists()


def test_a_study_s_name_is_no_address(tmp_path: Path) -> None:
    write_result(tmp_path / "results", "javascript:alert(1)", "Leeds", "synthetic")
    gather_reports(tmp_path / "results", tmp_path / "site")
    page = (tmp_path / "site/index.html").read_text()
    assert '<a href="./javascript%3Aalert%281%29/index.html">Leeds</a>' in page
