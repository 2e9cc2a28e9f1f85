"""The counts of people that a report shows, and what may be said of each."""

from __future__ import annotations

from collections.abc import Callable

from mcneval.disclosure.audit import audit_counts
from mcneval.disclosure.cells import (
    FLOW,
    LOST,
    NETWORK,
    PLANNED,
    REASONS,
    STRATA,
    collect_cells,
    list_more_levels,
)
from mcneval.disclosure.suppress import name_role, protect_study, shown_counts
from mcneval.study.load import Study

Make = Callable[..., Study]

ORGANISATIONS = """
organisation_id | label | position
O1 | First | hub
O2 | Second | spoke
O3 | Third | spoke
"""
DECLARED: dict[str, object] = {
    "disclosure": {"min_cell": 3},
    "recruitment_tables": [
        {"id": "position", "title": "By position", "rows": "phase", "columns": ["position"]}
    ],
}
# Recruited: phase one has 4 from O1 and 1 from O2; phase two has 3 from O1 and 5 from O2.
RECRUITED = {("one", "O1"): 4, ("one", "O2"): 1, ("two", "O1"): 3, ("two", "O2"): 5}
PEOPLE = "\n".join(
    [
        "participant_id | organisation_id | phase | status | reason",
        *(
            f"{phase}-{home}-{place} | {home} | {phase} | recruited |"
            for (phase, home), count in RECRUITED.items()
            for place in range(count)
        ),
    ]
)
OTHERS = "\nX1 | O2 | one | declined | No time\nX2 | O3 | two | no reply |"


def make_small(make_study: Make, others: str = "", **settings: object) -> Study:
    """Return a study of 13 people who took part, and others who did not."""
    return make_study(
        DECLARED | settings, organisations=ORGANISATIONS, participants=PEOPLE + others
    )


def count_of(study: Study) -> dict[tuple[str, str, str], int]:
    """Return every count by table, row and column."""
    cells = collect_cells(study)
    keys = zip(cells["table"], cells["row"], cells["column"], strict=True)
    return {key: int(count) for key, count in zip(keys, cells["count"], strict=True)}


def test_declared_tables_have_every_cell_and_total(make_study: Make) -> None:
    counts = count_of(make_small(make_study))
    assert {key[1:]: count for key, count in counts.items() if key[0] == "position"} == {
        ("one", "hub"): 4, ("one", "spoke"): 1, ("one", "total"): 5,
        ("two", "hub"): 3, ("two", "spoke"): 5, ("two", "total"): 8,
        ("total", "hub"): 7, ("total", "spoke"): 6, ("total", "total"): 13,
    }  # fmt: skip


def test_strata_and_organisations_are_counted(make_study: Make) -> None:
    counts = count_of(make_small(make_study))
    assert counts[STRATA, "position", "hub"] == 7
    assert counts[NETWORK, "O1", "total"] == 7
    assert counts[NETWORK, "O3", "total"] == 0
    assert not [key for key in counts if key[0] in (PLANNED, REASONS)]


def test_people_who_did_not_take_part_are_counted_where_they_are_known(make_study: Make) -> None:
    counts = count_of(make_small(make_study, OTHERS))
    assert counts[FLOW, "one", "declined"] == 1
    assert counts[FLOW, "total", "approached"] == 15
    assert counts[PLANNED, "position", "spoke"] == 8
    assert counts[REASONS, "declined", "No time"] == 1


def test_those_who_did_not_take_part_cannot_be_had_by_subtraction(make_study: Make) -> None:
    study = make_small(make_study, "\nX1 | O2 | one | declined |\nX2 | O2 | two | no reply |")
    counts, shown = count_of(study), shown_counts(study)
    assert counts[LOST, "position", "spoke"] == 2
    assert counts[LOST, "phase", "one"] == 1
    pairs = [
        (shown[PLANNED, "position", "spoke"], shown[STRATA, "position", "spoke"]),
        (shown[FLOW, "one", "approached"], shown[FLOW, "one", "recruited"]),
        (shown[FLOW, "total", "approached"], shown[FLOW, "total", "recruited"]),
    ]
    assert all("withheld" in pair for pair in pairs)


def test_an_attribute_that_is_not_filled_in_has_its_own_column(make_study: Make) -> None:
    study = make_study(
        DECLARED,
        organisations="organisation_id | label | position\nO1 | First | hub\nO2 | Second |",
        participants=PEOPLE,
    )
    counts = count_of(study)
    assert counts["position", "two", "not-recorded"] == 5
    assert counts["position", "two", "spoke"] == 0


def test_the_small_count_takes_others_with_it(make_study: Make) -> None:
    shown = shown_counts(make_small(make_study))
    assert shown["position", "one", "spoke"] == "under 3"
    assert shown["position", "one", "hub"] == "withheld"
    assert shown["position", "one", "total"] == "5"
    assert shown[FLOW, "two", "recruited"] == "8"


def test_keys_join_the_levels_of_crossed_columns(make_study: Make) -> None:
    attributes = [
        {"id": "position", "label": "Position", "on": "organisation", "levels": ["hub", "spoke"]},
        {"id": "role", "label": "Role", "on": "participant", "levels": ["doctor", "nurse"]},
    ]
    tables = [{"id": "both", "title": "Both", "rows": "phase", "columns": ["position", "role"]}]
    study = make_study(
        {"attributes": attributes, "recruitment_tables": tables},
        organisations=ORGANISATIONS,
        participants="participant_id | organisation_id | phase | status | role\n"
        "P1 | O1 | one | recruited | nurse",
    )
    shown = shown_counts(study)
    assert shown["both", "one", "hub/nurse"] == "1"
    assert shown["both", "total", "hub/doctor"] == "0"
    assert shown["both", "one", "total"] == "1"


def test_everything_in_the_report_taken_together_is_safe(make_study: Make) -> None:
    study = make_small(make_study, OTHERS)
    audit = audit_counts(protect_study(study), 3, list_more_levels(study))
    assert len(audit) > 5
    assert audit["safe"].all()


def test_nothing_is_hidden_where_the_least_count_is_zero(make_study: Make) -> None:
    study = make_small(make_study, disclosure={"min_cell": 0, "reason": "Published already."})
    assert shown_counts(study)["position", "one", "spoke"] == "1"
    assert name_role(study) == "count[people of register]"


def test_a_reconstructed_register_is_shown_as_published(make_study: Make) -> None:
    provenance = {"kind": "published", "statement": "P.", "register_is_reconstructed": True}
    study = make_small(make_study, provenance=provenance)
    shown = shown_counts(study)
    assert shown["position", "one", "spoke"] == "1"
    assert not [key for key in shown if key[0] in (STRATA, NETWORK)]
    assert name_role(study) == "count[people of register]"


def test_counts_of_people_say_the_least_that_is_shown(make_study: Make) -> None:
    assert name_role(make_small(make_study)) == "count[people of register under 3]"
    assert name_role(make_small(make_study), "lost") == "count[people of lost under 3]"


def test_a_study_without_people_has_only_zeros(make_study: Make) -> None:
    shown = shown_counts(make_study(DECLARED, organisations=ORGANISATIONS))
    assert set(shown.values()) == {"0"}
