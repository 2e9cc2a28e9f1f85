"""The numbers of the mapping chapter."""

from __future__ import annotations

from collections.abc import Callable

from tests.analysis.mapped_study import make_mapped

from mcneval.analysis.system import list_numbers
from mcneval.study.load import Study

Make = Callable[..., Study]
NOTHING = {
    "theme_links": "from_theme | to_theme | relation | basis",
    "mappings": "framework | theme_id | construct_id | weight | analyst",
    "theme_segments": "theme_id | segment_id | stance",
}


def test_themes_links_and_verdicts_are_counted(make_study: Make) -> None:
    # Places on the framework for comparison are told by verdict.
    assert list_numbers(make_mapped(make_study)).iloc[0].to_dict() == {
        "themes.in-sst.people": 3,
        "themes.in-sst.money": 1,
        "themes.in-sst.tools": 1,
        "themes.in-npt.sense": 1,
        "themes.in-npt.work": 1,
        "links.total": 5,
        "links.own-place": 5,
        "links.one-sentence": 0,
        "links.loops": 1,
        "comparison.present": 1,
        "comparison.present-in-part": 1,
        "comparison.absent": 1,
        "comparison.not-heard-of": 1,
        "comparison.not-on-the-list": 3,
        "comparison.items": 4,
    }


def test_a_study_without_links_maps_or_evidence_counts_none(make_study: Make) -> None:
    numbers = list_numbers(make_mapped(make_study, **NOTHING)).iloc[0]
    assert numbers["links.own-place"] == 0
    assert set(numbers) == {0}


def test_no_key_is_the_beginning_of_another(make_study: Make) -> None:
    keys = set(list_numbers(make_mapped(make_study)))
    beginnings = {key.rsplit(".", end)[0] for key in keys for end in range(1, key.count(".") + 1)}
    assert not keys & beginnings
