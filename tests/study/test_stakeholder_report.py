"""The report on a network of another shape: whole, and silent on what it does not have."""

from __future__ import annotations

import html
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from mcneval.report.make import make_report
from mcneval.study.commands import new
from mcneval.study.tables import TABLES

# One worker makes the report for all tests here.
pytestmark = pytest.mark.xdist_group("stakeholders")

ROOT = Path(__file__).parents[2]
FILLED = ROOT / "docs" / "examples" / "borderland"
WORDS = (
    "impact@organisation:high,moderate,low;country@organisation:England,Wales;group:nurses,families"
)
# The verb "spoke" is no mention.
FOREIGN = re.compile(r"\bhubs?\b|\bspokes\b|\bNHS\b|\bphases?[ -]2\b|\bsecond phase\b", re.I)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("borderland")
    shutil.copytree(ROOT / "data" / "frameworks", home / "data" / "frameworks")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(home)
        made = CliRunner().invoke(new, ["borderland", "--attributes", WORDS])
        assert made.exit_code == 0, made.output
        study = home / "data" / "borderland"
        for table in TABLES:
            if not (FILLED / table.file).exists():
                (study / table.file).unlink()
        shutil.copytree(FILLED, study, dirs_exist_ok=True)
        return make_report("borderland", home / "results").folder / "report"


def read_words(page: Path) -> str:
    text = re.sub(r"<(script|style)\b.*?</\1>", " ", page.read_text("utf-8"), flags=re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", " ", text))


def test_only_chapters_with_something_to_read_are_there(report: Path) -> None:
    chapters = {path.stem for path in (ROOT / "reports").glob("*.qmd")}
    without = {"codebook", "numbers", "reproduction"}
    assert {path.stem for path in (report / "reports").glob("*.html")} == chapters - without


def test_no_page_mentions_what_this_network_does_not_have(report: Path) -> None:
    found = {
        f"{page.name}: {match.group()}"
        for page in report.rglob("*.html")
        for match in FOREIGN.finditer(read_words(page))
    }
    assert found == set()


def test_its_own_framework_groups_and_themes_are_shown(report: Path) -> None:
    mapping = read_words(report / "reports" / "system.html")
    assert all(words in mapping for words in ("Nearness", "Reach", "Skill", "Trust", "Means"))
    assert "Out of reach when it counts" in mapping
    recruitment = read_words(report / "reports" / "study.html")
    assert all(words in recruitment for words in ("Nurses", "Families", "Moderate", "Wales"))
