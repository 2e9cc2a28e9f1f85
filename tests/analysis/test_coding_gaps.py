"""Studies that lack something: no result crashes, and all keep their columns."""

import pytest

from mcneval.analysis import (
    agreement_tables,
    code_tables,
    coding,
    coding_words,
    cooccurrence,
    saturation_curves,
    saturation_tables,
    voice,
    voice_tables,
)
from mcneval.study.settings import Analysis

ANALYSIS = Analysis(bootstrap=5)
GAPS = {
    "no codes": {
        "codes": "code_id | label",
        "codings": "segment_id | code_id | coder | round",
    },
    "codes without codings": {"codings": "segment_id | code_id | coder | round"},
    "no segments": {
        "segments": "segment_id | source_id",
        "codings": "segment_id | code_id | coder | round",
        "theme_segments": "theme_id | segment_id",
    },
    "nobody took part": {
        "participants": "participant_id | organisation_id | phase | status",
        "source_participants": "source_id | participant_id",
        "segments": "segment_id | source_id | participant_id\nS1 | I1 |\nS2 | I1 |",
        "codings": "segment_id | code_id | coder | round\nS1 | C1 | A | 1",
        "theme_segments": "theme_id | segment_id\nT1 | S1",
    },
    "no speakers": {"source_participants": "source_id | participant_id"},
    "one phase": {
        "participants": "participant_id | organisation_id | phase | status\n"
        "P1 | O1 | one | recruited\nP4 | O2 | one | recruited",
        "sources": "source_id | phase | kind\nI1 | one | interview\nI2 | one | interview",
        "source_participants": "source_id | participant_id\nI1 | P1\nI2 | P4",
        "segments": "segment_id | source_id | participant_id\nS1 | I1 |\nS5 | I2 |",
        "codings": "segment_id | code_id | coder | round\nS1 | C1 | A | 1\nS5 | C2 | A | 1",
        "theme_segments": "theme_id | segment_id\nT1 | S1",
    },
    "documents only": {
        "sources": "source_id | phase | kind | date\nI1 | one | document |",
        "source_participants": "source_id | participant_id",
        "segments": "segment_id | source_id | participant_id\nS1 | I1 |",
        "codings": "segment_id | code_id | coder | round\nS1 | C1 | A |\nS1 | C1 | B |",
        "theme_segments": "theme_id | segment_id\nT1 | S1",
    },
}
SETTINGS = {
    "as it is": {},
    "no attributes": {"attributes": []},
    "small counts hidden": {"disclosure": {"min_cell": 5}},
    "reconstructed": {
        "provenance": {"kind": "published", "statement": "x", "register_is_reconstructed": True}
    },
}


@pytest.mark.parametrize("settings", SETTINGS.values(), ids=SETTINGS)
@pytest.mark.parametrize("gap", GAPS.values(), ids=GAPS)
def test_nothing_crashes_and_tables_are_whole_or_empty(change_small, gap, settings):
    study = change_small(settings, **gap)
    frames = [
        code_tables.tabulate_codebook(study),
        code_tables.tabulate_code_frequency(study),
        code_tables.tabulate_codes_by_phase(study),
        *(frame for frame, _ in code_tables.tabulate_codes_by_attributes(study).values()),
        code_tables.tabulate_thin_codes(study),
        cooccurrence.tabulate_cooccurrence(study),
        agreement_tables.tabulate_overall(study, ANALYSIS),
        agreement_tables.tabulate_agreement(study, ANALYSIS),
        agreement_tables.tabulate_agreement(study, ANALYSIS, "themes"),
        agreement_tables.tabulate_coefficients(study, ANALYSIS),
        agreement_tables.tabulate_disagreements(study, ANALYSIS),
        agreement_tables.tabulate_disputed_segments(study, ANALYSIS),
        saturation_tables.tabulate_saturation(study, ANALYSIS),
        saturation_tables.tabulate_runs(study, ANALYSIS.saturation),
        voice_tables.tabulate_voice(study),
        voice_tables.tabulate_voice_strata(study),
    ]
    for frame in frames:
        assert not frame.isna().any().any() or "Per person" in frame
        assert all(isinstance(name, str) and name for name in frame.columns)


@pytest.mark.parametrize("settings", SETTINGS.values(), ids=SETTINGS)
@pytest.mark.parametrize("gap", GAPS.values(), ids=GAPS)
def test_prose_has_every_key_and_no_gaps_in_its_words(change_small, small_study, gap, settings):
    study = change_small(settings, **gap)
    said = {number.key: number.written for number in coding_words.state_coding(study, ANALYSIS)}
    whole = {number.key for number in coding_words.state_coding(small_study, ANALYSIS)}
    assert set(said) == whole
    holes = ("nan", "None", "()", "  ", " ,", "NaN", "<NA>", " .", "..")
    assert not [words for words in said.values() for hole in holes if hole in words]


@pytest.mark.parametrize("gap", GAPS.values(), ids=GAPS)
def test_counts_and_voices_have_their_columns(change_small, gap):
    study = change_small(**gap)
    assert "segments" in coding.count_codes(study)
    assert "quotations" in voice.count_voice(study)
    assert "share_of_people" in voice.measure_voice_strata(study)
    assert saturation_curves.order_sources(study)[1] in ("date", "file")
