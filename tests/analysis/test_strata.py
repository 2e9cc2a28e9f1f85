"""Groups of people that may be shown."""

from mcneval.analysis.register import Dimension
from mcneval.analysis.strata import explain_absence, group_people, pool_levels


def dimension(*levels):
    return Dimension("size", "Size", {level: level.upper() for level in levels}, "participant")


def members(**sizes):
    return {f"{level}{n}": level for level, size in sizes.items() for n in range(size)}


def test_levels_that_are_shown_stand_alone():
    assert pool_levels(dimension("a", "b"), members(a=5, b=6), set()) == [["a"], ["b"]]


def test_hidden_levels_are_put_together():
    hidden = {("size", "a"), ("size", "c")}
    assert pool_levels(dimension("a", "b", "c"), members(a=3, b=6, c=7), hidden) == [
        ["a", "c"],
        ["b"],
    ]


def test_one_hidden_level_takes_in_the_smallest_other():
    pools = pool_levels(dimension("a", "b", "c"), members(a=9, b=2, c=6), {("size", "b")})
    assert pools == [["a"], ["b", "c"]]


def test_levels_without_people_are_left_out():
    assert pool_levels(dimension("a", "b"), members(a=5), set()) == [["a"]]


def test_another_attributes_hidden_level_hides_nothing():
    assert pool_levels(dimension("a", "b"), members(a=5, b=2), {("role", "b")}) == [["a"], ["b"]]


def test_phase_comes_first_and_attributes_follow(small_study):
    groupings = group_people(small_study)
    assert [grouping.id for grouping in groupings] == ["phase", "position"]
    assert groupings[1].count("spoke") == 3
    assert groupings[1].count("spoke", among={"P3", "P1"}) == 1


def test_an_attribute_with_one_group_left_is_not_shown(change_small):
    study = change_small({"disclosure": {"min_cell": 3}})
    assert [grouping.id for grouping in group_people(study)] == ["phase"]


def test_reconstructed_register_has_phases_only(change_small):
    provenance = {"kind": "published", "statement": "x", "register_is_reconstructed": True}
    assert [g.id for g in group_people(change_small({"provenance": provenance}))] == ["phase"]


def test_why_groups_are_not_shown_is_said(change_small):
    provenance = {"kind": "published", "statement": "x", "register_is_reconstructed": True}
    assert explain_absence(change_small({"attributes": []})).startswith("The study declares no")
    assert explain_absence(change_small({"provenance": provenance})) == (
        "The register was reconstructed from published totals, so it is not known which person "
        "belongs to which group."
    )
