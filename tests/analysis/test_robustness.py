"""How far a theme rests on one person, organisation or source."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcneval.analysis.robustness import (
    compute_losses,
    compute_reliance,
    count_left,
    judge_theme,
    tabulate_losses,
    tabulate_robustness,
    write_verdict,
)
from mcneval.study.load import Study

Make = Callable[..., Study]
EVIDENCE = {
    "themes": """
        theme_id | label | kind | definition
        T1 | Means run short | barrier | money
        T2 | Trust grows | enabler | trust
        T3 | Nobody says so | mixed | none
        """,
    "theme_segments": """
        theme_id | segment_id | stance
        T1 | S1 |
        T1 | S2 |
        T1 | S4 |
        T1 | S5 |
        T2 | S3 |
        T2 | S5 | against
        """,
}
HIDDEN = {"provenance": {"kind": "published", "statement": "x", "register_is_reconstructed": True}}


def test_reliance_is_the_worst_case_of_each_unit(change_small: Make) -> None:
    row = compute_reliance(change_small(**EVIDENCE)).set_index("theme_id").loc["T1"]
    # P1 (O1), the group (two organisations, so none) and P4 (O2) speak for it.
    assert row[["segments", "voices", "organisations", "sources", "most"]].tolist() == [
        4,
        3,
        2,
        3,
        2,
    ]
    assert row[["without_voice", "without_organisation", "without_source"]].tolist() == [2, 2, 2]
    assert row["verdict"] == "holds"


def test_what_speaks_against_a_theme_does_not_hold_it_up(change_small: Make) -> None:
    row = compute_reliance(change_small(**EVIDENCE)).set_index("theme_id").loc["T2"]
    assert row[["segments", "voices", "verdict"]].tolist() == [1, 1, "too few"]


def test_a_theme_without_evidence_says_so(change_small: Make) -> None:
    row = compute_reliance(change_small(**EVIDENCE)).set_index("theme_id").loc["T3"]
    assert row[["voices", "without_voice", "verdict"]].tolist() == [0, 0, "no evidence"]


def test_a_higher_threshold_makes_a_theme_fall(change_small: Make) -> None:
    row = compute_reliance(change_small(**EVIDENCE), 3).set_index("theme_id").loc["T1"]
    assert row["verdict"] == "voice"


def test_a_source_can_take_several_voices_with_it(change_small: Make) -> None:
    study = change_small(
        theme_segments="theme_id | segment_id\nT1 | S1\nT1 | S3\nT1 | S4",
        segments="""
            segment_id | source_id | participant_id | gist
            S1 | I1 | P1 | a
            S3 | G1 | P2 | b
            S4 | G1 | P3 | c
            """,
    )
    row = compute_reliance(study).iloc[0]
    assert row[["without_voice", "without_organisation", "without_source"]].tolist() == [2, 1, 1]
    assert row["verdict"] == "organisation"


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        ({"voices": 3, "sources": 1, "organisations": 2}, "one source"),
        ({"voices": 3, "sources": 2, "organisations": 1}, "one organisation"),
        ({"voices": 3, "sources": 2, "organisations": 2, "without_source": 1}, "source"),
        ({"voices": 3, "sources": 2, "organisations": None}, "holds"),
    ],
)
def test_a_verdict_names_the_weakest_point(row: dict[str, object], verdict: str) -> None:
    left = {"without_voice": 2, "without_organisation": 2, "without_source": 2}
    assert judge_theme(left | row, 2) == verdict


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        ("too few", "Rests on one voice only"),
        ("organisation", "Falls below two voices if an organisation is left out"),
        ("holds", "Holds whichever one is left out"),
    ],
)
def test_a_verdict_is_plain_words(verdict: str, words: str) -> None:
    assert write_verdict(verdict, 1, 2) == words


def test_the_weakest_themes_come_first(change_small: Make) -> None:
    table = tabulate_robustness(change_small(**EVIDENCE))
    assert list(table["Theme"]) == ["Nobody says so", "Trust grows", "Means run short"]
    assert list(table["Most from one voice"]) == ["0 of 0", "1 of 1", "2 of 4"]
    assert table["Organisations"].dtype == int


def test_organisations_that_are_not_known_have_no_column(change_small: Make) -> None:
    table = tabulate_robustness(change_small(HIDDEN, **EVIDENCE))
    assert [head for head in table if "rganisation" in head] == []


def test_losses_name_whose_absence_costs_a_theme(change_small: Make) -> None:
    frame = compute_losses(change_small(**EVIDENCE), 3)
    assert frame[["unit", "name", "segments"]].to_numpy().tolist() == [
        ["voice", "G1", 1],
        ["voice", "P1", 2],
        ["voice", "P4", 1],
        ["organisation", "O1", 3],
        ["organisation", "O2", 1],
        ["source", "G1", 2],
    ]
    assert list(frame["themes"]) == [["Means run short"]] * 6


def test_the_table_of_losses_names_groups_and_organisations(change_small: Make) -> None:
    table = tabulate_losses(change_small(**EVIDENCE), 3)
    assert list(table["Left out"]) == [
        "Focus group G1",
        "P1",
        "P4",
        "Alder",
        "Birch",
        "Everyone in focus group G1",
    ]


def test_nothing_falls_where_all_is_firm(change_small: Make) -> None:
    assert tabulate_losses(change_small(**EVIDENCE), 2).empty


def test_a_study_without_themes_gives_empty_tables(make_study: Make) -> None:
    assert compute_reliance(make_study()).empty
    assert tabulate_robustness(make_study()).empty
    assert tabulate_losses(make_study()).empty


@given(
    st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from(["x", "y", "z", ""])), min_size=1)
)
def test_leaving_out_never_adds_and_takes_what_the_biggest_unit_holds(
    rows: list[tuple[str, str]],
) -> None:
    import pandas as pd

    part = pd.DataFrame(rows, columns=["voice", "unit"])
    left = count_left(part, "unit")
    voices = {voice for voice, _ in rows}
    best = max(
        (
            len(voices) - len({voice for voice, unit in rows if unit != name})
            for name in {unit for _, unit in rows if unit}
        ),
        default=0,
    )
    assert left == len(voices) - best
