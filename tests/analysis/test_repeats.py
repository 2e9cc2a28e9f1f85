"""Evidence that may have been used twice."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mcneval.analysis.repeats import (
    compare_pair,
    compare_texts,
    find_repeats,
    find_shared,
    split_words,
)
from mcneval.study.load import Study

Make = Callable[..., Study]
PASSAGE = "we wait for the van and then we wait for the key to the van"
GISTS = """
    segment_id | source_id | participant_id | gist
    S1 | I1 | P1 | The hub is far away and the road is bad in winter.
    S2 | I1 | P1 | Staff trust the people they have met in person.
    S3 | G1 | P2 | The hub is far away, and the road is bad in winter
    S4 | G1 | | Nobody told the wards that the form had changed.
    S5 | I2 | P4 | Money comes late in the year and has to be spent at once.
    """
THEMES = """
    theme_id | label | kind | definition
    T1 | Means run short | barrier | money
    T2 | Roads are long | barrier | miles
    """
APART = "theme_id | segment_id\nT1 | S1\nT1 | S2\nT2 | S3\nT2 | S4\nT2 | S5"


def say(change_small: Make, *words: str, gists: str = GISTS, held: str = APART) -> Study:
    """Return a study whose segments say this: the words of some, gists of all."""
    text = "\n".join(["segment_id | text", *words])
    return change_small(segments=gists, segment_text=text, themes=THEMES, theme_segments=held)


def test_gists_that_say_the_same_are_found(change_small: Make) -> None:
    assert find_repeats(say(change_small)).to_dict("list") == {
        "first": ["S1"],
        "second": ["S3"],
        "likeness": [100],
        "shared": [True],
        "compared": ["gists"],
        "who": ["P1 and P2"],
        "themes": ["Means run short; Roads are long"],
        "one_theme": [False],
        "one_voice": [False],
        "first_gist": ["The hub is far away and the road is bad in winter."],
        "second_gist": ["The hub is far away, and the road is bad in winter"],
    }


def test_words_are_compared_before_gists(change_small: Make) -> None:
    words = ("S1 | We like it here.", "S3 | Quite another thing.", f"S5 | {PASSAGE}")
    assert find_repeats(say(change_small, *words)).empty


def test_a_shared_passage_is_found_in_unlike_extracts(change_small: Make) -> None:
    study = say(
        change_small,
        f"S2 | Before that I must say a good deal about how the ward began. {PASSAGE}",
        f"S5 | {PASSAGE}, which the board was told in spring by me and others, twice over",
    )
    pairs = find_repeats(study)
    row = pairs[pairs["compared"] == "words"].iloc[0]
    assert row[["first", "second", "shared"]].tolist() == ["S2", "S5", True]
    assert row["likeness"] < 85


def test_a_pair_shows_gists_and_never_the_words(change_small: Make) -> None:
    pairs = find_repeats(say(change_small, f"S1 | {PASSAGE}", f"S4 | {PASSAGE}"))
    row = pairs[pairs["compared"] == "words"].iloc[0]
    assert row[["first", "second", "who"]].tolist() == ["S1", "S4", "P1 and Focus group G1"]
    assert row["second_gist"] == "Nobody told the wards that the form had changed."
    assert "van" not in pairs.to_csv()


@pytest.mark.parametrize(
    ("second", "held", "one_theme", "one_voice"),
    [
        ("S2", APART, True, True),
        ("S2", APART.replace("T1 | S2", "T2 | S2"), False, True),
        ("S5", APART.replace("T2 | S5", "T1 | S5"), True, False),
        ("S5", APART + "\nT2 | S1", True, False),
    ],
)
def test_a_pair_is_told_by_theme_and_speaker(
    change_small: Make, second: str, held: str, one_theme: bool, one_voice: bool
) -> None:
    study = say(change_small, f"S1 | {PASSAGE}", f"{second} | {PASSAGE}", held=held)
    pairs = find_repeats(study)
    row = pairs[pairs["compared"] == "words"].iloc[0]
    assert row[["second", "one_theme", "one_voice"]].tolist() == [second, one_theme, one_voice]


def test_an_extract_within_another_is_alike() -> None:
    longer = f"to begin with {PASSAGE} and so the day is gone before it began for us all"
    assert compare_texts({"a": PASSAGE, "b": longer}, 85) == {
        ("a", "b"): {"likeness": 100, "shared": True}
    }


def test_how_alike_a_pair_must_be_is_a_parameter() -> None:
    texts = {"a": "the road is bad in winter", "b": "the road is bad in summer"}
    assert list(compare_texts(texts, 80)) == [("a", "b")]
    assert compare_texts(texts, 95) == {}


def test_a_few_common_words_do_not_make_a_repeat() -> None:
    short = split_words("I do not know")
    longer = split_words("Well, I do not know what they will do")
    assert compare_pair(short, longer) < 60


def test_figures_of_speech_that_many_use_are_passed_over() -> None:
    plain = {str(number): ["at", "the", "end", "of", str(number)] for number in range(30)}
    assert find_shared(plain, 4) == set()
    assert find_shared(dict(list(plain.items())[:2]), 4) == {("0", "1")}


def test_words_are_split_without_signs_and_insertions() -> None:
    assert split_words("It’s [the Network] far… too far!") == ["it's", "far", "too", "far"]


def test_a_study_without_segments_has_no_pairs(make_study: Make) -> None:
    assert find_repeats(make_study()).empty


def test_the_order_of_rows_changes_nothing(change_small: Make) -> None:
    head, *rows = GISTS.strip().splitlines()
    turned = find_repeats(say(change_small, gists="\n".join([head, *reversed(rows)])))
    assert turned[["first", "second", "likeness"]].to_dict("list") == {
        "first": ["S3"],
        "second": ["S1"],
        "likeness": [100],
    }
