"""The numbers and phrases of the mapping chapter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tests.analysis.mapped_study import make_mapped

from mcneval.analysis.mapping_numbers import state_mapping
from mcneval.study.load import Study
from mcneval.study.settings import Analysis

Make = Callable[..., Study]
NOTHING = {
    "theme_links": "from_theme | to_theme | relation | basis",
    "mappings": "framework | theme_id | construct_id | weight | analyst",
    "theme_segments": "theme_id | segment_id | stance",
}


def state(study: Study) -> dict[str, object]:
    numbers = state_mapping(study, Analysis(bootstrap=20, seed=1))
    return {number.key: number.value for number in numbers}


def test_themes_are_counted_by_framework_and_construct(make_study: Make) -> None:
    numbers = state(make_mapped(make_study))
    assert numbers["themes.in-sst.people"] == 3
    assert numbers["themes.in-npt.work"] == 1
    assert "themes.in-old.fame" not in numbers
    assert numbers["links.total"] == 5
    assert numbers["links.cross-cutting-barriers"] == 1
    assert numbers["comparison.not-on-the-list"] == 3


def test_phrases_say_where_themes_stand_and_what_acts(make_study: Make) -> None:
    numbers = state(make_mapped(make_study))
    assert numbers["mapping.places"] == (
        "The five themes stand on all three constructs of Systems: three on “People”, one on "
        "“Money” and one on “Tools”."
    )
    assert numbers["mapping.links"] == (
        "Five links between themes are recorded, of which four start from a barrier. "
        "More links lead to “Trust grows” than to any other theme: two of five."
    )
    assert numbers["mapping.crossing"] == "One barrier cuts across: “Means run short”."
    assert numbers["mapping.loops"] == (
        "Two themes are bound together (circle A): each acts on the others, directly or in turn, "
        "so that none can be mended alone. They are “Means run short” and “Old machines”."
    )


def test_links_that_are_not_the_studys_own_are_called_a_reading(make_study: Make) -> None:
    study = make_mapped(make_study)
    tables = {"kind": "published", "statement": "x", "tables": {"theme_links": "secondary"}}
    origin = type(study.settings.provenance).model_validate(tables)
    secondary = replace(study, settings=study.settings.model_copy(update={"provenance": origin}))
    assert (
        "start from a barrier. They are this project’s reading of what was published. More links"
        in str(state(secondary)["mapping.links"])
    )


def test_the_authors_list_is_compared_with_the_links(make_study: Make) -> None:
    study = make_mapped(make_study)
    published = {"cross_cutting": {"themes": ["T1", "T3"]}}
    numbers = state(replace(study, documents={"published": published}))
    assert numbers["mapping.named"] == (
        "The study’s authors call two barriers cross-cutting. The links show one of them, but not "
        "“Posts stand empty”."
    )


def test_the_comparison_is_put_in_a_sentence(make_study: Make) -> None:
    numbers = state(make_mapped(make_study))
    assert numbers["comparison.summary"] == (
        "Of the three enablers, one is present in part, one is absent and of one nothing was "
        "heard. The one barrier is present here."
    )


def test_agreement_and_the_other_map_are_put_in_words(make_study: Make) -> None:
    numbers = state(make_mapped(make_study))
    assert str(numbers["mapping.agreement"]).startswith(
        "On Systems, A and B chose the same chief place for 3 of 5 themes (Cohen's kappa 0.44, "
        "95% interval "
    )
    assert numbers["mapping.alternative"] == (
        "Under the map of B, two themes would stand elsewhere, and the same themes would cut "
        "across."
    )


def test_a_study_without_links_maps_or_evidence_says_so(make_study: Make) -> None:
    numbers = state(make_mapped(make_study, **NOTHING))
    assert numbers["mapping.places"] == "No theme is placed on Systems yet."
    assert numbers["mapping.crossing"] == ""
    assert numbers["mapping.silence"] == "There is no evidence on any construct."
    assert numbers["links.cross-cutting"] == 0


def test_labels_are_escaped(make_study: Make) -> None:
    themes = """
        theme_id | label | kind | definition
        T1 | <b>Money</b> | barrier | x
        T3 | Posts | barrier | x
        T5 | Machines | barrier | x
        """
    numbers = state(make_mapped(make_study, themes=themes))
    assert r"“\<b\>Money\</b\>”" in str(numbers["mapping.reach"])


def test_no_key_is_the_beginning_of_another(make_study: Make) -> None:
    keys = set(state(make_mapped(make_study)))
    beginnings = {key.rsplit(".", end)[0] for key in keys for end in range(1, key.count(".") + 1)}
    assert not keys & beginnings
