"""How much evidence each theme has, of what kind, and from which phase."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcneval.analysis.theme_groups import tabulate_by_attribute
from mcneval.analysis.themes import (
    compute_contributions,
    count_kinds,
    count_theme_evidence,
    sort_by_weight,
    tabulate_contributions,
    tabulate_themes,
)
from mcneval.study.load import Study

Make = Callable[..., Study]
THEMES = {
    "themes": """
        theme_id | label | kind | definition
        T1 | Means run short | barrier | money
        T2 | Trust grows | enabler | trust
        T3 | Roads are long | barrier | miles
        """,
    "theme_segments": """
        theme_id | segment_id | stance
        T1 | S1 |
        T1 | S2 |
        T1 | S4 | against
        T1 | S5 |
        T3 | S5 |
        T2 | S3 |
        """,
}


def test_a_theme_is_weighed_by_segments_voices_and_sources(change_small: Make) -> None:
    counts = count_theme_evidence(change_small(**THEMES)).set_index("theme_id")
    assert counts.loc["T1"].drop(["label", "kind", "definition"]).to_dict() == {
        "segments": 3,
        "against": 1,
        "voices": 2,
        "participants": 2,
        "groups": 0,
        "sources": 2,
        "organisations": 2,
    }


def test_themes_stand_by_kind_and_weight(change_small: Make) -> None:
    table = tabulate_themes(change_small(**THEMES))
    assert list(table["Theme"]) == ["Trust grows", "Means run short", "Roads are long"]
    assert list(table["Voices for it"]) == [1, 2, 1]
    assert list(table["Segments for it"]) == [1, 3, 1]
    assert list(table["Segments against it"]) == [0, 1, 0]


def test_what_speaks_against_has_a_column_only_where_something_does(change_small: Make) -> None:
    rows = "theme_id | segment_id\nT1 | S1"
    table = tabulate_themes(change_small(theme_segments=rows))
    assert list(table) == ["Theme", "Kind", "What it says", "Voices for it", "Segments for it"]


def test_kinds_count_a_segment_once(change_small: Make) -> None:
    kinds = count_kinds(change_small(**THEMES)).set_index("kind")
    assert kinds.loc["barrier"].to_dict() == {
        "themes": 2,
        "segments": 3,
        "voices": 2,
        "sources": 2,
    }
    assert kinds.loc["mixed", "themes"] == 0


def test_a_phase_contributes_what_its_sources_hold(change_small: Make) -> None:
    frame = compute_contributions(change_small(**THEMES))
    rows = frame.set_index(["theme_id", "phase"])
    assert rows.loc[("T1", "one"), ["segments", "voices", "first"]].tolist() == [2, 1, True]
    assert rows.loc[("T1", "two"), ["segments", "voices", "first"]].tolist() == [1, 1, False]
    assert rows.loc[("T3", "one"), ["segments", "first"]].tolist() == [0, False]
    assert rows.loc[("T3", "two"), ["segments", "first"]].tolist() == [1, True]


def test_the_table_says_where_a_theme_was_first_heard(change_small: Make) -> None:
    table = tabulate_contributions(change_small(**THEMES)).set_index("Theme")
    assert table.loc["Roads are long", "First heard in"] == "Phase 2"
    assert table.loc["Means run short", "Phase 1: first"] == "1 (2)"
    assert table.loc["Roads are long", "Phase 1: first"] == "0"


def test_one_phase_has_no_first(change_small: Make) -> None:
    settings = {"phases": [{"id": "one", "label": "The phase"}]}
    table = tabulate_contributions(change_small(settings))
    assert list(table) == ["Theme", "The phase"]


def test_attributes_count_participants_beside_those_recruited(change_small: Make) -> None:
    tables = tabulate_by_attribute(change_small(**THEMES))
    table, caption = tables["tbl-theme-by-position"]
    assert caption == "Participants behind each theme, by position"
    assert list(table) == ["Theme", "hub (of 2)", "spoke (of 3)"]
    assert table.set_index("Theme").loc["Means run short"].tolist() == [1, 1]


def test_small_counts_are_not_told(change_small: Make) -> None:
    people = "\n".join(
        f"P{number} | O{1 + number % 2} | {phase} | recruited"
        for number, phase in enumerate(["one"] * 8 + ["two"] * 8)
    )
    study = change_small(
        {"disclosure": {"min_cell": 3}},
        participants=f"participant_id | organisation_id | phase | status\n{people}",
        **THEMES,
    )
    table, _ = tabulate_by_attribute(study)["tbl-theme-by-position"]
    assert list(table) == ["Theme", "hub (of 8)", "spoke (of 8)"]
    assert set(table.iloc[:, 1:].to_numpy().ravel()) <= {"0", "under 3", "withheld"}


def test_a_reconstructed_register_has_no_attributes_to_show(change_small: Make) -> None:
    settings = {
        "provenance": {"kind": "published", "statement": "x", "register_is_reconstructed": True}
    }
    assert tabulate_by_attribute(change_small(settings)) == {}


def test_a_study_without_themes_gives_empty_frames(make_study: Make) -> None:
    study = make_study()
    assert count_theme_evidence(study).empty
    assert tabulate_themes(study).empty
    assert compute_contributions(study).empty
    assert count_kinds(study)["segments"].sum() == 0


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["enabler", "barrier", "mixed"]), st.integers(0, 9), st.integers(0, 9)
        ),
        max_size=12,
    )
)
def test_sorting_by_weight_keeps_every_theme(rows: list[tuple[str, int, int]]) -> None:
    frame = pd.DataFrame(rows, columns=["kind", "voices", "segments"])
    ordered = sort_by_weight(frame)
    assert sorted(ordered.itertuples(index=False, name=None)) == sorted(rows)
    for _, part in ordered.groupby("kind"):
        assert list(part["voices"]) == sorted(part["voices"], reverse=True)


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_rows_changes_no_count_and_phases_add_up(
    change_small: Make, seed: int
) -> None:
    study = change_small(**THEMES)
    mixed = {
        name: frame.sample(frac=1, random_state=seed).reset_index(drop=True)
        for name, frame in study.tables.items()
    }
    other = replace(study, tables=mixed)
    counts = count_theme_evidence(study).set_index("theme_id")
    again = count_theme_evidence(other).set_index("theme_id").loc[counts.index]
    assert again.equals(counts)
    phases = compute_contributions(other).groupby("theme_id")["segments"].sum()
    assert phases.to_dict() == counts["segments"].to_dict()
