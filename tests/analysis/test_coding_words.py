"""The coding, in words."""

import re

import pandas as pd

from mcneval.analysis.code_spread_words import name_some
from mcneval.analysis.coding_words import name_leaders, say_excess, state_codes, state_coding
from mcneval.study.settings import Analysis

NONE = "segment_id | code_id | coder | round"


def say(study):
    return {number.key: number.written for number in state_codes(study)}


def test_prose_counts_codes_and_names_those_that_lead(small_study):
    said = say(small_study)
    assert said["coding.summary"] == (
        "Two coders put three codes on all five segments, from three of the four sources."
    )
    assert said["coding.codebook"] == (
        "The codebook has four codes, under one heading that carries no segments itself."
    )
    assert said["coding.most-used"].startswith(
        "Counted in people, the codes used most are “Money” and “Trust” (two people each), then "
        "“Roads” (one person)."
    )
    assert said["coding.unnamed"].startswith(
        "No speaker is known for one coded segment, which counts as segments and sources but not "
        "as people. People are counted among the four whose words"
    )
    assert said["segments.one"] == "4"


def test_prose_says_where_codes_occur(small_study):
    assert say(small_study)["coding.phases"] == (
        "Of the three codes in use, one occurs in every phase, one only in phase 1 (“Money”) and "
        "one only in phase 2 (“Roads”)."
    )


def test_prose_says_what_is_thin_and_what_stands_together(small_study):
    said = say(small_study)
    assert said["coding.thin"] == (
        "One code was never used: “Silence”. One code rests on one segment, person or source: "
        "“Roads”."
    )
    assert said["coding.together"] == (
        "In all, two pairs of codes share at least one segment, and none more than one."
    )


def test_an_uncoded_study_says_so_in_whole_sentences(change_small):
    said = say(change_small(codings=NONE))
    assert said["coding.summary"].startswith("Nothing is coded")
    assert said["coding.most-used"] == "No code was used."


def test_many_labels_are_cut_short():
    assert name_some(list("abcdefg")) == "“a”, “b”, “c”, “d”, “e” and two more"


def count(**participants):
    rows = [(code, people, people) for code, people in participants.items()]
    return pd.DataFrame(rows, columns=["label", "participants", "segments"])


def test_of_codes_that_tie_all_are_named_or_only_counted():
    assert (
        name_leaders(count(a=5, b=4, c=4, d=1))
        == "“a” (five people), then “b” and “c” (four people each)"
    )
    assert name_leaders(count(a=9, b=2, c=2, d=2, e=2, f=2)) == (
        "“a” (nine people), then five codes with two people each"
    )


def test_pairs_that_share_most_are_named(change_small):
    rows = "S1 | C1 | A | 1;S1 | C2 | A | 1;S3 | C1 | A | 1;S3 | C2 | A | 1;S5 | C1 | A | 1"
    codings = "\n".join(["segment_id | code_id | coder | round", *rows.split(";")])
    assert say(change_small(codings=codings))["coding.together"] == (
        "In all, one pair of codes shares at least one segment; one of them shares two or more. "
        "Most often together: “Trust” with “Money”, on two segments."
    )


def test_codings_that_are_not_the_teams_own_are_said_to_be_so(change_small):
    synthetic = {"provenance": {"kind": "synthetic", "statement": "x"}}
    assert "synthetic" in say(change_small(synthetic))["coding.origin"]
    assert say(change_small())["coding.origin"] == ""


def test_reconstructed_register_is_not_broken_down(change_small):
    provenance = {"kind": "published", "statement": "x", "register_is_reconstructed": True}
    said = say(change_small({"provenance": provenance}))
    assert "register is reconstructed" in said["coding.attributes"]


def test_keys_are_single_and_none_begins_another(small_study):
    keys = [number.key for number in state_coding(small_study, Analysis(bootstrap=10))]
    assert len(keys) == len(set(keys))
    assert not any(one.startswith(f"{two}.") for one in keys for two in keys)
    assert all(re.fullmatch(r"[a-z]+(\.[a-z0-9-]+)+", key) for key in keys)


def test_empty_study_has_the_same_keys(make_study, small_study):
    analysis = Analysis(bootstrap=10)
    empty, small = (
        {number.key for number in state_coding(study, analysis)}
        for study in (make_study(), small_study)
    )
    assert empty == small


def test_sentences_end_in_a_stop(small_study):
    numbers = state_coding(small_study, Analysis(bootstrap=10))
    said = [number.written for number in numbers if not number.written.startswith("not ")]
    assert all(text.endswith(".") for text in said if " " in text)


def test_a_code_that_leads_in_segments_says_how_many_are_its_speakers():
    code = {"label": "Roads", "participants": 2, "said": 5, "segments": 5}
    assert say_excess(pd.Series(code)) == "“Roads” was put on five segments from two people"
    assert say_excess(pd.Series(code | {"segments": 6})) == (
        "“Roads” was put on six segments, of which five come from two people"
    )


def test_codes_of_one_speaker_and_some_unknown_ones_are_told_apart(change_small):
    codings = "segment_id | code_id | coder | round\nS1 | C1 | A | 1\nS4 | C1 | A | 1"
    assert say(change_small(codings=codings))["coding.thin"].endswith(
        "One more code has one known speaker, and segments whose speaker is not recorded: “Money”."
    )
