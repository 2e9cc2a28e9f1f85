"""The numbers and phrases of the recruitment chapter."""

from __future__ import annotations

from collections.abc import Callable

from tests.analysis.register_study import (
    ATTRIBUTES,
    EMPTY,
    RECONSTRUCTED,
    RECRUITED_ONLY,
    REGISTER,
    SETTINGS,
)

from mcneval.analysis.recruitment_numbers import count_sources, state_recruitment
from mcneval.study.load import Study

Make = Callable[..., Study]


def state(study: Study) -> dict[str, object]:
    return {number.key: number.value for number in state_recruitment(study)}


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
        "table.role.not-recorded.spoke": 1,
    }
    assert {key: numbers[key] for key in wanted} == wanted


def test_sources_stand_in_the_order_of_phases(make_study: Make) -> None:
    assert count_sources(make_study(SETTINGS, **REGISTER)).to_numpy().tolist() == [
        ["one", "focus group", 1, 2],
        ["one", "interview", 1, 1],
        ["two", "document", 1, 0],
        ["two", "interview", 1, 1],
    ]


def test_phrases_name_phases_as_prose_does(make_study: Make) -> None:
    numbers = state(make_study(SETTINGS, **REGISTER))
    assert numbers["recruitment.by-phase"] == "3 in phase 1 and 2 in phase 2"
    assert numbers["recruitment.who"] == (
        "In all, five people from three organisations took part: 3 in phase 1 and 2 in phase 2."
    )
    assert numbers["recruitment.flow"] == (
        "In phase 1, 3 of 5 people approached took part (60%); 1 declined and 1 was excluded. "
        "In phase 2, 2 of 4 people approached took part (50%); 1 declined and 1 did not reply."
    )


def test_one_phase_is_not_named(make_study: Make) -> None:
    people = RECRUITED_ONLY.replace("| two", "| one")
    sources = REGISTER["sources"].replace("| two", "| one")
    study = make_study(
        SETTINGS | {"phases": [{"id": "one", "label": "Phase 1"}]},
        **(REGISTER | {"participants": people, "sources": sources}),
    )
    words = " ".join(str(value) for value in state(study).values())
    assert "phase" not in words.lower()


def test_what_the_register_does_not_hold_is_said(make_study: Make) -> None:
    study = make_study(SETTINGS | RECONSTRUCTED, **(REGISTER | {"participants": RECRUITED_ONLY}))
    numbers = state(study)
    assert "how many were approached is not recorded" in str(numbers["recruitment.flow"])
    assert "cannot be worked out" in str(numbers["recruitment.coverage"])
    assert "reconstructed" in str(numbers["recruitment.register"])
    assert numbers["recruitment.network"] == (
        "Of the five participants, two count as Hub and three as Spoke (position). "
        "No one took part from one kind of organisation."
    )
    assert numbers["recruitment.targets"] == "No number of participants was set as a target."


def test_targets_are_set_against_those_who_took_part(make_study: Make) -> None:
    phases = [
        {"id": "one", "label": "Phase 1"},
        {"id": "two", "label": "Phase 2", "target": {"low": 4, "high": 6}},
    ]
    assert state(make_study({"phases": phases}, **REGISTER))["recruitment.targets"] == (
        "For phase 1 no target was set. Phase 2 aimed for 4 to 6 people and reached two, two short "
        "of the lower number."
    )


def test_an_approximate_number_gives_an_approximate_share(make_study: Make) -> None:
    phases = [
        {"id": "one", "label": "Phase 1", "invited": 6, "invited_is_approximate": True},
        {"id": "two", "label": "Phase 2"},
    ]
    study = make_study({"phases": phases}, **(REGISTER | {"participants": RECRUITED_ONLY}))
    assert str(state(study)["recruitment.flow"]).startswith(
        "In phase 1, 3 of about 6 people approached took part (about 50%); why the others did not "
        "is not recorded."
    )


def test_groups_that_tie_are_all_named(make_study: Make) -> None:
    tables = [{"id": "role", "title": "By role", "columns": ["role"]}]
    people = REGISTER["participants"].replace("2024-03-05 |", "2024-03-05 | nurse")
    study = make_study(
        SETTINGS | {"recruitment_tables": tables}, **(REGISTER | {"participants": people})
    )
    assert state(study)["recruitment.tables"] == (
        "By role, the largest group is Nurse (3 of 5 participants) and the smallest group is "
        "Manager (two)."
    )
    kinds = make_study(SETTINGS, **REGISTER)
    assert "the largest groups are Hub NHS and Spoke NHS (2 of 5 participants each)" in str(
        state(kinds)["recruitment.tables"]
    )


def test_without_hubs_nothing_is_said_of_them(make_study: Make) -> None:
    settings = {"attributes": [ATTRIBUTES[2]], "recruitment_tables": []}
    words = " ".join(str(value) for value in state(make_study(settings, **REGISTER)).values())
    assert "hub" not in words.lower()
    assert "The five participants are spread over three organisations" in words


def test_no_small_count_of_people_is_told(make_study: Make) -> None:
    study = make_study(SETTINGS | {"disclosure": {"min_cell": 4}}, **REGISTER)
    numbers = state(study)
    assert numbers["participants.one"] in ("under 4", "withheld")
    assert numbers["people.one-focus-group"] == "under 4"
    assert not any(
        isinstance(value, int) and 0 < value < 4
        for key, value in numbers.items()
        if key.startswith(("participants.", "table.", "people."))
    )


def test_words_from_the_study_are_escaped(make_study: Make) -> None:
    phases = [{"id": "one", "label": "Phase *1*"}, {"id": "two", "label": "{{< var x >}}"}]
    numbers = state(make_study(SETTINGS | {"phases": phases}, **REGISTER))
    assert numbers["recruitment.by-phase"] == r"3 in phase \*1\* and 2 in \{\{\< var x \>\}\}"


def test_an_empty_register_gives_numbers_and_no_error(make_study: Make) -> None:
    assert state(make_study(SETTINGS, **EMPTY))["participants.total"] == 0


def test_no_key_is_the_beginning_of_another(make_study: Make) -> None:
    keys = set(state(make_study(SETTINGS, **REGISTER)))
    beginnings = {key.rsplit(".", end)[0] for key in keys for end in range(1, key.count(".") + 1)}
    assert not keys & beginnings
