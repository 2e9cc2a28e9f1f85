"""Evidence that may have been used twice."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mcneval.analysis.repeat_words import word_repeats
from mcneval.analysis.repeats import (
    compare_pair,
    compare_texts,
    describe_pair,
    find_closest,
    find_repeats,
    find_shared,
    split_words,
    tabulate_repeats,
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
THEMES = {
    "themes": """
        theme_id | label | kind | definition
        T1 | Means run short | barrier | money
        T2 | Roads are long | barrier | miles
        """,
    "theme_segments": """
        theme_id | segment_id
        T1 | S1
        T1 | S2
        T2 | S3
        T2 | S4
        T2 | S5
        """,
}


def test_gists_that_say_the_same_are_found(change_small: Make) -> None:
    pairs = find_repeats(change_small(segments=GISTS, **THEMES))
    assert pairs.to_numpy().tolist() == [["S1", "S3", 100, True, "gists"]]


def test_words_are_compared_before_gists(change_small: Make) -> None:
    words = f"segment_id | text\nS1 | We like it here.\nS3 | Quite another thing.\nS5 | {PASSAGE}"
    pairs = find_repeats(change_small(segments=GISTS, segment_text=words, **THEMES))
    assert pairs.empty


def test_a_shared_passage_is_found_in_unlike_extracts(change_small: Make) -> None:
    words = (
        f"segment_id | text\n"
        f"S2 | Before that I must say a good deal about how the ward began. {PASSAGE}\n"
        f"S5 | {PASSAGE}, which the board was told in spring by me and others, twice over"
    )
    pairs = find_repeats(change_small(segments=GISTS, segment_text=words, **THEMES))
    row = pairs[pairs["compared"] == "words"].iloc[0]
    assert row[["first", "second", "shared"]].tolist() == ["S2", "S5", True]
    assert row["similarity"] < 85


def test_an_extract_within_another_is_alike() -> None:
    longer = f"to begin with {PASSAGE} and so the day is gone before it began for us all"
    found = compare_texts({"a": PASSAGE, "b": longer}, 85)
    assert found[("a", "b")]["similarity"] == 100


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


def test_the_table_shows_gists_and_never_the_words(change_small: Make) -> None:
    words = f"segment_id | text\nS1 | {PASSAGE}\nS4 | {PASSAGE}"
    table = tabulate_repeats(change_small(segments=GISTS, segment_text=words, **THEMES))
    row = table[table["Segments"] == "S1 and S4"].iloc[0]
    assert row.tolist() == [
        "S1 and S4",
        "P1 and Focus group G1",
        "Means run short; Roads are long",
        "The hub is far away and the road is bad in winter.",
        "Nobody told the wards that the form had changed.",
        100,
        "Two speakers; under different themes",
    ]
    assert "van" not in table.to_csv()


@pytest.mark.parametrize(
    ("one_theme", "one_voice", "words"),
    [
        (True, True, "One speaker; counted twice under one theme"),
        (False, True, "One speaker; under different themes"),
        (True, False, "Two speakers; counted twice under one theme"),
    ],
)
def test_a_pair_is_described_by_theme_and_speaker(
    one_theme: bool, one_voice: bool, words: str
) -> None:
    assert describe_pair(one_theme, one_voice) == words


def test_the_closest_pair_is_known_where_none_is_near(change_small: Make) -> None:
    study = change_small(
        segments="""
            segment_id | source_id | participant_id | gist
            S1 | I1 | P1 | roads are long
            S3 | G1 | P2 | roads are bad
            S5 | I2 | P4 | money
            """,
        **THEMES,
    )
    closest = find_closest(study)
    assert closest is not None
    assert closest[:2] == ("S1", "S3")


def test_a_study_without_segments_has_no_pairs(make_study: Make) -> None:
    assert tabulate_repeats(make_study()).empty
    assert find_closest(make_study()) is None


def test_the_order_of_rows_changes_nothing(change_small: Make) -> None:
    head, *rows = GISTS.strip().splitlines()
    turned = "\n".join([head, *reversed(rows)])
    usual = find_repeats(change_small(segments=GISTS, **THEMES))
    other = find_repeats(change_small(segments=turned, **THEMES))
    assert {frozenset(pair) for pair in usual[["first", "second"]].to_numpy()} == {
        frozenset(pair) for pair in other[["first", "second"]].to_numpy()
    }


def test_words_say_whether_a_theme_counts_a_passage_twice(change_small: Make) -> None:
    study = change_small(segments=GISTS, **THEMES)
    assert word_repeats(study, 85) == (
        "One pair of segments says nearly the same. No theme holds both of a pair, so none counts "
        "a passage twice."
    )
    together = THEMES | {"theme_segments": "theme_id | segment_id\nT1 | S1\nT1 | S3"}
    assert word_repeats(change_small(segments=GISTS, **together), 85).endswith(
        "One theme holds both of a pair, and so counts the passage twice."
    )
