"""Words on the command line as the structure of a new study."""

from __future__ import annotations

from pathlib import Path

import pytest

from mcneval.study.check import check_study
from mcneval.study.plan import PlanError, copy_plan, make_plan, parse_attributes


def test_an_attribute_is_on_participants_unless_said() -> None:
    (attribute,) = parse_attributes(["profession:nurse, doctor"])
    assert attribute.model_dump() == {
        "id": "profession",
        "label": "Profession",
        "on": "participant",
        "levels": [{"id": "nurse", "label": "Nurse"}, {"id": "doctor", "label": "Doctor"}],
        "draw_as": None,
    }


def test_several_attributes_are_parted_by_semicolons_or_options() -> None:
    one = parse_attributes(["impact:high,low;country@organisation:England,Wales"])
    other = parse_attributes(["impact:high,low", "country:England,Wales@organisation"])
    assert one == other
    assert [(attribute.id, attribute.on) for attribute in one] == [
        ("impact", "participant"),
        ("country", "organisation"),
    ]


def test_a_name_of_several_words_becomes_a_key_and_a_label() -> None:
    (attribute,) = parse_attributes(["impact group:high,low"])
    assert (attribute.id, attribute.label) == ("impact-group", "Impact group")


def test_an_attribute_without_levels_gets_two_to_be_filled_in() -> None:
    (attribute,) = parse_attributes(["country@organisation"])
    assert attribute.level_ids == ["EXAMPLE-1", "EXAMPLE-2"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (":nurse", "':nurse' is not an attribute. Write profession:nurse,doctor or "),
        ("a@organisation:b@participant", "'a@organisation:b@participant' is not an attribute."),
        ("a@hospital:b", "'hospital' in 'a@hospital:b' is neither organisation nor participant."),
        ("a:b,c,b", "'a:b,c,b' names a level twice. Name each once."),
        ("a:b;a:c", "the attribute 'a' is given 2 times."),
        ("status:b", "'status' is a column of the tables already; take another word."),
        ("phase:b", "'phase' is a column of the tables already; take another word."),
    ],
)
def test_what_is_no_attribute_is_refused(words: str, message: str) -> None:
    with pytest.raises(PlanError) as caught:
        parse_attributes([words])
    assert str(caught.value).startswith(message)


def test_a_study_has_a_phase() -> None:
    with pytest.raises(PlanError, match=r"^a study has at least 1 phase; got 0\.$"):
        make_plan(None, phases=0)


def test_each_attribute_has_a_recruitment_table_by_phase() -> None:
    plan = make_plan(None, ["impact:high,low"], 2, ["npt", "sst"])
    assert [phase.id for phase in plan.phases] == ["phase-1", "phase-2"]
    assert plan.frameworks == ("npt", "sst")
    assert [table.model_dump() for table in plan.recruitment_tables] == [
        {
            "id": "impact",
            "title": "Participants by impact",
            "rows": "phase",
            "columns": ["impact"],
        }
    ]


def test_a_copy_takes_structure_and_neither_counts_nor_words(tiny: Path) -> None:
    study, _ = check_study(tiny)
    assert study is not None
    plan = copy_plan(study.settings)
    assert [phase.model_dump(exclude_defaults=True) for phase in plan.phases] == [
        {"id": "phase-1", "label": "Phase 1"},
        {"id": "phase-2", "label": "Phase 2"},
    ]
    assert [attribute.id for attribute in plan.attributes] == ["position", "role"]
    assert [table.id for table in plan.recruitment_tables] == ["by-role"]
    assert plan.frameworks == ("mini",)


def test_what_is_said_takes_the_place_of_what_is_copied(tiny: Path) -> None:
    study, _ = check_study(tiny)
    assert study is not None
    plan = make_plan(study.settings, ["impact:high,low"], 1)
    assert [attribute.id for attribute in plan.attributes] == ["impact"]
    assert [table.id for table in plan.recruitment_tables] == ["impact"]
    assert len(plan.phases) == 1
    assert plan.frameworks == ("mini",)
