"""Where segments come from."""

from mcneval.analysis.segments import locate_segments

RECONSTRUCTED = {
    "provenance": {"kind": "published", "statement": "x", "register_is_reconstructed": True}
}


def test_segment_without_speaker_in_an_interview_is_that_persons(small_study):
    placed = locate_segments(small_study).set_index("segment_id")
    assert placed.loc["S2", "participant_id"] == "P1"


def test_segment_without_speaker_in_a_mixed_group_has_no_home(small_study):
    placed = locate_segments(small_study).set_index("segment_id")
    assert placed.loc["S4", ["participant_id", "organisation_id"]].tolist() == ["", ""]


def test_group_of_one_organisation_speaks_for_it(change_small):
    study = change_small(
        source_participants="source_id | participant_id\nG1 | P1\nG1 | P2\nI2 | P4"
    )
    placed = locate_segments(study).set_index("segment_id")
    assert placed.loc["S4", ["participant_id", "organisation_id"]].tolist() == ["", "O1"]


def test_reconstructed_register_links_nobody_to_an_organisation(change_small):
    placed = locate_segments(change_small(RECONSTRUCTED))
    assert set(placed["organisation_id"]) == {""}
    assert list(placed["participant_id"]) == ["P1", "", "P2", "", "P4"]


def test_phase_is_that_of_the_source(small_study):
    assert list(locate_segments(small_study)["phase"]) == ["one", "one", "one", "one", "two"]


def test_no_segments_give_no_rows(change_small):
    study = change_small(segments="segment_id | source_id")
    assert locate_segments(study).empty
