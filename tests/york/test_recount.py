"""The York tables against a second count of the article, made without sight of them.

The tables are read plainly, not through ``mcneval``, so that a fault in the package cannot
hide a fault in the data. The order of rows never matters.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).parents[2] / "data"
STUDY = DATA / "york-2021"
RECOUNT: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent / "recount.yml").read_text(encoding="utf-8")
)
PHASES = ("phase-1", "phase-2")
DOMAINS: tuple[str, ...] = tuple(RECOUNT["themes"])
QUOTATIONS: list[dict[str, Any]] = RECOUNT["quotations"]
COUNTS: dict[str, Any] = RECOUNT["quotation_counts"]

Row = dict[str, str]


def read_rows(table: str) -> list[Row]:
    with (STUDY / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def plain(words: str) -> str:
    return " ".join(words.replace("’", "'").casefold().split())


def by_key(rows: Iterable[Row], key: str) -> dict[str, Row]:
    return {row[key]: row for row in rows}


def list_recruited() -> list[Row]:
    """Those who took part, each with the columns of their organisation."""
    organisations = by_key(read_rows("organisations"), "organisation_id")
    return [
        organisations[person["organisation_id"]] | person
        for person in read_rows("participants")
        if person["status"] == "recruited"
    ]


def cross(cells: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Count cells, with totals of rows and columns."""
    counts: Counter[tuple[str, str]] = Counter()
    for row, column in cells:
        counts.update([(row, column), (row, "total"), ("total", column), ("total", "total")])
    return dict(counts)


def spread(table: dict[str, dict[str, int]]) -> dict[tuple[str, str], int]:
    return {
        (row, plain(column)): count
        for row, columns in table.items()
        for column, count in columns.items()
    }


def name_speaker(segment: Row) -> int | str:
    if segment["participant_id"]:
        number = re.fullmatch(r"P0*(\d+)", segment["participant_id"])
        assert number, f"{segment['segment_id']}: no number in {segment['participant_id']!r}"
        return int(number.group(1))
    group = re.search(r"FG(\d)", segment["source_id"])
    assert group, f"{segment['segment_id']}: neither a participant nor a focus group"
    return f"focus group {group.group(1)}"


def is_in_table_6(segment: Row) -> bool:
    return segment["locator"].startswith("Table 6")


def name_heading(segment: Row) -> str:
    """The domain whose section of the results a quotation stands in."""
    found = [domain for domain in DOMAINS if plain(domain) in plain(segment["locator"])]
    assert len(found) == 1, f"{segment['segment_id']}: locator {segment['locator']!r}"
    return found[0]


def list_voices() -> list[tuple[Row, str, int | str]]:
    """Each segment with its phase and speaker."""
    sources = by_key(read_rows("sources"), "source_id")
    return [
        (segment, sources[segment["source_id"]]["phase"], name_speaker(segment))
        for segment in read_rows("segments")
    ]


def find_labels() -> dict[str, list[str]]:
    """The labels of the themes that each segment is evidence for."""
    themes = by_key(read_rows("themes"), "theme_id")
    labels: dict[str, list[str]] = {}
    for row in read_rows("theme_segments"):
        label = plain(themes[row["theme_id"]]["label"])
        labels.setdefault(row["segment_id"], []).append(label)
    return labels


def find_domains() -> dict[str, str]:
    """The domain on which the team's map chiefly puts each theme, by the theme's label."""
    framework = yaml.safe_load((DATA / "frameworks" / "sst.yml").read_text(encoding="utf-8"))
    names: dict[str, str] = {
        construct["id"]: construct["label"] for construct in framework["constructs"]
    }
    themes = by_key(read_rows("themes"), "theme_id")
    placed = [
        (plain(themes[row["theme_id"]]["label"]), names[row["construct_id"]])
        for row in read_rows("mappings")
        if row["framework"] == "sst" and row["weight"] == "primary" and not row.get("analyst")
    ]
    assert len(dict(placed)) == len(placed), "a theme has two chief domains"
    return dict(placed)


def expect_speakers() -> dict[tuple[str, int | str], int]:
    people = {
        (phase, number): count
        for phase in PHASES
        for number, count in COUNTS["per_participant"][phase].items()
    }
    groups = {
        ("phase-1", f"focus group {number}"): count
        for number, count in COUNTS["per_focus_group"].items()
    }
    return people | groups


def test_table_4_agrees_cell_by_cell() -> None:
    cells = [
        (person["phase"], plain(f"{person['position']} {person['sector']}"))
        for person in list_recruited()
    ]
    assert cross(cells) == spread(RECOUNT["table_4"])


def test_table_5_agrees_cell_by_cell() -> None:
    cells = [(person["phase"], plain(person["role"])) for person in list_recruited()]
    assert cross(cells) == spread(RECOUNT["table_5"])


def test_people_per_phase_agree() -> None:
    counted = Counter(person["phase"] for person in list_recruited())
    assert dict(counted) | {"total": counted.total()} == RECOUNT["participants"]


def test_organisations_per_phase_and_in_both_agree() -> None:
    first, second = (
        {person["organisation_id"] for person in list_recruited() if person["phase"] == phase}
        for phase in PHASES
    )
    assert {
        "phase-1": len(first),
        "phase-2": len(second),
        "union": len(first | second),
        "both": len(first & second),
    } == RECOUNT["organisations"]


def test_invited_and_target_agree() -> None:
    declared = yaml.safe_load((STUDY / "study.yml").read_text(encoding="utf-8"))["phases"]
    phases = {phase["id"]: phase for phase in declared}

    assert phases["phase-1"]["invited"] == RECOUNT["invited"]["phase-1"]
    assert phases["phase-1"]["invited_is_approximate"] is RECOUNT["invited"]["approximate"]
    assert phases["phase-2"]["target"] == RECOUNT["target"]["phase-2"]


def test_sources_and_people_per_kind_agree() -> None:
    sources = by_key(read_rows("sources"), "source_id")
    heard: Counter[tuple[str, str]] = Counter()
    for row in read_rows("source_participants"):
        source = sources[row["source_id"]]
        heard[source["phase"], source["kind"]] += 1
    held = Counter((source["phase"], source["kind"]) for source in sources.values())
    found: dict[str, dict[str, dict[str, int]]] = {}
    for (phase, kind), count in held.items():
        people = heard[phase, kind]
        found.setdefault(phase, {})[kind] = {"sources": count, "people": people}

    assert found == {phase: RECOUNT["sources"][phase] for phase in PHASES}


def test_everyone_recruited_spoke_in_one_source_of_their_own_phase() -> None:
    phase_of = {row["source_id"]: row["phase"] for row in read_rows("sources")}
    heard = Counter(
        (row["participant_id"], phase_of[row["source_id"]])
        for row in read_rows("source_participants")
    )
    assert heard == {(person["participant_id"], person["phase"]): 1 for person in list_recruited()}


def test_one_source_was_not_transcribed() -> None:
    untranscribed = [row for row in read_rows("sources") if row["transcribed"] == "no"]
    assert len(untranscribed) == RECOUNT["sources"]["not_transcribed"]


def test_quotations_per_speaker_and_phase_agree() -> None:
    assert Counter((phase, who) for _, phase, who in list_voices()) == expect_speakers()


def test_quoted_people_were_recruited_in_the_phase_they_are_quoted_for() -> None:
    numbers = {(person["phase"], person["participant_id"]) for person in list_recruited()}
    quoted = {
        (phase, segment["participant_id"])
        for segment, phase, _ in list_voices()
        if segment["participant_id"]
    }
    assert quoted - numbers == set()


def test_quotations_stand_where_the_article_prints_them() -> None:
    counted = Counter(
        "table_6" if is_in_table_6(segment) else "results_text" for segment, _, _ in list_voices()
    )
    assert counted == {place: COUNTS[place] for place in ("table_6", "results_text")}


def test_quotations_per_theme_in_table_6_agree() -> None:
    labels = find_labels()
    counted = Counter(
        label
        for segment in read_rows("segments")
        if is_in_table_6(segment)
        for label in labels[segment["segment_id"]]
    )
    printed = COUNTS["per_theme_in_table_6"]
    assert counted == {plain(label): count for label, count in printed.items()}


def test_who_speaks_under_each_theme_in_table_6_agrees() -> None:
    labels = find_labels()
    found = Counter(
        (label, phase, who)
        for segment, phase, who in list_voices()
        if is_in_table_6(segment)
        for label in labels[segment["segment_id"]]
    )
    assert found == Counter(
        (plain(entry["theme"]), entry["phase"], entry["speaker"])
        for entry in QUOTATIONS
        if "theme" in entry
    )


def test_who_speaks_under_each_heading_of_the_results_agrees() -> None:
    found = Counter(
        (name_heading(segment), phase, who)
        for segment, phase, who in list_voices()
        if not is_in_table_6(segment)
    )
    assert found == Counter(
        (entry["domain"], entry["phase"], entry["speaker"])
        for entry in QUOTATIONS
        if "domain" in entry
    )


def test_quotations_of_the_results_serve_a_theme_of_their_own_domain() -> None:
    labels, domains = find_labels(), find_domains()
    astray = [
        segment["segment_id"]
        for segment in read_rows("segments")
        if not is_in_table_6(segment)
        and name_heading(segment)
        not in {domains[label] for label in labels.get(segment["segment_id"], [])}
    ]
    assert astray == []


def test_quotations_per_domain_agree() -> None:
    labels, domains = find_labels(), find_domains()
    counted: Counter[str] = Counter()
    for segment in read_rows("segments"):
        if is_in_table_6(segment):
            counted.update({domains[label] for label in labels[segment["segment_id"]]})
        else:
            counted[name_heading(segment)] += 1
    assert counted == {domain: count["total"] for domain, count in COUNTS["per_domain"].items()}


def test_themes_lie_on_the_domains_the_article_puts_them_in() -> None:
    assert find_domains() == {
        plain(label): domain for domain, labels in RECOUNT["themes"].items() for label in labels
    }


def test_there_are_no_themes_beside_the_published_ones() -> None:
    found = sorted(plain(theme["label"]) for theme in read_rows("themes"))
    assert found == sorted(plain(label) for label in COUNTS["per_theme_in_table_6"])
