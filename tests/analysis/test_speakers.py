"""Whose words can be told apart."""

from mcneval.analysis.speakers import explain_speakers, list_speakers

NAMED = """
segment_id | source_id | participant_id | gist
S1 | I1 | P1 | one
S3 | G1 | P2 | three
S5 | I2 | P4 | five
"""


def test_who_spoke_only_where_speakers_are_unknown_is_left_out(small_study):
    # P3 took part in G1 alone, where S4 has no speaker; P2 is named there on S3.
    assert list_speakers(small_study) == {"P1", "P2", "P4", "P5"}


def test_where_every_speaker_is_known_everyone_who_took_part_counts(change_small):
    study = change_small(segments=NAMED)
    assert list_speakers(study) == {"P1", "P2", "P3", "P4", "P5"}
    assert explain_speakers(study) == ""


def test_the_note_says_how_many_cannot_be_counted(small_study):
    assert explain_speakers(small_study) == (
        "People are counted among the four whose words can be told apart; one other person took "
        "part only where speakers were not recorded."
    )
