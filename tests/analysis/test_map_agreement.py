"""How far analysts' maps agree, and what changes under another."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.analysis.mapped_study import make_mapped

from mcneval.analysis.map_agreement import (
    choose_alternative,
    compare_maps,
    measure_map_agreement,
    tabulate_alternatives,
    tabulate_map_agreement,
)
from mcneval.study.load import Study
from mcneval.study.settings import Analysis

Make = Callable[..., Study]
ANALYSIS = Analysis(bootstrap=50, seed=1)


def test_agreement_is_on_the_chief_place(make_study: Make) -> None:
    found = measure_map_agreement(make_mapped(make_study), ANALYSIS)
    row = found.iloc[0]
    assert (row["framework"], row["first"], row["second"]) == ("sst", "A", "B")
    assert (row["themes"], row["agreeing"]) == (5, 3)
    # A: money people people people tools; B: money people money tools tools.
    # Observed 3/5; by chance (1*2 + 3*1 + 1*2) / 25 = 7/25; kappa = (15 - 7) / (25 - 7).
    assert row["kappa"] == pytest.approx(8 / 18)
    assert row["alpha"] is not None


def test_the_table_writes_counts_with_shares(make_study: Make) -> None:
    shown = tabulate_map_agreement(make_mapped(make_study), ANALYSIS)
    assert shown.iloc[0].tolist()[:5] == ["Systems", "A and B", 5, "3 (60%)", "0.44"]


def test_the_same_seed_gives_the_same_interval(make_study: Make) -> None:
    study = make_mapped(make_study)
    first, second = (measure_map_agreement(study, ANALYSIS) for _ in range(2))
    assert first.equals(second)


def test_one_map_has_no_agreement(make_study: Make) -> None:
    rows = """
        framework | theme_id | construct_id | weight | analyst
        sst | T1 | money | primary | A
        """
    study = make_mapped(make_study, mappings=rows)
    assert tabulate_map_agreement(study, ANALYSIS).empty
    assert choose_alternative(study) is None
    assert compare_maps(study).empty


def test_analysts_without_a_theme_in_common_are_not_estimable(make_study: Make) -> None:
    rows = """
        framework | theme_id | construct_id | weight | analyst
        sst | T1 | money | primary | A
        sst | T2 | money | primary | B
        """
    shown = tabulate_map_agreement(make_mapped(make_study, mappings=rows), ANALYSIS)
    assert shown["Cohen's kappa"].tolist() == ["not estimable"]
    assert shown["Same chief place"].tolist() == ["0"]


def test_the_alternative_is_the_map_that_differs_most(make_study: Make) -> None:
    assert choose_alternative(make_mapped(make_study)) == "B"


def test_changes_name_both_places_and_what_follows(make_study: Make) -> None:
    changes = compare_maps(make_mapped(make_study))
    assert set(changes["analyst"]) == {"B"}
    rows = {row.theme_id: row for row in changes.itertuples()}
    assert (rows["T3"].place, rows["T3"].other_place) == ("People", "Money")
    assert (rows["T1"].constructs, rows["T1"].other_constructs) == (2, 3)
    shown = tabulate_alternatives(make_mapped(make_study)).set_index("Theme")
    assert shown.loc["Means run short", "Constructs reached"] == "2, then 3"
    assert shown.loc["Posts stand empty", "Place by the analyst"] == "Money"
