"""The codebook and code counts as displayed."""

import pandas as pd

from mcneval.analysis.code_tables import (
    hide_small,
    keep_told,
    list_thin_codes,
    tabulate_code_frequency,
    tabulate_codebook,
    tabulate_codes_by_attributes,
    tabulate_codes_by_phase,
    tabulate_thin_codes,
)

UNCODED = {"codings": "segment_id | code_id | coder | round"}


def test_codebook_indents_and_counts_what_is_beneath(small_study):
    shown = tabulate_codebook(small_study)
    assert shown.to_numpy().tolist()[2:] == [
        ["Means", "a heading", 4],
        ["–\u00a0Money", "what is paid", 3],
        ["–\u00a0Roads", "distance", 1],
    ]


def test_codebook_of_an_uncoded_study_has_no_counts(change_small):
    assert list(tabulate_codebook(change_small(**UNCODED)).columns) == ["Code", "Definition"]


def test_frequency_leaves_out_what_was_not_used_and_gives_denominators(small_study):
    shown = tabulate_code_frequency(small_study)
    assert list(shown.columns) == [
        "Code",
        "Group",
        "People (of 4)",
        "Organisations (of 3)",
        "Sources (of 4)",
        "Segments (of 5)",
    ]
    assert shown.to_numpy().tolist() == [
        ["Money", "Means", 2, 1, 2, 3],
        ["Trust", "", 2, 2, 3, 3],
        ["Roads", "Means", 1, 1, 1, 1],
    ]


def test_a_code_with_others_under_it_is_its_own_group(change_small):
    codings = "segment_id | code_id | coder | round\nS1 | C9 | A | 1\nS5 | C1 | A | 1"
    shown = tabulate_code_frequency(change_small(codings=codings)).set_index("Code")["Group"]
    assert shown.to_dict() == {"Money": "Means", "Means": "itself a group"}


def test_frequency_hides_organisations_where_they_are_not_known(change_small):
    provenance = {"kind": "published", "statement": "x", "register_is_reconstructed": True}
    shown = tabulate_code_frequency(change_small({"provenance": provenance}))
    assert not any(name.startswith("Organisations") for name in shown)


def test_codes_by_phase_count_people_among_those_who_can_be_told_apart(small_study):
    shown = tabulate_codes_by_phase(small_study).set_index("Code")
    assert shown.loc["Money"].to_dict() == {
        "Phase 1: people (of 2)": 2,
        "Phase 1: segments": 3,
        "Phase 2: people (of 2)": 0,
        "Phase 2: segments": 0,
    }


def test_codes_by_phase_stand_in_the_order_of_the_table_of_frequencies(small_study):
    by_phase, frequency = tabulate_codes_by_phase(small_study), tabulate_code_frequency(small_study)
    assert list(by_phase["Code"]) == list(frequency["Code"]) == ["Money", "Trust", "Roads"]


def test_one_phase_has_no_table_by_phase(change_small):
    one = {"phases": [{"id": "one", "label": "Only"}]}
    assert tabulate_codes_by_phase(change_small(one)).empty


def test_codes_by_attribute_come_one_table_an_attribute(small_study):
    tables = tabulate_codes_by_attributes(small_study)
    shown, caption = tables["tbl-code-by-position"]
    assert caption == "People who gave each code, by position"
    assert shown.set_index("Code").loc["Trust"].to_dict() == {"hub (of 2)": 1, "spoke (of 3)": 1}


def test_codes_without_a_count_to_show_are_left_out():
    shown = pd.DataFrame({"Code": list("abc"), "hub": ["6", "under 5", "0"], "spoke": [0, 0, 0]})
    assert list(keep_told(shown)["Code"]) == ["a"]


COUNTED = pd.DataFrame(
    {"code_id": ["C1", "C1", "C2", "C2"], "group": list("abab"), "participants": [6, 7, 1, 8]}
)


def test_large_counts_of_a_group_are_told():
    assert list(hide_small(COUNTED, 5)["participants"][:2]) == ["6", "7"]


def test_a_small_count_and_what_gives_it_away_are_not_told():
    assert not any(text.isdigit() for text in hide_small(COUNTED, 5)["participants"][2:])


def test_nothing_is_hidden_where_the_study_says_so():
    assert list(hide_small(COUNTED, 0)["participants"]) == [6, 7, 1, 8]


def test_thin_codes_say_what_each_rests_on(small_study):
    assert list_thin_codes(small_study)[["label", "finding"]].to_numpy().tolist() == [
        ["Silence", "never used"],
        ["Trust", "one coder"],
        ["Roads", "one segment"],
    ]


def test_a_code_of_one_person_is_thin_unless_a_speaker_is_unknown(change_small):
    codings = "segment_id | code_id | coder | round\nS1 | C2 | A | 1\nS2 | C2 | A | 1"
    assert list(list_thin_codes(change_small(codings=codings))["finding"])[-1] == "one participant"
    codings += "\nS4 | C2 | A | 1"
    assert "one participant" not in set(list_thin_codes(change_small(codings=codings))["finding"])


def test_thin_codes_are_displayed_in_words(small_study):
    shown = tabulate_thin_codes(small_study)
    assert shown.to_numpy().tolist()[0] == ["Silence", "Never used", 0, 0, 0]


def test_an_uncoded_study_has_empty_tables(change_small):
    study = change_small(**UNCODED)
    assert tabulate_code_frequency(study).empty
    assert tabulate_codes_by_phase(study).empty
    assert tabulate_thin_codes(study).empty
    assert tabulate_codes_by_attributes(study) == {}
