"""The two studies' reports, made by the real command."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from mcneval.exhibit import MIME, Exhibit
from mcneval.study.settings import ORIGIN_WORDS

ROOT = Path(__file__).parents[2]
KEYS = [
    "participants.total",
    "participants.phase-1",
    "participants.phase-2",
    "organisations.total",
    "quotations.total",
    "themes.total",
    "themes.enablers",
    "themes.barriers",
]


class Page(HTMLParser):
    """A page's ids, links and images."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.targets: list[str] = []
        self.images: list[dict[str, str | None]] = []
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("id"):
            self.ids.add(str(given["id"]))
        if tag == "img":
            self.images.append(given)
        self.targets += [str(given[name]) for name in ("href", "src") if given.get(name)]


@pytest.fixture(params=["york", "synthetic"])
def made(request: pytest.FixtureRequest) -> Any:
    return request.getfixturevalue(request.param)


def read_table(made: Any, label: str) -> list[list[str]]:
    with (made.folder / "tables" / f"{label}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_the_command_ends_well(made: Any) -> None:
    assert (made.code, made.err) == (0, "")


def count_people(york: Any, table: str) -> list[list[str]]:
    """Return the people of a table of the register: a list for each of its rows."""
    heads, *rows = read_table(york, "tbl-participants")
    counted: dict[str, list[str]] = {}
    for row in (dict(zip(heads, row, strict=True)) for row in rows):
        if row["table"] == table:
            counted.setdefault(row["row"], []).append(row["people"])
    return list(counted.values())


def test_table_4_of_york_is_reproduced(york: Any) -> None:
    assert count_people(york, "Participants by type of organisation") == [
        ["5", "18", "8", "2", "33"],
        ["3", "5", "3", "1", "12"],
        ["8", "23", "11", "3", "45"],
    ]


def test_table_5_of_york_is_reproduced(york: Any) -> None:
    assert count_people(york, "Participants by professional role") == [
        ["9", "8", "15", "1", "33"],
        ["3", "3", "4", "2", "12"],
        ["12", "11", "19", "3", "45"],
    ]


def test_the_variables_hold_what_the_contract_names(york: Any) -> None:
    variables = json.loads((york.folder / "variables.json").read_text("utf-8"))
    assert [variables[key]["value"] for key in KEYS] == [45, 33, 12, 20, 64, 19, 3, 14]
    for number in variables.values():
        assert {"value", "text", "notebook", "cell"} <= set(number)


def test_every_published_figure_is_reproduced(york: Any) -> None:
    rows = read_table(york, "tbl-reproduction")
    assert rows[0] == ["item", "printed", "published", "computed", "matches"]
    assert len(rows) > 50
    assert {row[4] for row in rows[1:]} == {"yes"}


def list_exhibits(made: Any) -> list[Exhibit]:
    """Return what the executed notebooks show."""
    return [
        Exhibit.model_validate(output["data"][MIME])
        for path in sorted((made.folder / "notebooks").glob("*.ipynb"))
        for cell in json.loads(path.read_text("utf-8"))["cells"]
        for output in cell.get("outputs", [])
        if MIME in output.get("data", {})
    ]


def test_every_exhibit_has_its_files(made: Any) -> None:
    shown = [one for one in list_exhibits(made) if one.kind in ("table", "figure")]
    wanted = {f"tables/{one.label}.csv" for one in shown}
    wanted |= {f"figures/{one.label}.svg" for one in shown if one.kind == "figure"}
    assert len(shown) >= 10
    assert [name for name in sorted(wanted) if not (made.folder / name).is_file()] == []


def test_every_exhibit_says_what_it_was_made_from(made: Any) -> None:
    shown = [one for one in list_exhibits(made) if one.kind != "absent"]
    assert [one.label for one in shown if not one.inputs] == []


def test_what_is_not_york_s_own_is_marked(york: Any) -> None:
    marks = {one.label: one.marks for one in list_exhibits(york)}
    assert marks["tbl-participants"] == [ORIGIN_WORDS["reconstructed"]]
    assert marks["tbl-codebook"] == [ORIGIN_WORDS["secondary"]]


def test_every_link_and_anchor_leads_somewhere(made: Any) -> None:
    pages = {path: Page(path) for path in sorted(made.report.rglob("*.html"))}
    dead = []
    for path, page in pages.items():
        for target in page.targets:
            parts = urlsplit(target)
            if parts.scheme in ("http", "https", "mailto", "data"):
                continue
            goal = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            anchors = pages[goal].ids if goal in pages else set()
            if not goal.is_file() or (parts.fragment and unquote(parts.fragment) not in anchors):
                dead.append(f"{path.name}: {target}")
    assert len(pages) >= 15
    assert dead == []


def test_no_mark_of_a_block_or_template_is_left_in_a_page(made: Any) -> None:
    left = re.compile(r":::|\{\.[a-z]|\{\{|\{%|\]\{")
    for path in sorted((made.report / "reports").glob("*.html")):
        words = re.sub(r"<(script|style|code|pre)\b.*?</\1>|<[^>]+>", " ", path.read_text("utf-8"),
                       flags=re.DOTALL)  # fmt: skip
        assert left.findall(words) == [], path.name


def test_no_page_asks_another_host(made: Any) -> None:
    loading = re.compile(r"""(?:\ssrc=|<link[^>]*\shref=|url\()\s*["']?(?:https?:)?//""")
    asking = [
        path.name
        for path in made.report.rglob("*")
        if path.suffix in (".html", ".css", ".js") and loading.search(path.read_text("utf-8"))
    ]
    assert asking == []


def test_every_figure_has_a_text_for_those_who_cannot_see_it(made: Any) -> None:
    for path in made.report.rglob("*.html"):
        for image in Page(path).images:
            assert len(image.get("alt") or "") > 20, (path.name, image.get("src"))
    drawn = [one for one in list_exhibits(made) if one.kind == "figure"]
    assert [one.label for one in drawn if len(one.alt) <= 20] == []


def test_every_page_is_small(made: Any) -> None:
    sizes = {path.name: path.stat().st_size for path in made.report.rglob("*.html")}
    assert {name: size for name, size in sizes.items() if size > 500_000} == {}


def test_every_page_of_the_made_up_study_says_so(synthetic: Any) -> None:
    silent = [
        path.name
        for path in synthetic.report.rglob("*.html")
        if "synthetic" not in path.read_text("utf-8").lower()
    ]
    assert silent == []


def test_every_exhibit_of_the_made_up_study_says_so(synthetic: Any) -> None:
    shown = [one for one in list_exhibits(synthetic) if one.kind in ("table", "figure")]
    assert len(shown) > 30
    assert [one.label for one in shown if ORIGIN_WORDS["synthetic"] not in one.marks] == []


def test_every_figure_of_the_made_up_study_bears_it_in_the_drawing(synthetic: Any) -> None:
    drawings = sorted((synthetic.folder / "figures").glob("*.svg"))
    assert len(drawings) > 20
    assert [one.name for one in drawings if "synthetic" not in one.read_text("utf-8")] == []


def test_all_formats_are_made_by_default(york: Any) -> None:
    assert (york.report / "york-2021.pdf").read_bytes().startswith(b"%PDF")
    assert (york.report / "york-2021.docx").read_bytes().startswith(b"PK")


def hash_folder(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "run.log"
    }


def test_a_second_run_gives_the_same_bytes(york: Any, run_mcn: Any, tmp_path: Path) -> None:
    run_mcn("report", "york-2021", "--results", str(tmp_path))
    assert hash_folder(tmp_path / "york-2021") == hash_folder(york.folder)
