"""Every claim of York's first page stands in a row of the study's files, and is short enough."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import lxml.html
import pytest
import yaml

STUDY = Path(__file__).parents[2] / "data" / "york-2021"
SETTINGS = yaml.safe_load((STUDY / "study.yml").read_text("utf-8"))
FINDINGS = yaml.safe_load((STUDY / "findings.yml").read_text("utf-8"))
SQUARES = {"nearly all": "■■■■", "many": "■■■□", "some": "■■□□", "few": "■□□□"}
KEYS = {"stated for it", "only of several together", "how widely said"}
HEADS = {"In place", "up against", "Barriers that cut across", "hold back", "and wear down"}
STAMP = "Data: a secondary analysis of what was published."


def read_rows(name: str) -> list[dict[str, str]]:
    """Return the rows of one of the study's tables."""
    with (STUDY / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


THEMES = {row["theme_id"]: row for row in read_rows("themes")}


def squeeze(words: str) -> str:
    """Return words with single blanks and straight apostrophes."""
    return " ".join(words.replace("’", "'").split())


def tell(element: Any) -> str:
    """Return the words of an element."""
    return squeeze(" ".join(element.itertext()))


@pytest.fixture(scope="module")
def home(york: Any) -> Any:
    """Return the first page's main part."""
    page = lxml.html.fromstring((york.report / "index.html").read_text("utf-8"))
    return page.xpath("//main")[0]


def test_it_is_read_in_two_minutes(home: Any) -> None:
    for hidden in home.xpath("//template | //svg[contains(@class, 'narrow')] | //script"):
        hidden.getparent().remove(hidden)
    assert len(re.findall(r"\S*\w\S*", tell(home))) < 500
    assert 5 <= len(FINDINGS["findings"]) <= 7


def test_title_and_sentence_are_the_study_s(home: Any) -> None:
    assert tell(home.xpath(".//h1")[0]) == squeeze(SETTINGS["title"])
    assert tell(home.xpath(".//p[@class='subtitle']")[0]) == squeeze(SETTINGS["subtitle"])


def test_numbers_are_those_of_the_rows(home: Any, york: Any) -> None:
    people = [row for row in read_rows("participants") if row["status"] == "recruited"]
    counted = {
        "participants.total": len(people),
        "organisations.total": len({row["organisation_id"] for row in people}),
        "quotations.total": len({row["segment_id"] for row in read_rows("theme_segments")}),
    }
    said = [tell(one) for one in home.xpath(".//a[contains(@class, 'number')]")]
    assert said == [str(number) for number in counted.values()]
    variables = json.loads((york.folder / "variables.json").read_text("utf-8"))
    assert {key: variables[key]["value"] for key in counted} == counted


def test_the_figure_s_words_are_the_argument_s(home: Any) -> None:
    (caption,) = home.xpath(".//figcaption")
    assert squeeze(SETTINGS["report"]["message"]) in tell(caption)
    assert squeeze(SETTINGS["report"]["note"]) in tell(home)
    steps = read_rows("argument")
    allowed = {*KEYS, *HEADS, STAMP, *(row["label"] for row in steps)}
    allowed |= {row["said"] for row in steps}
    allowed |= {THEMES[row["theme_id"]]["said"] for row in steps if row["theme_id"]}
    drawn = [tell(one) for one in home.xpath(".//svg[contains(@class, 'wide')]//text")]
    assert len(drawn) > 20
    # A long label stands in two lines.
    assert [words for words in drawn if not any(words in known for known in allowed)] == []


def test_what_rests_on_one_sentence_is_drawn_open(home: Any, york: Any) -> None:
    rests = {
        (row["from_theme"], row["to_theme"]): row["rests_on"] for row in read_rows("theme_links")
    }
    steps = {row["label"]: row["theme_id"] for row in read_rows("argument")}
    with (york.folder / "tables" / "fig-argument.csv").open(encoding="utf-8") as file:
        crossings = list(csv.DictReader(file))
    assert len(crossings) == 5 * 4
    for row in crossings:
        pair = steps[row["barrier"]], steps[row["what"]]
        own = "own place" if pair[0] == pair[1] else ""
        assert row["rests_on"] == rests.get(pair, own), row


def test_each_finding_is_a_row_with_what_it_rests_on(home: Any) -> None:
    shown = home.xpath(".//div[contains(@class, 'finding')]")
    assert len(shown) == len(FINDINGS["findings"])
    for number, (part, row) in enumerate(zip(shown, FINDINGS["findings"], strict=True), start=1):
        assert tell(part.xpath(".//h3")[0]) == f"{number} {squeeze(row['text'])}"
        detail, graded, *_ = [tell(one) for one in part.xpath("./p")]
        assert detail == squeeze(row["detail"])
        assert graded.replace(" ;", ";") == "; ".join(map(describe_theme, row["themes"]))


def describe_theme(theme: str) -> str:
    """Return how the first page tells how widely a theme was said."""
    row = THEMES[theme]
    said = row["said"] if len(row["said"].split()) < 5 else row["breadth"]
    squares = f"{SQUARES[row['breadth']]} " if row["breadth"] in SQUARES else ""
    return f"{squares}{row['narrow']}{f': {said}' if said else ''}"


def test_each_piece_of_advice_is_a_row_and_says_whose_it_is(home: Any) -> None:
    order = [row["id"] for row in FINDINGS["findings"]]
    shown = home.xpath(".//div[contains(@class, 'action')]")
    first = FINDINGS["recommendations"][: len(order)]
    assert [row["findings"][0] for row in first] == order
    for part, row in zip(shown, first, strict=True):
        whose = "Authors advise" if row["whose"] == "authors" else "This analysis advises"
        assert tell(part) == f"{whose} {squeeze(row['text'])}"
    for row in FINDINGS["recommendations"]:
        assert bool(row.get("printed")) == (row["whose"] == "authors"), row["text"]


def test_what_limits_trust_is_among_the_limits(home: Any) -> None:
    shown = [tell(one) for one in home.xpath(".//*[contains(@class, 'trust')]//li")]
    short = [row["short"] for row in FINDINGS["limits"] if "short" in row]
    assert shown == [squeeze(re.sub(r"\{\{.*?\}\}", "64", words)) for words in short]
