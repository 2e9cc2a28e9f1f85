"""Who took part: flow, declared tables, organisations, coverage, the network, dates."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint
from tests.analysis.register_study import (
    ATTRIBUTES,
    EMPTY,
    RECONSTRUCTED,
    RECRUITED_ONLY,
    REGISTER,
    SETTINGS,
    TABLES,
)

from mcneval.analysis.people import (
    compute_wilson,
    count_flow,
    count_groups,
    count_organisations,
    count_reasons,
    count_sources,
    count_timeline,
    list_network,
    list_numbers,
    measure_coverage,
    measure_recruitment,
)
from mcneval.disclosure.audit import audit_counts
from mcneval.disclosure.suppress import protect_study
from mcneval.study.load import Study

Make = Callable[..., Study]
ONE_PHASE = [{"id": "one", "label": "Only"}]
PHASES = [
    {"id": "one", "label": "Phase 1", "invited": 7, "invited_is_approximate": True},
    {"id": "two", "label": "Phase 2", "target": {"low": 4, "high": 6}},
]
RECRUITS = REGISTER | {"participants": RECRUITED_ONLY}


def hide(least: int) -> dict[str, object]:
    """Return the settings with counts below ``least`` hidden."""
    return SETTINGS | {"disclosure": {"min_cell": least}}


def rows(frame: pd.DataFrame, *columns: str) -> list[list[object]]:
    """Return some columns of a frame, or all, as plain rows."""
    return [list(row) for row in frame[list(columns or frame.columns)].itertuples(index=False)]


def cross(groups: pd.DataFrame, table: str) -> dict[str, list[object]]:
    """Return a declared table as its groups with the counts of their rows."""
    part = groups[groups["table"] == table]
    return {str(name): list(one) for name, one in part.groupby("group", observed=True)["people"]}


def state(study: Study) -> dict[str, object]:
    """Return the numbers for prose by key."""
    return {key: values.iloc[0] for key, values in list_numbers(study).items()}


# The flow


def test_the_register_gives_everyone_approached_and_what_came_of_it(make_study: Make) -> None:
    flow = count_flow(make_study(SETTINGS, **REGISTER))
    assert rows(flow, "phase", "approached", "recruited", "declined", "excluded", "no_reply") == [
        ["Phase 1", 5, 3, 1, 1, 0],
        ["Phase 2", 4, 2, 1, 0, 1],
        ["All phases", 9, 5, 2, 1, 1],
    ]
    assert not flow["approximate"].any()


def test_where_it_holds_only_recruits_the_settings_say_who_was_approached(make_study: Make) -> None:
    flow = count_flow(make_study({"phases": PHASES}, **RECRUITS))
    assert flow["approached"].astype("str").tolist() == ["7", "", ""]
    assert flow["approximate"].tolist() == [True, False, True]
    assert flow["recruited"].tolist() == [3, 2, 5]
    assert flow[["declined", "excluded", "no_reply"]].isna().all(axis=None)


def test_a_target_stands_only_where_one_was_set(make_study: Make) -> None:
    flow = count_flow(make_study({"phases": PHASES}, **RECRUITS))
    assert flow["target_low"].astype("str").tolist() == ["", "4", ""]
    assert flow["target_high"].astype("str").tolist() == ["", "6", ""]


def test_everyone_invited_took_part_so_nobody_declined(make_study: Make) -> None:
    phases = [{"id": "one", "label": "Phase 1", "invited": 3}, {"id": "two", "label": "Phase 2"}]
    flow = count_flow(make_study({"phases": phases}, **RECRUITS))
    assert flow["declined"].astype("str").tolist() == ["0", "", ""]


def test_one_phase_has_no_row_for_all(make_study: Make) -> None:
    people = RECRUITED_ONLY.replace("| two", "| one")
    study = make_study({"phases": ONE_PHASE}, **(REGISTER | {"participants": people}))
    assert rows(count_flow(study), "phase", "recruited") == [["Only", 5]]


def test_small_losses_are_not_told(make_study: Make) -> None:
    flow = count_flow(make_study(hide(3), **REGISTER))
    assert flow["recruited"].astype("str").tolist() == ["withheld", "under 3", "5"]
    assert flow["declined"].astype("str").tolist() == ["withheld", "withheld", "under 3"]
    assert flow["excluded"].astype("str").tolist() == ["under 3", "0", "under 3"]


def test_reasons_are_counted_most_frequent_first(make_study: Make) -> None:
    assert rows(count_reasons(make_study(SETTINGS, **REGISTER))) == [
        ["declined", "no time", 2],
        ["excluded", "had left", 1],
    ]


def test_a_reason_of_which_nothing_may_be_told_is_not_listed(make_study: Make) -> None:
    under_three = count_reasons(make_study(hide(3), **REGISTER)).astype({"people": "str"})
    assert rows(under_three) == [
        ["declined", "no time", "under 3"],
        ["excluded", "had left", "under 3"],
    ]
    # "under 2" would say 1.
    under_two = rows(count_reasons(make_study(hide(2), **REGISTER)))
    assert under_two == [["declined", "no time", 2]]


# The declared tables


def test_a_table_by_phase_has_all_its_totals_and_nobody_who_did_not_take_part(
    make_study: Make,
) -> None:
    groups = count_groups(make_study(SETTINGS, **REGISTER))
    assert groups["row"].cat.categories.tolist() == ["Phase 1", "Phase 2", "All"]
    assert cross(groups, "By kind") == {
        "Hub NHS": [2, 0, 2],
        "Hub Other": [0, 0, 0],
        "Spoke NHS": [1, 1, 2],
        "Spoke Other": [0, 1, 1],
        "All": [3, 2, 5],
    }


def test_rows_may_be_an_attribute_and_what_is_not_recorded_is_a_group(make_study: Make) -> None:
    assert cross(count_groups(make_study(SETTINGS, **REGISTER)), "By role") == {
        "Nurse, Hub": [1],
        "Nurse, Spoke": [1],
        "Manager, Hub": [1],
        "Manager, Spoke": [1],
        "Not recorded, Hub": [0],
        "Not recorded, Spoke": [1],
        "All": [5],
    }


def test_a_cell_says_of_whom_it_is(make_study: Make) -> None:
    groups = count_groups(make_study(SETTINGS, **REGISTER))
    cell = groups[(groups["group"] == "Spoke NHS") & (groups["row"] == "Phase 2")].iloc[0]
    assert cell[["phase", "position", "sector"]].tolist() == ["Phase 2", "Spoke", "NHS"]
    assert pd.isna(cell["role"])
    unknown = groups[groups["role"] == "Not recorded"]
    assert unknown["position"].tolist() == ["Hub", "Spoke"]


def test_small_counts_of_groups_are_hidden(make_study: Make) -> None:
    groups = count_groups(make_study(hide(5), **REGISTER)).astype({"people": "str"})
    told = cross(groups, "By kind")
    assert told["Hub NHS"][0] in ("under 5", "withheld")
    assert told["All"][-1] == "5"


# Sources and organisations


def test_sources_stand_in_the_order_of_phases(make_study: Make) -> None:
    assert rows(count_sources(make_study(SETTINGS, **REGISTER))) == [
        ["Phase 1", "focus group", 1, 2],
        ["Phase 1", "interview", 1, 1],
        ["Phase 2", "document", 1, 0],
        ["Phase 2", "interview", 1, 1],
    ]


def test_an_organisation_counts_in_each_phase_and_once_in_all(make_study: Make) -> None:
    counts = count_organisations(make_study(SETTINGS, **REGISTER))
    # All phases together reach nothing for the first time.
    assert rows(counts.astype({"new": "str"})) == [
        ["Phase 1", 2, "2", 1, 3],
        ["Phase 2", 2, "1", 1, 2],
        ["All phases", 3, "", 1, 5],
    ]


def test_organisations_of_one_phase_need_no_row_for_all(make_study: Make) -> None:
    people = REGISTER["participants"].replace("| two |", "| one |")
    study = make_study(SETTINGS | {"phases": ONE_PHASE}, **(REGISTER | {"participants": people}))
    counts = count_organisations(study)
    assert rows(counts, "phase", "organisations", "people") == [["Only", 3, 5]]


def test_a_third_phase_of_a_reconstructed_register_does_not_tell_what_is_new(
    make_study: Make,
) -> None:
    phases = [{"id": name, "label": name} for name in ("zero", "one", "two")]
    study = make_study(SETTINGS | RECONSTRUCTED | {"phases": phases}, **REGISTER)
    assert count_organisations(study)["new"].isna().tolist() == [False, False, True, True]


# Coverage and the network


def test_coverage_counts_organisations_with_someone_who_took_part(make_study: Make) -> None:
    coverage = measure_coverage(make_study(SETTINGS, **REGISTER))
    assert rows(coverage, "by", "group", "organisations", "reached") == [
        ["All organisations", "", 4, 3],
        ["Position", "Hub", 1, 1],
        ["Position", "Spoke", 3, 2],
        ["Sector", "NHS", 3, 2],
        ["Sector", "Other", 1, 1],
    ]
    assert coverage["share"].astype("str").tolist() == ["75%", "100%", "67%", "67%", "100%"]


def test_hubs_come_first_then_those_with_most_people(make_study: Make) -> None:
    assert rows(list_network(make_study(SETTINGS, **REGISTER))) == [
        ["Alder", "Hub", True, 2],
        ["Birch", "Spoke", False, 2],
        ["Cedar", "Spoke", False, 1],
        ["Dogwood", "Spoke", False, 0],
    ]


@pytest.mark.parametrize(
    ("tables", "parts"),
    [
        ([], [["Hub NHS", 2], ["Hub Other", 0], ["Spoke NHS", 2], ["Spoke Other", 1]]),
        # A table that crosses people's attributes is of no kind of organisation.
        (
            [{"id": "x", "title": "X", "columns": ["position", "role"]}],
            [["Hub NHS", 2], ["Hub Other", 0], ["Spoke NHS", 2], ["Spoke Other", 1]],
        ),
        # The kinds are those of the columns, whatever stands in the rows.
        ([TABLES[1]], [["Hub", 2], ["Spoke", 3]]),
    ],
)
def test_a_reconstructed_register_shows_kinds_and_no_organisation(
    make_study: Make, tables: list[dict[str, object]], parts: list[list[object]]
) -> None:
    declared = {"recruitment_tables": [*tables, TABLES[0]]}
    study = make_study(SETTINGS | RECONSTRUCTED | declared, **REGISTER)
    assert rows(list_network(study), "part", "people") == parts


def test_without_hubs_nothing_is_a_hub(make_study: Make) -> None:
    parts = list_network(make_study({"attributes": ATTRIBUTES[1:]}, **REGISTER))
    assert not parts["hub"].any()
    assert parts["position"].isna().all()


def test_neither_count_nor_order_tells_a_small_number(make_study: Make) -> None:
    parts = list_network(make_study(hide(3), **REGISTER))
    assert parts["people"].astype("str").tolist() == ["under 3", "under 3", "under 3", "0"]
    assert parts["part"].tolist() == ["Alder", "Birch", "Cedar", "Dogwood"]


# Against the plan


def test_every_group_has_its_share_of_those_approached(make_study: Make) -> None:
    plan = measure_recruitment(make_study(SETTINGS, **REGISTER))
    assert rows(plan, "by", "group", "approached", "recruited") == [
        ["Phase", "Phase 1", 5, 3],
        ["Phase", "Phase 2", 4, 2],
        ["Position", "Hub", 2, 2],
        ["Position", "Spoke", 7, 3],
        ["Sector", "NHS", 7, 4],
        ["Sector", "Other", 2, 1],
        ["Role", "Nurse", 4, 2],
        ["Role", "Manager", 4, 2],
        ["Role", "Not recorded", 1, 1],
    ]
    first = [float(plan[name].iloc[0]) for name in ("share", "low", "high")]
    assert first == pytest.approx([0.6, 0.2307, 0.8824], abs=1e-4)


def test_groups_with_a_count_that_may_not_be_shown_are_left_out(make_study: Make) -> None:
    # One person alone is of another sector: with the total, the NHS would tell it.
    plan = measure_recruitment(make_study(hide(2), **REGISTER))
    assert set(plan["by"]) == {"Phase", "Position", "Role"}
    assert "Not recorded" not in set(plan["group"])
    assert measure_recruitment(make_study(hide(4), **REGISTER)).empty


# Wilson's interval


def test_it_gives_the_example_of_newcombe_1998() -> None:
    # Newcombe (1998), Statistics in Medicine 17:857-872, table I: 81/263, 15/148, 0/20, 1/29.
    assert compute_wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert compute_wilson(15, 148) == pytest.approx((0.0624, 0.1605), abs=5e-5)
    assert compute_wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=5e-5)
    assert compute_wilson(1, 29) == pytest.approx((0.0061, 0.1718), abs=5e-5)


@given(st.integers(1, 200), st.data(), st.sampled_from([0.8, 0.9, 0.95, 0.99]))
def test_it_agrees_with_statsmodels(trials: int, data: st.DataObject, confidence: float) -> None:
    successes = data.draw(st.integers(0, trials))
    other = proportion_confint(successes, trials, 1 - confidence, method="wilson")
    assert compute_wilson(successes, trials, confidence) == pytest.approx(other, abs=1e-9)


@pytest.mark.parametrize(("successes", "trials"), [(0, 0), (3, 2), (-1, 2)])
def test_it_refuses_what_is_no_proportion(successes: int, trials: int) -> None:
    with pytest.raises(ValueError, match="no proportion"):
        compute_wilson(successes, trials)


# Dates


def test_people_count_from_consent_or_else_from_their_first_source(make_study: Make) -> None:
    timeline = count_timeline(make_study(SETTINGS, **REGISTER))
    assert rows(timeline.assign(date=timeline["date"].dt.strftime("%Y-%m-%d"))) == [
        ["2024-01-02", "Phase 1", 2],
        ["2024-02-01", "Phase 1", 3],
        ["2024-03-01", "Phase 2", 1],
        ["2024-03-05", "Phase 2", 2],
    ]


def test_people_without_any_date_are_left_out(make_study: Make) -> None:
    people = REGISTER["participants"].replace("2024-03-05", "")
    timeline = count_timeline(make_study(SETTINGS, **(REGISTER | {"participants": people})))
    assert timeline["people"].tolist() == [2, 3, 1]


def test_without_sources_consent_alone_counts(make_study: Make) -> None:
    study = make_study(
        SETTINGS, organisations=REGISTER["organisations"], participants=REGISTER["participants"]
    )
    assert count_timeline(study)["people"].tolist() == [2, 1, 2]


# Numbers for prose


def test_people_organisations_and_sources_are_counted(make_study: Make) -> None:
    numbers = state(make_study(SETTINGS, **REGISTER))
    wanted = {
        "participants.total": 5,
        "participants.one": 3,
        "participants.two": 2,
        "organisations.total": 3,
        "organisations.one": 2,
        "organisations.two": 2,
        "organisations.in-several-phases": 1,
        "sources.total": 4,
        "sources.one-focus-group": 1,
        "people.one-focus-group": 2,
        "sources.two-document": 1,
        "people.two-document": 0,
        "table.kind.one.hub-nhs": 2,
        "table.kind.total.total": 5,
        "table.role.nurse.total": 2,
        "table.role.not-recorded.spoke": 1,
        "table.role.total.spoke": 3,
    }
    assert {key: numbers[key] for key in wanted} == wanted


def test_no_key_is_the_beginning_of_another(make_study: Make) -> None:
    keys = set(state(make_study(SETTINGS, **REGISTER)))
    beginnings = {key.rsplit(".", end)[0] for key in keys for end in range(1, key.count(".") + 1)}
    assert not keys & beginnings


def test_keys_join_levels_by_hyphens(make_study: Make) -> None:
    sectors = {**ATTRIBUTES[1], "levels": [{"id": "non-NHS", "label": "Other"}]}
    study = make_study(
        SETTINGS
        | {"attributes": [ATTRIBUTES[0], sectors], "recruitment_tables": [TABLES[0]]}
        | {"phases": [{"id": "Phase_1", "label": "First"}]},
    )
    assert "table.kind.phase-1.hub-non-nhs" in state(study)


def test_no_small_count_of_people_is_told(make_study: Make) -> None:
    numbers = list_numbers(make_study(hide(4), **REGISTER)).astype("str").iloc[0]
    people = numbers[[key for key in numbers.index if not key.startswith(("sources", "organ"))]]
    assert people["participants.one"] in ("under 4", "withheld")
    assert people["people.one-focus-group"] == "withheld"
    assert not set(people) & {"1", "2", "3"}


# What a register lacks


def test_an_empty_register_gives_zeros_or_nothing(make_study: Make) -> None:
    study = make_study(SETTINGS, **EMPTY)
    assert count_groups(study)["people"].sum() == 0
    assert state(study)["participants.total"] == 0
    for nothing in (count_flow, count_reasons, count_organisations, list_network, count_timeline):
        assert nothing(study).empty


@pytest.mark.parametrize("hubs", [6, 2])
def test_as_many_organisations_as_people_are_not_told(make_study: Make, hubs: int) -> None:
    homes = [f"O{n} | Site {n} | {'hub' if n < hubs else 'spoke'}" for n in range(6)]
    people = [f"P{n} | O{n} | one | recruited" for n in range(6)]
    study = make_study(
        {"disclosure": {"min_cell": 5}, "attributes": ATTRIBUTES[:1]},
        organisations="\n".join(["organisation_id | label | position", *homes]),
        participants="\n".join(["participant_id | organisation_id | phase | status", *people]),
    )
    for nothing in (count_organisations, measure_coverage, list_network):
        assert nothing(study).empty
    assert list_numbers(study)["organisations.total"].astype("str").tolist() == ["withheld"]
    # What is told of hubs is safe all the same, and the study is not refused.
    assert audit_counts(protect_study(study), 5)["safe"].all()


def test_a_reconstructed_register_tells_no_coverage_plan_or_course(make_study: Make) -> None:
    study = make_study(SETTINGS | RECONSTRUCTED, **REGISTER)
    assert measure_coverage(study).empty
    assert measure_recruitment(study).empty
    assert count_timeline(study).empty


def test_where_only_recruits_are_known_there_is_no_plan(make_study: Make) -> None:
    study = make_study(SETTINGS, **RECRUITS)
    assert measure_recruitment(study).empty
    assert count_reasons(study).empty
