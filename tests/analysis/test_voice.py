"""Whose voice is heard."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcneval.analysis.voice import (
    compute_gini,
    count_unplaced,
    count_voice,
    list_unheard_organisations,
    measure_voice_strata,
)
from mcneval.analysis.voice_group_words import say_twice, write_times
from mcneval.analysis.voice_tables import tabulate_voice, tabulate_voice_strata
from mcneval.analysis.voice_words import state_voice

RECONSTRUCTED = {
    "provenance": {"kind": "published", "statement": "x", "register_is_reconstructed": True}
}
UNCITED = {"theme_segments": "theme_id | segment_id"}


def say(study):
    return {number.key: number.written for number in state_voice(study)}


def test_people_are_counted_the_most_quoted_first(small_study):
    voices = count_voice(small_study)
    assert voices[["participant_id", "segments", "quotations"]].to_numpy().tolist() == [
        ["P1", 2, 2],
        ["P4", 1, 1],
        ["P2", 1, 0],
        ["P3", 0, 0],
        ["P5", 0, 0],
    ]
    assert voices["share"].tolist() == [0.5, 0.25, 0, 0, 0]


def test_who_spoke_where_speakers_are_unknown_is_not_called_silent(small_study):
    standing = count_voice(small_study).set_index("participant_id")["standing"]
    assert standing.to_dict() == {
        "P1": "quoted",
        "P4": "quoted",
        "P2": "speaker not recorded",
        "P3": "speaker not recorded",
        "P5": "not quoted",
    }


def test_people_who_declined_are_not_counted(small_study):
    assert "P6" not in set(count_voice(small_study)["participant_id"])


@pytest.mark.parametrize(
    ("counts", "gini"),
    [([3, 3, 3], 0), ([0, 0, 0, 5], 0.75), ([1, 3], 0.25), ([1, 2, 3, 4], 0.25)],
)
def test_gini_by_hand(counts, gini):
    assert compute_gini(counts) == pytest.approx(gini)


@pytest.mark.parametrize("counts", [[], [4], [0, 0]])
def test_gini_of_nothing_to_share_is_none(counts):
    assert compute_gini(counts) is None


@given(st.lists(st.integers(0, 20), min_size=2, max_size=10), st.integers(2, 5))
def test_gini_is_the_mean_difference_and_knows_no_scale(counts, times):
    gini = compute_gini(counts)
    if gini is not None:
        size, total = len(counts), sum(counts)
        differences = sum(abs(one - two) for one in counts for two in counts)
        assert gini == pytest.approx(differences / (2 * size * total))
        assert compute_gini([times * count for count in counts]) == pytest.approx(gini)
        assert 0 <= gini <= (size - 1) / size + 1e-12


def test_strata_compare_people_with_quotations(small_study):
    strata = measure_voice_strata(small_study).set_index(["by", "group"])
    counts = strata[["people", "quoted", "quotations"]]
    assert counts.loc[("phase", "one")].tolist() == [3, 1, 3]
    assert counts.loc[("phase", "two")].tolist() == [2, 1, 1]
    assert counts.loc[("kind", "interview")].tolist() == [3, 2, 3]
    assert counts.loc[("kind", "focus group")].tolist() == [2, 0, 1]
    # The quotation of an unknown speaker has no position.
    assert counts.loc[("position", "hub")].tolist() == [2, 1, 2]
    assert counts.loc[("position", "spoke")].tolist() == [3, 1, 1]
    assert strata.loc[("phase", "one"), "share_of_people"] == pytest.approx(0.6)
    assert strata.loc[("phase", "one"), "share_of_quotations"] == pytest.approx(0.75)
    assert strata.loc[("phase", "one"), "per_person"] == pytest.approx(1.0)


def test_shares_add_up_in_each_comparison(small_study):
    sums = (
        measure_voice_strata(small_study)
        .groupby("by")[["share_of_people", "share_of_quotations"]]
        .sum()
    )
    assert sums.to_numpy().tolist() == [[pytest.approx(1), pytest.approx(1)]] * 3


def test_reconstructed_register_compares_phases_and_kinds_only(change_small):
    study = change_small(RECONSTRUCTED)
    assert set(measure_voice_strata(study)["by"]) == {"phase", "kind"}
    assert list_unheard_organisations(study).empty
    assert "cannot be told" in say(study)["voice.organisations"]
    assert "reconstructed" in say(study)["voice.attributes"]


def test_organisations_that_nobody_quotes_are_listed(small_study):
    unheard = list_unheard_organisations(small_study)
    assert unheard.to_numpy().tolist() == [["O3", "Cedar", 1, 0]]
    assert say(small_study)["voice.organisations"] == (
        "No one is known to be heard from one of the three organisations that took part: Cedar."
    )


def test_display_adds_up_to_all_segments_and_quotations(small_study):
    shown = tabulate_voice(small_study)
    assert shown["Participant"].tolist() == [
        "P1",
        "P4",
        "One other, no evidence from them",
        "Two others, spoke where speakers are not recorded",
        "Speaker not recorded",
    ]
    assert (shown["Segments"].sum(), shown["As evidence"].sum()) == (5, 4)


def test_segments_are_not_told_twice_where_all_are_evidence(change_small):
    cited = "theme_id | segment_id\n" + "\n".join(f"T1 | S{n}" for n in range(1, 6))
    shown = tabulate_voice(change_small(theme_segments=cited))
    assert list(shown) == ["Participant", "Phase", "As evidence", "Share of the evidence"]


def test_display_of_strata_writes_shares(small_study):
    shown = tabulate_voice_strata(small_study).set_index("Group")
    assert shown.loc["Phase 1", "% of segments"] == "75%"
    assert shown.loc["hub", "People"] == 2
    assert shown.loc["Interview", "Heard"] == "2"
    assert shown.loc["Focus group", "Heard"] == "not known"


def test_who_took_part_in_two_kinds_of_source_counts_once_in_the_whole(change_small):
    took = "source_id | participant_id\nI1 | P1\nG1 | P1\nG1 | P2\nI2 | P4"
    study = change_small(source_participants=took)
    shares = measure_voice_strata(study).set_index(["by", "group"])["share_of_people"]
    assert shares[("kind", "interview")] == pytest.approx(2 / 3)
    assert shares[("kind", "focus group")] == pytest.approx(2 / 3)
    assert say_twice(study).startswith("Who took part in several kinds of source counts in each")


def test_prose_names_shares_evenness_and_the_unheard(small_study):
    said = say(small_study)
    assert said["voice.summary"] == (
        "Of the five segments, four are evidence. They come from two of the five people who took "
        "part; the speaker of one is not recorded, so it is counted for no one."
    )
    assert said["voice.most"] == "The person heard most gave two of the four (50%)."
    # 2, 1 and 0 among the three whose words can be told apart.
    assert said["voice.gini"] == "0.44"
    assert said["voice.unheard"] == (
        "One person who took part in phase 2 is not heard in the evidence. For two others this "
        "cannot be told, because they spoke where speakers were not recorded."
    )
    assert said["voice.phases"].startswith("Phase 1 has 60% of the people and 75% of the segments")
    assert said["voice.phases"].endswith("Not all are heard in line with their size.")
    assert said["voice.attributes"].startswith(
        "Compared by position, these lie far from their share of the people: hub (position), 40% "
        "of the people and 67% of the segments"
    )
    assert said["voice.wholes"] == (
        "Shares are of the segments that can be placed: by phase all (4), by kind of source those "
        "from such sources (4) and by every other grouping those whose speaker is known (3)."
    )
    assert said["voice.kinds"] == (
        "Of the four segments from interviews and focus groups, three (75%) come from the three "
        "people in interviews and one (25%) comes from the two people in focus groups. For each "
        "person that is 1.00 segments from interviews and 0.50 from focus groups: a person in an "
        "interview is heard twice as often as one in a focus group."
    )


def test_numbers_of_people_that_run_past_how_many_they_are_are_explained(change_small):
    assert say(change_small())["voice.labels"] == ""
    segments = "segment_id | source_id | participant_id | gist\nS1 | I1 | P09 | one"
    people = "participant_id | organisation_id | phase | status\nP09 | O1 | one | recruited"
    study = change_small(segments=segments, participants=people)
    assert "so the highest, P09, is above the number who did" in say(study)["voice.labels"]
    published = change_small(RECONSTRUCTED, segments=segments, participants=people)
    assert say(published)["voice.labels"].startswith("Participants keep the numbers that the pub")


def test_a_study_without_quotations_says_so(change_small):
    study = change_small(**UNCITED)
    assert tabulate_voice(study).empty
    assert tabulate_voice_strata(study).empty
    assert count_unplaced(study) == 0
    said = say(study)
    assert said["voice.summary"].startswith("No segment is evidence for a theme yet")
    assert said["voice.gini"] == "not estimable"


def test_one_phase_is_not_compared(change_small):
    study = change_small({"phases": [{"id": "one", "label": "Only"}]})
    assert "one phase" in say(study)["voice.phases"]


@pytest.mark.parametrize(
    ("ratio", "words"), [(2.04, "twice"), (2.5, "2.5 times"), (14.9, "15 times")]
)
def test_ratios_are_written_as_prose_has_them(ratio, words):
    assert write_times(ratio) == words
